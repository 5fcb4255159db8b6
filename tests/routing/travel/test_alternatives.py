"""Other ways: true times, other streets, and none where there is no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import BoatService, Mode, Network, Point, Route, Router, TravelKind
from routing.travel.alternatives import LONGEST
from tests.routing.worlds import (
    ISLAND_PIER,
    NOON,
    PLAIN,
    along,
    ferry_service,
    grids,
    line_network,
    make_network,
    node_point,
)

CORRIDORS = make_network(
    [
        (0.0, 103.99),
        (0.0, 104.0),
        (0.0, 104.08),
        (0.0, 104.09),
        (0.01, 104.01),
        (0.01, 104.07),
        (-0.012, 104.01),
        (-0.012, 104.07),
    ],
    [
        (0, 1, False),
        (1, 2, False),
        (2, 3, False),
        (1, 4, False),
        (4, 5, False),
        (5, 2, False),
        (1, 6, False),
        (6, 7, False),
        (7, 2, False),
    ],
    length_m=None,
)
"""A road of 9 km, and on each side of it another that lasts a tenth or an eighth longer."""


def ways(network: Network, a: Point, b: Point, count: int, *, boats: BoatService | None = None) -> list[Route]:
    return Router(network, speeds=PLAIN, boats=boats).routes(a, b, Mode.AMBULANS, NOON, alternatives=count)


def test_three_roads_side_by_side_are_three_ways() -> None:
    start, end = along(CORRIDORS, 0, 0.2), along(CORRIDORS, 2, 0.8)
    found = ways(CORRIDORS, start, end, 2)
    assert len(found) == 3
    assert len(ways(CORRIDORS, start, end, 1)) == 2
    assert [bool({"Jl. 1", "Jl. 4", "Jl. 7"} & _streets(route)) for route in found] == [True] * 3
    for one in range(3):
        for other in range(one):
            assert set(found[one].coordinates) != set(found[other].coordinates)
    assert found[0].duration_s <= found[1].duration_s <= found[2].duration_s
    for route in found:
        assert route.low_s < route.duration_s < route.high_s
        assert route.legs[0].steps
        assert route.coordinates[0] == (start.lon, start.lat)
        assert route.coordinates[-1] == (end.lon, end.lat)


@given(grids(), st.data())
def test_the_first_is_the_quickest_and_none_is_much_longer(network: Network, data: st.DataObject) -> None:
    nodes = st.integers(0, network.node_count - 1)
    a, b = (node_point(network, data.draw(nodes)) for _ in range(2))
    found = ways(network, a, b, 3)
    assert found[0] == Router(network, speeds=PLAIN).route(a, b, Mode.AMBULANS, NOON)
    assert len(found) <= 4
    best_s = found[0].duration_s
    for route in found[1:]:
        assert route.kind is TravelKind.JALAN
        assert best_s - 1e-6 <= route.duration_s <= LONGEST * best_s + 1e-6
        inner = route.coordinates[2:-2]
        assert len(set(inner)) == len(inner), "no way passes a place twice"
        # 10 m/s on every street: the time told is the time of the way itself, not of its penalties.
        assert route.duration_s == pytest.approx(route.length_m / 10, rel=0.02, abs=1)


def test_there_are_no_others_on_a_single_road_over_the_sea_or_in_a_straight_line() -> None:
    line = line_network()
    start = along(line, 0, 0.5)
    assert len(ways(line, start, along(line, 2, 0.5), 3)) == 1
    assert len(ways(line, start, ISLAND_PIER.point, 3, boats=ferry_service())) == 1
    assert len(ways(line, start, Point(3.0, 100.0), 3)) == 1
    assert len(ways(CORRIDORS, along(CORRIDORS, 0, 0.2), along(CORRIDORS, 0, 0.8), 3)) == 1, "along one street"


def test_closed_streets_are_in_no_other_way() -> None:
    router = Router(CORRIDORS, speeds=PLAIN)
    start, end = along(CORRIDORS, 0, 0.2), along(CORRIDORS, 2, 0.8)
    router.close([4])
    found = router.routes(start, end, Mode.AMBULANS, NOON, alternatives=3)
    assert len(found) == 2
    assert not any("Jl. 4" in _streets(route) for route in found)


@pytest.mark.data
def test_the_real_city_has_other_ways(tanjungpinang: Network) -> None:
    router = Router(tanjungpinang)
    found = router.routes(Point(0.9286, 104.4416), Point(0.909, 104.5005), Mode.AMBULANS, NOON, alternatives=3)
    assert len(found) > 1
    optimum_s = found[0].duration_s
    for route in found[1:]:
        assert route.duration_s <= LONGEST * optimum_s + 1e-6
        used = {round(lon, 6) for lon, _ in route.coordinates} - {round(lon, 6) for lon, _ in found[0].coordinates}
        assert len(used) > 10


def _streets(route: Route) -> set[str]:
    return {step.street for step in route.legs[0].steps}
