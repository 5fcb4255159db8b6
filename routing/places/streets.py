"""The named streets of a network: where each is, and where two of them meet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from routing.geo import FloatArray, IntArray, Point, distance_m
from routing.network.network import Network

ASSUMED_SAME_STREET_M = 500.0
"""Assumption: pieces of one name farther apart are streets of two neighbourhoods, such as the many Jl. Mawar."""

ASSUMED_ONE_JUNCTION_M = 60.0
"""Assumption: nodes of two streets nearer than this are one junction: a roundabout, or two carriageways."""


@dataclass(frozen=True, slots=True, eq=False)
class Street:
    """A street under one name, as one or more pieces near to one another.

    Args:
        id: unique in its network; letters, digits and hyphens.
        middle: on the road, half-way along its longest connected piece.
        radius_m: from the middle to its farthest node.
        nodes: every node on it.
        drawn: some of it is drawn by hand.
    """

    id: str
    name: str
    middle: Point
    radius_m: float
    drawn: bool
    nodes: IntArray


@dataclass(frozen=True, slots=True)
class Junction:
    """Where two streets meet. `shared` is false where they only come near to one another."""

    point: Point
    shared: bool


class StreetMap:
    """The named streets of a network, by name. Streets far from one another that share a name are several."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._xy = network.plane.to_xy(network.node_lat, network.node_lon)
        self.streets = list(_streets(network))

    def find_junctions(self, a: Street, b: Street) -> list[Junction]:
        """Where two of the streets meet: every place, or where they come within a roundabout's width."""
        common = np.intersect1d(a.nodes, b.nodes, assume_unique=True)
        if len(common):
            xy = self._xy[common]
            places = [xy[members].mean(axis=0) for members in _clusters(xy, ASSUMED_ONE_JUNCTION_M)]
            return [Junction(_point(self.network, place), shared=True) for place in places]
        between = self._nearest_between(self._xy[a.nodes], self._xy[b.nodes])
        return [] if between is None else [Junction(_point(self.network, between), shared=False)]

    def _nearest_between(self, a: FloatArray, b: FloatArray) -> FloatArray | None:
        gap = np.maximum(a.min(axis=0) - b.max(axis=0), b.min(axis=0) - a.max(axis=0))
        if gap.max() > ASSUMED_ONE_JUNCTION_M:
            return None
        away_m, nearest = KDTree(b).query(a)
        closest = int(np.argmin(away_m))
        return None if away_m[closest] > ASSUMED_ONE_JUNCTION_M else (a[closest] + b[nearest[closest]]) / 2


def _streets(network: Network) -> Iterator[Street]:
    taken: set[str] = set()
    for name, pieces in sorted(_pieces_by_name(network).items()):
        for group in _neighbourhoods(network, pieces):
            longest = max(group, key=lambda piece: (float(network.edge_length_m[piece].sum()), -int(piece[0])))
            every = np.concatenate(group)
            nodes = np.unique(np.concatenate((network.edge_a[every], network.edge_b[every])))
            middle = _middle(network, longest)
            away_m = distance_m(middle.lat, middle.lon, network.node_lat[nodes], network.node_lon[nodes])
            yield Street(
                id=_new_id(name, taken),
                name=name,
                middle=middle,
                radius_m=round(float(away_m.max())),
                drawn=bool(network.edge_approximate[every].any()),
                nodes=nodes,
            )


def _pieces_by_name(network: Network) -> dict[str, list[IntArray]]:
    """The edges of each named street by connected piece."""
    edges = np.flatnonzero((network.edge_name != 0) & ~network.is_sea)
    if len(edges) == 0:
        return {}
    # A node is another node on each street, so that streets that cross are not one piece.
    of_street = network.edge_name[edges] * network.node_count
    keys = np.concatenate((of_street + network.edge_a[edges], of_street + network.edge_b[edges]))
    _, end = np.unique(keys, return_inverse=True)
    graph = coo_array((np.ones(len(edges)), (end[: len(edges)], end[len(edges) :])), shape=(end.max() + 1,) * 2)
    piece = connected_components(graph, directed=False)[1][end[: len(edges)]]
    order = np.argsort(piece, kind="stable")
    found: dict[str, list[IntArray]] = {}
    for part in np.split(edges[order], np.flatnonzero(np.diff(piece[order])) + 1):
        found.setdefault(network.name_of(int(part[0])), []).append(part)
    return found


def _neighbourhoods(network: Network, pieces: list[IntArray]) -> list[list[IntArray]]:
    """Pieces by neighbourhood, the longest street first."""
    if len(pieces) == 1:
        return [pieces]
    shapes = np.array([shapely.multilinestrings(network.lines[piece]) for piece in pieces])
    row, column = np.triu_indices(len(pieces), k=1)
    label = fcluster(linkage(shapely.distance(shapes[row], shapes[column])), ASSUMED_SAME_STREET_M, "distance")
    groups = [[pieces[place] for place in np.flatnonzero(label == one)] for one in np.unique(label)]
    return sorted(groups, key=lambda group: -float(network.edge_length_m[np.concatenate(group)].sum()))


def _middle(network: Network, piece: IntArray) -> Point:
    shape = shapely.line_merge(shapely.multilinestrings(network.lines[piece]))
    if shape.geom_type == "LineString":
        middle = shapely.line_interpolate_point(shape, 0.5, normalized=True)
    else:  # two carriageways, or branches: no half-way, so the place on the road nearest to the centre
        middle = shapely.get_point(shapely.shortest_line(shape, shape.centroid), 0)
    return _point(network, shapely.get_coordinates(middle)[0])


def _clusters(xy: FloatArray, apart_m: float) -> list[IntArray]:
    if len(xy) == 1:
        return [np.arange(1)]
    label = fcluster(linkage(xy), apart_m, "distance")
    return [np.flatnonzero(label == one) for one in np.unique(label)]


def _point(network: Network, xy: FloatArray) -> Point:
    lon, lat = network.plane.to_lonlat(xy[None, :])[0]
    return Point(round(float(lat), 6), round(float(lon), 6))


def _new_id(name: str, taken: set[str]) -> str:
    """An id that no other street has; two of them and a kind fit into an id of a hundred characters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:36].strip("-") or "jalan"
    id_, number = slug, 1
    while id_ in taken:
        number += 1
        id_ = f"{slug}-{number}"
    taken.add(id_)
    return id_
