"""Arrivals by boat against brute force: hours of the week, fillings, closures and chains, exactly equal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import BoatCode, BoatKind, BoatLeg, BoatService, Filling, Pier, RoutingInputError
from routing.boats.sailing import blocked_by, chain_to, sail
from tests.routing.boats import oracle
from tests.routing.boats.oracle import MONDAY, Shutting
from tests.routing.worlds import WIB, window

A, B = Pier("a", "A", 0.0, 104.0), Pier("b", "B", 0.0, 104.1)


def arrivals(
    service: BoatService, at: datetime, ready: list[float | None], shut: list[Shutting]
) -> tuple[BoatService, list[float]]:
    closed = service.with_closures(shut)
    row = np.array([[np.inf if second is None else second for second in ready]], dtype=np.float64)
    return closed, sail(closed, at, row).arrival_s[0].tolist()


def drawn(data: st.DataObject, service: BoatService) -> tuple[datetime, list[float | None], list[Shutting]]:
    count = len(service.piers)
    ready = data.draw(st.lists(oracle.ready, min_size=count, max_size=count))
    return data.draw(oracle.instants), ready, data.draw(oracle.closures_of(service))


def inf_for_none(times: list[float | None]) -> list[float]:
    return [np.inf if time is None else time for time in times]


@given(oracle.services(), st.data())
def test_the_earliest_arrival_is_exactly_that_of_trying_every_chain(service: BoatService, data: st.DataObject) -> None:
    at, ready, shut = drawn(data, service)
    _, found = arrivals(service, at, ready, shut)
    assert found == inf_for_none(oracle.arrivals(service, at, ready, shut))


@given(oracle.services(), st.data())
def test_the_legs_of_a_chain_follow_each_other_and_add_up(service: BoatService, data: st.DataObject) -> None:
    at, ready, shut = drawn(data, service)
    closed = service.with_closures(shut)
    row = np.array([inf_for_none(ready)], dtype=np.float64)
    sailings = sail(closed, at, row)
    for pier in range(len(service.piers)):
        chain = chain_to(sailings, closed, 0, pier)
        if not chain:
            assert sailings.arrival_s[0, pier] == row[0, pier]
            continue
        now = row[0, service.index[chain[0].origin.id]]
        for leg in chain:
            come = at + timedelta(seconds=now)
            taken = (leg.id, leg.origin.id, leg.destination.id, leg.sailing_s)
            open_now = {
                oracle.is_open(one, come, service, shut)
                for one in service.legs
                if (one.id, one.origin, one.destination, one.duration_s) == taken
            }
            assert leg.wait_s >= 0 <= leg.filling_s
            assert (leg.wait_s == 0) in open_now
            assert (leg.blocked_by is None) == (leg.wait_s == 0)
            now += leg.duration_s
        assert now == sailings.arrival_s[0, pier]


@given(oracle.services(), st.data())
def test_closing_never_shortens_and_opening_restores(service: BoatService, data: st.DataObject) -> None:
    at, ready, shut = drawn(data, service)
    _, before = arrivals(service, at, ready, [])
    closed, during = arrivals(service, at, ready, shut)
    _, after = arrivals(closed, at, ready, [])
    assert all(a <= b for a, b in zip(before, during, strict=True))
    assert after == before
    assert closed.with_closures([]).fingerprint == service.fingerprint


@given(oracle.services(), st.data(), st.integers(0, 20_000))
def test_who_leaves_later_never_arrives_earlier(service: BoatService, data: st.DataObject, later_min: int) -> None:
    at, ready, shut = drawn(data, service)
    later = later_min * 60.0
    _, first = arrivals(service, at, ready, shut)
    _, second = arrivals(service, at + timedelta(seconds=later), ready, shut)
    assert all(a <= b + later for a, b in zip(first, second, strict=True))


def crossing(**options: object) -> BoatService:
    leg = BoatLeg("ab", "a", "b", 600, 0)
    return BoatService((A, B), (replace(leg, **options),))  # type: ignore[arg-type]  # options are the leg's own


def wait_min(service: BoatService, at: datetime) -> float:
    sailings = sail(service, at, np.array([[0.0, np.inf]]))
    return (float(sailings.arrival_s[0, 1]) - 600) / 60


@pytest.mark.parametrize(
    ("at", "minutes"),
    [
        ("2026-11-28T12:00", 0),  # Saturday, until one
        ("2026-11-28T12:59", 0),
        ("2026-11-28T13:00", 18 * 60),  # Sunday opens at seven
        ("2026-11-29T06:59", 1),
        ("2026-11-29T23:59", 0),  # Sunday's span ends on Monday at two
        ("2026-11-30T00:00", 0),
        ("2026-11-30T01:59", 0),
        ("2026-11-30T02:00", 5 * 24 * 60 + 6 * 60),  # nothing before Saturday at eight
    ],
)
def test_days_decide_across_midnight_and_across_sunday(at: str, minutes: float) -> None:
    service = crossing(hours=(window("08:00-13:00", [5]), window("07:00-02:00", [6])))
    assert wait_min(service, datetime.fromisoformat(at).replace(tzinfo=WIB)) == minutes


def test_the_city_s_zone_decides_the_day() -> None:
    service = crossing(hours=(window("00:00-00:00", [6]),))
    at = datetime(2026, 11, 28, 16, 30, tzinfo=UTC)  # Saturday 23.30 WIB, Sunday 00.30 WITA
    assert wait_min(service, at) == 30
    assert wait_min(replace(service, zone=ZoneInfo("Asia/Makassar")), at) == 0


def test_a_boat_that_fills_quicker_later_is_taken_by_who_came_before() -> None:
    slow, quick = Filling(window("05:00-06:00"), 1800), Filling(window("06:00-20:00"), 300)
    service = crossing(fillings=(slow, quick))
    assert wait_min(service, datetime(2026, 11, 23, 5, 0, tzinfo=WIB)) == 30
    assert wait_min(service, datetime(2026, 11, 23, 5, 50, tzinfo=WIB)) == 15
    assert wait_min(service, datetime(2026, 11, 23, 6, 0, tzinfo=WIB)) == 5


NOON = datetime(2026, 11, 23, 12, 0, tzinfo=WIB)


def at_noon(hour: int, minute: int = 0) -> datetime:
    return NOON.replace(hour=hour, minute=minute)


def test_a_closure_counts_at_the_hour_of_arrival_at_the_pier() -> None:
    service = crossing().with_closures([Shutting(frozenset({"ab"}), at_noon(13), at_noon(14))])
    ready = np.array([[0.0, np.inf], [3599.0, np.inf], [3600.0, np.inf], [7200.0, np.inf]])
    waits = sail(service, NOON, ready).arrival_s[:, 1] - ready[:, 0] - 600
    assert waits.tolist() == [0, 0, 3600, 0]


def test_a_closure_without_a_known_end_cannot_be_waited_for() -> None:
    service = crossing().with_closures([Shutting(frozenset({"ab"}), at_noon(13), None)])
    arrival = sail(service, NOON, np.array([[0.0, np.inf], [3600.0, np.inf]])).arrival_s[:, 1]
    assert arrival.tolist() == [600, np.inf]


def blocked(service: BoatService, at: datetime) -> BoatCode | None:
    sailings = sail(service, at, np.array([[0.0, np.inf]]))
    return blocked_by(chain_to(sailings, service, 0, 1))


def test_what_a_wait_is_for_the_hours_or_the_closure() -> None:
    by_day = crossing(hours=(window("05:30-22:00"),))
    shut = frozenset({"ab"})
    assert blocked(by_day, NOON) is None
    assert blocked(by_day, at_noon(23)) is BoatCode.PERAHU_UMUM_TUTUP
    in_a_storm = by_day.with_closures([Shutting(shut, at_noon(11), at_noon(14))])
    assert blocked(in_a_storm, NOON) is BoatCode.PERAHU_DITUTUP
    assert blocked(in_a_storm, at_noon(23)) is BoatCode.PERAHU_UMUM_TUTUP
    at_dawn = by_day.with_closures([Shutting(shut, at_noon(4), at_noon(8))])
    assert blocked(at_dawn, at_noon(5)) is BoatCode.PERAHU_DITUTUP


def test_a_closure_of_a_crossing_stops_both_its_ways_and_no_other() -> None:
    legs = [BoatLeg("ab", "a", "b", 600, 0), BoatLeg("lain", "a", "b", 900, 0)]
    service = BoatService.both_ways([A, B], legs, WIB)
    closed = service.with_closures([Shutting(frozenset({"ab"}), at_noon(11), None)])
    both = np.array([[0.0, np.inf], [np.inf, 0.0]])
    assert sail(service, NOON, both).arrival_s.tolist() == [[0, 600], [600, 0]]
    assert sail(closed, NOON, both).arrival_s.tolist() == [[0, 900], [900, 0]]


def test_a_hazard_names_the_legs_that_it_closes() -> None:
    legs = [BoatLeg("ab", "a", "b", 600, 0, hazards=frozenset({"surut"})), BoatLeg("lain", "a", "b", 900, 0)]
    service = BoatService.both_ways([A, B], legs, WIB)
    assert service.legs_closed_by("surut") == {"ab"}
    assert service.legs_closed_by("cuaca") == frozenset()


def test_closures_that_cannot_be_are_refused() -> None:
    service = crossing()
    with pytest.raises(RoutingInputError, match="no boat leg 'x'; there are ab"):
        service.with_closures([Shutting(frozenset({"x"}), NOON, None)])
    naive = datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001
    with pytest.raises(RoutingInputError, match="no time zone"):
        service.with_closures([Shutting(frozenset({"ab"}), naive, None)])
    with pytest.raises(RoutingInputError, match="no time zone"):
        service.departure(naive)


def test_a_closure_to_the_end_of_time_has_no_known_end() -> None:
    closure = Shutting(frozenset({"ab"}), MONDAY, datetime(9999, 12, 31, tzinfo=UTC))
    service = crossing().with_closures([closure])
    assert sail(service, NOON, np.array([[0.0, np.inf]])).arrival_s[0, 1] == np.inf


def test_a_service_that_cannot_be_is_refused() -> None:
    leg = BoatLeg("ab", "a", "b", 600, 0)
    with pytest.raises(ValueError, match="no pier 'x'"):
        BoatService((A,), (replace(leg, destination="x"),))
    with pytest.raises(ValueError, match="same id"):
        BoatService((A, A))
    with pytest.raises(ValueError, match="impossible duration"):
        BoatService((A, B), (replace(leg, duration_s=0),))
    with pytest.raises(ValueError, match="never sails"):
        BoatService((A, B), (replace(leg, hours=()),))
    twice = (Filling(window("05:00-07:00"), 60), Filling(window("06:00-08:00"), 90))
    with pytest.raises(ValueError, match="two waiting times"):
        BoatService((A, B), (replace(leg, fillings=twice),))


def test_at_no_hour_in_particular_boats_leave_at_once() -> None:
    service = crossing(
        hours=(window("05:30-22:00"),), kind=BoatKind.PUBLIC, fillings=(Filling(window("00:00-00:00"), 900),)
    )
    assert sail(service, None, np.array([[60.0, np.inf]])).arrival_s[0].tolist() == [60, 660]
