"""From a position to the road it is on: nearest edge, how far along it, how far away.

While a unit moves, its heading tells the carriageway from the one beside it and the overpass from the road below.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from routing.errors import RoutingInputError
from routing.geo import BoolArray, FloatArray, IntArray, Point
from routing.network.network import Network
from routing.places.heading import Moving
from routing.places.near import EdgeTree, Near

ASSUMED_LIMIT_M = 500.0
"""Assumption: a position farther than this from every mapped road is off the network, not on that road."""

ASSUMED_SCHEMATIC_LIMIT_M = 2_500.0
"""Assumption: the same for the hand-drawn skeleton, which has main roads only."""

Key = Point | tuple[float, float, float]
"""What a snap is remembered by: the exact coordinate, and the heading where there is one."""


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

    def part(self, row: int) -> Snaps:
        """One of them, alone."""
        return Snaps(self.edge[row : row + 1], self.fraction[row : row + 1], self.distance_m[row : row + 1])

    @property
    def found(self) -> BoolArray:
        return np.asarray(self.edge >= 0)

    @classmethod
    def off(cls, count: int) -> Snaps:
        """Positions of which none is on the network."""
        return cls(np.full(count, -1), np.zeros(count), np.full(count, np.inf))


class SnapIndex:
    """The edges that one kind of traveller can use.

    A traveller is never snapped across water: an edge counts only if it belongs to the same land mass as the
    nearest edge of any kind. Positions are remembered by their exact coordinate and heading; stations, hospitals
    and parked units are asked for again and again.
    """

    REMEMBERED = 20_000

    def __init__(self, network: Network, usable: BoolArray, limit_m: float) -> None:
        self._network = network
        self._limit_m = limit_m
        self._land = EdgeTree(network, ~network.is_sea)
        self._own = EdgeTree(network, usable) if (usable != ~network.is_sea).any() else self._land
        self._known = _Known(self.REMEMBERED)
        self._writing = threading.Lock()

    def snap(
        self,
        points: Sequence[Point],
        headings_deg: FloatArray | None = None,
        accuracy_m: FloatArray | None = None,
    ) -> Snaps:
        """Snap positions; remembered ones cost a dictionary lookup.

        Args:
            points: positions in degrees.
            headings_deg: which way each moves, clockwise from north; NaN where unknown. None: all unknown.
            accuracy_m: standard deviation of each; NaN where unknown. It weighs the distance against the heading,
                so it changes nothing without one. Positions given with it are not remembered.

        Raises:
            RoutingInputError: headings or accuracies that do not fit the positions or are infinite.
        """
        if len(points) == 0:
            return Snaps.off(0)
        headings = _checked("headings_deg", headings_deg, len(points))
        if accuracy_m is not None:
            return self._snap_new(points, headings, _checked("accuracy_m", accuracy_m, len(points)))
        return self._remembered(_keys(points, headings))

    def find(self, point: Point, heading_deg: float | None = None) -> Snap | None:
        """Snap one position with the road's name, or None where it is off the network."""
        headings = None if heading_deg is None else _checked("heading_deg", np.array([heading_deg]), 1)
        snaps = self._snap_new([point], headings)
        if not snaps.found[0]:
            return None
        edge, fraction = int(snaps.edge[0]), float(snaps.fraction[0])
        lon, lat = self._network.plane.to_lonlat(self._network.along(edge, fraction))[0]
        return Snap(
            edge=edge,
            fraction=fraction,
            distance_m=float(snaps.distance_m[0]),
            road_name=self._network.name_of(edge),
            lat=float(lat),
            lon=float(lon),
        )

    def _remembered(self, keys: Sequence[Key]) -> Snaps:
        known = self._known
        rows = known.rows_of(keys)
        if rows is None:
            with self._writing:
                known = self._known
                unknown = list(dict.fromkeys(key for key in keys if key not in known))
                if not known.has_room(len(unknown)):
                    unknown = list(dict.fromkeys(keys))
                    known = _Known(max(self.REMEMBERED, len(unknown)))
                known.add(unknown, self._snap_keys(unknown))
                self._known = known
            rows = known.rows_of(keys)
            assert rows is not None
        return known.snaps(rows)

    def _snap_keys(self, keys: Sequence[Key]) -> Snaps:
        points = [Point(key[0], key[1]) for key in keys]
        return self._snap_new(points, np.array([key[2] if len(key) == 3 else np.nan for key in keys]))

    def _snap_new(
        self, points: Sequence[Point], headings_deg: FloatArray | None = None, accuracy_m: FloatArray | None = None
    ) -> Snaps:
        snaps = Snaps.off(len(points))
        if len(points) == 0 or len(self._own) == 0:
            return snaps
        xy = self._xy(points)
        moving = Moving.of(len(points), headings_deg, accuracy_m)
        near = self._own.within(xy, np.minimum(moving.look_m, self._limit_m)) if moving.any else None
        nearest = self._own.nearest(xy, near)
        component = self._network.land_component[self._network.edge_a]
        here = component[(nearest if self._own is self._land else self._land.nearest(xy)).edge]
        _put(snaps, nearest.part((nearest.distance_m <= self._limit_m) & (component[nearest.edge] == here)))
        if near is not None:
            near = near.part(component[near.edge] == here[near.row])
            _put(snaps, moving.best_of_each(near, self._network.edge_oneway[near.edge]))
        return snaps

    def _xy(self, points: Sequence[Point]) -> FloatArray:
        lat, lon = np.array(points, dtype=np.float64).reshape(-1, 2).T
        return self._network.plane.to_xy(lat, lon)


class _Known:
    """Remembered snaps: a row for each key. A key is entered after its row is written, so reading needs no lock."""

    def __init__(self, size: int) -> None:
        self._row_of: dict[Key, int] = {}
        self._snaps = Snaps.off(size)

    def __contains__(self, key: Key) -> bool:
        return key in self._row_of

    def has_room(self, count: int) -> bool:
        return len(self._row_of) + count <= len(self._snaps)

    def rows_of(self, keys: Sequence[Key]) -> IntArray | None:
        """The rows of keys, or None unless all are known."""
        try:
            return np.array([*map(self._row_of.__getitem__, keys)], dtype=np.int64)
        except KeyError:
            return None

    def add(self, keys: Sequence[Key], snaps: Snaps) -> None:
        begin = len(self._row_of)
        rows = slice(begin, begin + len(keys))
        self._snaps.edge[rows] = snaps.edge
        self._snaps.fraction[rows] = snaps.fraction
        self._snaps.distance_m[rows] = snaps.distance_m
        self._row_of.update(zip(keys, range(begin, begin + len(keys)), strict=True))

    def snaps(self, rows: IntArray) -> Snaps:
        known = self._snaps
        return Snaps(known.edge[rows], known.fraction[rows], known.distance_m[rows])


def _keys(points: Sequence[Point], headings_deg: FloatArray | None) -> Sequence[Key]:
    if headings_deg is None:
        return points
    # NaN is not equal to itself: a position without a heading is remembered by its coordinate alone.
    return [
        point if heading != heading else (point[0], point[1], heading)  # noqa: PLR0124
        for point, heading in zip(points, headings_deg.tolist(), strict=True)
    ]


def _checked(name: str, values: FloatArray | None, count: int) -> FloatArray | None:
    if values is None:
        return None
    array = np.asarray(values, dtype=np.float64)
    if array.shape != (count,) or np.isinf(array).any():
        raise RoutingInputError(f"{name} must be {count} finite numbers or NaN, one for each position")
    return array


def _put(snaps: Snaps, near: Near) -> None:
    snaps.edge[near.row], snaps.fraction[near.row], snaps.distance_m[near.row] = (
        near.edge,
        near.fraction,
        near.distance_m,
    )
