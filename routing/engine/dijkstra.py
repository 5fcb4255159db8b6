"""Plain Dijkstra by scipy: the oracle of the tests, and the stand-in when the hierarchy fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routing.engine.graph import TurnGraph
from routing.engine.metric import CLOSED_MS, Entry, Path, check_entries, check_states, check_weights
from routing.geo import FloatArray, IntArray


class DijkstraEngine:
    """Plain Dijkstra by scipy: the oracle of the tests, and the stand-in when the hierarchy fails."""

    def __init__(self, graph: TurnGraph) -> None:
        self._tail, self._head = graph.tail, graph.head
        self._state_count = graph.state_count

    def metric(self, weights_ms: IntArray) -> DijkstraMetric:
        check_weights(weights_ms, len(self._tail))
        return DijkstraMetric(self._tail, self._head, weights_ms, self._state_count)


class DijkstraMetric:
    """One weight per step in sparse matrices, forward and backward."""

    def __init__(self, tail: IntArray, head: IntArray, weights_ms: IntArray, state_count: int) -> None:
        # scipy sums parallel steps and loses which was which: keep the cheapest of each (tail, head).
        passable = np.flatnonzero(weights_ms < CLOSED_MS)
        by_cost = passable[np.lexsort((weights_ms[passable], head[passable], tail[passable]))]
        pair = tail[by_cost] * state_count + head[by_cost]
        kept = by_cost[np.concatenate(([True], pair[1:] != pair[:-1]))] if len(by_cost) else by_cost
        self._step_of: dict[tuple[int, int], int] = dict(
            zip(zip(tail[kept].tolist(), head[kept].tolist(), strict=True), kept.tolist(), strict=True)
        )
        cost = weights_ms[kept].astype(np.float64)
        shape = (state_count, state_count)
        self.forward = csr_array((cost, (tail[kept], head[kept])), shape=shape)
        self.backward = csr_array((cost, (head[kept], tail[kept])), shape=shape)
        self._state_count = state_count

    def times_to(self, sources: IntArray, targets: Sequence[Sequence[Entry]]) -> FloatArray:
        check_states(sources, self._state_count)
        times = np.full((len(sources), len(targets)), np.inf)
        for column, entries in enumerate(targets):
            check_entries(entries, self._state_count)
            for state, cost_ms in entries:
                reached = dijkstra(self.backward, indices=state)[sources] + cost_ms
                times[:, column] = np.minimum(times[:, column], reached)
        return times

    def path(self, sources: Sequence[Entry], targets: Sequence[Entry]) -> Path | None:
        check_entries(sources, self._state_count)
        check_entries(targets, self._state_count)
        best: Path | None = None
        for source, spent_ms in sources:
            reached, before = dijkstra(self.forward, indices=source, return_predecessors=True)
            for target, left_ms in targets:
                cost = spent_ms + reached[target] + left_ms
                if np.isfinite(cost) and (best is None or cost < best.cost_ms):
                    best = Path(int(cost), source, self._steps_between(source, target, before))
        return best

    def step_between(self, tail: int, head: int) -> int:
        """The cheapest passable step from one state to another, which must be neighbours."""
        return self._step_of[tail, head]

    def _steps_between(self, source: int, target: int, before: NDArray[np.int32]) -> list[int]:
        steps: list[int] = []
        state = target
        while state != source:
            previous = int(before[state])
            steps.append(self.step_between(previous, state))
            state = previous
        return steps[::-1]


class Tree(NamedTuple):
    """Shortest paths from one or more entries to all states.

    Args:
        cost_ms: (states,) with the entry's own cost; inf where no way leads, or none within the limit.
        previous: (states,) the state before on the way; negative at an entry and where no way leads.
    """

    cost_ms: FloatArray
    previous: NDArray[np.int32]


def grow_tree(graph: csr_array, entries: Sequence[tuple[int, float]], limit_ms: float = np.inf) -> Tree:
    """One search over a matrix of costs, from a vertex of its own that leads to every entry.

    Args:
        graph: `DijkstraMetric.forward`, or `backward` for the ways that lead to the entries.
    """
    count = graph.shape[0]
    best: dict[int, float] = {}
    for state, cost_ms in entries:
        best[state] = min(cost_ms, best.get(state, np.inf))
    # scipy takes a stored zero for no arc, hence the millisecond that is taken off again.
    states, costs = np.array(list(best), dtype=graph.indices.dtype), np.array(list(best.values())) + 1.0
    with_start = csr_array(
        (
            np.concatenate((graph.data, costs)),
            np.concatenate((graph.indices, states)),
            np.concatenate((graph.indptr, [graph.indptr[-1] + len(states)])).astype(graph.indptr.dtype),
        ),
        shape=(count + 1, count + 1),
    )
    found, previous = dijkstra(with_start, indices=count, limit=limit_ms + 1.0, return_predecessors=True)
    return Tree(found[:count] - 1.0, np.where(previous[:count] == count, -1, previous[:count]))
