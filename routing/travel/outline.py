"""From squares to polygons: the outline of an area, its small holes filled, ready for GeoJSON."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from scipy import ndimage

from routing.geo import BoolArray, FloatArray, IntArray, Plane
from routing.travel.near_roads import CELL_M

BLOCK_M2 = 40_000.0
"""A hole smaller than this (200 × 200 m) is the inside of a block: who reaches the streets round it reaches it."""

SIMPLIFY_M = 5.0
"""How far a simplified outline may leave the true one: a quarter of a square, within the outline's own error."""

DEGREE_DECIMALS = 5
"""About one metre."""


def outline(column: IntArray, row: IntArray) -> shapely.MultiPolygon:
    """The area of some squares as polygons in metres on the plane.

    The corners of the outline lie in the middle between a square inside and one outside (marching squares), so a
    staircase becomes a slope. Valid by construction: rings neither cross nor touch.
    """
    if len(column) == 0:
        return shapely.MultiPolygon()
    west, south = int(column.min()) - 1, int(row.min()) - 1
    inside = np.zeros((int(row.max()) - south + 2, int(column.max()) - west + 2), dtype=np.bool_)
    inside[row - south, column - west] = True
    inside |= _small_holes(inside)
    shells: dict[int, FloatArray] = {}
    holes: dict[int, list[FloatArray]] = {}
    # Squares that touch at a corner only are two pieces, as in `_NEXT`.
    piece, _ = ndimage.label(inside)
    for ring, owner in _rings(inside, piece):
        metres = (ring / 2 + [west + 0.5, south + 0.5]) * CELL_M
        if _signed_area(metres) > 0:
            shells[owner] = metres
        else:
            holes.setdefault(owner, []).append(metres)
    area = shapely.MultiPolygon([shapely.Polygon(shell, holes.get(owner)) for owner, shell in shells.items()])
    return _multi(area.simplify(SIMPLIFY_M))


def to_geojson(area: shapely.Geometry, plane: Plane) -> dict[str, Any]:
    """A (Multi)Polygon in degrees: outer rings counter-clockwise, holes clockwise (RFC 7946), five decimals, valid."""
    lonlat = shapely.set_precision(shapely.transform(area, plane.to_lonlat), 10.0**-DEGREE_DECIMALS)
    turned = shapely.orient_polygons(_multi(lonlat))
    rounded = shapely.transform(turned, lambda degrees: np.round(degrees, DEGREE_DECIMALS))
    polygons = [
        [shapely.get_coordinates(ring).tolist() for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(rounded)
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _small_holes(inside: BoolArray) -> BoolArray:
    """The squares of holes smaller than a block. Outside squares that touch at a corner are one hole."""
    hole, _ = ndimage.label(~inside, structure=np.ones((3, 3), dtype=np.int8))
    small = np.bincount(hole.ravel()) * CELL_M**2 < BLOCK_M2
    small[[0, hole[0, 0]]] = False
    return np.asarray(small[hole])


def _multi(area: shapely.Geometry) -> shapely.MultiPolygon:
    """The polygons of any geometry: rounding can leave lines behind where an area was thinner than the grid."""
    parts = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon" and not part.is_empty]
    return shapely.MultiPolygon(parts)


def _rings(inside: BoolArray, piece: IntArray) -> list[tuple[FloatArray, int]]:
    """Closed rings in half squares, the inside on the left, with the number of the piece that they bound.

    Around each corner of four squares the outline enters by one side and leaves by another. A side is named by its
    middle in half squares, which is unique over the grid; sides are met once in each direction.
    """
    block = (
        inside[:-1, :-1].astype(np.int64)
        | inside[:-1, 1:].astype(np.int64) << 1
        | inside[1:, 1:].astype(np.int64) << 2
        | inside[1:, :-1].astype(np.int64) << 3
    )
    width = 2 * inside.shape[1]
    starts, ends, owners = [], [], []
    for code, steps in _NEXT.items():
        row, column = np.nonzero(block == code)
        for (from_x, from_y), (to_x, to_y), (owner_x, owner_y) in steps:
            starts.append((2 * row + from_y) * width + 2 * column + from_x)
            ends.append((2 * row + to_y) * width + 2 * column + to_x)
            owners.append(piece[row + owner_y, column + owner_x])
    start, end, owner = np.concatenate(starts), np.concatenate(ends), np.concatenate(owners)
    following = dict(zip(start.tolist(), end.tolist(), strict=True))
    owner_of = dict(zip(start.tolist(), owner.tolist(), strict=True))
    rings = []
    while following:
        first, place = following.popitem()
        keys = [first]
        while place != first:
            keys.append(place)
            place = following.pop(place)
        places = np.array([*keys, first])
        rings.append((np.column_stack((places % width, places // width)).astype(np.float64), owner_of[first]))
    return rings


def _signed_area(ring: FloatArray) -> float:
    x, y = ring.T
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2


_SOUTH, _EAST, _NORTH, _WEST = (1, 0), (2, 1), (1, 2), (0, 1)
"""The middles of the sides of the square between four squares' middles, in half squares from the south-west one."""

_SW, _SE, _NE, _NW = (0, 0), (1, 0), (1, 1), (0, 1)

_NEXT = {
    1: [(_SOUTH, _WEST, _SW)],
    2: [(_EAST, _SOUTH, _SE)],
    3: [(_EAST, _WEST, _SW)],
    4: [(_NORTH, _EAST, _NE)],
    5: [(_SOUTH, _WEST, _SW), (_NORTH, _EAST, _NE)],
    6: [(_NORTH, _SOUTH, _SE)],
    7: [(_NORTH, _WEST, _SW)],
    8: [(_WEST, _NORTH, _NW)],
    9: [(_SOUTH, _NORTH, _SW)],
    10: [(_EAST, _SOUTH, _SE), (_WEST, _NORTH, _NW)],
    11: [(_EAST, _NORTH, _SW)],
    12: [(_WEST, _EAST, _NW)],
    13: [(_SOUTH, _EAST, _SW)],
    14: [(_WEST, _SOUTH, _SE)],
}
"""Which squares of four are inside (bit 1 south-west, 2 south-east, 4 north-east, 8 north-west) and the ways of the
outline past them, the inside on its left, with one square of the piece it bounds."""
