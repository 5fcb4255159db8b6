"""A way in words a driver can follow: street after street, with the turn into each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from routing.geo import FloatArray
from routing.network.network import Network
from routing.travel.shapes import Stretch, join_shapes

ASSUMED_STRAIGHT_DEG = 30.0
ASSUMED_SLIGHT_DEG = 60.0
ASSUMED_BACK_DEG = 150.0
"""Assumption: up to how many degrees a driver calls it straight on, half a turn, and from which on turning back."""

BEARING_OVER_M = 15.0
"""A street's direction at a junction is that of its first metres, not of a corner's rounding."""


class Turn(StrEnum):
    """How a step begins."""

    MULAI = "mulai"
    LURUS = "lurus"
    AGAK_KIRI = "agak_kiri"
    KIRI = "kiri"
    AGAK_KANAN = "agak_kanan"
    KANAN = "kanan"
    PUTAR_BALIK = "putar_balik"


class Step(NamedTuple):
    """Along one street; `street` is "" where it has no name."""

    street: str
    length_m: float
    turn: Turn


def street_steps(network: Network, stretches: Sequence[Stretch]) -> tuple[Step, ...]:
    """The streets along a way, each stretch joined to the one before where the name is the same.

    Turning back is told even within a street.
    """
    steps: list[Step] = []
    before: FloatArray | None = None
    for stretch in stretches:
        length_m = abs(stretch.end - stretch.begin) * float(network.edge_length_m[stretch.edge])
        line = _on_plane(network, stretch)
        if len(line) < 2 or length_m == 0:
            continue
        street = network.name_of(stretch.edge)
        turn = Turn.MULAI if before is None else _turn(_bearing(before[::-1]) + 180, _bearing(line))
        before = line
        if steps and street == steps[-1].street and turn is not Turn.PUTAR_BALIK:
            steps[-1] = steps[-1]._replace(length_m=steps[-1].length_m + length_m)
        else:
            steps.append(Step(street, length_m, turn))
    return tuple(steps)


def _on_plane(network: Network, stretch: Stretch) -> FloatArray:
    lonlat = np.array(join_shapes(network, [stretch]))
    return network.plane.to_xy(lonlat[:, 1], lonlat[:, 0])


def _bearing(line: FloatArray) -> float:
    """Degrees clockwise from north from the begin of a line to where it is `BEARING_OVER_M` away, or to its end."""
    away_m = np.hypot(*(line - line[0]).T)
    far = int(np.argmax(away_m >= BEARING_OVER_M)) or int(np.argmax(away_m))
    east, north = line[far] - line[0]
    return math.degrees(math.atan2(east, north))


def _turn(from_deg: float, to_deg: float) -> Turn:
    """What it is to go on at `to_deg` after `from_deg`."""
    right_deg = (to_deg - from_deg + 180) % 360 - 180
    size = abs(right_deg)
    if size >= ASSUMED_BACK_DEG:
        return Turn.PUTAR_BALIK
    if size < ASSUMED_STRAIGHT_DEG:
        return Turn.LURUS
    if size < ASSUMED_SLIGHT_DEG:
        return Turn.AGAK_KANAN if right_deg > 0 else Turn.AGAK_KIRI
    return Turn.KANAN if right_deg > 0 else Turn.KIRI
