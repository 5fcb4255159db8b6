"""`psc119 network speeds`: how fast the program takes each road to be, as a table and a map."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from psc119.console.roads import (
    CityOption,
    DataDirOption,
    JsonOption,
    PictureOption,
    check_picture,
    city_or_refuse,
    echo_json,
    folder_of,
    instant_or_refuse,
    network_or_refuse,
    write_picture,
)
from psc119.roads import router_of
from routing import Mode, Speeds, draw_bands, edge_speeds_kmh, edge_values, profile_of

BORDERS_KMH = (10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 60.0)
WORDS = (
    "sampai 10 km/jam",
    "10–15 km/jam",
    "15–20 km/jam",
    "20–25 km/jam",
    "25–30 km/jam",
    "30–40 km/jam",
    "di atas 40 km/jam",
    "tidak dapat dilalui",
)


def _basis(speeds: Speeds) -> str:
    """What the speeds stand on, in a line under the map."""
    rest = "dibatasi rambu dan ditambah tundaan simpang pada perjalanan."
    if speeds.calibration is None:
        return f"Asumsi menurut kelas jalan dan jam, {rest}"
    return f"Menurut kelas jalan dan jam, dikalibrasi dari {speeds.calibration.report.trips} perjalanan, {rest}"


def speeds_command(
    mode: Annotated[Mode, typer.Option("--mode", help="Bergerak dengan apa.")] = Mode.AMBULANS,
    at: Annotated[
        str | None, typer.Option("--at", help="Saat, misalnya 2026-11-23T07:00; tanpa zona berarti jam kota.")
    ] = None,
    no_lights: Annotated[bool, typer.Option("--no-lights", help="Ambulans tanpa lampu dan sirene.")] = False,
    picture: PictureOption = None,
    city: CityOption = "tanjungpinang",
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Lihat kecepatan yang dipakai pada tiap jalan, pada satu saat.

    Kecepatan adalah asumsi menurut kelas jalan selama belum dikalibrasi dari perjalanan unit sendiri
    (psc119 network calibrate).

    Contoh: psc119 network speeds --at 2026-11-23T07:00 --picture kecepatan.svg
    """
    check_picture(picture)
    profile = city_or_refuse(city)
    moment = instant_or_refuse(at, profile)
    folder = folder_of(data_dir)
    network = network_or_refuse(profile, folder)
    speeds = router_of(profile, network, data_dir=folder).speeds
    period = speeds.hours.period_of(moment)
    kmh = edge_speeds_kmh(network, speeds, profile_of(mode, lights=not no_lights), period)
    km = network.edge_length_m * ~network.is_sea / 1000
    shown = np.where(kmh > 0, np.minimum(kmh, BORDERS_KMH[-1]), np.nan)
    band = np.where(kmh > 0, np.searchsorted(BORDERS_KMH, np.minimum(kmh, BORDERS_KMH[-1])), len(BORDERS_KMH))
    km_of = np.bincount(band, weights=km, minlength=len(WORDS)).tolist()
    if picture is not None:
        who = f"{mode}{' tanpa sirene' if no_lights and mode is Mode.AMBULANS else ''}"
        svg = draw_bands(
            network,
            edge_values(network, np.where(network.is_sea, np.nan, shown)),
            BORDERS_KMH,
            title=f"{network.label}: kecepatan {who}, {moment.astimezone(profile.tz):%d.%m.%Y %H.%M} ({period})",
            words=WORDS,
            dark_is_high=True,
            notes=(_basis(speeds),),
        )
        write_picture(picture, svg)
    if as_json:
        echo_json({"period": period, "km": {word: round(part, 2) for word, part in zip(WORDS, km_of, strict=True)}})
        return
    table = Table("Kecepatan", "Km")
    for word, part in zip(WORDS, km_of, strict=True):
        table.add_row(word, f"{part:,.1f}")
    console = Console()
    console.print(f"{network.label} · {mode} · jam {period}", markup=False)
    console.print(table)
