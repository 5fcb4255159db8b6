"""Which edges lie near a position, and how: how far away, where along the edge, which way it runs there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from routing.geo import BoolArray, FloatArray, IntArray
from routing.network.network import Network

FIRST_LOOKS_M = (40.0, 160.0)
"""Most positions are on a road: looking close by first costs a fraction of asking for the nearest of all."""


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Pairs of a position and an edge near it, by position, then distance, then edge."""

    row: IntArray
    """Which of the positions asked for."""
    edge: IntArray
    fraction: FloatArray
    """How far along the edge from its a-end, 0 to 1, by length of the shape."""
    distance_m: FloatArray
    bearing_deg: FloatArray
    """Clockwise from north: the way the edge runs there, from its a-end to its b-end; NaN where it has no length."""

    def __len__(self) -> int:
        return len(self.row)

    def part(self, chosen: IntArray | BoolArray) -> Near:
        """Some of the pairs."""
        return Near(
            self.row[chosen],
            self.edge[chosen],
            self.fraction[chosen],
            self.distance_m[chosen],
            self.bearing_deg[chosen],
        )

    def renumbered(self, rows: IntArray) -> Near:
        """The same pairs, where `rows` says which position each was among others."""
        return Near(rows[self.row], self.edge, self.fraction, self.distance_m, self.bearing_deg)

    def first_of_each(self) -> Near:
        """The first pair of each position: the nearest edge."""
        return self.part(np.diff(self.row, prepend=-1) > 0)


class EdgeTree:
    """Some edges of a network in an STRtree on the metric plane.

    The tree finds edges whose box comes near; distances are counted in numpy over their straight pieces, all
    positions at once.
    """

    def __init__(self, network: Network, included: BoolArray) -> None:
        self._network = network
        self._edges = np.flatnonzero(included)
        self._tree = shapely.STRtree(network.lines[self._edges])

    def __len__(self) -> int:
        return len(self._edges)

    def within(self, xy: FloatArray, radius_m: FloatArray) -> Near:
        """Every edge within a radius of each position.

        Args:
            xy: (n, 2) metres on the network's plane.
            radius_m: (n,) one radius for each.
        """
        x, y = xy.T
        boxes = shapely.box(x - radius_m, y - radius_m, x + radius_m, y + radius_m)
        row, place = self._tree.query(boxes)
        near = self._measure(xy, row, self._edges[place])
        near = near.part(near.distance_m <= radius_m[near.row])
        return near.part(np.lexsort((near.edge, near.distance_m, near.row)))

    def nearest(self, xy: FloatArray, seen: Near | None = None) -> Near:
        """The nearest edge of each position, one row each; none at all if the tree is empty.

        Args:
            xy: (n, 2) metres on the network's plane.
            seen: what `within` already found for the same positions, by any radius.
        """
        if len(self._edges) == 0:
            return self._measure(xy, np.arange(0), np.arange(0))
        found = [] if seen is None else [seen.first_of_each()]
        left = np.arange(len(xy)) if seen is None else np.delete(np.arange(len(xy)), seen.row)
        for radius_m in FIRST_LOOKS_M:
            if len(left) == 0:
                break
            near = self.within(xy[left], np.full(len(left), radius_m)).first_of_each()
            found.append(near.renumbered(left))
            left = np.delete(left, near.row)
        if len(left):
            place = self._tree.nearest(shapely.points(xy[left]))
            found.append(self._measure(xy[left], np.arange(len(left)), self._edges[place]).renumbered(left))
        return _joined(found)

    def _measure(self, xy: FloatArray, row: IntArray, edge: IntArray) -> Near:
        """Distance, fraction and bearing of each pair, over the straight pieces of the edge."""
        network = self._network
        shape_xy, along_m, offset = network.geometry_xy, network.geometry_along_m, network.geometry_offset
        count = offset[edge + 1] - offset[edge] - 1
        first_piece = np.cumsum(count) - count
        pair = np.repeat(np.arange(len(edge)), count)
        piece = np.arange(len(pair)) - first_piece[pair] + offset[edge][pair]
        start, step = shape_xy[piece], shape_xy[piece + 1] - shape_xy[piece]
        to = xy[row[pair]] - start
        square = np.einsum("ij,ij->i", step, step)
        ahead = np.einsum("ij,ij->i", to, step)
        # A piece of no length is its point.
        part = np.clip(np.divide(ahead, square, out=np.zeros(len(pair)), where=square > 0), 0.0, 1.0)
        off = to - part[:, None] * step
        away_m = np.hypot(off[:, 0], off[:, 1])
        closest = np.minimum.reduceat(away_m, first_piece) if len(edge) else away_m
        hits = np.flatnonzero(away_m == closest[pair])
        best = hits[np.diff(pair[hits], prepend=-1) > 0]
        at_m = along_m[piece[best]] + part[best] * np.sqrt(square[best])
        total_m = along_m[offset[edge + 1] - 1]
        fraction = np.divide(at_m, total_m, out=np.zeros(len(edge)), where=total_m > 0)
        bearing = np.degrees(np.arctan2(step[best, 0], step[best, 1])) % 360.0
        bearing[square[best] == 0] = np.nan
        return Near(row, edge, np.minimum(fraction, 1.0), closest, bearing)


def _joined(parts: list[Near]) -> Near:
    """Parts as one, by position."""
    columns = [np.concatenate(column) for column in zip(*(_columns(part) for part in parts), strict=True)]
    near = Near(*columns)
    return near.part(np.argsort(near.row, kind="stable"))


def _columns(near: Near) -> tuple[IntArray, IntArray, FloatArray, FloatArray, FloatArray]:
    return near.row, near.edge, near.fraction, near.distance_m, near.bearing_deg
