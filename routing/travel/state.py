"""The roads at one moment: period of the day, closures, and the metrics made for them."""

from __future__ import annotations

import hashlib
import threading

import numpy as np

from routing.engine.hierarchy import CchEngine
from routing.speeds.profiles import Profile
from routing.travel.costs import CostBook
from routing.travel.profile_roads import ProfileRoads


class State:
    """Immutable but for metrics made when first asked for.

    A query holds one state from beginning to end, so that its answer never mixes the weights before a closure, or
    before the change of the hour, with those after it.
    """

    def __init__(
        self,
        costs: CostBook,
        engine: CchEngine | None,
        *,
        closed: frozenset[int],
        period: str,
        basis: str,
    ) -> None:
        self.closed, self.period = closed, period
        self.metric_id = hashlib.sha256(f"{basis}:{period}:{sorted(closed)}".encode()).hexdigest()[:16]
        self._costs, self._engine, self._basis = costs, engine, basis
        self._closed_edges = np.array(sorted(closed), dtype=np.int64)
        self._roads: dict[Profile, ProfileRoads] = {}
        self._lock = threading.Lock()

    def roads(self, profile: Profile) -> ProfileRoads:
        """The roads of a profile under this state's closures."""
        found = self._roads.get(profile)
        if found is not None:
            return found
        with self._lock:
            if profile not in self._roads:
                costs = self._costs.get(profile, self.period)
                self._roads[profile] = ProfileRoads(
                    self._costs.graph, costs, closed=self._closed_edges, engine=self._engine
                )
            return self._roads[profile]

    def sibling(self, *, closed: frozenset[int], period: str) -> State:
        """The state of other closures or another period, the metrics in use already made."""
        state = State(self._costs, self._engine, closed=closed, period=period, basis=self._basis)
        for profile in list(self._roads):
            state.roads(profile)
        return state
