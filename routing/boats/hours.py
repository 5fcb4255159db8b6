"""The week as a boat leg's passengers see it: when it takes them, and how long it then takes to fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from routing.speeds.hours import DAY_MIN, EVERY_DAY, WEEK_MIN, Window

DAY_S = DAY_MIN * 60
WEEK_S = WEEK_MIN * 60

ALWAYS = (Window(EVERY_DAY, 0, 0),)

_SHUT = -1.0


@dataclass(frozen=True)
class Filling:
    """How long a boat that leaves when it is full is waited for, to who comes within the window."""

    window: Window
    seconds: float

    def __post_init__(self) -> None:
        if not 0 <= self.seconds <= DAY_S:
            raise ValueError(f"waiting {self.seconds} s for a boat to fill is not within a day")


class Piece(NamedTuple):
    """A stretch of the week in which a boat takes people, and how long it then takes to fill."""

    begin_s: int
    end_s: int
    filling_s: float


def week_pieces(hours: Sequence[Window], fillings: Sequence[Filling]) -> list[Piece]:
    """The week from Monday's midnight on; a piece ends where the hours or the filling change.

    Raises:
        ValueError: it never takes anybody, or two fillings hold at once.
    """
    filling_s = np.full(WEEK_MIN, _SHUT)
    for window in hours:
        filling_s[window.minutes_of_week()] = 0.0
    if (filling_s == _SHUT).all():
        raise ValueError("hours without a window: a boat that never sails")
    taken = np.zeros(WEEK_MIN, dtype=np.bool_)
    for filling in fillings:
        minutes = filling.window.minutes_of_week()
        if taken[minutes].any():
            raise ValueError("two waiting times for the same hour")
        taken[minutes] = True
        open_minutes = minutes[filling_s[minutes] != _SHUT]
        filling_s[open_minutes] = filling.seconds
    borders = [0, *(np.flatnonzero(np.diff(filling_s)) + 1).tolist(), WEEK_MIN]
    return [
        Piece(begin * 60, end * 60, float(filling_s[begin]))
        for begin, end in pairwise(borders)
        if filling_s[begin] != _SHUT
    ]
