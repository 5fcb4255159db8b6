"""OSMnx's directed edges, folded into roads: shared by the GraphML reader and the download.

OSMnx gives a two-way road as two directed edges whose shapes mirror each other. We keep one edge with a
direction flag, so that a closed road is closed both ways and a position snaps to one road, not to two.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from routing.errors import NetworkImportError
from routing.network.building import OSM_ATTRIBUTION, NetworkBuilder
from routing.network.facts import Access, RoadFacts
from routing.network.importing.osm_tags import READ_TAGS, barrier_access, class_and_access, facts_of, has_signal
from routing.network.network import Network
from routing.network.roads import CODE_OF, RoadClass, road_class_of


class OsmnxNode(NamedTuple):
    """A node as OSMnx has it; `tags` are those of `NODE_TAGS` that it kept."""

    key: str
    lat: float
    lon: float
    tags: Mapping[str, str]


class DirectedEdge(NamedTuple):
    """An edge as OSMnx has it; `shape` is (lon, lat) from tail to head, None if straight."""

    tail: str
    head: str
    tags: Mapping[str, Any]
    shape: Sequence[tuple[float, float]] | None
    where: str


def build_from_osmnx(nodes: Iterable[OsmnxNode], edges: Iterable[DirectedEdge], *, label: str, where: str) -> Network:
    """A network from OSMnx's nodes and directed edges.

    OSMnx keeps no turn restrictions; an extract (.osm.pbf) has them.
    """
    joints = _Joints(nodes, where)
    pending: dict[tuple[Any, ...], DirectedEdge] = {}
    directed_edges = 0
    for edge in edges:
        directed_edges += 1
        for end in (edge.tail, edge.head):
            if end not in joints.node_of:
                raise NetworkImportError(f"{edge.where}: simpul {end} tidak ada (berkas terpotong?).")
        key = _road_key(edge)
        twin = pending.get(key)
        if twin is not None and (twin.tail, twin.head) == (edge.head, edge.tail):
            _add(joints, pending.pop(key), oneway=False)
        elif twin is not None:
            _add(joints, edge, oneway=True)
        else:
            pending[key] = edge
    for edge in pending.values():
        _add(joints, edge, oneway=True)
    return joints.builder.build(label=label, attribution=OSM_ATTRIBUTION, where=where, source_edges=directed_edges)


class _Joints:
    """The nodes where edges meet. Behind a barrier that stops somebody each edge but the first has an end of its own,
    joined through an edge without length."""

    def __init__(self, nodes: Iterable[OsmnxNode], where: str) -> None:
        self.builder = NetworkBuilder()
        self.node_of: dict[str, int] = {}
        self._barriers: dict[str, Access] = {}
        self._met: set[str] = set()
        self._where = where
        for key, lat, lon, tags in nodes:
            place = f"{where}, simpul {key}"
            self.node_of[key] = self.builder.add_node(lat, lon, where=place, signal=has_signal(tags))
            if "barrier" in tags:
                access = barrier_access(tags)
                self.builder.add_gate(self.node_of[key], access)
                if access != Access.ALL:
                    self._barriers[key] = access

    def end(self, key: str, road_class: RoadClass, name: str, facts: RoadFacts) -> int:
        """The network's node for the end of an edge."""
        node = self.node_of[key]
        if key not in self._barriers or key not in self._met:
            self._met.add(key)
            return node
        where = f"{self._where}, simpul {key}"
        end = self.builder.add_node(*self.builder.place_of(node), where=where)
        through = facts._replace(access=facts.access & self._barriers[key])
        self.builder.add_edge(end, node, road_class, name=name, facts=through, where=where)
        return end


def _road_key(edge: DirectedEdge) -> tuple[Any, ...]:
    """What the two directions of one road have in common."""
    ids = edge.tags.get("osmid", "")
    shape_size = 0 if edge.shape is None else len(edge.shape)
    return (
        *sorted((edge.tail, edge.head)),
        tuple(sorted(map(str, values_of(ids)))),
        round(_length_m(edge), 3),
        shape_size,
    )


def _add(joints: _Joints, edge: DirectedEdge, *, oneway: bool) -> None:
    tags = edge.tags
    # An edge merged from several ways keeps all of their classes: the greater road decides, as it is drawn.
    classes = [road_class_of(str(tag)) for tag in values_of(tags.get("highway") or tags.get("route") or "")]
    read = {key: ";".join(str(value) for value in values_of(tags[key])) for key in READ_TAGS & tags.keys()}
    one_class, access = class_and_access(read)
    way = next((int(osmid) for osmid in values_of(tags.get("osmid", "")) if str(osmid).isdigit()), 0)
    if len(classes) != 1:
        one_class = min(classes, key=CODE_OF.__getitem__, default=RoadClass.UNCLASSIFIED)
    elif classes[0] is RoadClass.LAUT:
        one_class = RoadClass.LAUT
    name = " / ".join(str(part) for part in values_of(tags.get("name") or ""))
    facts = facts_of(read, access, way=way)
    joints.builder.add_edge(
        joints.end(edge.tail, one_class, name, facts),
        joints.end(edge.head, one_class, name, facts),
        one_class,
        name=name,
        oneway=oneway,
        length_m=_length_m(edge),
        shape=edge.shape,
        facts=facts,
        where=edge.where,
    )


def _length_m(edge: DirectedEdge) -> float:
    try:
        return float(edge.tags["length"])
    except (KeyError, ValueError, TypeError):
        raise NetworkImportError(f"{edge.where}: panjang ruas (length) tidak ada atau bukan angka.") from None


def values_of(tag: Any) -> list[Any]:
    """The values of a tag: OSMnx writes one value plainly and several as a Python list in a string."""
    if isinstance(tag, list | tuple | set):
        return list(tag)
    text = str(tag)
    if text.startswith("[") and text.endswith("]"):
        try:
            return list(ast.literal_eval(text))
        except (ValueError, SyntaxError):
            return [text]
    return [tag] if text else []
