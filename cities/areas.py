"""Which kelurahan a point is in: by true polygons once they are imported, until then by the nearest centroid."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import STRtree
from shapely.errors import ShapelyError
from shapely.geometry import Point, mapping, shape
from shapely.geometry.base import BaseGeometry

from cities.profile import Kelurahan
from placenames import normalised

EARTH_RADIUS_M = 6_371_008.8
CODE_PROPERTIES = ("kode", "code", "kd_kelurahan", "kode_kel", "KODE", "kode_desa")
NAME_PROPERTIES = ("nama", "name", "kelurahan", "NAMOBJ", "desa")


class AreasError(Exception):
    """A file of kelurahan polygons cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Area:
    """The kelurahan of a point, and how far its centroid is. `approximate`: no true polygon contains the point."""

    kelurahan: Kelurahan
    approximate: bool
    distance_m: float


class Areas:
    """The kelurahan of one city, searchable by point."""

    def __init__(self, kelurahan: Sequence[Kelurahan], polygons: dict[str, BaseGeometry] | None = None) -> None:
        self._kelurahan = tuple(kelurahan)
        self._by_code = {area.code: area for area in self._kelurahan}
        self._codes = sorted(polygons or {})
        self._tree = STRtree([polygons[code] for code in self._codes]) if polygons else None

    @property
    def approximate(self) -> bool:
        """Whether areas are only nearest centroids because no polygons were imported."""
        return self._tree is None

    def list_polygons(self) -> list[tuple[Kelurahan, BaseGeometry]]:
        """Each kelurahan with its true border, in the order of their codes; none where none were imported."""
        if self._tree is None:
            return []
        return [(self._by_code[code], border) for code, border in zip(self._codes, self._tree.geometries, strict=True)]

    def area_at(self, lat: float, lon: float) -> Area:
        """The kelurahan of a point in degrees; where no polygon contains it (at sea), the nearest one."""

        def distance_m(area: Kelurahan) -> float:
            return _distance_m(lat, lon, area.lat, area.lon)

        if self._tree is None:
            nearest = min(self._kelurahan, key=lambda area: (distance_m(area), area.code))
            return Area(nearest, approximate=True, distance_m=distance_m(nearest))
        point = Point(lon, lat)
        inside = self._tree.query(point, predicate="intersects")
        index = inside.min() if len(inside) else self._tree.nearest(point)
        found = self._by_code[self._codes[int(index)]]
        return Area(found, approximate=len(inside) == 0, distance_m=distance_m(found))


def areas_file(city_id: str, data_dir: Path) -> Path:
    """Where a city's imported polygons are kept."""
    return data_dir / "cities" / city_id / "areas.geojson"


def load_areas(city_id: str, kelurahan: Sequence[Kelurahan], data_dir: Path | None) -> Areas:
    """The areas of a city: its imported polygons if there are any, else its centroids.

    Raises:
        AreasError: the imported file was damaged after its import.
    """
    if data_dir is None or not (file := areas_file(city_id, data_dir)).exists():
        return Areas(kelurahan)
    return Areas(kelurahan, _read_polygons(file, kelurahan))


def import_areas(file: Path, *, city_id: str, kelurahan: Sequence[Kelurahan], data_dir: Path) -> Areas:
    """Take the true polygons of a city's kelurahan from a GeoJSON file and keep them in the data folder.

    Args:
        file: a FeatureCollection of (multi)polygons in WGS 84, each with the Kemendagri code or the
            name of its kelurahan; every kelurahan of the city must be in it once.
        city_id: the city they belong to.
        kelurahan: that city's kelurahan.
        data_dir: the program's data folder.

    Raises:
        AreasError: unreadable, or a kelurahan is missing, doubled or unknown.
    """
    polygons = _read_polygons(file, kelurahan)
    target = areas_file(city_id, data_dir)
    target.parent.mkdir(parents=True, exist_ok=True)
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": mapping(polygons[code])}
        for code in sorted(polygons)
    ]
    partial = target.with_suffix(".part")
    partial.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    partial.replace(target)
    return Areas(kelurahan, polygons)


def _read_polygons(file: Path, kelurahan: Sequence[Kelurahan]) -> dict[str, BaseGeometry]:
    try:
        collection = json.loads(file.read_text(encoding="utf-8"))
        features = list(collection["features"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AreasError(f"{file}: is no readable GeoJSON FeatureCollection ({error})") from error
    polygons: dict[str, BaseGeometry] = {}
    for number, feature in enumerate(features, start=1):
        code = _code_of(feature, number, file, kelurahan)
        if code in polygons:
            raise AreasError(f"{file}: feature {number} is kelurahan {code} again; merge the two")
        polygons[code] = _polygon_of(feature, number, file)
    if missing := [f"{area.name} ({area.code})" for area in kelurahan if area.code not in polygons]:
        raise AreasError(f"{file}: has no polygon for {', '.join(missing)}; a city's file must have them all")
    return polygons


def _code_of(feature: Any, number: int, file: Path, kelurahan: Sequence[Kelurahan]) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise AreasError(f"{file}: feature {number} has no properties; give it its kelurahan's 'kode'")
    digits = {area.code.replace(".", ""): area.code for area in kelurahan}
    for name in CODE_PROPERTIES:
        code = digits.get(str(properties.get(name, "")).replace(".", ""))
        if code is not None:
            return code
    names = {normalised(name): area.code for area in kelurahan for name in (area.name, *area.aliases)}
    for name in NAME_PROPERTIES:
        code = names.get(normalised(str(properties.get(name, ""))))
        if code is not None:
            return code
    raise AreasError(
        f"{file}: feature {number} has neither the code nor the name of a kelurahan of this city "
        f"(looked at {', '.join((*CODE_PROPERTIES, *NAME_PROPERTIES))}): {properties}"
    )


def _polygon_of(feature: dict[str, Any], number: int, file: Path) -> BaseGeometry:
    try:
        polygon: BaseGeometry = shape(feature["geometry"])
    except (ShapelyError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise AreasError(f"{file}: feature {number} has no usable geometry ({error})") from error
    west, south, east, north = polygon.bounds if not polygon.is_empty else (math.nan,) * 4
    if polygon.geom_type not in {"Polygon", "MultiPolygon"} or not (
        -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    ):
        raise AreasError(f"{file}: feature {number} must be a polygon in degrees (WGS 84), longitude first")
    return polygon if polygon.is_valid else polygon.buffer(0)


def _distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Distance on the sphere in metres, flat within a city."""
    north = math.radians(other_lat - lat)
    east = math.radians(other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return EARTH_RADIUS_M * math.hypot(north, east)
