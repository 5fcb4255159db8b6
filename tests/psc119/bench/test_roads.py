"""The bench of routing on a small square of streets: every library answers alike, and every promised row is there."""

import importlib.util

import numpy as np
import pytest

from psc119.bench.roads import measuring, subjects
from psc119.bench.roads.contestants import CONTESTANTS, Scipy
from psc119.bench.rows import BUDGETS, BenchFailed
from routing.geo import FloatArray, IntArray

PROMISED = {
    "build",
    "load",
    "m2o_1",
    "m2o_50",
    "m2o_200",
    "m2o_1000",
    "m2o_1000_p99",
    "matrix",
    "reweight",
    "closure",
} | {"snap_1000"}


@pytest.fixture(autouse=True)
def a_small_square(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(subjects.SUBJECTS, measuring.MAIN, lambda: subjects.perturbed_grid(12))
    monkeypatch.setattr(measuring, "ROUNDS", 2)
    monkeypatch.setattr(measuring, "MATRIX", (5, 7))


def test_every_promised_row_is_measured_for_us_and_for_those_who_are_installed() -> None:
    told: list[str] = []
    rows = measuring.measure((measuring.MAIN,), progress=told.append)
    names = [row.name for row in rows]
    assert len(names) == len(set(names))
    assert set(names) >= PROMISED
    assert {"m2o_1000", "overhead", "load", "closure"} <= set(names) & set(BUDGETS)
    for library in CONTESTANTS:
        installed = library in ("ours", "bare") or importlib.util.find_spec(library) is not None
        measured = "m2o_1000" in names if library == "ours" else f"{library}.m2o_1000" in names
        assert measured is installed
        assert installed or any(library in line for line in told)
    assert all(row.value > 0 for row in rows)


def test_who_answers_differently_stops_the_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    def off_by_one(self: Scipy, sources: IntArray, target: int) -> FloatArray:
        return np.ones(len(sources))

    monkeypatch.setattr(Scipy, "times_to", off_by_one)
    with pytest.raises(BenchFailed, match="scipy"):
        measuring.measure((measuring.MAIN,))
