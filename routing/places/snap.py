"""From a position to the road it is on: nearest edge, how far along it, how far away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from routing.geo import BoolArray, FloatArray, IntArray, Point
from routing.network.network import Network

ASSUMED_LIMIT_M = 500.0
"""Assumption: a position farther than this from every mapped road is off the network, not on that road."""

ASSUMED_SCHEMATIC_LIMIT_M = 2_500.0
"""Assumption: the same for the hand-drawn skeleton, which has main roads only."""


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a position lies on the network."""

    edge: int
    fraction: float
    """How far along the edge from its a-end, 0 to 1, by length of the shape."""
    distance_m: float
    road_name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, eq=False)
class Snaps:
    """Many snapped positions as arrays; `edge` is -1 where the position is off the network."""

    edge: IntArray
    fraction: FloatArray
    distance_m: FloatArray

    def __len__(self) -> int:
        return len(self.edge)

    @property
    def found(self) -> BoolArray:
        return np.asarray(self.edge >= 0)


class SnapIndex:
    """The edges that one kind of traveller can use, in an STRtree on the metric plane.

    A traveller is never snapped across water: an edge counts only if it belongs to the same land mass as the
    nearest edge of any kind. Positions are remembered by their exact coordinate; stations, hospitals and
    parked units are asked for again and again.
    """

    REMEMBERED = 20_000

    def __init__(self, network: Network, usable: BoolArray, limit_m: float) -> None:
        self._network = network
        self._limit_m = limit_m
        self._land = _Tree(network, ~network.is_sea)
        self._own = _Tree(network, usable) if (usable != ~network.is_sea).any() else self._land
        self._known: dict[Point, tuple[int, float, float]] = {}

    def snap(self, points: Sequence[Point]) -> Snaps:
        """Snap positions; remembered ones cost a dictionary lookup."""
        known = self._known
        unknown = [point for point in points if point not in known]
        if unknown:
            if len(known) + len(unknown) > self.REMEMBERED:
                known = self._known = {}
                unknown = list(dict.fromkeys(points))
            known.update(zip(unknown, self._snap_new(unknown), strict=True))
        edge, fraction, distance_m = zip(*[known[point] for point in points], strict=True) if points else ((),) * 3
        return Snaps(
            edge=np.array(edge, dtype=np.int64),
            fraction=np.array(fraction, dtype=np.float64),
            distance_m=np.array(distance_m, dtype=np.float64),
        )

    def find(self, point: Point) -> Snap | None:
        """Snap one position with the road's name, or None where it is off the network."""
        edge, fraction, distance_m = self._snap_new([point])[0]
        if edge < 0:
            return None
        lon, lat = self._network.plane.to_lonlat(self._own.along(edge, fraction))[0]
        return Snap(
            edge=edge,
            fraction=fraction,
            distance_m=distance_m,
            road_name=self._network.name_of(edge),
            lat=float(lat),
            lon=float(lon),
        )

    def _snap_new(self, points: Sequence[Point]) -> list[tuple[int, float, float]]:
        lat, lon = np.array(points, dtype=np.float64).T
        at = shapely.points(self._network.plane.to_xy(lat, lon))
        edge, fraction, distance_m = self._own.nearest(at)
        off = distance_m > self._limit_m
        if self._own is not self._land:
            component = self._network.land_component[self._network.edge_a]
            off |= component[edge] != component[self._land.nearest(at)[0]]
        edge = np.where(off, -1, edge)
        return list(zip(edge.tolist(), fraction.tolist(), distance_m.tolist(), strict=True))


class _Tree:
    """Line strings of some edges in metres, with their spatial index."""

    def __init__(self, network: Network, included: BoolArray) -> None:
        self.edges = np.flatnonzero(included)
        self.lines = network.lines[self.edges]
        self.tree = shapely.STRtree(self.lines)

    def nearest(self, at: np.ndarray[tuple[int], np.dtype[np.object_]]) -> tuple[IntArray, FloatArray, FloatArray]:
        """Edge, fraction along it and distance in metres for each shapely point; edge -1 in an empty tree."""
        if len(self.edges) == 0:
            return np.full(len(at), -1), np.zeros(len(at)), np.full(len(at), np.inf)
        nearest = self.tree.nearest(at)
        lines = self.lines[nearest]
        fraction = shapely.line_locate_point(lines, at, normalized=True)
        # An edge of no length has no fraction.
        return self.edges[nearest], np.nan_to_num(fraction), shapely.distance(lines, at)

    def along(self, edge: int, fraction: float) -> FloatArray:
        """The place at a fraction of an edge, as one row of metres."""
        line = self.lines[np.searchsorted(self.edges, edge)]
        return np.asarray(shapely.get_coordinates(shapely.line_interpolate_point(line, fraction, normalized=True)))
