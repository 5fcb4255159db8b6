"""Boats: hours, first in first out, chains of legs, and journeys of land, sea and land."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import (
    BoatKind,
    BoatLeg,
    BoatService,
    Mode,
    NoteCode,
    Pier,
    Point,
    Profile,
    RoadClass,
    Router,
    Source,
    TravelKind,
)
from routing.boats.timetable import chain_to, parse_hours, sail, second_of_day, wait_s
from routing.network.building import NetworkBuilder
from tests.routing.worlds import (
    CITY_PIER,
    ISLAND_PIER,
    NIGHT,
    NOON,
    PLAIN,
    WIB,
    ferry_service,
    line_network,
    node_point,
    pompong,
)

HOURS = st.sampled_from(["", "05:30-22:00", "18:00-05:00", "00:00-24:00", "12:00-12:00", "23:00-00:30"])


def clock(text: str) -> float:
    hours, minutes = text.split(":")
    return int(hours) * 3600.0 + int(minutes) * 60


@pytest.mark.parametrize(
    ("hours", "now", "minutes"),
    [
        ("05:30-22:00", "12:00", 0),
        ("05:30-22:00", "05:29", 1),
        ("05:30-22:00", "05:30", 0),
        ("05:30-22:00", "21:59", 0),
        ("05:30-22:00", "22:00", 450),
        ("05:30-22:00", "23:30", 360),
        ("18:00-05:00", "23:00", 0),
        ("18:00-05:00", "04:59", 0),
        ("18:00-05:00", "05:00", 780),
        ("00:00-24:00", "00:00", 0),
        ("", "03:00", 0),
    ],
)
def test_waiting_for_the_first_boat(hours: str, now: str, minutes: float) -> None:
    assert wait_s(hours, np.array([clock(now)])).tolist() == [minutes * 60]


@pytest.mark.parametrize("wrong", ["5:30-22:00", "05:30", "pagi", "05:30-25:00", "05:60-22:00"])
def test_hours_that_are_none_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="hours"):
        parse_hours(wrong)
    with pytest.raises(ValueError, match="hours"):
        ferry_service(pompong(hours=wrong))


@given(HOURS, st.floats(0, 2 * 86_400), st.floats(0, 86_400))
def test_who_comes_first_leaves_first(hours: str, first: float, later: float) -> None:
    arrivals = np.array([first, first + later])
    departures = arrivals + wait_s(hours, arrivals)
    assert departures[0] <= departures[1] + 1e-6


def test_the_zone_decides_the_hour() -> None:
    at = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
    assert second_of_day(at, WIB) == clock("05:00")
    assert second_of_day(at, ZoneInfo("Asia/Makassar")) == clock("06:00")


@st.composite
def services(draw: st.DrawFn) -> BoatService:
    count = draw(st.integers(2, 4))
    piers = [Pier(f"p{n}", f"Dermaga {n}", 0.0, 104.0 + n) for n in range(count)]
    pairs = draw(st.lists(st.sampled_from(list(itertools.permutations(range(count), 2))), max_size=6))
    legs = [
        BoatLeg(f"p{a}", f"p{b}", draw(st.integers(60, 4000)), draw(st.integers(0, 900)), draw(HOURS)) for a, b in pairs
    ]
    return BoatService(tuple(piers), tuple(legs), WIB)


@given(services(), st.data())
def test_the_earliest_arrival_equals_trying_every_chain(service: BoatService, data: st.DataObject) -> None:
    """All chains without a repeated pier, leg by leg, by hand."""
    count = len(service.piers)
    ready = data.draw(st.lists(st.one_of(st.integers(0, 40_000), st.just(np.inf)), min_size=count, max_size=count))
    at = NOON + timedelta(minutes=data.draw(st.integers(0, 1439)))
    start = second_of_day(at, WIB)

    def arrive(pier: int, now: float, visited: frozenset[int]) -> list[float]:
        found = [now if p == pier else np.inf for p in range(count)]
        for leg, (origin, destination) in zip(service.legs, service.ends, strict=True):
            if origin == pier and destination not in visited and np.isfinite(now):
                wait = float(wait_s(leg.hours, np.array([start + now]))[0])
                onward = arrive(destination, now + wait + leg.boarding_s + leg.duration_s, visited | {destination})
                found = [min(pair) for pair in zip(found, onward, strict=True)]
        return found

    tried = [arrive(pier, ready[pier], frozenset({pier})) for pier in range(count)]
    sailings = sail(service, at, np.array([ready], dtype=float))
    assert sailings.arrival_s[0].tolist() == pytest.approx([min(column) for column in zip(*tried, strict=True)])
    for pier in range(count):
        chain = chain_to(sailings, service, 0, pier)
        if chain:
            legs_s = sum(leg.wait_s + leg.boarding_s + leg.sailing_s for leg in chain)
            first = service.index[chain[0].origin.id]
            assert ready[first] + legs_s == pytest.approx(sailings.arrival_s[0, pier])
            assert all(leg.wait_s >= -1e-6 for leg in chain)


ISLAND = Point(0.0, 104.105)
"""About 556 m from the island's pier, with no mapped road."""


def island_router(service: BoatService) -> Router:
    return Router(line_network(), speeds=PLAIN, boats=service)


def test_land_sea_and_land_add_up() -> None:
    router = island_router(ferry_service())
    start = node_point(router.network, 0)
    answer = router.travel_times_to(ISLAND, [Source(start, Mode.AMBULANS)], NOON)[0]
    assert (answer.kind, answer.note_code) == (TravelKind.JALAN_LAUT, NoteCode.KRU_JALAN_KAKI)
    assert answer.sea is not None
    assert answer.sea.to_pier_s == pytest.approx(300, abs=0.1)
    (leg,) = answer.sea.legs
    assert (leg.origin, leg.destination, leg.wait_s) == (CITY_PIER, ISLAND_PIER, 0)
    assert answer.sea.from_pier_s == pytest.approx(556 * PLAIN.detour_factor, rel=0.01)
    assert answer.sea.from_pier is Profile.JALAN_KAKI
    parts = answer.sea.to_pier_s + leg.boarding_s + leg.sailing_s + answer.sea.from_pier_s
    assert answer.duration_s == pytest.approx(parts)
    route = router.route(start, ISLAND, Mode.AMBULANS, NOON)
    assert [leg.means for leg in route.legs] == ["ambulans_sirene", "laut", "jalan_kaki"]
    assert route.duration_s == pytest.approx(answer.duration_s, abs=0.01)


def test_at_night_there_is_no_public_boat_and_the_answer_says_whom_to_call() -> None:
    router = island_router(ferry_service())
    answer = router.travel_times_to(ISLAND, [Source(node_point(router.network, 3), Mode.AMBULANS)], NIGHT)[0]
    assert answer.note_code is NoteCode.PERAHU_UMUM_TUTUP
    assert answer.sea is not None
    assert answer.sea.legs[0].wait_s == 6 * 3600  # 23.30 to 05.30


def test_at_night_a_boat_on_call_is_taken_without_waiting() -> None:
    called = replace(pompong(hours="", kind=BoatKind.ON_CALL), boarding_s=1800)
    router = island_router(ferry_service(pompong(), called))
    answer = router.travel_times_to(ISLAND, [Source(node_point(router.network, 3), Mode.AMBULANS)], NIGHT)[0]
    assert answer.note_code is NoteCode.KRU_JALAN_KAKI
    assert answer.sea is not None
    assert (answer.sea.legs[0].kind, answer.sea.legs[0].wait_s) == (BoatKind.ON_CALL, 0)


def test_arriving_at_the_pier_after_the_last_boat_waits_for_the_first() -> None:
    router = island_router(ferry_service())
    at = datetime(2026, 11, 22, 21, 58, tzinfo=WIB)
    near, far = node_point(router.network, 3), node_point(router.network, 0)
    sources = [Source(near, Mode.AMBULANS), Source(far, Mode.AMBULANS)]
    caught, missed = router.travel_times_to(ISLAND, sources, at)
    assert caught.note_code is NoteCode.KRU_JALAN_KAKI
    assert missed.note_code is NoteCode.PERAHU_UMUM_TUTUP
    assert missed.duration_s > 7 * 3600


def test_from_an_island_the_patient_walks_to_the_pier_and_an_ambulance_waits_on_the_other_side() -> None:
    router = island_router(ferry_service())
    hospital = node_point(router.network, 0)
    answer = router.travel_times_to(hospital, [Source(ISLAND, Mode.AMBULANS)], NOON)[0]
    assert answer.kind is TravelKind.JALAN_LAUT
    assert answer.note_code is None
    assert answer.sea is not None
    assert (answer.sea.to_pier, answer.sea.from_pier) == (Profile.JALAN_KAKI, Profile.AMBULANS_SIRENE)
    assert answer.sea.from_pier_s == pytest.approx(300, abs=0.1)


def test_a_boat_unit_sails_at_any_hour_and_its_crew_walks_on() -> None:
    router = island_router(ferry_service())
    answer = router.travel_times_to(ISLAND, [Source(CITY_PIER.point, Mode.KAPAL)], NIGHT)[0]
    assert (answer.kind, answer.note_code) == (TravelKind.JALAN_LAUT, NoteCode.KRU_JALAN_KAKI)
    assert answer.sea is not None
    assert answer.sea.legs[0].sailing_s == 900
    assert answer.duration_s == pytest.approx(900 + 556 * PLAIN.detour_factor, rel=0.01)


def test_a_boat_unit_away_from_its_pier_sails_straight() -> None:
    router = island_router(ferry_service())
    answer = router.travel_times_to(ISLAND_PIER.point, [Source(Point(0.0, 104.06), Mode.KAPAL)], NOON)[0]
    way_m = 0.04 * 111_195 * PLAIN.sea_detour
    assert answer.duration_s == pytest.approx(way_m / (PLAIN.boat_kmh / 3.6), rel=0.01)


def test_a_motorcycle_takes_the_boat_where_it_is_quicker_and_an_ambulance_stays_on_the_road() -> None:
    """A road of 50 km round the bay, or a boat of 15 minutes across it."""
    places = [(0.0, 104.0), (0.0, 104.01), (0.0, 104.1)]
    builder = NetworkBuilder()
    for lat, lon in places:
        builder.add_node(lat, lon, where="test")
    builder.add_edge(0, 1, RoadClass.RESIDENTIAL, length_m=1000, where="test")
    builder.add_edge(1, 2, RoadClass.RESIDENTIAL, length_m=50_000, where="test")
    network = builder.build(label="uji", schematic=False, attribution="uji", where="test")
    piers = [Pier("a", "A", 0.0, 104.0), Pier("b", "B", 0.0, 104.1)]
    service = BoatService.both_ways(piers, [BoatLeg("a", "b", 900, 300)], WIB)
    router = Router(network, speeds=PLAIN, boats=service)
    sources = [Source(piers[0].point, Mode.MOTOR), Source(piers[0].point, Mode.AMBULANS)]
    motor, ambulans = router.travel_times_to(piers[1].point, sources, NOON)
    assert (motor.kind, round(motor.duration_s)) == (TravelKind.JALAN_LAUT, 1200)
    assert (ambulans.kind, round(ambulans.duration_s)) == (TravelKind.JALAN, 5100)


def test_a_service_with_an_unknown_pier_is_refused() -> None:
    with pytest.raises(ValueError, match="no pier 'x'"):
        BoatService((CITY_PIER,), (BoatLeg("kota", "x", 900, 0),))
    with pytest.raises(ValueError, match="same id"):
        BoatService((CITY_PIER, CITY_PIER))
    with pytest.raises(ValueError, match="impossible duration"):
        BoatService((CITY_PIER, ISLAND_PIER), (BoatLeg("kota", "pulau", 0, 0),))
