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
from routing.network.importing.osm_tags import READ_TAGS, class_and_access, facts_of
from routing.network.network import Network
from routing.network.roads import CODE_OF, RoadClass, road_class_of


class DirectedEdge(NamedTuple):
    """An edge as OSMnx has it; `shape` is (lon, lat) from tail to head, None if straight."""

    tail: str
    head: str
    tags: Mapping[str, Any]
    shape: Sequence[tuple[float, float]] | None
    where: str


def build_from_osmnx(
    nodes: Iterable[tuple[str, float, float]], edges: Iterable[DirectedEdge], *, label: str, where: str
) -> Network:
    """A network from OSMnx's nodes (id, lat, lon) and directed edges."""
    builder = NetworkBuilder()
    node_of = {key: builder.add_node(lat, lon, where=f"{where}, simpul {key}") for key, lat, lon in nodes}
    pending: dict[tuple[Any, ...], DirectedEdge] = {}
    directed_edges = 0
    for edge in edges:
        directed_edges += 1
        for end in (edge.tail, edge.head):
            if end not in node_of:
                raise NetworkImportError(f"{edge.where}: simpul {end} tidak ada (berkas terpotong?).")
        key = _road_key(edge)
        twin = pending.get(key)
        if twin is not None and (twin.tail, twin.head) == (edge.head, edge.tail):
            _add(builder, node_of, pending.pop(key), oneway=False)
        elif twin is not None:
            _add(builder, node_of, edge, oneway=True)
        else:
            pending[key] = edge
    for edge in pending.values():
        _add(builder, node_of, edge, oneway=True)
    return builder.build(
        label=label, schematic=False, attribution=OSM_ATTRIBUTION, where=where, source_edges=directed_edges
    )


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


def _add(builder: NetworkBuilder, node_of: Mapping[str, int], edge: DirectedEdge, *, oneway: bool) -> None:
    tags = edge.tags
    # An edge merged from several ways keeps all of their classes: the greater road decides, as it is drawn.
    classes = [road_class_of(str(tag)) for tag in values_of(tags.get("highway") or tags.get("route") or "")]
    read = {key: ";".join(str(value) for value in values_of(tags[key])) for key in READ_TAGS & tags.keys()}
    one_class, access = class_and_access(read)
    way = next((int(osmid) for osmid in values_of(tags.get("osmid", "")) if str(osmid).isdigit()), 0)
    builder.add_edge(
        node_of[edge.tail],
        node_of[edge.head],
        one_class if len(classes) == 1 else min(classes, key=CODE_OF.__getitem__, default=RoadClass.UNCLASSIFIED),
        name=" / ".join(str(name) for name in values_of(tags.get("name") or "")),
        oneway=oneway,
        length_m=_length_m(edge),
        shape=edge.shape,
        facts=facts_of(read, access, way=way),
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
