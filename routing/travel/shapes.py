"""Lines along stretches of roads."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.geo import FloatArray
from routing.network.network import Network


class Stretch(NamedTuple):
    """A part of an edge, from one fraction of its length to another; backwards where `end` is the smaller."""

    edge: int
    begin: float
    end: float


def join_shapes(network: Network, stretches: list[Stretch]) -> list[tuple[float, float]]:
    """The (lon, lat) line along stretches of edges, without doubled points."""
    line: list[tuple[float, float]] = []
    for edge, begin, end in stretches:
        for lon, lat in _cut(network.shape_lonlat(edge), begin, end, network.plane.lat).tolist():
            if not line or line[-1] != (lon, lat):
                line.append((lon, lat))
    return line


def _cut(shape: FloatArray, begin: float, end: float, lat: float) -> FloatArray:
    """The stretch of a shape between two fractions of its length, turned round if `end` comes first."""
    if begin > end:
        return _cut(shape, end, begin, lat)[::-1]
    if (begin, end) == (0.0, 1.0):
        return shape
    step = np.diff(shape, axis=0) * [np.cos(np.radians(lat)), 1.0]
    along = np.concatenate(([0.0], np.cumsum(np.hypot(step[:, 0], step[:, 1]))))
    if along[-1] == 0:
        return shape[:1]
    along /= along[-1]
    inside = (along > begin) & (along < end)
    ends = np.column_stack([np.interp([begin, end], along, shape[:, axis]) for axis in (0, 1)])
    return np.concatenate((ends[:1], shape[inside], ends[1:]))
