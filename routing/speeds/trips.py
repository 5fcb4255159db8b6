"""Recorded trips after map matching: what the speeds are calibrated from."""

from __future__ import annotations

from typing import NamedTuple

from routing.speeds.profiles import Profile


class TripStep(NamedTuple):
    """One stretch of a trip.

    Args:
        edge: of the network that the trip was matched to.
        is_reverse: travelled from the edge's b-end to its a-end.
        seconds: from entering the stretch to entering the next, the wait at its end included.
        share: what part of the edge was travelled; the first and last step of a trip are seldom whole.
    """

    edge: int
    is_reverse: bool
    seconds: float
    share: float = 1.0


class Trip(NamedTuple):
    """One journey of a unit over roads, in one period of the week (`HourTable`), its steps in order."""

    profile: Profile
    period: str
    steps: tuple[TripStep, ...]
