"""Other ways than the quickest that a driver could reasonably take.

By penalties: the streets of every way found are made dearer, and the search is repeated. A way that is told has its
true time. The method is that of Chen, Bell and Bogenberger, "Reliable pretrip multipath planning" (2007).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from routing.engine.dijkstra import DijkstraEngine
from routing.engine.metric import CLOSED_MS
from routing.geo import IntArray
from routing.network.network import Network
from routing.places.snap import Snaps
from routing.speeds.speeds import Speeds
from routing.travel.answers import TravelKind, TravelTime
from routing.travel.estimates import KIND_CODE, Estimates
from routing.travel.profile_roads import ProfileRoads, RoadPath
from routing.travel.shapes import Stretch

ASSUMED_LONGEST = 1.5
"""Assumption: nobody takes a way that lasts more than this many times the quickest."""

ASSUMED_MOST_SHARED = 0.6
"""Assumption: a way that shares more of its length with one already told is no other way."""

PENALTY = 1.5
TRIES_FOR_EACH = 3


def alternative_paths(roads: ProfileRoads, source: Snaps, target: Snaps, best: RoadPath, count: int) -> list[RoadPath]:
    """Up to `count` ways besides the quickest, quickest first; fewer where there are no others worth telling."""
    told, weights_ms, last = [best], roads.step_ms.copy(), best
    longest_s = best.duration_s * ASSUMED_LONGEST
    engine = DijkstraEngine(roads.graph)
    for _ in range(count * TRIES_FOR_EACH):
        if len(told) > count:
            break
        weights_ms = _dearer(roads, weights_ms, last)
        path = roads.find_path_by(engine.metric(weights_ms), weights_ms, source, target)
        if path is None:
            break
        last = path
        if path.duration_s <= longest_s and all(_is_other(roads.network, path, one) for one in told):
            told.append(path)
    return sorted(told[1:], key=lambda path: path.duration_s)


def travel_times_of(paths: Sequence[RoadPath], kind: TravelKind, speeds: Speeds, at: datetime) -> list[TravelTime]:
    """The times of paths over land with their ranges, for who sets out at an aware instant."""
    table = Estimates.unknown(len(paths))
    table.duration_s[:] = [path.duration_s for path in paths]
    table.kind[:] = KIND_CODE[kind]
    table.schematic[:] = kind is TravelKind.SKEMATIK
    return table.travel_times(speeds, at)


def _dearer(roads: ProfileRoads, weights_ms: IntArray, path: RoadPath) -> IntArray:
    """The weights with every step along the path's streets, either way, made dearer."""
    edges = np.unique([stretch.edge for stretch in path.stretches])
    along = np.isin(roads.network.arcs.edge[roads.graph.arc], edges) & (weights_ms < CLOSED_MS)
    dearer = weights_ms.copy()
    dearer[along] = np.minimum(weights_ms[along] * PENALTY, CLOSED_MS - 1).astype(np.int64)
    return dearer


def _is_other(network: Network, path: RoadPath, told: RoadPath) -> bool:
    """Whether a path goes far enough by streets that one already told does not use."""
    used = {stretch.edge for stretch in told.stretches}
    shared_m = sum(_length_m(network, stretch) for stretch in path.stretches if stretch.edge in used)
    whole_m = sum(_length_m(network, stretch) for stretch in path.stretches)
    return shared_m <= ASSUMED_MOST_SHARED * whole_m


def _length_m(network: Network, stretch: Stretch) -> float:
    return abs(stretch.end - stretch.begin) * float(network.edge_length_m[stretch.edge])
