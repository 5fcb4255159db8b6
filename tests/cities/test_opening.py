"""Opening hours: the one that holds, else the next, on the city's own clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities.facts import HourSpan
from cities.opening import find_opening
from cities.speeds import PeriodWindow, Weekday

ZONE = ZoneInfo("Asia/Jakarta")
EVERY_DAY = tuple(Weekday)


def window(start: str, end: str, *days: Weekday) -> PeriodWindow:
    return PeriodWindow(
        weekdays=days or EVERY_DAY, hours=HourSpan(start=time.fromisoformat(start), end=time.fromisoformat(end))
    )


HOURS = (
    window("07:30", "14:30", Weekday.SENIN, Weekday.SELASA, Weekday.RABU, Weekday.KAMIS),
    window("07:30", "11:30", Weekday.JUMAT),
    window("07:30", "13:00", Weekday.SABTU),
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("at", "opens", "closes"),
    [
        ("2026-11-30T08:00", "2026-11-30T07:30", "2026-11-30T14:30"),  # a Monday morning: open
        ("2026-11-30T07:30", "2026-11-30T07:30", "2026-11-30T14:30"),
        ("2026-11-30T14:30", "2026-12-01T07:30", "2026-12-01T14:30"),  # shut at the minute it shuts
        ("2026-11-30T02:00", "2026-11-30T07:30", "2026-11-30T14:30"),
        ("2026-12-04T11:29", "2026-12-04T07:30", "2026-12-04T11:30"),  # Friday ends early
        ("2026-12-05T13:00", "2026-12-07T07:30", "2026-12-07T14:30"),  # Saturday noon: Monday
    ],
)
def test_the_next_opening(at: str, opens: str, closes: str) -> None:
    assert find_opening(HOURS, local(at), ZONE) == (local(opens), local(closes))
    assert find_opening(HOURS, local(at).astimezone(UTC), ZONE) == (local(opens), local(closes))


def test_hours_across_midnight_belong_to_the_day_they_start_on() -> None:
    night = (window("20:00", "06:00", Weekday.SENIN),)
    at = local("2026-12-01T03:00")
    assert find_opening(night, at, ZONE) == (local("2026-11-30T20:00"), local("2026-12-01T06:00"))
    assert find_opening(night, local("2026-12-01T06:00"), ZONE) == (
        local("2026-12-07T20:00"),
        local("2026-12-08T06:00"),
    )


def test_no_hours_no_opening() -> None:
    assert find_opening((), local("2026-12-01T03:00"), ZONE) is None


@given(
    after_min=st.integers(0, 2 * 366 * 24 * 60),
    hours=st.lists(
        st.tuples(st.integers(0, 1439), st.integers(0, 1439), st.sets(st.sampled_from(EVERY_DAY), min_size=1)),
        min_size=1,
        max_size=4,
    ),
)
def test_it_is_open_exactly_when_a_window_holds(after_min: int, hours: list[tuple[int, int, set[Weekday]]]) -> None:
    windows = tuple(
        window(f"{a // 60:02}:{a % 60:02}", f"{b // 60:02}:{b % 60:02}", *sorted(days)) for a, b, days in hours
    )
    moment = local("2026-01-01T00:00") + timedelta(minutes=after_min)
    opening = find_opening(windows, moment, ZONE)
    assert opening is not None
    assert opening.closes > moment
    today, yesterday = EVERY_DAY[moment.weekday()], EVERY_DAY[moment.weekday() - 1]
    minute = moment.hour * 60 + moment.minute
    holds = any(
        (today in one.weekdays and _from_start(one, minute)) or (yesterday in one.weekdays and _before_end(one, minute))
        for one in windows
    )
    assert (opening.opens <= moment) == holds


def _from_start(one: PeriodWindow, minute: int) -> bool:
    begin, end = one.hours.start_minute, one.hours.end_minute
    return minute >= begin and (end <= begin or minute < end)


def _before_end(one: PeriodWindow, minute: int) -> bool:
    begin, end = one.hours.start_minute, one.hours.end_minute
    return end <= begin and minute < end
