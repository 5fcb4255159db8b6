"""Turnout by kind and local hour."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import load_city
from dispatch.policy import TurnoutRow, TurnoutTable

WIB = ZoneInfo("Asia/Jakarta")
CITY = load_city("tanjungpinang")
TABLE = TurnoutTable(
    TurnoutRow(rule.turnout, rule.hours.start_minute, rule.hours.end_minute, rule.seconds) for rule in CITY.turnout
)


def test_staff_by_day_and_at_home_by_night() -> None:
    nine = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    three = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    assert TABLE.turnout_s("trc", at=nine, zone=WIB) == 180
    assert TABLE.turnout_s("trc", at=three, zone=WIB) == 720
    assert TABLE.turnout_s("ambulans_psc", at=three, zone=WIB) == 90


@pytest.mark.parametrize(
    ("local", "seconds"),
    [("07:29", 720), ("07:30", 180), ("14:29", 180), ("14:30", 480), ("21:59", 480), ("22:00", 720)],
)
def test_a_row_holds_from_its_start_to_just_before_its_end(local: str, seconds: float) -> None:
    at = datetime.combine(datetime(2026, 11, 23, tzinfo=WIB), time.fromisoformat(local), tzinfo=WIB)
    assert TABLE.turnout_s("trc", at=at, zone=WIB) == seconds


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from(CITY.units))
def test_every_unit_has_a_turnout_at_every_moment(at: datetime, unit) -> None:  # type: ignore[no-untyped-def]  # a unit of the profile
    assert TABLE.turnout_s(unit.turnout, at=at, zone=CITY.tz) > 0


def test_an_hour_without_a_row_is_an_error() -> None:
    table = TurnoutTable([TurnoutRow("trc", 450, 870, 180.0)])
    with pytest.raises(LookupError, match="'trc' at 20:00"):
        table.turnout_s("trc", at=datetime(2026, 11, 23, 13, 0, tzinfo=UTC), zone=WIB)
    with pytest.raises(LookupError, match="'kapal'"):
        table.turnout_s("kapal", at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC), zone=WIB)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        TABLE.turnout_s("trc", at=datetime(2026, 11, 23, 9, 0), zone=WIB)  # noqa: DTZ001 - that is the point
