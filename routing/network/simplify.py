"""Short pieces joined into roads from junction to junction.

CSV tables, GeoJSON and OpenStreetMap ways draw one road as many pieces; a search pays for each of them and gains
nothing. A place where just two pieces meet, alike in all that the network stores, is a bend of one road, so the
pieces become one edge with every point of their shapes and the sum of their lengths.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from routing.geo import BoolArray, IntArray
from routing.network.network import Network

_NOT_COMPARED = frozenset({"edge_a", "edge_b", "edge_length_m"})

PIECES_OF_A_RING = 3
"""A ring becomes this many edges: fewer would be a loop or two edges with the same ends, and neither has one name."""


class _Piece(NamedTuple):
    edge: int
    turned: bool
    """The road runs from the edge's b-end to its a-end."""


_Road = list[_Piece]


def join_pieces(network: Network) -> Network:
    """The same roads with an edge from junction to junction; every kept node keeps its distances.

    Nodes stay where a road forks or ends, where its facts or its direction change, at turn bans, traffic lights,
    barriers and boat legs. No loop and no second edge between the same two nodes comes into being. Nodes and edges
    keep their order.
    """
    roads = list(_Joining(network).roads())
    kept = np.zeros(network.node_count, dtype=np.bool_)
    kept[np.bincount(np.concatenate((network.edge_a, network.edge_b)), minlength=network.node_count) == 0] = True
    ends = np.array([(_begin(network, road[0]), _end(network, road[-1])) for road in roads], dtype=np.int64)
    kept[ends] = True
    node_of = np.cumsum(kept) - 1
    edge_of = np.empty(network.edge_count, dtype=np.int64)
    for number, road in enumerate(roads):
        edge_of[[piece.edge for piece in road]] = number
    first = np.array([road[0].edge for road in roads], dtype=np.int64)
    changed: dict[str, Any] = {
        field.name: getattr(network, field.name)[first]
        for field in fields(network)
        if field.name.startswith("edge_") and field.name not in _NOT_COMPARED
    }
    changed |= {f.name: getattr(network, f.name)[kept] for f in fields(network) if f.name.startswith("node_")}
    changed |= _shapes(network, roads)
    return replace(
        network,
        **changed,
        edge_a=node_of[ends[:, 0]],
        edge_b=node_of[ends[:, 1]],
        edge_length_m=np.array([math.fsum(network.edge_length_m[[p.edge for p in road]]) for road in roads]),
        ban_from_edge=edge_of[network.ban_from_edge],
        ban_via_node=node_of[network.ban_via_node],
        ban_to_edge=edge_of[network.ban_to_edge],
        gate_node=node_of[network.gate_node],
        order=None,
    )


class _Joining:
    """Which pieces follow which."""

    def __init__(self, network: Network) -> None:
        self._network = network
        # The halves of the edges by the node they stand at: half h is edge h % count, at its a-end if h < count.
        self._half_at = np.concatenate((network.edge_a, network.edge_b))
        self._next = self._find_next()

    def roads(self) -> Iterator[_Road]:
        """Every edge once, in the order of the lowest edge of each road."""
        chains = list(self._chains())
        taken = {self._ends(chain) for chain in chains if len(chain) == 1}
        roads: list[_Road] = []
        for chain in chains:
            begin, end = ends = self._ends(chain)
            if len(chain) == 1:
                roads.append(chain)
            elif begin == end:
                roads += _cut(chain, PIECES_OF_A_RING)
            elif ends in taken:
                roads += _cut(chain, 2)
            else:
                taken.add(ends)
                roads.append(chain)
        return iter(sorted(roads, key=lambda road: min(road).edge))

    def _ends(self, road: _Road) -> tuple[int, int]:
        begin, end = _begin(self._network, road[0]), _end(self._network, road[-1])
        return min(begin, end), max(begin, end)

    def _chains(self) -> Iterator[_Road]:
        used = np.zeros(self._network.edge_count, dtype=np.bool_)
        for edge in range(self._network.edge_count):
            if used[edge]:
                continue
            ahead = self._walk(_Piece(edge, turned=False), used)
            if ahead[-1].edge == edge and len(ahead) > 1:
                yield ahead[:-1]  # a ring without a junction
                continue
            behind = self._walk(_Piece(edge, turned=True), used)
            yield [_Piece(piece.edge, not piece.turned) for piece in reversed(behind[1:])] + ahead

    def _walk(self, piece: _Piece, used: BoolArray) -> _Road:
        """From a piece on to where the road ends, or once round a ring to the piece itself again."""
        count, road = self._network.edge_count, [piece]
        used[piece.edge] = True
        while True:
            here = road[-1]
            half = int(self._next[here.edge + (0 if here.turned else count)])
            if half < 0:
                return road
            # Entered at its b-end, the next piece runs against its own direction.
            road.append(_Piece(half % count, turned=half >= count))
            if road[-1].edge == piece.edge:
                return road
            used[road[-1].edge] = True

    def _find_next(self) -> IntArray:
        """Per half the half that goes on from it, or -1 where the road ends."""
        network = self._network
        count = network.edge_count
        by_node = np.argsort(self._half_at, kind="stable")
        degree = np.bincount(self._half_at, minlength=network.node_count)
        begin = np.concatenate(([0], np.cumsum(degree)))[:-1]
        two = np.flatnonzero((degree == 2) & ~self._fixed_nodes())
        one, other = by_node[begin[two]], by_node[begin[two] + 1]
        kind = self._kinds()
        e, f = one % count, other % count
        against = network.edge_oneway[e] & ((one < count) == (other < count))
        whole = ~network.is_sea & (network.edge_length_m > 0)  # an edge without length is a barrier
        joins = (e != f) & (kind[e] == kind[f]) & ~against & whole[e] & whole[f]
        after = np.full(2 * count, -1, dtype=np.int64)
        after[one[joins]], after[other[joins]] = other[joins], one[joins]
        return after

    def _kinds(self) -> IntArray:
        """Per edge a number that is the same for edges alike in every fact."""
        network = self._network
        kind = np.zeros(network.edge_count, dtype=np.int64)
        for field in fields(network):
            if field.name.startswith("edge_") and field.name not in _NOT_COMPARED:
                _, value = np.unique(getattr(network, field.name), return_inverse=True)
                _, kind = np.unique(kind * (int(value.max()) + 1) + value, return_inverse=True)
        return kind

    def _fixed_nodes(self) -> BoolArray:
        fixed = self._network.node_signal.copy()
        fixed[self._network.ban_via_node] = True
        fixed[self._network.gate_node] = True
        return fixed


def _cut(chain: _Road, parts: int) -> list[_Road]:
    """A chain in so many parts of about as many pieces, or in single pieces where it has fewer."""
    parts = min(parts, len(chain))
    borders = [len(chain) * part // parts for part in range(parts + 1)]
    return [chain[begin:end] for begin, end in pairwise(borders)]


def _begin(network: Network, piece: _Piece) -> int:
    return int((network.edge_b if piece.turned else network.edge_a)[piece.edge])


def _end(network: Network, piece: _Piece) -> int:
    return int((network.edge_a if piece.turned else network.edge_b)[piece.edge])


def _shapes(network: Network, roads: list[_Road]) -> dict[str, Any]:
    """The shapes of roads; where one piece ends and the next begins, a point that both have stands once."""
    offset, lat, lon = network.geometry_offset, network.geometry_lat, network.geometry_lon
    points: list[int] = []
    ends = [0]
    for road in roads:
        for place, (edge, turned) in enumerate(road):
            part = range(int(offset[edge]), int(offset[edge + 1]))
            if turned:
                part = part[::-1]
            if place and lat[part[0]] == lat[points[-1]] and lon[part[0]] == lon[points[-1]]:
                part = part[1:]
            points.extend(part)
        ends.append(len(points))
    return {
        "geometry_offset": np.array(ends, dtype=np.int64),
        "geometry_lat": lat[points],
        "geometry_lon": lon[points],
    }
