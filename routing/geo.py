"""Points on the earth and a flat metric plane for one city."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from routing.errors import RoutingInputError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius (IUGG)."""


class Point(NamedTuple):
    """A place in degrees (WGS 84). Hashable, so that a snap can be remembered by its exact coordinate."""

    lat: float
    lon: float


def check_point(point: Point) -> None:
    """Raise `RoutingInputError` unless `point` is a finite coordinate on the earth."""
    lat, lon = point
    if not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):  # False for NaN as well
        hint = " (lat and lon swapped?)" if abs(lon) <= 90.0 < abs(lat) <= 180.0 else ""
        raise RoutingInputError(f"not a coordinate: lat={lat!r}, lon={lon!r}{hint}")


def distance_m(lat_a: ArrayLike, lon_a: ArrayLike, lat_b: ArrayLike, lon_b: ArrayLike) -> FloatArray:
    """Great-circle distance in metres (haversine), broadcasting over arrays of degrees."""
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half_lat = (phi_b - phi_a) / 2
    half_lon = np.radians(np.subtract(lon_b, lon_a)) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0))), dtype=np.float64)


def straight_m(a: Point, b: Point) -> float:
    """Great-circle distance between two points in metres."""
    return float(distance_m(a.lat, a.lon, b.lat, b.lon))


@dataclass(frozen=True, slots=True)
class Plane:
    """Equirectangular projection about a centre; within a city (50 km) its distances err by less than 0.1 %."""

    lat: float
    lon: float

    @property
    def _metres_per_degree(self) -> tuple[float, float]:
        degree_m = math.pi * EARTH_RADIUS_M / 180
        return degree_m, degree_m * math.cos(math.radians(self.lat))

    def to_xy(self, lat: ArrayLike, lon: ArrayLike) -> FloatArray:
        """Degrees to metres east and north of the centre, as an (n, 2) array."""
        north, east = self._metres_per_degree
        return np.column_stack((np.subtract(lon, self.lon) * east, np.subtract(lat, self.lat) * north))

    def to_lonlat(self, xy: FloatArray) -> FloatArray:
        """Metres back to (lon, lat) degrees, in GeoJSON's order."""
        north, east = self._metres_per_degree
        return np.column_stack((xy[:, 0] / east + self.lon, xy[:, 1] / north + self.lat))
