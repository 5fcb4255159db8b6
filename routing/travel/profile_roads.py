"""The roads as one kind of traveller sees them, in one period of the day, under one set of closures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from routing.engine.dijkstra import DijkstraEngine, DijkstraMetric
from routing.engine.graph import TurnGraph
from routing.engine.hierarchy import CchEngine
from routing.engine.metric import CLOSED_MS, Entry, Metric, Path
from routing.engine.safe import SafeMetric
from routing.errors import EngineError
from routing.geo import BoolArray, FloatArray, IntArray
from routing.places.snap import Snaps
from routing.travel.costs import Costs
from routing.travel.shapes import Stretch, join_shapes
from routing.travel.steps import Step, street_steps

NODE_TOLERANCE_M = 1.0
"""A position this near to the end of its edge stands on the node, free to leave by any road."""


class RoadPath(NamedTuple):
    """A way along roads between two snapped places; `coordinates` are (lon, lat) from snap to snap."""

    duration_s: float
    length_m: float
    coordinates: list[tuple[float, float]]
    stretches: list[Stretch]
    steps: tuple[Step, ...] = ()


class Doors(NamedTuple):
    """The ways out of places, as flat arrays: first every place forward along its edge, then every place backward (at
    `CLOSED_MS` where the edge is one-way), then the few places that stand on a node, once for each state there.

    Args:
        place: (ways,) the place left.
        state, cost_ms: (ways,) the state reached, and the cost.
        end: (ways,) the end of the edge, as a fraction, that the place is left by.
    """

    place: IntArray
    state: IntArray
    cost_ms: IntArray
    end: FloatArray

    def best_of(self, through_ms: FloatArray, places: int) -> FloatArray:
        """(places, targets) the cheapest way of each place, given the cost of every way to every target."""
        best = np.minimum(through_ms[:places], through_ms[places : 2 * places])
        for row in range(2 * places, len(self.place)):
            np.minimum(best[self.place[row]], through_ms[row], out=best[self.place[row]])
        return best


class Door(NamedTuple):
    """A way into a place: the state it is entered from, the cost left, and the end of the edge that it enters by."""

    state: int
    cost_ms: int
    end: float


class ProfileRoads:
    """Exact travel times and paths of one profile; immutable, shared between threads.

    A closure stops traffic along the whole edge. A place on a closed edge is still left and reached from both
    of its ends, because somebody who calls from a flooded street has to be answered with a time.

    Args:
        costs: what travelling costs this profile in one period, whatever is closed.
        closed: the edges nobody passes.
    """

    def __init__(self, graph: TurnGraph, costs: Costs, *, closed: IntArray, engine: CchEngine | None) -> None:
        self.network, self.graph, self._costs = graph.network, graph, costs
        is_closed = np.zeros(self.network.edge_count, dtype=np.bool_)
        is_closed[closed] = True
        self._arc_open = (costs.travel_ms < CLOSED_MS) & ~is_closed[self.network.arcs.edge]
        self.step_ms = self._step_weights()
        self._metric = self._make_metric(engine)

    def _step_weights(self) -> IntArray:
        passable = self._arc_open[self.graph.arc] & self._costs.turn_allowed
        return np.where(passable, self._costs.step_ms, CLOSED_MS)

    def _make_metric(self, engine: CchEngine | None) -> Metric:
        if engine is None:
            return self.oracle
        try:
            return SafeMetric(engine.metric(self.step_ms), lambda: self.oracle)
        except EngineError:
            return self.oracle

    @cached_property
    def oracle(self) -> DijkstraMetric:
        """The same weights under plain Dijkstra."""
        return DijkstraEngine(self.graph).metric(self.step_ms)

    @property
    def arc_ms(self) -> IntArray:
        """Per arc the milliseconds along it, without turns and junctions; `CLOSED_MS` where it cannot be passed."""
        return np.where(self._arc_open, self._costs.travel_ms, CLOSED_MS)

    @property
    def passable_arcs(self) -> BoolArray:
        """Per arc: this profile may go along it now."""
        return self._arc_open

    def arc_begin_s(self, state_s: FloatArray) -> FloatArray:
        """(arcs,) seconds until an arc can be entered, turn included, given the seconds to each state."""
        turned_s = state_s[self.graph.tail] + self._costs.turn_ms / 1000
        turned_s[~self._costs.turn_allowed] = np.inf
        first = self.graph.first_step
        begin_s = np.full(len(first) - 1, np.inf)
        entered = first[1:] > first[:-1]
        if entered.any():
            begin_s[entered] = np.minimum.reduceat(turned_s, first[:-1][entered])
        return begin_s

    @property
    def off_road_s_per_m(self) -> FloatArray:
        """Per edge the seconds for each metre between the road and a place beside it."""
        return self._costs.off_road_s_per_m

    def off_road_s(self, places: Snaps) -> FloatArray:
        """(places,) seconds between each snapped place and its road."""
        return np.asarray(places.distance_m * self._costs.off_road_s_per_m[places.edge])

    def seconds(self, sources: Snaps, targets: Snaps) -> FloatArray:
        """Travel seconds (sources, targets); inf where an end is off the network or no open way leads."""
        times = np.full((len(sources), len(targets)), np.inf)
        from_rows, to_columns = np.flatnonzero(sources.found), np.flatnonzero(targets.found)
        if len(from_rows) == 0 or len(to_columns) == 0:
            return times
        edge, fraction = sources.edge[from_rows], sources.fraction[from_rows]
        doors = self._exits(edge, fraction)
        ways_in = [self.entries(int(targets.edge[c]), float(targets.fraction[c])) for c in to_columns]
        through_ms = self._metric.times_to(doors.state, ways_in)
        through_ms += doors.cost_ms[:, None]
        through_ms[through_ms >= CLOSED_MS] = np.inf
        best_ms = doors.best_of(through_ms, len(edge))
        for place, column in enumerate(to_columns):
            same = self._along_edge_ms(edge, fraction, int(targets.edge[column]), float(targets.fraction[column]))
            np.minimum(best_ms[:, place], same, out=best_ms[:, place])
        off_road_s = self.off_road_s(sources)[from_rows][:, None] + self.off_road_s(targets)[to_columns][None, :]
        times[np.ix_(from_rows, to_columns)] = best_ms / 1000 + off_road_s
        return times

    def find_path(self, source: Snaps, target: Snaps) -> RoadPath | None:
        """The quickest way between two single snapped places, or None."""
        if not (source.found[0] and target.found[0]):
            return None
        to_edge, to_fraction = int(target.edge[0]), float(target.fraction[0])
        path = self._metric.path(self.exits(source), self.entries(to_edge, to_fraction))
        along_ms = float(self._along_edge_ms(source.edge[:1], source.fraction[:1], to_edge, to_fraction)[0])
        if np.isfinite(along_ms) and (path is None or along_ms <= path.cost_ms):
            stretches = [Stretch(int(source.edge[0]), float(source.fraction[0]), to_fraction)]
            return self._road_path([along_ms], stretches, source, target)
        return None if path is None else self.road_path(path, source, target)

    def road_path(self, path: Path, source: Snaps, target: Snaps) -> RoadPath:
        """The shape of a path between two single snapped places, from one of `exits` to one of `entries`."""
        last_state = int(self.graph.head[path.steps[-1]]) if path.steps else path.first_state
        to_edge, to_fraction = int(target.edge[0]), float(target.fraction[0])
        door = self._door_into(to_edge, to_fraction, last_state)
        begin = Stretch(int(source.edge[0]), float(source.fraction[0]), self._leaves_at(source, path.first_state))
        stretches = [begin, *self.stretches_of(path.steps), Stretch(to_edge, door.end, to_fraction)]
        along_ms = self.step_ms[path.steps].tolist() if path.steps else []
        costs_ms = [path.cost_ms - sum(along_ms) - door.cost_ms, *along_ms, door.cost_ms]
        return self._road_path(costs_ms, stretches, source, target)

    def _road_path(self, costs_ms: Sequence[float], stretches: list[Stretch], source: Snaps, target: Snaps) -> RoadPath:
        """A path over stretches, each with its cost; the metres beside the road belong to no street."""
        off_road_m = float(source.distance_m[0] + target.distance_m[0])
        off_road_s = float(self.off_road_s(source)[0] + self.off_road_s(target)[0])
        length_m = sum(abs(s.end - s.begin) * float(self.network.edge_length_m[s.edge]) for s in stretches)
        line = join_shapes(self.network, stretches)
        steps = street_steps(self.network, stretches, [cost_ms / 1000 for cost_ms in costs_ms])
        return RoadPath(sum(costs_ms) / 1000 + off_road_s, length_m + off_road_m, line, stretches, steps)

    def stretches_of(self, steps: list[int]) -> list[Stretch]:
        """The whole edges that steps go along, each in its direction."""
        arcs = self.network.arcs
        along = self.graph.arc[steps] if steps else np.empty(0, dtype=np.int64)
        return [
            Stretch(edge, 1.0, 0.0) if is_reverse else Stretch(edge, 0.0, 1.0)
            for edge, is_reverse in zip(arcs.edge[along].tolist(), arcs.is_reverse[along].tolist(), strict=True)
        ]

    def exits(self, place: Snaps) -> list[Entry]:
        """The ways out of a single snapped place; none where it is off the network."""
        if not place.found[0]:
            return []
        doors = self._exits(place.edge[:1], place.fraction[:1])
        return [
            (state, cost_ms)
            for state, cost_ms in zip(doors.state.tolist(), doors.cost_ms.tolist(), strict=True)
            if cost_ms < CLOSED_MS
        ]

    def entries(self, edge: int, fraction: float) -> list[Entry]:
        """The ways into a place on an edge: from its a-end going forward, from its b-end coming back."""
        return [(door.state, door.cost_ms) for door in self._ways_in(edge, fraction)]

    def _ways_in(self, edge: int, fraction: float) -> list[Door]:
        network, arcs = self.network, self.network.arcs
        ways = self._turning_into(edge, fraction, end=0.0)
        backward = int(arcs.reverse_of_edge[edge])
        if backward >= 0:
            return ways + self._turning_into(backward, 1 - fraction, end=1.0)
        end_m = (1 - fraction) * float(network.edge_length_m[edge])
        if end_m <= NODE_TOLERANCE_M:  # it stands on the node at the end: whoever comes there is there
            cost_ms = self._part_ms(edge, 1 - fraction)
            ways += [Door(state, cost_ms, 1.0) for state in self.graph.states_by_node[int(network.edge_b[edge])]]
        return ways

    def _turning_into(self, arc: int, share: float, *, end: float) -> list[Door]:
        """The ways to a place at a share of an arc from the arc's beginning."""
        graph = self.graph
        part_ms = self._part_ms(arc, share)
        steps = range(int(graph.first_step[arc]), int(graph.first_step[arc + 1]))
        return [
            Door(int(graph.tail[step]), min(part_ms + int(self._costs.turn_ms[step]), CLOSED_MS - 1), end)
            for step in steps
            if self._costs.turn_allowed[step]
        ]

    def _part_ms(self, arc: int, share: float) -> int:
        return round(share * min(int(self._costs.travel_ms[arc]), CLOSED_MS - 1))

    def _exits(self, edge: IntArray, fraction: FloatArray) -> Doors:
        network, graph = self.network, self.graph
        place = np.arange(len(edge))
        backward = network.arcs.reverse_of_edge[edge]
        two_way = backward >= 0
        back_ms = np.where(two_way, self._rest_ms(backward, fraction), CLOSED_MS)
        doors = Doors(
            place=np.concatenate((place, place)),
            state=np.concatenate((graph.arrival[edge], graph.arrival[np.where(two_way, backward, edge)])),
            cost_ms=np.concatenate((self._rest_ms(edge, 1 - fraction), back_ms)),
            end=np.concatenate((np.ones(len(edge)), np.zeros(len(edge)))),
        )
        on_node = np.flatnonzero(~two_way & (fraction * network.edge_length_m[edge] <= NODE_TOLERANCE_M))
        return self._with_nodes_stood_on(doors, on_node, edge, fraction) if len(on_node) else doors

    def _with_nodes_stood_on(self, doors: Doors, on_node: IntArray, edge: IntArray, fraction: FloatArray) -> Doors:
        """More ways for places at the begin of a one-way edge: they stand on the node, and leave by any road."""
        states = [self.graph.states_by_node[int(self.network.edge_a[edge[place]])] for place in on_node]
        place = np.repeat(on_node, [len(there) for there in states])
        cost_ms = [self._part_ms(int(edge[p]), float(fraction[p])) for p in place]
        return Doors(
            place=np.concatenate((doors.place, place)),
            state=np.concatenate((doors.state, np.array([s for there in states for s in there], dtype=np.int64))),
            cost_ms=np.concatenate((doors.cost_ms, np.array(cost_ms, dtype=np.int64))),
            end=np.concatenate((doors.end, np.zeros(len(place)))),
        )

    def _rest_ms(self, arc: IntArray, share: FloatArray) -> IntArray:
        """The cost of the rest of arcs, and of arriving at the junctions at their ends."""
        travel = np.minimum(self._costs.travel_ms[arc], CLOSED_MS - 1)
        rest = np.rint(share * travel).astype(np.int64) + self._costs.crossing_ms[arc]
        return np.asarray(np.minimum(rest, CLOSED_MS - 1))

    def _along_edge_ms(self, edge: IntArray, fraction: FloatArray, to_edge: int, to_fraction: float) -> FloatArray:
        """The cost of going straight along one open edge; inf for places on other edges or against one-way."""
        cost = np.full(len(edge), np.inf)
        ahead = to_fraction - fraction
        backward = int(self.network.arcs.reverse_of_edge[to_edge])
        for arc, legal in ((to_edge, ahead >= 0), (backward, ahead < 0)):
            if arc >= 0 and self._arc_open[arc]:
                rows = (edge == to_edge) & legal
                cost[rows] = np.abs(ahead[rows]) * float(self._costs.travel_ms[arc])
        return cost

    def _leaves_at(self, place: Snaps, state: int) -> float:
        """The end of its edge by which the cheapest way from a place to a state goes."""
        doors = self._exits(place.edge[:1], place.fraction[:1])
        ways = [
            (cost_ms, end)
            for way, cost_ms, end in zip(doors.state.tolist(), doors.cost_ms.tolist(), doors.end.tolist(), strict=True)
            if way == state
        ]
        return float(min(ways)[1])

    def _door_into(self, edge: int, fraction: float, state: int) -> Door:
        """The cheapest way from a state into a place."""
        ways = [way for way in self._ways_in(edge, fraction) if way.state == state]
        return min(ways, key=lambda way: (way.cost_ms, way.end))
