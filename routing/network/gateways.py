"""Where an extract of the map stops: the hand-drawn main roads go on, joined to the real ones by gateways.

A drawn road is a few dozen metres off the true one. Where a real road lies beside it, it is that road and is left
out; what remains hangs on the real roads by gateways, short straight edges from where the drawn road comes to them.
All that is added is marked approximate.

Nothing is joined across water: boat legs stay boat legs, and land that the drawing keeps apart stays apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from routing.geo import FloatArray, IntArray
from routing.network.building import NetworkBuilder
from routing.network.facts import Access, RoadFacts, Surface
from routing.network.network import Network
from routing.network.roads import CODE_OF, RoadClass
from routing.network.splitting import Place, split_edges

ASSUMED_DRAWN_ERROR_M = 150.0
"""Assumption: a drawn road nearer than this to a real one is that road. Drawn roads in the middle of the first city
are up to 122 m off."""

ASSUMED_GAP_M = 500.0
"""Assumption: a drawn road that is nowhere farther than this from real roads adds nothing, unless it alone joins
them: whoever is beside it is on the real roads."""

ASSUMED_GATEWAY_M = 400.0
"""Assumption: the farthest that a real road is looked for from where a drawn road comes to the real ones."""

AT_NODE_M = 50.0
"""A gateway that would meet a road this near to its end meets it there."""

STEP_M = 50.0
"""How densely drawn roads are probed."""

_LEAST_MAIN = CODE_OF[RoadClass.TERTIARY]
_LEAST_DRIVEN = CODE_OF[RoadClass.TRACK]


@dataclass(frozen=True, eq=False)
class JoinedRoads:
    """Real roads that go on as drawn ones.

    Args:
        network: nodes keep the ids that they have in the real network, and so do edges; what is added follows.
        parts: the real edges that a gateway cuts, each with the ids of all its parts.
    """

    network: Network
    parts: Mapping[int, tuple[int, ...]]

    @cached_property
    def gateways(self) -> IntArray:
        """The edges between real and drawn roads."""
        network = self.network
        real = np.zeros(network.node_count, dtype=np.bool_)
        known = ~network.edge_approximate
        real[network.edge_a[known]] = real[network.edge_b[known]] = True
        return np.flatnonzero(network.edge_approximate & (real[network.edge_a] | real[network.edge_b]))

    def edges_of(self, edges: Iterable[int]) -> frozenset[int]:
        """Edges of the real network as edges of this one."""
        return frozenset(part for edge in edges for part in self.parts.get(edge, (edge,)))


def join_skeleton(network: Network, skeleton: Network) -> JoinedRoads:
    """The network, going on over the drawn roads where it stops.

    Args:
        network: the real roads.
        skeleton: the hand-drawn main roads of the whole city.

    Returns:
        `network` itself where the drawing adds nothing.
    """
    joining = _Joining(network, skeleton)
    parts = joining.parts()
    if not parts:
        return JoinedRoads(network, {})
    gateways = joining.gateways(parts)
    split = split_edges(network, [gateway.place for gateway in gateways if gateway.node is None])
    addition = _Addition(split.network, skeleton)
    for part in parts:
        addition.draw(part)
    for gateway in gateways:
        addition.join(gateway, split.node_of[gateway.place] if gateway.node is None else gateway.node)
    if not network.is_sea.any():
        addition.draw_boat_legs()
    return JoinedRoads(addition.appended(), split.parts)


class _Part(NamedTuple):
    """A stretch of a drawn edge off the real roads, between two fractions of its length."""

    edge: int
    begin: float
    end: float
    line: shapely.LineString

    @property
    def cuts(self) -> list[float]:
        """The fractions at which it comes to the real roads."""
        return [fraction for fraction in (self.begin, self.end) if 0 < fraction < 1]


class _Gateway(NamedTuple):
    """From a place on a drawn edge to a node of the real network, or to a place on one of its edges."""

    edge: int
    fraction: float
    node: int | None
    place: Place


class _Joining:
    """Which parts of the drawing are missing from the real roads, and where they come to them."""

    def __init__(self, network: Network, skeleton: Network) -> None:
        self._network, self._skeleton = network, skeleton
        self._land = np.flatnonzero(~network.is_sea)
        self._real = network.lines[self._land]
        self._tree = shapely.STRtree(self._real)
        owner = np.repeat(np.arange(skeleton.edge_count), np.diff(skeleton.geometry_offset))
        points = network.plane.to_xy(skeleton.geometry_lat, skeleton.geometry_lon)
        self._drawn: NDArray[np.object_] = shapely.linestrings(points, indices=owner)

    def parts(self) -> list[_Part]:
        """The missing parts, each piece of connected ones kept or left out as a whole."""
        parts = [part for edge in np.flatnonzero(~self._skeleton.is_sea).tolist() for part in self._off_road(edge)]
        piece = self._pieces(parts)
        kept: list[_Part] = []
        for number in range(max(piece, default=-1) + 1):
            members = [part for part, of in zip(parts, piece, strict=True) if of == number]
            lands = {self._land_of(gateway.place[0]) for gateway in self.gateways(members)}
            if len(lands) > 1 or max(self._farthest_m(part) for part in members) > ASSUMED_GAP_M:
                kept += members
        return kept

    def gateways(self, parts: Sequence[_Part]) -> list[_Gateway]:
        """One for each place where a part comes to the real roads, if one is near enough there."""
        found = [self._find_gateway(part.edge, fraction) for part in parts for fraction in part.cuts]
        return [gateway for gateway in found if gateway is not None]

    def _off_road(self, edge: int) -> Iterable[_Part]:
        line = self._drawn[edge]
        beside = self._tree.query(line, predicate="dwithin", distance=ASSUMED_DRAWN_ERROR_M)
        known = shapely.union_all(shapely.buffer(self._real[beside], ASSUMED_DRAWN_ERROR_M, quad_segs=2))
        for stretch in shapely.get_parts(shapely.difference(line, known)):
            if stretch.length >= 1:  # less is rounding
                begin = shapely.line_locate_point(line, shapely.get_point(stretch, 0), normalized=True)
                yield _Part(edge, *_snapped(begin, begin + stretch.length / line.length), stretch)

    def _pieces(self, parts: Sequence[_Part]) -> list[int]:
        """Per part the number of its piece: parts that meet at a drawn junction."""
        at: dict[int, list[int]] = {}
        for number, part in enumerate(parts):
            for node in _nodes(self._skeleton, part):
                at.setdefault(node, []).append(number)
        pairs = np.array([pair for members in at.values() for pair in pairwise(members)], dtype=np.int64).reshape(-1, 2)
        graph = coo_array((np.ones(len(pairs)), pairs.T), shape=(len(parts), len(parts)))
        label: list[int] = connected_components(graph, directed=False)[1].tolist()
        return label

    def _farthest_m(self, part: _Part) -> float:
        return float(self._away(part.line)[1].max())

    def _away(self, line: shapely.LineString) -> tuple[IntArray, FloatArray]:
        """Along a line, the nearest real edge and its distance in metres."""
        probes = shapely.points(shapely.get_coordinates(shapely.segmentize(line, STEP_M)))
        nearest, away_m = self._tree.query_nearest(probes, return_distance=True, all_matches=False)
        return self._land[nearest[1]], away_m

    @cached_property
    def _owner(self) -> dict[int, int]:
        """Per land mass of the real roads that the drawing shows: the drawing's land mass."""
        probes: dict[int, dict[int, int]] = {}
        for edge in np.flatnonzero(~self._skeleton.is_sea).tolist():
            drawn_land = int(self._skeleton.land_component[self._skeleton.edge_a[edge]])
            real, away_m = self._away(self._drawn[edge])
            for real_edge in real[away_m <= ASSUMED_DRAWN_ERROR_M].tolist():
                shown = probes.setdefault(self._land_of(real_edge), {})
                shown[drawn_land] = shown.get(drawn_land, 0) + 1
        return {land: max(shown, key=lambda drawn: (shown[drawn], -drawn)) for land, shown in probes.items()}

    def _land_of(self, real_edge: int) -> int:
        return int(self._network.land_component[self._network.edge_a[real_edge]])

    @cached_property
    def _entered(self) -> list[IntArray]:
        """The real edges that a gateway may lead to: main roads, then all that an ambulance may drive."""
        network = self._network
        driven = (network.edge_class <= _LEAST_DRIVEN) & ((network.edge_access & Access.AMBULANCE) != 0)
        driven &= (network.edge_length_m > 0) & (network.edge_a != network.edge_b)
        driven &= np.isin(network.land_component[network.edge_a], list(self._owner))
        return [np.flatnonzero(driven & (network.edge_class <= _LEAST_MAIN)), np.flatnonzero(driven)]

    @cached_property
    def _entered_trees(self) -> list[shapely.STRtree]:
        return [shapely.STRtree(self._network.lines[edges]) for edges in self._entered]

    @cached_property
    def _boat_legs(self) -> shapely.Geometry:
        return shapely.union_all([*self._drawn[self._skeleton.is_sea], *self._network.lines[self._network.is_sea]])

    def _find_gateway(self, edge: int, fraction: float) -> _Gateway | None:
        """The way to the nearest real main road, else to the nearest of all: over no boat leg, to no other land."""
        here = shapely.line_interpolate_point(self._drawn[edge], fraction, normalized=True)
        drawn_land = int(self._skeleton.land_component[self._skeleton.edge_a[edge]])
        main = self._skeleton.edge_class[edge] <= _LEAST_MAIN
        for edges, tree in list(zip(self._entered, self._entered_trees, strict=True))[0 if main else 1 :]:
            near = tree.query(here, predicate="dwithin", distance=ASSUMED_GATEWAY_M)
            away_m = shapely.distance(tree.geometries[near], here)
            for row in near[np.lexsort((near, away_m))].tolist():
                way = shapely.shortest_line(here, tree.geometries[row])
                same_land = self._owner[self._land_of(int(edges[row]))] == drawn_land
                if same_land and not shapely.intersects(way, self._boat_legs):
                    return _Gateway(edge, fraction, *self._entrance(int(edges[row]), here))
        return None

    def _entrance(self, real: int, here: shapely.Point) -> tuple[int | None, Place]:
        """Where a real edge is entered: at its end, if that is about as near as the nearest place on it."""
        line = self._network.lines[real]
        along_m = float(shapely.line_locate_point(line, here))
        place = (real, along_m / line.length)
        if along_m <= AT_NODE_M:
            return int(self._network.edge_a[real]), place
        if line.length - along_m <= AT_NODE_M:
            return int(self._network.edge_b[real]), place
        return None, place


def _snapped(begin: float, end: float) -> tuple[float, float]:
    """Fractions of a line, an end of it exactly."""
    return (0.0 if begin < 1e-9 else begin), (1.0 if end > 1 - 1e-9 else end)


def _nodes(skeleton: Network, part: _Part) -> list[int]:
    """The drawn junctions that a part reaches."""
    reached = [int(skeleton.edge_a[part.edge])] if part.begin == 0 else []
    return [*reached, int(skeleton.edge_b[part.edge])] if part.end == 1 else reached


class _Addition:
    """What is added to the real roads, collected as a network of its own."""

    def __init__(self, network: Network, skeleton: Network) -> None:
        self._network, self._skeleton = network, skeleton
        self._builder = NetworkBuilder()
        self._node_of: dict[object, int] = {}
        self._real_node: list[int] = []
        """Per added node the real node that it stands for, or -1."""

    def draw(self, part: _Part) -> None:
        share = part.end - part.begin
        shape = self._network.plane.to_lonlat(shapely.get_coordinates(part.line))
        self._add(part.edge, self._end(part.edge, part.begin), self._end(part.edge, part.end), share, shape)

    def draw_boat_legs(self) -> None:
        """The legs as they are drawn; only boats go from the land to them."""
        for edge in np.flatnonzero(self._skeleton.is_sea).tolist():
            self._add(edge, self._end(edge, 0.0), self._end(edge, 1.0), 1.0, self._skeleton.shape_lonlat(edge))

    def join(self, gateway: _Gateway, node: int) -> None:
        lat, lon = float(self._network.node_lat[node]), float(self._network.node_lon[node])
        real = self._node(("real", node), lat, lon, real=node)
        self._builder.add_edge(
            self._end(gateway.edge, gateway.fraction),
            real,
            self._skeleton.class_of(gateway.edge),
            name=self._skeleton.name_of(gateway.edge),
            facts=RoadFacts(approximate=True),
            where=self._skeleton.label,
        )

    def _add(self, edge: int, a: int, b: int, share: float, shape: FloatArray) -> None:
        skeleton = self._skeleton
        facts = RoadFacts(
            access=Access(int(skeleton.edge_access[edge])),
            maxspeed_kmh=int(skeleton.edge_maxspeed_kmh[edge]),
            lanes=int(skeleton.edge_lanes[edge]),
            bridge=bool(skeleton.edge_bridge[edge]),
            surface=Surface(int(skeleton.edge_surface[edge])),
            width_m=float(skeleton.edge_width_m[edge]),
            way=int(skeleton.edge_way[edge]),
            approximate=True,
        )
        self._builder.add_edge(
            a,
            b,
            skeleton.class_of(edge),
            name=skeleton.name_of(edge),
            oneway=bool(skeleton.edge_oneway[edge]),
            length_m=float(skeleton.edge_length_m[edge]) * share,
            shape=[(lon, lat) for lon, lat in shape.tolist()],
            facts=facts,
            where=skeleton.label,
        )

    def _end(self, edge: int, fraction: float) -> int:
        skeleton = self._skeleton
        if fraction in {0.0, 1.0}:
            node = int((skeleton.edge_b if fraction else skeleton.edge_a)[edge])
            return self._node(node, float(skeleton.node_lat[node]), float(skeleton.node_lon[node]))
        line = shapely.linestrings(self._network.plane.to_xy(*skeleton.shape_lonlat(edge).T[::-1]))
        place = shapely.get_coordinates(shapely.line_interpolate_point(line, fraction, normalized=True))
        lon, lat = self._network.plane.to_lonlat(place)[0].tolist()
        return self._node((edge, fraction), lat, lon)

    def _node(self, key: object, lat: float, lon: float, *, real: int = -1) -> int:
        if key not in self._node_of:
            self._node_of[key] = self._builder.add_node(lat, lon, where=self._skeleton.label)
            self._real_node.append(real)
        return self._node_of[key]

    def appended(self) -> Network:
        """The real roads and after them what was added."""
        network, added = self._network, self._builder.build(label="", attribution="", where=self._skeleton.label)
        real = np.array(self._real_node, dtype=np.int64)
        new = real < 0
        node_of = np.where(new, network.node_count + np.cumsum(new) - 1, real)
        names = tuple(dict.fromkeys((*network.names, *added.names)))
        name_of = np.array([names.index(name) for name in added.names], dtype=np.int64)
        own: dict[str, NDArray[Any]] = {f.name: getattr(added, f.name) for f in fields(added) if _grows(f.name)}
        own |= {name: values[new] for name, values in own.items() if name.startswith("node_")}
        own |= {"edge_a": node_of[added.edge_a], "edge_b": node_of[added.edge_b], "edge_name": name_of[added.edge_name]}
        own["geometry_offset"] = added.geometry_offset[1:] + len(network.geometry_lat)
        joined: dict[str, Any] = {name: np.concatenate((getattr(network, name), own[name])) for name in own}
        attributions = dict.fromkeys((network.attribution, self._skeleton.attribution))
        return replace(network, **joined, names=names, attribution=" · ".join(attributions), order=None)


def _grows(field: str) -> bool:
    return field.startswith(("node_", "edge_", "geometry_"))
