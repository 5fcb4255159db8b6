"""The states of the roads that were asked for lately, by what is closed in them and by the period of the day."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass

from routing.travel.state import State


@dataclass(slots=True)
class _Kept:
    state: State
    last_use: int = 0


class States:
    """One state for each set of closed edges in a period, shared by all who ask for it, from any thread.

    The state given first stays; of the others, those asked for last. A state that was dropped is made anew when
    somebody asks for its set again, and whoever holds it may go on with it.
    """

    KEPT = 12
    """Now, before and after the next border, for a stream and its practice twin, over the change of a period; and a
    look ahead or two."""

    def __init__(self, opened: State) -> None:
        self._opened = opened
        self._kept: dict[tuple[frozenset[int], str], _Kept] = {}
        self._uses = itertools.count(1)
        self._making = threading.Lock()

    def of(self, closed: frozenset[int], period: str) -> State:
        """The state in which exactly `closed` is closed; where it is new, with the metrics in use made first."""
        key = closed, period
        if key == (self._opened.closed, self._opened.period):
            return self._opened
        kept = self._kept.get(key)
        if kept is None:
            with self._making:
                kept = self._kept.get(key) or self._make(closed, period)
        kept.last_use = next(self._uses)
        return kept.state

    def _make(self, closed: frozenset[int], period: str) -> _Kept:
        made = _Kept(self._opened.sibling(closed=closed, period=period), next(self._uses))
        if len(self._kept) >= self.KEPT:
            del self._kept[min(self._kept, key=lambda other: self._kept[other].last_use)]
        self._kept[closed, period] = made
        return made
