"""Networks from other people's files: one entrance, one importer per format."""

from __future__ import annotations

from pathlib import Path

from routing.errors import NetworkImportError
from routing.network.importing.csv_network import EDGES_FILE, NODES_FILE, import_csv
from routing.network.importing.geojson import import_geojson
from routing.network.importing.graphml import import_graphml
from routing.network.importing.osm import import_bbox, import_place
from routing.network.importing.osm_file import OSM_SUFFIXES, import_osm_file
from routing.network.network import Network

__all__ = ["import_network"]


def import_network(source: str | Path, *, label: str | None = None) -> Network:
    """Read a road network.

    Args:
        source: a folder with `road_nodes.csv` and `road_edges.csv`; a `.graphml` written by OSMnx 2; a `.geojson`
            (also `.geojson.gz`) of lines; an OpenStreetMap extract `.osm`, `.osm.bz2`, `.osm.gz` or `.osm.pbf`;
            "place:NAME" or "bbox:WEST,SOUTH,EAST,NORTH", downloaded by OSMnx.
        label: what the screens call it; each format has its own default.

    Raises:
        NetworkImportError: not a road network, in Indonesian, naming file and line where there is one.
    """
    text = str(source)
    if text.startswith("place:"):
        return import_place(text.removeprefix("place:").strip(), label=label)
    if text.startswith("bbox:"):
        return import_bbox(text.removeprefix("bbox:").strip(), label=label)
    path = Path(source)
    if not path.exists():
        raise NetworkImportError(f"{path}: tidak ada berkas atau folder dengan nama itu.")
    if path.is_dir():
        return import_csv(path, label=label)
    name = path.name.lower()
    if name.endswith(".graphml"):
        return import_graphml(path, label=label)
    if name.endswith((".geojson", ".geojson.gz")):
        return import_geojson(path, label=label)
    if name.endswith(OSM_SUFFIXES):
        return import_osm_file(path, label=label)
    if name in {NODES_FILE, EDGES_FILE}:
        raise NetworkImportError(f"{path}: beri foldernya, bukan salah satu dari kedua berkas CSV.")
    raise NetworkImportError(
        f"{path}: format tidak dikenal. Yang bisa dibaca: folder berisi {NODES_FILE} dan {EDGES_FILE}, "
        "berkas .graphml (OSMnx), .geojson, .osm, .osm.bz2 atau .osm.pbf, place:NAMA, bbox:BARAT,SELATAN,TIMUR,UTARA."
    )
