"""The ground beside the roads as small squares, each with the place on a road from which it is reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import cKDTree

from routing.geo import BoolArray, FloatArray, IntArray
from routing.network.network import Network

BUFFER_M = 80.0
"""How far beside a road an area goes: about one row of houses on each side."""

CELL_M = 20.0
"""Side of a square: an area's border is right to about half of it."""

SAMPLE_M = 10.0
"""Roads stand for their area by places at most this far apart."""


@dataclass(frozen=True, eq=False)
class OnRoad:
    """Places, each with where on a road it is reached: edge, fraction from the a-end, and metres off the road.

    `edge` is -1 where no road of this traveller is near enough.
    """

    edge: IntArray
    fraction: FloatArray
    off_road_m: FloatArray


@dataclass(frozen=True, eq=False)
class Samples:
    """Points along roads, each standing for a piece of road.

    Args:
        xy: (n, 2) metres on the network's plane.
        length_m: the length of road that a point stands for.
    """

    edge: IntArray
    fraction: FloatArray
    xy: FloatArray
    length_m: FloatArray


def sample_roads(network: Network, usable: BoolArray) -> Samples:
    """Points in the middle of equal pieces of each usable edge, the pieces at most `SAMPLE_M` long."""
    edges = np.flatnonzero(usable)
    shape_m = shapely.length(network.lines[edges])
    pieces = np.maximum(np.ceil(shape_m / SAMPLE_M), 1).astype(np.int64)
    edge = np.repeat(edges, pieces)
    number = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    fraction = (number + 0.5) / np.repeat(pieces, pieces)
    points = shapely.line_interpolate_point(network.lines[edge], fraction, normalized=True)
    length_m = network.edge_length_m[edge] / np.repeat(pieces, pieces)
    return Samples(edge, fraction, shapely.get_coordinates(points), length_m)


class NearRoads:
    """The squares within `BUFFER_M` of the roads that one kind of traveller can use.

    Their memory grows with the length of the roads, not with the land they lie in. Squares of all travellers lie in
    one lattice, so that areas of several can be laid over each other.

    Args:
        usable: per edge of the network.
        samples: of every land road, also of those this traveller cannot use: `roads` says how it gets there.
    """

    def __init__(self, usable: BoolArray, samples: Samples) -> None:
        own = usable[samples.edge]
        self._edge, self._fraction = samples.edge[own], samples.fraction[own]
        self._tree = cKDTree(samples.xy[own]) if own.any() else None
        self.column, self.row = _cells_about(samples.xy[own])
        self.squares = self._reached_from(np.column_stack((self.column + 0.5, self.row + 0.5)) * CELL_M)
        near = self.squares.edge >= 0
        self.column, self.row = self.column[near], self.row[near]
        self.squares = OnRoad(self.squares.edge[near], self.squares.fraction[near], self.squares.off_road_m[near])
        self.roads = self._roads(samples, own)

    def _roads(self, samples: Samples, own: BoolArray) -> OnRoad:
        edge = np.where(own, samples.edge, -1)
        fraction, off_road_m = samples.fraction.copy(), np.zeros(len(own))
        others = self._reached_from(samples.xy[~own])
        edge[~own], fraction[~own], off_road_m[~own] = others.edge, others.fraction, others.off_road_m
        return OnRoad(edge, fraction, off_road_m)

    def _reached_from(self, xy: FloatArray) -> OnRoad:
        if self._tree is None or len(xy) == 0:
            return OnRoad(np.full(len(xy), -1), np.zeros(len(xy)), np.full(len(xy), np.inf))
        away_m, nearest = self._tree.query(xy, distance_upper_bound=BUFFER_M)
        found = np.isfinite(away_m)
        nearest[~found] = 0
        return OnRoad(np.where(found, self._edge[nearest], -1), self._fraction[nearest], away_m)


def _cells_about(xy: FloatArray) -> tuple[IntArray, IntArray]:
    """Columns and rows of the squares whose middle may lie within `BUFFER_M` of a point."""
    if len(xy) == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    there = np.unique(np.floor(xy / CELL_M).astype(np.int64), axis=0)
    reach = int(np.ceil(BUFFER_M / CELL_M)) + 1
    east, north = np.meshgrid(np.arange(-reach, reach + 1), np.arange(-reach, reach + 1))
    inside = np.hypot(east, north) * CELL_M <= BUFFER_M + CELL_M * np.sqrt(2)
    low = there.min(axis=0) - reach
    width = int(there[:, 0].max()) + reach - int(low[0]) + 1
    key = (there[:, 1] - low[1]) * width + (there[:, 0] - low[0])
    step = north[inside] * width + east[inside]
    cells = np.unique((key[:, None] + step[None, :]).ravel())
    return cells % width + low[0], cells // width + low[1]
