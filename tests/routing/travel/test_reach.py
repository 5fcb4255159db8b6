"""What can be reached within a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point as ShapelyPoint
from shapely.geometry import shape

from routing import Mode, Network, Point, Profile, Router, RoutingInputError
from routing.speeds.weights import edge_weights_ms
from tests.routing.worlds import PLAIN, along, dijkstra_s, grids, line_network, node_point, street_arcs


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
