"""The land under a question, asked for in points: whoever knows the roads answers, in this process or elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from routing.boats.timetable import BoatService
from routing.geo import BoolArray, FloatArray, Point, distance_m
from routing.speeds.profiles import Profile
from routing.speeds.speeds import Speeds
from routing.travel.profile_roads import RoadPath
from routing.travel.state import State
from routing.travel.terrain import Terrain


class Ground(Protocol):
    """Roads at one moment, with the speeds and boats of the city on them."""

    @property
    def speeds(self) -> Speeds:
        """Speeds, for what no road answers."""

    @property
    def boats(self) -> BoatService:
        """Piers and boat legs."""

    def is_mapped(self, profile: Profile, points: Sequence[Point]) -> BoolArray:
        """(points,) near enough to a road of the profile."""

    def is_approximate(self, profile: Profile, points: Sequence[Point]) -> BoolArray:
        """(points,) known by roads drawn by hand alone; what is said of them is schematic."""

    def on_mainland(self, profile: Profile, points: Sequence[Point]) -> BoolArray:
        """(points,) on a road of the profile, on the land mass where the vehicles are."""

    def seconds(
        self,
        profile: Profile,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        headings_deg: FloatArray | None = None,
    ) -> FloatArray:
        """(origins, destinations) seconds over land; inf where an end is unmapped or no open way leads.

        Args:
            headings_deg: (origins,) which way each moves, clockwise from north; NaN where unknown.
        """

    def find_path(self, profile: Profile, a: Point, b: Point) -> RoadPath | None:
        """The quickest way over land, or None."""


@dataclass(frozen=True, slots=True)
class OwnGround:
    """The roads of a network in this process, and the boats, under one state of closures."""

    terrain: Terrain
    state: State
    boats: BoatService

    @property
    def speeds(self) -> Speeds:
        return self.terrain.speeds

    def is_mapped(self, profile: Profile, points: Sequence[Point]) -> BoolArray:
        return self.terrain.index(profile).snap(points).found

    def is_approximate(self, profile: Profile, points: Sequence[Point]) -> BoolArray:
        return self.terrain.is_approximate(self.terrain.index(profile).snap(points))

    def on_mainland(self, profile: Profile, points: Sequence[Point]) -> BoolArray:
        return self.terrain.on_mainland(self.terrain.index(profile).snap(points))

    def seconds(
        self,
        profile: Profile,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        headings_deg: FloatArray | None = None,
    ) -> FloatArray:
        snap = self.terrain.index(profile).snap
        return self.state.roads(profile).seconds(snap(origins, headings_deg), snap(destinations))

    def find_path(self, profile: Profile, a: Point, b: Point) -> RoadPath | None:
        snap = self.terrain.index(profile).snap
        return self.state.roads(profile).find_path(snap([a]), snap([b]))


def unmapped_walk_s(ground: Ground, points: Sequence[Point]) -> FloatArray:
    """(points, piers) seconds on foot, straight, where neither end is on a mapped road: an island without roads.

    inf beyond the pier's radius or where either end is mapped (then the roads decide).
    """
    piers, speeds, foot = ground.boats.piers, ground.speeds, Profile.JALAN_KAKI
    lat, lon = np.array(points, dtype=np.float64).reshape(-1, 2).T
    pier_lat, pier_lon = np.array([pier.point for pier in piers], dtype=np.float64).reshape(-1, 2).T
    away_m = distance_m(lat[:, None], lon[:, None], pier_lat, pier_lon)
    pier_mapped = ground.is_mapped(foot, [pier.point for pier in piers])
    mapped = ground.is_mapped(foot, points)[:, None] | pier_mapped[None, :]
    walk_s = away_m * speeds.detour_factor / (speeds.foot_kmh / 3.6)
    too_far = away_m > np.array([pier.walk_radius_m for pier in piers], dtype=np.float64)
    return np.where(mapped | too_far, np.inf, walk_s)


class NoGround:
    """Roads and boats that nobody can be asked about: everything over it is a straight line."""

    def __init__(self, speeds: Speeds) -> None:
        self.speeds, self.boats = speeds, BoatService()

    def is_mapped(self, profile: Profile, points: Sequence[Point]) -> BoolArray:
        return np.zeros(len(points), dtype=np.bool_)

    def is_approximate(self, profile: Profile, points: Sequence[Point]) -> BoolArray:
        return np.zeros(len(points), dtype=np.bool_)

    def on_mainland(self, profile: Profile, points: Sequence[Point]) -> BoolArray:
        return np.zeros(len(points), dtype=np.bool_)

    def seconds(
        self,
        profile: Profile,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        headings_deg: FloatArray | None = None,
    ) -> FloatArray:
        return np.full((len(origins), len(destinations)), np.inf)

    def find_path(self, profile: Profile, a: Point, b: Point) -> RoadPath | None:
        return None
