"""Shortest ways over a few streets: what a search costs depends on the hop, not on the size of the network."""

from __future__ import annotations

import heapq
import math
from typing import NamedTuple

from routing.geo import BoolArray
from routing.network.network import Network


class Reached(NamedTuple):
    """What lies near a node: metres to each node, and the arc by which each is reached."""

    metres: dict[int, float]
    by_arc: dict[int, int]


class NearbyWays:
    """Bounded Dijkstra by length over the arcs of usable edges, from the end of an edge on.

    Nobody turns round at a junction, so no way begins by going back along the edge it comes from, unless that edge
    ends there. Between two fixes a unit passes a handful of nodes; a search in plain Python over these is quicker
    than one whose arrays are as long as the network.
    """

    def __init__(self, network: Network, usable: BoolArray) -> None:
        self._network = network
        arcs = network.arcs
        self._tail = arcs.tail.tolist()
        self._out: dict[int, list[tuple[int, float, int]]] = {}
        length_m = network.edge_length_m[arcs.edge].tolist()
        for arc, (tail, head) in enumerate(zip(self._tail, arcs.head.tolist(), strict=True)):
            if usable[arcs.edge[arc]]:
                self._out.setdefault(tail, []).append((head, length_m[arc], arc))

    def end_of(self, edge: int, *, forward: bool) -> int:
        """The node that travel along an edge leads to."""
        return int(self._network.edge_b[edge] if forward else self._network.edge_a[edge])

    def reach(self, edge: int, *, forward: bool, limit_m: float, until: int | None = None) -> Reached:
        """Everything within a limit of the end of an edge; with `until`, no more than it takes to reach that node."""
        node = self.end_of(edge, forward=forward)
        back = int(self._network.arcs.reverse_of_edge[edge]) if forward else edge
        ways_on = [way for way in self._out.get(node, []) if way[2] != back] or self._out.get(node, [])
        metres, by_arc, done = {node: 0.0}, dict[int, int](), set[int]()
        queue = [(0.0, node)]
        while queue:
            spent_m, here = heapq.heappop(queue)
            if here == until:
                break
            if here in done:
                continue
            done.add(here)
            for head, length_m, arc in ways_on if here == node else self._out.get(here, ()):
                there_m = spent_m + length_m
                if there_m <= limit_m and (head not in metres or there_m < metres[head]):
                    metres[head], by_arc[head] = there_m, arc
                    heapq.heappush(queue, (there_m, head))
        return Reached(metres, by_arc)

    def get_path(self, edge: int, target: int, *, forward: bool) -> list[int]:
        """The arcs of the shortest way from the end of an edge to a node.

        Raises:
            KeyError: no way leads there.
        """
        by_arc = self.reach(edge, forward=forward, limit_m=math.inf, until=target).by_arc
        origin = self.end_of(edge, forward=forward)
        arcs, node = list[int](), target
        while node != origin:
            arcs.append(by_arc[node])
            node = self._tail[arcs[-1]]
        return arcs[::-1]
