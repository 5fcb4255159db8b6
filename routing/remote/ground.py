"""The roads that a server knows, under one question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from routing.boats.timetable import BoatService
from routing.errors import ServerRefusedError
from routing.geo import BoolArray, FloatArray, Point, distance_m, straight_m
from routing.places.snap import ASSUMED_LIMIT_M, Snap
from routing.remote.clock import Deadline
from routing.remote.profiles import Profiles, ServerProfile
from routing.remote.server import RoadServer, ServerRoute
from routing.speeds.profiles import Profile
from routing.speeds.speeds import Speeds
from routing.travel.profile_roads import RoadPath

ASSUMED_BESIDE_ROAD_M = 100.0
"""Assumption: nearer than this to a road, a position is on that road's side of any water."""

ASSUMED_WALK_AROUND = 5.0
"""Assumption: a walk this many times as long as the straight line goes around water."""


class ServerGround:
    """A `Ground` for one question: what was asked once is remembered, and every request shares the deadline.

    Every method may raise `ServerError`; no part of an answer is then to be used.

    Args:
        home: a place on the land mass where the vehicles are.
        closed: places of closed roads.
        sailing: profiles whose times may hold a ferry: a question for one of them is refused.
    """

    def __init__(
        self,
        server: RoadServer,
        profiles: Profiles,
        *,
        speeds: Speeds,
        boats: BoatService,
        home: Point,
        closed: Sequence[Point],
        deadline: Deadline,
        sailing: frozenset[Profile] = frozenset(),
    ) -> None:
        self.speeds, self.boats = speeds, boats
        self._server, self._profiles, self._home = server, profiles, home
        self._closed, self._deadline, self._sailing = closed, deadline, sailing
        self._tables: dict[tuple[Profile, tuple[Point, ...], tuple[Point, ...]], FloatArray] = {}
        self._paths: dict[tuple[Profile, Point, Point], tuple[int, list[RoadPath]]] = {}
        self._off_m: dict[tuple[str, Point], float] = {}

    def is_mapped(self, profile: Profile, points: Sequence[Point]) -> BoolArray:
        return self._off_road_m(profile, points) <= ASSUMED_LIMIT_M

    def is_approximate(self, profile: Profile, points: Sequence[Point]) -> BoolArray:  # noqa: ARG002 - a server draws none
        return np.zeros(len(points), dtype=np.bool_)

    def on_mainland(self, profile: Profile, points: Sequence[Point]) -> BoolArray:
        return np.isfinite(self.seconds(profile, points, [self._home])[:, 0])

    def seconds(
        self,
        profile: Profile,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        headings_deg: FloatArray | None = None,  # noqa: ARG002 - a server fails as a whole where no road goes that way
    ) -> FloatArray:
        if not origins or not destinations:
            return np.full((len(origins), len(destinations)), np.inf)
        key = (profile, tuple(origins), tuple(destinations))
        if key not in self._tables:
            self._tables[key] = self._ask_seconds(profile, origins, destinations)
        return self._tables[key]

    def prepare(self, profiles: Iterable[tuple[Profile, Sequence[Point]]], targets: Sequence[Point]) -> None:
        """Ask for many targets at once what `seconds` will be asked for one by one.

        Args:
            profiles: who sets out from where.
        """
        for profile, origins in profiles:
            if origins and targets:
                seconds = self._ask_seconds(profile, origins, targets)
                for column, target in enumerate(targets):
                    self._tables[profile, tuple(origins), (target,)] = seconds[:, column : column + 1]
        self._off_road_m(Profile.JALAN_KAKI, targets)

    def find_path(self, profile: Profile, a: Point, b: Point) -> RoadPath | None:
        found = self.find_paths(profile, a, b, 1)
        return found[0] if found else None

    def find_paths(self, profile: Profile, a: Point, b: Point, count: int) -> list[RoadPath]:
        """Up to `count` ways over land, the quickest first; all that were asked for are remembered."""
        key = (profile, a, b)
        if key not in self._paths or self._paths[key][0] < count:
            asked, routes = self._profile(profile), list[ServerRoute]()
            if self.is_mapped(profile, [a, b]).all():
                routes = self._server.routes(asked, a, b, self._closed, self._deadline, count=count)
            paths = [self._path(profile, a, b, route) for route in routes]
            self._paths[key] = (count, sorted(paths, key=lambda path: path.duration_s))
        return self._paths[key][1][:count]

    def find_snap(self, point: Point) -> Snap | None:
        """The road of any class that a position is on, or None off the roads."""
        located = self._server.locate(self._profiles[Profile.JALAN_KAKI], [point], self._deadline)[0]
        if located is None or (away_m := straight_m(point, located.point)) > ASSUMED_LIMIT_M:
            return None
        return Snap(-1, 0.0, away_m, located.road_name, located.point.lat, located.point.lon)

    def find_area(self, profile: Profile, origin: Point, limit_s: float) -> dict[str, Any] | None:
        """What is reached within `limit_s` as a GeoJSON geometry, or None if the server knows no such question."""
        asked = self._profile(profile)
        if not self.is_mapped(profile, [origin])[0]:
            return None
        # A server that walks at a speed of its own is not asked how far people come.
        if asked.speed_kmh is not None:
            return None
        return self._server.reach(asked, origin, limit_s / asked.factor, self._closed, self._deadline)

    def _profile(self, profile: Profile) -> ServerProfile:
        if profile in self._sailing:
            raise ServerRefusedError("Ferry", f"{profile} would take ferries as ways over land")
        return self._profiles[profile]

    def _path(self, profile: Profile, a: Point, b: Point, route: ServerRoute) -> RoadPath:
        if route.sails:
            raise ServerRefusedError("Ferry", "the way over land takes a ferry")
        asked = self._profiles[profile]
        off_road_m = float(self._off_road_m(profile, [a, b]).sum())
        duration_s = _seconds(asked, route.seconds, route.length_m) + off_road_m * self._off_road_s_per_m(profile)
        steps = tuple(step._replace(duration_s=_seconds(asked, step.duration_s, step.length_m)) for step in route.steps)
        return RoadPath(duration_s, route.length_m + off_road_m, route.coordinates, stretches=[], steps=steps)

    def _ask_seconds(self, profile: Profile, origins: Sequence[Point], destinations: Sequence[Point]) -> FloatArray:
        asked = self._profile(profile)
        table = self._server.table(asked, origins, destinations, self._closed, self._deadline)
        self._remember_snaps(profile, origins, table.origin_snaps)
        self._remember_snaps(profile, destinations, table.destination_snaps)
        from_m, to_m = self._off_road_m(profile, origins), self._off_road_m(profile, destinations)
        road_s = table.seconds * asked.factor if asked.speed_kmh is None else table.length_m * 3.6 / asked.speed_kmh
        seconds = road_s + (from_m[:, None] + to_m) * self._off_road_s_per_m(profile)
        mapped = (from_m <= ASSUMED_LIMIT_M)[:, None] & (to_m <= ASSUMED_LIMIT_M)
        return np.where(mapped, seconds, np.inf)

    def _off_road_m(self, profile: Profile, points: Sequence[Point]) -> FloatArray:
        """(points,) metres to the nearest road; inf where the server has none."""
        name = self._profiles[profile].name
        unknown = [point for point in dict.fromkeys(points) if (name, point) not in self._off_m]
        if unknown:
            located = self._server.locate(self._profiles[profile], unknown, self._deadline)
            snaps = np.array([(np.nan, np.nan) if at is None else at.point for at in located], dtype=np.float64)
            self._remember_snaps(profile, unknown, snaps)
        return np.array([self._off_m[name, point] for point in points], dtype=np.float64)

    def _remember_snaps(self, profile: Profile, points: Sequence[Point], snaps: FloatArray) -> None:
        lat, lon = np.array(points, dtype=np.float64).reshape(-1, 2).T
        away_m = np.nan_to_num(distance_m(lat, lon, *snaps.T), nan=np.inf)
        name = self._profiles[profile].name
        self._off_m.update(zip(((name, point) for point in points), away_m.tolist(), strict=True))
        if name != self._profiles[Profile.JALAN_KAKI].name:
            doubtful = np.flatnonzero((away_m > ASSUMED_BESIDE_ROAD_M) & (away_m <= ASSUMED_LIMIT_M)).tolist()
            for point in self._beyond_water({points[row]: Point(*snaps[row].tolist()) for row in doubtful}):
                self._off_m[name, point] = np.inf

    def _beyond_water(self, roads: dict[Point, Point]) -> list[Point]:
        """Of positions and the roads found for them, the positions from which people do not walk to that road.

        A traveller is never taken to a road across water; the server does not know how the land lies, but its paths do.
        """
        foot, points = Profile.JALAN_KAKI, list(roads)
        path_m = self._off_road_m(foot, points).tolist()
        away_m = {point: straight_m(point, road) for point, road in roads.items()}
        # Where no footpath is nearer than the road, the position stands in the open.
        asked = [p for p, m in zip(points, path_m, strict=True) if m < away_m[p] - ASSUMED_BESIDE_ROAD_M / 2]
        if not asked:
            return []
        table = self._server.table(self._profiles[foot], asked, [roads[p] for p in asked], (), self._deadline)
        walk_m = np.diagonal(table.length_m).tolist()
        return [p for p, m in zip(asked, walk_m, strict=True) if not m <= ASSUMED_WALK_AROUND * away_m[p]]

    def _off_road_s_per_m(self, profile: Profile) -> float:
        kmh = self.speeds.foot_kmh if profile is Profile.JALAN_KAKI else self.speeds.off_road_kmh
        return 3.6 / kmh


def _seconds(asked: ServerProfile, seconds: float, length_m: float) -> float:
    return seconds * asked.factor if asked.speed_kmh is None else length_m * 3.6 / asked.speed_kmh


def sailing_profiles(server: RoadServer, profiles: Profiles, boats: BoatService, deadline: Deadline) -> set[Profile]:
    """Profiles whose ways over land take a ferry between two piers that a boat joins.

    Ferries on a server's map keep no hours: such ways are no ways over land, and their times are not to be used.
    """
    pairs = {tuple(sorted(ends)) for ends in boats.ends}
    sailing: set[str] = set()
    for asked in {profile.name: profile for profile in profiles.values()}.values():
        for pair in sorted(pairs):
            a, b = (boats.piers[number].point for number in pair)
            if any(route.sails for route in server.routes(asked, a, b, (), deadline)):
                sailing.add(asked.name)
                break
    return {profile for profile, asked in profiles.items() if asked.name in sailing}
