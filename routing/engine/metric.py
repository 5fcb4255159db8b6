"""What an engine is asked: one set of weights, one answer, and the checks at its border."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from routing.geo import FloatArray, IntArray

CLOSED_MS = 2_147_483_647
"""The weight of an arc that cannot be passed: RoutingKit's infinity."""

Entry = tuple[int, int]
"""A node and the milliseconds already spent there (source side) or still to spend (target side)."""


class Path(NamedTuple):
    """A shortest path: its cost with both ends' entries, its first node, and the arcs it follows."""

    cost_ms: int
    first_node: int
    arcs: list[int]


class Metric(Protocol):
    """One set of weights, ready to be asked from any thread."""

    def times_to(self, sources: IntArray, targets: Sequence[Sequence[Entry]]) -> FloatArray:
        """Milliseconds from each source node to each target, (sources, targets); inf where no way leads.

        Each target is one or more entries: the ways into a place in the middle of an edge.
        """

    def path(self, sources: Sequence[Entry], targets: Sequence[Entry]) -> Path | None:
        """The cheapest path from any source entry to any target entry, or None."""


def check_weights(weights_ms: IntArray, arc_count: int) -> None:
    if weights_ms.shape != (arc_count,):
        raise ValueError(f"{arc_count} arcs need as many weights, not {weights_ms.shape}")
    if arc_count and (weights_ms.min() < 1 or weights_ms.max() > CLOSED_MS):
        raise ValueError("a weight is between 1 ms and CLOSED_MS")


def check_nodes(nodes: IntArray, node_count: int) -> None:
    if len(nodes) and (nodes.min() < 0 or nodes.max() >= node_count):
        raise ValueError(f"node id outside 0..{node_count - 1}")


def check_entries(entries: Sequence[Entry], node_count: int) -> None:
    for node, cost_ms in entries:
        if not 0 <= node < node_count:
            raise ValueError(f"node id {node} outside 0..{node_count - 1}")
        if not 0 <= cost_ms < CLOSED_MS:
            raise ValueError(f"entry cost {cost_ms} ms out of range")
