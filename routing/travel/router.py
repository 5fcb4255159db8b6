"""The public face of routing: times, routes, reach and closures of one city."""

from __future__ import annotations

import copy
import hashlib
import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from routing.boats.timetable import BoatService
from routing.engine.graph import TurnGraph, graph_of
from routing.engine.hierarchy import CchEngine
from routing.errors import EngineError, RoutingInputError
from routing.geo import FloatArray, Point, check_point
from routing.network.gateways import JoinedRoads, join_skeleton
from routing.network.network import Network
from routing.places.snap import Snap
from routing.speeds.profiles import Mode, Profile, profile_of
from routing.speeds.speeds import Speeds
from routing.travel.alternatives import alternative_paths, travel_times_of
from routing.travel.answers import Isochrone, Route, Source, TravelKind, TravelTime
from routing.travel.arrivals import Outing
from routing.travel.closures import Closed, Closure, Schedule
from routing.travel.costs import CostBook
from routing.travel.cut_off import places_cut_off
from routing.travel.estimates import Estimates
from routing.travel.ground import OwnGround
from routing.travel.isochrone import isochrones
from routing.travel.matrix import Matrix, travel_matrix
from routing.travel.nearest import Nearest, nearest_of
from routing.travel.reach import FirstUnit, Reach, first_unit, reach
from routing.travel.state import State
from routing.travel.states import States
from routing.travel.terrain import Terrain
from routing.travel.travel import Fleet, Group, Outside, Question, estimate
from routing.travel.ways import Ways, get_road_route
from routing.travel.zones import Zone

log = logging.getLogger(__name__)


class Router:
    """Answers from any thread; a change of closures swaps them all at once.

    A query counts what is closed at its instant of departure, so planned closures begin and end by themselves.

    Never raises for a strange place: what the network cannot answer gets a straight-line estimate that says so.

    Args:
        network: the roads.
        speeds: speeds by class; the default is the named assumptions of `routing.speeds`.
        boats: piers and boat legs; without them, islands are reached by straight-line estimates only.
        skeleton: the hand-drawn main roads. Where one end lies outside `network` (an extract often ends before the
            city does), the roads that `network` has are asked together with the drawn ones that go on from them;
            such answers are marked schematic.
    """

    def __init__(
        self,
        network: Network,
        *,
        speeds: Speeds | None = None,
        boats: BoatService | None = None,
        skeleton: Network | None = None,
    ) -> None:
        self.network = network
        self.speeds = speeds or Speeds()
        self.boats = boats or BoatService()
        self._skeleton = skeleton
        self._joined = join_skeleton(network, skeleton) if skeleton else JoinedRoads(network, {})
        goes_on = self._joined.network is not network
        self._beyond = Router(self._joined.network, speeds=self._speeds_beyond, boats=self.boats) if goes_on else None
        self._outside = self._beyond._answer_group if self._beyond else None
        self._terrain = Terrain(network, self.speeds, self.boats)
        basis = [network.hash, self.speeds.fingerprint, self.boats.fingerprint]
        if self._beyond:
            basis.append(self._beyond.metric_id)
        self._writing = threading.Lock()
        self._schedule = Schedule()
        graph = graph_of(network)
        self._states = States(
            State(
                CostBook(graph, self.speeds),
                _find_engine(graph),
                closed=frozenset(),
                period=self.speeds.period_of(None),
                basis=hashlib.sha256(":".join(basis).encode()).hexdigest(),
            )
        )

    waits = False
    """`TravelTimes.waits`: nothing outside this process is asked."""

    @property
    def own(self) -> Router:
        """Itself; see `TravelTimes.own`."""
        return self

    @property
    def skeleton(self) -> Network | None:
        """The hand-drawn main roads that go on beyond the network, if there are any."""
        return self._skeleton

    def twin(self) -> Router:
        """A router over the same roads with closures of its own, none at first; what is equal in both is shared."""
        twin = copy.copy(self)
        twin._writing, twin._schedule = threading.Lock(), Schedule()
        if self._beyond:
            twin._beyond = self._beyond.twin()
            twin._outside = twin._beyond._answer_group
        return twin

    # -- times ------------------------------------------------------------------------------------------

    def travel_times_to(
        self, target: Point, sources: Sequence[Source], at: datetime, lights: bool = True
    ) -> list[TravelTime]:
        """How long each source takes to the target, in the order of `sources`; one search per profile.

        Args:
            target: where to, degrees.
            sources: who could go, and with what.
            at: the aware instant of departure; it decides the boats.
            lights: ambulances drive with lights and siren.

        Raises:
            RoutingInputError: a coordinate that is none, or an instant without a zone.
        """
        check_instant(at)
        check_point(target)
        fleet = Fleet.of(sources, lights=lights)
        return estimate(self._question(target, at, self._outside), fleet).travel_times(self.speeds, at)

    def matrix(
        self,
        sources: Sequence[Source],
        targets: Sequence[Point],
        *,
        at: datetime | None = None,
        lights: bool = True,
    ) -> FloatArray:
        """Seconds from each source to each target, (sources, targets), by the same rules as `travel_times_to`.

        Args:
            at: the aware instant of departure; None takes every boat to run at any hour.
        """
        return self.matrix_with_kinds(sources, targets, at=at, lights=lights).duration_s

    def matrix_with_kinds(
        self,
        sources: Sequence[Source],
        targets: Sequence[Point],
        *,
        at: datetime | None = None,
        lights: bool = True,
    ) -> Matrix:
        """As `matrix`, each number with what it stands on."""
        if at is not None:
            check_instant(at)
        for target in targets:
            check_point(target)
        fleet, ground = Fleet.of(sources, lights=lights), self._ground(at)
        return travel_matrix(ground, fleet, targets, lambda target: Question(ground, target, at, self._outside))

    def travel_times_from(
        self, source: Source, targets: Sequence[Point], at: datetime, *, lights: bool = True
    ) -> list[TravelTime]:
        """How long one source takes to each target, in the order of `targets`; as `travel_times_to`."""
        check_instant(at)
        for target in targets:
            check_point(target)
        fleet, ground = Fleet.of([source], lights=lights), self._ground(at)
        return [
            estimate(Question(ground, target, at, self._outside), fleet).travel_times(self.speeds, at)[0]
            for target in targets
        ]

    def nearest(
        self,
        point: Point,
        facilities: Sequence[Point],
        k: int,
        mode: Mode,
        at: datetime,
        *,
        lights: bool = True,
    ) -> list[Nearest]:
        """The `k` facilities that are reached first from a point, quickest first, each with its range.

        Raises:
            RoutingInputError: as `travel_times_from`, or `k` is below 1.
        """
        if k < 1:
            raise RoutingInputError(f"k = {k}: ask for at least one facility")
        return nearest_of(self.travel_times_from(Source(point, mode), facilities, at, lights=lights), k)

    # -- places and ways --------------------------------------------------------------------------------

    def route(self, a: Point, b: Point, mode: Mode, at: datetime, *, lights: bool = True) -> Route:
        """The way from `a` to `b` with its shape; its duration is that of `travel_times_to`."""
        check_instant(at)
        check_point(b)
        fleet = Fleet.of([Source(a, mode)], lights=lights)
        if self._beyond and self._terrain.is_outside(a, b, mode):
            return self._beyond.route(a, b, mode, at, lights=lights)
        question = self._question(b, at, None)
        answer = estimate(question, fleet).travel_times(self.speeds, at)[0]
        return Ways(question.ground).get_route(a, b, profile_of(mode, lights=lights), answer)

    def routes(
        self, a: Point, b: Point, mode: Mode, at: datetime, *, lights: bool = True, alternatives: int = 0
    ) -> list[Route]:
        """The way from `a` to `b` as `route` gives it, and up to so many others over land, quickest first.

        There are none where the way leads over the sea, in a straight line, or along the hand-drawn skeleton.
        """
        best = self.route(a, b, mode, at, lights=lights)
        outside = self._beyond is not None and self._terrain.is_outside(a, b, mode)
        if alternatives < 1 or outside or best.kind not in {TravelKind.JALAN, TravelKind.SKEMATIK}:
            return [best]
        profile = profile_of(mode, lights=lights)
        roads, snap = self._state_at(at).roads(profile), self._terrain.index(profile).snap
        source, target = snap([a]), snap([b])
        quickest = roads.find_path(source, target)
        if quickest is None:  # closed this very moment
            return [best]
        others = alternative_paths(roads, source, target, quickest, alternatives)
        times = travel_times_of(others, best.kind, self.speeds, at)
        return [best, *(get_road_route(a, b, profile, *other) for other in zip(others, times, strict=True))]

    def snap(self, point: Point, heading_deg: float | None = None) -> Snap | None:
        """The road that a position is on, of any class, or None where it is off the network.

        Args:
            heading_deg: which way it moves, clockwise from north.
        """
        check_point(point)
        return self._terrain.index(Profile.JALAN_KAKI).find(point, heading_deg)

    def remember(self, sources: Sequence[Source], *, lights: bool = True) -> None:
        """Snap positions as they arrive, so that who asks for times does not wait for it.

        Args:
            sources: positions of units, and what they move with.

        Raises:
            RoutingInputError: a coordinate that is none.
        """
        for group in Fleet.of(sources, lights=lights).groups:
            index = self._terrain.index(group.profile)
            index.snap(group.points)
            if group.headings_deg is not None:
                index.snap(group.points, group.headings_deg)

    # -- reach ------------------------------------------------------------------------------------------

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
        """What can be reached from a point within `limit_s` seconds; see `isochrones`."""
        return self.isochrones(point, [limit_s], mode=mode, lights=lights, at=at, by_boat=by_boat)[0]

    def isochrones(
        self,
        point: Point,
        limits_s: Sequence[float],
        *,
        mode: Mode = Mode.AMBULANS,
        lights: bool = True,
        at: datetime | None = None,
        by_boat: bool = False,
    ) -> list[Isochrone]:
        """What can be reached from a point within each limit, by one search.

        Args:
            at: the aware instant of departure; None asks of no moment: planned closures do not count, and boats
                run at any hour.
            by_boat: over the sea as well, by the rules of `travel_times_to`.

        Raises:
            RoutingInputError: a coordinate that is none, an instant without a zone, or a limit that is no time
                within a day.
        """
        for limit_s in limits_s:
            _check_limit(limit_s)
        if not limits_s:
            return []
        fleet = Fleet.of([Source(point, mode)], lights=lights)
        return isochrones(self._outing(at, max(limits_s), by_boat=by_boat), fleet, np.zeros(1), limits_s)

    def reach(
        self,
        sources: Sequence[Source],
        limit_s: float,
        at: datetime | None = None,
        *,
        start_s: Sequence[float] | None = None,
        zones: Sequence[Zone] = (),
        lights: bool = True,
        by_boat: bool = True,
    ) -> Reach:
        """What a set of units reaches together within a time: area, roads, zones and their people.

        Args:
            at: as in `isochrones`.
            start_s: per unit the seconds until it sets out (turnout), which count; None is at once.
            zones: areas whose people are wanted; who is first in each needs `at`.

        Raises:
            RoutingInputError: as in `isochrones`, or a zone that is no polygon, or a start before `at`.
        """
        _check_limit(limit_s)
        starts = np.zeros(len(sources)) if start_s is None else np.asarray(start_s, dtype=np.float64)
        if starts.shape != (len(sources),) or not (starts >= 0).all():
            raise RoutingInputError(f"start_s = {start_s}: every source needs a second at or after the start")
        fleet = Fleet.of(sources, lights=lights)
        outing = self._outing(at, limit_s, by_boat=by_boat)
        zone_roads = self._terrain.zone_roads(zones) if zones else None
        first = [self._first_unit(zone.point, fleet, starts, at) if at else None for zone in zones]
        return reach(outing, fleet, starts, zone_roads, first)

    def _first_unit(self, point: Point, fleet: Fleet, start_s: FloatArray, at: datetime) -> FirstUnit | None:
        times = estimate(self._question(point, at, self._outside), fleet).travel_times(self.speeds, at)
        return first_unit(times, start_s)

    def _outing(self, at: datetime | None, limit_s: float, *, by_boat: bool) -> Outing:
        if at is not None:
            check_instant(at)
        return Outing(self._ground(at), at, by_boat, limit_s)

    # -- closures ---------------------------------------------------------------------------------------

    def metric_at(self, at: datetime) -> str:
        """Names the network, speeds, period, boats and closures that answers stand on for who sets out at an aware
        instant; for decision records."""
        metric_id = self._state_at(at).metric_id
        ahead = self._closed_legs_ahead(at)
        if not ahead:
            return metric_id
        boats = self.boats.with_closures(ahead).fingerprint
        return hashlib.sha256(f"{metric_id}:{boats}".encode()).hexdigest()[:16]

    def boats_alike(self, at: datetime) -> tuple[int, int]:
        """Equal for departures on the hour to which the boats answer alike: at the same hour of any day, or of the
        same day of the week where days differ, or of no other day while a boat leg is closed or will be."""
        if not self.boats.legs:
            return (0, 0)
        local = at.astimezone(self.boats.zone)
        if self._closed_legs_ahead(at):
            return (local.toordinal() + 7, local.hour)
        return (0 if self.boats.is_daily else local.weekday(), local.hour)

    def _closed_legs_ahead(self, at: datetime) -> list[Closure]:
        """The closures of boat legs that are not over at an instant: a journey may come to its pier in one."""
        closures = self._schedule.closures
        return [c for c in closures if c.boat_legs and (c.until_at is None or c.until_at > at)]

    @property
    def metric_id(self) -> str:
        """As `metric_at`, without what is closed only for a time."""
        return self._state_at(None).metric_id

    @property
    def closures(self) -> frozenset[int]:
        """The edges that `close` has closed, at any time."""
        return self._schedule.always

    @property
    def schedule(self) -> Schedule:
        """Everything that is closed, and when."""
        return self._schedule

    def set_closures(self, closures: Iterable[Closure], *, warm_at: Iterable[datetime] = ()) -> None:
        """Have exactly these closures, beside the edges that `close` has closed, for every query that begins
        afterwards.

        Args:
            closures: all of them, now, later or over; what an instant of departure is not within does not count.
            warm_at: instants whose metrics are made before the closures take effect, so that no query waits for
                them; until then queries are answered by the closures before.

        Raises:
            RoutingInputError: an edge that the network does not have, or a boat leg that the timetable does not
                have; nothing changes then.
        """
        wanted = tuple(closures)
        for closure in wanted:
            self._check_edges(closure.edges)
        with self._writing:
            schedule = self._schedule
            if wanted != schedule.closures:
                schedule = Schedule(wanted, always=schedule.always)
            schedule.boats(self.boats)
            for at in warm_at:
                self._states.of(schedule.at(at).edges, self.speeds.period_of(at))
            self._take(schedule)

    def supposing(self, closure: Closure) -> Router:
        """A router that answers as this one will once `closure` is among its closures, in place of one with its id.

        Raises:
            RoutingInputError: an edge that the network does not have.
        """
        self._check_edges(closure.edges)
        others = [other for other in self._schedule.closures if other.id != closure.id]
        supposed = self.twin()
        supposed._take(Schedule([*others, closure], always=self._schedule.always))
        return supposed

    def cut_off(self, places: Sequence[Point], closure: Closure, at: datetime) -> list[bool]:
        """Per place: an ambulance, or a boat to its island, comes there at an instant, and no longer with `closure`.

        Args:
            places: facilities, piers, stations.
            closure: what is asked about; its own begin and end do not count.
        """
        check_instant(at)
        others = [other for other in self._schedule.closures if other.id != closure.id]
        closed = Schedule(others, always=self._schedule.always).at(at)
        closing = Closed(closure.edges, closure.boat_legs)
        return [bool(cut) for cut in places_cut_off(self._terrain, places, closed=closed, closing=closing)]

    def close(self, edges: Iterable[int]) -> str:
        """Close edges in both directions, in effect for every query that begins afterwards.

        Returns:
            The new `metric_id`.

        Raises:
            RoutingInputError: an edge that the network does not have; nothing is closed then.
        """
        return self._change(opened=frozenset(), closed=frozenset(edges))

    def reopen(self, edges: Iterable[int]) -> str:
        """Open closed edges again; an edge that is not closed stays as it is. Returns the new `metric_id`."""
        return self._change(opened=frozenset(edges), closed=frozenset())

    def warm_up(self, at: datetime | None = None) -> None:
        """Make every metric and index now, so that no first query waits for one.

        Args:
            at: for who sets out at this aware instant; None asks of no moment.
        """
        for profile in Profile:
            self._state_at(at).roads(profile)
            self._terrain.index(profile)
        if self._beyond:
            self._beyond.warm_up(at)

    @property
    def _speeds_beyond(self) -> Speeds:
        """The same speeds where the roads go on beyond the network, with what the units' trips say of its edges."""
        calibration = self.speeds.calibration
        if calibration is None:
            return self.speeds
        return replace(self.speeds, calibration=calibration.moved_to(self._joined.network, self._joined.edges_of))

    def _take(self, schedule: Schedule) -> None:
        """Answer by a schedule from now on, also where the roads go on beyond the network."""
        self._schedule = schedule
        if self._beyond:
            edges_of = self._joined.edges_of
            closures = [replace(closure, edges=edges_of(closure.edges)) for closure in schedule.closures]
            self._beyond._take(Schedule(closures, always=edges_of(schedule.always)))

    def _state_at(self, at: datetime | None) -> State:
        return self._states.of(self._schedule.at(at).edges, self.speeds.period_of(at))

    def _ground(self, at: datetime | None) -> OwnGround:
        """The roads that are open at the instant of departure, and the boats: a leg of theirs is closed by the hour
        at which one comes to its pier."""
        schedule = self._schedule
        state = self._states.of(schedule.at(at).edges, self.speeds.period_of(at))
        return OwnGround(self._terrain, state, schedule.boats(self.boats))

    def _question(self, target: Point, at: datetime | None, outside: Outside | None) -> Question:
        return Question(self._ground(at), target, at, outside)

    def _answer_group(self, group: Group, target: Point, at: datetime | None) -> Estimates:
        return estimate(self._question(target, at, None), Fleet(len(group.points), [group]))

    def _change(self, *, opened: frozenset[int], closed: frozenset[int]) -> str:
        self._check_edges(opened | closed)
        with self._writing:
            always = frozenset(int(edge) for edge in (self._schedule.always - opened) | closed)
            if always != self._schedule.always:
                self._states.of(always, self.speeds.period_of(None))
                self._take(Schedule(self._schedule.closures, always=always))
            return self.metric_id

    def _check_edges(self, edges: Iterable[int]) -> None:
        for edge in edges:
            if not (isinstance(edge, int | np.integer) and 0 <= edge < self.network.edge_count):
                raise RoutingInputError(f"no edge {edge!r}; the network has 0..{self.network.edge_count - 1}")


def check_instant(at: datetime) -> None:
    """Raise `RoutingInputError` unless an instant has a zone."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise RoutingInputError(f"{at!r} has no time zone")


def _check_limit(limit_s: float) -> None:
    if not 0 <= limit_s <= 86_400:
        raise RoutingInputError(f"limit_s = {limit_s} is not a time within a day")


def _find_engine(graph: TurnGraph) -> CchEngine | None:
    """The hierarchy, or None (Dijkstra serves) if the library cannot build it."""
    order = graph.network.order
    try:
        # An order of another graph (turns are told apart elsewhere since it was saved) is computed anew.
        return CchEngine(graph, order if order is not None and len(order) == graph.state_count else None)
    except EngineError:
        log.exception("no contraction hierarchy for %s; Dijkstra serves", graph.network.label)
        return None
