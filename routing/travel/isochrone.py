"""The area that can be reached within a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import mapping
from shapely.ops import substring

from routing.geo import FloatArray, Plane
from routing.network.network import Network
from routing.places.snap import Snaps
from routing.travel.answers import Isochrone
from routing.travel.profile_roads import ProfileRoads

BUFFER_M = 80.0
"""How far beside a reached road the area goes: about one row of houses."""

SIMPLIFY_M = 15.0


def isochrone(roads: ProfileRoads, origin: Snaps, limit_s: float) -> Isochrone:
    """Everything within `limit_s` of a snapped origin, going out from it.

    Roads are cut where the time runs out, so the area does not jump from node to node.
    """
    network = roads.network
    state_s = np.full(roads.graph.state_count, np.inf)
    for state, cost_ms in roads.exits(origin):
        left_ms = limit_s * 1000 - cost_ms
        if left_ms >= 0:
            out_ms = dijkstra(roads.oracle.forward, indices=state, limit=left_ms)
            np.minimum(state_s, (out_ms + cost_ms) / 1000, out=state_s)
    node_s = np.full(network.node_count, np.inf)
    np.minimum.at(node_s, roads.graph.state_node, state_s)
    return Isochrone(np.isfinite(node_s), node_s, _area(roads, state_s, limit_s))


def _area(roads: ProfileRoads, state_s: FloatArray, limit_s: float) -> dict[str, Any] | None:
    network, arcs = roads.network, roads.network.arcs
    left_s = limit_s - roads.arc_begin_s(state_s)
    share = np.where(roads.passable_arcs, left_s / (roads.arc_ms / 1000), -np.inf)
    is_whole = np.zeros(network.edge_count, dtype=np.bool_)
    is_whole[arcs.edge[share >= 1]] = True
    cut_arcs = np.flatnonzero((share > 0) & ~is_whole[arcs.edge])
    cut = [_begin_of(network, int(arc), float(share[arc])) for arc in cut_arcs]
    lines = np.concatenate((network.lines[is_whole], np.array(cut, dtype=np.object_)))
    if len(lines) == 0:
        return None
    area = shapely.union_all(shapely.buffer(lines, BUFFER_M, quad_segs=2)).simplify(SIMPLIFY_M)
    return {
        "type": "Feature",
        "properties": {"limit_s": limit_s},
        "geometry": _geojson(area, network.plane),
    }


def _begin_of(network: Network, arc: int, share: float) -> shapely.LineString:
    """The part of an arc's shape, in metres on the plane, that is passed before the time runs out."""
    line = network.lines[network.arcs.edge[arc]]
    if network.arcs.is_reverse[arc]:
        line = line.reverse()
    return substring(line, 0.0, share, normalized=True)


def _geojson(area: shapely.Geometry, plane: Plane) -> dict[str, Any]:
    lonlat = shapely.transform(area, plane.to_lonlat)
    geometry: dict[str, Any] = mapping(shapely.set_precision(lonlat, 1e-5))
    return geometry
