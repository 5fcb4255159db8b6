"""Where a network lies, against where its city does: with latitude and longitude exchanged it is valid, and wrong."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from routing.geo import BoolArray, FloatArray
from routing.network.network import Network


class Box(NamedTuple):
    """A part of the earth, in degrees."""

    south: float
    west: float
    north: float
    east: float

    def contains(self, lat: FloatArray, lon: FloatArray) -> BoolArray:
        return np.asarray((lat >= self.south) & (lat <= self.north) & (lon >= self.west) & (lon <= self.east))


class Placement(StrEnum):
    """How a network lies to a city."""

    DI_KOTA = "di_kota"
    """Some of its roads lie in the city's box."""
    TERTUKAR = "tertukar"
    """None do, but they would with latitude and longitude exchanged."""
    DI_TEMPAT_LAIN = "di_tempat_lain"


def placement_of(network: Network, box: Box) -> Placement:
    """How a network lies to the box of a city."""
    lat, lon = network.geometry_lat, network.geometry_lon
    if box.contains(lat, lon).any():
        return Placement.DI_KOTA
    return Placement.TERTUKAR if box.contains(lon, lat).any() else Placement.DI_TEMPAT_LAIN
