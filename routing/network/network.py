"""The road network: flat, frozen arrays with a content hash.

An *edge* is a stretch of road between two nodes, with its shape, class and name; it is what people close and
what a position snaps to. An *arc* is one direction of travel along an edge; it is what the engine sees.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from routing.geo import BoolArray, FloatArray, IntArray, Plane
from routing.network.roads import CLASSES, CODE_OF, RoadClass
from routing.network.roundabouts import circles


@dataclass(frozen=True, eq=False)
class Arcs:
    """Directed arcs, derived from the edges.

    Arc `e` runs along edge `e` from `edge_a` to `edge_b`; the reverse arcs of two-way edges follow.
    """

    tail: IntArray
    head: IntArray
    edge: IntArray
    is_reverse: BoolArray
    reverse_of_edge: IntArray
    """Per edge its reverse arc, or -1 where the edge is one-way."""

    def __len__(self) -> int:
        return len(self.tail)


@dataclass(frozen=True, eq=False)
class Network:
    """A city's roads. Made by `import_network` or `load_network`; never changed afterwards.

    Args:
        label: what the screens call it: "skematik" or "OSM …".
        attribution: the licence line that a map must show.
        source_nodes, source_edges: how many the source has, in its own terms (rows of the tables, OSMnx's nodes and
            directed edges, OpenStreetMap's nodes and ways of roads, vertices and lines of GeoJSON), before pieces
            were joined: for comparing with the file.
        edge_length_m: driven length; at least the length of the shape.
        edge_access: whom tags and barriers let pass, as `routing.network.facts.Access`; the class decides as well.
        edge_maxspeed_kmh, edge_lanes, edge_surface, edge_width_m, edge_way: as in `RoadFacts`; 0 is unknown.
        edge_approximate: drawn by hand, or a gateway to what was; every ETA over it says so.
        node_signal: traffic lights stand there.
        gate_node, gate_access: barriers on roads, also those that stop nobody, with whom they let pass (`Access`).
        pier_lat, pier_lon, pier_terminal, pier_names: landing places as the map has them; terminal where boats for
            passengers are said to call, otherwise a pier of whatever use.
        geometry_offset: edge `e` has the shape points `offset[e]:offset[e + 1]`, both ends included.
        ban_from_edge, ban_via_node, ban_to_edge, ban_for: turns that the vehicles in `ban_for` (`Access`) may not
            make.
        order: contraction order of the states of `routing.engine.graph`, kept with the saved file; no part of the
            content.
    """

    label: str
    attribution: str
    source_nodes: int
    source_edges: int
    node_lat: FloatArray
    node_lon: FloatArray
    node_signal: BoolArray
    edge_a: IntArray
    edge_b: IntArray
    edge_length_m: FloatArray
    edge_class: NDArray[np.uint8]
    edge_name: IntArray
    edge_oneway: BoolArray
    edge_access: NDArray[np.uint8]
    edge_maxspeed_kmh: NDArray[np.uint8]
    edge_lanes: NDArray[np.uint8]
    edge_bridge: BoolArray
    edge_surface: NDArray[np.uint8]
    edge_width_m: FloatArray
    edge_way: IntArray
    edge_approximate: BoolArray
    geometry_offset: IntArray
    geometry_lat: FloatArray
    geometry_lon: FloatArray
    ban_from_edge: IntArray
    ban_via_node: IntArray
    ban_to_edge: IntArray
    ban_for: NDArray[np.uint8]
    gate_node: IntArray
    gate_access: NDArray[np.uint8]
    pier_lat: FloatArray
    pier_lon: FloatArray
    pier_terminal: BoolArray
    pier_names: tuple[str, ...]
    names: tuple[str, ...]
    order: IntArray | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for array in (*self.arrays().values(), self.order):
            if array is not None:
                array.flags.writeable = False

    def with_order(self, order: IntArray | None) -> Network:
        """The same network with a contraction order, which changes speed and never an answer."""
        return replace(self, order=order)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The content as named arrays, in the order that the hash and the file use."""
        values = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "order"}
        return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}

    def meta(self) -> dict[str, Any]:
        """The content that is no array: labels and road names."""
        return {
            "label": self.label,
            "attribution": self.attribution,
            "source_nodes": self.source_nodes,
            "source_edges": self.source_edges,
            "pier_names": list(self.pier_names),
            "names": list(self.names),
            "classes": [str(road_class) for road_class in CLASSES],
        }

    @cached_property
    def hash(self) -> str:
        """SHA-256 over every array and label: two networks with the same hash give the same times."""
        digest = hashlib.sha256(json.dumps(self.meta(), sort_keys=True, ensure_ascii=False).encode())
        for name, array in self.arrays().items():
            digest.update(f"{name}:{array.dtype.str}:{array.shape}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()

    @cached_property
    def schematic(self) -> bool:
        """All of it is drawn by hand, boat legs and all."""
        return bool(self.edge_approximate.all())

    @property
    def node_count(self) -> int:
        return len(self.node_lat)

    @property
    def edge_count(self) -> int:
        return len(self.edge_a)

    @cached_property
    def arcs(self) -> Arcs:
        """Both directions of each edge, forward arcs first."""
        two_way = np.flatnonzero(~self.edge_oneway)
        reverse_of_edge = np.full(self.edge_count, -1, dtype=np.int64)
        reverse_of_edge[two_way] = self.edge_count + np.arange(len(two_way))
        return Arcs(
            tail=np.concatenate((self.edge_a, self.edge_b[two_way])),
            head=np.concatenate((self.edge_b, self.edge_a[two_way])),
            edge=np.concatenate((np.arange(self.edge_count), two_way)),
            is_reverse=np.arange(self.edge_count + len(two_way)) >= self.edge_count,
            reverse_of_edge=reverse_of_edge,
        )

    @cached_property
    def is_sea(self) -> BoolArray:
        """Per edge: a boat leg, drawn on the map and left out of every road search."""
        return np.asarray(self.edge_class == CODE_OF[RoadClass.LAUT])

    @cached_property
    def arms(self) -> IntArray:
        """Per node how many edges end there; a boat leg is none."""
        land = ~self.is_sea
        ends = np.concatenate((self.edge_a[land], self.edge_b[land]))
        return np.bincount(ends, minlength=self.node_count).astype(np.int64)

    @cached_property
    def is_roundabout(self) -> BoolArray:
        """Per edge: part of a small round circle of one-way roads."""
        return circles(self)

    @cached_property
    def land_component(self) -> IntArray:
        """Per node the number of its land mass: nodes that roads and paths join, directions ignored.

        Component 0 is the largest; the rest follow by size.
        """
        land = ~self.is_sea
        a, b = self.edge_a[land], self.edge_b[land]
        ones = np.ones(len(a), dtype=np.int8)
        graph = coo_array((ones, (a, b)), shape=(self.node_count, self.node_count))
        count, label = connected_components(graph, directed=False)
        by_size = np.argsort(-np.bincount(label, minlength=count), kind="stable")
        rank = np.empty(count, dtype=np.int64)
        rank[by_size] = np.arange(count)
        return np.asarray(rank[label], dtype=np.int64)

    @cached_property
    def land_length_m(self) -> FloatArray:
        """Per land mass, by its number, the length of its roads."""
        land = ~self.is_sea
        component = self.land_component[self.edge_a[land]]
        length_m = np.bincount(component, self.edge_length_m[land], minlength=int(self.land_component.max()) + 1)
        return np.asarray(length_m, dtype=np.float64)

    @cached_property
    def plane(self) -> Plane:
        """The metric plane about the middle of the network."""
        return Plane(
            lat=float((self.node_lat.min() + self.node_lat.max()) / 2),
            lon=float((self.node_lon.min() + self.node_lon.max()) / 2),
        )

    @cached_property
    def geometry_xy(self) -> FloatArray:
        """Per shape point its place on the plane in metres, (points, 2)."""
        return self.plane.to_xy(self.geometry_lat, self.geometry_lon)

    @cached_property
    def geometry_along_m(self) -> FloatArray:
        """Per shape point the metres along its edge's shape from the a-end."""
        step = np.diff(self.geometry_xy, axis=0)
        travelled_m = np.concatenate(([0.0], np.cumsum(np.hypot(step[:, 0], step[:, 1]))))
        first = self.geometry_offset[:-1]
        return np.asarray(travelled_m - np.repeat(travelled_m[first], np.diff(self.geometry_offset)))

    @cached_property
    def lines(self) -> NDArray[np.object_]:
        """Per edge its shape as a shapely LineString in metres on the plane."""
        owner = np.repeat(np.arange(self.edge_count), np.diff(self.geometry_offset))
        lines: NDArray[np.object_] = shapely.linestrings(self.geometry_xy, indices=owner)
        return lines

    def along(self, edge: int, fraction: float) -> FloatArray:
        """The place at a fraction of an edge's shape, as one row of metres on the plane."""
        place = shapely.line_interpolate_point(self.lines[edge], fraction, normalized=True)
        return np.asarray(shapely.get_coordinates(place))

    def shape_lonlat(self, edge: int) -> FloatArray:
        """The shape of an edge from its a-end to its b-end, as (n, 2) longitude and latitude."""
        part = slice(self.geometry_offset[edge], self.geometry_offset[edge + 1])
        return np.column_stack((self.geometry_lon[part], self.geometry_lat[part]))

    def name_of(self, edge: int) -> str:
        """The road's name, or "" where it has none."""
        return self.names[int(self.edge_name[edge])]

    def class_of(self, edge: int) -> RoadClass:
        return CLASSES[int(self.edge_class[edge])]

    def summary(self) -> dict[str, Any]:
        """Counts a person can check against the source: nodes, edges, arcs, lengths, pieces."""
        land = ~self.is_sea
        sizes = np.bincount(self.land_component)
        length_km = {
            str(road_class): round(float(self.edge_length_m[self.edge_class == code].sum()) / 1000, 1)
            for code, road_class in enumerate(CLASSES)
            if (self.edge_class == code).any()
        }
        return {
            "label": self.label,
            "schematic": self.schematic,
            "attribution": self.attribution,
            "hash": self.hash,
            "source_nodes": self.source_nodes,
            "source_edges": self.source_edges,
            "nodes": self.node_count,
            "edges": self.edge_count,
            "arcs": len(self.arcs),
            "oneway_edges": int(self.edge_oneway.sum()),
            "road_km": round(float(self.edge_length_m[land].sum()) / 1000, 1),
            "boat_legs": int(self.is_sea.sum()),
            "length_km_by_class": length_km,
            "named_edges": int((self.edge_name != 0).sum()),
            "signed_speed_edges": int((self.edge_maxspeed_kmh != 0).sum()),
            "bridge_edges": int(self.edge_bridge.sum()),
            "turn_bans": len(self.ban_for),
            "signals": int(self.node_signal.sum()),
            "gates": len(self.gate_node),
            "piers": len(self.pier_names),
            "ferry_terminals": int(self.pier_terminal.sum()),
            "approximate_edges": int(self.edge_approximate.sum()),
            "approximate_km": round(float(self.edge_length_m[land & self.edge_approximate].sum()) / 1000, 1),
            "components": len(sizes),
            "largest_component_nodes": int(sizes.max()),
            "bounds": {
                "south": float(self.node_lat.min()),
                "west": float(self.node_lon.min()),
                "north": float(self.node_lat.max()),
                "east": float(self.node_lon.max()),
            },
        }
