"""The same questions to `Router` and, over a server that knows the same streets, to `RemoteRouter`: one answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import BoatService, Closure, Mode, Network, Point, RoadClass, Router, RoutingInputError, Source, TravelKind
from routing.network.building import NetworkBuilder
from routing.remote.osrm import Osrm
from routing.remote.profiles import osrm_profiles, valhalla_profiles
from routing.remote.router import RemoteRouter
from routing.remote.server import ServerKind
from routing.remote.valhalla import Valhalla
from tests.routing.remote.fakes import FakeOsrm, FakeValhalla
from tests.routing.remote.serving import Answer, Asked, local_server
from tests.routing.worlds import NIGHT, NOON, PLAIN, STEP_DEG, ferry_service, grids, make_network, node_point, pompong

KINDS = pytest.mark.parametrize("kind", list(ServerKind))
ROUNDING_S = {ServerKind.OSRM: 0.3, ServerKind.VALHALLA: 2.0}
"""OSRM writes tenths of a second and of a metre, Valhalla whole seconds and metres; a journey has several parts."""

PATIENT_S = 20.0
"""These tests are about what is answered, on however busy a machine."""


@contextmanager
def both(
    kind: ServerKind, network: Network, boats: BoatService | None = None, *, fallback: bool = False
) -> Iterator[tuple[Router, RemoteRouter]]:
    """Our own router, and one over a server with the same streets."""
    own = Router(network, speeds=PLAIN, boats=boats)
    if kind is ServerKind.OSRM:
        answering, profiles = FakeOsrm(network), osrm_profiles(PLAIN)
    else:
        answering, profiles = FakeValhalla(network), valhalla_profiles(PLAIN)
    with local_server(answering) as server:
        client = Osrm(server.url + "/{profile}") if kind is ServerKind.OSRM else Valhalla(server.url)
        home = node_point(network, 0)
        remote = RemoteRouter(
            client,
            profiles,
            home=home,
            speeds=PLAIN,
            boats=boats,
            fallback=own.twin() if fallback else None,
            times_s=PATIENT_S,
        )
        try:
            yield own, remote
        finally:
            remote.close()


def check_times(kind: ServerKind, own: Router, remote: RemoteRouter, target: Point, sources: list[Source]) -> None:
    for at in (NOON, NIGHT):
        mine, theirs = (router.travel_times_to(target, sources, at) for router in (own, remote))
        for a, b in zip(mine, theirs, strict=True):
            assert b.duration_s == pytest.approx(a.duration_s, abs=ROUNDING_S[kind])
            assert (b.kind, b.note_code, b.schematic) == (a.kind, a.note_code, False)
            assert (b.sea is None) == (a.sea is None)
            if a.sea and b.sea:
                assert [leg.destination for leg in b.sea.legs] == [leg.destination for leg in a.sea.legs]
                assert (b.sea.to_pier, b.sea.from_pier) == (a.sea.to_pier, a.sea.from_pier)


def coast() -> Network:
    """A city of three places in a row, and an island with a road of its own that no road joins."""
    builder = NetworkBuilder()
    east = [0.0, 1.0, 2.0, 3.0, 10.0, 10.6]
    nodes = [builder.add_node(0.0, 104.0 + STEP_DEG * x, where="uji") for x in east]
    for number, (a, b) in enumerate([(0, 1), (1, 2), (2, 3), (4, 5)]):
        road_class = RoadClass.RESIDENTIAL if number < 3 else RoadClass.FOOTWAY
        builder.add_edge(nodes[a], nodes[b], road_class, name=f"Jl. {number}", where="uji")
    return builder.build(label="uji", schematic=False, attribution="uji", where="uji")


@KINDS
@settings(max_examples=15, deadline=None)
@given(network=grids(), data=st.data())
def test_random_towns(kind: ServerKind, network: Network, data: st.DataObject) -> None:
    """Places beside the streets, between their nodes: at a node either street may be the nearest."""
    edges = st.integers(0, network.edge_count - 1)
    spots = data.draw(st.lists(st.tuples(edges, st.floats(0.1, 0.4), st.sampled_from(Mode)), min_size=2, max_size=5))
    points = []
    for edge, fraction, _ in spots:
        (lon_a, lat_a), (lon_b, lat_b) = network.shape_lonlat(edge)
        points.append(
            Point(
                round(lat_a + fraction * (lat_b - lat_a) + 0.0002, 6),
                round(lon_a + fraction * (lon_b - lon_a) + 0.0001, 6),
            )
        )
    sources = [Source(p, mode) for p, (_, _, mode) in zip(points[1:], spots[1:], strict=True)]
    with both(kind, network) as (own, remote):
        check_times(kind, own, remote, points[0], sources)


@KINDS
def test_journeys_over_the_sea(kind: ServerKind) -> None:
    network = coast()
    here, harbour = Point(0.0001, 104.0), Point(0.0, 104.0299)
    on_the_island, beyond = Point(0.0, 104.103), Point(0.0002, 104.1055)
    units = [
        Source(point, mode)
        for point in (here, Point(0.0, 104.015), harbour, on_the_island, beyond)
        for mode in (Mode.AMBULANS, Mode.MOTOR)
    ]
    units.append(Source(Point(0.001, 104.06), Mode.KAPAL))
    with both(kind, network, ferry_service(pompong())) as (own, remote):
        for target in (on_the_island, beyond, here, Point(0.0, 104.02)):
            check_times(kind, own, remote, target, units)
        kinds = {answer.kind for answer in remote.travel_times_to(beyond, units, NOON)}
        assert TravelKind.JALAN_LAUT in kinds
        mine, theirs = (router.route(here, beyond, Mode.AMBULANS, NOON) for router in (own, remote))
        assert [leg.means for leg in theirs.legs] == [leg.means for leg in mine.legs]
        assert "laut" in [leg.means for leg in theirs.legs]
        assert theirs.duration_s == pytest.approx(mine.duration_s, abs=2 * ROUNDING_S[kind])


@KINDS
def test_an_island_without_roads(kind: ServerKind) -> None:
    """The server snaps anything to something; what is far from every road is off the roads all the same."""
    network = make_network(
        [(0.0, 104.0 + STEP_DEG * n) for n in range(4)], [(n, n + 1, False) for n in range(3)], length_m=None
    )
    units = [Source(Point(0.0, 104.0), mode) for mode in (Mode.AMBULANS, Mode.MOTOR)]
    with both(kind, network, ferry_service()) as (own, remote):
        for target in (Point(0.002, 104.101), Point(0.03, 104.0), Point(0.0, 104.25)):
            check_times(kind, own, remote, target, units)


@KINDS
def test_places_far_away_and_out_at_sea(kind: ServerKind) -> None:
    network = coast()
    sources = [Source(Point(0.0, 104.005), Mode.AMBULANS), Source(Point(5.0, 100.0), Mode.MOTOR)]
    with both(kind, network) as (own, remote):
        for target in (Point(-7.0, 110.0), Point(0.0, 104.015), Point(0.0, 103.9)):
            check_times(kind, own, remote, target, sources)


@KINDS
def test_the_matrix_says_what_travel_times_say(kind: ServerKind) -> None:
    targets = [Point(0.0, 104.004 + 0.004 * n) for n in range(5)] + [Point(0.0, 104.103)]
    sources = [Source(p, mode) for p in targets for mode in Mode]
    with both(kind, coast(), ferry_service()) as (own, remote):
        matrix = remote.matrix(sources, targets, at=NOON)
        assert matrix == pytest.approx(own.matrix(sources, targets, at=NOON), abs=ROUNDING_S[kind])
        for column, target in enumerate(targets):
            times = [answer.duration_s for answer in remote.travel_times_to(target, sources, NOON)]
            assert matrix[:, column].tolist() == pytest.approx(times, abs=1e-6)


@KINDS
def test_many_units_in_many_requests(kind: ServerKind) -> None:
    sources = [Source(Point(0.0, 104.0 + 0.0002 * n), Mode.AMBULANS) for n in range(140)]
    with both(kind, coast()) as (own, remote):
        check_times(kind, own, remote, Point(0.0, 104.02), sources)


@KINDS
def test_nobody_and_nowhere(kind: ServerKind) -> None:
    with both(kind, coast()) as (_, remote):
        assert remote.travel_times_to(Point(0.0, 104.0), [], NOON) == []
        assert remote.matrix([], []).shape == (0, 0)


@KINDS
def test_a_road_across_water_is_not_taken(kind: ServerKind) -> None:
    """A village on a path; 300 m off, over water, a street of the town. No car drives from there."""
    builder = NetworkBuilder()
    town = [builder.add_node(0.0, 104.0 + STEP_DEG * n, where="uji") for n in range(3)]
    village = [builder.add_node(0.003, 104.012 + 0.003 * n, where="uji") for n in range(2)]
    for a, b in ((0, 1), (1, 2)):
        builder.add_edge(town[a], town[b], RoadClass.RESIDENTIAL, where="uji")
    builder.add_edge(village[0], village[1], RoadClass.FOOTWAY, where="uji")
    network = builder.build(label="uji", schematic=False, attribution="uji", where="uji")
    with both(kind, network) as (own, remote):
        check_times(kind, own, remote, Point(0.0, 104.005), [Source(Point(0.003, 104.0135), Mode.AMBULANS)])


ASKS: list[Callable[[RemoteRouter, Point], object]] = [
    lambda router, wrong: router.travel_times_to(wrong, [], NOON),
    lambda router, wrong: router.travel_times_to(Point(0, 104), [Source(wrong, Mode.MOTOR)], NOON),
    lambda router, wrong: router.matrix([], [wrong]),
    lambda router, wrong: router.route(Point(0, 104), wrong, Mode.MOTOR, NOON),
    lambda router, wrong: router.route(wrong, Point(0, 104), Mode.MOTOR, NOON),
    lambda router, wrong: router.snap(wrong),
    lambda router, wrong: router.isochrone(wrong, 60),
    lambda router, wrong: router.remember([Source(wrong, Mode.MOTOR)]),
]


@KINDS
@pytest.mark.parametrize("ask", ASKS)
def test_what_is_no_coordinate_is_refused(kind: ServerKind, ask: Callable[[RemoteRouter, Point], object]) -> None:
    with both(kind, coast()) as (_, remote):
        for wrong in (Point(104.45, 0.92), Point(float("nan"), 104.0)):
            with pytest.raises(RoutingInputError, match="not a coordinate"):
                ask(remote, wrong)


@KINDS
def test_an_instant_without_a_zone_is_refused(kind: ServerKind) -> None:
    naive = datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001 - the point of the test
    with both(kind, coast()) as (_, remote):
        for ask in (
            lambda: remote.travel_times_to(Point(0, 104), [], naive),
            lambda: remote.route(Point(0, 104), Point(0, 104), Mode.MOTOR, naive),
            lambda: remote.matrix([], [], at=naive),
        ):
            with pytest.raises(RoutingInputError, match="time zone"):
                ask()


@KINDS
def test_a_closed_street_is_not_used(kind: ServerKind) -> None:
    """Valhalla is told; OSRM cannot be, and our own network answers for it."""
    corners = [(0.0, 104.0), (0.0, 104.01), (0.01, 104.01), (0.01, 104.0)]
    network = make_network(corners, [(0, 1, False), (1, 2, False), (2, 3, False), (3, 0, False)], length_m=None)
    a, b = Point(0.0008, 104.0), Point(0.0008, 104.01)
    closure = Closure("banjir", frozenset({0}), frozenset(), from_at=NOON)
    with both(kind, network, fallback=True) as (own, remote):
        before = remote.route(a, b, Mode.AMBULANS, NOON).duration_s
        own.set_closures([closure])
        remote.set_closures([closure])
        for answer in (
            remote.route(a, b, Mode.AMBULANS, NOON),
            remote.travel_times_to(b, [Source(a, Mode.AMBULANS)], NOON)[0],
        ):
            assert answer.duration_s > 2 * before
            assert answer.duration_s == pytest.approx(own.route(a, b, Mode.AMBULANS, NOON).duration_s, abs=2)
        other = remote.twin()
        assert other.route(a, b, Mode.AMBULANS, NOON).duration_s == pytest.approx(before)
        assert other.metric_at(NOON) != remote.metric_at(NOON)
        remote.set_closures([])
        assert remote.route(a, b, Mode.AMBULANS, NOON).duration_s == pytest.approx(before)


def two_routes(asked: Asked, right: FakeOsrm) -> Answer:
    """The fake's own way, and one that takes twice as long."""
    answer = right(asked)
    if "/route/" not in asked.target or "alternatives=2" not in asked.target:
        return answer
    document = json.loads(answer.body)
    way = document["routes"][0]
    document["routes"].insert(0, {**way, "duration": way["duration"] * 2})
    return Answer.of(document)


def test_other_ways_come_with_their_times_and_steps() -> None:
    network, a, b = coast(), Point(0.0, 104.002), Point(0.0, 104.018)
    right = FakeOsrm(network)
    with local_server(lambda asked: two_routes(asked, right)) as server:
        remote = RemoteRouter(
            Osrm(server.url + "/{profile}"), osrm_profiles(PLAIN), home=a, speeds=PLAIN, times_s=PATIENT_S
        )
        first, other = remote.routes(a, b, Mode.AMBULANS, NOON, alternatives=2)
        assert remote.routes(a, b, Mode.AMBULANS, NOON) == [remote.route(a, b, Mode.AMBULANS, NOON)] == [first]
        remote.close()
    assert other.duration_s == pytest.approx(2 * first.duration_s, abs=0.5)
    assert first.low_s < first.duration_s < first.high_s < other.high_s
    assert [step.street for step in first.legs[0].steps] == ["Jl. 0"]
    assert first.legs[0].steps[0].duration_s == pytest.approx(first.duration_s, abs=0.5)
