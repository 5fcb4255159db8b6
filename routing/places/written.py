"""Positions as people type and paste them: coordinates, links of map programs, plus codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

from openlocationcode import openlocationcode

from routing.geo import Point, straight_m
from routing.places.hits import HitNote

IsInCity = Callable[[Point], bool]

COARSE_CODE_M = 50.0
"""A plus code whose area reaches farther from its middle is a neighbourhood, and its point only the middle."""


class Written(NamedTuple):
    """A position that stood in a text.

    Args:
        code: the full plus code, where it was one.
        radius_m: of a coarse plus code, from the middle of its area to a corner.
    """

    point: Point
    code: str | None
    note_code: HitNote | None
    radius_m: float | None = None


_NUMBER = r"([-+]?\d{1,3}(?:[.,]\d+)?)"
_SIDE = r"(LU|LS|BT|BB|[NSEWUTB])?"
_DEGREES = re.compile(rf"{_NUMBER}\s*°?\s*{_SIDE}\s*[,;/\s]\s*{_NUMBER}\s*°?\s*{_SIDE}", re.IGNORECASE)
_IN_WORDS = re.compile(r"(?<![\d.])([-+]?\d{1,3}\.\d{3,})\s*[,;/\s]\s*([-+]?\d{1,3}\.\d{3,})(?![\d.])")
_SEXAGESIMAL = re.compile(
    r"(\d{1,3})\s*[°d]\s*(\d{1,2})\s*['’′m]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|''|s(?![a-z]))?)?\s*"
    r"(LU|LS|BT|BB|[NSEWUTB])",
    re.IGNORECASE,
)
_SOUTH_OR_WEST = {"S", "LS", "W", "BB", "B"}
_EAST_OR_WEST = {"E", "W", "BT", "BB", "T", "B"}

_PAIR = r"([-+]?\d{1,3}\.\d+)\s*,\s*([-+]?\d{1,3}\.\d+)"
_LINK = re.compile(
    r"https?://|^geo:|\b(?:goo\.gl|google\.[a-z.]+|maps\.app|waze\.com|openstreetmap\.org)/", re.IGNORECASE
)
_IN_LINK = (
    re.compile(r"!3d([-+]?\d{1,3}\.\d+)!4d([-+]?\d{1,3}\.\d+)"),  # the pin; what follows @ is the middle of the view
    re.compile(rf"[?&](?:q|query|destination|daddr|ll|center)=(?:loc:)?{_PAIR}"),
    re.compile(r"mlat=([-+]?\d{1,3}\.\d+)&mlon=([-+]?\d{1,3}\.\d+)"),
    re.compile(rf"^geo:{_PAIR}"),
    re.compile(rf"@{_PAIR}"),
    re.compile(rf"/{_PAIR}"),
    re.compile(r"#map=\d+(?:\.\d+)?/([-+]?\d{1,3}\.\d+)/([-+]?\d{1,3}\.\d+)"),
)
_PLUS_CODE = re.compile(
    r"(?<![a-z0-9])([23456789cfghjmpqrvwx]{2,8}0{0,6}\+[23456789cfghjmpqrvwx]{0,7})(?![a-z0-9+])", re.IGNORECASE
)


def is_link(text: str) -> bool:
    """Whether a text is a pasted link; without a position in it, it is no name either."""
    return _LINK.search(text.strip()) is not None


def find_written(text: str, *, reference: Point, is_in_city: IsInCity) -> Written | None:
    """The position that a text states, or None if it states none.

    Latitude and longitude that were typed the wrong way round are put right where the city, or the earth, leaves no
    doubt, and the answer says so.

    Args:
        text: what was typed or pasted.
        reference: a short plus code is the nearest one to this point: the middle of the city.
        is_in_city: whether a point is near enough to the city to be meant.
    """
    code = _find_plus_code(text, reference)
    if code is not None:
        area = openlocationcode.decode(code)
        point = Point(round(area.latitudeCenter, 6), round(area.longitudeCenter, 6))
        radius_m = straight_m(point, Point(area.latitudeHi, area.longitudeHi))
        coarse = radius_m > COARSE_CODE_M
        note = HitNote.TITIK_TENGAH if coarse else None
        note = note if is_in_city(point) else HitNote.DI_LUAR_KOTA
        return Written(point, code, note, round(radius_m) if coarse else None)
    pair = _pair_in_link(text) if is_link(text) else _pair_in_text(text)
    return _righted(*pair, is_in_city) if pair is not None else None


def _find_plus_code(text: str, reference: Point) -> str | None:
    for found in _PLUS_CODE.finditer(unquote(text)):
        code = found.group(1).upper()
        if not openlocationcode.isValid(code):
            continue
        if openlocationcode.isFull(code):
            return code
        return str(openlocationcode.recoverNearest(code, reference.lat, reference.lon)).upper()
    return None


def _pair_in_link(text: str) -> tuple[float, float] | None:
    plain = unquote(text.strip())
    for pattern in _IN_LINK:
        if found := pattern.search(plain):
            return float(found.group(1)), float(found.group(2))
    return None


def _pair_in_text(text: str) -> tuple[float, float] | None:
    if len(parts := _SEXAGESIMAL.findall(text)) == 2:
        return _by_side(*((_from_sexagesimal(*part), part[3]) for part in parts))
    if found := _DEGREES.fullmatch(text.strip().strip("()").strip()):
        first, first_side, second, second_side = found.groups()
        # Whole numbers are house numbers or kilometres, unless a letter says which side of the earth.
        if all(re.search(r"[.,]", number) for number in (first, second)) or (first_side and second_side):
            return _by_side((_number(first), first_side or ""), (_number(second), second_side or ""))
    if found := _IN_WORDS.search(text):
        return float(found.group(1)), float(found.group(2))
    return None


def _by_side(first: tuple[float, str], second: tuple[float, str]) -> tuple[float, float]:
    """Latitude and longitude by the letters beside them; without letters, in the order given."""
    (a, a_side), (b, b_side) = ((_signed(*part), part[1].upper()) for part in (first, second))
    return (b, a) if a_side in _EAST_OR_WEST and b_side not in _EAST_OR_WEST else (a, b)


def _signed(number: float, side: str) -> float:
    return -abs(number) if side.upper() in _SOUTH_OR_WEST else number


def _from_sexagesimal(degrees: str, minutes: str, seconds: str, _: str) -> float:
    return int(degrees) + int(minutes) / 60 + (_number(seconds) / 3600 if seconds else 0.0)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _righted(lat: float, lon: float, is_in_city: IsInCity) -> Written | None:
    given, turned = (Point(*pair) if _on_earth(*pair) else None for pair in ((lat, lon), (lon, lat)))
    if given is not None and is_in_city(given):
        return Written(given, None, None)
    if turned is not None and (given is None or is_in_city(turned)):
        return Written(turned, None, HitNote.TERTUKAR)
    return Written(given, None, HitNote.DI_LUAR_KOTA) if given is not None else None


def _on_earth(lat: float, lon: float) -> bool:
    return abs(lat) <= 90 and abs(lon) <= 180
