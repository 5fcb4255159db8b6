"""Hours of the week: one period at every instant, borders by the city's clock, overlaps refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import Profile, RoadClass, RoutingInputError
from routing.speeds.hours import EVERY_DAY, WORKDAYS, HourTable, Period, Window

WIB, WITA = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar")

instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis wants them naive


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.mark.parametrize(
    ("at", "period"),
    [
        # 2026-11-23 is a Monday.
        ("2026-11-23T06:29:59", "biasa"),
        ("2026-11-23T06:30:00", "sibuk_pagi"),
        ("2026-11-23T07:59:59", "sibuk_pagi"),
        ("2026-11-23T08:00:00", "biasa"),
        ("2026-11-27T16:00:00", "sibuk_sore"),
        ("2026-11-28T07:00:00", "sibuk_pagi"),  # Saturday: schools are open, offices are not
        ("2026-11-28T17:00:00", "biasa"),
        ("2026-11-29T07:00:00", "biasa"),  # Sunday
        ("2026-11-28T21:59:59", "biasa"),
        ("2026-11-28T22:00:00", "malam"),
        ("2026-11-28T23:59:59", "malam"),
        ("2026-11-29T00:00:00", "malam"),  # midnight into Sunday
        ("2026-11-29T23:59:59", "malam"),
        ("2026-11-30T00:00:00", "malam"),  # midnight out of Sunday, where the week begins anew
        ("2026-11-30T04:59:59", "malam"),
        ("2026-11-30T05:00:00", "biasa"),
    ],
)
def test_the_assumed_week_to_the_second(at: str, period: str) -> None:
    assert HourTable().period_of(wib(at)) == period


def test_the_citys_clock_decides_not_the_callers() -> None:
    at = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # Monday 06.30 in the west, 07.30 in Balikpapan
    assert HourTable(zone=WIB).period_of(at) == "sibuk_pagi"
    assert HourTable(zone=WIB).period_of(at - timedelta(seconds=1)) == "biasa"
    assert HourTable(zone=WITA).period_of(at - timedelta(minutes=1)) == "sibuk_pagi"
    assert HourTable(zone=WITA).period_of(at.astimezone(WIB)) == "sibuk_pagi"
    assert HourTable(zone=WIB).period_of(datetime(2026, 11, 28, 18, tzinfo=UTC)) == "malam"  # already Sunday there


@given(instants)
def test_every_instant_has_one_period_and_it_lasts_until_the_next(at: datetime) -> None:
    table = HourTable()
    name = table.period_of(at)
    assert name in table.names
    until = table.holds_until(at)
    assert until is not None
    assert until > at
    assert table.period_of(until) != name
    assert table.period_of(until - timedelta(seconds=1)) == name
    assert table.period_of(at + timedelta(days=7)) == name


def test_one_period_never_ends() -> None:
    assert HourTable.constant().holds_until(wib("2026-11-23T06:30")) is None


def test_a_window_past_midnight_belongs_to_the_day_it_begins_on() -> None:
    table = HourTable((Period("biasa"), Period("pasar", (Window((6,), 23 * 60, 60),))))
    assert table.period_of(wib("2026-11-29T23:00")) == "pasar"  # Sunday night
    assert table.period_of(wib("2026-11-30T00:59")) == "pasar"  # into Monday
    assert table.period_of(wib("2026-11-29T00:30")) == "biasa"  # not Saturday night into Sunday
    whole = HourTable((Period("biasa"), Period("libur", (Window((6,), 0, 0),))))
    assert whole.period_of(wib("2026-11-29T00:00")) == whole.period_of(wib("2026-11-29T23:59:59")) == "libur"
    assert whole.period_of(wib("2026-11-28T23:59:59")) == whole.period_of(wib("2026-11-30T00:00")) == "biasa"


@st.composite
def weeks(draw: st.DrawFn) -> HourTable | None:
    """Random periods, None where two of their windows overlap."""
    minute = st.integers(0, 1439)
    days = st.lists(st.sampled_from(EVERY_DAY), min_size=1, max_size=7, unique=True).map(tuple)
    windows = draw(st.lists(st.builds(Window, days, minute, minute), max_size=4))
    covered = [int(m) for window in windows for m in window.minutes_of_week()]
    periods = (Period("biasa"), *(Period(f"p{n}", (window,)) for n, window in enumerate(windows)))
    if len(set(covered)) == len(covered):
        return HourTable(periods)
    with pytest.raises(ValueError, match="overlap"):
        HourTable(periods)
    return None


@given(weeks(), instants)
def test_any_table_without_overlap_is_total(table: HourTable | None, at: datetime) -> None:
    if table is None:
        return
    local = at.astimezone(WIB)
    holding = [
        period.name
        for period in table.periods
        for window in period.windows
        if local.weekday() * 1440 + local.hour * 60 + local.minute in window.minutes_of_week()
    ]
    assert [table.period_of(at)] == (holding or ["biasa"])


def test_lights_leave_less_of_the_traffic_and_walkers_none() -> None:
    rush = HourTable().get("sibuk_pagi")
    car = rush.factor(Profile.AMBULANS, RoadClass.PRIMARY)
    lights = rush.factor(Profile.AMBULANS_SIRENE, RoadClass.PRIMARY)
    assert car < lights < 1
    assert rush.factor(Profile.JALAN_KAKI, RoadClass.PRIMARY) == 1
    assert rush.factor(Profile.AMBULANS, RoadClass.TRACK) == 1  # a class that is absent keeps its speed
    alike = Period("x", car_factor={RoadClass.PRIMARY: 0.7}, lights_share=1.0)
    assert alike.factor(Profile.AMBULANS_SIRENE, RoadClass.PRIMARY) == pytest.approx(0.7)


def test_bad_tables_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        HourTable((Period("biasa"), Period("biasa", (Window(WORKDAYS, 0, 60),))))
    with pytest.raises(ValueError, match="no windows"):
        HourTable((Period("malam", (Window(WORKDAYS, 0, 60),)),))
    with pytest.raises(ValueError, match="no windows"):
        HourTable((Period("biasa"), Period("lain")))
    with pytest.raises(ValueError, match=r"malam and pagi overlap on weekday 0 at 04\.00"):
        HourTable(
            (Period("biasa"), Period("malam", (Window((6,), 1320, 300),)), Period("pagi", (Window((0,), 240, 600),)))
        )
    with pytest.raises(ValueError, match="weekdays"):
        Window((7,), 0, 60)
    with pytest.raises(ValueError, match="minute"):
        Window((0,), 0, 1440)
    with pytest.raises(ValueError, match="factor"):
        Period("x", car_factor={RoadClass.TRUNK: 0.0})
    with pytest.raises(ValueError, match="lights_share"):
        Period("x", lights_share=1.1)
    with pytest.raises(ValueError, match="sigma"):
        Period("x", sigma=-0.1)
    with pytest.raises(RoutingInputError, match="time zone"):
        HourTable().period_of(datetime(2026, 11, 22))  # noqa: DTZ001 -- the naive instant is what is refused
    with pytest.raises(RoutingInputError, match="no period 'subuh'; the table has biasa, malam"):
        HourTable().get("subuh")
