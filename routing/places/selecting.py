"""Which edges somebody means: those a drawn area touches, those of a street, those that lie where others lay."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape as shape_of

from routing.errors import RoutingInputError
from routing.geo import BoolArray
from routing.network.network import Network

ASSUMED_SAME_PLACE_M = 12.0
"""Assumption: two maps draw one street within half the width of a wide street of each other."""

ASSUMED_SAME_SHARE = 0.8
"""Assumption: an edge of which this share lies along closed ones is closed too; a street that only crosses is not."""

DECIMALS = 6
"""About a tenth of a metre."""

_STREET = re.compile(r"^(?:jalan|jln|jl)\b\.?\s*")


def edges_in(network: Network, area: dict[str, Any]) -> list[int]:
    """Every edge of road or path that touches an area.

    Args:
        area: a GeoJSON Polygon or MultiPolygon, longitude first; one that crosses itself is taken as its loops.

    Raises:
        RoutingInputError: it is no area.
    """
    polygon = _on_plane(network, area, {"Polygon", "MultiPolygon"})
    return _numbers(~network.is_sea & shapely.intersects(network.lines, polygon))


def edges_of_street(network: Network, street: str, area: dict[str, Any] | None = None) -> list[int]:
    """Every edge of a street, "Jl." and capitals aside; with an area, only those that touch it.

    Raises:
        RoutingInputError: `area` is given and is none.
    """
    wanted = _street_key(street)
    numbers = [number for number, name in enumerate(network.names) if name and _street_key(name) == wanted]
    chosen = np.isin(network.edge_name, numbers) & ~network.is_sea
    if area is not None:
        chosen &= np.isin(np.arange(network.edge_count), edges_in(network, area))
    return _numbers(chosen)


def edges_along(network: Network, lines: dict[str, Any]) -> list[int]:
    """The edges that lie where the lines of another network's edges lay.

    An edge counts if most of it is along them, or if it covers most of one of them (a longer edge of a coarser map).

    Args:
        lines: a GeoJSON MultiLineString, longitude first.

    Raises:
        RoutingInputError: they are no lines.
    """
    old = _on_plane(network, lines, {"LineString", "MultiLineString"})
    near = np.flatnonzero(~network.is_sea & shapely.dwithin(network.lines, old, ASSUMED_SAME_PLACE_M))
    if len(near) == 0:
        return []
    candidates = network.lines[near]
    along_m = shapely.length(shapely.intersection(candidates, shapely.buffer(old, ASSUMED_SAME_PLACE_M)))
    chosen = along_m >= ASSUMED_SAME_SHARE * shapely.length(candidates)
    around = shapely.buffer(candidates, ASSUMED_SAME_PLACE_M)
    for part in shapely.get_parts(old):
        chosen |= shapely.length(shapely.intersection(part, around)) >= ASSUMED_SAME_SHARE * shapely.length(part)
    return [int(edge) for edge in near[chosen]]


def lines_of(network: Network, edges: Sequence[int]) -> dict[str, Any]:
    """The shapes of edges as a GeoJSON MultiLineString, longitude first."""
    # Minus zero, which JSON keeps and a database does not, is zero.
    coordinates = [(np.round(network.shape_lonlat(edge), DECIMALS) + 0.0).tolist() for edge in edges]
    return {"type": "MultiLineString", "coordinates": coordinates}


def streets_of(network: Network, edges: Sequence[int]) -> list[str]:
    """The names of the streets that edges belong to, the longest share first."""
    length_m: dict[str, float] = {}
    for edge in edges:
        name = network.name_of(edge)
        if name:
            length_m[name] = length_m.get(name, 0.0) + float(network.edge_length_m[edge])
    return sorted(length_m, key=lambda name: (-length_m[name], name))


def _on_plane(network: Network, geometry: dict[str, Any], kinds: set[str]) -> shapely.Geometry:
    """A GeoJSON geometry in metres on the network's plane."""
    try:
        drawn = shape_of(geometry)
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise RoutingInputError(f"no readable GeoJSON geometry: {error}") from error
    coordinates = shapely.get_coordinates(drawn)
    if drawn.geom_type not in kinds or len(coordinates) == 0 or not np.isfinite(coordinates).all():
        raise RoutingInputError(f"{drawn.geom_type} is not one of {', '.join(sorted(kinds))}, or is empty")
    plane = network.plane
    moved = shapely.transform(drawn, lambda lonlat: plane.to_xy(lonlat[:, 1], lonlat[:, 0]))
    return moved if moved.is_valid else shapely.make_valid(moved)


def _street_key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold().strip()
    return " ".join(re.findall(r"\w+", _STREET.sub("", plain)))


def _numbers(chosen: BoolArray) -> list[int]:
    return [int(edge) for edge in np.flatnonzero(chosen)]
