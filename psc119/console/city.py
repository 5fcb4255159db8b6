"""`psc119 city`: what the program knows of a city, and the true boundaries of its kelurahan."""

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from cities import AreasError, City, ProfileError, UnknownCityError, import_areas, load_city
from dispatch.store.embedded import default_data_dir

app = typer.Typer(
    help="Profil kota: wilayah, fasilitas, armada, dan mana yang belum diverifikasi.", no_args_is_help=True
)

CityOption = Annotated[str, typer.Option("--city", help="Kota, menurut nama foldernya di cities/.")]
DataDirOption = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder data program; bawaan: folder data pengguna.")
]
BAD_INPUT = 2


@app.command("import-areas")
def import_areas_command(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE.geojson", help="FeatureCollection poligon kelurahan dengan 'kode' atau 'nama'."),
    ],
    city: CityOption = "tanjungpinang",
    data_dir: DataDirOption = None,
) -> None:
    """Simpan batas kelurahan yang sebenarnya; sejak itu kelurahan tidak lagi ditebak dari titik tengah terdekat.

    Contoh: psc119 city import-areas kelurahan.geojson --city tanjungpinang
    """
    folder = data_dir or default_data_dir()
    profile = _load(city, folder)
    try:
        import_areas(file, city_id=profile.id, kelurahan=profile.kelurahan, data_dir=folder)
    except AreasError as error:
        raise _refused(f"Batas kelurahan tidak dapat dipakai. {error}") from error
    Console().print(f"Batas {len(profile.kelurahan)} kelurahan {profile.name} tersimpan di {folder}.")


@app.command()
def info(
    city: CityOption = "tanjungpinang",
    data_dir: DataDirOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Seluruh profil sebagai JSON.")] = False,
) -> None:
    """Tampilkan isi profil kota dan semua nilai yang belum diverifikasi.

    Contoh: psc119 city info --json
    """
    profile = _load(city, data_dir or default_data_dir())
    if as_json:
        typer.echo(orjson.dumps(_document(profile), option=orjson.OPT_INDENT_2).decode())
    else:
        _print(profile)


def _load(city_id: str, data_dir: Path) -> City:
    try:
        return load_city(city_id, data_dir=data_dir)
    except (UnknownCityError, ProfileError, AreasError) as error:
        raise _refused(f"Profil kota tidak dapat dibaca. {error}") from error


def _refused(message: str) -> typer.Exit:
    Console(stderr=True).print(message, markup=False)
    return typer.Exit(BAD_INPUT)


def _document(city: City) -> dict[str, Any]:
    unverified = [
        {"path": path, "assumption": fact.assumption, "note": fact.note, "source": fact.source}
        for path, fact in city.list_unverified()
    ]
    return {
        "profile": city.model_dump(mode="json"),
        "areas_approximate": city.areas.approximate,
        "unverified": unverified,
    }


def _print(city: City) -> None:
    console = Console()
    areas = "titik tengah terdekat (perkiraan)" if city.areas.approximate else "poligon yang diimpor"
    console.print(f"{city.name} · kode {city.region_code} · {city.zone} · {city.population.count:,} jiwa")
    console.print(
        f"{len(city.kelurahan)} kelurahan ({areas}) · {len(city.facilities)} fasilitas · "
        f"{len(city.units)} unit · {len(city.piers)} dermaga"
    )
    table = Table("Belum diverifikasi", "Sebab", "Sumber", title_justify="left")
    for path, fact in city.list_unverified():
        table.add_row(path, fact.assumption or fact.note, fact.source)
    console.print(table)
