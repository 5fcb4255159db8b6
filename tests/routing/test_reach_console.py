"""`psc119 reach`, `psc119 network speeds` and `psc119 network tables` on the schematic city."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner, Result

from psc119.console.main import main

BOX = {
    "type": "Polygon",
    "coordinates": [[[104.43, 0.90], [104.46, 0.90], [104.46, 0.93], [104.43, 0.93], [104.43, 0.90]]],
}


def run(*words: str, data_dir: Path) -> Result:
    return CliRunner().invoke(main, [*words, "--data-dir", str(data_dir)])


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    file = tmp_path / "batas.geojson"
    feature = {"type": "Feature", "properties": {"kode": "21.72.01.1001"}, "geometry": BOX}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return file


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "penduduk.csv"
    file.write_text("kode,penduduk\n2172011001,1000\n")
    return file


def test_reach_with_and_without_turnout_and_its_picture(tmp_path: Path, areas: Path, people: Path) -> None:
    picture = tmp_path / "peta.svg"
    words = ["reach", "--at", "2026-11-23T10:00", "--kelurahan", str(areas), "--penduduk", str(people)]
    done = run(*words, "--picture", str(picture), "--json", data_dir=tmp_path)
    assert done.exit_code == 0, done.output
    ready, travel = (json.loads(done.stdout)[key] for key in ("with_turnout", "travel_only"))
    assert 0 < ready["area_km2"] < travel["area_km2"]
    assert ready["people"] == 1000
    assert 0 < ready["people_reached_estimate"] <= travel["people_reached_estimate"] <= 1000
    (zone,) = ready["zones"]
    assert (zone["name"], zone["first_unit"]) == ("Tanjung Pinang Barat", "amb-tanjungpinang-barat")
    texts = [text.text or "" for text in ET.parse(picture).iter("{http://www.w3.org/2000/svg}text")]
    assert "Jangkauan 10 menit ambulans puskesmas, 23.11.2026 10.00" in texts
    assert "© OpenStreetMap contributors" in texts
    assert any("perkiraan" in text for text in texts)


def test_at_night_the_turnout_takes_the_time(tmp_path: Path) -> None:
    night = json.loads(run("reach", "--at", "2026-11-23T23:30", "--json", data_dir=tmp_path).stdout)
    assert night["with_turnout"]["area_km2"] < 0.1 < night["travel_only"]["area_km2"]
    text = run("reach", "--at", "2026-11-23T23:30", data_dir=tmp_path).stdout
    assert "10 menit" in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--limit", "-1"], "tidak dapat dihitung"),
        (["--at", "besok"], "bukan saat"),
        (["--picture", "peta.png"], "SVG"),
        (["--kelurahan", "tiada.geojson"], "bukan GeoJSON"),
        (["--penduduk", "tiada.csv"], "membutuhkan batas"),
        (["--city", "atlantis"], "atlantis"),
    ],
)
def test_wrong_input_of_reach_is_exit_code_two(tmp_path: Path, words: list[str], message: str) -> None:
    failed = run("reach", *words, data_dir=tmp_path)
    assert failed.exit_code == 2
    assert message in failed.stderr.replace("\n", " ")


def test_people_of_another_city_or_without_the_column_are_refused(tmp_path: Path, areas: Path) -> None:
    file = tmp_path / "lain.csv"
    for content, message in (("kode,penduduk\n99.99,5\n", "bukan kelurahan"), ("kode,jiwa\n21,5\n", "--kolom")):
        file.write_text(content)
        failed = run("reach", "--kelurahan", str(areas), "--penduduk", str(file), data_dir=tmp_path)
        assert failed.exit_code == 2
        assert message in failed.stderr.replace("\n", " ")


def test_speeds_by_the_hour_and_their_picture(tmp_path: Path) -> None:
    picture = tmp_path / "kecepatan.svg"
    words = ["network", "speeds", "--picture", str(picture), "--json", "--at"]
    rush, night = (
        json.loads(run(*words, at, data_dir=tmp_path).stdout) for at in ("2026-11-23T07:00", "2026-11-23T02:00")
    )
    assert rush["period"] != night["period"]
    assert rush["km"] != night["km"]
    assert sum(rush["km"].values()) == pytest.approx(sum(night["km"].values()), abs=0.1)
    assert ET.parse(picture).getroot().tag.endswith("svg")


def test_tables_are_computed_once(tmp_path: Path, areas: Path) -> None:
    words = ["network", "tables", "--zones", str(areas), "--week", "2026-11-23", "--workers", "2", "--json"]
    first, again = (json.loads(run(*words, data_dir=tmp_path).stdout) for _ in range(2))
    assert (first["computed"], again["computed"]) == (True, False)
    assert first["key"] == again["key"]
    assert first["places"] > 18
    assert Path(first["path"]).exists()
    other = json.loads(run(*words[:2], "--week", "2026-11-23", "--json", data_dir=tmp_path).stdout)
    assert other["computed"]
