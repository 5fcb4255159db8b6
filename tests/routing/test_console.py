"""`psc119 network` and `psc119 route` as a person and a program use them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from psc119.console.network import COMMAND_SETTINGS, app, route_command
from tests.routing.network.test_importing import EDGES, NODES, write_csv

PSC, PENYENGAT = "0.909,104.4705", "0.9281,104.4177"

console = typer.Typer()
console.add_typer(app, name="network")
console.command("route", context_settings=COMMAND_SETTINGS)(route_command)


def run(*words: str, data_dir: Path) -> Result:
    return CliRunner().invoke(console, [*words, "--data-dir", str(data_dir)])


def test_without_an_import_the_skeleton_is_shown(tmp_path: Path) -> None:
    shown = json.loads(run("network", "info", "--json", data_dir=tmp_path).stdout)
    assert (shown["label"], shown["schematic"], shown["boat_legs"]) == ("skematik", True, 3)
    text = run("network", "info", data_dir=tmp_path).stdout
    assert "skematik" in text
    assert "© OpenStreetMap contributors" in text


def test_import_then_info_and_the_last_import_wins(tmp_path: Path) -> None:
    source, data_dir = write_csv(tmp_path), tmp_path / "data"
    done = run("network", "import", str(source), "--name", "Kota Lama", "--json", data_dir=data_dir)
    assert done.exit_code == 0
    saved = json.loads(done.stdout)
    assert saved["path"] == str(data_dir / "networks" / "kota-lama.npz")
    assert saved["nodes"] == 3
    (source / "road_edges.csv").write_text(EDGES + "0,2,2.0,local\n")
    assert run("network", "import", str(source), "--name", "baru", data_dir=data_dir).exit_code == 0
    later = (data_dir / "networks" / "kota-lama.npz").stat().st_mtime + 5
    os.utime(data_dir / "networks" / "baru.npz", (later, later))
    assert json.loads(run("network", "info", "--json", data_dir=data_dir).stdout)["edges"] == 3


def test_an_import_that_fails_names_the_line_and_stores_nothing(tmp_path: Path) -> None:
    source, data_dir = write_csv(tmp_path, NODES, EDGES + "1,9,1,local\n"), tmp_path / "data"
    failed = run("network", "import", str(source), data_dir=data_dir)
    assert failed.exit_code == 2
    assert "road_edges.csv:4" in failed.stderr.replace("\n", "")
    assert failed.stdout == ""
    assert not data_dir.exists()


def test_a_damaged_network_has_its_own_exit_code(tmp_path: Path) -> None:
    (tmp_path / "networks").mkdir()
    (tmp_path / "networks" / "rusak.npz").write_bytes(b"roads")
    for words in (["network", "info"], ["route", PSC, PENYENGAT]):
        failed = run(*words, data_dir=tmp_path)
        assert failed.exit_code == 3
        assert "impor ulang" in failed.stderr.replace("\n", " ")


def test_route_by_day_has_three_legs_and_by_night_names_whom_to_call(tmp_path: Path) -> None:
    day = json.loads(run("route", PSC, PENYENGAT, "--at", "2026-11-22T10:00", "--json", data_dir=tmp_path).stdout)
    assert day["departure"] == "2026-11-22T03:00:00+00:00"
    assert [leg["means"] for leg in day["legs"]] == ["ambulans_sirene", "laut", "jalan_kaki"]
    assert day["schematic"] is True
    assert sum(leg["duration_s"] for leg in day["legs"]) == pytest.approx(day["duration_s"], abs=0.3)
    night = run("route", PSC, PENYENGAT, "--at", "2026-11-22T23:30", data_dir=tmp_path)
    assert night.exit_code == 0
    said = " ".join(night.stdout.split())
    assert "Hubungi Basarnas 115 / Satpolairud" in said
    assert "dari Pelantar Kuning (Pelantar I) ke Dermaga Pulau Penyengat" in said
    assert "berikutnya pukul 05.30" in said
    words = ["route", PSC, PENYENGAT, "--at", "2026-11-22T23:30", "--json"]
    advice = json.loads(run(*words, data_dir=tmp_path).stdout)["boat_advice"]
    assert (advice["code"], [p["id"] for p in advice["to_piers"]]) == ("perahu_umum_tutup", ["dermaga-penyengat"])
    assert advice["first_public_at"] == "2026-11-22T22:30:00.000000Z"
    assert [line["id"] for line in advice["call"]] == ["basarnas_115", "polairud", "bpbd"]


def test_route_over_an_imported_network_falls_back_to_the_skeleton(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    run("network", "import", str(write_csv(tmp_path)), data_dir=data_dir)
    inside = json.loads(run("route", "0.91,104.45", "0.92,104.46", "--json", data_dir=data_dir).stdout)
    assert (inside["kind"], inside["schematic"]) == ("jalan", False)
    beyond = json.loads(run("route", "0.91,104.45", "0.9012,104.5118", "--json", data_dir=data_dir).stdout)
    assert (beyond["kind"], beyond["schematic"]) == ("skematik", True)


def test_lights_and_mode_are_options(tmp_path: Path) -> None:
    seconds = [
        json.loads(run("route", PSC, "0.9171,104.4930", "--json", *options, data_dir=tmp_path).stdout)["duration_s"]
        for options in ([], ["--no-lights"])
    ]
    assert seconds[0] < seconds[1]


def test_a_southern_latitude_is_no_option(tmp_path: Path) -> None:
    answer = json.loads(run("route", "-1.27,116.84", "-1.26,116.84", "--json", data_dir=tmp_path).stdout)
    assert (answer["kind"], answer["note_code"]) == ("garis_lurus", "tujuan_di_luar_jaringan")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["psc", PENYENGAT], "lintang,bujur"),
        (["104.47,0.9", PENYENGAT], "di luar bumi"),
        (["nan,104", PENYENGAT], "di luar bumi"),
        ([PSC, PENYENGAT, "--at", "besok"], "tidak dapat dibaca"),
        ([PSC, PENYENGAT, "--city", "atlantis"], "atlantis"),
    ],
)
def test_wrong_input_is_exit_code_two(tmp_path: Path, words: list[str], message: str) -> None:
    failed = run("route", *words, data_dir=tmp_path)
    assert failed.exit_code == 2
    assert message in failed.stderr.replace("\n", " ")
