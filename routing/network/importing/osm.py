"""Download from OpenStreetMap by OSMnx, which is imported only when this is asked for: it takes seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from routing.errors import NetworkImportError
from routing.network.importing.osm_edges import DirectedEdge, OsmnxNode, build_from_osmnx
from routing.network.importing.osm_tags import READ_TAGS
from routing.network.network import Network
from routing.network.simplify import join_pieces

ROAD_FILTER = [
    (
        '["highway"~"^(motorway|trunk|primary|secondary|tertiary|unclassified|residential|living_street|service|'
        'track|path|footway|pedestrian|steps|road|(motorway|trunk|primary|secondary|tertiary)_link)$"]["area"!~"yes"]'
    ),
    '["route"="ferry"]',
]
"""The ways asked for: all that an ambulance, a motorcycle or a crew with bags can use. OSMnx's own "drive" leaves
out service roads and the alleys (gang) in which a good part of an Indonesian city lives. Boat legs come with them."""

ASKED: Mapping[str, Any] = {
    "custom_filter": ROAD_FILTER,
    "simplify": False,
    "retain_all": True,
    "truncate_by_edge": True,
}
"""Not simplified by OSMnx, which would make one edge of a road and the ferry at its end; `join_pieces` parts them."""

NODE_TAGS = frozenset({"barrier", "locked", "bollard"}) | READ_TAGS
"""The tags of nodes that tell traffic lights, and barriers with whom they let pass."""


def import_place(name: str, *, label: str | None = None) -> Network:
    """Download the roads of a named place, such as "Tanjungpinang"."""
    if not name:
        raise NetworkImportError("place: nama tempatnya belum ditulis, misalnya place:Tanjungpinang.")

    def download(osmnx: ModuleType) -> Any:
        return osmnx.graph_from_place(name, **ASKED)

    return _import(download, label=label or f"OSM {name}", where=f"place:{name}")


def import_bbox(text: str, *, label: str | None = None) -> Network:
    """Download the roads of a box "west,south,east,north" in degrees."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise NetworkImportError(f"bbox:{text}: tulis BARAT,SELATAN,TIMUR,UTARA dalam derajat.") from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise NetworkImportError(f"bbox:{text}: urutannya BARAT,SELATAN,TIMUR,UTARA; kotak ini kosong.")

    def download(osmnx: ModuleType) -> Any:
        box = (west, south, east, north)
        return osmnx.graph_from_bbox(box, **ASKED)

    return _import(download, label=label or f"OSM {text}", where=f"bbox:{text}")


def _import(download: Callable[[ModuleType], Any], *, label: str, where: str) -> Network:
    try:
        import osmnx  # noqa: PLC0415 - lazy on purpose
    except ImportError as error:
        raise NetworkImportError(f"{where}: paket osmnx tidak terpasang ({error}).") from error
    settings = osmnx.settings
    kept = settings.useful_tags_way, settings.useful_tags_node
    settings.useful_tags_way = sorted({*kept[0], *READ_TAGS, "route"})
    settings.useful_tags_node = sorted({*kept[1], *NODE_TAGS})
    try:
        graph = download(osmnx)
    except Exception as error:
        # OSMnx and its HTTP stack raise dozens of types for the same thing: the map did not come.
        raise NetworkImportError(f"{where}: peta OpenStreetMap tidak dapat diunduh ({error}).") from error
    finally:
        settings.useful_tags_way, settings.useful_tags_node = kept
    nodes = (OsmnxNode(str(node), float(data["y"]), float(data["x"]), data) for node, data in graph.nodes(data=True))
    edges = (
        DirectedEdge(str(tail), str(head), data, _shape(data), f"{where}, ruas {tail} → {head}")
        for tail, head, data in graph.edges(data=True)
    )
    return join_pieces(build_from_osmnx(nodes, edges, label=label, where=where))


def _shape(data: dict[str, Any]) -> list[tuple[float, float]] | None:
    geometry = data.get("geometry")
    return None if geometry is None else [(float(lon), float(lat)) for lon, lat, *_ in geometry.coords]
