"""`psc119 network calibrate` from a file of trips to the router that uses it."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner, Result

from cities import load_city
from psc119.console.network import app
from psc119.roads import calibration_file, router_of, skeleton_of, speeds_of
from routing import Profile, Trip, save_calibration
from routing.speeds.fitting import calibrate
from tests.routing.speeds.recorded import drive

CITY = load_city("tanjungpinang")
NETWORK = skeleton_of(CITY)
SPEEDS = speeds_of(CITY)
SLOW = np.full(NETWORK.edge_count, 1.5)

console = typer.Typer()
console.add_typer(app, name="network")


def run(*words: str, data_dir: Path) -> Result:
    return CliRunner().invoke(console, ["network", "calibrate", *words, "--data-dir", str(data_dir)])


def jsonl(trips: list[Trip], path: Path, *, network: str = NETWORK.hash[:12]) -> Path:
    rows = (
        {"network": network, "profile": t.profile, "period": t.period, "steps": [list(s) for s in t.steps]}
        for t in trips
    )
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trips() -> list[Trip]:
    return drive(NETWORK, SPEEDS, SLOW, trips=60, seed=1)


def test_trips_make_a_calibration_that_the_router_uses(trips: list[Trip], tmp_path: Path) -> None:
    file = jsonl(trips, tmp_path / "perjalanan.jsonl")
    done = run("--trips", str(file), "--json", data_dir=tmp_path)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["trips"] == 60
    assert told["held_out"]["after"]["mae_s"] < told["held_out"]["before"]["mae_s"]
    assert Path(told["path"]) == calibration_file(tmp_path, NETWORK)
    router = router_of(CITY, NETWORK, data_dir=tmp_path)
    assert router.speeds.calibration is not None
    factor = router.speeds.calibration.factors(NETWORK, Profile.AMBULANS, "biasa")
    assert np.median(factor) == pytest.approx(1.5, rel=0.12)
    assert router.metric_id != router_of(CITY, NETWORK).metric_id
    text = run("--trips", str(file), data_dir=tmp_path).stdout
    assert "60 perjalanan" in text
    assert "Tersimpan" in text


def test_what_does_not_foretell_better_is_not_kept(tmp_path: Path) -> None:
    as_assumed = drive(NETWORK, SPEEDS, np.ones(NETWORK.edge_count), trips=3, seed=2)
    done = run("--trips", str(jsonl(as_assumed, tmp_path / "t.jsonl")), data_dir=tmp_path)
    assert done.exit_code == 1
    assert "Terlalu sedikit" in done.stdout
    assert not calibration_file(tmp_path, NETWORK).exists()


def test_csv_says_the_same_as_json(trips: list[Trip], tmp_path: Path) -> None:
    file = tmp_path / "perjalanan.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["network", "trip", "profile", "at", "edge", "reverse", "seconds", "share"])
        at = datetime(2026, 11, 23, 3, tzinfo=UTC).isoformat()  # Monday 10.00: biasa
        for number, trip in enumerate(trips):
            for step in trip.steps:
                writer.writerow([NETWORK.hash, number, trip.profile, at, step.edge, step.is_reverse, step.seconds, ""])
    from_csv = json.loads(run("--trips", str(file), "--json", data_dir=tmp_path).stdout)
    from_json = json.loads(run("--trips", str(jsonl(trips, tmp_path / "t.jsonl")), "--json", data_dir=tmp_path).stdout)
    assert from_csv == from_json


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("t.txt", "", "berakhiran .jsonl atau .csv"),
        ("t.jsonl", "{}", "t.jsonl:1"),
        ("t.jsonl", "\n[1]", "t.jsonl:2"),
        ("t.jsonl", '{"steps": []', "bukan JSON"),
        ("t.jsonl", '{"network": "HASH", "profile": "becak", "period": "biasa", "steps": []}', "becak"),
        ("t.jsonl", '{"network": "HASH", "profile": "motor", "period": "subuh", "steps": []}', "subuh"),
        ("t.jsonl", '{"network": "HASH", "profile": "motor", "steps": []}', "at atau period"),
        ("t.jsonl", '{"network": "HASH", "profile": "motor", "at": "2026-11-23T07:00", "steps": []}', "zona waktu"),
        ("t.jsonl", '{"network": "000000000000", "profile": "motor", "period": "biasa", "steps": []}', "jaringan"),
        ("t.jsonl", '{"network": "", "profile": "motor", "period": "biasa", "steps": []}', "jaringan"),
        ("t.jsonl", '{"network": "HASH", "profile": "motor", "period": "biasa", "steps": [[1, 2]]}', "langkah"),
        ("t.jsonl", '{"network": "HASH", "profile": "motor", "period": "biasa", "steps": [[1, 7, 3]]}', "arah balik"),
        ("t.jsonl", '{"network": "HASH", "profile": "motor", "period": "biasa", "steps": [[-1, 0, 3]]}', "ruas"),
        ("t.csv", "trip,edge\n1,2\n", "kolom network"),
        ("t.csv", "network,trip,profile,period,edge,reverse,seconds\nHASH,1,motor,biasa,x,0,3\n", "t.csv:2"),
        (
            "t.csv",
            "network,trip,profile,period,edge,reverse,seconds\nHASH,1,motor,biasa,1,0,3\nHASH,1,motor,malam,1,0,3\n",
            "t.csv:3",
        ),
    ],
)
def test_a_bad_file_is_named_with_its_line(name: str, text: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(text.replace("HASH", NETWORK.hash[:12]), encoding="utf-8")
    refused = run("--trips", str(file), data_dir=tmp_path)
    assert refused.exit_code == 2
    assert says.replace(" ", "") in "".join(refused.stderr.split())
    assert not calibration_file(tmp_path, NETWORK).exists()


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    refused = run("--trips", str(tmp_path / "tidak-ada.csv"), data_dir=tmp_path)
    assert refused.exit_code == 2
    assert "tidak-ada.csv" in refused.stderr.replace("\n", "")


def test_a_calibration_that_no_longer_fits_is_left_aside(trips: list[Trip], tmp_path: Path) -> None:
    calibration = calibrate(NETWORK, SPEEDS, trips)
    file = calibration_file(tmp_path, NETWORK)
    file.parent.mkdir()
    for damage in ("", '{"format": "lain"}'):
        file.write_text(damage, encoding="utf-8")
        assert router_of(CITY, NETWORK, data_dir=tmp_path).speeds.calibration is None
    changed = CITY.speeds.model_copy(update={"foot": CITY.speeds.foot.model_copy(update={"kmh": 5.5})})
    save_calibration(calibration, file)
    assert router_of(CITY, NETWORK, data_dir=tmp_path).speeds.calibration is not None
    other = CITY.of(CITY.model_copy(update={"speeds": changed}), areas=CITY.areas, folder=CITY.main_roads_file.parent)
    assert router_of(other, NETWORK, data_dir=tmp_path).speeds.calibration is None
