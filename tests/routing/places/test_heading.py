"""Snapping by direction: dual carriageways, overpasses, one-way streets; and nothing changed without a heading."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import Mode, Network, Point, RoadClass, Router, RoutingInputError, Source, believed_heading_deg
from routing.network.building import NetworkBuilder
from routing.places.snap import ASSUMED_LIMIT_M, SnapIndex
from tests.routing.worlds import NOON, PLAIN, grids

METRE_DEG = 1 / 111_195
EAST, NORTH, WEST, SOUTH = 90.0, 0.0, 270.0, 180.0


def index_of(network: Network) -> SnapIndex:
    return SnapIndex(network, ~network.is_sea, ASSUMED_LIMIT_M)


def edge_at(network: Network, point: Point, heading_deg: float, **options: float) -> int:
    accuracy = np.array([options["accuracy_m"]]) if options else None
    return int(index_of(network).snap([point], np.array([heading_deg]), accuracy).edge[0])


def network_of(ends: list[tuple[Point, Point, bool]]) -> Network:
    """One straight road a pair of places; not joined to one another."""
    builder = NetworkBuilder()
    for number, (a, b, oneway) in enumerate(ends):
        for lat, lon in (a, b):
            builder.add_node(lat, lon, where="test")
        builder.add_edge(2 * number, 2 * number + 1, RoadClass.PRIMARY, oneway=oneway, where="test")
    if len(ends) > 1:  # one land mass, far from where the tests look
        far = builder.add_node(0.5, 104.5, where="test")
        for number in range(len(ends)):
            builder.add_edge(2 * number, far, RoadClass.PRIMARY, where="test")
    return builder.build(label="uji", schematic=False, attribution="uji", where="test")


def place(east_m: float, north_m: float) -> Point:
    return Point(north_m * METRE_DEG, 104 + east_m * METRE_DEG)


@pytest.fixture(scope="module")
def dual() -> Network:
    """Two carriageways 16 m apart, the southern one eastwards (edge 0), the northern one westwards (edge 1)."""
    return network_of(
        [(place(-200, 0), place(200, 0), True), (place(200, 16), place(-200, 16), True)],
    )


@pytest.fixture(scope="module")
def overpass() -> Network:
    """A road from west to east (edge 0) over one from south to north (edge 1)."""
    return network_of(
        [(place(-200, 0), place(200, 0), False), (place(0, -200), place(0, 200), False)],
    )


@pytest.mark.parametrize("north_m", [-4.0, 3.0, 8.0, 13.0, 20.0])
def test_the_carriageway_that_runs_as_the_unit_does(dual: Network, north_m: float) -> None:
    assert edge_at(dual, place(5, north_m), EAST) == 0
    assert edge_at(dual, place(5, north_m), WEST) == 1
    assert edge_at(dual, place(5, north_m), 105.0) == 0


def test_over_the_bridge_or_under_it(overpass: Network) -> None:
    for near_m in (-6.0, 0.0, 6.0):
        assert edge_at(overpass, place(near_m, 5), EAST) == 0
        assert edge_at(overpass, place(near_m, 5), WEST) == 0
        assert edge_at(overpass, place(5, near_m), NORTH) == 1
        assert edge_at(overpass, place(5, near_m), SOUTH + 10) == 1


def test_a_good_fix_trusts_the_place_and_a_poor_one_the_heading(overpass: Network) -> None:
    beside = place(14, 100)
    assert edge_at(overpass, beside, EAST, accuracy_m=3.0) == 1
    crossing = place(30, 9)
    assert edge_at(overpass, crossing, NORTH, accuracy_m=2.0) == 0
    assert edge_at(overpass, crossing, NORTH, accuracy_m=20.0) == 1


def test_against_a_lone_one_way_street_the_nearest_is_the_answer() -> None:
    """An ambulance that drives against the arrow is still on that street."""
    lone = network_of([(place(-200, 0), place(200, 0), True)])
    assert edge_at(lone, place(0, 5), WEST) == 0


def test_a_heading_is_remembered_apart(dual: Network) -> None:
    index, here = index_of(dual), place(5, 7)
    eastwards, westwards = np.array([EAST]), np.array([WEST])
    for _ in range(2):
        assert index.snap([here], eastwards).edge[0] == 0
        assert index.snap([here], westwards).edge[0] == 1
        assert index.snap([here]).edge[0] == 0


def test_a_source_with_a_heading_leaves_by_its_own_carriageway() -> None:
    """A loop of one-way streets: whoever goes west from the middle reaches the western end at once."""
    builder = NetworkBuilder()
    for lat, lon in (place(-500, 0), place(500, 0), place(500, 16), place(-500, 16)):
        builder.add_node(lat, lon, where="test")
    for a, b in ((0, 1), (1, 2), (2, 3), (3, 0)):
        builder.add_edge(a, b, RoadClass.PRIMARY, oneway=True, where="test")
    router = Router(builder.build(label="uji", schematic=False, attribution="uji", where="test"), speeds=PLAIN)
    sources = [Source(place(0, 8.5), Mode.AMBULANS, heading) for heading in (EAST, WEST)]
    router.remember(sources)
    east, west = router.travel_times_to(place(-500, 16), sources, NOON)
    assert west.duration_s == pytest.approx(50, abs=4)
    assert east.duration_s == pytest.approx(150, abs=8)


def test_headings_that_do_not_fit_are_refused(dual: Network) -> None:
    for headings in (np.array([1.0, 2.0]), np.array([math.inf])):
        with pytest.raises(RoutingInputError, match="headings_deg"):
            index_of(dual).snap([place(0, 0)], headings)
    assert len(index_of(dual).snap([])) == 0


@settings(max_examples=60, deadline=None)
@given(
    grids(),
    st.lists(
        st.tuples(st.floats(-0.002, 0.045), st.floats(103.998, 104.045), st.floats(0, 360) | st.just(math.nan)),
        min_size=1,
        max_size=12,
    ),
)
def test_without_a_heading_the_nearest_edge_by_brute_force(
    network: Network, asked: list[tuple[float, float, float]]
) -> None:
    points = [Point(lat, lon) for lat, lon, _ in asked]
    index, wide = index_of(network), SnapIndex(network, ~network.is_sea, 50_000.0)
    at = shapely.points(network.plane.to_xy(*np.array(points).T))
    away_m = shapely.distance(network.lines[None, :], at[:, None])
    headings = np.array([heading for _, _, heading in asked])
    far = wide.snap(points)
    assert far.distance_m == pytest.approx(away_m.min(axis=1), abs=1e-6)
    located = shapely.line_locate_point(network.lines[far.edge], at, normalized=True)
    assert far.fraction == pytest.approx(located, abs=1e-6)
    snaps = index.snap(points, headings)
    assert (snaps.found == (away_m.min(axis=1) <= ASSUMED_LIMIT_M)).all()
    still = np.flatnonzero(np.isnan(headings) & snaps.found)
    assert snaps.distance_m[still] == pytest.approx(away_m[still].min(axis=1), abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(grids(), st.floats(-0.002, 0.045), st.floats(103.998, 104.045), st.floats(0, 359.9))
def test_with_a_heading_never_against_the_arrow_unless_alone(
    network: Network, lat: float, lon: float, heading_deg: float
) -> None:
    """What is chosen is the nearest edge, or fits better than it by the stated measure."""
    point = Point(lat, lon)
    chosen = index_of(network).snap([point], np.array([heading_deg]))
    nearest = index_of(network).snap([point])
    assert chosen.found[0] == nearest.found[0]
    if not chosen.found[0] or chosen.edge[0] == nearest.edge[0]:
        return
    turn = [math.radians(heading_deg - _bearing_deg(network, int(snaps.edge[0]))) for snaps in (chosen, nearest)]
    assert not (network.edge_oneway[chosen.edge[0]] and math.cos(turn[0]) < -1e-9)
    against = network.edge_oneway[nearest.edge[0]] and math.cos(turn[1]) < 0
    assert against or abs(math.sin(turn[0])) <= abs(math.sin(turn[1])) + 1e-6


def _bearing_deg(network: Network, edge: int) -> float:
    x, y = np.diff(network.plane.to_xy(*network.shape_lonlat(edge).T[::-1]), axis=0)[0]
    return math.degrees(math.atan2(x, y))


def test_a_heading_is_believed_only_of_who_moves() -> None:
    assert believed_heading_deg(90.0, 40.0) == 90.0
    assert believed_heading_deg(90.0, None) == 90.0
    assert believed_heading_deg(90.0, 0.4) is None
    assert believed_heading_deg(None, 40.0) is None
