"""`psc119 network calibrate`: the units' own trips correct the speeds that were assumed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

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
from psc119.roads import calibration_file, speeds_of
from routing import Calibration, CalibrationError, Profile, calibrate, read_trips, save_calibration

NOT_BETTER = 1


def calibrate_command(
    trips: Annotated[
        Path,
        typer.Option(
            "--trips",
            metavar="BERKAS",
            help="Perjalanan unit yang sudah dicocokkan ke ruas jalan: .jsonl (satu perjalanan tiap baris) atau .csv "
            "(satu ruas tiap baris), dengan hash jaringan pada tiap baris.",
        ),
    ],
    city: CityOption = "tanjungpinang",
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Perbaiki waktu tempuh dari perjalanan unit sendiri, untuk jaringan yang sedang dipakai.

    Sebagian perjalanan disisihkan untuk menguji: kalibrasi disimpan hanya bila perjalanan yang tidak dipakai
    membuatnya ditebak lebih tepat daripada tabel kelas jalan. Server memakainya sejak dinyalakan kembali.
    Kode keluar: 0 tersimpan, 1 tidak lebih tepat (tidak disimpan), 2 masukan salah, 3 berkas jaringan rusak.

    Contoh: psc119 network calibrate --trips perjalanan.jsonl
    """
    profile = city_or_refuse(city)
    folder = folder_of(data_dir)
    network = network_or_refuse(profile, folder)
    speeds = speeds_of(profile)
    try:
        calibration = calibrate(network, speeds, read_trips(trips, network, speeds.hours))
    except CalibrationError as error:
        raise refused(str(error), BAD_INPUT) from error
    target = calibration_file(folder, network)
    improves = calibration.report.improves
    if improves:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            save_calibration(calibration, target)
        except OSError as error:
            raise refused(f"{target}: tidak dapat ditulis ({error.strerror}).", BAD_INPUT) from error
    if as_json:
        echo_json(_document(calibration, target if improves else None))
    else:
        _print(calibration, target if improves else None)
    raise typer.Exit(0 if improves else NOT_BETTER)


def _document(calibration: Calibration, saved: Path | None) -> dict[str, Any]:
    report = calibration.report
    return {
        "network": calibration.network_hash,
        "path": str(saved) if saved else None,
        "trips": report.trips,
        "steps": report.steps,
        "dropped": report.dropped,
        "edges": report.edges,
        "held_out": None
        if report.before is None or report.after is None
        else {"before": report.before._asdict(), "after": report.after._asdict()},
        "class_factors": {
            str(of): {str(c): round(calibration.class_factor(of, c), 3) for c in table}
            for of, table in calibration.by_class.items()
        },
    }


def _print(calibration: Calibration, saved: Path | None) -> None:
    console, report = Console(), calibration.report
    console.print(
        f"{report.trips} perjalanan, {report.steps} ruas yang dilalui ({report.dropped} dibuang: berhenti lama, posisi "
        f"melompat, atau ruas yang tidak dapat dilalui); {report.edges} ruas mendapat faktor sendiri.",
        markup=False,
    )
    if report.before is None or report.after is None:
        console.print("Terlalu sedikit perjalanan untuk diuji: tidak disimpan.", markup=False)
        return
    errors = Table("Perjalanan yang disisihkan", "Tabel kelas jalan", "Terkalibrasi")
    errors.add_row("Galat rata-rata", f"{report.before.mae_s:.0f} detik", f"{report.after.mae_s:.0f} detik")
    errors.add_row("Galat relatif, median", f"{report.before.median_ape:.1%}", f"{report.after.median_ape:.1%}")
    errors.add_row("Condong (+ = terlalu lama)", f"{report.before.bias:+.1%}", f"{report.after.bias:+.1%}")
    console.print(errors)
    factors = Table("Kelas jalan", *(str(of).replace("_", " ") for of in Profile))
    classes = sorted({c for table in calibration.by_class.values() for c in table})
    for road_class in classes:
        cells = [
            f"{calibration.class_factor(of, road_class):.2f} ×"
            if road_class in calibration.by_class.get(of, {})
            else "–"
            for of in Profile
        ]
        factors.add_row(str(road_class), *cells)
    console.print(factors)
    if saved is None:
        console.print("Tidak lebih tepat daripada tabel kelas jalan: tidak disimpan.", markup=False)
    else:
        console.print(f"Tersimpan: {saved}. Nyalakan kembali server untuk memakainya.", markup=False, soft_wrap=True)
