"""When boats are boarded: hours of the week, cut by closures, first in first out; one table for all legs."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from routing.boats.hours import WEEK_S, Piece
from routing.geo import FloatArray

HORIZON_WEEKS = 520
"""A closure that goes on for longer has no known end."""

Shut = tuple[float, float]
"""From when, included, to when, excluded, a leg is closed: seconds on the table's clock; inf has no known end."""


class Boarded(NamedTuple):
    """What who comes to the pier waits for: that boarding begins, and that the boat then leaves. inf: in vain."""

    wait_s: float
    filling_s: float


class BoardingTable:
    """Waiting times at piers, on a clock that counts seconds from a Monday's local midnight.

    Who comes while a leg is open waits until a boat has filled; who comes while it is shut waits until it opens,
    and then likewise. A later boat that leaves earlier, because it fills quicker, is taken instead: coming later
    never means leaving earlier.

    Args:
        weeks: per leg its hours and fillings (`week_pieces`).
        closed: per leg the times at which it is not boarded, in any order; they may overlap.
    """

    def __init__(self, weeks: Sequence[Sequence[Piece]], closed: Sequence[Sequence[Shut]]) -> None:
        tables = [_leg_table(week, _merged(shut)) for week, shut in zip(weeks, closed, strict=True)]
        self._period_from_s = np.array([table.period_from_s for table in tables], dtype=np.float64)
        span_s = float(self._period_from_s.max(initial=0.0)) + 3 * WEEK_S  # no piece of any leg ends in its last week
        self._shift_s = np.arange(len(tables)) * span_s
        ends = [np.minimum(table.end_s, span_s - WEEK_S) + leg * span_s for leg, table in enumerate(tables)]
        self._end_s = np.concatenate(ends) if ends else np.zeros(0)
        self._begin_s, self._filling_s, self._later_s = (
            np.concatenate([getattr(table, name) for table in tables]) if tables else np.zeros(0)
            for name in ("begin_s", "filling_s", "later_s")
        )
        self._by_leg = [
            (t.end_s.tolist(), t.begin_s.tolist(), t.filling_s.tolist(), t.later_s.tolist(), t.period_from_s)
            for t in tables
        ]

    def delay_s(self, at_s: FloatArray) -> FloatArray:
        """Seconds from coming to the pier until the boat takes its people aboard; inf if it never will.

        Args:
            at_s: (travellers, legs) when each traveller comes to the first pier of each leg; finite, not below 0.
        """
        weeks = np.floor((at_s - self._period_from_s) / WEEK_S)
        at_s = at_s - WEEK_S * np.maximum(weeks, 0.0)
        place = np.searchsorted(self._end_s, at_s + self._shift_s, side="right")
        now = np.maximum(self._begin_s[place] - at_s, 0.0) + self._filling_s[place]
        return np.minimum(now, self._later_s[place] - at_s)

    def board(self, leg: int, at_s: float) -> Boarded:
        """The delay of one traveller at one leg, in its two parts."""
        end_s, begin_s, filling_s, later_s, period_from_s = self._by_leg[leg]
        if at_s >= period_from_s:
            at_s -= WEEK_S * ((at_s - period_from_s) // WEEK_S)
        place = bisect_right(end_s, at_s)
        wait_s = max(begin_s[place] - at_s, 0.0)
        if math.isinf(wait_s):
            return Boarded(math.inf, 0.0)
        return Boarded(wait_s, min(filling_s[place], later_s[place] - at_s - wait_s))


class _LegTable(NamedTuple):
    """The pieces of one leg in order, the last an endless one that never takes anybody."""

    begin_s: FloatArray
    end_s: FloatArray
    filling_s: FloatArray
    later_s: FloatArray
    """The earliest that a boat of any later piece leaves."""
    period_from_s: float
    """From here on every week is alike."""


def _leg_table(week: Sequence[Piece], shut: list[Shut]) -> _LegTable:
    """The pieces from the table's Monday until all closures are over, and two ordinary weeks after them."""
    known = [border for begin, end in shut for border in (begin, end) if np.isfinite(border)]
    ordinary = int(np.ceil(max(known, default=0.0) / WEEK_S))
    begin_s, end_s, filling_s = _cut(week, ordinary + 2, shut)
    begin_s, end_s = np.append(begin_s, np.inf), np.append(end_s, np.inf)
    filling_s = np.append(filling_s, 0.0)
    leaves_s = begin_s + filling_s
    later_s = np.append(np.minimum.accumulate(leaves_s[::-1])[::-1][1:], np.inf)
    return _LegTable(begin_s, end_s, filling_s, later_s, float(ordinary * WEEK_S))


def _cut(week: Sequence[Piece], weeks: int, shut: list[Shut]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Begin, end and filling of every piece that closures leave of some weeks."""
    one = np.array(week, dtype=np.float64)
    parts = []
    gaps = zip([0.0, *(end for _, end in shut)], [*(begin for begin, _ in shut), float(weeks * WEEK_S)], strict=True)
    for opens_s, shuts_s in gaps:
        if not opens_s < shuts_s:
            continue
        first, last = int(opens_s // WEEK_S), int(np.ceil(shuts_s / WEEK_S))
        shift = np.repeat(np.arange(first, last) * float(WEEK_S), len(one))
        begin_s, end_s, filling_s = np.tile(one, (last - first, 1)).T
        begin_s, end_s = np.maximum(begin_s + shift, opens_s), np.minimum(end_s + shift, shuts_s)
        left = begin_s < end_s
        parts.append((begin_s[left], end_s[left], filling_s[left]))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] or [np.zeros(0)] * 3
    return columns[0], columns[1], columns[2]


def _merged(closed: Sequence[Shut]) -> list[Shut]:
    """Closures in order, those that touch made one, without what is over at the clock's zero."""
    merged: list[Shut] = []
    limit_s = float(HORIZON_WEEKS * WEEK_S)
    for begin_s, end_s in sorted((max(begin, 0.0), end if end <= limit_s else np.inf) for begin, end in closed):
        if begin_s >= end_s or begin_s > limit_s:
            continue
        if merged and begin_s <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end_s))
        else:
            merged.append((begin_s, end_s))
    return merged
