"""What a recorded trip becomes on the map: stretches of road with direction, time and duration."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from routing.speeds.profiles import Profile
from routing.speeds.trips import Trip, TripStep


class MatchedFix(NamedTuple):
    """Where a fix was on the road. `fraction` counts from the edge's a-end."""

    at: datetime
    edge: int
    forward: bool
    fraction: float
    distance_m: float


class MatchedStep(NamedTuple):
    """A stretch of one edge.

    Args:
        forward: from the edge's a-end to its b-end.
        seconds: from entering it to entering the next. Between two fixes the unit is taken to keep its speed.
        begin, end: fractions of the edge from its a-end, in the order travelled.
    """

    edge: int
    forward: bool
    seconds: float
    entered_at: datetime
    begin: float
    end: float

    @property
    def share(self) -> float:
        """What part of the edge was travelled."""
        return abs(self.end - self.begin)


class MatchedPart(NamedTuple):
    """A part of a trip without a gap: each step begins where the one before ends."""

    fixes: tuple[MatchedFix, ...]
    steps: tuple[MatchedStep, ...]

    @property
    def trip_steps(self) -> tuple[TripStep, ...]:
        """The stretches as a calibration takes them; a halt where no way was made says nothing of a speed."""
        return tuple(TripStep(s.edge, not s.forward, s.seconds, s.share) for s in self.steps if s.share > 0)

    def trip(self, profile: Profile, period: str) -> Trip:
        """The part as a calibration takes it."""
        return Trip(profile, period, self.trip_steps)


class MatchedTrip(NamedTuple):
    """A recorded trip on the map, in as many parts as there are gaps in it.

    Args:
        given: how many fixes were recorded.
        used: how many of them are left in order and told of a movement.
        matched: how many of these are on the road that the trip took; the rest are outliers, or off the map.
    """

    parts: tuple[MatchedPart, ...]
    given: int
    used: int
    matched: int

    @property
    def share_matched(self) -> float:
        """Matched of the used fixes, 0 to 1; 0 where there are none."""
        return self.matched / self.used if self.used else 0.0

    @property
    def steps(self) -> tuple[MatchedStep, ...]:
        return tuple(step for part in self.parts for step in part.steps)
