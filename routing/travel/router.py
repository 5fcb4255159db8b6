"""The public face of routing: times, routes and reach of one city, over roads that close and open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from routing.errors import RoutingInputError
from routing.geo import FloatArray, Point, check_point
from routing.places.snap import Snap
from routing.speeds.profiles import Mode, Profile, profile_of
from routing.travel.alternatives import alternative_paths, travel_times_of
from routing.travel.answers import Isochrone, Route, Source, TravelKind, TravelTime
from routing.travel.arrivals import Outing
from routing.travel.closable import ClosableRoads, check_instant
from routing.travel.estimates import Estimates
from routing.travel.isochrone import isochrones
from routing.travel.matrix import Matrix, travel_matrix
from routing.travel.nearest import Nearest, nearest_of
from routing.travel.reach import FirstUnit, Reach, first_unit, reach
from routing.travel.travel import Fleet, Group, Outside, Question, estimate
from routing.travel.ways import Ways, get_road_route
from routing.travel.zones import Zone


class Router(ClosableRoads):
    """Answers from any thread.

    A query counts what is closed at its instant of departure, so planned closures begin and end by themselves.

    Never raises for a strange place: what the network cannot answer gets a straight-line estimate that says so.
    """

    _beyond: Router | None

    waits = False
    """`TravelTimes.waits`: nothing outside this process is asked."""

    @property
    def own(self) -> Router:
        """Itself; see `TravelTimes.own`."""
        return self

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

    def _question(self, target: Point, at: datetime | None, outside: Outside | None) -> Question:
        return Question(self._ground(at), target, at, outside)

    def _answer_group(self, group: Group, target: Point, at: datetime | None) -> Estimates:
        return estimate(self._question(target, at, None), Fleet(len(group.points), [group]))

    @property
    def _outside(self) -> Outside | None:
        """Who knows more where an end lies off these roads."""
        return self._beyond._answer_group if self._beyond else None


def _check_limit(limit_s: float) -> None:
    if not 0 <= limit_s <= 86_400:
        raise RoutingInputError(f"limit_s = {limit_s} is not a time within a day")
