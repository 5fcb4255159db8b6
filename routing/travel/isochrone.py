"""The area that can be reached within a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from routing.geo import FloatArray, IntArray, Plane
from routing.travel.answers import Isochrone
from routing.travel.arrivals import Outing, find_arrivals
from routing.travel.outline import outline, to_geojson
from routing.travel.travel import Fleet


def isochrones(outing: Outing, fleet: Fleet, start_s: FloatArray, limits_s: Sequence[float]) -> list[Isochrone]:
    """What a fleet reaches within each limit, by one search.

    A place counts as reached when the way along the roads and the last metres beside them fit into the limit, as in
    `travel_times_to`, and it lies no farther off than a row of houses.
    """
    network = outing.terrain.network
    arrivals = find_arrivals(outing, fleet, start_s)
    node_s = arrivals.node_s(network)
    column, row, seconds = arrivals.squares()
    answers = []
    for limit_s in limits_s:
        node_mask = node_s <= limit_s
        within = seconds <= limit_s
        geojson = area_feature(column[within], row[within], network.plane, limit_s)
        answers.append(Isochrone(node_mask, np.where(node_mask, node_s, np.inf), geojson))
    return answers


def area_feature(column: IntArray, row: IntArray, plane: Plane, limit_s: float) -> dict[str, Any] | None:
    """The area of some squares as a GeoJSON Feature; None where there are none."""
    if len(column) == 0:
        return None
    area = to_geojson(outline(column, row), plane)
    return {"type": "Feature", "properties": {"limit_s": limit_s}, "geometry": area}
