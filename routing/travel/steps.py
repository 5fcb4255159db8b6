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
    """How a step begins. After a roundabout it begins at the exit."""

    MULAI = "mulai"
    LURUS = "lurus"
    AGAK_KIRI = "agak_kiri"
    KIRI = "kiri"
    AGAK_KANAN = "agak_kanan"
    KANAN = "kanan"
    PUTAR_BALIK = "putar_balik"
    BUNDARAN = "bundaran"


class Step(NamedTuple):
    """Along one street.

    Args:
        street: "" where it has no name.
        length_m, duration_s: of the step, with the roundabout before it and the delay at its beginning.
        bearing_deg: where to at the beginning, clockwise from north.
        exit: of the roundabout that the step begins with, counted from 1; None elsewhere.
    """

    street: str
    length_m: float
    turn: Turn
    duration_s: float = 0.0
    bearing_deg: float = 0.0
    exit: int | None = None


def street_steps(
    network: Network, stretches: Sequence[Stretch], duration_s: Sequence[float] | None = None
) -> tuple[Step, ...]:
    """The streets along a way, each stretch joined to the one before where the name is the same.

    Turning back is told even within a street, and a turn at a junction even where no street has a name.

    Args:
        duration_s: per stretch what it takes; None counts no time.
    """
    steps: list[Step] = []
    before: FloatArray | None = None
    seconds = duration_s if duration_s is not None else [0.0] * len(stretches)
    circling: Step | None = None
    for stretch, took_s in zip(stretches, seconds, strict=True):
        length_m = abs(stretch.end - stretch.begin) * float(network.edge_length_m[stretch.edge])
        line = _on_plane(network, stretch)
        if len(line) < 2 or length_m == 0:
            steps = _with_time(steps, took_s)
            continue
        here = Step(network.name_of(stretch.edge), length_m, Turn.MULAI, took_s, _bearing(line) % 360)
        if before is not None:
            here = here._replace(turn=_turn(_bearing(before[::-1]) + 180, here.bearing_deg))
        before = line
        if network.is_roundabout[stretch.edge]:
            passed = int(_has_exit(network, stretch))
            circling = _joined(circling or here._replace(turn=Turn.BUNDARAN, length_m=0, duration_s=0, exit=0), here)
            circling = circling._replace(exit=(circling.exit or 0) + passed)
        elif circling is not None:
            ahead = here._replace(turn=Turn.BUNDARAN, exit=circling.exit)
            steps.append(_joined(ahead, circling))
            circling = None
        elif steps and _goes_on(network, steps[-1], here, stretch):
            steps[-1] = _joined(steps[-1], here)
        else:
            steps.append(here)
    if circling is not None:
        steps.append(circling)
    if steps and steps[0].turn is not Turn.BUNDARAN:
        steps[0] = steps[0]._replace(turn=Turn.MULAI)
    return tuple(steps)


def _joined(step: Step, other: Step) -> Step:
    return step._replace(length_m=step.length_m + other.length_m, duration_s=step.duration_s + other.duration_s)


def _with_time(steps: list[Step], took_s: float) -> list[Step]:
    """A stretch of no length still has its delay, which belongs to the step that ends there."""
    return [*steps[:-1], steps[-1]._replace(duration_s=steps[-1].duration_s + took_s)] if steps else steps


def _goes_on(network: Network, step: Step, here: Step, stretch: Stretch) -> bool:
    """Whether a stretch only prolongs the step before."""
    if here.street != step.street or here.turn is Turn.PUTAR_BALIK:
        return False
    node = network.edge_a[stretch.edge] if stretch.begin < stretch.end else network.edge_b[stretch.edge]
    return bool(here.street) or here.turn not in {Turn.KIRI, Turn.KANAN} or bool(network.arms[node] < 3)


def _has_exit(network: Network, stretch: Stretch) -> bool:
    """Whether a road leaves the roundabout at the end of a stretch of it."""
    arcs = network.arcs
    leaving = arcs.tail == network.edge_b[stretch.edge]
    return bool((leaving & ~network.is_roundabout[arcs.edge]).any())


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
