"""Small circles of one-way roads, found by their shape: sources without tags have roundabouts too."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from routing.geo import BoolArray, IntArray

if TYPE_CHECKING:
    from routing.network.network import Network

ASSUMED_LONGEST_M = 300.0
"""Assumption: a longer circle is a block driven round one way."""

ASSUMED_ROUND = 0.85
"""Assumption: area over that of a circle of the same length; a square has 0.79, an octagon 0.95."""


def circles(network: Network) -> BoolArray:
    """Per edge: it lies on a circle of one-way edges that is small and round."""
    round_edges = np.zeros(network.edge_count, dtype=np.bool_)
    oneway = np.flatnonzero(network.edge_oneway & ~network.is_sea)
    tail, head = network.edge_a[oneway], network.edge_b[oneway]
    graph = coo_array((np.ones(len(oneway), dtype=np.int8), (tail, head)), shape=(network.node_count,) * 2)
    _, piece = connected_components(graph, directed=True, connection="strong")
    inside = oneway[piece[tail] == piece[head]]
    by_piece = inside[np.argsort(piece[network.edge_a[inside]], kind="stable")]
    borders = np.flatnonzero(np.diff(piece[network.edge_a[by_piece]])) + 1
    for edges in np.split(by_piece, borders):
        if len(edges) and _is_round(network, edges):
            round_edges[edges] = True
    return round_edges


def _is_round(network: Network, edges: IntArray) -> bool:
    """Whether edges form one ring that is short and round."""
    length_m = float(network.edge_length_m[edges].sum())
    tails = network.edge_a[edges]
    if length_m > ASSUMED_LONGEST_M or len(np.unique(tails)) < len(edges):
        return False
    areas = shapely.get_parts(shapely.polygonize(network.lines[edges]))
    return len(areas) == 1 and float(areas[0].area) >= ASSUMED_ROUND * length_m**2 / (4 * math.pi)
