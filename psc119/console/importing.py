"""`psc119 network import`: roads from somebody's file, looked over before they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from cities import City
from psc119.console.roads import BAD_INPUT, DataDirOption, JsonOption, city_or_refuse, echo_json, folder_of, refused
from psc119.roads import networks_folder
from psc119.settings import Settings
from routing import (
    ASSUMED_HARMLESS_M,
    Box,
    Network,
    NetworkImportError,
    Placement,
    import_network,
    placement_of,
    save_network,
)


def import_command(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SRC",
            help="Folder berisi road_nodes.csv dan road_edges.csv, berkas .graphml (OSMnx), .geojson, "
            ".osm, .osm.bz2 atau .osm.pbf, place:NAMA, atau bbox:BARAT,SELATAN,TIMUR,UTARA.",
        ),
    ],
    name: Annotated[str | None, typer.Option("--name", help="Nama berkas jaringan yang tersimpan.")] = None,
    city: Annotated[str | None, typer.Option("--city", help="Kota yang jalannya diimpor; bawaan: PSC119_CITY.")] = None,
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Impor jaringan jalan; sejak itu dipakai menggantikan kerangka skematik.

    place: dan bbox: mengunduh dari OpenStreetMap. Jaringan yang lintang dan bujurnya tertukar ditolak; yang terletak
    di luar kota atau terbagi disimpan dengan peringatan. Kode keluar: 0 tersimpan, 2 sumber tidak dapat dibaca.

    Contoh: psc119 network import place:Tanjungpinang
    """
    profile = city_or_refuse(city or Settings().city)
    stem = _file_stem(name or source)
    target = networks_folder(folder_of(data_dir)) / f"{stem}.npz"
    try:
        with _progress() as step:
            step(f"Membaca {source}")
            network = import_network(source)
            warnings = _look_over(network, profile, source)
            step("Menghitung urutan kontraksi dan menyimpan")
            save_network(network, target)
    except NetworkImportError as error:
        raise refused(str(error), BAD_INPUT) from error
    except OSError as error:
        raise refused(f"{target}: tidak dapat ditulis ({error.strerror}).", BAD_INPUT) from error
    for warning in warnings:
        Console(stderr=True).print(f"Peringatan: {warning}", markup=False)
    print_network(network, target, as_json=as_json)


def _look_over(network: Network, city: City, source: str) -> list[str]:
    """What to warn of in a network that was read.

    Raises:
        NetworkImportError: latitude and longitude are exchanged.
    """
    box, margin = city.bounding_box, city.bounding_box.margin_deg
    widened = Box(box.south - margin, box.west - margin, box.north + margin, box.east + margin)
    bounds = network.summary()["bounds"]
    lies = "lintang {south:.4f} sampai {north:.4f}, bujur {west:.4f} sampai {east:.4f}"
    here, there = lies.format(**bounds), lies.format(**box.model_dump())
    placement = placement_of(network, widened)
    if placement is Placement.TERTUKAR:
        raise NetworkImportError(f"{source}: lintang dan bujur tertukar ({here}); {city.name} terletak di {there}.")
    warnings = []
    if placement is Placement.DI_TEMPAT_LAIN:
        warnings.append(f"jaringan ini di luar {city.name}: {here}; kota terletak di {there}.")
    apart = network.land_length_m[1:] >= ASSUMED_HARMLESS_M
    if apart.any():
        apart_km = network.land_length_m[1:][apart].sum() / 1000
        warnings.append(
            f"{int(apart.sum())} bagian ({apart_km:.1f} km jalan) tidak tersambung ke bagian utama lewat darat; "
            "lihat psc119 network check."
        )
    return warnings


def _file_stem(text: str) -> str:
    """A plain file name from a name or a source."""
    last = Path(text.partition(":")[2] or text).name
    stem = re.sub(r"[^a-z0-9]+", "-", last.lower().removesuffix(".gz").rpartition(".")[0] or last.lower())
    return stem.strip("-") or "jaringan"


@contextmanager
def _progress() -> Iterator[Any]:
    """Steps with a running clock on standard error, so that `--json` stays clean."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        current: list[Any] = []

        def step(text: str) -> None:
            for task in current:
                progress.update(task, total=1, completed=1)
            current.append(progress.add_task(text, total=None))

        yield step
        for task in current:
            progress.update(task, total=1, completed=1)


def print_network(network: Network, path: Path, *, as_json: bool) -> None:
    """Show what a network holds, beside the counts of its source."""
    summary = network.summary()
    if as_json:
        echo_json({"path": str(path), **summary})
        return
    console = Console()
    console.print(f"{network.label} · {path}", markup=False)
    table = Table(show_header=False)
    for text, key in (
        ("simpul di sumber", "source_nodes"),
        ("ruas di sumber", "source_edges"),
        ("simpul (persimpangan dan ujung)", "nodes"),
        ("ruas", "edges"),
        ("ruas satu arah", "oneway_edges"),
        ("panjang jalan (km)", "road_km"),
        ("penyeberangan", "boat_legs"),
        ("ruas bernama", "named_edges"),
        ("larangan belok", "turn_bans"),
        ("lampu lalu lintas", "signals"),
        ("portal dan penghalang", "gates"),
        ("dermaga", "piers"),
        ("ruas perkiraan (digambar tangan atau penghubung)", "approximate_edges"),
        ("bagian yang terpisah", "components"),
    ):
        table.add_row(text, f"{summary[key]:,}")
    table.add_row("sidik jaringan", network.hash[:16])
    console.print(table)
    console.print(network.attribution, markup=False)
