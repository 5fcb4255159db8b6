"""Numbers and places out of a server's JSON: what is not as promised is a failure, never a number."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from routing.errors import ServerDownError
from routing.geo import FloatArray

LONGEST_S = 7 * 86_400.0
LONGEST_M = 20_000_000.0
"""Bounds of what can be a way over land; beyond them lie the "no way" marks of some programs."""


def member(document: Any, name: str) -> Any:
    """The member of a JSON object."""
    if not isinstance(document, dict) or name not in document:
        raise ServerDownError(f"the answer has no {name!r}")
    return document[name]


def members(document: Any, name: str, count: int | None = None) -> list[Any]:
    """The array that is a member of a JSON object, of `count` entries where that is known."""
    return array(member(document, name), name, count)


def array(value: Any, what: str, count: int | None = None) -> list[Any]:
    """A JSON array, of `count` entries where that is known."""
    if not isinstance(value, list):
        raise ServerDownError(f"{what!r} is no array")
    if count is not None and len(value) != count:
        raise ServerDownError(f"{what!r} has {len(value)} entries, {count} were asked for")
    return value


def number(value: Any, what: str, *, low: float = 0.0, high: float) -> float:
    """A finite number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ServerDownError(f"{what!r} is {value!r}")
    return float(value)


def matrix(rows: Any, shape: tuple[int, int], what: str, *, high: float, slack: float = 0.0) -> FloatArray:
    """A matrix of numbers from 0 to `high`; inf where the server has null.

    Args:
        slack: so much less than 0 is rounding, and taken for 0.
    """
    flat = [value for row in array(rows, what, shape[0]) for value in array(row, what, shape[1])]
    if any(type(value) not in {int, float, type(None)} for value in flat):
        raise ServerDownError(f"{what!r} holds what is no number")
    values = np.array([math.inf if value is None else value for value in flat], dtype=np.float64).reshape(shape)
    values[(values < 0) & (values >= -slack)] = 0.0
    if (values < 0).any() or ((values > high) & np.isfinite(values)).any():
        raise ServerDownError(f"{what!r} holds {values.min()} to {values[np.isfinite(values)].max()}")
    return values


def lonlat(value: Any, what: str) -> tuple[float, float]:
    """A GeoJSON position."""
    position = array(value, what)
    if len(position) < 2:
        raise ServerDownError(f"{what!r} is no position")
    return number(position[0], what, low=-180, high=180), number(position[1], what, low=-90, high=90)


def line(value: Any, what: str) -> list[tuple[float, float]]:
    """The positions of a line; at least one."""
    positions = [lonlat(position, what) for position in array(value, what)]
    if not positions:
        raise ServerDownError(f"{what!r} is empty")
    return positions


def polyline6(text: Any, what: str) -> list[tuple[float, float]]:
    """(lon, lat) out of an encoded polyline of six decimals, as Valhalla writes shapes."""
    if not isinstance(text, str) or not text.isascii():
        raise ServerDownError(f"{what!r} is no encoded line")
    numbers: list[int] = []
    value = shift = 0
    for byte in text.encode():
        if not 63 <= byte <= 126:
            raise ServerDownError(f"{what!r} is no encoded line")
        value |= (byte - 63 & 0x1F) << shift
        shift += 5
        if byte - 63 < 0x20:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    if shift or len(numbers) % 2 or not numbers:
        raise ServerDownError(f"{what!r} is cut off")
    lat, lon = np.cumsum(np.array(numbers, dtype=np.float64).reshape(-1, 2), axis=0).T / 1e6
    return line([[x, y] for x, y in zip(lon.tolist(), lat.tolist(), strict=True)], what)


def area(geometry: Any, what: str) -> dict[str, Any]:
    """A GeoJSON (Multi)Polygon whose rings are lines."""
    kind, coordinates = member(geometry, "type"), members(geometry, "coordinates")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise ServerDownError(f"{what!r} is a {kind!r}")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    rings = [[line(ring, what) for ring in array(polygon, what)] for polygon in polygons]
    return {"type": kind, "coordinates": rings[0] if kind == "Polygon" else rings}
