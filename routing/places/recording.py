"""A recorded trip as it comes from a tablet, and what is left of it once it is in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from routing.errors import RoutingInputError
from routing.geo import FloatArray, Plane, Point, check_point
from routing.places.heading import ASSUMED_ACCURACY_M

ASSUMED_HALT_S = 20.0
"""Assumption: a unit that stays within its noise for less than this drives slowly; longer, and it stood."""

ASSUMED_WORST_ACCURACY_M = 100.0
"""Assumption: a fix less accurate than this says which neighbourhood, not which street."""


class RecordedFix(NamedTuple):
    """One position of a recorded trip.

    Args:
        at: aware.
        accuracy_m: its standard deviation, None where unknown.
    """

    at: datetime
    point: Point
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A trip in order: times that rise, one fix each, none where the unit stood still.

    Args:
        at_s: (n,) seconds since 1970.
        xy: (n, 2) metres on a network's plane.
        accuracy_m: (n,) standard deviations, assumed where unknown.
        still_s: (n,) how long the unit stayed at a fix before it moved on.
    """

    at_s: FloatArray
    xy: FloatArray
    accuracy_m: FloatArray
    still_s: FloatArray

    def __len__(self) -> int:
        return len(self.at_s)

    def left_s(self, row: int) -> float:
        """When the unit moved on from a fix."""
        return float(self.at_s[row] + self.still_s[row])

    def noise_m(self, one: int, other: int) -> float:
        """How far apart noise alone may put two fixes: two deviations of each."""
        return 2 * float(self.accuracy_m[one] + self.accuracy_m[other])

    def at(self, row: int, later_s: float = 0.0) -> datetime:
        return datetime.fromtimestamp(float(self.at_s[row]) + later_s, UTC)


def track_of(fixes: Sequence[RecordedFix], plane: Plane) -> Track:
    """Put fixes in order: sorted by time, the best of each instant kept, poor ones and those of a halt left out.

    Raises:
        RoutingInputError: a coordinate that is none, or a time without a zone.
    """
    for fix in fixes:
        check_point(fix.point)
        if fix.at.tzinfo is None or fix.at.utcoffset() is None:
            raise RoutingInputError(f"{fix.at!r} has no time zone")
    at_s = np.array([fix.at.timestamp() for fix in fixes])
    lat, lon = np.array([fix.point for fix in fixes], dtype=np.float64).reshape(-1, 2).T
    given_m = np.array([np.nan if fix.accuracy_m is None else fix.accuracy_m for fix in fixes], dtype=np.float64)
    accuracy_m = np.where(given_m > 0, np.maximum(given_m, 1.0), ASSUMED_ACCURACY_M)
    order = np.lexsort((accuracy_m, at_s))
    order = order[accuracy_m[order] <= ASSUMED_WORST_ACCURACY_M]
    order = order[np.diff(at_s[order], prepend=-np.inf) > 0]
    xy = plane.to_xy(lat[order], lon[order])
    moved = _moved(xy, accuracy_m[order])
    at_s, kept = at_s[order], np.flatnonzero(moved)
    last_of_halt = np.append(kept[1:], len(order)) - 1
    stayed_s = at_s[last_of_halt] - at_s[kept] if len(kept) else np.zeros(0)
    still_s = np.where(stayed_s >= ASSUMED_HALT_S, stayed_s, 0.0)
    return Track(at_s[kept], xy[kept], accuracy_m[order][kept], still_s)


def _moved(xy: FloatArray, accuracy_m: FloatArray) -> list[bool]:
    """Per fix: farther than its noise from the last that was kept. Two deviations, as Newson and Krumm take it."""
    moved: list[bool] = []
    last = np.full(2, np.inf)
    for place, deviation_m in zip(xy, accuracy_m, strict=True):
        moved.append(not np.hypot(*(place - last)) <= 2 * deviation_m)
        if moved[-1]:
            last = place
    return moved
