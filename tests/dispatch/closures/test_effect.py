"""Whose times a closure changes, and by how much."""

import pytest

import routing
from dispatch.closures import effect
from dispatch.closures.effect import Case, Goer, list_eta_changes
from tests.routing.worlds import NOON, PLAIN, along, line_network, make_network

RING = make_network(
    [(0.0, 104.0), (0.0, 104.01), (0.0, 104.02), (0.01, 104.02), (0.01, 104.01), (0.01, 104.0)],
    [(n, (n + 1) % 6, False) for n in range(6)],
)


def goer(name: str, point: routing.Point) -> Goer:
    return Goer(name, routing.Source(point, routing.Mode.AMBULANS))


def closing(*edges: int) -> routing.Closure:
    return routing.Closure("k", frozenset(edges), frozenset(), NOON)


def test_only_what_changes_is_told_the_longest_way_round_first() -> None:
    router = routing.Router(RING, speeds=PLAIN)
    near, far, other = (goer(name, along(RING, edge, 0.5)) for name, edge in (("a", 0), ("b", 5), ("c", 3)))
    changes = list_eta_changes(router, closing(1), [near, far, other], [Case("i", along(RING, 2, 0.4))], NOON)
    assert [change["unit_id"] for change in changes] == ["a", "b"]
    for change in changes:
        assert change["after"]["duration_s"] > change["before"]["duration_s"] + 1
        assert change["before"]["low_s"] < change["before"]["high_s"]
    assert router.schedule.at(NOON).edges == frozenset(), "to look is not to close"


def test_who_has_no_way_left_is_told_first_and_without_a_time() -> None:
    line = line_network(5)
    router = routing.Router(line, speeds=PLAIN)
    changes = list_eta_changes(
        router,
        closing(1),
        [goer("beyond", along(line, 3, 0.5)), goer("here", along(line, 0, 0.5))],
        [Case("i", along(line, 0, 0.2))],
        NOON,
    )
    assert [(change["unit_id"], change["after"]) for change in changes] == [("beyond", None)]


def test_a_long_list_keeps_what_matters_most(monkeypatch: pytest.MonkeyPatch) -> None:
    router = routing.Router(RING, speeds=PLAIN)
    goers = [goer(str(number), along(RING, 0, 0.1 + 0.08 * number)) for number in range(10)]
    everything = list_eta_changes(router, closing(1), goers, [Case("i", along(RING, 2, 0.4))], NOON)
    assert len(everything) == 10
    monkeypatch.setattr(effect, "MOST_CHANGES", 3)
    assert list_eta_changes(router, closing(1), goers, [Case("i", along(RING, 2, 0.4))], NOON) == everything[:3]
