"""The bench of triage: its rows, and that a wrong answer is never timed."""

from dataclasses import replace

import orjson
import pytest
from typer.testing import CliRunner

from psc119.bench import triaging
from psc119.bench.rows import BUDGETS, BenchFailed
from psc119.console import bench
from triage import load_cases, load_protocol


def test_the_rows_have_budgets_and_say_what_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triaging, "LOADS", 1)
    monkeypatch.setattr(triaging, "ROUNDS", 1)
    done = CliRunner().invoke(bench.app, ["triage", "--json"])
    assert done.exit_code in (0, bench.MISSED)
    rows = {row["name"]: row for row in orjson.loads(done.stdout)}
    assert set(rows) == {"evaluate_p50", "evaluate_p99", "protocol_load"}
    assert {name for name in rows if name in BUDGETS} == {"evaluate_p50", "protocol_load"}
    assert 0 < rows["evaluate_p50"]["value"] <= rows["evaluate_p99"]["value"]
    assert rows["protocol_load"]["value"] > 0


def test_a_case_that_does_not_come_out_gives_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = load_cases(load_protocol())
    snake, chest = cases["gigitan_ular"][0], cases["nyeri_dada"][0]
    wrong = replace(chest, expect=snake.expect)
    monkeypatch.setattr(triaging, "load_cases", lambda protocol: {"nyeri_dada": (wrong,)})
    monkeypatch.setattr(triaging, "LOADS", 1)
    with pytest.raises(BenchFailed, match=r"1 worked cases do not come out, the first in cards/nyeri_dada"):
        triaging.measure(lambda what: None)
