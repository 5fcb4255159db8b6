"""Road lines in GeoJSON, a hand-drawn skeleton or an export.

Lines meet where they share a vertex: each vertex that two lines use, and each end, becomes a node.
Properties read: `class` (or `highway`, `link_type`), `name`, `oneway` (or `direction`: 1 forward, -1 backward),
`kind` ("jalan" or "laut"), `skematik` (drawn by hand), OpenStreetMap's tags of access, speed, lanes, bridge, surface
and width, and the columns of AequilibraE's exports: `speed_ab`, `speed_ba`, `lanes_ab`, `lanes_ba`, `osm_id`.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

from routing.errors import NetworkImportError
from routing.network.building import OSM_ATTRIBUTION, NetworkBuilder
from routing.network.facts import RoadFacts
from routing.network.importing.osm_tags import READ_TAGS, class_and_access, facts_of, number_of
from routing.network.network import Network
from routing.network.roads import RoadClass, road_class_of
from routing.network.simplify import join_pieces

LonLat = tuple[float, float]


def import_geojson(path: Path, *, label: str | None = None) -> Network:
    """Read the lines of a FeatureCollection."""
    document = _read(path)
    lines: list[tuple[str, dict[str, Any], list[LonLat]]] = []
    for number, feature in enumerate(document["features"]):
        lines += _lines(feature, f"{path}, fitur {number}")
    if not lines:
        raise NetworkImportError(f"{path}: tidak ada satu ruas jalan pun di dalamnya{_instead(document)}.")
    used = Counter(vertex for _, _, line in lines for vertex in set(line))
    for _, _, line in lines:
        used[line[0]] += 1  # an end is always a node
        used[line[-1]] += 1
        # A line that meets itself has a node there.
        used.update({vertex: count for vertex, count in Counter(line).items() if count > 1})
    builder = NetworkBuilder()
    node_of: dict[LonLat, int] = {}
    for where, properties, line in lines:
        for vertex in line:
            if used[vertex] > 1 and vertex not in node_of:
                node_of[vertex] = builder.add_node(vertex[1], vertex[0], where=where)
        _add_pieces(builder, node_of, properties, line, where)
    drawn = all(properties.get("skematik") is True for _, properties, _ in lines)
    network = builder.build(
        label=label or ("skematik" if drawn else f"OSM ({path.name.split('.')[0]})"),
        attribution=str(document.get("attribution") or OSM_ATTRIBUTION),
        where=str(path),
        source_nodes=len(used),
        source_edges=len(lines),
    )
    return join_pieces(network)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        document = json.loads(content)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise NetworkImportError(f"{path}: bukan GeoJSON yang utuh ({error}).") from error
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        raise NetworkImportError(f"{path}: bukan FeatureCollection GeoJSON.")
    return document


def _lines(feature: Any, where: str) -> list[tuple[str, dict[str, Any], list[LonLat]]]:
    """The lines of a feature; other geometries (piers, areas) are no roads and are passed over."""
    try:
        geometry, properties = feature["geometry"] or {}, feature.get("properties") or {}
        kind, coordinates = str(geometry.get("type")), geometry.get("coordinates")
        parts: list[Any] = {"LineString": [coordinates], "MultiLineString": coordinates}.get(kind) or []
        lines = [[(float(vertex[0]), float(vertex[1])) for vertex in part] for part in parts]
    except (TypeError, KeyError, IndexError, ValueError, AttributeError) as error:
        raise NetworkImportError(f"{where}: geometri rusak ({error}).") from error
    for line in lines:
        if len(line) < 2:
            raise NetworkImportError(f"{where}: garis dengan kurang dari dua titik.")
    return [(where, properties, line) for line in lines]


def _instead(document: dict[str, Any]) -> str:
    """What a file without lines holds, so that a person sees which file it is."""
    kinds = Counter(str(feature["geometry"].get("type")) for feature in document["features"] if feature["geometry"])
    return ", isinya " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()) if kinds else ""


def _add_pieces(
    builder: NetworkBuilder, node_of: dict[LonLat, int], properties: dict[str, Any], line: list[LonLat], where: str
) -> None:
    """Cut a line at its nodes and add each piece."""
    direction = _direction(properties)
    road_class, facts = _class_and_facts(properties, direction)
    if direction < 0:
        line = line[::-1]
    piece = [line[0]]
    for vertex in line[1:]:
        piece.append(vertex)
        if vertex in node_of:
            builder.add_edge(
                node_of[piece[0]],
                node_of[vertex],
                road_class,
                name=str(properties.get("name") or ""),
                oneway=direction != 0,
                shape=piece,
                facts=facts,
                where=where,
            )
            piece = [vertex]


def _class_and_facts(properties: dict[str, Any], direction: int) -> tuple[RoadClass, RoadFacts]:
    """What is known of a road, by its tags as OpenStreetMap has them, else by AequilibraE's columns."""
    tags = {key: str(properties[key]) for key in READ_TAGS if properties.get(key) not in {None, ""}}
    own_class = properties.get("class") or ("" if "highway" in tags else properties.get("link_type")) or ""
    by_tags, access = class_and_access(tags)
    road_class = road_class_of(str(own_class)) if own_class else by_tags
    facts = facts_of(tags, access, way=_whole(properties.get("osm_id")))
    ways = {"ab", "ba"} - ({"ba"} if direction > 0 else {"ab"} if direction < 0 else set())
    speeds = [speed for way in sorted(ways) if (speed := _whole(properties.get(f"speed_{way}"))) > 0]
    facts = facts._replace(
        maxspeed_kmh=facts.maxspeed_kmh or min(255, min(speeds, default=0)),
        lanes=facts.lanes or _lanes(properties, direction),
        approximate=properties.get("skematik") is True,
    )
    if properties.get("kind") == "laut" or road_class is RoadClass.LAUT:
        return RoadClass.LAUT, RoadFacts(way=facts.way, approximate=facts.approximate)
    return road_class, facts


def _lanes(properties: dict[str, Any], direction: int) -> int:
    """Lanes of both directions; AequilibraE halves the lanes of a two-way road and may write one half only."""
    there, back = (number_of(str(properties.get(f"lanes_{way}") or "")) for way in ("ab", "ba"))
    if direction:
        return round(there if direction > 0 else back or there)
    return round(there + (back or there))


def _whole(value: Any) -> int:
    try:
        return max(0, round(float(value)))
    except (TypeError, ValueError, OverflowError):
        return 0


def _direction(properties: dict[str, Any]) -> int:
    """1 along the line, -1 against it, 0 both ways."""
    value = properties.get("oneway", properties.get("direction", 0))
    return {"yes": 1, "true": 1, "1": 1, "-1": -1, "reverse": -1}.get(str(value).lower(), 0)
