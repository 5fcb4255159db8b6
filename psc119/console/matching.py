"""`psc119 network match`: the streets that a recorded trip took, and the trip as a calibration reads it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from cities import City
from psc119.console.roads import (
    BAD_INPUT,
    CityOption,
    DataDirOption,
    JsonOption,
    city_or_refuse,
    echo_json,
    folder_of,
    network_or_refuse,
    refused,
)
from psc119.roads import speeds_of
from routing import (
    MatchedPart,
    MatchedStep,
    MatchedTrip,
    Matcher,
    Network,
    Point,
    Profile,
    RecordedFix,
    RoutingInputError,
    passable_edges,
)

NOT_MATCHED = 1

TIME_COLUMNS = ("time", "at", "waktu")
HASH_LENGTH = 12


def match_command(
    recorded: Annotated[
        Path,
        typer.Argument(
            metavar="BERKAS.csv",
            help="Rekaman posisi satu perjalanan: kolom time, lat, lon, dan bila ada accuracy_m (meter). Waktu tanpa "
            "zona berarti jam kota.",
        ),
    ],
    mode: Annotated[Profile, typer.Option("--profile", help="Bergerak dengan apa.")] = Profile.AMBULANS,
    trips: Annotated[
        Path | None,
        typer.Option("--trips", metavar="BERKAS.jsonl", help="Tambahkan ke berkas perjalanan untuk kalibrasi."),
    ] = None,
    city: CityOption = "tanjungpinang",
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Cocokkan rekaman posisi ke ruas jalan, dan tampilkan jalan yang dilalui dengan waktunya.

    Kode keluar: 0 dicocokkan, 1 tidak ada jalan yang cocok, 2 masukan salah, 3 berkas jaringan rusak.

    Contoh: psc119 network match rekaman.csv --trips perjalanan.jsonl
    """
    profile = city_or_refuse(city)
    network = network_or_refuse(profile, folder_of(data_dir))
    usable = passable_edges(network, speeds_of(profile), mode)
    try:
        trip = Matcher(network, usable).match(list(_read_fixes(recorded, profile)))
    except RoutingInputError as error:
        raise refused(f"{recorded}: ada titik di luar bumi. ({error})", BAD_INPUT) from error
    if trips is not None and trip.parts:
        _append(trips, network, mode, trip)
    if as_json:
        echo_json(_document(network, trip))
    else:
        _print(network, profile, trip, trips)
    raise typer.Exit(0 if trip.parts else NOT_MATCHED)


def _read_fixes(path: Path, city: City) -> Iterator[RecordedFix]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise refused(f"{path}: tidak dapat dibaca ({error}).", BAD_INPUT) from error
    reader = csv.DictReader(text.splitlines())
    columns = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
    time = next((columns[name] for name in TIME_COLUMNS if name in columns), None)
    if time is None or not {"lat", "lon"} <= columns.keys():
        found = ", ".join(columns) or "tidak ada"
        raise refused(f"{path}:1: kolom time, lat dan lon harus ada; yang ada: {found}.", BAD_INPUT)
    for row in reader:
        try:
            at = datetime.fromisoformat(row[time].strip())
            point = Point(float(row[columns["lat"]]), float(row[columns["lon"]]))
            accuracy = (row.get(columns.get("accuracy_m", "")) or "").strip()
            fix = RecordedFix(
                at if at.tzinfo else at.replace(tzinfo=city.tz), point, float(accuracy) if accuracy else None
            )
        except (ValueError, TypeError, AttributeError) as error:
            raise refused(f"{path}:{reader.line_num}: baris tidak dapat dibaca ({error}).", BAD_INPUT) from error
        yield fix


def _append(path: Path, network: Network, profile: Profile, trip: MatchedTrip) -> None:
    """One line for each part, as `psc119 network calibrate` reads it."""
    lines = [
        json.dumps(
            {
                "network": network.hash[:HASH_LENGTH],
                "profile": profile,
                "at": part.steps[0].entered_at.isoformat(),
                "steps": [[s.edge, s.is_reverse, round(s.seconds, 2), round(s.share, 4)] for s in part.trip_steps],
            }
        )
        for part in trip.parts
        if part.trip_steps
    ]
    try:
        with path.open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        raise refused(f"{path}: tidak dapat ditulis ({error.strerror}).", BAD_INPUT) from error


def _document(network: Network, trip: MatchedTrip) -> dict[str, Any]:
    return {
        "network": network.hash,
        "given": trip.given,
        "used": trip.used,
        "matched": trip.matched,
        "share_matched": round(trip.share_matched, 4),
        "parts": [_part_document(network, part) for part in trip.parts],
    }


def _part_document(network: Network, part: MatchedPart) -> dict[str, Any]:
    return {
        "steps": [
            {
                "edge": step.edge,
                "street": network.name_of(step.edge),
                "forward": step.forward,
                "begin": round(step.begin, 4),
                "end": round(step.end, 4),
                "seconds": round(step.seconds, 2),
                "entered_at": step.entered_at.isoformat(),
            }
            for step in part.steps
        ],
        "fixes": [
            {
                "at": fix.at.isoformat(),
                "edge": fix.edge,
                "forward": fix.forward,
                "fraction": round(fix.fraction, 4),
                "distance_m": round(fix.distance_m, 1),
            }
            for fix in part.fixes
        ],
    }


def _print(network: Network, city: City, trip: MatchedTrip, written: Path | None) -> None:
    console = Console()
    if not trip.parts:
        console.print(f"Tidak ada jalan yang cocok dengan {trip.given} posisi itu.", markup=False)
        return
    table = Table("Jam", "Jalan", "Meter", "Detik", "Km/jam")
    for number, part in enumerate(trip.parts):
        if number:
            table.add_section()
        for name, group in groupby(part.steps, key=lambda step: network.name_of(step.edge)):
            _add_street(table, network, city, name, list(group))
    console.print(table)
    parts = f" dalam {len(trip.parts)} bagian" if len(trip.parts) > 1 else ""
    console.print(
        f"{trip.matched} dari {trip.used} posisi dicocokkan ({trip.share_matched:.0%}){parts}; {trip.given} terekam.",
        markup=False,
    )
    if written is not None:
        console.print(f"Ditambahkan ke {written}.", markup=False, soft_wrap=True)


def _add_street(table: Table, network: Network, city: City, name: str, steps: list[MatchedStep]) -> None:
    length_m = sum(step.share * float(network.edge_length_m[step.edge]) for step in steps)
    seconds = sum(step.seconds for step in steps)
    clock = steps[0].entered_at.astimezone(city.tz).strftime("%H.%M.%S")
    speed = f"{length_m / seconds * 3.6:.0f}" if seconds else "–"
    table.add_row(clock, name or "tanpa nama", f"{length_m:.0f}", f"{seconds:.0f}", speed)
