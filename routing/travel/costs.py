"""What travelling costs whatever is closed: made once for a profile and a period, shared by every state of closures."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from routing.engine.graph import NO_ARC, TurnGraph
from routing.engine.metric import CLOSED_MS
from routing.geo import BoolArray, FloatArray, IntArray
from routing.speeds.profiles import ACCESS_OF, Profile
from routing.speeds.speeds import Speeds
from routing.speeds.turns import turn_ms
from routing.speeds.weights import arc_weights


@dataclass(frozen=True, eq=False)
class Costs:
    """The costs of one profile in one period.

    Args:
        travel_ms, crossing_ms: per arc along it, and lost at the junction at its end.
        turn_ms, turn_allowed: per step of the graph.
        step_ms: per step all of it: the turn, the way along the arc and the junction at its end; `CLOSED_MS` where the
            arc cannot be passed.
        off_road_s_per_m: per edge, between the road and a place beside it.
    """

    travel_ms: IntArray
    crossing_ms: IntArray
    turn_ms: IntArray
    turn_allowed: BoolArray
    step_ms: IntArray
    off_road_s_per_m: FloatArray


class CostBook:
    """Costs by profile and period, made when first asked for, from any thread."""

    def __init__(self, graph: TurnGraph, speeds: Speeds) -> None:
        self.graph, self._speeds = graph, speeds
        self._known: dict[tuple[Profile, str], Costs] = {}
        self._making = threading.Lock()

    def get(self, profile: Profile, period: str) -> Costs:
        """The costs of a profile in a period of the week."""
        known = self._known.get((profile, period))
        if known is not None:
            return known
        with self._making:
            if (profile, period) not in self._known:
                self._known[profile, period] = _costs(self.graph, self._speeds, profile, period)
            return self._known[profile, period]


def _costs(graph: TurnGraph, speeds: Speeds, profile: Profile, period: str) -> Costs:
    weights = arc_weights(graph.network, speeds, profile, period)
    lost_ms = np.zeros(len(graph.arc), dtype=np.int64)
    told = np.flatnonzero(graph.from_arc != NO_ARC)
    lost_ms[told] = turn_ms(graph.network, speeds, profile, graph.from_arc[told], graph.arc[told])
    step_ms = lost_ms + weights.travel_ms[graph.arc] + weights.crossing_ms[graph.arc]
    passable = weights.travel_ms[graph.arc] < CLOSED_MS
    return Costs(
        travel_ms=weights.travel_ms,
        crossing_ms=weights.crossing_ms,
        turn_ms=lost_ms,
        turn_allowed=np.asarray((graph.banned_for & ACCESS_OF[profile]) == 0),
        step_ms=np.where(passable, np.minimum(step_ms, CLOSED_MS - 1), CLOSED_MS),
        off_road_s_per_m=_off_road_s_per_m(graph, speeds, profile),
    )


def _off_road_s_per_m(graph: TurnGraph, speeds: Speeds, profile: Profile) -> FloatArray:
    own_kmh = speeds.foot_kmh if profile is Profile.JALAN_KAKI else speeds.off_road_kmh
    drawn_kmh = max(own_kmh, speeds.schematic_off_road_kmh)
    return np.asarray(3.6 / np.where(graph.network.edge_approximate, drawn_kmh, own_kmh))
