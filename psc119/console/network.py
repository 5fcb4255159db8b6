"""`psc119 network` and `psc119 route`: the roads the program routes on, and a question to them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from cities import City
from dispatch.crossing import boat_advice_document
from psc119.console.calibrating import calibrate_command
from psc119.console.crossing import advice_text, crossing_document, crossing_text
from psc119.console.importing import import_command, print_network
from psc119.console.matching import match_command
from psc119.console.roads import (
    BAD_INPUT,
    MISLEADS,
    CityOption,
    DataDirOption,
    JsonOption,
    check_picture,
    city_or_refuse,
    echo_json,
    folder_of,
    instant_of,
    network_or_refuse,
    refused,
    write_picture,
)
from psc119.console.speeds import speeds_command
from psc119.console.tables import tables_command
from psc119.errors import CannotServe
from psc119.roads import boats_of, find_imported_network, skeleton_of, travel_times_of
from psc119.settings import Settings
from routing import (
    Beyond,
    Finding,
    FindingCode,
    JoinedRoads,
    Mode,
    Network,
    NetworkCheck,
    NoteCode,
    Place,
    Point,
    Route,
    RoutingInputError,
    TravelKind,
    check_network,
    draw_check,
    join_skeleton,
    step_text,
)

app = typer.Typer(help="Jaringan jalan: impor jaringan sungguhan, dan lihat yang sedang dipakai.", no_args_is_help=True)
app.command("import")(import_command)
app.command("calibrate")(calibrate_command)
app.command("match")(match_command)
app.command("speeds")(speeds_command)
app.command("tables")(tables_command)

COMMAND_SETTINGS = {"ignore_unknown_options": True}
"""For mounting `route_command`: a southern latitude begins with a minus, like an option."""

KIND_TEXT = {
    TravelKind.JALAN: "lewat jalan",
    TravelKind.JALAN_LAUT: "lewat jalan dan laut",
    TravelKind.SKEMATIK: "skematik: menurut kerangka jalan utama",
    TravelKind.GARIS_LURUS: "perkiraan garis lurus",
}

NOTE_TEXT = {
    NoteCode.ASAL_DI_LUAR_JARINGAN: "Titik asal jauh dari jalan yang terpetakan.",
    NoteCode.TUJUAN_DI_LUAR_JARINGAN: "Titik tujuan jauh dari jalan yang terpetakan.",
    NoteCode.TIDAK_TERHUBUNG: "Tidak ada jalan terbuka yang menghubungkan kedua titik.",
    NoteCode.PERAHU_UMUM_TUTUP: "Perahu umum tidak berjalan pada jam ini.",
    NoteCode.PERAHU_DITUTUP: "Penyeberangan ditutup (cuaca atau air surut).",
    NoteCode.SERVER_RUTE_DIAM: "Server rute tidak menjawab, dan tidak ada jaringan jalan sendiri yang menggantikannya.",
    NoteCode.KRU_JALAN_KAKI: "Kendaraan tinggal di dermaga; kru berjalan kaki dari tempat mendarat.",
    NoteCode.DIJEMPUT_DI_DERMAGA: "Kendaraan tinggal di dermaga; kru dijemput kendaraan pulau (belum dipastikan).",
}

FINDING_TEXT = {
    FindingCode.TERPISAH: "Jalan yang tidak tersambung ke bagian utama",
    FindingCode.PULAU_BERDERMAGA: "Pulau yang dicapai lewat dermaga",
    FindingCode.TERPUTUS_BAGI_AMBULANS: "Jalan yang tersambung hanya lewat gang atau penghalang",
    FindingCode.TANPA_JALAN_KELUAR: "Jalan satu arah yang bisa dimasuki tetapi tidak bisa ditinggalkan",
    FindingCode.TANPA_JALAN_MASUK: "Jalan satu arah yang tidak bisa dimasuki",
    FindingCode.TEMPAT_JAUH_DARI_JALAN: "Fasilitas yang jauh dari jalan mobil",
    FindingCode.TEMPAT_TIDAK_TERJANGKAU: "Fasilitas yang tidak terjangkau ambulans",
    FindingCode.KECEPATAN_MUSTAHIL: "Ruas yang dilalui lebih cepat daripada yang mungkin",
    FindingCode.BATAS_TIDAK_DIPERCAYA: "Batas kecepatan yang tidak masuk akal, tidak diikuti",
}

BEYOND_TEXT = ("Jalan gambar tangan di luar jaringan (perkiraan)", "Penghubung ke jalan gambar")

_SPEED_FINDINGS = {FindingCode.KECEPATAN_MUSTAHIL, FindingCode.BATAS_TIDAK_DIPERCAYA}


@app.command()
def info(city: CityOption = "tanjungpinang", data_dir: DataDirOption = None, as_json: JsonOption = False) -> None:
    """Tampilkan jaringan yang sedang dipakai: yang terakhir diimpor, atau kerangka skematik kota.

    Kode keluar: 0 ada, 2 kota tidak dikenal, 3 berkas jaringan rusak.
    """
    profile = city_or_refuse(city)
    folder = folder_of(data_dir)
    network = network_or_refuse(profile, folder)
    path = find_imported_network(folder) or Settings().network or profile.main_roads_file
    print_network(network, path, as_json=as_json)


@app.command()
def check(
    city: CityOption = "tanjungpinang",
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="BERKAS.svg", help="Tulis juga peta temuan sebagai SVG.")
    ] = None,
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Periksa jaringan yang sedang dipakai: bagian terpisah, jebakan satu arah, fasilitas jauh dari jalan.

    Kode keluar: 0 baik, 1 ada yang menyesatkan pengiriman, 2 masukan salah, 3 berkas jaringan rusak.

    Contoh: psc119 network check --picture peta.svg
    """
    check_picture(picture)
    profile = city_or_refuse(city)
    network = network_or_refuse(profile, folder_of(data_dir))
    places = [Place(facility.name, Point(facility.lat, facility.lon)) for facility in profile.facilities]
    result = check_network(network, places=places, boats=boats_of(profile))
    joined = join_skeleton(network, skeleton_of(profile))
    if picture is not None:
        beyond = None if joined.network is network else Beyond(joined, *BEYOND_TEXT)
        write_picture(picture, draw_check(network, result, FINDING_TEXT, beyond=beyond))
    if as_json:
        echo_json(_check_document(network, result) | {"gateways": len(joined.gateways), "drawn_km": _drawn_km(joined)})
    else:
        _print_check(network, result)
        if joined.network is not network:
            drawn, gateways = BEYOND_TEXT
            text = f"{drawn}: {_drawn_km(joined):.1f} km, lewat {len(joined.gateways)} {gateways.lower()}"
            Console().print(text, markup=False)
    raise typer.Exit(MISLEADS if result.misleads else 0)


def route_command(
    origin: Annotated[str, typer.Argument(metavar="DARI", help='Titik asal "lintang,bujur".')],
    destination: Annotated[str, typer.Argument(metavar="KE", help='Titik tujuan "lintang,bujur".')],
    mode: Annotated[Mode, typer.Option("--mode", help="Bergerak dengan apa.")] = Mode.AMBULANS,
    at: Annotated[
        str | None,
        typer.Option("--at", help="Saat berangkat, misalnya 2026-11-22T23:30; tanpa zona berarti jam kota."),
    ] = None,
    no_lights: Annotated[bool, typer.Option("--no-lights", help="Ambulans tanpa lampu dan sirene.")] = False,
    city: CityOption = "tanjungpinang",
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hitung perjalanan antara dua titik, lewat darat dan laut.

    Kode keluar: 0 terjawab (juga bila hanya perkiraan, yang lalu disebut), 2 masukan salah, 3 berkas jaringan rusak.

    Contoh: psc119 route 0.909,104.4705 0.9281,104.4177 --at 2026-11-22T23:30
    """
    profile = city_or_refuse(city)
    network = network_or_refuse(profile, folder_of(data_dir))
    try:
        departure = instant_of(at, profile)
        a, b = _point(origin), _point(destination)
        router = travel_times_of(profile, network, Settings(), data_dir=folder_of(data_dir))
        router.warm_up(departure)
        route = router.route(a, b, mode, departure, lights=not no_lights)
    except CannotServe as error:
        raise refused(str(error), BAD_INPUT) from error
    except RoutingInputError as error:
        raise refused("Titik di luar bumi: lintang -90 sampai 90, bujur -180 sampai 180.", BAD_INPUT) from error
    except ValueError as error:
        raise refused(f"Masukan tidak dapat dibaca: {error}", BAD_INPUT) from error
    if as_json:
        echo_json(_route_document(profile, route, departure))
    else:
        _print_route(profile, route, departure)


def _point(text: str) -> Point:
    lat, _, lon = text.partition(",")
    try:
        return Point(float(lat), float(lon))
    except ValueError:
        raise ValueError(f'{text!r} bukan "lintang,bujur", misalnya 0.909,104.4705') from None


def _drawn_km(joined: JoinedRoads) -> float:
    """The length of what goes on beyond the network, gateways included."""
    network = joined.network
    return round(float(network.edge_length_m[network.edge_approximate & ~network.is_sea].sum()) / 1000, 1)


def _check_document(network: Network, result: NetworkCheck) -> dict[str, Any]:
    return {
        "label": network.label,
        "hash": network.hash,
        "misleads": result.misleads,
        "findings": [
            {
                "code": finding.code,
                "count": finding.count,
                "misleading": finding.misleading,
                "unit": _unit_of(finding),
                "examples": [example._asdict() for example in finding.examples],
            }
            for finding in result.findings
        ],
    }


def _unit_of(finding: Finding) -> str:
    """The unit of the examples' amounts."""
    return "km/h" if finding.code in _SPEED_FINDINGS else "m"


def _print_check(network: Network, result: NetworkCheck) -> None:
    console = Console()
    console.print(network.label, markup=False)
    for finding in result.findings:
        grave = f", {finding.misleading} menyesatkan" if finding.misleading else ""
        console.print(f"{FINDING_TEXT[finding.code]}: {finding.count}{grave}", markup=False)
        for example in finding.examples:
            way = f" · way {example.way}" if example.way else ""
            amount = f"{example.amount:,.0f} {_unit_of(finding)}"
            where = f"{example.lat:.5f},{example.lon:.5f}"
            console.print(f"  {where} · {amount} · {example.name or 'tanpa nama'}{way}", markup=False)
    verdict = "Ada yang akan menyesatkan pengiriman." if result.misleads else "Tidak ada yang menyesatkan pengiriman."
    console.print(verdict, markup=False)


def _route_document(city: City, route: Route, departure: datetime) -> dict[str, Any]:
    return {
        "departure": departure.astimezone(UTC).isoformat(),
        "duration_s": round(route.duration_s, 1),
        "low_s": round(route.low_s, 1),
        "high_s": round(route.high_s, 1),
        "length_m": round(route.length_m, 1),
        "kind": route.kind,
        "schematic": route.schematic,
        "note_code": route.note_code,
        "legs": [
            {
                "means": str(leg.means),
                "duration_s": round(leg.duration_s, 1),
                "length_m": round(leg.length_m, 1),
                **crossing_document(leg.sea),
                "steps": [{**step._asdict(), "text": step_text(step)} for step in leg.steps],
            }
            for leg in route.legs
        ],
        "boat_advice": boat_advice_document(city, route.boat_advice, departure),
        "coordinates": route.coordinates,
    }


def _print_route(city: City, route: Route, departure: datetime) -> None:
    console = Console()
    table = Table("Dengan", "Menit", "Km", "")
    for leg in route.legs:
        where = crossing_text(leg.sea) if leg.sea else ""
        means = str(leg.means).replace("_", " ")
        table.add_row(means, f"{leg.duration_s / 60:.1f}", f"{leg.length_m / 1000:.2f}", where)
    console.print(table)
    kind = KIND_TEXT[route.kind]
    if route.schematic and route.kind is not TravelKind.SKEMATIK:
        kind += ", menurut kerangka skematik"
    minutes = f"{route.duration_s / 60:.1f} menit (80 % antara {route.low_s / 60:.1f} dan {route.high_s / 60:.1f})"
    console.print(f"{minutes} · {route.length_m / 1000:.2f} km · {kind}", markup=False)
    for leg in route.legs:
        for step in leg.steps:
            console.print(f"  {step_text(step)}", markup=False)
    if route.note_code is not None:
        console.print(NOTE_TEXT[route.note_code], markup=False)
    if route.boat_advice is not None:
        console.print(advice_text(city, route.boat_advice, departure), markup=False)
