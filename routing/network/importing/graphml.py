"""GraphML as OSMnx 2 writes it, read directly: importing OSMnx costs seconds and is not needed for reading."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse

from routing.errors import NetworkImportError
from routing.network.importing.osm_edges import DirectedEdge, OsmnxNode, build_from_osmnx
from routing.network.network import Network

_NS = "{http://graphml.graphdrawing.org/xmlns}"
_LINESTRING = re.compile(r"LINESTRING\s*\(([^()]*)\)")


def import_graphml(path: Path, *, label: str | None = None) -> Network:
    """Read an OSMnx GraphML file."""
    keys: dict[str, str] = {}
    nodes: list[OsmnxNode] = []
    edges: list[DirectedEdge] = []
    try:
        for _, element in iterparse(path, events=("end",)):  # noqa: S314 - expat refuses entity bombs since 2.4
            if element.tag == f"{_NS}key":
                keys[element.attrib["id"]] = element.attrib["attr.name"]
            elif element.tag == f"{_NS}node":
                nodes.append(_node(element, keys, path))
                element.clear()
            elif element.tag == f"{_NS}edge":
                edges.append(_edge(element, keys, path))
                element.clear()
    except ParseError as error:
        raise NetworkImportError(f"{path}: bukan GraphML yang utuh ({error}).") from error
    except KeyError as error:
        raise NetworkImportError(f"{path}: bukan GraphML dari OSMnx, atribut {error} tidak ada.") from error
    if not nodes:
        raise NetworkImportError(f"{path}: bukan GraphML dari OSMnx, tidak ada simpul di dalamnya.")
    return build_from_osmnx(nodes, edges, label=label or f"OSM ({path.stem})", where=str(path))


def _data(element: Element, keys: dict[str, str]) -> dict[str, str]:
    return {keys[item.attrib["key"]]: item.text or "" for item in element.iterfind(f"{_NS}data")}


def _node(element: Element, keys: dict[str, str], path: Path) -> OsmnxNode:
    name, data = element.attrib["id"], _data(element, keys)
    try:
        return OsmnxNode(name, float(data["y"]), float(data["x"]), data)
    except ValueError:
        raise NetworkImportError(f"{path}: koordinat simpul {name} bukan angka.") from None


def _edge(element: Element, keys: dict[str, str], path: Path) -> DirectedEdge:
    tail, head, tags = element.attrib["source"], element.attrib["target"], _data(element, keys)
    where = f"{path}, ruas {tail} → {head}"
    return DirectedEdge(tail, head, tags, _shape(tags.get("geometry"), where), where)


def _shape(text: str | None, where: str) -> list[tuple[float, float]] | None:
    if not text:
        return None
    match = _LINESTRING.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError(text)
        points = [(float(lon), float(lat)) for lon, lat, *_ in (pair.split() for pair in match[1].split(","))]
    except ValueError:
        raise NetworkImportError(f"{where}: bentuk ruas bukan LINESTRING: {text[:60]!r}.") from None
    return points if len(points) >= 2 else None
