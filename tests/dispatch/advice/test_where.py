"""Where somebody goes by themselves: the next open puskesmas by day, the IGD by night."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import load_city
from dispatch.advice.where import Help, HelpKind, find_igd, list_helpers, order_help

CITY = load_city("tanjungpinang")
HELPERS = list_helpers(CITY)


def far(one: Help) -> float:
    return float("inf") if one.travel_s is None else one.travel_s


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CITY.tz)


def ordered(at: str, *travel_s: float | None) -> list[Help]:
    """Help at a local time; places without a travel time given are an hour away."""
    return order_help(CITY, HELPERS, [*travel_s, *[3600.0] * (len(HELPERS) - len(travel_s))], local(at))


def test_the_city_has_both() -> None:
    kinds = [kind for _, kind in HELPERS]
    assert kinds.count(HelpKind.PUSKESMAS) == 8
    assert kinds.count(HelpKind.IGD) >= 2


def test_by_day_the_nearest_open_puskesmas() -> None:
    first = ordered("2026-11-30T09:00", 900, 300)[0]
    assert first.facility is HELPERS[1][0]
    assert (first.kind, first.opens_at, first.closes_at) == (HelpKind.PUSKESMAS, None, local("2026-11-30T14:30"))
    assert not first.verified  # the hours are an assumption, and say so


@pytest.mark.parametrize("at", ["2026-11-30T23:00", "2026-11-30T03:00", "2026-12-06T10:00"])
def test_by_night_and_on_sunday_the_igd_then_the_puskesmas_when_it_opens(at: str) -> None:
    found = ordered(at, 300)
    assert found[0].kind is HelpKind.IGD
    assert (found[0].opens_at, found[0].closes_at) == (None, None)
    first = next(one for one in found if one.kind is HelpKind.PUSKESMAS)
    assert first.facility is HELPERS[0][0]
    assert first.opens_at is not None
    assert first.opens_at > local(at)


def test_who_arrives_after_it_shuts_is_not_sent_there() -> None:
    # 14:20, twenty minutes away: shut on arrival; the one that is five minutes away is still open.
    found = ordered("2026-11-30T14:20", 1200, 300)
    assert found[0].facility is HELPERS[1][0]
    late = next(one for one in found if one.facility is HELPERS[0][0])
    assert late.opens_at == local("2026-12-01T07:30")


def test_an_unknown_place_still_gets_an_answer() -> None:
    found = order_help(CITY, HELPERS, [None] * len(HELPERS), local("2026-11-30T09:00"))
    assert found[0].kind is HelpKind.PUSKESMAS
    assert all(one.travel_s is None for one in found)


@given(
    minute=st.integers(0, 2 * 366 * 24 * 60),
    travel_s=st.lists(st.one_of(st.none(), st.floats(0, 20_000)), min_size=len(HELPERS), max_size=len(HELPERS)),
)
def test_the_first_is_open_on_arrival_and_the_nearest_of_its_kind(minute: int, travel_s: list[float | None]) -> None:
    found = order_help(CITY, HELPERS, travel_s, local("2026-01-01T00:00") + timedelta(minutes=minute))
    assert len(found) == len(HELPERS)
    first = found[0]
    assert first.opens_at is None
    rivals = [one for one in found[1:] if one.kind is first.kind and one.opens_at is None]
    assert all(far(one) >= far(first) for one in rivals)
    if first.kind is HelpKind.IGD:
        assert all(one.opens_at is not None for one in found if one.kind is HelpKind.PUSKESMAS)
    assert find_igd(found) is not None
