"""The roads as one kind of traveller sees them under one set of closures."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from routing.engine.dijkstra import DijkstraEngine, DijkstraMetric
from routing.engine.hierarchy import CchEngine
from routing.engine.metric import CLOSED_MS, Entry, Metric
from routing.engine.safe import SafeMetric
from routing.errors import EngineError
from routing.geo import BoolArray, FloatArray, IntArray
from routing.network.network import Network
from routing.places.snap import Snaps
from routing.speeds.profiles import Profile
from routing.speeds.speeds import Speeds
from routing.speeds.weights import edge_weights_ms

NODE_TOLERANCE_M = 1.0
"""A position this near to the end of its edge stands on the node, free to leave by any road."""


class RoadPath(NamedTuple):
    """A way along roads between two snapped places; `coordinates` are (lon, lat) from snap to snap."""

    duration_s: float
    length_m: float
    coordinates: list[tuple[float, float]]


class ProfileRoads:
    """Exact travel times and paths of one profile; immutable, shared between threads.

    A closure stops traffic along the whole edge. A place on a closed edge is still left and reached from both
    of its ends, because somebody who calls from a flooded street has to be answered with a time.
    """

    def __init__(
        self, network: Network, speeds: Speeds, profile: Profile, *, closed: IntArray, engine: CchEngine | None
    ) -> None:
        self.network = network
        self._slow_engine = DijkstraEngine(network)
        self._edge_ms = edge_weights_ms(network, speeds, profile)
        self._edge_open = self._edge_ms < CLOSED_MS
        self._edge_open[closed] = False
        self.arc_ms = np.where(self._edge_open, self._edge_ms, CLOSED_MS)[network.arcs.edge]
        off_road_kmh = speeds.foot_kmh if profile is Profile.JALAN_KAKI else speeds.off_road_kmh
        if network.schematic:
            off_road_kmh = max(off_road_kmh, speeds.schematic_off_road_kmh)
        self._off_road_s_per_m = 3.6 / off_road_kmh
        self._metric = self._make_metric(engine)

    def _make_metric(self, engine: CchEngine | None) -> Metric:
        if engine is None:
            return self.oracle
        try:
            return SafeMetric(engine.metric(self.arc_ms), lambda: self.oracle)
        except EngineError:
            return self.oracle

    @cached_property
    def oracle(self) -> DijkstraMetric:
        """The same weights under plain Dijkstra."""
        return self._slow_engine.metric(self.arc_ms)

    def seconds(self, sources: Snaps, targets: Snaps) -> FloatArray:
        """Travel seconds (sources, targets); inf where an end is off the network or no open way leads."""
        times = np.full((len(sources), len(targets)), np.inf)
        from_rows, to_columns = np.flatnonzero(sources.found), np.flatnonzero(targets.found)
        if len(from_rows) == 0 or len(to_columns) == 0:
            return times
        edge, fraction = sources.edge[from_rows], sources.fraction[from_rows]
        nodes, cost_ms = self._exits(edge, fraction)
        entries = [self.entries(int(targets.edge[c]), float(targets.fraction[c])) for c in to_columns]
        through = self._metric.times_to(nodes, entries) + cost_ms[:, None]
        half = len(edge)
        best_ms = np.minimum(through[:half], through[half:])
        for place, column in enumerate(to_columns):
            same = self._along_edge_ms(edge, fraction, int(targets.edge[column]), float(targets.fraction[column]))
            np.minimum(best_ms[:, place], same, out=best_ms[:, place])
        off_road_m = sources.distance_m[from_rows][:, None] + targets.distance_m[to_columns][None, :]
        times[np.ix_(from_rows, to_columns)] = best_ms / 1000 + off_road_m * self._off_road_s_per_m
        return times

    def find_path(self, source: Snaps, target: Snaps) -> RoadPath | None:
        """The quickest way between two single snapped places, or None."""
        if not (source.found[0] and target.found[0]):
            return None
        from_edge, from_fraction = int(source.edge[0]), float(source.fraction[0])
        to_edge, to_fraction = int(target.edge[0]), float(target.fraction[0])
        path = self._metric.path(self.exits(source), self.entries(to_edge, to_fraction))
        along_ms = float(self._along_edge_ms(source.edge[:1], source.fraction[:1], to_edge, to_fraction)[0])
        off_road_m = float(source.distance_m[0] + target.distance_m[0])
        off_road_s = off_road_m * self._off_road_s_per_m
        if path is None and not np.isfinite(along_ms):
            return None
        if path is None or along_ms <= path.cost_ms:
            parts = [(from_edge, from_fraction, to_fraction)]
            road_s = along_ms / 1000
        else:
            parts = self._parts(path.first_node, path.arcs, (from_edge, from_fraction), (to_edge, to_fraction))
            road_s = path.cost_ms / 1000
        length_m = sum(abs(end - begin) * float(self.network.edge_length_m[edge]) for edge, begin, end in parts)
        return RoadPath(road_s + off_road_s, length_m + off_road_m, join_shapes(self.network, parts))

    @property
    def passable_arcs(self) -> BoolArray:
        """Per arc: this profile may go along it now."""
        return np.asarray(self.arc_ms < CLOSED_MS)

    def exits(self, place: Snaps) -> list[Entry]:
        """The ways out of a single snapped place; none where it is off the network."""
        if not place.found[0]:
            return []
        nodes, costs = self._exits(place.edge[:1], place.fraction[:1])
        return [(int(node), round(cost)) for node, cost in zip(nodes, costs, strict=True) if np.isfinite(cost)]

    def entries(self, edge: int, fraction: float) -> list[Entry]:
        """The ways into a place on an edge: from its a-end going forward, from its b-end coming back."""
        network = self.network
        a, b, cost = int(network.edge_a[edge]), int(network.edge_b[edge]), int(self._edge_ms[edge])
        end_m = (1 - fraction) * float(network.edge_length_m[edge])
        ways = [(a, round(fraction * cost))]
        if not network.edge_oneway[edge] or end_m <= NODE_TOLERANCE_M:
            ways.append((b, round((1 - fraction) * cost)))
        return ways

    def _exits(self, edge: IntArray, fraction: FloatArray) -> tuple[IntArray, FloatArray]:
        """The nodes by which places are left, b-ends first and a-ends after them, and the cost to each."""
        network = self.network
        cost = self._edge_ms[edge].astype(np.float64)
        to_b, to_a = (1 - fraction) * cost, fraction * cost
        one_way = network.edge_oneway[edge] & (fraction * network.edge_length_m[edge] > NODE_TOLERANCE_M)
        to_a[one_way] = np.inf
        return np.concatenate((network.edge_b[edge], network.edge_a[edge])), np.concatenate((to_b, to_a))

    def _along_edge_ms(self, edge: IntArray, fraction: FloatArray, to_edge: int, to_fraction: float) -> FloatArray:
        """The cost of going straight along one open edge; inf for places on other edges or against one-way."""
        cost = np.full(len(edge), np.inf)
        if not self._edge_open[to_edge]:
            return cost
        ahead = to_fraction - fraction
        legal: BoolArray = (edge == to_edge) & ((ahead >= 0) | ~self.network.edge_oneway[to_edge])
        cost[legal] = np.abs(ahead[legal]) * float(self._edge_ms[to_edge])
        return cost

    def _parts(
        self, first_node: int, arcs: list[int], start: tuple[int, float], end: tuple[int, float]
    ) -> list[tuple[int, float, float]]:
        """The stretches of a path: each an edge with the fractions where it begins and ends."""
        network, (from_edge, from_fraction), (to_edge, to_fraction) = self.network, start, end
        last_node = int(network.arcs.head[arcs[-1]]) if arcs else first_node
        # At a loop edge both ends are the same node; either end is right.
        leaves_at = 1.0 if first_node == network.edge_b[from_edge] else 0.0
        enters_at = 0.0 if last_node == network.edge_a[to_edge] else 1.0
        whole = [
            (int(network.arcs.edge[arc]), 1.0, 0.0)
            if network.arcs.is_reverse[arc]
            else (int(network.arcs.edge[arc]), 0.0, 1.0)
            for arc in arcs
        ]
        return [(from_edge, from_fraction, leaves_at), *whole, (to_edge, enters_at, to_fraction)]


def join_shapes(network: Network, parts: list[tuple[int, float, float]]) -> list[tuple[float, float]]:
    """The (lon, lat) line along stretches of edges, without doubled points."""
    line: list[tuple[float, float]] = []
    for edge, begin, end in parts:
        for lon, lat in _cut(network.shape_lonlat(edge), begin, end, network.plane.lat).tolist():
            if not line or line[-1] != (lon, lat):
                line.append((lon, lat))
    return line


def _cut(shape: FloatArray, begin: float, end: float, lat: float) -> FloatArray:
    """The stretch of a shape between two fractions of its length, turned round if `end` comes first."""
    if begin > end:
        return _cut(shape, end, begin, lat)[::-1]
    if (begin, end) == (0.0, 1.0):
        return shape
    step = np.diff(shape, axis=0) * [np.cos(np.radians(lat)), 1.0]
    along = np.concatenate(([0.0], np.cumsum(np.hypot(step[:, 0], step[:, 1]))))
    if along[-1] == 0:
        return shape[:1]
    along /= along[-1]
    inside = (along > begin) & (along < end)
    ends = np.column_stack([np.interp([begin, end], along, shape[:, axis]) for axis in (0, 1)])
    return np.concatenate((ends[:1], shape[inside], ends[1:]))
