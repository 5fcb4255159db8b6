"""Numbers and lines out of JSON."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import ServerDownError
from routing.remote.reading import area, line, matrix, polyline6
from tests.routing.remote.fakes import Place, encode6


def test_null_is_no_way_and_a_little_under_zero_is_rounding() -> None:
    assert matrix([[None, -0.8, 12]], (1, 3), "x", high=100, slack=10).tolist() == [[math.inf, 0.0, 12.0]]
    for wrong in ([[-0.8]], [[-11]], [[101]]):
        with pytest.raises(ServerDownError):
            matrix(wrong, (1, 1), "x", high=100, slack=10 if wrong == [[-11]] else 0)


degrees = st.integers(-90_000_000, 90_000_000).map(lambda micro: micro / 1e6)


@given(st.lists(st.tuples(degrees, degrees), min_size=1, max_size=5))
def test_an_encoded_line_comes_back(places: list[tuple[float, float]]) -> None:
    text = encode6([Place(0, 0.0, lat, lon) for lat, lon in places])
    assert polyline6(text, "shape") == [pytest.approx((lon, lat), abs=1e-6) for lat, lon in places]


@given(st.one_of(st.text(), st.none(), st.integers(), st.lists(st.floats(), max_size=3)))
def test_what_is_no_encoded_line_is_a_failure_or_lies_on_the_earth(text: object) -> None:
    try:
        found = polyline6(text, "shape")
    except ServerDownError:
        return
    assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in found)


@pytest.mark.parametrize("wrong", [[], None, [[1]], [[200, 0]], [["1", "2"]], [[104.0, None]], {"a": 1}])
def test_what_is_no_line_is_a_failure(wrong: object) -> None:
    with pytest.raises(ServerDownError):
        line(wrong, "x")


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {"type": "Point", "coordinates": [0, 0]},
        {"type": "Polygon", "coordinates": [[[500, 0]]]},
        {"type": "Polygon"},
        {"type": "MultiPolygon", "coordinates": [[1]]},
    ],
)
def test_what_is_no_area_is_a_failure(wrong: object) -> None:
    with pytest.raises(ServerDownError):
        area(wrong, "x")


def test_areas_of_both_kinds() -> None:
    ring = [[104.0, 0.0], [104.1, 0.0], [104.1, 0.1], [104.0, 0.0]]
    assert area({"type": "Polygon", "coordinates": [ring]}, "x")["type"] == "Polygon"
    assert area({"type": "MultiPolygon", "coordinates": [[ring]]}, "x")["type"] == "MultiPolygon"
