"""When what is open at some hours of the week is open next."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cities.speeds import PeriodWindow, Weekday

_WEEK = list(Weekday)
_DAYS_TO_SEE = 8
"""From yesterday, for hours across midnight, to the same weekday of next week."""


class Opening(NamedTuple):
    """One stretch of opening, both ends aware; open now where it began before the moment that was asked for."""

    opens: datetime
    closes: datetime


def find_opening(windows: Sequence[PeriodWindow], at: datetime, zone: ZoneInfo) -> Opening | None:
    """The opening that holds at a moment, else the next one; None where there are no hours.

    Args:
        at: an aware moment, such as that of arriving there.
        zone: the zone whose clock the windows tell.
    """
    midnight = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    days = [midnight + timedelta(days=day) for day in range(-1, _DAYS_TO_SEE)]
    openings = [_on(day, window, zone) for day in days for window in windows if _WEEK[day.weekday()] in window.weekdays]
    return min((one for one in openings if one.closes > at), default=None)


def _on(day: datetime, window: PeriodWindow, zone: ZoneInfo) -> Opening:
    begin, end = window.hours.start_minute, window.hours.end_minute
    closes_after = end if end > begin else end + 24 * 60
    # Wall clock plus minutes, then the zone: a clock that is put forward or back shifts no opening hour.
    opens, closes = ((day + timedelta(minutes=minute)).replace(tzinfo=zone) for minute in (begin, closes_after))
    return Opening(opens, closes)
