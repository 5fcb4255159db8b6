"""What a search looks among and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from routing.geo import Point


class PlaceHitKind(StrEnum):
    """What was found. Of equally good hits the earlier kind stands first."""

    KOORDINAT = "koordinat"
    KODE_PLUS = "kode_plus"
    KELURAHAN = "kelurahan"
    FASILITAS = "fasilitas"
    DERMAGA = "dermaga"
    TEMPAT = "tempat"
    SIMPANG = "simpang"
    JALAN = "jalan"


RANK = {kind: rank for rank, kind in enumerate(PlaceHitKind)}


class HitNote(StrEnum):
    """What a person must know before taking a hit. The caller has the words."""

    TERTUKAR = "tertukar"
    """Latitude and longitude were typed the wrong way round; the hit has them right."""
    DI_LUAR_KOTA = "di_luar_kota"
    TITIK_TENGAH = "titik_tengah"
    """The place has an extent and the point is its middle."""
    TIDAK_BERTEMU = "tidak_bertemu"
    """The two streets share no junction on the map; the point is where they come nearest."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """Something that can be found by a name. `verified` is about its coordinate."""

    kind: PlaceHitKind
    id: str
    name: str
    aliases: tuple[str, ...]
    lat: float
    lon: float
    verified: bool

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place whose name resembles the text.

    Args:
        verified: about its coordinate.
        score: from 0 to 1.
        radius_m: of a street or a wide code, how far it reaches from its middle; None for a point, or unknown.
    """

    kind: PlaceHitKind
    id: str
    name: str
    lat: float
    lon: float
    verified: bool
    score: float
    note_code: HitNote | None = None
    radius_m: float | None = None
