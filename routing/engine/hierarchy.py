"""The customizable contraction hierarchy of `routingkit-cch`, behind guards.

A metric is immutable: a closure makes a new metric, and a query that is under way keeps the one it began with. That
also keeps the two promises the library asks for: weights never change under a living query, and a query object stays
in the thread that made it, because each call makes its own.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import routingkit_cch

from routing.engine.graph import TurnGraph
from routing.engine.metric import Entry, Path, check_entries, check_states, check_weights
from routing.errors import EngineError
from routing.geo import FloatArray, IntArray

_T = TypeVar("_T")


def contraction_order(graph: TurnGraph) -> IntArray:
    """The order in which the hierarchy contracts the states: seconds on a large city, so it is saved."""
    lat, lon = graph.coordinates
    return np.asarray(
        _guarded(
            lambda: routingkit_cch.compute_order_inertial(
                graph.state_count, graph.tail.tolist(), graph.head.tolist(), lat.tolist(), lon.tolist()
            )
        ),
        dtype=np.int64,
    )


class CchEngine:
    """The hierarchy of one graph; holds no weights.

    Args:
        order: a permutation of the states, as `contraction_order` gives it; computed where absent.

    Raises:
        EngineError: the library refuses the graph or the order.
    """

    def __init__(self, graph: TurnGraph, order: IntArray | None = None) -> None:
        ranked = contraction_order(graph) if order is None else order
        self._state_count, self._step_count = graph.state_count, len(graph.arc)
        self._cch = _guarded(
            lambda: routingkit_cch.CCH(ranked.tolist(), graph.tail.tolist(), graph.head.tolist(), False)
        )

    def metric(self, weights_ms: IntArray) -> CchMetric:
        """Customize the hierarchy for one weight per step (`CLOSED_MS` = impassable)."""
        check_weights(weights_ms, self._step_count)
        weights = weights_ms.tolist()
        return CchMetric(_guarded(lambda: routingkit_cch.CCHMetric(self._cch, weights)), self._state_count)


class CchMetric:
    """A customized hierarchy. Safe to share between threads."""

    def __init__(self, metric: routingkit_cch.CCHMetric, state_count: int) -> None:
        self._metric = metric
        self._state_count = state_count

    def times_to(self, sources: IntArray, targets: Sequence[Sequence[Entry]]) -> FloatArray:
        check_states(sources, self._state_count)
        times = np.full((len(sources), len(targets)), np.inf)
        if len(sources) == 0:
            return times
        for entries in targets:
            check_entries(entries, self._state_count)

        def ask() -> None:
            query = routingkit_cch.CCHManyToOne(self._metric, sources.tolist())
            for column, entries in enumerate(targets):
                if entries:
                    times[:, column] = _floats(query.distances_to_multi(list(entries)))

        _guarded(ask)
        return times

    def path(self, sources: Sequence[Entry], targets: Sequence[Entry]) -> Path | None:
        check_entries(sources, self._state_count)
        check_entries(targets, self._state_count)
        if not sources or not targets:
            return None

        def ask() -> Path | None:
            result = routingkit_cch.CCHQuery(self._metric).run_multi(list(sources), list(targets))
            if result.distance is None:
                return None
            return Path(result.distance, result.node_path[0], result.arc_path)

        return _guarded(ask)


def _floats(distances: list[int | None]) -> FloatArray:
    """The library's answer as an array; None (unreachable) becomes infinity."""
    try:
        whole = array("q", distances)  # type: ignore[type-var]  # a None among them is the TypeError below
        return np.frombuffer(whole, dtype=np.int64).astype(np.float64)
    except TypeError:
        times = np.array(distances, dtype=np.float64)
        times[np.isnan(times)] = np.inf
        return times


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
