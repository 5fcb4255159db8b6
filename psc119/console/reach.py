"""`psc119 reach`: the area and the people that units reach within a time, as a table and a map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from cities import City
from cities.profile import FacilityKind, Unit, UnitKind
from dispatch.policy.turnout import holds_at
from psc119.console.roads import (
    BAD_INPUT,
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
    refused,
    write_picture,
)
from psc119.console.zones import zones_of
from psc119.roads import router_of
from routing import (
    Marked,
    Mode,
    Network,
    Point,
    PointValues,
    Reach,
    Router,
    RoutingInputError,
    Source,
    TravelKind,
    Zone,
    draw_bands,
)

BANDS = 5
"""Shades between now and the limit."""

PEOPLE_NOTE = "Penduduk: perkiraan, seolah tinggal merata di sepanjang jalan terpetakan kelurahannya."


class Which(StrEnum):
    """Whose reach is asked."""

    PUSKESMAS = "puskesmas"
    AMBULANS = "ambulans"
    TRC = "trc"
    KAPAL = "kapal"


WHICH_TEXT = {
    Which.PUSKESMAS: "ambulans puskesmas",
    Which.AMBULANS: "semua ambulans",
    Which.TRC: "TRC",
    Which.KAPAL: "kapal",
}


def reach_command(
    limit_s: Annotated[float, typer.Option("--limit", metavar="DETIK", help="Batas waktu.")] = 600,
    at: Annotated[
        str | None, typer.Option("--at", help="Saat, misalnya 2026-11-23T10:00; tanpa zona berarti jam kota.")
    ] = None,
    which: Annotated[Which, typer.Option("--unit", help="Jangkauan unit yang mana.")] = Which.PUSKESMAS,
    no_turnout: Annotated[
        bool, typer.Option("--no-turnout", help="Gambar perjalanan saja, tanpa waktu persiapan berangkat.")
    ] = False,
    no_lights: Annotated[bool, typer.Option("--no-lights", help="Ambulans tanpa lampu dan sirene.")] = False,
    areas: Annotated[
        Path | None,
        typer.Option("--kelurahan", metavar="BERKAS.geojson", help="Batas; bawaan: yang diimpor."),
    ] = None,
    people: Annotated[
        Path | None, typer.Option("--penduduk", metavar="BERKAS.csv", help="Penduduk menurut kode kelurahan.")
    ] = None,
    column: Annotated[str, typer.Option("--kolom", help="Kolom jumlah penduduk.")] = "penduduk",
    picture: PictureOption = None,
    city: CityOption = "tanjungpinang",
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hitung wilayah dan penduduk yang terjangkau unit-unit dalam satu batas waktu.

    Dihitung dua kali: dengan waktu persiapan berangkat pada jam itu, dan perjalanan saja. Kelurahan yang jalannya
    belum terpetakan dihitung tidak diketahui, bukan tidak terjangkau.

    Contoh: psc119 reach --limit 600 --at 2026-11-23T23:30 --kelurahan batas.geojson --penduduk penduduk.csv
    """
    check_picture(picture)
    profile, folder = city_or_refuse(city), folder_of(data_dir)
    moment = instant_or_refuse(at, profile)
    network = network_or_refuse(profile, folder)
    zones = zones_of(profile, folder, areas=areas, people=people, column=column)
    units = _units(profile, which)
    if not units:
        raise refused(f"Kota ini tidak punya {WHICH_TEXT[which]}.", BAD_INPUT)
    starts = [_turnout_s(profile, unit, moment) for unit in units]
    router = router_of(profile, network, data_dir=folder)
    try:
        ready, travel = (
            _reach(router, profile, units, limit_s, moment, start_s, zones, lights=not no_lights)
            for start_s in (starts, [0.0] * len(units))
        )
    except RoutingInputError as error:
        raise refused(f"Masukan tidak dapat dihitung: {error}", BAD_INPUT) from error
    if picture is not None:
        title = f"Jangkauan {limit_s / 60:g} menit {WHICH_TEXT[which]}, {moment.astimezone(profile.tz):%d.%m.%Y %H.%M}"
        drawn = travel if no_turnout else ready
        write_picture(picture, _picture(network, profile, units, drawn, title, with_turnout=not no_turnout))
    if as_json:
        echo_json({"with_turnout": _document(ready, units), "travel_only": _document(travel, units)})
    else:
        _print(network, units, starts, ready, travel)


def _units(city: City, which: Which) -> list[Unit]:
    if which is Which.PUSKESMAS:
        ambulances = _units(city, Which.AMBULANS)
        return [unit for unit in ambulances if city.get_facility(unit.facility_id).kind is FacilityKind.PUSKESMAS]
    return [unit for unit in city.units if unit.kind is UnitKind(which.value)]


def _turnout_s(city: City, unit: Unit, at: datetime) -> float:
    """Seconds from assignment to rolling at that hour; the profile has a row for every minute."""
    local = at.astimezone(city.tz)
    minute = local.hour * 60 + local.minute
    return next(
        rule.seconds
        for rule in city.list_turnout_rules(unit)
        if holds_at(rule.hours.start_minute, rule.hours.end_minute, minute)
    )


def _reach(
    router: Router,
    city: City,
    units: Sequence[Unit],
    limit_s: float,
    at: datetime,
    start_s: Sequence[float],
    zones: Sequence[Zone],
    *,
    lights: bool,
) -> Reach:
    posts = [city.get_facility(unit.facility_id) for unit in units]
    sources = [
        Source(Point(post.lat, post.lon), Mode(unit.mode.value)) for post, unit in zip(posts, units, strict=True)
    ]
    return router.reach(sources, limit_s, at, start_s=start_s, zones=zones, lights=lights)


def _picture(
    network: Network, city: City, units: Sequence[Unit], reach: Reach, title: str, *, with_turnout: bool
) -> str:
    borders = [reach.limit_s * (band + 1) / BANDS for band in range(BANDS)]
    words = [f"sampai {border / 60:.3g} menit" for border in borders] + ["tidak terjangkau dalam batas waktu"]
    posts = {unit.facility_id: city.get_facility(unit.facility_id) for unit in units}
    turnout = "dengan waktu persiapan pada jam itu (asumsi profil kota)" if with_turnout else "tanpa waktu persiapan"
    notes = [f"Waktu {turnout}; luas jalur sepanjang jalan {reach.area_km2:.1f} km²."]
    if reach.people_reached is not None and reach.people is not None:
        notes += [
            (
                f"Penduduk terjangkau ± {reach.people_reached:,.0f} dari {reach.people:,.0f}; "
                f"tidak diketahui {reach.people_unknown:,.0f}."
            ),
            PEOPLE_NOTE,
        ]
    if any(not post.position.verified for post in posts.values()):
        notes.append("Sebagian letak pos belum diperiksa.")
    return draw_bands(
        network,
        PointValues(*reach.roads),
        borders,
        title=title,
        words=words,
        notes=notes,
        places=[Marked(post.name, Point(post.lat, post.lon)) for post in posts.values()],
    )


def _document(reach: Reach, units: Sequence[Unit]) -> dict[str, Any]:
    return {
        "limit_s": reach.limit_s,
        "area_km2": round(reach.area_km2, 3),
        "people": reach.people,
        "people_reached_estimate": None if reach.people_reached is None else round(reach.people_reached),
        "people_unknown": reach.people_unknown,
        "zones": [
            {
                "id": zone.id,
                "name": zone.name,
                "mapped_share": round(zone.mapped_share, 3),
                "share": None if zone.share is None else round(zone.share, 3),
                "people": zone.people,
                "people_reached_estimate": None if zone.people_reached is None else round(zone.people_reached),
                "first_unit": units[zone.first.source].id if zone.first else None,
                "first_arrival_s": round(zone.first.arrival_s, 1) if zone.first else None,
                "first_kind": zone.first.travel.kind if zone.first else None,
            }
            for zone in reach.zones
        ],
        "geojson": reach.geojson,
    }


def _print(network: Network, units: Sequence[Unit], starts: Sequence[float], ready: Reach, travel: Reach) -> None:
    console = Console()
    console.print(network.label, markup=False)
    table = Table("", "Dengan persiapan", "Perjalanan saja")
    span = (
        f"{min(starts) / 60:.0f}–{max(starts) / 60:.0f} menit"
        if min(starts) < max(starts)
        else f"{starts[0] / 60:.0f} menit"
    )
    table.add_row("Persiapan berangkat (asumsi)", span, "–")
    table.add_row("Luas sepanjang jalan (km²)", f"{ready.area_km2:.1f}", f"{travel.area_km2:.1f}")
    if ready.people is not None:
        reached = [f"± {reach.people_reached or 0:,.0f} dari {reach.people:,.0f}" for reach in (ready, travel)]
        table.add_row("Penduduk terjangkau", *reached)
        table.add_row("Penduduk tidak diketahui", *[f"{reach.people_unknown:,.0f}" for reach in (ready, travel)])
    console.print(table)
    if ready.zones:
        console.print(_zone_table(units, ready, travel))
        console.print(PEOPLE_NOTE, markup=False)


def _zone_table(units: Sequence[Unit], ready: Reach, travel: Reach) -> Table:
    table = Table("Kelurahan", "Terjangkau", "Perjalanan saja", "Tiba pertama", "Menit", "")
    for with_turnout, without in zip(ready.zones, travel.zones, strict=True):
        first = with_turnout.first
        flagged = first is not None and first.travel.kind in {TravelKind.SKEMATIK, TravelKind.GARIS_LURUS}
        table.add_row(
            with_turnout.name,
            _share(with_turnout.share),
            _share(without.share),
            units[first.source].name if first else "–",
            f"{first.arrival_s / 60:.0f}" if first else "–",
            "perkiraan kasar" if flagged else "",
        )
    return table


def _share(share: float | None) -> str:
    return "tidak diketahui" if share is None else f"{share:.0%}"
