"""The questions of `travel`, answered by a routing server; without it, by our own network or a straight line."""

from __future__ import annotations

import copy
import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import numpy as np
import shapely
from shapely.geometry import mapping

from routing.boats.timetable import BoatService
from routing.errors import (
    ClosuresUnsupportedError,
    RoutingInputError,
    ServerDownError,
    ServerError,
)
from routing.geo import FloatArray, Plane, Point, check_point
from routing.network.network import Network
from routing.places.snap import Snap
from routing.remote.clock import Breaker, Clock, Deadline
from routing.remote.ground import ServerGround, sailing_profiles
from routing.remote.profiles import Profiles
from routing.remote.server import RoadServer
from routing.speeds.profiles import Mode, Profile, profile_of
from routing.speeds.speeds import Speeds
from routing.travel.alternatives import travel_times_of
from routing.travel.answers import Isochrone, NoteCode, Route, Source, TravelKind, TravelTime
from routing.travel.closable import check_instant
from routing.travel.closures import Closed, Closure, Schedule
from routing.travel.ground import NoGround
from routing.travel.router import Router
from routing.travel.travel import Fleet, Question, estimate
from routing.travel.ways import Ways, get_road_route

log = logging.getLogger(__name__)

T = TypeVar("T")

ASSUMED_TIMES_S = 0.3
"""Assumption: so long a recommendation may wait for the server; then it is answered without."""

ASSUMED_DRAWING_S = 2.0
"""Assumption: so long a screen may wait for a drawn way or area."""

ASSUMED_MATRIX_S = 120.0
"""Assumption: so long a simulation may wait for a matrix."""

ASSUMED_REST_S = 10.0
"""Assumption: so long a server that failed is left alone, so that it costs at most one wait in this time."""


class RemoteRouter:
    """As `Router`, over the roads of a server and the boats of the city.

    A server that is dead, slow or talks nonsense is never an exception and never a number: `fallback` answers, with
    its own closures, or without one a straight line with the note `SERVER_RUTE_DIAM`. The server's times are its own
    at any hour of the week; only lights, and walks, are reckoned here (`routing.remote.profiles`).

    Args:
        server: a client of the server.
        profiles: which of its profiles stands for which of ours.
        home: a place on the land mass where the vehicles are; the server does not know which one that is.
        fallback: a network of ours. Edges of closures are its edges.
        times_s: how long `travel_times_to` may wait.
        clock: seconds that never go back.
    """

    waits = True

    def __init__(
        self,
        server: RoadServer,
        profiles: Profiles,
        *,
        home: Point,
        speeds: Speeds | None = None,
        boats: BoatService | None = None,
        fallback: Router | None = None,
        times_s: float = ASSUMED_TIMES_S,
        clock: Clock | None = None,
    ) -> None:
        check_point(home)
        self.speeds, self.boats = speeds or Speeds(), boats or BoatService()
        self._server, self._profiles, self._home = server, profiles, home
        self._fallback, self._times_s = fallback, times_s
        self._breaker = Breaker(ASSUMED_REST_S, clock) if clock else Breaker(ASSUMED_REST_S)
        self._knowledge = _Knowledge()
        self._writing, self._schedule = threading.Lock(), Schedule()

    @property
    def own(self) -> Router:
        """The network that answers when the server does not.

        Raises:
            ClosuresUnsupportedError: there is none.
        """
        if self._fallback is None:
            raise ClosuresUnsupportedError("there is no network of ours beside the routing server")
        return self._fallback

    def twin(self) -> RemoteRouter:
        """The same server with closures of its own, none at first; what is known of its health is shared."""
        twin = copy.copy(self)
        twin._writing, twin._schedule = threading.Lock(), Schedule()
        twin._fallback = self._fallback.twin() if self._fallback else None
        return twin

    # -- times ------------------------------------------------------------------------------------------

    def travel_times_to(
        self, target: Point, sources: Sequence[Source], at: datetime, lights: bool = True
    ) -> list[TravelTime]:
        check_instant(at)
        check_point(target)
        fleet = Fleet.of(sources, lights=lights)

        def ask(ground: ServerGround) -> list[TravelTime]:
            question = Question(ground, target, at, None)
            return estimate(question, fleet).travel_times(self.speeds, at)

        found = self._ask(ask, at, self._times_s)
        if found is not None:
            return found
        if self._fallback:
            return self._fallback.travel_times_to(target, sources, at, lights)
        straight = estimate(self._straight(target, at), fleet).travel_times(self.speeds, at)
        return [answer._replace(note_code=NoteCode.SERVER_RUTE_DIAM) for answer in straight]

    def matrix(
        self, sources: Sequence[Source], targets: Sequence[Point], *, at: datetime | None = None, lights: bool = True
    ) -> FloatArray:
        if at is not None:
            check_instant(at)
        for target in targets:
            check_point(target)
        fleet = Fleet.of(sources, lights=lights)

        def ask(ground: ServerGround) -> FloatArray:
            groups: list[tuple[Profile, Sequence[Point]]] = [
                (group.profile, group.points) for group in fleet.groups if group.mode is not Mode.KAPAL
            ]
            piers = [pier.point for pier in self.boats.piers]
            ground.prepare([*groups, (Profile.JALAN_KAKI, piers)], targets)
            return self._columns(fleet, [Question(ground, target, at, None) for target in targets])

        found = self._ask(ask, at, ASSUMED_MATRIX_S)
        if found is not None:
            return found
        if self._fallback:
            return self._fallback.matrix(sources, targets, at=at, lights=lights)
        return self._columns(fleet, [self._straight(target, at) for target in targets])

    # -- places and ways --------------------------------------------------------------------------------

    def route(self, a: Point, b: Point, mode: Mode, at: datetime, *, lights: bool = True) -> Route:
        return self.routes(a, b, mode, at, lights=lights)[0]

    def routes(
        self, a: Point, b: Point, mode: Mode, at: datetime, *, lights: bool = True, alternatives: int = 0
    ) -> list[Route]:
        """As `Router.routes`; which other ways are worth telling is the server's choice."""
        check_instant(at)
        check_point(b)
        fleet, profile = Fleet.of([Source(a, mode)], lights=lights), profile_of(mode, lights=lights)

        def ask(ground: ServerGround) -> list[Route]:
            answer = estimate(Question(ground, b, at, None), fleet).travel_times(self.speeds, at)[0]
            over_land = answer.kind is TravelKind.JALAN
            paths = ground.find_paths(profile, a, b, 1 + alternatives) if over_land else []
            others = travel_times_of(paths[1:], answer.kind, self.speeds, at)
            return [
                Ways(ground).get_route(a, b, profile, answer),
                *(get_road_route(a, b, profile, *other) for other in zip(paths[1:], others, strict=True)),
            ]

        found = self._ask(ask, at, ASSUMED_DRAWING_S)
        if found is not None:
            return found
        if self._fallback:
            return self._fallback.routes(a, b, mode, at, lights=lights, alternatives=alternatives)
        question = self._straight(b, at)
        answer = estimate(question, fleet).travel_times(self.speeds, at)[0]
        straight = Ways(question.ground).get_route(a, b, profile, answer)
        return [straight._replace(note_code=NoteCode.SERVER_RUTE_DIAM)]

    def snap(self, point: Point, heading_deg: float | None = None) -> Snap | None:
        """As `Router.snap`; the server's roads are no edges of ours, so `edge` is -1. The heading is not asked for."""
        check_point(point)

        def ask(ground: ServerGround) -> list[Snap | None]:
            return [ground.find_snap(point)]

        found = self._ask(ask, None, ASSUMED_DRAWING_S)
        if found is not None:
            return found[0]
        return self._fallback.snap(point, heading_deg) if self._fallback else None

    def remember(self, sources: Sequence[Source], *, lights: bool = True) -> None:
        """As `Router.remember`, for the network that answers when the server does not; never waits for the server."""
        if self._fallback:
            self._fallback.remember(sources, lights=lights)
        else:
            Fleet.of(sources, lights=lights)

    def isochrone(
        self,
        point: Point,
        limit_s: float,
        *,
        mode: Mode = Mode.AMBULANS,
        lights: bool = True,
        at: datetime | None = None,
        by_boat: bool = False,
    ) -> Isochrone:
        """As `Router.isochrone`; the server's nodes are not ours, so there are none in the answer.

        What is reached by boat is known to our own network alone. Valhalla reckons with its own times, so the limit
        given to it is divided by the profile's factor. Where nobody knows (OSRM without a network of ours) the area is
        a circle, whose properties say `garis_lurus`.
        """
        check_point(point)
        if at is not None:
            check_instant(at)
        if not 0 <= limit_s <= 86_400:
            raise RoutingInputError(f"limit_s = {limit_s} is not a time within a day")
        profile = profile_of(mode, lights=lights)
        geometry = None
        if not (by_boat and self._fallback):
            geometry = self._ask(lambda ground: ground.find_area(profile, point, limit_s), at, ASSUMED_DRAWING_S)
        if geometry is None and self._fallback:
            return self._fallback.isochrone(point, limit_s, mode=mode, lights=lights, at=at, by_boat=by_boat)
        properties: dict[str, Any] = {"limit_s": limit_s}
        if geometry is None:
            geometry = self._circle(profile, point, limit_s)
            properties["kind"] = "garis_lurus"
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        return Isochrone(np.zeros(0, dtype=np.bool_), np.zeros(0), feature)

    # -- closures ---------------------------------------------------------------------------------------

    @property
    def schedule(self) -> Schedule:
        """Everything that is closed, and when."""
        return self._schedule

    def set_closures(self, closures: Iterable[Closure], *, warm_at: Iterable[datetime] = ()) -> None:
        """As `Router.set_closures`. While roads are closed that the server cannot close, `fallback` answers.

        Raises:
            ClosuresUnsupportedError: edges, and no network of ours that has them; nothing changes then.
            RoutingInputError: an edge that the network does not have; nothing changes then.
        """
        wanted = tuple(closures)
        with self._writing:
            if self._fallback:
                self._fallback.set_closures(wanted, warm_at=warm_at)
            elif any(closure.edges for closure in wanted):
                raise ClosuresUnsupportedError("edges are closed on a network of ours, and there is none")
            self._schedule = Schedule(wanted)

    def metric_at(self, at: datetime) -> str:
        """As `Router.metric_at`: the server, its data and our closures, or whatever answers now instead of it."""
        return self._metric(self._schedule.at(at), self._fallback.metric_at(at) if self._fallback else "garis_lurus")

    @property
    def metric_id(self) -> str:
        return self._metric(self._schedule.at(None), self._fallback.metric_id if self._fallback else "garis_lurus")

    def warm_up(self, at: datetime | None = None) -> None:
        """Meet the server: which data it has, and whether its ways over land take ferries. Warms the fallback too."""
        if self._fallback:
            self._fallback.warm_up(at)
        self._ask(lambda _: True, at, ASSUMED_DRAWING_S)

    def close(self) -> None:
        """Let go of the connections to the server."""
        self._server.close()

    # -- asking -----------------------------------------------------------------------------------------

    def _ask(self, question: Callable[[ServerGround], T], at: datetime | None, limit_s: float) -> T | None:
        """The server's answer, or None if it has none that can be used."""
        schedule = self._schedule
        closed = schedule.at(at)
        places = _places_of(self._fallback.network, closed) if closed.edges and self._fallback else []
        if len(places) > self._server.closable or not self._breaker.allows():
            return None
        deadline = Deadline.after(limit_s)
        try:
            self._meet(deadline)
            ground = ServerGround(
                self._server,
                self._profiles,
                speeds=self.speeds,
                boats=schedule.boats(self.boats),
                home=self._home,
                closed=places,
                deadline=deadline,
                sailing=self._knowledge.sailing,
            )
            answer = question(ground)
        except ServerDownError as error:
            if self._breaker.failed():
                log.warning("routing server %s fails, left alone for a while: %s", self._server.address, error)
            return None
        except ServerError as error:
            self._breaker.succeeded()
            if self._knowledge.is_new(str(error)):
                log.warning("routing server %s does not answer: %s", self._server.address, error)
            return None
        except Exception:  # an answer that nobody thought of is no reason for a dispatch to fail
            self._breaker.failed()
            log.exception("routing server %s: its answer cannot be read", self._server.address)
            return None
        if self._breaker.succeeded():
            log.warning("routing server %s answers again", self._server.address)
        return answer

    def _meet(self, deadline: Deadline) -> None:
        """Once, and again after each failure: ask what must be known before any answer counts."""
        knowledge = self._knowledge
        if knowledge.met and not self._breaker.is_open:
            return
        if not knowledge.meeting.acquire(timeout=deadline.left_s):
            raise ServerDownError("it is being met, and that takes too long")
        try:
            knowledge.data_version = self._server.data_version(deadline)
            sailing = sailing_profiles(self._server, self._profiles, self.boats, deadline)
            if sailing - knowledge.sailing:
                log.error(
                    "routing server %s takes ferries as ways over land for %s; its times for them are not used. "
                    "Build its data without ferries (docs/admin.md).",
                    self._server.address,
                    ", ".join(sorted(sailing)),
                )
            knowledge.sailing, knowledge.met = frozenset(sailing), True
        finally:
            knowledge.meeting.release()

    def _metric(self, closed: Closed, otherwise: str) -> str:
        if self._breaker.is_open or not self._knowledge.met:
            return otherwise
        if len(closed.edges) > self._server.closable:
            return otherwise
        basis = [
            self._server.kind,
            self._server.address,
            self._knowledge.data_version,
            repr(sorted(self._profiles.items())),
            self.speeds.fingerprint,
            self.boats.fingerprint,
            repr(self._home),
            repr((sorted(closed.edges), sorted(closed.boat_legs), sorted(self._knowledge.sailing))),
            otherwise,
        ]
        return hashlib.sha256(":".join(basis).encode()).hexdigest()[:16]

    def _columns(self, fleet: Fleet, questions: list[Question]) -> FloatArray:
        times = np.empty((fleet.size, len(questions)))
        for column, question in enumerate(questions):
            times[:, column] = estimate(question, fleet).duration_s
        return times

    def _straight(self, target: Point, at: datetime | None) -> Question:
        return Question(NoGround(self.speeds), target, at, None)

    def _circle(self, profile: Profile, point: Point, limit_s: float) -> dict[str, Any]:
        radius_m = limit_s * self.speeds.straight_speed_kmh(profile) / 3.6 / self.speeds.detour_factor
        disc = shapely.buffer(shapely.Point(0.0, 0.0), radius_m)
        geometry: dict[str, Any] = mapping(shapely.transform(disc, Plane(point.lat, point.lon).to_lonlat))
        return geometry


class _Knowledge:
    """What was learnt of a server, shared between twins."""

    MOST_TOLD = 100

    def __init__(self) -> None:
        self.meeting = threading.Lock()
        self.met = False
        self.data_version = ""
        self.sailing: frozenset[Profile] = frozenset()
        self._told: set[str] = set()

    def is_new(self, reason: str) -> bool:
        """Whether a refusal was not told yet; the log is not filled with one reason."""
        if reason in self._told or len(self._told) >= self.MOST_TOLD:
            return False
        self._told.add(reason)
        return True


def _places_of(network: Network, closed: Closed) -> list[Point]:
    """A point in the middle of each closed edge: there a server finds its own piece of the same road."""
    edges = np.array(sorted(closed.edges), dtype=np.int64)
    middles = shapely.line_interpolate_point(network.lines[edges], 0.5, normalized=True)
    return [Point(lat, lon) for lon, lat in network.plane.to_lonlat(shapely.get_coordinates(middles)).tolist()]
