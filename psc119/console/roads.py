"""What commands about roads share: the city, its network and router, instants, and how they refuse."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

from cities import City, ProfileError, UnknownCityError, load_city
from dispatch.store.embedded import default_data_dir
from psc119.roads import choose_network, find_imported_network
from psc119.settings import Settings
from routing import Network, NetworkFileError, NetworkImportError

MISLEADS = 1
BAD_INPUT = 2
BROKEN_FILE = 3

DataDirOption = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder data program; bawaan: folder data pengguna.")
]
CityOption = Annotated[str, typer.Option("--city", help="Kota, menurut nama foldernya di cities/.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Keluaran untuk program lain.")]


PictureOption = Annotated[Path | None, typer.Option("--picture", metavar="BERKAS.svg", help="Tulis juga peta SVG.")]


def instant_of(text: str | None, city: City) -> datetime:
    """The aware instant that a person wrote, in the city's zone where none is given; now where nothing is.

    Raises:
        ValueError: no instant.
    """
    if text is None:
        return datetime.now(UTC)
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=city.tz)


def instant_or_refuse(text: str | None, city: City) -> datetime:
    """As `instant_of`, refusing what is no instant."""
    try:
        return instant_of(text, city)
    except ValueError as error:
        message = f"{text!r} bukan saat; tulis misalnya 2026-11-22T23:30. ({error})"
        raise refused(message, BAD_INPUT) from error


def city_or_refuse(city_id: str) -> City:
    """The city of an id; who names none is told which there are."""
    try:
        return load_city(city_id)
    except (UnknownCityError, ProfileError) as error:
        raise refused(f"Profil kota tidak dapat dibaca. {error}", BAD_INPUT) from error


def folder_of(data_dir: Path | None) -> Path:
    """The data folder: the given one, the environment's, else the user's."""
    return data_dir or Settings().data_dir or default_data_dir()


def network_or_refuse(city: City, folder: Path) -> Network:
    """The network that `serve` would take on the same data folder and settings."""
    try:
        return choose_network(city, folder, Settings().network)
    except NetworkFileError as error:
        message = f"{find_imported_network(folder)}: berkas jaringan rusak atau dari versi lain; impor ulang. ({error})"
        raise refused(message, BROKEN_FILE) from error
    except NetworkImportError as error:
        raise refused(str(error), BAD_INPUT) from error


def check_picture(picture: Path | None) -> None:
    """Refuse another format before any work is done."""
    if picture is not None and picture.suffix.lower() != ".svg":
        raise refused(f"{picture}: gambarnya SVG; beri nama berakhiran .svg.", BAD_INPUT)


def write_picture(picture: Path, svg: str) -> None:
    """Write a picture; a place that cannot be written to is named."""
    try:
        picture.write_text(svg, encoding="utf-8")
    except OSError as error:
        raise refused(f"{picture}: tidak dapat ditulis ({error.strerror}).", BAD_INPUT) from error


def refused(message: str, code: int) -> typer.Exit:
    """Say on standard error why, and give the exit to raise."""
    Console(stderr=True).print(message, markup=False)
    return typer.Exit(code)


def echo_json(document: dict[str, Any]) -> None:
    """Print a document for another program."""
    typer.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
