"""Shortest paths over integer milliseconds: a customizable contraction hierarchy, and Dijkstra as oracle.

Both engines answer the same two questions, so that one can stand in for the other. A metric is immutable: a
closure makes a new metric, and a query that is under way keeps the one it began with. That also keeps the two
promises `routingkit-cch` asks for: weights never change under a living query, and a query object stays in the
thread that made it, because each call makes its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
import routingkit_cch
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routing.errors import EngineError
from routing.geo import FloatArray, IntArray
from routing.network import Network

CLOSED_MS = 2_147_483_647
"""The weight of an arc that cannot be passed: RoutingKit's infinity."""

log = logging.getLogger(__name__)

Entry = tuple[int, int]
"""A node and the milliseconds already spent there (source side) or still to spend (target side)."""

_T = TypeVar("_T")


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


def contraction_order(network: Network) -> IntArray:
    """The order in which the hierarchy contracts the nodes: seconds on a large city, so it is saved."""
    arcs = network.arcs
    return np.asarray(
        _guarded(
            lambda: routingkit_cch.compute_order_inertial(
                network.node_count,
                arcs.tail.tolist(),
                arcs.head.tolist(),
                network.node_lat.tolist(),
                network.node_lon.tolist(),
            )
        ),
        dtype=np.int64,
    )


class CchEngine:
    """The hierarchy of one network; holds no weights."""

    def __init__(self, network: Network) -> None:
        order = network.order if network.order is not None else contraction_order(network)
        arcs = network.arcs
        self._node_count = network.node_count
        self._arc_count = len(arcs)
        self._cch = _guarded(lambda: routingkit_cch.CCH(order.tolist(), arcs.tail.tolist(), arcs.head.tolist(), False))

    def metric(self, weights_ms: IntArray) -> CchMetric:
        """Customize the hierarchy for one weight per arc (`CLOSED_MS` = impassable)."""
        _check_weights(weights_ms, self._arc_count)
        weights = weights_ms.tolist()
        return CchMetric(_guarded(lambda: routingkit_cch.CCHMetric(self._cch, weights)), self._node_count)


class CchMetric:
    """A customized hierarchy. Safe to share between threads."""

    def __init__(self, metric: routingkit_cch.CCHMetric, node_count: int) -> None:
        self._metric = metric
        self._node_count = node_count

    def times_to(self, sources: IntArray, targets: Sequence[Sequence[Entry]]) -> FloatArray:
        _check_nodes(sources, self._node_count)
        times = np.full((len(sources), len(targets)), np.inf)
        if len(sources) == 0:
            return times
        for entries in targets:
            _check_entries(entries, self._node_count)

        def ask() -> None:
            query = routingkit_cch.CCHManyToOne(self._metric, sources.tolist())
            for column, entries in enumerate(targets):
                if entries:
                    # None (unreachable) becomes NaN here, and infinity below.
                    times[:, column] = query.distances_to_multi(list(entries))

        _guarded(ask)
        times[np.isnan(times)] = np.inf
        return times

    def path(self, sources: Sequence[Entry], targets: Sequence[Entry]) -> Path | None:
        _check_entries(sources, self._node_count)
        _check_entries(targets, self._node_count)
        if not sources or not targets:
            return None

        def ask() -> Path | None:
            result = routingkit_cch.CCHQuery(self._metric).run_multi(list(sources), list(targets))
            if result.distance is None:
                return None
            return Path(result.distance, result.node_path[0], result.arc_path)

        return _guarded(ask)


class DijkstraEngine:
    """Plain Dijkstra by scipy: the oracle of the tests, and the stand-in when the hierarchy fails."""

    def __init__(self, network: Network) -> None:
        arcs = network.arcs
        self._tail, self._head = arcs.tail, arcs.head
        self._node_count = network.node_count

    def metric(self, weights_ms: IntArray) -> DijkstraMetric:
        _check_weights(weights_ms, len(self._tail))
        return DijkstraMetric(self._tail, self._head, weights_ms, self._node_count)


class DijkstraMetric:
    """One weight per arc in sparse matrices, forward and backward."""

    def __init__(self, tail: IntArray, head: IntArray, weights_ms: IntArray, node_count: int) -> None:
        # scipy sums parallel arcs and loses which was which: keep the cheapest of each (tail, head).
        passable = np.flatnonzero(weights_ms < CLOSED_MS)
        by_cost = passable[np.lexsort((weights_ms[passable], head[passable], tail[passable]))]
        pair = tail[by_cost] * node_count + head[by_cost]
        kept = by_cost[np.concatenate(([True], pair[1:] != pair[:-1]))] if len(by_cost) else by_cost
        self._arc_of = dict(zip(zip(tail[kept].tolist(), head[kept].tolist(), strict=True), kept.tolist(), strict=True))
        cost = weights_ms[kept].astype(np.float64)
        shape = (node_count, node_count)
        self.forward = csr_array((cost, (tail[kept], head[kept])), shape=shape)
        self._backward = csr_array((cost, (head[kept], tail[kept])), shape=shape)
        self._node_count = node_count

    def times_to(self, sources: IntArray, targets: Sequence[Sequence[Entry]]) -> FloatArray:
        _check_nodes(sources, self._node_count)
        times = np.full((len(sources), len(targets)), np.inf)
        for column, entries in enumerate(targets):
            _check_entries(entries, self._node_count)
            for node, cost_ms in entries:
                reached = dijkstra(self._backward, indices=node)[sources] + cost_ms
                times[:, column] = np.minimum(times[:, column], reached)
        return times

    def path(self, sources: Sequence[Entry], targets: Sequence[Entry]) -> Path | None:
        _check_entries(sources, self._node_count)
        _check_entries(targets, self._node_count)
        best: Path | None = None
        for source, spent_ms in sources:
            reached, before = dijkstra(self.forward, indices=source, return_predecessors=True)
            for target, left_ms in targets:
                cost = spent_ms + reached[target] + left_ms
                if np.isfinite(cost) and (best is None or cost < best.cost_ms):
                    best = Path(int(cost), source, self._arcs_between(source, target, before))
        return best

    def _arcs_between(self, source: int, target: int, before: NDArray[np.int32]) -> list[int]:
        arcs: list[int] = []
        node = target
        while node != source:
            previous = int(before[node])
            arcs.append(self._arc_of[previous, node])
            node = previous
        return arcs[::-1]


class SafeMetric:
    """The hierarchy's metric, with Dijkstra behind it: a library that fails costs speed, never an answer."""

    def __init__(self, fast: Metric, make_slow: Callable[[], Metric]) -> None:
        self._fast = fast
        self._make_slow = make_slow

    def times_to(self, sources: IntArray, targets: Sequence[Sequence[Entry]]) -> FloatArray:
        try:
            return self._fast.times_to(sources, targets)
        except EngineError:
            log.exception("contraction hierarchy failed; answering with Dijkstra")
            return self._make_slow().times_to(sources, targets)

    def path(self, sources: Sequence[Entry], targets: Sequence[Entry]) -> Path | None:
        try:
            return self._fast.path(sources, targets)
        except EngineError:
            log.exception("contraction hierarchy failed; answering with Dijkstra")
            return self._make_slow().path(sources, targets)


def _guarded(call: Callable[[], _T]) -> _T:
    """Run a call into the library and turn its panics into `EngineError`.

    PyO3's `PanicException` is a `BaseException`, so `except Exception` would let it end the process.
    """
    try:
        return call()
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:
        raise EngineError(f"routingkit-cch: {error}") from error


def _check_weights(weights_ms: IntArray, arc_count: int) -> None:
    if weights_ms.shape != (arc_count,):
        raise ValueError(f"{arc_count} arcs need as many weights, not {weights_ms.shape}")
    if arc_count and (weights_ms.min() < 1 or weights_ms.max() > CLOSED_MS):
        raise ValueError("a weight is between 1 ms and CLOSED_MS")


def _check_nodes(nodes: IntArray, node_count: int) -> None:
    if len(nodes) and (nodes.min() < 0 or nodes.max() >= node_count):
        raise ValueError(f"node id outside 0..{node_count - 1}")


def _check_entries(entries: Sequence[Entry], node_count: int) -> None:
    for node, cost_ms in entries:
        if not 0 <= node < node_count:
            raise ValueError(f"node id {node} outside 0..{node_count - 1}")
        if not 0 <= cost_ms < CLOSED_MS:
            raise ValueError(f"entry cost {cost_ms} ms out of range")
