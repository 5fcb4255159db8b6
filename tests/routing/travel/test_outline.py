"""From squares to polygons that GeoJSON allows."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from shapely.geometry import shape

from routing.geo import Plane
from routing.travel.near_roads import CELL_M
from routing.travel.outline import BLOCK_M2, SIMPLIFY_M, outline, to_geojson

PLANE = Plane(lat=0.9, lon=104.45)
masks = arrays(np.bool_, st.tuples(st.integers(1, 30), st.integers(1, 30)))


def squares(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    row, column = np.nonzero(mask)
    return column - 7, row + 3


@given(masks)
def test_any_squares_give_valid_polygons_in_rfc_order(mask: np.ndarray) -> None:
    area = outline(*squares(mask))
    assert area.is_valid
    if not mask.any():
        assert area.is_empty
        return
    document = to_geojson(area, PLANE)
    assert shape(document).is_valid
    polygons = document["coordinates"] if document["type"] == "MultiPolygon" else [document["coordinates"]]
    for outer, *holes in polygons:
        assert shapely.LinearRing(outer).is_ccw
        assert not any(shapely.LinearRing(hole).is_ccw for hole in holes)
        for lon, lat in (place for ring in (outer, *holes) for place in ring):
            assert (round(lon, 5), round(lat, 5)) == (lon, lat)


@given(masks)
def test_squares_in_the_thick_of_it_are_inside_and_far_ones_are_not(mask: np.ndarray) -> None:
    area = shapely.buffer(outline(*squares(mask)), 0)
    padded = np.pad(mask, 2)
    around = np.lib.stride_tricks.sliding_window_view(padded, (5, 5))
    rows, columns = np.indices(mask.shape)
    middle = np.stack((columns - 7 + 0.5, rows + 3 + 0.5), axis=-1) * CELL_M
    thick = around.all(axis=(2, 3))
    assert shapely.contains_xy(area, *middle[thick].T).all()
    holes = sum(len(part.interiors) for part in shapely.get_parts(area))
    if holes == 0 and mask.sum() * CELL_M**2 < BLOCK_M2:  # too few squares to close round a block
        far = ~around.any(axis=(2, 3))
        outside = shapely.contains_xy(area, *middle[far].T)
        assert outside.sum() * CELL_M**2 < BLOCK_M2


@pytest.mark.parametrize(("side", "holes"), [(9, 0), (12, 1)])
def test_a_hole_smaller_than_a_block_is_filled(side: int, holes: int) -> None:
    mask = np.ones((side + 6, side + 6), dtype=np.bool_)
    mask[3:-3, 3:-3] = False
    (area,) = shapely.get_parts(outline(*squares(mask)))
    assert len(area.interiors) == holes


def test_what_stands_in_a_filled_hole_is_not_drawn_twice() -> None:
    mask = np.ones((15, 15), dtype=np.bool_)
    mask[3:-3, 3:-3] = False
    mask[7, 7] = True
    area = outline(*squares(mask))
    assert area.is_valid
    assert len(area.geoms) == 1


def test_the_size_is_right_to_the_tolerance() -> None:
    mask = np.ones((50, 80), dtype=np.bool_)
    area = outline(*squares(mask))
    assert area.area == pytest.approx(50 * 80 * CELL_M**2, rel=0.01)
    assert area.hausdorff_distance(shapely.box(-140, 60, 73 * CELL_M, 53 * CELL_M)) < SIMPLIFY_M + CELL_M


def test_no_squares_give_no_area() -> None:
    nothing = np.empty(0, dtype=np.int64)
    assert outline(nothing, nothing).is_empty
    assert to_geojson(outline(nothing, nothing), PLANE) == {"type": "MultiPolygon", "coordinates": []}
