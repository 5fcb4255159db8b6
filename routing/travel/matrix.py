"""Many to many: one search for all that a road settles, and the full question for what is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from routing.geo import BoolArray, FloatArray, IntArray, Point
from routing.speeds.profiles import Mode, Profile
from routing.travel.answers import TravelKind
from routing.travel.estimates import KIND_CODE
from routing.travel.ground import Ground
from routing.travel.travel import Fleet, Group, Question, estimate, quickest_by_sea_s


class Matrix(NamedTuple):
    """Travel from each source to each target, (sources, targets).

    Args:
        kind: what each number stands on, as a place in `routing.travel.estimates.KINDS`.
    """

    duration_s: FloatArray
    kind: IntArray


def travel_matrix(ground: Ground, fleet: Fleet, targets: Sequence[Point], ask: Callable[[Point], Question]) -> Matrix:
    """As `estimate` for each target, to the last bit.

    Args:
        ask: the question about one target over `ground`.
    """
    shape = (fleet.size, len(targets))
    found = Matrix(np.full(shape, np.inf), np.zeros(shape, dtype=np.int64))
    if not targets:
        return found
    for group in fleet.groups:
        by_road, settled = _by_road(ground, group, targets)
        found.duration_s[group.rows] = by_road
        drawn = ground.is_approximate(group.profile, group.points)[:, None]
        drawn = drawn | ground.is_approximate(group.profile, targets)[None, :]
        found.kind[group.rows] = np.where(drawn, KIND_CODE[TravelKind.SKEMATIK], KIND_CODE[TravelKind.JALAN])
        for column in np.flatnonzero(~settled.all(axis=0)).tolist():
            open_rows = np.flatnonzero(~settled[:, column])
            part = group.part(open_rows)
            answer = estimate(ask(targets[column]), Fleet(len(open_rows), [part]))
            found.duration_s[group.rows[open_rows], column] = answer.duration_s
            found.kind[group.rows[open_rows], column] = answer.kind
    return found


def _by_road(ground: Ground, group: Group, targets: Sequence[Point]) -> tuple[FloatArray, BoolArray]:
    """Seconds over land, and where these are the answer: no boat and no skeleton could say otherwise."""
    if group.mode is Mode.KAPAL:
        nothing = np.full((len(group.points), len(targets)), np.inf)
        return nothing, np.zeros(nothing.shape, dtype=np.bool_)
    by_road = ground.seconds(group.profile, group.points, targets)
    settled = np.isfinite(by_road) & ground.is_mapped(Profile.JALAN_KAKI, targets)[None, :]
    if group.mode is Mode.MOTOR and ground.boats.piers:
        settled &= by_road <= quickest_by_sea_s(ground, group.profile, targets)[None, :]
    return by_road, settled
