"""Collects nodes and edges from any source and freezes them into a `Network`."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence

import numpy as np

from routing.errors import NetworkImportError
from routing.geo import distance_m
from routing.network.facts import Access, RoadFacts
from routing.network.network import Network
from routing.network.roads import CODE_OF, RoadClass

OSM_ATTRIBUTION = "© OpenStreetMap contributors"

NOTHING_KNOWN = RoadFacts()


class NetworkBuilder:
    """Grows a network node by node; each importer feeds one of these.

    Errors name the place in the source (`where`) in the words of a person who has to repair the file.
    """

    def __init__(self) -> None:
        self._lat, self._lon, self._signal = array("d"), array("d"), array("B")
        self._a, self._b = array("q"), array("q")
        self._length_m = array("d")
        self._class, self._name, self._oneway = array("B"), array("q"), array("B")
        self._access, self._maxspeed_kmh, self._lanes = array("B"), array("B"), array("B")
        self._bridge, self._surface = array("B"), array("B")
        self._width_m, self._way, self._approximate = array("d"), array("q"), array("B")
        self._ban_from, self._ban_via, self._ban_to, self._ban_for = array("q"), array("q"), array("q"), array("B")
        self._gate_node, self._gate_access = array("q"), array("B")
        self._piers: list[tuple[float, float, bool, str]] = []
        self._offset = array("q", [0])
        self._shape_lat, self._shape_lon = array("d"), array("d")
        self._name_codes: dict[str, int] = {"": 0}

    def add_node(self, lat: float, lon: float, *, where: str, signal: bool = False) -> int:
        """Add a node at a coordinate in degrees and return its id.

        Args:
            signal: traffic lights stand there.
        """
        _check_coordinate(lat, lon, where)
        self._lat.append(lat)
        self._lon.append(lon)
        self._signal.append(signal)
        return len(self._lat) - 1

    def place_of(self, node: int) -> tuple[float, float]:
        """Latitude and longitude of a node that was added."""
        return self._lat[node], self._lon[node]

    def add_edge(
        self,
        a: int,
        b: int,
        road_class: RoadClass,
        *,
        where: str,
        name: str = "",
        oneway: bool = False,
        length_m: float | None = None,
        shape: Sequence[tuple[float, float]] | None = None,
        facts: RoadFacts = NOTHING_KNOWN,
    ) -> int:
        """Add the edge from node `a` to node `b` and return its id.

        Args:
            length_m: driven length; the length of the shape where absent.
            shape: (lon, lat) points from a to b, both ends included; a straight line where absent.
            facts: what else the source knows.
        """
        if shape is None:
            shape = [(self._lon[a], self._lat[a]), (self._lon[b], self._lat[b])]
        lon, lat = np.array(shape, dtype=np.float64).T
        if not (np.abs(lat).max() <= 90 and np.abs(lon).max() <= 180):  # NaN as well
            raise NetworkImportError(f"{where}: bentuk ruas memuat titik yang bukan koordinat.")
        if length_m is None:
            length_m = float(distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:]).sum())
        if not (math.isfinite(length_m) and 0 <= length_m < 1_000_000):
            raise NetworkImportError(f"{where}: panjang ruas {length_m} m tidak masuk akal.")
        self._a.append(a)
        self._b.append(b)
        self._length_m.append(length_m)
        self._class.append(CODE_OF[road_class])
        self._name.append(self._name_codes.setdefault(name.strip(), len(self._name_codes)))
        self._oneway.append(oneway)
        self._access.append(facts.access)
        self._maxspeed_kmh.append(facts.maxspeed_kmh)
        self._lanes.append(min(facts.lanes, 255))
        self._bridge.append(facts.bridge)
        self._surface.append(facts.surface)
        self._width_m.append(facts.width_m)
        self._way.append(facts.way)
        self._approximate.append(facts.approximate)
        self._shape_lat.extend(lat.tolist())
        self._shape_lon.extend(lon.tolist())
        self._offset.append(len(self._shape_lat))
        return len(self._a) - 1

    def ban_turn(self, from_edge: int, via_node: int, to_edge: int, bound: Access) -> None:
        """Record that `bound` may not turn from one edge into another at a node."""
        self._ban_from.append(from_edge)
        self._ban_via.append(via_node)
        self._ban_to.append(to_edge)
        self._ban_for.append(bound)

    def add_gate(self, node: int, access: Access) -> None:
        """Record a barrier at a node and whom it lets pass; what it stops is for the edges there to say."""
        self._gate_node.append(node)
        self._gate_access.append(access)

    def add_pier(self, lat: float, lon: float, name: str, *, terminal: bool, where: str) -> None:
        """Record a landing place.

        Args:
            terminal: boats for passengers are said to call there.
        """
        _check_coordinate(lat, lon, where)
        self._piers.append((lat, lon, terminal, name.strip()))

    def build(
        self,
        *,
        label: str,
        schematic: bool = False,
        attribution: str,
        where: str,
        source_nodes: int | None = None,
        source_edges: int | None = None,
    ) -> Network:
        """Freeze what was added.

        Args:
            schematic: all of it is drawn by hand, whatever the facts of single edges say.
            source_nodes, source_edges: how many the source has, where that is not what was added.

        Raises:
            NetworkImportError: there is no road in it.
        """
        if len(self._a) == 0:
            raise NetworkImportError(f"{where}: tidak ada satu ruas jalan pun di dalamnya.")
        return Network(
            label=label,
            attribution=attribution,
            source_nodes=len(self._lat) if source_nodes is None else source_nodes,
            source_edges=len(self._a) if source_edges is None else source_edges,
            node_lat=np.array(self._lat, dtype=np.float64),
            node_lon=np.array(self._lon, dtype=np.float64),
            node_signal=np.array(self._signal, dtype=np.bool_),
            edge_a=np.array(self._a, dtype=np.int64),
            edge_b=np.array(self._b, dtype=np.int64),
            edge_length_m=np.array(self._length_m, dtype=np.float64),
            edge_class=np.array(self._class, dtype=np.uint8),
            edge_name=np.array(self._name, dtype=np.int64),
            edge_oneway=np.array(self._oneway, dtype=np.bool_),
            edge_access=np.array(self._access, dtype=np.uint8),
            edge_maxspeed_kmh=np.array(self._maxspeed_kmh, dtype=np.uint8),
            edge_lanes=np.array(self._lanes, dtype=np.uint8),
            edge_bridge=np.array(self._bridge, dtype=np.bool_),
            edge_surface=np.array(self._surface, dtype=np.uint8),
            edge_width_m=np.array(self._width_m, dtype=np.float64),
            edge_way=np.array(self._way, dtype=np.int64),
            edge_approximate=np.array(self._approximate, dtype=np.bool_) | schematic,
            geometry_offset=np.array(self._offset, dtype=np.int64),
            geometry_lat=np.array(self._shape_lat, dtype=np.float64),
            geometry_lon=np.array(self._shape_lon, dtype=np.float64),
            ban_from_edge=np.array(self._ban_from, dtype=np.int64),
            ban_via_node=np.array(self._ban_via, dtype=np.int64),
            ban_to_edge=np.array(self._ban_to, dtype=np.int64),
            ban_for=np.array(self._ban_for, dtype=np.uint8),
            gate_node=np.array(self._gate_node, dtype=np.int64),
            gate_access=np.array(self._gate_access, dtype=np.uint8),
            pier_lat=np.array([lat for lat, *_ in self._piers], dtype=np.float64),
            pier_lon=np.array([lon for _, lon, *_ in self._piers], dtype=np.float64),
            pier_terminal=np.array([terminal for _, _, terminal, _ in self._piers], dtype=np.bool_),
            pier_names=tuple(name for *_, name in self._piers),
            names=tuple(self._name_codes),
        )


def _check_coordinate(lat: float, lon: float, where: str) -> None:
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        hint = " Apakah lintang dan bujur tertukar?" if abs(lon) <= 90 < abs(lat) <= 180 else ""
        raise NetworkImportError(f"{where}: lintang {lat}, bujur {lon} bukan koordinat.{hint}")
