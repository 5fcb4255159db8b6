"""Edges by drawn area, by street, and on other roads by where they lay."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import Network, RoadClass, RoutingInputError, edges_along, edges_in, edges_of_street, lines_of, streets_of
from routing.network.building import NetworkBuilder
from tests.routing.worlds import grids, line_network, make_network


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def town(*streets: tuple[str, RoadClass], parts: int = 2) -> Network:
    """Streets side by side going east, 0.001 degrees (111 m) apart, each of `parts` edges of 0.01 degrees."""
    builder = NetworkBuilder()
    for row, (name, road_class) in enumerate(streets):
        nodes = [builder.add_node(0.001 * row, 104.0 + 0.01 * n, where="uji") for n in range(parts + 1)]
        for a, b in pairwise(nodes):
            builder.add_edge(a, b, road_class, name=name, oneway=False, length_m=None, where="uji")
    return builder.build(label="uji", schematic=False, attribution="uji", where="uji")


TOWN = town(
    ("Jalan Wiratno", RoadClass.PRIMARY),
    ("Jl. Sumatera", RoadClass.RESIDENTIAL),
    ("", RoadClass.FOOTWAY),
    ("x", RoadClass.LAUT),
)


def test_an_area_takes_the_roads_and_paths_it_touches_and_no_boats() -> None:
    assert edges_in(TOWN, box(104.002, -0.0005, 104.003, 0.0005)) == [0]
    assert edges_in(TOWN, box(104.002, -0.0005, 104.012, 0.01)) == [0, 1, 2, 3, 4, 5]
    assert edges_in(TOWN, box(103, -1, 103.5, 1)) == []


def test_an_area_that_crosses_itself_is_taken_as_its_loops() -> None:
    bow = {
        "type": "Polygon",
        "coordinates": [[[104.0, -0.0005], [104.004, 0.0005], [104.004, -0.0005], [104.0, 0.0005], [104.0, -0.0005]]],
    }
    assert edges_in(TOWN, bow) == [0]


@pytest.mark.parametrize("name", ["Jalan Wiratno", "jl wiratno", "JLN. WIRATNO", " Wiratno "])
def test_a_street_is_found_as_people_write_it(name: str) -> None:
    assert edges_of_street(TOWN, name) == [0, 1]


def test_a_street_can_be_limited_by_an_area_and_no_name_is_no_street() -> None:
    assert edges_of_street(TOWN, "Sumatera", box(104.012, -1, 104.013, 1)) == [3]
    assert edges_of_street(TOWN, "Wira") == []
    assert edges_of_street(TOWN, "") == []


def test_the_streets_of_a_closure_are_named_the_longest_first() -> None:
    assert streets_of(TOWN, [2, 0, 1, 4]) == ["Jalan Wiratno", "Jl. Sumatera"]


@given(grids(), st.data())
def test_edges_are_found_again_where_they_lay(network: Network, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.sets(st.integers(0, network.edge_count - 1), min_size=1)))
    assert set(edges_along(network, lines_of(network, edges))) >= set(edges)


def test_on_finer_and_on_coarser_roads_the_same_stretch_is_closed() -> None:
    fine, coarse = (town(("a", RoadClass.PRIMARY), parts=parts) for parts in (4, 1))
    middle = lines_of(fine, [0, 1, 2, 3])
    assert edges_along(coarse, middle) == [0]
    whole = {"type": "MultiLineString", "coordinates": [[[104.0, 0.0], [104.02, 0.0]]]}
    assert edges_along(fine, whole) == [0, 1]


def test_a_street_that_only_crosses_stays_open() -> None:
    cross = make_network(
        [(0.0, 104.0), (0.0, 104.01), (0.0, 104.02), (0.005, 104.01), (-0.005, 104.01)],
        [(0, 1, False), (1, 2, False), (1, 3, False), (4, 1, False)],
    )
    assert edges_along(cross, lines_of(cross, [0, 1])) == [0, 1]


def test_lines_elsewhere_match_nothing() -> None:
    assert edges_along(TOWN, {"type": "MultiLineString", "coordinates": [[[10.0, 10.0], [10.1, 10.0]]]}) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"type": "Point", "coordinates": [104, 0]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[104, 0], [104, 1]]]},
        {"type": "Polygon", "coordinates": [[["a", 0], [1, 1], [2, 2], ["a", 0]]]},
        {"type": "Polygon", "coordinates": 5},
    ],
)
def test_what_is_no_area_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(RoutingInputError):
        edges_in(line_network(), wrong)
