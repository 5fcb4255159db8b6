"""Matched trips from a file: JSON lines with a trip each, or CSV with a stretch each.

    {"network": "3f2a91c0d4e5", "profile": "ambulans", "at": "2026-11-23T07:10:00+07:00",
     "steps": [[edge, reverse, seconds, share], …]}

    network,trip,profile,at,edge,reverse,seconds,share

`network` is the beginning of the hash of the network that the edges are of; `period` (a name of the hour table) may
stand for `at`; `share` may be left out; `reverse` is true, false, 0 or 1.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from routing.errors import CalibrationError, RoutingInputError
from routing.network.network import Network
from routing.speeds.hours import HourTable
from routing.speeds.profiles import Profile
from routing.speeds.trips import Trip, TripStep

LEAST_HASH = 12
"""Characters of a hash that tell networks apart."""

TRUTH = {"true": True, "false": False, "1": True, "0": False}


def read_trips(path: Path, network: Network, hours: HourTable) -> list[Trip]:
    """The trips of a `.jsonl` or `.csv` file, in its order.

    Raises:
        CalibrationError: what is wrong, in which line; the text is Indonesian.
    """
    reader = {".jsonl": _read_jsonl, ".csv": _read_csv}.get(path.suffix.lower())
    if reader is None:
        raise CalibrationError(f"{path}: nama berkas perjalanan berakhiran .jsonl atau .csv.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CalibrationError(f"{path}: tidak dapat dibaca ({error}).") from error
    trips: dict[object, Trip] = {}
    for line, key, row, steps in reader(text, path):
        try:
            _check_network(row, network)
            head = Trip(Profile(row["profile"]), _period(row, hours), tuple(_step(step) for step in steps))
        except (KeyError, TypeError, ValueError) as error:
            what = f"{error.args[0]} tidak ada" if isinstance(error, KeyError) else str(error)
            raise CalibrationError(f"{path}:{line}: {what}.") from error
        known = trips.get(key)
        if known is not None and known[:2] != head[:2]:
            raise CalibrationError(f"{path}:{line}: perjalanan {key} berganti profil atau periode di tengah.")
        trips[key] = head if known is None else known._replace(steps=known.steps + head.steps)
    return list(trips.values())


Row = tuple[int, object, Mapping[str, Any], list[Any]]
"""Line, key of the trip, its facts, and its steps on that line."""


def _read_jsonl(text: str, path: Path) -> Iterator[Row]:
    for line, record in enumerate(text.splitlines(), start=1):
        if not record.strip():
            continue
        try:
            row = json.loads(record)
        except ValueError as error:
            raise CalibrationError(f"{path}:{line}: bukan JSON ({error}).") from error
        if not isinstance(row, dict) or not isinstance(row.get("steps"), list):
            raise CalibrationError(f"{path}:{line}: tiap baris adalah satu objek dengan 'steps'.")
        yield line, line, row, row["steps"]


def _read_csv(text: str, path: Path) -> Iterator[Row]:
    reader = csv.DictReader(text.splitlines())
    missing = {"network", "trip", "profile", "edge", "reverse", "seconds"} - set(reader.fieldnames or ())
    if missing:
        raise CalibrationError(f"{path}:1: kolom {', '.join(sorted(missing))} tidak ada.")
    for row in reader:
        step = [row["edge"], row["reverse"], row["seconds"], *([row["share"]] if row.get("share") else [])]
        yield reader.line_num, row["trip"], row, [step]


def _check_network(row: Mapping[str, Any], network: Network) -> None:
    told = str(row["network"])
    if len(told) < LEAST_HASH or not network.hash.startswith(told):
        raise ValueError(f"ruas-ruasnya dari jaringan {told or '(kosong)'}, bukan {network.hash[:LEAST_HASH]}")


def _period(row: Mapping[str, Any], hours: HourTable) -> str:
    if row.get("period"):
        return hours.get(str(row["period"])).name
    if not row.get("at"):
        raise KeyError("at atau period")
    try:
        return hours.period_of(datetime.fromisoformat(str(row["at"])))
    except RoutingInputError:
        raise ValueError(f"at {row['at']!r} tanpa zona waktu") from None


def _step(values: Any) -> TripStep:
    if not isinstance(values, list) or not 3 <= len(values) <= 4:
        raise ValueError(f"langkah {values!r} bukan [ruas, arah balik, detik, bagian]")
    edge, reverse, seconds, share = (*values, 1.0)[:4]
    truth = reverse if isinstance(reverse, bool) else TRUTH.get(str(reverse).strip().lower())
    if truth is None:
        raise ValueError(f"arah balik {reverse!r} bukan true atau false")
    step = TripStep(int(edge), truth, float(seconds), float(share))
    if step.edge < 0 or not math.isfinite(step.share) or not 0 < step.share <= 1:
        raise ValueError(f"langkah {values!r}: ruas mulai dari 0, bagian di antara 0 dan 1")
    return step
