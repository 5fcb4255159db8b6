"""The hours of the week as named periods, each with its own traffic.

A window belongs to the weekday on which it begins and may pass midnight. Windows never overlap, and one period
takes every minute that no window takes, so that each instant has exactly one period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from routing.errors import RoutingInputError
from routing.network.roads import RoadClass
from routing.speeds.profiles import Profile

DAY_MIN = 1440
WEEK_MIN = 7 * DAY_MIN

WORKDAYS = (0, 1, 2, 3, 4)
SCHOOL_DAYS = (0, 1, 2, 3, 4, 5)
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
"""Weekdays as `datetime.weekday` counts them: Monday is 0."""

WIB = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Window:
    """Clock time on some weekdays, `start_min` included and `end_min` not, in minutes since local midnight.

    An end that is not after the start lies on the next day; the same minute twice is a whole day.
    """

    weekdays: tuple[int, ...]
    start_min: int
    end_min: int

    def __post_init__(self) -> None:
        if not self.weekdays or not all(day in EVERY_DAY for day in self.weekdays):
            raise ValueError(f"weekdays {self.weekdays} are not some of 0 (Monday) to 6 (Sunday)")
        if not (0 <= self.start_min < DAY_MIN and 0 <= self.end_min < DAY_MIN):
            raise ValueError(f"window {self.start_min}-{self.end_min}: a minute of the day is 0 to {DAY_MIN - 1}")

    def minutes_of_week(self) -> NDArray[np.int64]:
        """Every minute of the week that the window covers, Monday 00.00 being 0."""
        length_min = (self.end_min - self.start_min - 1) % DAY_MIN + 1
        starts = np.array(sorted(set(self.weekdays)), dtype=np.int64) * DAY_MIN + self.start_min
        return np.asarray((starts[:, None] + np.arange(length_min)).ravel() % WEEK_MIN, dtype=np.int64)


@dataclass(frozen=True)
class Period:
    """Hours with the same traffic.

    Args:
        windows: when it holds; () is every minute that no other period takes.
        car_factor, motorcycle_factor: what the class speeds are multiplied with; a class that is absent keeps 1.
        lights_share: how much of the car's factor is left to a vehicle with lights, on the logarithm: 0 is
            nothing (traffic makes way entirely), 1 all of it.
        sigma: spread of the travel times within the period, on the logarithm (`routing.speeds.spread`).
    """

    name: str
    windows: tuple[Window, ...] = ()
    car_factor: Mapping[RoadClass, float] = field(default_factory=dict)
    motorcycle_factor: Mapping[RoadClass, float] = field(default_factory=dict)
    lights_share: float = 0.5
    sigma: float = 0.0

    def __post_init__(self) -> None:
        for table in (self.car_factor, self.motorcycle_factor):
            for road_class, factor in table.items():
                if not 0.1 <= factor <= 3:
                    raise ValueError(f"period {self.name}: factor {factor} on {road_class} is outside 0.1 to 3")
        if not 0 <= self.lights_share <= 1:
            raise ValueError(f"period {self.name}: lights_share {self.lights_share} is outside 0 to 1")
        if not 0 <= self.sigma <= 1:
            raise ValueError(f"period {self.name}: sigma {self.sigma} is outside 0 to 1")

    def factor(self, profile: Profile, road_class: RoadClass) -> float:
        """What a profile's speed on a class of road is multiplied with in this period."""
        match profile:
            case Profile.JALAN_KAKI:
                return 1.0
            case Profile.MOTOR:
                return self.motorcycle_factor.get(road_class, 1.0)
            case Profile.AMBULANS:
                return self.car_factor.get(road_class, 1.0)
            case Profile.AMBULANS_SIRENE:
                return float(self.car_factor.get(road_class, 1.0) ** self.lights_share)


def _factors(main: float, collector: float, housing: float) -> dict[RoadClass, float]:
    return {
        RoadClass.TRUNK: main,
        RoadClass.PRIMARY: main,
        RoadClass.SECONDARY: main,
        RoadClass.TERTIARY: collector,
        RoadClass.UNCLASSIFIED: housing,
        RoadClass.RESIDENTIAL: housing,
    }


ASSUMED_PERIODS: tuple[Period, ...] = (
    Period("biasa", sigma=0.10),
    Period(
        "malam",
        (Window(EVERY_DAY, 22 * 60, 5 * 60),),
        car_factor=_factors(1.15, 1.10, 1.0),
        motorcycle_factor=_factors(1.10, 1.05, 1.0),
        sigma=0.05,
    ),
    Period(
        "sibuk_pagi",
        (Window(SCHOOL_DAYS, 6 * 60 + 30, 8 * 60),),
        car_factor=_factors(0.70, 0.75, 0.90),
        motorcycle_factor=_factors(0.85, 0.90, 0.95),
        sigma=0.18,
    ),
    Period(
        "sibuk_sore",
        (Window(WORKDAYS, 16 * 60, 18 * 60),),
        car_factor=_factors(0.70, 0.75, 0.90),
        motorcycle_factor=_factors(0.85, 0.90, 0.95),
        sigma=0.18,
    ),
)
"""Assumption: an Indonesian town's week. Schools and offices begin at about 07.00 to 07.30 (schools also on
Saturday) and offices close at about 16.00; no counts of traffic or travel times by hour were found, so hours and
factors alike wait for the city's own trips."""


@dataclass(frozen=True)
class HourTable:
    """The periods of a city's week.

    Args:
        periods: exactly one of them has no windows and takes what the others leave.
        zone: whose clock and weekdays the windows mean.

    Raises:
        ValueError: no such period or several, a name used twice, or windows that overlap.
    """

    periods: tuple[Period, ...] = ASSUMED_PERIODS
    zone: ZoneInfo = WIB

    def __post_init__(self) -> None:
        if len({period.name for period in self.periods}) != len(self.periods):
            raise ValueError("two periods have the same name")
        if sum(not period.windows for period in self.periods) != 1:
            raise ValueError("exactly one period has no windows: it takes the hours that the others leave")
        _ = self._of_minute  # refuses windows that overlap

    @classmethod
    def constant(cls, zone: ZoneInfo = WIB) -> HourTable:
        """One period, "biasa", with the class speeds as they are at every hour."""
        return cls((Period("biasa"),), zone)

    @property
    def usual(self) -> Period:
        """The period without windows."""
        return next(period for period in self.periods if not period.windows)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(period.name for period in self.periods)

    def get(self, name: str) -> Period:
        """The period of a name.

        Raises:
            RoutingInputError: there is none.
        """
        for period in self.periods:
            if period.name == name:
                return period
        raise RoutingInputError(f"no period {name!r}; the table has {', '.join(self.names)}")

    def period_of(self, at: datetime) -> str:
        """The name of the period that holds at an aware instant.

        Raises:
            RoutingInputError: an instant without a zone.
        """
        return self.periods[int(self._of_minute[self._minute_of_week(at)])].name

    def holds_until(self, at: datetime) -> datetime | None:
        """The first instant (UTC) after `at` at which another period holds; None if none ever does.

        By the clock of the instant: a zone that changes its clock in between shifts the answer with it.
        """
        minute = self._minute_of_week(at)
        ahead = np.roll(self._of_minute, -minute)
        changes = np.flatnonzero(ahead != ahead[0])
        if len(changes) == 0:
            return None
        begin = at.astimezone(UTC).replace(second=0, microsecond=0)
        return begin + timedelta(minutes=int(changes[0]))

    def plain(self) -> list[Any]:
        """All values as plain data, for fingerprints."""
        return [
            self.zone.key,
            [
                [
                    period.name,
                    [[list(w.weekdays), w.start_min, w.end_min] for w in period.windows],
                    sorted((str(c), f) for c, f in period.car_factor.items() if f != 1),
                    sorted((str(c), f) for c, f in period.motorcycle_factor.items() if f != 1),
                    period.lights_share,
                    period.sigma,
                ]
                for period in self.periods
            ],
        ]

    def _minute_of_week(self, at: datetime) -> int:
        if at.tzinfo is None or at.utcoffset() is None:
            raise RoutingInputError(f"{at!r} has no time zone")
        local = at.astimezone(self.zone)
        return local.weekday() * DAY_MIN + local.hour * 60 + local.minute

    @cached_property
    def _of_minute(self) -> NDArray[np.int64]:
        """Per minute of the week the number of its period."""
        usual = next(number for number, period in enumerate(self.periods) if not period.windows)
        table = np.full(WEEK_MIN, usual, dtype=np.int64)
        for number, window in self._windows():
            minutes = window.minutes_of_week()
            taken = minutes[table[minutes] != usual]
            if len(taken):
                day, minute = divmod(int(taken[0]), DAY_MIN)
                other, name = self.periods[table[taken[0]]].name, self.periods[number].name
                raise ValueError(
                    f"periods {other} and {name} overlap on weekday {day} at {minute // 60:02}.{minute % 60:02}"
                )
            table[minutes] = number
        return table

    def _windows(self) -> Iterable[tuple[int, Window]]:
        return ((number, window) for number, period in enumerate(self.periods) for window in period.windows)
