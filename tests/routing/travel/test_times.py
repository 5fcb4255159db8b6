"""Travel times against Dijkstra on the same weights: on random towns, the skeleton and the real city."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routing import Mode, Network, Point, Profile, Router, Source, Speeds, TravelKind
from routing.engine.metric import CLOSED_MS
from routing.speeds.delays import Delays
from routing.speeds.weights import edge_weights_ms
from tests.routing.worlds import NOON, PLAIN, along, dijkstra_s, grids, line_network, node_point, street_arcs

NO_DELAYS = Speeds(delays=Delays.none())
"""Without what turns and crossings cost, an oracle that goes from node to node knows everything."""


def scipy_seconds(network: Network, sources: list[int]) -> np.ndarray:
    """Seconds by ambulance with lights from nodes to all nodes, by scipy alone."""
    weights = edge_weights_ms(network, Speeds(), Profile.AMBULANS_SIRENE)
    cheapest: dict[tuple[int, int], int] = {}
    for edge, ms in enumerate(weights.tolist()):
        a, b = int(network.edge_a[edge]), int(network.edge_b[edge])
        for tail, head in [(a, b)] if network.edge_oneway[edge] else [(a, b), (b, a)]:
            if ms < CLOSED_MS:
                cheapest[tail, head] = min(ms, cheapest.get((tail, head), CLOSED_MS))
    tails, heads = zip(*cheapest, strict=True)
    shape = (network.node_count, network.node_count)
    graph = csr_array((np.array(list(cheapest.values()), dtype=float), (tails, heads)), shape=shape)
    return np.asarray(dijkstra(graph, indices=sources)) / 1000


def check_random_pairs(network: Network, nodes: list[int], pairs: int) -> None:
    rng = random.Random(119)
    router = Router(network, speeds=NO_DELAYS)
    chosen = [(rng.choice(nodes), rng.choice(nodes)) for _ in range(pairs)]
    sources = sorted({a for a, _ in chosen})
    expected = dict(zip(sources, scipy_seconds(network, sources), strict=True))
    for target in {b for _, b in chosen}:
        starts = [a for a, b in chosen if b == target]
        answers = router.travel_times_to(
            node_point(network, target), [Source(node_point(network, a), Mode.AMBULANS) for a in starts], NOON
        )
        for start, answer in zip(starts, answers, strict=True):
            assert answer.kind in {TravelKind.JALAN, TravelKind.SKEMATIK}
            assert answer.duration_s == pytest.approx(expected[start][target], rel=1e-6, abs=2e-3)


@pytest.mark.data
def test_a_thousand_pairs_of_the_real_city_equal_dijkstra(tanjungpinang: Network) -> None:
    check_random_pairs(tanjungpinang, list(range(tanjungpinang.node_count)), pairs=1000)


def test_the_skeleton_equals_dijkstra(skeleton: Network) -> None:
    mainland = np.flatnonzero(skeleton.land_component == 0).tolist()
    check_random_pairs(skeleton, mainland, pairs=1000)


def place_on(network: Network) -> st.SearchStrategy[tuple[int, float]]:
    return st.tuples(st.integers(0, network.edge_count - 1), st.floats(0.05, 0.95))


@given(grids(), st.data())
def test_places_in_mid_street_equal_a_graph_cut_there(network: Network, data: st.DataObject) -> None:
    """The oracle cuts the streets at both places and runs Dijkstra between the new nodes."""
    closed = data.draw(st.sets(st.integers(0, network.edge_count - 1), max_size=2))
    free = [edge for edge in range(network.edge_count) if edge not in closed]
    if not free:
        return
    place = st.tuples(st.sampled_from(free), st.floats(0.05, 0.95))
    places = [data.draw(place), data.draw(place)]
    router = Router(network, speeds=PLAIN)
    router.close(closed)
    points = [along(network, edge, fraction) for edge, fraction in places]
    snaps = [router.snap(point) for point in points]
    assert all(snap is not None for snap in snaps)
    cuts = {(snap.edge, snap.fraction): network.node_count + n for n, snap in enumerate(snaps) if snap}
    seconds = (edge_weights_ms(network, PLAIN, Profile.AMBULANS) / 1000).tolist()
    arcs = street_arcs(network, seconds, closed | {edge for edge, _ in cuts})
    for edge in {edge for edge, _ in cuts}:
        if edge in closed:  # a doubled street of which the other lane is shut: not what this test is about
            return
        stops = [(0.0, int(network.edge_a[edge]))]
        stops += sorted((fraction, node) for (e, fraction), node in cuts.items() if e == edge)
        stops.append((1.0, int(network.edge_b[edge])))
        for (begin, tail), (end, head) in pairwise(stops):
            arcs.append((tail, head, (end - begin) * seconds[edge]))
            if not network.edge_oneway[edge]:
                arcs.append((head, tail, (end - begin) * seconds[edge]))
    start, goal = (cuts[snap.edge, snap.fraction] for snap in snaps if snap)
    expected = dijkstra_s(arcs, start).get(goal)
    answer = router.travel_times_to(points[1], [Source(points[0], Mode.AMBULANS)], NOON)[0]
    if expected is None:
        assert answer.kind is TravelKind.GARIS_LURUS
    else:
        assert answer.kind is TravelKind.JALAN
        off_road_s = sum(snap.distance_m for snap in snaps if snap) * 3.6 / PLAIN.off_road_kmh
        assert answer.duration_s == pytest.approx(expected + off_road_s, abs=3e-3)


@given(grids(), st.data())
def test_the_matrix_says_what_travel_times_say(network: Network, data: st.DataObject) -> None:
    nodes = data.draw(st.lists(st.integers(0, network.node_count - 1), min_size=1, max_size=4))
    router = Router(network, speeds=PLAIN)
    points = [node_point(network, node) for node in nodes]
    sources = [Source(point, mode) for point in points for mode in (Mode.AMBULANS, Mode.MOTOR)]
    matrix = router.matrix(sources, points, at=NOON)
    for column, point in enumerate(points):
        times = [answer.duration_s for answer in router.travel_times_to(point, sources, NOON)]
        assert matrix[:, column].tolist() == times


@given(grids(), st.data())
def test_a_route_takes_the_time_that_was_promised(network: Network, data: st.DataObject) -> None:
    place = place_on(network)
    a, b = (along(network, *data.draw(place)) for _ in range(2))
    router = Router(network, speeds=PLAIN)
    promised = router.travel_times_to(b, [Source(a, Mode.AMBULANS)], NOON)[0]
    route = router.route(a, b, Mode.AMBULANS, NOON)
    assert route.kind is promised.kind
    assert route.duration_s == pytest.approx(promised.duration_s, abs=3e-3)
    assert route.coordinates[0] == (a.lon, a.lat)
    assert route.coordinates[-1] == (b.lon, b.lat)
    if route.kind is TravelKind.JALAN:  # 10 m/s along the road: the shape is as long as the time says
        assert route.length_m == pytest.approx(route.duration_s * 10, rel=0.01, abs=5)


def test_order_range_and_modes() -> None:
    router = Router(line_network(), speeds=PLAIN)
    here = [node_point(router.network, node) for node in range(4)]
    sources = [Source(here[3], Mode.MOTOR), Source(here[1], Mode.AMBULANS), Source(here[2], Mode.MOTOR)]
    answers = router.travel_times_to(here[0], sources, NOON)
    assert [round(answer.duration_s) for answer in answers] == [300, 100, 200]
    assert [(round(a.low_s), round(a.high_s)) for a in answers] == [(150, 600), (50, 200), (100, 400)]
    assert all(a.note_code is None and a.sea is None and a.length_m is None and not a.schematic for a in answers)
    assert router.travel_times_to(here[0], [], NOON) == []


def test_lights_make_it_quicker_and_only_for_ambulances(skeleton: Network) -> None:
    router = Router(skeleton)
    target = Point(0.9171, 104.4930)
    sources = [Source(Point(0.9083, 104.4508), mode) for mode in (Mode.AMBULANS, Mode.MOTOR)]
    with_lights = router.travel_times_to(target, sources, NOON, lights=True)
    without = router.travel_times_to(target, sources, NOON, lights=False)
    assert with_lights[0].duration_s < without[0].duration_s
    assert with_lights[1] == without[1]
