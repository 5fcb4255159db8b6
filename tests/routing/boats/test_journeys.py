"""Journeys of land, sea and land through the router: their parts, what is said of them, and whom to call."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import (
    BoatCode,
    BoatKind,
    BoatLeg,
    BoatService,
    Closure,
    IslandVehicle,
    Mode,
    Network,
    NoteCode,
    Pier,
    Point,
    Profile,
    RoadClass,
    Router,
    RoutingInputError,
    Source,
    TravelKind,
)
from routing.network.building import NetworkBuilder
from tests.routing.boats import oracle
from tests.routing.worlds import (
    CITY_PIER,
    ISLAND_PIER,
    NIGHT,
    NOON,
    PLAIN,
    STEP_DEG,
    WIB,
    ferry_service,
    line_network,
    make_network,
    node_point,
    pompong,
)

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
    service = BoatService.both_ways(piers, [BoatLeg("ab", "a", "b", 900, 300)], WIB)
    router = Router(network, speeds=PLAIN, boats=service)
    sources = [Source(piers[0].point, Mode.MOTOR), Source(piers[0].point, Mode.AMBULANS)]
    motor, ambulans = router.travel_times_to(piers[1].point, sources, NOON)
    assert (motor.kind, round(motor.duration_s)) == (TravelKind.JALAN_LAUT, 1200)
    assert (ambulans.kind, round(ambulans.duration_s)) == (TravelKind.JALAN, 5100)


@pytest.mark.parametrize(("on_island", "expected_s"), [(False, 60 + 500), (True, 60 + 100)])
def test_a_boat_is_weighed_against_the_road_with_whatever_meets_the_motorcycle(
    on_island: bool, expected_s: float
) -> None:
    """A road of 800 s round a bay, or a boat of 60 s across it and 1,000 s on foot, or less with what waits."""
    builder = NetworkBuilder()
    for lat, lon in [(0.0, 104.0), (0.0, 104.1), (0.0, 104.11), (1.0, 104.0), (1.0, 104.1), (1.0, 104.2), (1.0, 104.3)]:
        builder.add_node(lat, lon, where="test")
    builder.add_edge(0, 1, RoadClass.RESIDENTIAL, length_m=7000, where="test")
    builder.add_edge(1, 2, RoadClass.RESIDENTIAL, length_m=1000, where="test")
    for a, b in ((3, 4), (4, 5), (5, 6)) if on_island else ():  # a larger land than that of the bay
        builder.add_edge(a, b, RoadClass.RESIDENTIAL, length_m=1000, where="test")
    network = builder.build(label="uji", schematic=False, attribution="uji", where="test")
    becak = None if on_island else IslandVehicle("Becak motor", speed_kmh=7.2)
    piers = [Pier("a", "A", 0.0, 104.0), Pier("b", "B", 0.0, 104.1, vehicle=becak)]
    service = BoatService.both_ways(piers, [BoatLeg("ab", "a", "b", 60, 0)], WIB)
    router = Router(network, speeds=PLAIN, boats=service)
    answer = router.travel_times_to(node_point(network, 2), [Source(Point(0.0, 104.0), Mode.MOTOR)], NOON)[0]
    assert (answer.kind, round(answer.duration_s)) == (TravelKind.JALAN_LAUT, expected_s)


def closing(*, begin: datetime, end: datetime | None, leg: str = "pompong") -> Closure:
    return Closure("k", frozenset(), frozenset({leg}), begin, end)


def test_at_night_the_advice_has_the_piers_and_the_time_of_the_first_boat() -> None:
    router = island_router(ferry_service())
    near, far = node_point(router.network, 3), node_point(router.network, 0)
    at = datetime(2026, 11, 22, 21, 58, tzinfo=WIB)
    caught, missed = router.travel_times_to(ISLAND, [Source(p, Mode.AMBULANS) for p in (near, far)], at)
    assert caught.boat_advice is None
    advice = missed.boat_advice
    assert advice is not None
    assert (advice.code, advice.from_pier, advice.to_piers) == (
        BoatCode.PERAHU_UMUM_TUTUP,
        CITY_PIER,
        (ISLAND_PIER,),
    )
    assert advice.first_public_s == 7 * 3600 + 32 * 60
    assert advice.on_call == ()
    assert router.route(far, ISLAND, Mode.AMBULANS, at).boat_advice == advice


def test_a_boat_on_call_has_to_be_called_by_day_too() -> None:
    called = replace(pompong(hours="", kind=BoatKind.ON_CALL), id="panggilan", boarding_s=0)
    router = island_router(ferry_service(pompong(), called))
    sources = [Source(node_point(router.network, 3), Mode.AMBULANS)]
    for at, first_public_s in ((NOON, 0), (NIGHT, 6 * 3600)):
        advice = router.travel_times_to(ISLAND, sources, at)[0].boat_advice
        assert advice is not None
        assert (advice.code, advice.on_call) == (BoatCode.PANGGIL_PERAHU, ("panggilan",))
        assert advice.first_public_s == pytest.approx(first_public_s, abs=0.5)


def test_a_closed_crossing_is_waited_for_where_its_end_is_known() -> None:
    router = island_router(ferry_service())
    sources = [Source(node_point(router.network, 3), Mode.AMBULANS)]
    open_s = router.travel_times_to(ISLAND, sources, NOON)[0].duration_s
    router.set_closures([closing(begin=NOON, end=NOON + timedelta(hours=2))])
    answer = router.travel_times_to(ISLAND, sources, NOON)[0]
    assert (answer.kind, answer.note_code) == (TravelKind.JALAN_LAUT, NoteCode.PERAHU_DITUTUP)
    assert answer.duration_s == pytest.approx(open_s + 7200, abs=0.5)
    assert answer.boat_advice is not None
    assert (answer.boat_advice.code, answer.boat_advice.first_public_s) == (BoatCode.PERAHU_DITUTUP, 7200)
    assert router.matrix(sources, [ISLAND], at=NOON)[0, 0] == answer.duration_s
    assert router.route(sources[0].point, ISLAND, Mode.AMBULANS, NOON).duration_s == pytest.approx(answer.duration_s)
    router.set_closures([])
    assert router.travel_times_to(ISLAND, sources, NOON)[0].duration_s == open_s


def test_a_crossing_that_closes_while_one_drives_to_the_pier_is_closed() -> None:
    router = island_router(ferry_service())
    sources = [Source(node_point(router.network, node), Mode.AMBULANS) for node in (3, 0)]  # at the pier, 300 s off
    router.set_closures([closing(begin=NOON + timedelta(seconds=200), end=NOON + timedelta(seconds=900))])
    before, during = router.travel_times_to(ISLAND, sources, NOON)
    assert before.note_code is NoteCode.KRU_JALAN_KAKI
    assert during.note_code is NoteCode.PERAHU_DITUTUP
    assert during.duration_s - before.duration_s == pytest.approx(900, abs=0.5)


def test_a_crossing_closed_until_nobody_knows_when_leaves_a_straight_line_and_the_piers() -> None:
    router = island_router(ferry_service())
    router.set_closures([closing(begin=NOON - timedelta(hours=1), end=None)])
    for at in (NOON, NIGHT):
        answer = router.travel_times_to(ISLAND, [Source(node_point(router.network, 0), Mode.AMBULANS)], at)[0]
        assert (answer.kind, answer.note_code, answer.sea) == (
            TravelKind.GARIS_LURUS,
            NoteCode.PERAHU_DITUTUP,
            None,
        )
        assert answer.boat_advice is not None
        assert answer.boat_advice[:4] == (BoatCode.PERAHU_DITUTUP, CITY_PIER, (ISLAND_PIER,), None)
        assert router.route(node_point(router.network, 0), ISLAND, Mode.AMBULANS, at).note_code is answer.note_code


def test_a_boat_unit_sails_through_a_closure_and_the_answer_says_so() -> None:
    router = island_router(ferry_service())
    open_s = router.travel_times_to(ISLAND, [Source(CITY_PIER.point, Mode.KAPAL)], NOON)[0].duration_s
    router.set_closures([closing(begin=NOON, end=None)])
    answer = router.travel_times_to(ISLAND, [Source(CITY_PIER.point, Mode.KAPAL)], NOON)[0]
    assert (answer.note_code, answer.duration_s) == (NoteCode.PERAHU_DITUTUP, open_s)


def test_an_island_s_vehicle_meets_the_crew_where_that_is_quicker_than_walking() -> None:
    met_there = replace(ISLAND_PIER, vehicle=IslandVehicle("Becak motor", speed_kmh=7.2, wait_s=180))
    router = island_router(BoatService.both_ways([CITY_PIER, met_there], [pompong()], WIB))
    start = node_point(router.network, 0)
    answer = router.travel_times_to(ISLAND, [Source(start, Mode.AMBULANS)], NOON)[0]
    assert answer.note_code is NoteCode.DIJEMPUT_DI_DERMAGA
    assert answer.sea is not None
    assert (answer.sea.met_by, answer.sea.from_pier) == ("Becak motor", Profile.JALAN_KAKI)
    assert answer.sea.from_pier_s == pytest.approx(180 + 556 * PLAIN.detour_factor / 2, rel=0.01)
    route = router.route(start, ISLAND, Mode.AMBULANS, NOON)
    assert [leg.means for leg in route.legs] == ["ambulans_sirene", "laut", "kendaraan_pulau"]
    assert route.duration_s == pytest.approx(answer.duration_s, abs=0.01)
    near = Point(0.0, 104.1005)
    at_the_pier = router.travel_times_to(near, [Source(start, Mode.AMBULANS)], NOON)[0]
    assert at_the_pier.note_code is NoteCode.KRU_JALAN_KAKI


def test_a_drawn_ferry_carries_nobody_the_timetable_does() -> None:
    """The network's boat legs are drawn on maps. What sails, when, and for how long, only the timetable says."""
    builder = NetworkBuilder()
    for lat, lon in [(0.0, 104.0), (0.0, 104.01), (0.0, 104.03), (0.0, 104.04)]:
        builder.add_node(lat, lon, where="test")
    builder.add_edge(0, 1, RoadClass.RESIDENTIAL, length_m=1000, where="test")
    builder.add_edge(1, 2, RoadClass.LAUT, length_m=10, where="test")
    builder.add_edge(2, 3, RoadClass.RESIDENTIAL, length_m=500, where="test")
    network = builder.build(label="uji", schematic=False, attribution="uji", where="test")
    here, there = node_point(network, 0), node_point(network, 3)
    undrawn = Router(network, speeds=PLAIN).travel_times_to(there, [Source(here, Mode.MOTOR)], NOON)[0]
    assert (undrawn.kind, undrawn.note_code) == (TravelKind.GARIS_LURUS, NoteCode.TIDAK_TERHUBUNG)
    piers = [Pier("a", "A", 0.0, 104.01), Pier("b", "B", 0.0, 104.03)]
    service = BoatService.both_ways(piers, [BoatLeg("ab", "a", "b", 900, 300)], WIB)
    answer = Router(network, speeds=PLAIN, boats=service).travel_times_to(there, [Source(here, Mode.MOTOR)], NOON)[0]
    assert (answer.kind, round(answer.duration_s)) == (TravelKind.JALAN_LAUT, 100 + 300 + 900 + 500)


TOWN = 4
"""Places of the mainland, in a row; the islands have two each."""

SOUTH_DEG = 0.2


def archipelago() -> Network:
    """A mainland and two islands, each a row of streets; 100 s by vehicle and 1,000 s on foot from node to node."""
    places = [(0.0, 104.0 + STEP_DEG * n) for n in range(TOWN)]
    streets = [(n, n + 1, False) for n in range(TOWN - 1)]
    for island in (1, 2):
        first = len(places)
        places += [(-SOUTH_DEG * island, 104.0 + STEP_DEG * n) for n in range(2)]
        streets.append((first, first + 1, False))
    return make_network(places, streets)


SHORES = archipelago()
PIER_NODES = (0, 3, 4, 6)
"""Two piers of the mainland and one of each island."""


@st.composite
def fleets_of_boats(draw: st.DrawFn) -> BoatService:
    """A random timetable over the piers of the archipelago, some with a vehicle that meets the crew."""
    drawn = draw(oracle.services(len(PIER_NODES)))
    piers = []
    for number, node in enumerate(PIER_NODES):
        vehicle = draw(st.sampled_from([None, IslandVehicle("Becak motor", speed_kmh=7.2, wait_s=120)]))
        point = node_point(SHORES, node)
        piers.append(Pier(f"p{number}", f"Dermaga {number}", *point, vehicle=vehicle))
    return replace(drawn, piers=tuple(piers))


def land_s(a: int, b: int, s_per_street: int) -> float | None:
    """Seconds over land between two nodes of the archipelago; None over water."""
    lands = [range(TOWN), range(TOWN, TOWN + 2), range(TOWN + 2, TOWN + 4)]
    return abs(a - b) * s_per_street if any(a in land and b in land for land in lands) else None


def by_hand(
    service: BoatService, start: int, target: int, at: datetime, shut: list[oracle.Shutting], *, motor: bool
) -> float | None:
    """Land, sea and land by trying everything: the model of the router in its plainest words."""
    by_road = land_s(start, target, 100)
    if by_road is not None and not motor:
        return by_road
    has_vehicle = start < TOWN
    ready = [land_s(start, node, 100 if has_vehicle else 1000) for node in PIER_NODES]
    ways = [] if by_road is None else [by_road]
    arrival = oracle.arrivals(service, at, ready, shut, by_boat=True)
    for pier, landed_s in enumerate(arrival):
        on_foot = land_s(PIER_NODES[pier], target, 1000)
        if landed_s is None or on_foot is None:
            continue
        onward = [on_foot]
        vehicle = service.piers[pier].vehicle
        if vehicle is not None:
            onward.append(vehicle.wait_s + on_foot / 2)
        if not has_vehicle:
            onward.append(on_foot / 10)
        ways += [landed_s + last_s for last_s in onward]
    return min(ways, default=None)


@given(fleets_of_boats(), st.data(), st.integers(0, 7200))
def test_who_turns_out_later_catches_the_boats_of_that_hour(
    service: BoatService, data: st.DataObject, turnout_s: int
) -> None:
    """Times count from setting out, and are those of a question asked then."""
    router = Router(SHORES, speeds=PLAIN, boats=service)
    at = data.draw(oracle.instants)
    target = node_point(SHORES, data.draw(st.sampled_from(range(SHORES.node_count))))
    points = [node_point(SHORES, node) for node in range(SHORES.node_count)]
    now = [Source(point, mode) for point in points for mode in (Mode.AMBULANS, Mode.MOTOR)]
    later = [source._replace(turnout_s=float(turnout_s)) for source in now]
    found = router.travel_times_to(target, later, at)
    then = router.travel_times_to(target, now, at + timedelta(seconds=turnout_s))
    for one, other in zip(found, then, strict=True):
        assert one.duration_s == pytest.approx(other.duration_s, abs=1e-6)
        assert (one.kind, one.note_code) == (other.kind, other.note_code)
        if one.boat_advice and one.boat_advice.first_public_s is not None:
            assert other.boat_advice is not None
            assert other.boat_advice.first_public_s == pytest.approx(one.boat_advice.first_public_s - turnout_s)


def test_a_turnout_past_the_last_boat_misses_it() -> None:
    router = island_router(ferry_service())
    at = datetime(2026, 11, 22, 21, 55, tzinfo=WIB)
    start = node_point(router.network, 2)  # 100 s from the pier
    quick, slow = (Source(start, Mode.AMBULANS, turnout_s=seconds) for seconds in (60, 240))
    caught, missed = router.travel_times_to(ISLAND, [quick, slow], at)
    assert caught.note_code is NoteCode.KRU_JALAN_KAKI
    assert missed.note_code is NoteCode.PERAHU_UMUM_TUTUP


@pytest.mark.parametrize("wrong", [-1.0, float("inf"), float("nan")])
def test_a_turnout_that_is_none_is_refused(wrong: float) -> None:
    router = island_router(ferry_service())
    with pytest.raises(RoutingInputError, match="turnout_s"):
        router.travel_times_to(ISLAND, [Source(ISLAND, Mode.MOTOR, turnout_s=wrong)], NOON)


@given(fleets_of_boats(), st.data())
def test_journeys_over_random_boats_equal_trying_everything(service: BoatService, data: st.DataObject) -> None:
    router = Router(SHORES, speeds=PLAIN, boats=service)
    at = data.draw(oracle.instants)
    shut = data.draw(oracle.closures_of(service))
    closures = [Closure(str(n), frozenset(), s.boat_legs, s.from_at, s.until_at) for n, s in enumerate(shut)]
    router.set_closures(closures)
    nodes = range(SHORES.node_count)
    target = data.draw(st.sampled_from(nodes))
    everyone = list(itertools.product(nodes, (Mode.AMBULANS, Mode.MOTOR)))
    sources = [Source(node_point(SHORES, node), mode) for node, mode in everyone]
    answers = router.travel_times_to(node_point(SHORES, target), sources, at)
    for (start, mode), answer in zip(everyone, answers, strict=True):
        expected = by_hand(service, start, target, at, shut, motor=mode is Mode.MOTOR)
        if expected is None:
            assert answer.kind is TravelKind.GARIS_LURUS
            continue
        assert answer.duration_s == pytest.approx(expected, abs=0.01)
        if answer.sea is not None:
            parts = [answer.sea.to_pier_s, answer.sea.from_pier_s, *(leg.duration_s for leg in answer.sea.legs)]
            assert answer.duration_s == pytest.approx(sum(parts), abs=1e-6)
