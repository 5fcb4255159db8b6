"""Addresses in Indonesian, with distances no finer than they are sure."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import NamedTuple

from routing.geo import Point

AT_ONCE_M = 25.0
"""Nearer than this something is not some metres away: one is there."""


class AreaName(NamedTuple):
    """The kelurahan of a point; `approximate` where no boundary contains it."""

    name: str
    approximate: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """Something named, and how far away it is: along the street for a junction, straight for a place."""

    name: str
    distance_m: float


def address_text(
    *,
    point: Point,
    street: str | None,
    on_street: bool,
    junction: Beside | None,
    landmark: Beside | None,
    area: AreaName | None,
    road_m: float | None,
    road_drawn: bool,
) -> str:
    """A position in words: "Jl. Ahmad Yani, ± 120 m dari simpang Jl. Basuki Rahmat, Kel. Sei Jang".

    Args:
        road_m: metres to the nearest road where that is too far to be on it, else None.
        road_drawn: it is drawn by hand: only main roads are, so it is no more than the nearest of these.
    """
    if road_m is not None:
        where = _off_road(street, road_m, drawn=road_drawn)
    else:
        where = [_street_text(street, on_street=on_street)] if street else []
        if junction is not None:
            where.append(_from(junction, "simpang " + spoken(junction.name)))
        elif landmark is not None:
            where.append(_from(landmark, landmark.name))
    if area is not None:
        where.append(f"sekitar Kel. {area.name}" if area.approximate else f"Kel. {area.name}")
    return ", ".join(where) or f"{point.lat:.5f}, {point.lon:.5f}"


def spoken(street: str) -> str:
    """A street's name as it is written on its sign: "Jalan" is "Jl."."""
    return re.sub(r"^(?:jalan|jln)\b\.?\s+", "Jl. ", street, flags=re.IGNORECASE)


def round_distance(metres: float) -> str:
    """A distance no finer than it is sure: tens of metres, fifties from 300 m, tenths of kilometres from 1 km."""
    if metres < 300:
        return f"{max(10, 10 * round(metres / 10))} m"
    fifties = 50 * round(metres / 50)
    if fifties < 1000:
        return f"{fifties} m"
    kilometres = metres / 1000
    return f"{kilometres:.1f} km".replace(".", ",") if kilometres < 10 else f"{kilometres:.0f} km"


def _street_text(street: str, *, on_street: bool) -> str:
    return spoken(street) if on_street else f"dekat {spoken(street)}"


def _from(beside: Beside, name: str) -> str:
    return f"di {name}" if beside.distance_m < AT_ONCE_M else f"± {round_distance(beside.distance_m)} dari {name}"


def _off_road(street: str | None, road_m: float, *, drawn: bool) -> list[str]:
    if not math.isfinite(road_m):
        return []
    named = f" ({spoken(street)})" if street else ""
    return [f"± {round_distance(road_m)} dari jalan {'utama ' if drawn else ''}terdekat{named}"]
