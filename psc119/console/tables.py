"""`psc119 network tables`: travel times between all places at every hour of the week, for the simulator."""

from __future__ import annotations

import os
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cities import City
from psc119.console.roads import (
    BAD_INPUT,
    CityOption,
    DataDirOption,
    JsonOption,
    city_or_refuse,
    echo_json,
    folder_of,
    instant_or_refuse,
    network_or_refuse,
    refused,
)
from psc119.console.zones import zones_of
from psc119.roads import router_of
from routing import Point, RoutingError, TablesFileError
from routing.tables.computing import Plan, compute_tables, plan_tables
from routing.tables.saved import load_tables, save_tables
from routing.tables.tables import TablePlace, Tables
from routing.travel.router import Router


def tables_command(
    areas: Annotated[
        Path | None,
        typer.Option("--zones", metavar="BERKAS.geojson", help="Batas kelurahan; bawaan: yang diimpor."),
    ] = None,
    week: Annotated[
        str | None, typer.Option("--week", help="Satu saat dalam pekan yang diwakili; bawaan: pekan ini.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Banyaknya utas.")] = os.cpu_count() or 1,
    out: Annotated[Path | None, typer.Option("--out", metavar="BERKAS.npz", help="Berkas hasil.")] = None,
    city: CityOption = "tanjungpinang",
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hitung waktu tempuh antara semua kelurahan, fasilitas dan dermaga pada setiap jam sepekan.

    Tabel yang masih cocok dengan jaringan, kecepatan, perahu dan penutupan dipakai lagi tanpa dihitung.

    Contoh: psc119 network tables --zones batas.geojson --week 2026-11-23
    """
    profile, folder = city_or_refuse(city), folder_of(data_dir)
    moment = instant_or_refuse(week, profile)
    router = router_of(profile, network_or_refuse(profile, folder), data_dir=folder)
    places = _places(profile, folder, areas)
    path = out or folder / "tables" / f"{profile.id}.npz"
    begin = perf_counter()
    try:
        plan = plan_tables(router, places, moment)
        tables = _find(path, router, plan)
        computed = tables is None
        if tables is None:
            tables = _compute(router, plan, workers)
            save_tables(tables, path)
    except OSError as error:
        raise refused(f"{path}: tidak dapat ditulis ({error.strerror}).", BAD_INPUT) from error
    except RoutingError as error:
        raise refused(f"Tabel tidak dapat dihitung: {error}", BAD_INPUT) from error
    facts = {
        "path": str(path),
        "key": tables.key,
        "computed": computed,
        "seconds": round(perf_counter() - begin, 2),
        "places": len(tables.places),
        "departures": len(tables.departures),
        "layers": len(tables.seconds),
        "bytes": path.stat().st_size,
    }
    if as_json:
        echo_json(facts)
        return
    did = "dihitung" if computed else "masih cocok, dipakai lagi"
    text = f"{facts['places']} tempat · {facts['departures']} saat berangkat · {facts['layers']} lapis · {did}"
    Console().print(f"{text} · {path}", markup=False)


def _places(city: City, folder: Path, areas: Path | None) -> list[TablePlace]:
    """Kelurahan, facilities and piers."""
    zones = zones_of(city, folder, areas=areas, people=None, column="")
    points = {zone.id: zone.point for zone in zones}
    kelurahan = [TablePlace(k.code, points.get(k.code, Point(k.lat, k.lon))) for k in city.kelurahan]
    facilities = [TablePlace(facility.id, Point(facility.lat, facility.lon)) for facility in city.facilities]
    return [*kelurahan, *facilities, *(TablePlace(pier.id, Point(pier.lat, pier.lon)) for pier in city.piers)]


def _find(path: Path, router: Router, plan: Plan) -> Tables | None:
    """Tables that still hold, or None."""
    try:
        return load_tables(path, router, plan)
    except TablesFileError:
        return None


def _compute(router: Router, plan: Plan, workers: int) -> Tables:
    columns = (TextColumn("Tabel waktu tempuh"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)
        return compute_tables(
            router, plan, workers=workers, progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
