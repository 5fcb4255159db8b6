"""What is known of a stretch of road beyond its class: who may pass, signed speed, lanes, width, surface."""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import NamedTuple


class Access(IntFlag):
    """Who the tags of a road or barrier let pass; whether the class of road carries them is for the speeds."""

    NONE = 0
    AMBULANCE = 1
    MOTORCYCLE = 2
    FOOT = 4
    ALL = 7


class Surface(IntEnum):
    """What the road is made of, as far as it is tagged."""

    UNKNOWN = 0
    PAVED = 1
    UNPAVED = 2


class RoadFacts(NamedTuple):
    """The facts of an edge; 0 means unknown.

    Args:
        maxspeed_kmh: the signed limit, as it stands in the source; the speed model decides whether to believe it.
        width_m: of the carriageway.
        way: the OpenStreetMap way, so that a wrong edge can be found and mended on the map.
        approximate: drawn by hand, or a join to what was; every time over it says so.
    """

    access: Access = Access.ALL
    maxspeed_kmh: int = 0
    lanes: int = 0
    bridge: bool = False
    surface: Surface = Surface.UNKNOWN
    width_m: float = 0.0
    way: int = 0
    approximate: bool = False
