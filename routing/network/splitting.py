"""Edges cut at places on them, so that another road can begin there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any

import numpy as np
from shapely.ops import substring

from routing.geo import FloatArray, IntArray
from routing.network.network import Network

Place = tuple[int, float]
"""An edge, and a fraction of the length of its shape strictly between its ends."""


@dataclass(frozen=True, eq=False)
class Split:
    """A network with some edges cut.

    Args:
        network: every node keeps its id; a cut edge's id is that of its first part, at its a-end, and the other
            parts follow after all edges.
        node_of: the node at each place.
        parts: per cut edge the ids of all its parts, from its a-end.
    """

    network: Network
    node_of: dict[Place, int]
    parts: dict[int, tuple[int, ...]]


def split_edges(network: Network, places: Iterable[Place]) -> Split:
    """Cut edges. Each part has its share of the length, and every fact of the edge."""
    by_edge: dict[int, list[float]] = {}
    for edge, fraction in sorted(set(places)):
        by_edge.setdefault(edge, []).append(fraction)
    if not by_edge:
        return Split(network, {}, {})
    cutting = _Cutting(network)
    for edge, fractions in by_edge.items():
        cutting.cut(edge, fractions)
    return Split(cutting.network_then(), cutting.node_of, cutting.parts)


class _Cutting:
    def __init__(self, network: Network) -> None:
        self._network = network
        self.node_of: dict[Place, int] = {}
        self.parts: dict[int, tuple[int, ...]] = {}
        self._lonlat: list[FloatArray] = []
        self._first: dict[int, FloatArray] = {}
        self._later: list[FloatArray] = []
        self._of: list[int] = []
        self._ends: list[tuple[int, int]] = []
        self._shares: list[float] = []
        self._a, self._b = network.edge_a.copy(), network.edge_b.copy()
        self._length_m = network.edge_length_m.copy()

    def cut(self, edge: int, fractions: list[float]) -> None:
        network, line = self._network, self._network.lines[edge]
        whole = network.shape_lonlat(edge)
        nodes = [int(network.edge_a[edge]), *(self._node(edge, f) for f in fractions), int(network.edge_b[edge])]
        shapes: list[FloatArray] = []
        for begin, end in pairwise([0.0, *fractions, 1.0]):
            shape = network.plane.to_lonlat(np.array(substring(line, begin, end, normalized=True).coords))
            shape[0] = whole[0] if begin == 0 else self._lonlat[nodes[len(shapes)] - network.node_count]
            shape[-1] = whole[-1] if end == 1 else self._lonlat[nodes[len(shapes) + 1] - network.node_count]
            shapes.append(shape)
        shares = [end - begin for begin, end in pairwise([0.0, *fractions, 1.0])]
        first_new = network.edge_count + len(self._later)
        self.parts[edge] = (edge, *range(first_new, first_new + len(fractions)))
        self._b[edge] = nodes[1]
        self._length_m[edge] *= shares[0]
        self._first[edge] = shapes[0]
        self._later += shapes[1:]
        self._shares += shares[1:]
        self._ends += list(pairwise(nodes[1:]))
        self._of += [edge] * len(fractions)

    def _node(self, edge: int, fraction: float) -> int:
        place = self._network.lines[edge].interpolate(fraction, normalized=True)
        self._lonlat.append(self._network.plane.to_lonlat(np.array([[place.x, place.y]]))[0])
        node = self._network.node_count + len(self._lonlat) - 1
        self.node_of[edge, fraction] = node
        return node

    def network_then(self) -> Network:
        network, of = self._network, np.array(self._of, dtype=np.int64)
        ends = np.array(self._ends, dtype=np.int64)
        changed: dict[str, Any] = {
            field.name: np.concatenate((values, values[of]))
            for field in fields(network)
            if field.name.startswith("edge_")
            for values in [getattr(network, field.name)]
        }
        new_lon, new_lat = np.array(self._lonlat).T
        return replace(
            network,
            **changed
            | {
                "edge_a": np.concatenate((self._a, ends[:, 0])),
                "edge_b": np.concatenate((self._b, ends[:, 1])),
                "edge_length_m": np.concatenate((self._length_m, network.edge_length_m[of] * self._shares)),
            },
            **self._geometry(),
            node_lat=np.concatenate((network.node_lat, new_lat)),
            node_lon=np.concatenate((network.node_lon, new_lon)),
            node_signal=np.concatenate((network.node_signal, np.zeros(len(new_lat), dtype=np.bool_))),
            ban_from_edge=self._at_via(network.ban_from_edge),
            ban_to_edge=self._at_via(network.ban_to_edge),
            order=None,
        )

    def _at_via(self, banned: IntArray) -> IntArray:
        """The edges of turn bans, as the parts of them that meet at the ban's node."""
        moved = banned.copy()
        for edge, parts in self.parts.items():
            at_end = (banned == edge) & (self._network.ban_via_node == self._network.edge_b[edge])
            moved[at_end] = parts[-1]
        return moved

    def _geometry(self) -> dict[str, Any]:
        network, offset = self._network, self._network.geometry_offset
        sizes = np.diff(offset)
        lat, lon = [], []
        begin = 0
        for edge in sorted(self._first):
            shape = self._first[edge]
            lat += [network.geometry_lat[begin : offset[edge]], shape[:, 1]]
            lon += [network.geometry_lon[begin : offset[edge]], shape[:, 0]]
            sizes[edge] = len(shape)
            begin = int(offset[edge + 1])
        lat += [network.geometry_lat[begin:], *(shape[:, 1] for shape in self._later)]
        lon += [network.geometry_lon[begin:], *(shape[:, 0] for shape in self._later)]
        sizes = np.concatenate((sizes, [len(shape) for shape in self._later])).astype(np.int64)
        return {
            "geometry_offset": np.concatenate(([0], np.cumsum(sizes))),
            "geometry_lat": np.concatenate(lat),
            "geometry_lon": np.concatenate(lon),
        }
