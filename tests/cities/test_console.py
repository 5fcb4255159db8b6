"""`psc119 city` in a terminal."""

import json
from pathlib import Path

from typer.testing import CliRunner

from cities import load_city
from psc119.console.city import app
from tests.cities.test_areas import squares, written

runner = CliRunner()


def test_info_as_json_is_the_whole_profile(tmp_path: Path) -> None:
    result = runner.invoke(app, ["info", "--json", "--data-dir", str(tmp_path)])
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert len(document["profile"]["units"]) == 18
    assert document["areas_approximate"] is True
    assert all(item["assumption"] or item["note"] for item in document["unverified"])


def test_info_shows_what_is_not_verified(tmp_path: Path) -> None:
    result = runner.invoke(app, ["info", "--data-dir", str(tmp_path)], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert "18 kelurahan (titik tengah terdekat (perkiraan))" in result.stdout
    assert "units.17" in result.stdout


def test_import_areas_is_seen_by_info(tmp_path: Path) -> None:
    file = written(tmp_path, squares(load_city("tanjungpinang")))
    imported = runner.invoke(app, ["import-areas", str(file), "--data-dir", str(tmp_path)])
    assert imported.exit_code == 0
    shown = runner.invoke(app, ["info", "--json", "--data-dir", str(tmp_path)])
    assert json.loads(shown.stdout)["areas_approximate"] is False


def test_a_bad_file_exits_with_two_and_says_why(tmp_path: Path) -> None:
    result = runner.invoke(app, ["import-areas", str(tmp_path / "tidak-ada.geojson"), "--data-dir", str(tmp_path)])
    assert result.exit_code == 2
    assert "FeatureCollection" in result.stderr


def test_an_unknown_city_exits_with_two(tmp_path: Path) -> None:
    result = runner.invoke(app, ["info", "--city", "atlantis", "--data-dir", str(tmp_path)])
    assert result.exit_code == 2
    assert "tanjungpinang" in result.stderr
