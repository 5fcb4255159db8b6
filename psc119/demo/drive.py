"""A route as a journey in time: where a unit is after so many seconds, and when it comes to a pier. Pure."""

import math
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

EARTH_M = 6_371_008.8
SeaState = Literal["at_pier", "aboard", "landed"]


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a unit is at one moment of its journey."""

    lat: float
    lon: float
    speed_kmh: float


@dataclass(frozen=True, slots=True)
class Journey:
    """A way with the time at each of its points.

    Attributes:
        times_s: seconds from the start at each of `points`, never falling.
        points: (lat, lon).
        sea: the steps of a crossing, with their times.
    """

    times_s: tuple[float, ...]
    points: tuple[tuple[float, float], ...]
    sea: tuple[tuple[float, SeaState], ...] = ()

    @property
    def duration_s(self) -> float:
        return self.times_s[-1]

    def at(self, time_s: float) -> Moment:
        """Where the unit is `time_s` after its start; at the end it stands still."""
        index = bisect_right(self.times_s, time_s)
        if index >= len(self.times_s):
            lat, lon = self.points[-1]
            return Moment(lat, lon, 0.0)
        if index == 0:
            lat, lon = self.points[0]
            return Moment(lat, lon, 0.0)
        start, end = self.points[index - 1], self.points[index]
        taken_s = self.times_s[index] - self.times_s[index - 1]
        share = (time_s - self.times_s[index - 1]) / taken_s
        lat, lon = (a + (b - a) * share for a, b in zip(start, end, strict=True))
        return Moment(lat, lon, metres_between(start, end) / taken_s * 3.6)

    def back(self) -> "Journey":
        """The same way home, without what happens at piers."""
        total = self.duration_s
        return Journey(tuple(total - time_s for time_s in reversed(self.times_s)), tuple(reversed(self.points)))

    def then(self, other: "Journey") -> "Journey":
        """This way and `other` after it."""
        times = (*self.times_s, *(self.duration_s + time_s for time_s in other.times_s))
        return Journey(times, (*self.points, *other.points))

    def before(self, time_s: float) -> "Journey":
        """The part of this way that is driven in `time_s`."""
        here = self.at(time_s)
        index = bisect_right(self.times_s, time_s)
        return Journey((*self.times_s[:index], time_s), (*self.points[:index], (here.lat, here.lon)))


def journey_of(route: dict[str, Any]) -> Journey:
    """The journey along a route as `GET /route` answers it: each leg at its own pace, waiting included at the pier."""
    times: list[float] = []
    points: list[tuple[float, float]] = []
    sea: list[tuple[float, SeaState]] = []
    now_s = 0.0
    for leg in route["legs"]:
        line = [(lat, lon) for lon, lat in leg["coordinates"]]
        if not line:
            continue
        moving_s = float(leg["duration_s"])
        if leg["sea"]:
            sailing_s = float(leg["sea"]["sailing_s"])
            waiting_s = max(0.0, moving_s - sailing_s)
            sea += [(now_s, "at_pier"), (now_s + waiting_s, "aboard"), (now_s + moving_s, "landed")]
            times.append(now_s)
            points.append(line[0])
            now_s, moving_s = now_s + waiting_s, sailing_s
        lengths = [metres_between(a, b) for a, b in pairwise(line)]
        whole_m, gone_m = sum(lengths), 0.0
        times.append(now_s)
        points.append(line[0])
        for point, length_m in zip(line[1:], lengths, strict=True):
            gone_m += length_m
            times.append(now_s + moving_s * (gone_m / whole_m if whole_m else 1.0))
            points.append(point)
        now_s += moving_s
    return Journey(tuple(times), tuple(points), tuple(sea))


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The distance of two near points (lat, lon), on a plane."""
    north = math.radians(b[0] - a[0])
    east = math.radians(b[1] - a[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot(north, east) * EARTH_M
