"""Shortest-path libraries behind one face: the same graph, the same weights, the same questions."""

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import numpy as np
import routingkit_cch
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routing.engine.graph import TurnGraph
from routing.engine.hierarchy import CchEngine, contraction_order
from routing.engine.metric import CLOSED_MS
from routing.geo import FloatArray, IntArray


class Contestant(Protocol):
    """One library, built over a graph."""

    def weigh(self, weights_ms: IntArray) -> None:
        """Take new weights for every step."""

    def times_to(self, sources: IntArray, target: int) -> FloatArray:
        """(sources,) milliseconds from each source state to one target; inf where no way leads."""

    def matrix(self, sources: IntArray, targets: IntArray) -> FloatArray:
        """(sources, targets) milliseconds."""


class Ours:
    """The engine of `routing`, with its guards and checks."""

    def __init__(self, graph: TurnGraph) -> None:
        self._engine = CchEngine(graph, contraction_order(graph))

    def weigh(self, weights_ms: IntArray) -> None:
        self._metric = self._engine.metric(weights_ms)

    def times_to(self, sources: IntArray, target: int) -> FloatArray:
        return self._metric.times_to(sources, [[(target, 0)]])[:, 0]

    def matrix(self, sources: IntArray, targets: IntArray) -> FloatArray:
        return self._metric.times_to(sources, [[(target, 0)] for target in targets.tolist()])


class Bare:
    """The library below ours, called directly; its lists turned from and into arrays, as any caller has to."""

    def __init__(self, graph: TurnGraph) -> None:
        order = contraction_order(graph).tolist()
        self._cch = routingkit_cch.CCH(order, graph.tail.tolist(), graph.head.tolist(), False)

    def weigh(self, weights_ms: IntArray) -> None:
        self._metric = routingkit_cch.CCHMetric(self._cch, weights_ms.tolist())

    def times_to(self, sources: IntArray, target: int) -> FloatArray:
        query = routingkit_cch.CCHManyToOne(self._metric, sources.tolist())
        return _floats(query.distances_to(target))

    def matrix(self, sources: IntArray, targets: IntArray) -> FloatArray:
        query = routingkit_cch.CCHManyToOne(self._metric, sources.tolist())
        return np.column_stack([_floats(query.distances_to(target)) for target in targets.tolist()])


class Scipy:
    """`scipy.sparse.csgraph.dijkstra` on the reversed graph."""

    def __init__(self, graph: TurnGraph) -> None:
        self._graph = graph

    def weigh(self, weights_ms: IntArray) -> None:
        tail, head, cost = _cheapest(self._graph, weights_ms)
        shape = (self._graph.state_count, self._graph.state_count)
        self._backward = csr_array((cost.astype(np.float64), (head, tail)), shape=shape)

    def times_to(self, sources: IntArray, target: int) -> FloatArray:
        reached: FloatArray = dijkstra(self._backward, indices=target)[sources]
        return reached

    def matrix(self, sources: IntArray, targets: IntArray) -> FloatArray:
        reached: FloatArray = dijkstra(self._backward, indices=targets)[:, sources]
        return reached.T


class Networkx:
    """Dijkstra of networkx on the reversed graph."""

    def __init__(self, graph: TurnGraph) -> None:
        self._networkx: Any = importlib.import_module("networkx")
        self._graph = graph

    def weigh(self, weights_ms: IntArray) -> None:
        tail, head, cost = _cheapest(self._graph, weights_ms)
        self._backward = self._networkx.DiGraph()
        self._backward.add_nodes_from(range(self._graph.state_count))
        self._backward.add_weighted_edges_from(zip(head.tolist(), tail.tolist(), cost.tolist(), strict=True))

    def times_to(self, sources: IntArray, target: int) -> FloatArray:
        reached = self._networkx.single_source_dijkstra_path_length(self._backward, target)
        return np.array([reached.get(source, np.inf) for source in sources.tolist()])

    def matrix(self, sources: IntArray, targets: IntArray) -> FloatArray:
        return np.column_stack([self.times_to(sources, target) for target in targets.tolist()])


class Rustworkx:
    """Dijkstra of rustworkx on the reversed graph."""

    def __init__(self, graph: TurnGraph) -> None:
        self._rustworkx: Any = importlib.import_module("rustworkx")
        self._graph = graph

    def weigh(self, weights_ms: IntArray) -> None:
        tail, head, cost = _cheapest(self._graph, weights_ms)
        self._backward = self._rustworkx.PyDiGraph()
        self._backward.add_nodes_from(range(self._graph.state_count))
        self._backward.add_edges_from(list(zip(head.tolist(), tail.tolist(), cost.tolist(), strict=True)))

    def times_to(self, sources: IntArray, target: int) -> FloatArray:
        reached = dict(self._rustworkx.dijkstra_shortest_path_lengths(self._backward, target, float))
        return np.array([0.0 if source == target else reached.get(source, np.inf) for source in sources.tolist()])

    def matrix(self, sources: IntArray, targets: IntArray) -> FloatArray:
        return np.column_stack([self.times_to(sources, target) for target in targets.tolist()])


class Igraph:
    """`Graph.distances` of igraph."""

    def __init__(self, graph: TurnGraph) -> None:
        library: Any = importlib.import_module("igraph")
        ends = np.column_stack((graph.tail, graph.head)).tolist()
        self._graph = library.Graph(n=graph.state_count, edges=ends, directed=True)

    def weigh(self, weights_ms: IntArray) -> None:
        self._weights = np.where(weights_ms >= CLOSED_MS, np.inf, weights_ms).tolist()

    def times_to(self, sources: IntArray, target: int) -> FloatArray:
        reached = self._graph.distances(source=[target], weights=self._weights, mode="in")[0]
        return np.array(reached)[sources]

    def matrix(self, sources: IntArray, targets: IntArray) -> FloatArray:
        return np.column_stack([self.times_to(sources, target) for target in targets.tolist()])


PANDANA_UNREACHED_MS = 4_294_967.295
"""What pandana answers where no way leads: the largest 32-bit number of its thousandths."""


class Pandana:
    """The contraction hierarchy of pandana, which is built anew for other weights."""

    def __init__(self, graph: TurnGraph) -> None:
        self._pandana: Any = importlib.import_module("pandana")
        self._pandas: Any = importlib.import_module("pandas")
        self._graph = graph

    def weigh(self, weights_ms: IntArray) -> None:
        tail, head, cost = _cheapest(self._graph, weights_ms)
        lat, lon = self._graph.coordinates
        series, frame = self._pandas.Series, self._pandas.DataFrame
        with _talk_to_stderr():
            self._network = self._pandana.Network(
                series(lon), series(lat), series(tail), series(head), frame({"ms": cost.astype(np.float64)}), False
            )

    def times_to(self, sources: IntArray, target: int) -> FloatArray:
        lengths = self._network.shortest_path_lengths(sources.tolist(), [target] * len(sources))
        return np.array([np.inf if length >= PANDANA_UNREACHED_MS else length for length in lengths])

    def matrix(self, sources: IntArray, targets: IntArray) -> FloatArray:
        return np.column_stack([self.times_to(sources, target) for target in targets.tolist()])


CONTESTANTS: dict[str, Callable[[TurnGraph], Contestant]] = {
    "ours": Ours,
    "bare": Bare,
    "scipy": Scipy,
    "networkx": Networkx,
    "rustworkx": Rustworkx,
    "igraph": Igraph,
    "pandana": Pandana,
}
"""Ours first: the others are compared with it. Who is not installed is left out, and said."""


@contextmanager
def _talk_to_stderr() -> Iterator[None]:
    """Pandana writes its progress to the process's own output, which `--json` needs for itself."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _floats(distances: list[int | None]) -> FloatArray:
    return np.array([np.inf if distance is None else distance for distance in distances], dtype=np.float64)


def _cheapest(graph: TurnGraph, weights_ms: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """The passable steps, of parallel ones the cheapest, for libraries that keep one edge between two nodes."""
    passable = np.flatnonzero(weights_ms < CLOSED_MS)
    by_cost = passable[np.lexsort((weights_ms[passable], graph.head[passable], graph.tail[passable]))]
    pair = graph.tail[by_cost] * graph.state_count + graph.head[by_cost]
    kept = by_cost[np.concatenate(([True], pair[1:] != pair[:-1]))]
    return graph.tail[kept], graph.head[kept], weights_ms[kept]
