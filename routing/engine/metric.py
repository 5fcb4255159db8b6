"""What an engine is asked: one set of weights, one answer, and the checks at its border."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from routing.geo import FloatArray, IntArray

CLOSED_MS = 2_147_483_647
"""The weight of a step that cannot be taken: RoutingKit's infinity."""

Entry = tuple[int, int]
"""A state and the milliseconds already spent there (source side) or still to spend (target side)."""


class Path(NamedTuple):
    """A shortest path: its cost with both ends' entries, its first state, and the steps it takes."""

    cost_ms: int
    first_state: int
    steps: list[int]


class Metric(Protocol):
    """One set of weights, ready to be asked from any thread."""

    def times_to(self, sources: IntArray, targets: Sequence[Sequence[Entry]]) -> FloatArray:
        """Milliseconds from each source state to each target, (sources, targets); inf where no way leads.

        Each target is one or more entries: the ways into a place in the middle of an edge.
        """

    def path(self, sources: Sequence[Entry], targets: Sequence[Entry]) -> Path | None:
        """The cheapest path from any source entry to any target entry, or None."""


def check_weights(weights_ms: IntArray, step_count: int) -> None:
    if weights_ms.shape != (step_count,):
        raise ValueError(f"{step_count} steps need as many weights, not {weights_ms.shape}")
    if step_count and (weights_ms.min() < 1 or weights_ms.max() > CLOSED_MS):
        raise ValueError("a weight is between 1 ms and CLOSED_MS")


def check_states(states: IntArray, state_count: int) -> None:
    if len(states) and (states.min() < 0 or states.max() >= state_count):
        raise ValueError(f"state outside 0..{state_count - 1}")


def check_entries(entries: Sequence[Entry], state_count: int) -> None:
    for state, cost_ms in entries:
        if not 0 <= state < state_count:
            raise ValueError(f"state {state} outside 0..{state_count - 1}")
        if not 0 <= cost_ms < CLOSED_MS:
            raise ValueError(f"entry cost {cost_ms} ms out of range")
