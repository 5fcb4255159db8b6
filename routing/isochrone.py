"""The area that can be reached within a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import mapping
from shapely.ops import substring

from routing.answers import Isochrone
from routing.geo import BoolArray, FloatArray, Plane
from routing.network import Network
from routing.profile_roads import ProfileRoads
from routing.snap import Snaps

BUFFER_M = 80.0
"""How far beside a reached road the area goes: about one row of houses."""

SIMPLIFY_M = 15.0


def isochrone(roads: ProfileRoads, origin: Snaps, limit_s: float) -> Isochrone:
    """Everything within `limit_s` of a snapped origin, going out from it.

    Roads are cut where the time runs out, so the area does not jump from node to node.
    """
    network = roads.network
    node_s = np.full(network.node_count, np.inf)
    for node, cost_ms in roads.exits(origin):
        left_ms = limit_s * 1000 - cost_ms
        if left_ms >= 0:
            out_ms = dijkstra(roads.oracle.forward, indices=node, limit=left_ms)
            np.minimum(node_s, (out_ms + cost_ms) / 1000, out=node_s)
    return Isochrone(np.isfinite(node_s), node_s, _area(roads, node_s, limit_s))


def _area(roads: ProfileRoads, node_s: FloatArray, limit_s: float) -> dict[str, Any] | None:
    network = roads.network
    arcs = network.arcs
    started: BoolArray = np.isfinite(node_s[arcs.tail]) & roads.passable_arcs
    reached = [
        _reached_line(network, int(arc), float(limit_s - node_s[arcs.tail[arc]]), float(roads.arc_ms[arc]) / 1000)
        for arc in np.flatnonzero(started)
    ]
    if not reached:
        return None
    area = shapely.union_all(shapely.buffer(np.array(reached), BUFFER_M, quad_segs=3)).simplify(SIMPLIFY_M)
    return {
        "type": "Feature",
        "properties": {"limit_s": limit_s},
        "geometry": _geojson(area, network.plane),
    }


def _reached_line(network: Network, arc: int, left_s: float, cost_s: float) -> shapely.LineString:
    """The part of an arc's shape, in metres on the plane, that is passed before the time runs out."""
    shape = network.shape_lonlat(int(network.arcs.edge[arc]))
    line = shapely.LineString(network.plane.to_xy(shape[:, 1], shape[:, 0]))
    share = min(left_s / cost_s, 1.0)
    if network.arcs.is_reverse[arc]:
        line = line.reverse()
    return line if share == 1.0 else substring(line, 0.0, share, normalized=True)


def _geojson(area: shapely.Geometry, plane: Plane) -> dict[str, Any]:
    lonlat = shapely.transform(area, plane.to_lonlat)
    geometry: dict[str, Any] = mapping(shapely.set_precision(lonlat, 1e-5))
    return geometry
