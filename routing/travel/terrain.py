"""What stays the same whatever is closed: the network, its snapping, and the piers on it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from routing.boats.timetable import BoatService
from routing.geo import BoolArray, Point
from routing.network.network import Network
from routing.places.snap import ASSUMED_LIMIT_M, ASSUMED_SCHEMATIC_LIMIT_M, SnapIndex, Snaps
from routing.speeds.profiles import Mode, Profile
from routing.speeds.speeds import Speeds
from routing.speeds.weights import passable_edges
from routing.travel.near_roads import NearRoads, Samples, sample_roads
from routing.travel.zones import Zone, ZoneRoads

MAINLAND = 0
"""The number of the largest land mass: where the vehicles are."""


class Terrain:
    """Network, speeds and boats of a city, with one snapping index for each kind of traveller."""

    def __init__(self, network: Network, speeds: Speeds, boats: BoatService) -> None:
        self.network, self.speeds, self.boats = network, speeds, boats
        self.snap_limit_m = ASSUMED_SCHEMATIC_LIMIT_M if network.edge_approximate.any() else ASSUMED_LIMIT_M
        self._by_usable: dict[bytes, SnapIndex] = {}
        self._by_profile: dict[Profile, SnapIndex] = {}
        self._near_by_usable: dict[bytes, NearRoads] = {}
        self._zone_roads: ZoneRoads | None = None
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

    @cached_property
    def samples(self) -> Samples:
        """Points along every land road."""
        return sample_roads(self.network, ~self.network.is_sea)

    def near_roads(self, profile: Profile) -> NearRoads:
        """The ground beside the roads of a profile; profiles that can use the same edges share it."""
        usable = passable_edges(self.network, self.speeds, profile)
        key = usable.tobytes()
        samples = self.samples
        with self._lock:
            if key not in self._near_by_usable:
                self._near_by_usable[key] = NearRoads(usable, samples)
            return self._near_by_usable[key]

    def zone_roads(self, zones: Sequence[Zone]) -> ZoneRoads:
        """The roads by zone; the zones asked for last are remembered."""
        known = self._zone_roads
        if known is None or known.zones != tuple(zones):
            known = self._zone_roads = ZoneRoads(self.network, self.samples, zones)
        return known

    def is_outside(self, source: Point, target: Point, mode: Mode) -> bool:
        """True if an end is off the network, so that a skeleton knows more. A boat may start at sea."""
        index = self.index(Profile.JALAN_KAKI)
        ends = [target] if mode is Mode.KAPAL else [source, target]
        return not bool(index.snap(ends).found.all())

    def is_approximate(self, snaps: Snaps) -> BoolArray:
        """Per snapped place: on a drawn road, or farther from the real ones than a place on them is."""
        drawn = self.network.edge_approximate
        if not drawn.any():
            return np.zeros(len(snaps), dtype=np.bool_)
        return np.asarray(~snaps.found | drawn[snaps.edge] | (snaps.distance_m > ASSUMED_LIMIT_M))

    def on_mainland(self, snaps: Snaps) -> BoolArray:
        """Per snapped place: it is on the largest land mass."""
        component = self.network.land_component[self.network.edge_a[snaps.edge]]
        return np.asarray(snaps.found & (component == MAINLAND))
