"""Strange places: never an exception, never a silently wrong number."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import routing.travel.closable
from routing import (
    EngineError,
    Mode,
    NoteCode,
    Point,
    Router,
    RoutingInputError,
    Source,
    TravelKind,
)
from routing.geo import straight_m
from routing.speeds.calibration import Calibration
from tests.routing.worlds import NIGHT, NOON, PLAIN, ferry_service, line_network, make_network, node_point

HERE = Point(0.0, 104.0)
FAR = Point(0.5, 104.0)
AT_SEA = Point(0.0, 103.5)


@pytest.fixture(scope="module")
def router() -> Router:
    return Router(line_network(), speeds=PLAIN, boats=ferry_service())


@pytest.mark.parametrize(
    "wrong", [Point(math.nan, 104.0), Point(0.0, math.inf), Point(104.0, 0.9), Point(-90.1, 0.0), Point(0.0, 180.5)]
)
def test_what_is_no_coordinate_is_refused_everywhere(router: Router, wrong: Point) -> None:
    asks: list[Callable[[], object]] = [
        lambda: router.travel_times_to(wrong, [Source(HERE, Mode.MOTOR)], NOON),
        lambda: router.travel_times_to(HERE, [Source(wrong, Mode.MOTOR)], NOON),
        lambda: router.matrix([Source(HERE, Mode.MOTOR)], [wrong]),
        lambda: router.matrix([Source(wrong, Mode.MOTOR)], [HERE]),
        lambda: router.route(wrong, HERE, Mode.MOTOR, NOON),
        lambda: router.route(HERE, wrong, Mode.MOTOR, NOON),
        lambda: router.snap(wrong),
        lambda: router.isochrone(wrong, 600),
    ]
    for ask in asks:
        with pytest.raises(RoutingInputError, match="not a coordinate"):
            ask()


def test_swapped_coordinates_are_named(router: Router) -> None:
    with pytest.raises(RoutingInputError, match="swapped"):
        router.snap(Point(104.45, 0.92))


def test_an_instant_without_a_zone_is_refused(router: Router) -> None:
    naive = datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001 - the point of the test
    for ask in (
        lambda: router.travel_times_to(HERE, [], naive),
        lambda: router.route(HERE, HERE, Mode.MOTOR, naive),
        lambda: router.matrix([], [], at=naive),
    ):
        with pytest.raises(RoutingInputError, match="time zone"):
            ask()


def test_a_target_off_the_network_gets_a_straight_line_that_says_so(router: Router) -> None:
    answer = router.travel_times_to(FAR, [Source(HERE, Mode.AMBULANS)], NOON)[0]
    assert (answer.kind, answer.note_code) == (TravelKind.GARIS_LURUS, NoteCode.TUJUAN_DI_LUAR_JARINGAN)
    way_m = straight_m(HERE, FAR) * PLAIN.detour_factor
    assert answer.length_m == pytest.approx(way_m)
    assert answer.duration_s == pytest.approx(way_m / (PLAIN.straight_kmh / 3.6))
    route = router.route(HERE, FAR, Mode.AMBULANS, NOON)
    assert (route.kind, route.duration_s) == (TravelKind.GARIS_LURUS, answer.duration_s)
    assert route.coordinates == [(HERE.lon, HERE.lat), (FAR.lon, FAR.lat)]


def test_a_source_off_the_network_gets_a_straight_line_that_says_so(router: Router) -> None:
    answer = router.travel_times_to(HERE, [Source(FAR, Mode.MOTOR)], NOON)[0]
    assert (answer.kind, answer.note_code) == (TravelKind.GARIS_LURUS, NoteCode.ASAL_DI_LUAR_JARINGAN)


def test_a_boat_reaches_a_place_in_the_sea_straight(router: Router) -> None:
    answer = router.travel_times_to(AT_SEA, [Source(Point(0.0, 103.4), Mode.KAPAL)], NIGHT)[0]
    assert answer.kind is TravelKind.GARIS_LURUS
    assert answer.length_m == pytest.approx(0.1 * 111_195 * PLAIN.sea_detour, rel=0.01)


anywhere = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
nearby = st.builds(Point, st.floats(-0.02, 0.02), st.floats(103.98, 104.13))


@given(st.one_of(anywhere, nearby), st.lists(st.tuples(st.one_of(anywhere, nearby), st.sampled_from(Mode)), max_size=6))
def test_any_place_on_earth_gets_a_finite_answer(
    router: Router, target: Point, sources: list[tuple[Point, Mode]]
) -> None:
    asked = [Source(point, mode) for point, mode in sources]
    for at in (NOON, NIGHT):
        for source, answer in zip(asked, router.travel_times_to(target, asked, at), strict=True):
            assert math.isfinite(answer.duration_s)
            assert 0 <= answer.low_s <= answer.duration_s <= answer.high_s
            assert (answer.kind is TravelKind.JALAN_LAUT) == (answer.sea is not None)
            assert (answer.kind is TravelKind.GARIS_LURUS) == (answer.length_m is not None)
            route = router.route(source.point, target, source.mode, at)
            assert route.kind is answer.kind
            assert route.duration_s == pytest.approx(answer.duration_s, abs=0.01)


def test_two_land_masses_without_a_boat_are_not_joined_by_snapping() -> None:
    """An island 300 m away has its own path: nobody drives there from the road across the water."""
    places = [(0.0, 104.0), (0.0, 104.01), (0.0, 104.02), (0.003, 104.0), (0.003, 104.005)]
    network = make_network(places, [(0, 1, False), (1, 2, False), (3, 4, False)])
    router = Router(network, speeds=PLAIN)
    answer = router.travel_times_to(Point(0.0031, 104.002), [Source(Point(0.0, 104.01), Mode.AMBULANS)], NOON)[0]
    assert (answer.kind, answer.note_code) == (TravelKind.GARIS_LURUS, NoteCode.TIDAK_TERHUBUNG)


def test_off_the_real_roads_the_skeleton_answers_and_says_schematic() -> None:
    """The extract ends at 104.03; the skeleton goes on to 104.08."""
    drawn = make_network(
        [(0.0, 104.0), (0.0, 104.03), (0.0, 104.08)], [(0, 1, False), (1, 2, False)], length_m=None, schematic=True
    )
    router = Router(line_network(), speeds=PLAIN, skeleton=drawn)
    inside, outside = node_point(router.network, 1), Point(0.0, 104.075)
    known, beyond = router.travel_times_to(inside, [Source(HERE, Mode.AMBULANS), Source(outside, Mode.AMBULANS)], NOON)
    assert (known.kind, known.schematic) == (TravelKind.JALAN, False)
    assert (beyond.kind, beyond.schematic) == (TravelKind.SKEMATIK, True)
    real_s, drawn_m = 200, 0.045 * 111_195
    assert beyond.duration_s == pytest.approx(real_s + drawn_m / 10 * PLAIN.schematic_detour, rel=0.001)
    route = router.route(inside, outside, Mode.AMBULANS, NOON)
    assert (route.kind, route.schematic) == (TravelKind.SKEMATIK, True)
    assert router.metric_id != Router(line_network(), speeds=PLAIN).metric_id


def test_what_is_closed_stays_closed_on_the_way_out_of_the_real_roads() -> None:
    drawn = make_network([(0.0, 104.0), (0.0, 104.08)], [(0, 1, False)], length_m=None, schematic=True)
    router = Router(line_network(), speeds=PLAIN, skeleton=drawn)
    outside, source = Point(0.0, 104.075), [Source(HERE, Mode.AMBULANS)]
    assert router.travel_times_to(outside, source, NOON)[0].kind is TravelKind.SKEMATIK
    router.close([1])
    assert router.travel_times_to(outside, source, NOON)[0].kind is TravelKind.GARIS_LURUS
    assert router.route(HERE, outside, Mode.AMBULANS, NOON).kind is TravelKind.GARIS_LURUS
    router.reopen([1])
    assert router.travel_times_to(outside, source, NOON)[0].kind is TravelKind.SKEMATIK


def test_only_what_lies_off_the_real_roads_is_schematic() -> None:
    drawn = make_network([(0.0, 104.0), (0.0, 104.08)], [(0, 1, False)], length_m=None, schematic=True)
    router = Router(line_network(), speeds=PLAIN, skeleton=drawn)
    inside = [Source(node_point(router.network, node), Mode.MOTOR) for node in range(4)]
    alone = Router(line_network(), speeds=PLAIN)
    assert router.travel_times_to(HERE, inside, NOON) == alone.travel_times_to(HERE, inside, NOON)
    assert router.matrix(inside, [HERE]).tolist() == alone.matrix(inside, [HERE]).tolist()
    beside = Point(0.006, 104.005)  # 667 m off the real road, no drawn road near
    answer = router.travel_times_to(beside, inside[:1], NOON)[0]
    assert (answer.kind, answer.schematic) == (TravelKind.SKEMATIK, True)
    off_road_s = 0.006 * 111_195 * 3.6 / PLAIN.off_road_kmh
    assert answer.duration_s == pytest.approx(50 + off_road_s, rel=0.001)


def test_what_trips_say_of_a_road_holds_for_who_drives_on_beyond_it() -> None:
    drawn = make_network([(0.0, 104.0), (0.0, 104.08)], [(0, 1, False)], length_m=None, schematic=True)
    network, outside = line_network(), Point(0.0, 104.075)
    slow = Calibration(network.hash, PLAIN.fingerprint, by_edge={"mobil": {1: math.log(1.5)}})
    source = [Source(HERE, Mode.AMBULANS)]
    plain = Router(network, speeds=PLAIN, skeleton=drawn).travel_times_to(outside, source, NOON)[0]
    calibrated = Router(network, speeds=PLAIN.with_calibration(slow), skeleton=drawn)
    assert calibrated.travel_times_to(outside, source, NOON)[0].duration_s == pytest.approx(plain.duration_s + 50)


def test_where_the_drawing_adds_nothing_no_second_router_is_made() -> None:
    covered = make_network([(0.0, 104.0), (0.0, 104.02)], [(0, 1, False)], length_m=None, schematic=True)
    assert Router(line_network(), skeleton=covered).metric_id == Router(line_network()).metric_id


def test_without_the_hierarchy_dijkstra_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise EngineError("no library")

    expected = Router(line_network(), speeds=PLAIN)
    monkeypatch.setattr(routing.travel.closable, "CchEngine", fail)
    router = Router(line_network(), speeds=PLAIN)
    sources = [Source(node_point(router.network, node), Mode.AMBULANS) for node in range(4)]
    assert router.travel_times_to(HERE, sources, NOON) == expected.travel_times_to(HERE, sources, NOON)
    router.close([1])
    assert router.travel_times_to(HERE, sources[3:], NOON)[0].note_code is NoteCode.TIDAK_TERHUBUNG
