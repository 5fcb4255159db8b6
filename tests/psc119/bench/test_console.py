"""`psc119 bench core`: what a program reads, and the exit codes."""

from collections.abc import Iterator

import orjson
import pytest
import structlog
from typer.testing import CliRunner

from psc119.bench import recommending
from psc119.bench.rows import BenchFailed, Row, Unit
from psc119.bench.stand import Conditions
from psc119.console import bench


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def _measured(monkeypatch: pytest.MonkeyPatch, *rows: Row) -> None:
    monkeypatch.setattr(bench, "measure", lambda conditions, only, progress: list(rows))


def test_json_is_a_list_of_rows_of_five_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    _measured(monkeypatch, Row("start_warm", 2.5, Unit.SECONDS), Row("fanout_p50", 20.0, Unit.MILLISECONDS))
    done = CliRunner().invoke(bench.app, ["core", "--json"])
    assert done.exit_code == 0
    assert orjson.loads(done.stdout) == [
        {"name": "start_warm", "value": 2.5, "unit": "s", "budget": 5, "ok": True},
        {"name": "fanout_p50", "value": 20.0, "unit": "ms", "budget": None, "ok": True},
    ]


def test_a_missed_budget_is_seen_and_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    _measured(monkeypatch, Row("start_warm", 5.5, Unit.SECONDS))
    done = CliRunner().invoke(bench.app, ["core"])
    assert done.exit_code == bench.MISSED
    assert "TIDAK" in done.stdout


def test_an_unknown_row_is_refused_with_the_names_there_are() -> None:
    done = CliRunner().invoke(bench.app, ["core", "--only", "fanout_p98"])
    assert done.exit_code == bench.BAD_INPUT
    assert "fanout_p99" in done.stderr


def test_what_cannot_be_measured_gives_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(conditions: Conditions, only: object, progress: object) -> list[Row]:
        raise BenchFailed("the tables grew by less")

    monkeypatch.setattr(bench, "measure", fails)
    done = CliRunner().invoke(bench.app, ["core", "--json"])
    assert done.exit_code == bench.FAILED
    assert done.stdout == ""
    assert "the tables grew by less" in done.stderr


def test_a_recommendation_is_measured_over_the_whole_fleet_on_the_schematic_network() -> None:
    half, tail = recommending.measure(Conditions(window_s=1.0, network=None))
    assert 0 < half.value <= tail.value
    assert half.name == "recommend_p50"
    assert tail.name == "recommend_p99"
    assert "schematic" in half.note
