"""OpenStreetMap extracts (.osm, .osm.bz2, .osm.gz, .osm.pbf), read by osmium, which is imported only when needed.

An extract is cut at a border that roads do not respect: ways come with nodes that are not in the file. Each
stretch of known nodes is kept; nothing is drawn across a gap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from routing.errors import NetworkImportError
from routing.network.building import OSM_ATTRIBUTION, NetworkBuilder
from routing.network.facts import Access
from routing.network.importing.osm_tags import Landing, Road, barrier_access, find_landing, find_road, has_signal
from routing.network.importing.osm_turns import EdgeEnd, TurnRule, find_turn_rule, list_bans
from routing.network.network import Network
from routing.network.simplify import join_pieces

OSM_SUFFIXES = (".osm", ".osm.bz2", ".osm.gz", ".osm.pbf", ".pbf")

_KEYS_READ = (
    *("highway", "route", "man_made", "amenity", "public_transport", "barrier"),
    *("restriction", "restriction:motorcar"),
)

LonLat = tuple[float, float]


class _Stretch(NamedTuple):
    """Consecutive known nodes of a way."""

    road: Road
    nodes: list[int]
    shape: list[LonLat]


class _Pier(NamedTuple):
    landing: Landing
    lat: float
    lon: float
    where: str


class _Extract(NamedTuple):
    """What a file says, before it becomes a network; nodes by OpenStreetMap's ids."""

    stretches: list[_Stretch]
    barriers: dict[int, Access]
    signals: set[int]
    piers: list[_Pier]
    rules: list[TurnRule]


def import_osm_file(path: Path, *, label: str | None = None) -> Network:
    """Read the roads, alleys and ferries of an extract."""
    extract = _read(path)
    used = Counter(node for stretch in extract.stretches for node in stretch.nodes)
    for stretch in extract.stretches:
        used.update((stretch.nodes[0], stretch.nodes[-1]))  # an end is always a node of the network
    joints = {node for node, count in used.items() if count > 1}
    joints |= used.keys() & (extract.barriers.keys() | extract.signals)
    drawing = _Drawing(joints, extract, str(path))
    for stretch in extract.stretches:
        drawing.add(stretch)
    for pier in extract.piers:
        landing = pier.landing
        drawing.builder.add_pier(pier.lat, pier.lon, landing.name, terminal=landing.terminal, where=pier.where)
    for ban in list_bans(extract.rules, drawing.ends):
        drawing.builder.ban_turn(*ban)
    network = drawing.builder.build(
        label=label or f"OSM ({path.name.split('.')[0]})",
        attribution=OSM_ATTRIBUTION,
        where=str(path),
        source_nodes=len(used),
        source_edges=len({stretch.road.facts.way for stretch in extract.stretches}),
    )
    return join_pieces(network)


class _Drawing:
    """Cuts stretches at their joints. A barrier becomes an edge without length between the ends that meet there."""

    def __init__(self, joints: set[int], extract: _Extract, where: str) -> None:
        self.builder = NetworkBuilder()
        self.ends: dict[int, list[EdgeEnd]] = {rule.via: [] for rule in extract.rules}
        self._joints, self._barriers, self._signals, self._where = joints, extract.barriers, extract.signals, where
        self._node_of: dict[int, int] = {}

    def add(self, stretch: _Stretch) -> None:
        first = 0
        for last in range(1, len(stretch.nodes)):
            if stretch.nodes[last] in self._joints:
                self._add_piece(stretch, first, last)
                first = last

    def _add_piece(self, stretch: _Stretch, first: int, last: int) -> None:
        road, shape = stretch.road, stretch.shape[first : last + 1]
        a, b = self._end(stretch, first), self._end(stretch, last)
        if road.direction < 0:
            a, b, shape = b, a, shape[::-1]
        edge = self.builder.add_edge(
            a,
            b,
            road.road_class,
            name=road.name,
            oneway=road.direction != 0,
            shape=shape,
            facts=road.facts,
            where=f"{self._where}, way {road.facts.way}",
        )
        forward, backward = road.direction >= 0, road.direction <= 0
        begin, end = (a, b) if forward else (b, a)
        for place, node, leaves, arrives in ((first, begin, forward, backward), (last, end, backward, forward)):
            at_via = self.ends.get(stretch.nodes[place])
            if at_via is not None:
                at_via.append(EdgeEnd(road.facts.way, edge, node, arrives=arrives, leaves=leaves))

    def _end(self, stretch: _Stretch, place: int) -> int:
        """The network's node for the end of a piece: at a barrier a node of its own, joined through the barrier."""
        osm_node, (lon, lat) = stretch.nodes[place], stretch.shape[place]
        where = f"{self._where}, node {osm_node}"
        access = self._barriers.get(osm_node)
        if osm_node not in self._node_of:
            node = self.builder.add_node(lat, lon, where=where, signal=osm_node in self._signals)
            self._node_of[osm_node] = node
            if access is not None:
                self.builder.add_gate(node, access)
            return node
        if access is None or access == Access.ALL:
            return self._node_of[osm_node]
        end = self.builder.add_node(lat, lon, where=where)
        road = stretch.road
        facts = road.facts._replace(access=road.facts.access & access)
        self.builder.add_edge(end, self._node_of[osm_node], road.road_class, name=road.name, facts=facts, where=where)
        return end


def _read(path: Path) -> _Extract:
    try:
        import osmium  # noqa: PLC0415 - lazy on purpose: no server needs it
    except ImportError as error:
        raise NetworkImportError(f"{path}: paket osmium tidak terpasang ({error}).") from error
    extract, roads = _Extract([], {}, set(), [], []), 0
    try:
        objects = osmium.FileProcessor(str(path)).with_locations()
        for item in objects.with_filter(osmium.filter.KeyFilter(*_KEYS_READ)):
            if isinstance(item, osmium.osm.Node):
                _take_node(extract, item.id, dict(item.tags), item.location, f"{path}, node {item.id}")
            elif isinstance(item, osmium.osm.Way) and item.visible:
                tags = dict(item.tags)
                road = find_road(tags, way=item.id, closed=item.is_closed())
                if road is not None:
                    roads += 1
                    extract.stretches.extend(_stretches(road, item.nodes))
                known = [node.location for node in item.nodes if node.location.valid()]
                _take_pier(extract, tags, known, f"{path}, way {item.id}")
            elif isinstance(item, osmium.osm.Relation) and item.visible:
                rule = find_turn_rule(dict(item.tags), [(m.type, m.ref, m.role) for m in item.members])
                if rule is not None:
                    extract.rules.append(rule)
    except RuntimeError as error:
        raise NetworkImportError(f"{path}: bukan berkas OpenStreetMap yang utuh ({error}).") from error
    if roads and not extract.stretches:
        raise NetworkImportError(
            f"{path}: {roads} jalan tanpa koordinat. Simpulnya tidak ikut tersimpan, atau lintang dan bujur tertukar."
        )
    return extract


def _take_node(extract: _Extract, node: int, tags: dict[str, str], location: Any, where: str) -> None:
    if "barrier" in tags:
        extract.barriers[node] = barrier_access(tags)
    if has_signal(tags):
        extract.signals.add(node)
    _take_pier(extract, tags, [location] if location.valid() else [], where)


def _take_pier(extract: _Extract, tags: dict[str, str], known: list[Any], where: str) -> None:
    """Take a landing place, in the middle of its known nodes."""
    landing = find_landing(tags)
    if landing is not None and known:
        lat, lon = fmean(place.lat for place in known), fmean(place.lon for place in known)
        extract.piers.append(_Pier(landing, lat, lon, where))


def _stretches(road: Road, way_nodes: Any) -> Iterator[_Stretch]:
    """The stretches of a way, given as osmium's node references."""
    nodes: list[int] = []
    shape: list[LonLat] = []
    for node in way_nodes:
        if node.location.valid():
            if not nodes or nodes[-1] != node.ref:  # a doubled node is no road
                nodes.append(node.ref)
                shape.append((node.location.lon, node.location.lat))
            continue
        if len(nodes) > 1:
            yield _Stretch(road, nodes, shape)
        nodes, shape = [], []
    if len(nodes) > 1:
        yield _Stretch(road, nodes, shape)
