"""The customizable contraction hierarchy of `routingkit-cch`, behind guards.

A metric is immutable: a closure makes a new metric, and a query that is under way keeps the one it began with. That
also keeps the two promises the library asks for: weights never change under a living query, and a query object stays
in the thread that made it, because each call makes its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import routingkit_cch

from routing.engine.metric import Entry, Path, check_entries, check_nodes, check_weights
from routing.errors import EngineError
from routing.geo import FloatArray, IntArray
from routing.network.network import Network

_T = TypeVar("_T")


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
        check_weights(weights_ms, self._arc_count)
        weights = weights_ms.tolist()
        return CchMetric(_guarded(lambda: routingkit_cch.CCHMetric(self._cch, weights)), self._node_count)


class CchMetric:
    """A customized hierarchy. Safe to share between threads."""

    def __init__(self, metric: routingkit_cch.CCHMetric, node_count: int) -> None:
        self._metric = metric
        self._node_count = node_count

    def times_to(self, sources: IntArray, targets: Sequence[Sequence[Entry]]) -> FloatArray:
        check_nodes(sources, self._node_count)
        times = np.full((len(sources), len(targets)), np.inf)
        if len(sources) == 0:
            return times
        for entries in targets:
            check_entries(entries, self._node_count)

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
        check_entries(sources, self._node_count)
        check_entries(targets, self._node_count)
        if not sources or not targets:
            return None

        def ask() -> Path | None:
            result = routingkit_cch.CCHQuery(self._metric).run_multi(list(sources), list(targets))
            if result.distance is None:
                return None
            return Path(result.distance, result.node_path[0], result.arc_path)

        return _guarded(ask)


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
