"""Kelurahan with their people, read for commands from the files that a person names."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import shapely
from shapely.geometry import shape

from cities import City
from cities.areas import CODE_PROPERTIES, areas_file
from psc119.console.roads import BAD_INPUT, refused
from routing import Zone

CODE_COLUMNS = ("kode", "code")


def zones_of(city: City, folder: Path, *, areas: Path | None, people: Path | None, column: str) -> list[Zone]:
    """The city's kelurahan as areas with people.

    Args:
        areas: a GeoJSON file of their polygons; None takes the imported ones, and none where none were imported.
        people: a CSV file with each kelurahan's code and the number of its people in `column`.
    """
    file = areas or areas_file(city.id, folder)
    if areas is None and not file.exists():
        if people is not None:
            raise refused("Penduduk membutuhkan batas kelurahan: beri --kelurahan BERKAS.geojson.", BAD_INPUT)
        return []
    counts = _people(people, column) if people is not None else {}
    polygons = _polygons(file, city)
    unknown = sorted(set(counts) - {code.replace(".", "") for code in polygons})
    if unknown:
        raise refused(f"{people}: kode {', '.join(unknown[:5])} bukan kelurahan kota ini.", BAD_INPUT)
    return [
        Zone(code, _name(city, code), area, counts.get(code.replace(".", "")))
        for code, area in sorted(polygons.items())
    ]


def _name(city: City, code: str) -> str:
    found = city.find_kelurahan(code)
    return found.name if found else code


def _polygons(file: Path, city: City) -> dict[str, shapely.Geometry]:
    codes = {area.code.replace(".", ""): area.code for area in city.kelurahan}
    polygons: dict[str, shapely.Geometry] = {}
    try:
        for number, feature in enumerate(json.loads(file.read_text(encoding="utf-8"))["features"], start=1):
            properties = feature["properties"]
            written = [str(properties[name]).replace(".", "") for name in CODE_PROPERTIES if name in properties]
            code = next((codes[text] for text in written if text in codes), None)
            if code is None:
                raise refused(f"{file}: fitur {number} tidak berkode kelurahan kota ini.", BAD_INPUT)
            polygons[code] = shapely.make_valid(shape(feature["geometry"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        raise refused(f"{file}: bukan GeoJSON batas kelurahan ({error}).", BAD_INPUT) from error
    return polygons


def _people(file: Path, column: str) -> dict[str, float]:
    """People by code, written without dots."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        if not rows:
            raise refused(f"{file}: kosong.", BAD_INPUT)
        code = next((name for name in CODE_COLUMNS if name in rows[0]), None)
        if code is None or column not in rows[0]:
            raise refused(f"{file}: perlu kolom kode dan {column}; pilih kolom lain dengan --kolom.", BAD_INPUT)
        return {row[code].replace(".", ""): float(row[column]) for row in rows}
    except (OSError, ValueError, TypeError, AttributeError, csv.Error) as error:
        raise refused(f"{file}: tidak dapat dibaca sebagai CSV penduduk ({error}).", BAD_INPUT) from error
