"""The budgets are the design's, and a row is judged on the right side of its budget."""

from psc119.bench.core import BENCHES, NAMES
from psc119.bench.rows import BUDGETS, Bound, Budget, Row, Unit

PROMISED = ("recommend_p50", "recommend_p99", "event_rate", "fanout_p99", "start_cold", "start_warm")

ROUTING = {"m2o_1000", "overhead", "load", "closure", "snap_1000", "coquimbo.build"}
"""Given by the bench of routing."""

TRIAGE = {"evaluate_p50", "protocol_load"}
"""Given by the bench of triage."""


def test_the_budgets_are_those_of_the_design() -> None:
    assert {name: (budget.bound, budget.limit) for name, budget in BUDGETS.items()} == {
        "recommend_p99": (Bound.AT_MOST, 5),
        "event_rate": (Bound.AT_LEAST, 20),
        "event_rate_one_stream": (Bound.AT_LEAST, 8),
        "fanout_p99": (Bound.AT_MOST, 150),
        "positions_batch_rate": (Bound.AT_LEAST, 5000),
        "positions_single_rate": (Bound.AT_LEAST, 500),
        "start_cold": (Bound.AT_MOST, 15),
        "start_warm": (Bound.AT_MOST, 5),
        "m2o_1000": (Bound.AT_MOST, 1),
        "overhead": (Bound.AT_MOST, 1.25),
        "load": (Bound.AT_MOST, 1),
        "closure": (Bound.AT_MOST, 10),
        "snap_1000": (Bound.AT_MOST, 20),
        "coquimbo.build": (Bound.AT_MOST, 30),
        "evaluate_p50": (Bound.AT_MOST, 50),
        "protocol_load": (Bound.AT_MOST, 1),
    }


def test_every_budget_is_measured_and_no_row_is_given_twice() -> None:
    assert set(BUDGETS) - ROUTING - TRIAGE <= set(NAMES)
    assert set(PROMISED) <= set(NAMES)
    assert len(NAMES) == len(set(NAMES)) == sum(len(names) for _, names, _ in BENCHES)


def test_a_limit_itself_keeps_the_budget() -> None:
    assert Budget(Bound.AT_MOST, 5).is_kept_by(5)
    assert not Budget(Bound.AT_MOST, 5).is_kept_by(5.001)
    assert Budget(Bound.AT_LEAST, 20).is_kept_by(20)
    assert not Budget(Bound.AT_LEAST, 20).is_kept_by(19.999)


def test_a_row_says_its_budget_and_whether_it_is_kept() -> None:
    slow = Row("fanout_p99", 151.0, Unit.MILLISECONDS, "500 screens")
    assert slow.document() == {"name": "fanout_p99", "value": 151.0, "unit": "ms", "budget": 150, "ok": False}
    assert Row("event_rate", 42.0, Unit.CALLS_PER_S).ok
    assert not Row("event_rate", 19.0, Unit.CALLS_PER_S).ok


def test_a_row_without_a_budget_is_only_printed() -> None:
    row = Row("event_rate_ceiling", 0.0, Unit.CALLS_PER_S)
    assert row.document() == {
        "name": "event_rate_ceiling",
        "value": 0.0,
        "unit": "calls/s",
        "budget": None,
        "ok": True,
    }
