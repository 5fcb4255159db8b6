"""What stays the same whatever is closed: the network, its snapping, and the piers on it."""

from __future__ import annotations

import threading
from functools import cached_property

import numpy as np

from routing.boats.timetable import BoatService
from routing.geo import BoolArray, FloatArray, Point, distance_m
from routing.network.network import Network
from routing.places.snap import ASSUMED_LIMIT_M, ASSUMED_SCHEMATIC_LIMIT_M, SnapIndex, Snaps
from routing.speeds.speeds import Mode, Profile, Speeds, passable_edges

MAINLAND = 0
"""The number of the largest land mass: where the vehicles are."""


class Terrain:
    """Network, speeds and boats of a city, with one snapping index for each kind of traveller."""

    def __init__(self, network: Network, speeds: Speeds, boats: BoatService) -> None:
        self.network, self.speeds, self.boats = network, speeds, boats
        self.snap_limit_m = ASSUMED_SCHEMATIC_LIMIT_M if network.schematic else ASSUMED_LIMIT_M
        self._by_usable: dict[bytes, SnapIndex] = {}
        self._by_profile: dict[Profile, SnapIndex] = {}
        self._lock = threading.Lock()

    def index(self, profile: Profile) -> SnapIndex:
        """The snapping index of a profile; profiles that can use the same edges share one."""
        found = self._by_profile.get(profile)
        if found is not None:
            return found
        with self._lock:
            usable = passable_edges(self.network, self.speeds, profile)
            key = usable.tobytes()
            if key not in self._by_usable:
                self._by_usable[key] = SnapIndex(self.network, usable, self.snap_limit_m)
            self._by_profile[profile] = self._by_usable[key]
            return self._by_usable[key]

    def is_outside(self, source: Point, target: Point, mode: Mode) -> bool:
        """True if an end is off the network, so that a skeleton knows more. A boat may start at sea."""
        index = self.index(Profile.JALAN_KAKI)
        ends = [target] if mode is Mode.KAPAL else [source, target]
        return not bool(index.snap(ends).found.all())

    def on_mainland(self, snaps: Snaps) -> BoolArray:
        """Per snapped place: it is on the largest land mass."""
        component = self.network.land_component[self.network.edge_a[snaps.edge]]
        return np.asarray(snaps.found & (component == MAINLAND))

    @cached_property
    def pier_lat(self) -> FloatArray:
        return np.array([pier.lat for pier in self.boats.piers], dtype=np.float64)

    @cached_property
    def pier_lon(self) -> FloatArray:
        return np.array([pier.lon for pier in self.boats.piers], dtype=np.float64)

    @cached_property
    def _walk_radius_m(self) -> FloatArray:
        return np.array([pier.walk_radius_m for pier in self.boats.piers], dtype=np.float64)

    def pier_snaps(self, profile: Profile) -> Snaps:
        """Where each pier lies on the roads of a profile."""
        return self.index(profile).snap([pier.point for pier in self.boats.piers])

    def unmapped_walk_s(self, points: list[Point]) -> FloatArray:
        """(points, piers) seconds on foot, straight, where neither end is on a mapped road: an island without
        roads. inf beyond the pier's radius or where either end is mapped (then the roads decide)."""
        lat, lon = np.array(points, dtype=np.float64).reshape(-1, 2).T
        away_m = distance_m(lat[:, None], lon[:, None], self.pier_lat, self.pier_lon)
        index = self.index(Profile.JALAN_KAKI)
        mapped = index.snap(points).found[:, None] | self.pier_snaps(Profile.JALAN_KAKI).found[None, :]
        walk_s = away_m * self.speeds.detour_factor / (self.speeds.foot_kmh / 3.6)
        return np.where(mapped | (away_m > self._walk_radius_m), np.inf, walk_s)
