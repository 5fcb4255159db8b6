"""Which of several facilities is reached first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from routing.travel.answers import TravelTime


class Nearest(NamedTuple):
    """A facility by its number in the question, and the way there."""

    facility: int
    travel: TravelTime


def nearest_of(times: Sequence[TravelTime], k: int) -> list[Nearest]:
    """The `k` quickest, quickest first; of equals the one named first."""
    by_time = sorted(range(len(times)), key=lambda number: times[number].duration_s)
    return [Nearest(number, times[number]) for number in by_time[:k]]
