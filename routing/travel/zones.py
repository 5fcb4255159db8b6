"""Areas of the city with their people, and which roads lie in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely

from routing.errors import RoutingInputError
from routing.geo import BoolArray, FloatArray, IntArray, Plane, Point
from routing.network.network import Network
from routing.places.snap import ASSUMED_LIMIT_M
from routing.travel.near_roads import Samples

LATTICE_M = 100.0
"""Distance between the points by which the mapped part of a zone is measured."""


class Zone(NamedTuple):
    """An area with its people.

    Args:
        area: (multi)polygon in degrees, longitude first.
        people: how many live there; None if nobody counted them.
    """

    id: str
    name: str
    area: shapely.Geometry
    people: float | None = None

    @property
    def point(self) -> Point:
        """A place inside the zone that stands for it."""
        inside = self.area.representative_point()
        return Point(inside.y, inside.x)


class ZoneRoads:
    """The roads of a network by zone.

    Args:
        samples: of every land road.

    Raises:
        RoutingInputError: a zone twice, or one that is no polygon in degrees.
    """

    def __init__(self, network: Network, samples: Samples, zones: Sequence[Zone]) -> None:
        _check(zones)
        self.zones = tuple(zones)
        areas = shapely.transform(
            np.array([zone.area for zone in zones], dtype=np.object_), lambda degrees: _to_xy(network.plane, degrees)
        )
        tree = shapely.STRtree(areas)
        point, zone = tree.query(shapely.points(samples.xy), predicate="intersects")
        self.zone_of = np.full(len(samples.edge), -1, dtype=np.int64)
        # A road along a border lies in the first of the two zones.
        self.zone_of[point[::-1]] = zone[::-1]
        self.road_m = self._sum(samples.length_m)
        roads = shapely.STRtree(network.lines[~network.is_sea])
        self.mapped_share = np.array([_mapped_share(area, roads) for area in areas])

    def shares(self, samples: Samples, reached: BoolArray) -> FloatArray:
        """Per zone the share of the length of its roads for which `reached` is true; NaN where it has none."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return self._sum(np.where(reached, samples.length_m, 0.0)) / self.road_m

    def _sum(self, length_m: FloatArray) -> FloatArray:
        inside: IntArray = np.flatnonzero(self.zone_of >= 0)
        sums = np.bincount(self.zone_of[inside], weights=length_m[inside], minlength=len(self.zones))
        return np.asarray(sums, dtype=np.float64)


def _mapped_share(area: shapely.Geometry, roads: shapely.STRtree) -> float:
    """The share of an area that is near enough to a mapped road to be on the network."""
    west, south, east, north = area.bounds
    x, y = np.meshgrid(np.arange(west, east, LATTICE_M), np.arange(south, north, LATTICE_M))
    shapely.prepare(area)
    inside = shapely.contains_xy(area, x.ravel(), y.ravel())
    if not inside.any():
        points = np.array([area.representative_point()])
    else:
        points = shapely.points(x.ravel()[inside], y.ravel()[inside])
    near = roads.query_nearest(points, max_distance=ASSUMED_LIMIT_M, all_matches=False)[0]
    return len(near) / len(points)


def _check(zones: Sequence[Zone]) -> None:
    seen: set[str] = set()
    for zone in zones:
        if zone.id in seen:
            raise RoutingInputError(f"zone {zone.id} is there twice")
        seen.add(zone.id)
        if zone.area.geom_type not in {"Polygon", "MultiPolygon"} or zone.area.is_empty or not zone.area.is_valid:
            raise RoutingInputError(f"zone {zone.id} is no valid polygon")
        west, south, east, north = zone.area.bounds
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise RoutingInputError(f"zone {zone.id} lies outside the earth (degrees, longitude first)")
        if zone.people is not None and not 0 <= zone.people < np.inf:
            raise RoutingInputError(f"zone {zone.id} has {zone.people} people")


def _to_xy(plane: Plane, degrees: FloatArray) -> FloatArray:
    return plane.to_xy(degrees[:, 1], degrees[:, 0])
