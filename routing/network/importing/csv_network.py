"""Node and edge tables: `road_nodes.csv` (id, lat, lon) and `road_edges.csv` (a, b, length_km, class_inferred).

Such tables carry no one-way streets and no names; further columns are ignored, `name` and `oneway` are used
where they are present.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from routing.errors import NetworkImportError
from routing.network.building import OSM_ATTRIBUTION, NetworkBuilder
from routing.network.network import Network
from routing.network.roads import RoadClass, road_class_of
from routing.network.simplify import join_pieces

NODES_FILE = "road_nodes.csv"
EDGES_FILE = "road_edges.csv"


def import_csv(folder: Path, *, label: str | None = None) -> Network:
    """Read the two tables of a folder."""
    builder = NetworkBuilder()
    node_of: dict[str, int] = {}
    for where, row in _rows(folder / NODES_FILE, ("id", "lat", "lon")):
        if row["id"] in node_of:
            raise NetworkImportError(f"{where}: simpul {row['id']!r} ada dua kali.")
        lat, lon = _number(row, "lat", where), _number(row, "lon", where)
        node_of[row["id"]] = builder.add_node(lat, lon, where=where)
    for where, row in _rows(folder / EDGES_FILE, ("a", "b", "length_km")):
        for end in ("a", "b"):
            if row[end] not in node_of:
                raise NetworkImportError(f"{where}: simpul {row[end]!r} tidak ada di {NODES_FILE}.")
        tag = row.get("class") or row.get("class_inferred") or RoadClass.UNCLASSIFIED
        builder.add_edge(
            node_of[row["a"]],
            node_of[row["b"]],
            road_class_of(tag),
            name=row.get("name") or "",
            oneway=(row.get("oneway") or "").lower() in {"1", "true", "yes"},
            length_m=_number(row, "length_km", where) * 1000,
            where=where,
        )
    network = builder.build(
        label=label or f"OSM ({folder.resolve().name})",
        attribution=OSM_ATTRIBUTION,
        where=str(folder / EDGES_FILE),
    )
    return join_pieces(network)


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a table, each with its place in the file."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.DictReader(stream)
            missing = [column for column in needed if column not in (reader.fieldnames or [])]
            if missing:
                raise NetworkImportError(f"{path}: kolom {', '.join(missing)} tidak ada di baris pertama.")
            for row in reader:
                where = f"{path}:{reader.line_num}"
                if any(row[column] is None for column in needed):
                    raise NetworkImportError(f"{where}: barisnya terpotong.")
                yield where, row
    except FileNotFoundError:
        raise NetworkImportError(f"{path.parent}: {path.name} tidak ada di folder ini.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise NetworkImportError(f"{path}: bukan tabel CSV ({error}).") from error


def _number(row: dict[str, str], column: str, where: str) -> float:
    try:
        return float(row[column])
    except ValueError:
        raise NetworkImportError(f"{where}: {column} = {row[column]!r} bukan angka.") from None
