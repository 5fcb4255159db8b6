"""`psc119 network match`: from a recording to streets, and on to a calibration's file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from cities import load_city
from psc119.console.network import app
from psc119.roads import skeleton_of, speeds_of
from routing import read_trips
from tests.routing.places.drives import drive


def run(*words: str, data_dir: Path) -> Result:
    return CliRunner().invoke(app, ["match", *words, "--data-dir", str(data_dir)])


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A drive along a street of the hand-drawn main roads."""
    network = skeleton_of(load_city("tanjungpinang"))
    edge = int(np.argmax(network.edge_length_m * ~network.is_sea))
    driven = drive(network, [(edge, True)], np.random.default_rng(1), noise_m=3.0)
    rows = [f"{fix.at.isoformat()},{fix.point.lat},{fix.point.lon},8" for fix in driven.fixes]
    file = tmp_path / "rekaman.csv"
    file.write_text("\n".join(["Waktu,lat,lon,accuracy_m", *rows]), encoding="utf-8")
    return file


def test_the_streets_are_shown_and_the_trip_is_one_a_calibration_reads(recording: Path, tmp_path: Path) -> None:
    city = load_city("tanjungpinang")
    network = skeleton_of(city)
    trips = tmp_path / "perjalanan.jsonl"
    shown = run(str(recording), "--trips", str(trips), data_dir=tmp_path)
    assert shown.exit_code == 0, shown.output
    edge = int(np.argmax(network.edge_length_m * ~network.is_sea))
    assert network.name_of(edge) in shown.stdout
    assert "100%" in shown.stdout
    again = json.loads(run(str(recording), "--trips", str(trips), "--json", data_dir=tmp_path).stdout)
    assert again["share_matched"] == 1
    assert again["parts"][0]["steps"][-1]["edge"] == edge
    first, second = read_trips(trips, network, speeds_of(city).hours)
    assert first == second
    assert (first.steps[-1].edge, first.steps[-1].is_reverse) == (edge, False)
    assert first.steps[-1].share > 0.9


def test_what_is_no_recording_is_refused_with_its_line(tmp_path: Path) -> None:
    cases = {
        "time,lat\n": "kolom time, lat dan lon",
        "time,lat,lon\n2026-11-23T08:00,0.9,104.4\nkemarin,0.9,104.4\n": ":3: baris tidak dapat dibaca",
        "time,lat,lon\n2026-11-23T08:00,104.4,0.9\n": "di luar bumi",
    }
    for text, told in cases.items():
        file = tmp_path / "rekaman.csv"
        file.write_text(text, encoding="utf-8")
        failed = run(str(file), data_dir=tmp_path)
        assert failed.exit_code == 2
        assert told in " ".join(failed.stderr.split())
    assert run(str(tmp_path / "tidak-ada.csv"), data_dir=tmp_path).exit_code == 2


def test_a_trip_off_the_map_says_so(tmp_path: Path) -> None:
    file = tmp_path / "rekaman.csv"
    file.write_text("time,lat,lon\n2026-11-23T08:00,1.5,104.4\n2026-11-23T08:01,1.51,104.4\n", encoding="utf-8")
    answer = run(str(file), data_dir=tmp_path)
    assert answer.exit_code == 1
    assert "Tidak ada jalan yang cocok" in answer.stdout
