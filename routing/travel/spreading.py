"""One search outwards from many places at once: when each road, and each place beside it, is reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from routing.engine.dijkstra import grow_tree
from routing.geo import FloatArray
from routing.places.snap import Snaps
from routing.travel.near_roads import OnRoad
from routing.travel.profile_roads import ProfileRoads


@dataclass(frozen=True, eq=False)
class Spread:
    """When travellers of one profile, setting out at different seconds, first get where.

    Args:
        node_s: per node of the network, seconds after the common start; inf beyond the limit.
        arc_s: per arc, when it can first be begun at its tail.
    """

    roads: ProfileRoads
    node_s: FloatArray
    arc_s: FloatArray
    _begun: list[tuple[int, float, float]]

    def starts(self) -> tuple[FloatArray, FloatArray]:
        """(starts, 2) metres on the plane of where the travellers come onto their roads, and when."""
        edge = np.array([edge for edge, _, _ in self._begun], dtype=np.int64)
        fraction, begun_s = np.array([begun[1:] for begun in self._begun], dtype=np.float64).reshape(-1, 2).T
        lines = self.roads.network.lines[edge]
        return shapely.get_coordinates(shapely.line_interpolate_point(lines, fraction, normalized=True)), begun_s

    def seconds(self, places: OnRoad) -> FloatArray:
        """The earliest arrival at each place, the way from the road to it included; inf where none."""
        network, roads = self.roads.network, self.roads
        found = np.flatnonzero(places.edge >= 0)
        edge, fraction = places.edge[found], places.fraction[found]
        arc_s = np.where(roads.passable_arcs, roads.arc_ms / 1000, np.inf)
        reverse = network.arcs.reverse_of_edge[edge]
        on_road_s = _add(self.arc_s[edge], fraction, arc_s[edge])
        back_s = _add(self.arc_s[reverse], 1 - fraction, arc_s[reverse])
        np.minimum(on_road_s, np.where(reverse >= 0, back_s, np.inf), out=on_road_s)
        for begun_edge, begun_fraction, begun_s in self._begun:
            here = np.flatnonzero(edge == begun_edge)
            ahead = fraction[here] - begun_fraction
            backward = int(network.arcs.reverse_of_edge[begun_edge])
            back = arc_s[backward] if backward >= 0 else np.inf
            along_s = _add(begun_s, np.abs(ahead), np.where(ahead >= 0, arc_s[begun_edge], back))
            on_road_s[here] = np.minimum(on_road_s[here], along_s)
        times = np.full(len(places.edge), np.inf)
        times[found] = on_road_s + places.off_road_m[found] * roads.off_road_s_per_m[edge]
        return times


def spread(roads: ProfileRoads, sources: Snaps, start_s: FloatArray, limit_s: float) -> Spread:
    """Search outwards from snapped places.

    Args:
        start_s: per source the second at which it sets out (turnout, or the arrival of a boat); inf = never.
        limit_s: nothing later than this is looked for.
    """
    ready_s = start_s + roads.off_road_s(sources)
    begun = [
        (int(sources.edge[row]), float(sources.fraction[row]), float(ready_s[row]))
        for row in np.flatnonzero(sources.found & (ready_s <= limit_s))
    ]
    state_s = _search(roads, sources, ready_s, limit_s)
    node_s = np.full(roads.network.node_count, np.inf)
    np.minimum.at(node_s, roads.graph.state_node, state_s)
    return Spread(roads, node_s, roads.arc_begin_s(state_s), begun)


def _search(roads: ProfileRoads, sources: Snaps, ready_s: FloatArray, limit_s: float) -> FloatArray:
    """Seconds to each state of the graph, by one search from all sources."""
    entries = [
        (state, float(ready_s[row]) * 1000 + cost_ms)
        for row in np.flatnonzero(sources.found & (ready_s <= limit_s)).tolist()
        for state, cost_ms in roads.exits(sources.part(row))
    ]
    return np.asarray(grow_tree(roads.oracle.forward, entries, limit_s * 1000).cost_ms / 1000)


def _add(start_s: FloatArray | float, fraction: FloatArray, whole_s: FloatArray) -> FloatArray:
    """Start and a part of the whole; inf where the whole is impassable, whatever the part."""
    return np.where(np.isfinite(whole_s), start_s + fraction * np.where(np.isfinite(whole_s), whole_s, 0.0), np.inf)
