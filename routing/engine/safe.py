"""The hierarchy with Dijkstra behind it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from routing.engine.metric import Entry, Metric, Path
from routing.errors import EngineError
from routing.geo import FloatArray, IntArray

log = logging.getLogger(__name__)


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
