"""Other ways than the quickest that a driver could reasonably take.

By plateaus (Cambridge Vehicle Information Technology's "Choice Routing", 2005): a search from the start and one from
the target agree on some chains of streets. A way over such a chain is the quickest between any two of its places, so a
long one makes a way without a pointless detour. What counts as reasonable is that of Abraham, Delling, Goldberg and
Werneck, "Alternative Routes in Road Networks" (2010): not much longer, not much the same, and locally the quickest.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np

from routing.engine.dijkstra import Tree, grow_tree
from routing.engine.metric import Path
from routing.geo import IntArray
from routing.network.network import Network
from routing.places.snap import Snaps
from routing.speeds.speeds import Speeds
from routing.travel.answers import TravelKind, TravelTime
from routing.travel.estimates import KIND_CODE, Estimates
from routing.travel.profile_roads import ProfileRoads, RoadPath
from routing.travel.shapes import Stretch

LONGEST = 1.3
"""Nobody takes a way that lasts more than this many times the quickest (Abraham et al. 2010 use 1.25)."""

MOST_SHARED = 0.7
"""A way that shares more of its length with one already told is no other way (Abraham et al. 2010 use 0.8)."""

LEAST_PLATEAU = 0.25
"""The chain on which a way is surely the quickest lasts at least this share of the quickest way (ibid., alpha)."""


class Plateau(NamedTuple):
    """A chain of states on which both searches agree.

    Args:
        way_ms: what the way over the chain costs from start to target.
        length_ms: what the chain costs.
    """

    states: list[int]
    way_ms: float
    length_ms: float


def alternative_paths(roads: ProfileRoads, source: Snaps, target: Snaps, best: RoadPath, count: int) -> list[RoadPath]:
    """Up to `count` ways besides the quickest, quickest first; fewer where there are no others worth telling."""
    told = [best]
    for path in _ways_over_plateaus(roads, source, target):
        if len(told) > count:
            break
        way = roads.road_path(path, source, target)
        if way.duration_s <= LONGEST * best.duration_s and all(_is_other(roads.network, way, one) for one in told):
            told.append(way)
    return sorted(told[1:], key=lambda path: path.duration_s)


def travel_times_of(paths: Sequence[RoadPath], kind: TravelKind, speeds: Speeds, at: datetime) -> list[TravelTime]:
    """The times of paths over land with their ranges, for who sets out at an aware instant."""
    table = Estimates.unknown(len(paths))
    table.duration_s[:] = [path.duration_s for path in paths]
    table.kind[:] = KIND_CODE[kind]
    table.schematic[:] = kind is TravelKind.SKEMATIK
    return table.travel_times(speeds, at)


def _ways_over_plateaus(roads: ProfileRoads, source: Snaps, target: Snaps) -> Iterator[Path]:
    """Ways without a loop, those first whose own part is short beside the plateau."""
    entries = roads.entries(int(target.edge[0]), float(target.fraction[0]))
    onward = grow_tree(roads.oracle.forward, roads.exits(source))
    back = grow_tree(roads.oracle.backward, entries)
    whole_ms = onward.cost_ms + back.cost_ms
    best_ms = float(whole_ms.min(initial=np.inf))
    if not np.isfinite(best_ms):
        return
    worth = [
        plateau
        for plateau in _plateaus(onward, back, whole_ms <= LONGEST * best_ms)
        if plateau.length_ms >= LEAST_PLATEAU * best_ms
    ]
    for plateau in sorted(worth, key=lambda plateau: plateau.way_ms - plateau.length_ms):
        before = _follow(onward, plateau.states[0])[::-1]
        after = _follow(back, plateau.states[-1])
        states = [*before[:-1], *plateau.states, *after[1:]]
        nodes = roads.graph.state_node[states]
        if len(np.unique(nodes)) == len(nodes):
            steps = [roads.oracle.step_between(a, b) for a, b in itertools.pairwise(states)]
            yield Path(round(plateau.way_ms), states[0], steps)


def _plateaus(onward: Tree, back: Tree, near: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[Plateau]:
    head: IntArray = np.flatnonzero(near & (onward.previous >= 0)).astype(np.int64)
    tail = onward.previous[head]
    agreed = back.previous[tail] == head
    following = dict(zip(tail[agreed].tolist(), head[agreed].tolist(), strict=True))
    inner = set(following.values())
    plateaus = []
    for first in following:
        if first in inner:
            continue
        states = [first]
        while states[-1] in following:
            states.append(following[states[-1]])
        length_ms = float(onward.cost_ms[states[-1]] - onward.cost_ms[first])
        plateaus.append(Plateau(states, float(onward.cost_ms[first] + back.cost_ms[first]), length_ms))
    return plateaus


def _follow(tree: Tree, state: int) -> list[int]:
    """The states from one to the entry of a tree, both included."""
    states = [state]
    while (state := int(tree.previous[state])) >= 0:
        states.append(state)
    return states


def _is_other(network: Network, path: RoadPath, told: RoadPath) -> bool:
    """Whether a path goes far enough by streets that one already told does not use."""
    used = {stretch.edge for stretch in told.stretches}
    shared_m = sum(_length_m(network, stretch) for stretch in path.stretches if stretch.edge in used)
    whole_m = sum(_length_m(network, stretch) for stretch in path.stretches)
    return shared_m <= MOST_SHARED * whole_m


def _length_m(network: Network, stretch: Stretch) -> float:
    return abs(stretch.end - stretch.begin) * float(network.edge_length_m[stretch.edge])
