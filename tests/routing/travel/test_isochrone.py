"""What can be reached within a time."""

from __future__ import annotations

import json
from datetime import datetime

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import Point as ShapelyPoint
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from routing import Mode, Network, Point, Profile, Router, RoutingInputError, Source, TravelKind
from routing.speeds.weights import edge_weights_ms
from tests.routing.worlds import (
    NIGHT,
    NOON,
    PLAIN,
    along,
    dijkstra_s,
    ferry_service,
    grids,
    line_network,
    node_point,
    street_arcs,
)

SLACK_S = 5.0
"""At 10 m/s more than a square, half a sample, the simplification and the rounding together."""


@given(grids(), st.data())
def test_every_node_within_the_limit_and_no_other(network: Network, data: st.DataObject) -> None:
    start = int(network.edge_a[data.draw(st.integers(0, network.edge_count - 1))])
    limit_s = data.draw(st.floats(1, 900))
    reach = Router(network, speeds=PLAIN).isochrone(node_point(network, start), limit_s)
    seconds = (edge_weights_ms(network, PLAIN, Profile.AMBULANS) / 1000).tolist()
    expected = dijkstra_s(street_arcs(network, seconds), start)
    for node in range(network.node_count):
        true_s = expected.get(node, np.inf)
        if abs(true_s - limit_s) > 0.01:
            assert bool(reach.node_mask[node]) == (true_s <= limit_s)
        if reach.node_mask[node]:
            assert reach.node_s[node] == pytest.approx(true_s, abs=0.01)


def test_the_area_ends_where_the_time_runs_out() -> None:
    """250 s at 10 m/s from the west end: to the middle of the third street."""
    router = Router(line_network(), speeds=PLAIN)
    reach = router.isochrone(node_point(router.network, 0), 250)
    assert reach.geojson is not None
    area = shape(reach.geojson["geometry"])
    assert area.is_valid
    inside, outside = along(router.network, 2, 0.4), along(router.network, 2, 0.65)
    assert area.contains(ShapelyPoint(inside.lon, inside.lat))
    assert not area.contains(ShapelyPoint(outside.lon, outside.lat))


def test_a_closed_street_bounds_the_reach() -> None:
    router = Router(line_network(), speeds=PLAIN)
    router.close([1])
    reach = router.isochrone(node_point(router.network, 0), 3600)
    assert reach.node_mask.tolist() == [True, True, False, False]


@given(grids(doubled=False), st.data())
def test_the_area_is_where_travel_times_fit_into_the_limit(network: Network, data: st.DataObject) -> None:
    """A place on a road a little before the end of the time lies in the area, one a little behind it does not.

    No doubled streets, of which a place lies on either; and the start is on a two-way street, because on a one-way one
    it lies on the area's border.
    """
    router = Router(network, speeds=PLAIN)
    two_way = np.flatnonzero(~network.edge_oneway).tolist()
    assume(two_way)
    start = along(network, data.draw(st.sampled_from(two_way)), data.draw(st.floats(0.05, 0.95)))
    limit_s = data.draw(st.floats(30, 400))
    found = router.isochrone(start, limit_s, at=NOON)
    assert found.geojson is not None
    area = shape(found.geojson["geometry"])
    assert area.is_valid
    for edge in range(network.edge_count):
        for fraction in (0.05, 0.3, 0.55, 0.95):
            place = along(network, edge, fraction)
            answer = router.travel_times_to(place, [Source(start, Mode.AMBULANS)], NOON)[0]
            inside = area.contains(ShapelyPoint(place.lon, place.lat))
            on_road = answer.kind is TravelKind.JALAN
            if on_road and answer.duration_s <= limit_s - SLACK_S:
                assert inside
            if not on_road or answer.duration_s >= limit_s + SLACK_S:
                assert not inside


@given(grids(), st.lists(st.floats(0, 900), min_size=1, max_size=4), st.data())
def test_several_limits_are_one_search_with_the_same_answers(
    network: Network, limits_s: list[float], data: st.DataObject
) -> None:
    router = Router(network, speeds=PLAIN)
    start = along(network, data.draw(st.integers(0, network.edge_count - 1)), 0.5)
    together = router.isochrones(start, limits_s)
    for limit_s, found in zip(limits_s, together, strict=True):
        alone = router.isochrone(start, limit_s)
        assert found.geojson == alone.geojson
        assert np.array_equal(found.node_s, alone.node_s)
    assert router.isochrones(start, []) == []


def island_area(at: datetime | None, limit_s: float, mode: Mode = Mode.AMBULANS) -> BaseGeometry:
    router = Router(line_network(), speeds=PLAIN, boats=ferry_service())
    pier = node_point(router.network, 3) if mode is not Mode.KAPAL else Point(0.0, 104.03)
    found = router.isochrone(pier, limit_s, at=at, mode=mode, by_boat=True)
    assert found.geojson is not None
    return shape(found.geojson["geometry"])


def test_an_island_is_reached_by_boat_as_far_as_the_time_left_allows() -> None:
    """300 s boarding, 900 s sailing, then 1 m/s over a detour: 600 s more are 429 m straight from the pier."""
    area = island_area(NOON, 1800)
    walked_m = 600 / PLAIN.detour_factor
    for metres, expected in ((walked_m - 40, True), (walked_m + 40, False)):
        assert area.contains(ShapelyPoint(104.10 + metres / 111_195, 0.0)) is expected
    assert not island_area(NOON, 1100).intersects(ShapelyPoint(104.10, 0.0))
    router = Router(line_network(), speeds=PLAIN, boats=ferry_service())
    by_land = router.isochrone(node_point(router.network, 3), 1800, at=NOON)
    assert by_land.geojson is not None
    assert not shape(by_land.geojson["geometry"]).intersects(ShapelyPoint(104.10, 0.0))


def test_at_night_the_island_is_out_of_reach_and_a_boat_of_ones_own_still_sails() -> None:
    pier = ShapelyPoint(104.10, 0.0)
    assert not island_area(NIGHT, 3 * 3600).intersects(pier)
    assert island_area(NIGHT, 7.5 * 3600).intersects(pier)
    assert island_area(NIGHT, 3600, Mode.KAPAL).intersects(pier)


def test_a_walk_from_an_islands_pier_ends_at_its_radius() -> None:
    area = island_area(NOON, 10_000)
    assert not area.contains(ShapelyPoint(104.10 + 1600 / 111_195, 0.0))
    assert area.contains(ShapelyPoint(104.10 + 1400 / 111_195, 0.0))


def test_turn_out_of_the_own_street_is_counted_from_where_one_stands() -> None:
    """In the middle of a street of 1 km, 20 s reach 200 m to either side and no junction."""
    router = Router(line_network(), speeds=PLAIN)
    found = router.isochrone(along(router.network, 1, 0.5), 20)
    assert not found.node_mask.any()
    assert found.geojson is not None
    area = shape(found.geojson["geometry"])
    for fraction, expected in ((0.35, True), (0.65, True), (0.25, False), (0.75, False)):
        place = along(router.network, 1, fraction)
        assert area.contains(ShapelyPoint(place.lon, place.lat)) is expected


def test_nothing_is_reached_from_off_the_network() -> None:
    reach = Router(line_network(), speeds=PLAIN).isochrone(Point(0.5, 104.0), 600)
    assert not reach.node_mask.any()
    assert reach.geojson is None


@pytest.mark.parametrize("limit_s", [-1, float("nan"), float("inf"), 1e9])
def test_a_limit_that_is_no_time_is_refused(limit_s: float) -> None:
    with pytest.raises(RoutingInputError, match="limit_s"):
        Router(line_network()).isochrone(Point(0.0, 104.0), limit_s)


@pytest.mark.data
def test_lights_reach_farther_in_the_real_city(tanjungpinang: Network) -> None:
    router = Router(tanjungpinang)
    psc = Point(0.909, 104.4705)
    quick, slow = (router.isochrone(psc, 300, lights=lights).node_mask for lights in (True, False))
    assert quick.sum() > slow.sum() > 100
    assert not (slow & ~quick).any()
    assert router.isochrone(psc, 300, mode=Mode.KAPAL).node_mask.sum() < slow.sum()


@pytest.mark.data
def test_ten_minutes_in_the_real_city_are_drawn_with_few_points(tanjungpinang: Network) -> None:
    router = Router(tanjungpinang)
    found = router.isochrone(Point(0.909, 104.4705), 600)
    assert found.geojson is not None
    area = shape(found.geojson["geometry"])
    assert area.is_valid
    assert len(json.dumps(found.geojson)) < 60_000
