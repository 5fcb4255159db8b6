"""Closures: exact after each step, never a shorter way, and undone without a trace."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import Mode, Network, NoteCode, Point, Profile, Router, RoutingInputError, Source, TravelKind
from routing.speeds.weights import edge_weights_ms
from tests.routing.worlds import (
    NOON,
    PLAIN,
    along,
    dijkstra_s,
    grids,
    line_network,
    make_network,
    node_point,
    street_arcs,
)


def times(router: Router, targets: list[Point], starts: list[Point]) -> list[list[tuple[float, TravelKind]]]:
    sources = [Source(start, Mode.AMBULANS) for start in starts]
    return [[(t.duration_s, t.kind) for t in router.travel_times_to(target, sources, NOON)] for target in targets]


@given(grids(), st.data())
def test_every_step_of_closing_and_reopening_is_exact(network: Network, data: st.DataObject) -> None:
    router = Router(network, speeds=PLAIN)
    nodes = list(range(network.node_count))
    starts = [node_point(network, node) for node in nodes]
    target = data.draw(st.sampled_from(nodes))
    seconds = (edge_weights_ms(network, PLAIN, Profile.AMBULANS) / 1000).tolist()
    closed: set[int] = set()
    edges = st.sets(st.integers(0, network.edge_count - 1), min_size=1, max_size=4)
    before, first_id = times(router, [starts[target]], starts), router.metric_id
    for _ in range(3):
        step = data.draw(edges)
        if data.draw(st.booleans()):
            closed |= step
            router.close(step)
        else:
            closed -= step
            router.reopen(step)
        assert router.closures == closed
        backward = [(head, tail, cost) for tail, head, cost in street_arcs(network, seconds, closed)]
        expected = dijkstra_s(backward, target)
        for node, (duration_s, kind) in enumerate(times(router, [starts[target]], starts)[0]):
            if _stands_on_open_street(network, node, closed) and _stands_on_open_street(network, target, closed):
                assert (kind is TravelKind.JALAN) == (node in expected)
                if node in expected:
                    assert duration_s == pytest.approx(expected[node], abs=3e-3)
    router.reopen(closed)
    assert times(router, [starts[target]], starts) == before
    assert router.metric_id == first_id


def _stands_on_open_street(network: Network, node: int, closed: set[int]) -> bool:
    """Streets end here, none of them closed: a place on a closed street is left by both of its ends, by intention."""
    here = {edge for edge in range(network.edge_count) if node in (network.edge_a[edge], network.edge_b[edge])}
    return bool(here) and not here & closed


@given(grids(), st.data())
def test_closing_never_shortens(network: Network, data: st.DataObject) -> None:
    router = Router(network, speeds=PLAIN)
    points = [node_point(network, node) for node in range(network.node_count)]
    before = times(router, points, points)
    router.close(data.draw(st.sets(st.integers(0, network.edge_count - 1), min_size=1, max_size=3)))
    for was, now in zip(before, times(router, points, points), strict=True):
        for (was_s, was_kind), (now_s, now_kind) in zip(was, now, strict=True):
            if was_kind is now_kind is TravelKind.JALAN:
                assert now_s >= was_s


def test_a_closure_that_cuts_a_puskesmas_off_gives_a_flagged_estimate() -> None:
    router = Router(line_network(), speeds=PLAIN)
    puskesmas, patient = along(router.network, 0, 0.5), along(router.network, 2, 0.5)
    router.close([1])
    answer = router.travel_times_to(patient, [Source(puskesmas, Mode.AMBULANS)], NOON)[0]
    assert (answer.kind, answer.note_code) == (TravelKind.GARIS_LURUS, NoteCode.TIDAK_TERHUBUNG)
    assert answer.length_m == pytest.approx(2 * 1112 * PLAIN.detour_factor, rel=0.01)


def test_a_patient_on_a_closed_street_is_still_reached() -> None:
    router = Router(line_network(), speeds=PLAIN)
    router.close([1])
    answer = router.travel_times_to(
        along(router.network, 1, 0.25), [Source(node_point(router.network, 0), Mode.AMBULANS)], NOON
    )[0]
    assert answer.kind is TravelKind.JALAN
    assert answer.duration_s == pytest.approx(125, abs=0.5)


def test_metric_id_names_the_closures_and_not_their_order() -> None:
    router, other = Router(line_network(), speeds=PLAIN), Router(line_network(), speeds=PLAIN)
    assert router.metric_id == other.metric_id
    router.close([0])
    assert router.close([2]) == other.close([2, 0]) != Router(line_network(), speeds=PLAIN).metric_id
    assert Router(line_network()).metric_id != Router(line_network(), speeds=PLAIN).metric_id


def test_an_unknown_edge_is_refused_and_nothing_is_closed() -> None:
    router = Router(line_network(), speeds=PLAIN)
    for wrong in ([0, 3], [-1], ["0"]):
        with pytest.raises(RoutingInputError, match="no edge"):
            router.close(wrong)  # type: ignore[arg-type]  # that is the point
    assert router.closures == frozenset()


def test_threads_never_see_a_blend_of_two_states() -> None:
    """Round a ring of six streets: the short way while it is open, the long way while it is closed."""
    places = [(0.0, 104.0), (0.0, 104.01), (0.0, 104.02), (0.01, 104.02), (0.01, 104.01), (0.01, 104.0)]
    network = make_network(places, [(n, (n + 1) % 6, False) for n in range(6)])
    router = Router(network, speeds=PLAIN)
    sources = [Source(along(network, 0, 0.1 + 0.02 * n), Mode.AMBULANS) for n in range(40)]
    target = along(network, 2, 0.25)
    short = router.travel_times_to(target, sources, NOON)
    router.close([1])
    long = router.travel_times_to(target, sources, NOON)
    assert all(a.duration_s + 50 < b.duration_s for a, b in zip(short, long, strict=True))
    seen: set[str] = set()
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            answer = router.travel_times_to(target, sources, NOON)
            seen.add("short" if answer == short else "long" if answer == long else f"blend: {answer}")

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    while not {"short", "long"} <= seen:
        router.reopen([1])
        router.close([1])
    for _ in range(50):
        router.reopen([1])
        router.close([1])
    done.set()
    for thread in threads:
        thread.join()
    assert seen == {"short", "long"}
