"""Random towns with one-way streets, main roads and turn bans, and an oracle that searches them arc by arc.

The oracle shares the model (weights, delays, bans) with the router and none of its search: it walks from directed arc
to directed arc with a heap, where the router has one state for most junctions, and a hierarchy over them.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator

import numpy as np
from hypothesis import strategies as st

from routing import Network, Profile, RoadClass, Speeds
from routing.engine.metric import CLOSED_MS
from routing.network.building import NetworkBuilder
from routing.network.facts import Access
from routing.network.junctions import turning_nodes
from routing.speeds.profiles import ACCESS_OF
from routing.speeds.turns import turn_ms
from routing.speeds.weights import arc_weights
from tests.routing.worlds import STEP_DEG

Place = tuple[int, float]
"""An edge and how far along it."""

INF = float("inf")


@st.composite
def towns(draw: st.DrawFn) -> Network:
    """Up to 4 × 4 blocks: one-way and doubled streets, gaps, alleys, main roads, and turns that are forbidden."""
    rows, columns = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    builder = NetworkBuilder()
    for row in range(rows):
        for column in range(columns):
            builder.add_node(STEP_DEG * row, 104.0 + STEP_DEG * column, where="uji")
    classes = st.sampled_from([RoadClass.SECONDARY, RoadClass.RESIDENTIAL, RoadClass.RESIDENTIAL, RoadClass.PATH])
    ends: list[tuple[int, int]] = []
    for node in range(rows * columns):
        east = [node + 1] if (node + 1) % columns else []
        north = [node + columns] if node + columns < rows * columns else []
        for other in east + north:
            kind = draw(st.sampled_from(["two", "two", "two", "there", "back", "none", "double"]))
            if kind == "none" and ends:
                continue
            a, b = (other, node) if kind == "back" else (node, other)
            for _ in range(2 if kind == "double" else 1):
                builder.add_edge(a, b, draw(classes), oneway=kind in {"there", "back"}, where="uji")
                ends.append((a, b))
    meetings = [
        (edge, node, other)
        for edge, pair in enumerate(ends)
        for other, others in enumerate(ends)
        for node in set(pair) & set(others)
    ]
    for edge, node, other in draw(st.lists(st.sampled_from(meetings), max_size=6, unique=True)):
        builder.ban_turn(edge, node, other, draw(st.sampled_from([Access.AMBULANCE, Access.MOTORCYCLE, Access.ALL])))
    return builder.build(label="uji", schematic=False, attribution="uji", where="uji")


class Oracle:
    """One profile in one period over a town, some of its edges closed."""

    def __init__(
        self, network: Network, speeds: Speeds, profile: Profile, period: str, closed: frozenset[int] = frozenset()
    ) -> None:
        self.network, self.profile, self.closed = network, profile, closed
        weights = arc_weights(network, speeds, profile, period)
        self.travel, self.crossing = weights.travel_ms.tolist(), weights.crossing_ms.tolist()
        self.turning = turning_nodes(network)
        arcs = network.arcs
        self.arcs = range(len(arcs))
        self.tail, self.head, self.edge = arcs.tail.tolist(), arcs.head.tolist(), arcs.edge.tolist()
        self.back = arcs.reverse_of_edge.tolist()
        self.turn = {
            (x, y): int(turn_ms(network, speeds, profile, np.array([x]), np.array([y]))[0])
            if self.turning[self.head[x]]
            else 0
            for x in self.arcs
            for y in self.arcs
            if self.head[x] == self.tail[y]
        }
        bound = [
            (int(f), int(v), int(t))
            for f, v, t, who in zip(
                network.ban_from_edge, network.ban_via_node, network.ban_to_edge, network.ban_for, strict=True
            )
            if who & ACCESS_OF[profile]
        ]
        self.banned = {(x, y) for x, y in self.turn if (self.edge[x], self.tail[y], self.edge[y]) in bound}

    def duration_ms(self, start: Place, goal: Place) -> float:
        """Milliseconds from place to place; inf where no allowed way leads."""
        best = min(self.straight_ms(start, goal), self.at_once_ms(start, goal))
        goals: dict[int, float] = {}
        for arc, cost in self.arrivals(goal):
            goals[arc] = min(cost, goals.get(arc, INF))
        end = self.end_stood_on(goal)
        reached: dict[int, float] = {}
        queue = list(self.departures(start))
        heapq.heapify(queue)
        while queue:
            spent, arc = heapq.heappop(queue)
            if arc in reached:
                continue
            reached[arc] = spent
            best = min(best, spent + goals.get(arc, INF))
            if end is not None and self.head[arc] == end[0]:
                best = min(best, spent + end[1])
            for following in self.arcs:
                cost = self.step_ms(arc, following)
                if cost < INF:
                    heapq.heappush(queue, (spent + cost, following))
        return best

    def step_ms(self, arc: int, following: int) -> float:
        turn = self.turn.get((arc, following))
        if turn is None or (arc, following) in self.banned or not self.is_open(following):
            return INF
        return turn + self.travel[following] + self.crossing[following]

    def is_open(self, arc: int) -> bool:
        return self.travel[arc] < CLOSED_MS and self.edge[arc] not in self.closed

    def part_ms(self, arc: int, share: float) -> int:
        return round(share * self.travel[arc])

    def directions(self, place: Place) -> Iterator[tuple[int, float]]:
        """Each arc along the place's edge, and how far along the arc the place is."""
        edge, fraction = place
        yield edge, fraction
        if self.back[edge] >= 0:
            yield self.back[edge], 1 - fraction

    def departures(self, place: Place) -> Iterator[tuple[float, int]]:
        """What is spent when one has gone along a first arc to its end."""
        for arc, share in self.directions(place):
            yield self.part_ms(arc, 1 - share) + self.crossing[arc], arc
        begin = self.begin_stood_on(place)
        if begin is not None:
            for arc in self.arcs:
                if self.tail[arc] == begin[0] and self.is_open(arc):
                    yield begin[1] + self.leave_ms(arc) + self.travel[arc] + self.crossing[arc], arc

    def leave_ms(self, arc: int) -> float:
        """What it costs who stands on an arc's first junction, having come from anywhere, to turn into it."""
        node = self.tail[arc]
        if not self.turning[node]:
            return 0
        turns = [self.turn[x, arc] for x in self.arcs if self.head[x] == node and (x, arc) not in self.banned]
        return min(turns, default=INF)

    def at_once_ms(self, start: Place, goal: Place) -> float:
        """From a junction stood on straight into an edge that begins there, or to a place that stands there too."""
        begin, end = self.begin_stood_on(start), self.end_stood_on(goal)
        if begin is None:
            return INF
        node, spent = begin
        ways = [
            spent + self.leave_ms(arc) + self.part_ms(arc, share)
            for arc, share in self.directions(goal)
            if self.tail[arc] == node
        ]
        if end is not None and end[0] == node and (not self.turning[node] or node in self.head):
            ways.append(spent + end[1])
        return min(ways, default=INF)

    def arrivals(self, place: Place) -> Iterator[tuple[int, float]]:
        """By which arc one comes to the place's edge, and what is left from the end of that arc."""
        for arc, share in self.directions(place):
            for before in self.arcs:
                if (before, arc) in self.turn and (before, arc) not in self.banned:
                    yield before, self.turn[before, arc] + self.part_ms(arc, share)

    def begin_stood_on(self, place: Place) -> tuple[int, float] | None:
        """The junction where a one-way edge begins, if the place stands on it."""
        edge, fraction = place
        if self.back[edge] < 0 and fraction * self.network.edge_length_m[edge] <= 1.0:
            return self.tail[edge], self.part_ms(edge, fraction)
        return None

    def end_stood_on(self, place: Place) -> tuple[int, float] | None:
        edge, fraction = place
        if self.back[edge] < 0 and (1 - fraction) * self.network.edge_length_m[edge] <= 1.0:
            return self.head[edge], self.part_ms(edge, 1 - fraction)
        return None

    def straight_ms(self, start: Place, goal: Place) -> float:
        if start[0] != goal[0]:
            return INF
        ahead = goal[1] - start[1]
        arc = start[0] if ahead >= 0 else self.back[start[0]]
        return abs(ahead) * self.travel[arc] if arc >= 0 and self.is_open(arc) else INF
