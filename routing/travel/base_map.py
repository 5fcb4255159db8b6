"""The network as a base map: GeoJSON for MapLibre, drawn by the program itself, with no tile server."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from routing.boats.timetable import BoatService
from routing.geo import Plane
from routing.network.network import Network
from routing.network.roads import CLASSES

SIMPLIFY_M = 4.0
"""Less than the width of a drawn line at street level."""

DECIMALS = 5
"""About one metre."""


def base_map(network: Network, boats: BoatService | None = None) -> dict[str, Any]:
    """Roads by class and name, joined into long lines, simplified; boat legs after them.

    Args:
        boats: the timetable's legs are drawn as straight lines where the network itself has no boat legs.

    Returns:
        A FeatureCollection; each feature has `class`, `name` and `boat`; the collection has `attribution`,
        `label`, `schematic` and `network` (its hash).
    """
    plane = network.plane
    groups: dict[tuple[int, int], list[int]] = {}
    for edge, key in enumerate(zip(network.edge_class.tolist(), network.edge_name.tolist(), strict=True)):
        groups.setdefault(key, []).append(edge)
    features = []
    # Small roads first: MapLibre draws in this order, and great roads belong on top.
    for (class_code, name_code), edges in sorted(groups.items(), key=lambda item: (-item[0][0], item[0][1])):
        joined = shapely.line_merge(shapely.multilinestrings(network.lines[edges])).simplify(SIMPLIFY_M)
        boat = bool(network.is_sea[edges[0]])
        features.append(_feature(joined, plane, str(CLASSES[class_code]), network.names[name_code], boat=boat))
    if boats is not None and not network.is_sea.any():
        features += _boat_features(boats)
    return {
        "type": "FeatureCollection",
        "attribution": network.attribution,
        "label": network.label,
        "schematic": network.schematic,
        "network": network.hash,
        "features": features,
    }


def _feature(line: shapely.Geometry, plane: Plane, road_class: str, name: str, *, boat: bool) -> dict[str, Any]:
    parts = [np.round(plane.to_lonlat(shapely.get_coordinates(part)), DECIMALS).tolist() for part in _parts(line)]
    single = len(parts) == 1
    return {
        "type": "Feature",
        "properties": {"class": road_class, "name": name, "boat": boat},
        "geometry": {
            "type": "LineString" if single else "MultiLineString",
            "coordinates": parts[0] if single else parts,
        },
    }


def _parts(line: shapely.Geometry) -> list[shapely.Geometry]:
    return list(shapely.get_parts(line))


def _boat_features(boats: BoatService) -> list[dict[str, Any]]:
    pairs = {tuple(sorted((leg.origin, leg.destination))) for leg in boats.legs}
    features = []
    for origin, destination in sorted(pairs):
        a, b = boats.piers[boats.index[origin]], boats.piers[boats.index[destination]]
        features.append(
            {
                "type": "Feature",
                "properties": {"class": "laut", "name": f"{a.name} – {b.name}", "boat": True},
                "geometry": {
                    "type": "LineString",
                    "coordinates": [[round(p.lon, DECIMALS), round(p.lat, DECIMALS)] for p in (a, b)],
                },
            }
        )
    return features
