"""Saving and loading tables: one `.npz` that names the roads, weights and places it was computed from."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.lib import format as npy

from routing.engine.saved import replace_file
from routing.errors import TablesFileError
from routing.geo import Point
from routing.speeds.profiles import Mode
from routing.tables.computing import Plan
from routing.tables.tables import Departure, Mover, TablePlace, Tables, places_hash
from routing.travel.estimates import KINDS
from routing.travel.router import Router

FORMAT = 1


def save_tables(tables: Tables, path: str | Path) -> Path:
    """Write tables, as a whole or not at all.

    Args:
        path: where to, ending in `.npz`.
    """
    path = Path(path)
    if path.suffix != ".npz":
        raise TablesFileError(f"a file of tables ends in .npz: {path.name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    meta = json.dumps(
        {
            "format": FORMAT,
            "key": tables.key,
            "network": tables.network_hash,
            "kinds": [str(kind) for kind in KINDS],
            "zone": tables.zone.key,
            "places": [[place.id, place.point.lat, place.point.lon] for place in tables.places],
            "movers": [[str(mover.mode), mover.lights] for mover in tables.movers],
            "departures": [[departure.at.isoformat(), departure.metric_id] for departure in tables.departures],
        },
        ensure_ascii=False,
    )
    arrays = {name: getattr(tables, name) for name in ("departure_of_hour", "layer", "seconds", "kind")}
    content = {"meta": np.frombuffer(meta.encode(), dtype=np.uint8), **arrays}
    # Not compressed, so that the layers can be mapped into memory.
    replace_file(path, lambda stream: np.savez(stream, allow_pickle=False, **content))
    return path


def load_tables(path: str | Path, router: Router, plan: Plan) -> Tables:
    """Read tables that were computed from exactly these roads, weights, boats, places and hours.

    The layers are mapped into memory: only what is asked for is read.

    Raises:
        TablesFileError: no such file, no tables, another version, or computed from something else; it says what.
    """
    path = Path(path)
    try:
        with np.load(path, allow_pickle=False) as archive:
            meta: dict[str, Any] = json.loads(archive["meta"].tobytes())
            departure_of_hour, layer = archive["departure_of_hour"], archive["layer"]
        if meta.get("format") != FORMAT or meta["kinds"] != [str(kind) for kind in KINDS]:
            raise TablesFileError(f"{path.name} was written by another version; compute the tables again")
        tables = Tables(
            places=tuple(TablePlace(id_, Point(lat, lon)) for id_, lat, lon in meta["places"]),
            movers=tuple(Mover(Mode(mode), lights) for mode, lights in meta["movers"]),
            departures=tuple(Departure(datetime.fromisoformat(at), metric) for at, metric in meta["departures"]),
            network_hash=meta["network"],
            zone=ZoneInfo(meta["zone"]),
            departure_of_hour=departure_of_hour,
            layer=layer,
            seconds=_mapped(path, "seconds"),
            kind=_mapped(path, "kind"),
        )
    except FileNotFoundError:
        raise TablesFileError(f"no tables at {path}") from None
    except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile) as error:
        raise TablesFileError(f"{path.name} is no file of tables: {error}") from error
    _check(path, tables, router, plan)
    return tables


def _check(path: Path, tables: Tables, router: Router, plan: Plan) -> None:
    again = "; compute the tables again"
    count = len(tables.places)
    shape = (int(tables.layer.max(initial=-1)) + 1, count, count)
    if tables.seconds.shape != shape or tables.kind.shape != shape:
        raise TablesFileError(f"{path.name} is damaged: {tables.seconds.shape} instead of {shape}{again}")
    if tables.network_hash != router.network.hash:
        raise TablesFileError(f"{path.name} stands on another road network{again}")
    if places_hash(tables.places) != places_hash(plan.places):
        raise TablesFileError(f"{path.name} was computed for other places{again}")
    if tables.key != plan.key(router):
        raise TablesFileError(f"{path.name} stands on other speeds, boats, closures, hours or vehicles{again}")


def _mapped(path: Path, name: str) -> np.memmap[Any, Any]:
    """An array of an uncompressed archive, mapped where it lies in the file."""
    with zipfile.ZipFile(path) as archive, path.open("rb") as stream:
        member = archive.getinfo(f"{name}.npy")
        if member.compress_type != zipfile.ZIP_STORED:
            raise ValueError(f"{name} is compressed")
        # The local header is 30 bytes with the lengths of name and extra field in its last four.
        stream.seek(member.header_offset + 26)
        lengths = stream.read(4)
        stream.seek(
            member.header_offset + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        )
        version = npy.read_magic(stream)
        shape, fortran, dtype = (
            npy.read_array_header_1_0(stream) if version == (1, 0) else npy.read_array_header_2_0(stream)
        )
        if stream.tell() + dtype.itemsize * int(np.prod(shape)) > path.stat().st_size:
            raise ValueError(f"{name} is cut off")
        return np.memmap(path, dtype, "r", stream.tell(), shape, order="F" if fortran else "C")
