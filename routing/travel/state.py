"""What the router knows at one moment: closures, and the metrics made for them."""

from __future__ import annotations

import hashlib
import threading

import numpy as np

from routing.engine.hierarchy import CchEngine
from routing.network.network import Network
from routing.speeds.profiles import Profile
from routing.speeds.speeds import Speeds
from routing.travel.profile_roads import ProfileRoads


class State:
    """Immutable but for metrics made when first asked for. A query holds one state from beginning to end,

    so that its answer never mixes the weights before a closure with those after it.
    """

    def __init__(
        self, network: Network, speeds: Speeds, engine: CchEngine | None, *, closed: frozenset[int], basis: str
    ) -> None:
        self.closed = closed
        self.metric_id = hashlib.sha256(f"{basis}:{sorted(closed)}".encode()).hexdigest()[:16]
        self._network, self._speeds, self._engine, self._basis = network, speeds, engine, basis
        self._roads: dict[Profile, ProfileRoads] = {}
        self._lock = threading.Lock()

    def roads(self, profile: Profile) -> ProfileRoads:
        """The roads of a profile under this state's closures."""
        found = self._roads.get(profile)
        if found is not None:
            return found
        with self._lock:
            if profile not in self._roads:
                closed = np.array(sorted(self.closed), dtype=np.int64)
                self._roads[profile] = ProfileRoads(
                    self._network, self._speeds, profile, closed=closed, engine=self._engine
                )
            return self._roads[profile]

    def with_closed(self, closed: frozenset[int]) -> State:
        """The state with other closures, the metrics in use already made."""
        state = State(self._network, self._speeds, self._engine, closed=closed, basis=self._basis)
        for profile in list(self._roads):
            state.roads(profile)
        return state
