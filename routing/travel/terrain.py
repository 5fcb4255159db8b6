"""What stays the same whatever is closed: the network, its snapping, and the piers on it."""

from __future__ import annotations

import threading

import numpy as np

from routing.boats.timetable import BoatService
from routing.geo import BoolArray, Point
from routing.network.network import Network
from routing.places.snap import ASSUMED_LIMIT_M, ASSUMED_SCHEMATIC_LIMIT_M, SnapIndex, Snaps
from routing.speeds.profiles import Mode, Profile
from routing.speeds.speeds import Speeds
from routing.speeds.weights import passable_edges

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
