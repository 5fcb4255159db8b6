"""What the tests close: streets of the roads in use, found by what they mean."""

from datetime import datetime
from typing import Any

import routing
from dispatch.closures.extent import PIER, list_cuttable
from dispatch.core import Psc

MARGIN_DEG = 0.0002


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def across(network: routing.Network, edge: int) -> dict[str, Any]:
    """A small area drawn across an edge, off its ends."""
    shape = network.shape_lonlat(edge)
    lon, lat = (shape[0] + shape[1]) / 2
    return box(lon - MARGIN_DEG, lat - MARGIN_DEG, lon + MARGIN_DEG, lat + MARGIN_DEG)


def dead_end(psc: Psc, at: datetime) -> tuple[int, str]:
    """An edge whose closure cuts a facility off, and that facility's id."""
    router, places = psc.roads.router, [place for place in list_cuttable(psc.city) if place.kind != PIER]
    for edge in range(router.network.edge_count):
        closing = routing.Closure("uji", frozenset({edge}), frozenset(), at)
        cut = router.cut_off([place.point for place in places], closing, at)
        for place, is_cut in zip(places, cut, strict=True):
            if is_cut:
                return edge, place.id
    raise AssertionError("the roads have no dead end with a facility")


def middle_of_way(psc: Psc, a: routing.Point, b: routing.Point, at: datetime) -> int:
    """An edge in the middle of the way from one point to another."""
    line = psc.roads.router.route(a, b, routing.Mode.AMBULANS, at).coordinates
    (lon, lat), (next_lon, next_lat) = line[len(line) // 2 - 1 : len(line) // 2 + 1]
    snap = psc.roads.router.snap(routing.Point((lat + next_lat) / 2, (lon + next_lon) / 2))
    assert snap is not None
    return snap.edge
