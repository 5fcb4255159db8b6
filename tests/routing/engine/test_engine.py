"""Both engines against a Dijkstra that shares nothing with them, and the library's panics."""

from __future__ import annotations

import numpy as np
import pytest
import routingkit_cch
from hypothesis import given
from hypothesis import strategies as st

from routing import EngineError, Network
from routing.engine.dijkstra import DijkstraEngine
from routing.engine.graph import TurnGraph
from routing.engine.hierarchy import CchEngine
from routing.engine.metric import CLOSED_MS
from routing.engine.safe import SafeMetric
from tests.routing.worlds import dijkstra_s, grids, line_network, make_network


def plain(network: Network) -> TurnGraph:
    """No turn told apart: states are nodes, and steps are arcs."""
    return TurnGraph.of(network, np.zeros(network.node_count, dtype=np.bool_))


@st.composite
def weighted(draw: st.DrawFn) -> tuple[Network, np.ndarray]:
    network = draw(grids())
    weight = st.one_of(st.integers(1, 500), st.just(CLOSED_MS))
    count = len(network.arcs)
    return network, np.array(draw(st.lists(weight, min_size=count, max_size=count)), dtype=np.int64)


def brute(network: Network, weights: np.ndarray, source: int) -> dict[int, float]:
    arcs = network.arcs
    triples = zip(arcs.tail.tolist(), arcs.head.tolist(), weights.tolist(), strict=True)
    return dijkstra_s([t for t in triples if t[2] < CLOSED_MS], source)


@given(weighted())
def test_every_time_equals_dijkstra(case: tuple[Network, np.ndarray]) -> None:
    network, weights = case
    nodes = np.arange(network.node_count)
    targets = [[(node, 0)] for node in nodes.tolist()]
    expected = [[brute(network, weights, s).get(t, np.inf) for t in nodes.tolist()] for s in nodes.tolist()]
    for engine in (CchEngine(plain(network)), DijkstraEngine(plain(network))):
        assert np.array_equal(engine.metric(weights).times_to(nodes, targets), expected)


@given(weighted(), st.data())
def test_a_path_costs_what_it_says_and_follows_open_arcs(case: tuple[Network, np.ndarray], data: st.DataObject) -> None:
    network, weights = case
    node = st.integers(0, network.node_count - 1)
    entry = st.tuples(node, st.integers(0, 300))
    sources, targets = (
        data.draw(st.lists(entry, min_size=1, max_size=2)),
        data.draw(st.lists(entry, min_size=1, max_size=2)),
    )
    expected = min(
        spent + brute(network, weights, source).get(target, np.inf) + left
        for source, spent in sources
        for target, left in targets
    )
    arcs = network.arcs
    for engine in (CchEngine(plain(network)), DijkstraEngine(plain(network))):
        path = engine.metric(weights).path(sources, targets)
        assert (path.cost_ms if path else np.inf) == expected
        if path is None:
            continue
        assert all(weights[step] < CLOSED_MS for step in path.steps)
        at = path.first_state
        for step in path.steps:
            assert arcs.tail[step] == at
            at = int(arcs.head[step])
        begin = min(spent for node, spent in sources if node == path.first_state)
        end = min(left for node, left in targets if node == at)
        assert begin + sum(int(weights[step]) for step in path.steps) + end == path.cost_ms


def test_parallel_streets_count_once_and_loops_do_no_harm() -> None:
    network = make_network([(0, 104), (0, 104.01)], [(0, 1, False), (0, 1, True), (1, 1, False)])
    weights = np.array([50, 20, 7, 50, 7])
    for engine in (CchEngine(plain(network)), DijkstraEngine(plain(network))):
        times = engine.metric(weights).times_to(np.array([0, 1]), [[(1, 0)], [(0, 0)]])
        assert times.tolist() == [[20, 0], [0, 50]]


def test_no_sources_and_no_targets_are_answers_too() -> None:
    network = line_network()
    for engine in (CchEngine(plain(network)), DijkstraEngine(plain(network))):
        metric = engine.metric(np.full(len(network.arcs), 10))
        assert metric.times_to(np.array([], dtype=np.int64), [[(0, 0)]]).shape == (0, 1)
        assert metric.times_to(np.array([0]), []).shape == (1, 0)
        assert metric.times_to(np.array([0]), [[]]).tolist() == [[np.inf]]
        assert metric.path([], [(0, 0)]) is None


@pytest.mark.parametrize(
    "ask",
    [
        lambda m: m.times_to(np.array([99]), [[(0, 0)]]),
        lambda m: m.times_to(np.array([-1]), [[(0, 0)]]),
        lambda m: m.times_to(np.array([0]), [[(99, 0)]]),
        lambda m: m.times_to(np.array([0]), [[(0, -5)]]),
        lambda m: m.path([(99, 0)], [(0, 0)]),
        lambda m: m.path([(0, 0)], [(0, CLOSED_MS)]),
    ],
)
def test_a_wrong_id_is_refused_before_the_library_sees_it(ask: object) -> None:
    network = line_network()
    for engine in (CchEngine(plain(network)), DijkstraEngine(plain(network))):
        with pytest.raises(ValueError, match=r"state|entry cost"):
            ask(engine.metric(np.full(len(network.arcs), 10)))  # type: ignore[operator]  # a lambda


@pytest.mark.parametrize("weights", [[1, 2], [0, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, CLOSED_MS + 1]])
def test_wrong_weights_are_refused(weights: list[int]) -> None:
    for engine in (CchEngine(plain(line_network())), DijkstraEngine(plain(line_network()))):
        with pytest.raises(ValueError, match="weight"):
            engine.metric(np.array(weights))


def test_a_panic_of_the_library_becomes_an_engine_error() -> None:
    network = line_network()
    with pytest.raises(EngineError, match="permutation"):
        CchEngine(plain(network), np.zeros(network.node_count, dtype=np.int64))


class Panic(BaseException):
    """What PyO3 throws: no `Exception`."""


def test_a_failing_library_costs_speed_and_never_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    network = line_network()
    weights = np.full(len(network.arcs), 10)
    oracle = DijkstraEngine(plain(network)).metric(weights)
    metric = SafeMetric(CchEngine(plain(network)).metric(weights), lambda: oracle)

    def panic(*_: object) -> None:
        raise Panic

    monkeypatch.setattr(routingkit_cch, "CCHManyToOne", panic)
    monkeypatch.setattr(routingkit_cch, "CCHQuery", panic)
    assert metric.times_to(np.array([0, 3]), [[(1, 0)]]).tolist() == [[10], [20]]
    path = metric.path([(0, 0)], [(2, 5)])
    assert path is not None
    assert (path.cost_ms, path.steps) == (25, [0, 1])


def test_an_interrupt_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    network = line_network()
    metric = CchEngine(plain(network)).metric(np.full(len(network.arcs), 10))

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(routingkit_cch, "CCHManyToOne", interrupt)
    with pytest.raises(KeyboardInterrupt):
        metric.times_to(np.array([0]), [[(1, 0)]])
