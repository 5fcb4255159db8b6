"""The questions that every contestant is timed on, and what our router does beyond them."""

import importlib.util
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import numpy as np

import routing
from psc119.bench.roads.contestants import CONTESTANTS, Contestant
from psc119.bench.roads.subjects import SUBJECTS, Subject, read_subject
from psc119.bench.rows import BenchFailed, Row, Unit
from routing.engine.graph import TurnGraph, graph_of
from routing.geo import FloatArray, IntArray
from routing.places.snap import SnapIndex
from routing.speeds.weights import passable_edges
from routing.travel.costs import CostBook

MAIN = "tanjungpinang"
"""The subject whose rows carry the bare names, which have budgets."""

FLEETS = (1, 50, 200, 1000)
CLOSED_EDGES = 100
NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
"""A Tuesday, 12.00 in Tanjungpinang."""

ROUNDS = 200
ALTERNATIONS = 100
MATRIX = (200, 2000)
SLOW = frozenset({"networkx", "rustworkx", "igraph", "pandana"})
HIERARCHIES = frozenset({"ours", "bare"})
"""Only these are asked for the whole matrix; of the others a part is measured, and compared by the cell."""

LARGE_STATES = 100_000
NOT_ON_LARGE = frozenset({"pandana"})
"""It was still building a network of this size after minutes."""

PROFILE = routing.Profile.AMBULANS_SIRENE
Progress = Callable[[str], None]
_T = TypeVar("_T")


def measure(names: tuple[str, ...] = tuple(SUBJECTS), *, progress: Progress = lambda _: None) -> list[Row]:
    """Every contestant on every named network, and our router on each.

    Raises:
        BenchFailed: a network's file is absent, or two contestants answer differently.
    """
    return [row for name in names for row in _measure_subject(name, progress)]


def _measure_subject(name: str, progress: Progress) -> Iterator[Row]:
    progress(f"{name}: membaca")
    subject = read_subject(name)
    graph = graph_of(subject.network)
    size = f"{subject.network.node_count:,} simpul, {graph.state_count:,} keadaan, {len(graph.arc):,} langkah"
    yield _row(name, "build", subject.build_s, Unit.SECONDS, size)
    progress(f"{name}: router kami")
    yield from _router_rows(subject)
    weights_ms = _weights_ms(graph)
    expected: FloatArray | None = None
    layers: dict[str, Contestant] = {}
    for contestant in CONTESTANTS:
        if contestant not in ("ours", "bare") and importlib.util.find_spec(contestant) is None:
            progress(f"{name}: {contestant} tidak terpasang, dilewati")
            continue
        if contestant in NOT_ON_LARGE and graph.state_count > LARGE_STATES:
            continue
        progress(f"{name}: {contestant}")
        begin = time.perf_counter()
        library = CONTESTANTS[contestant](graph)
        library.weigh(weights_ms)
        yield _row(name, "engine_build", time.perf_counter() - begin, Unit.SECONDS, contestant=contestant)
        answer = library.times_to(*_check_question(graph))
        if expected is None:
            expected = answer
        elif not np.array_equal(expected, answer):
            raise BenchFailed(f"{name}: {contestant} menjawab lain daripada mesin kami; tidak ada yang dibandingkan.")
        yield from _question_rows(name, contestant, library, graph, weights_ms)
        if contestant in HIERARCHIES:
            layers[contestant] = library
        if layers.keys() == HIERARCHIES:
            ratio = _overhead(layers["ours"], layers["bare"], graph)
            yield _row(name, "overhead", ratio, Unit.RATIO, "m2o_1000, kami dibagi pustaka di bawahnya")
            layers.clear()


def _question_rows(
    name: str, contestant: str, library: Contestant, graph: TurnGraph, weights_ms: IntArray
) -> Iterator[Row]:
    rng = np.random.default_rng(119)
    share = _patience(contestant, graph)
    rounds = max(2, round(ROUNDS * share))
    for fleet in FLEETS:
        targets = rng.integers(0, graph.state_count, rounds).tolist()
        asked = [(rng.integers(0, graph.state_count, fleet), target) for target in targets]
        p50, p99 = _percentiles_ms(lambda question: library.times_to(*question), asked)
        yield _row(name, f"m2o_{fleet}", p50, Unit.MILLISECONDS, f"{rounds} kali", contestant)
        yield _row(name, f"m2o_{fleet}_p99", p99, Unit.MILLISECONDS, f"{rounds} kali", contestant)
    rows, columns = MATRIX if contestant in HIERARCHIES else (MATRIX[0], max(2, round(MATRIX[1] * share / 4)))
    size = f"{rows} × {columns}"
    begin = time.perf_counter()
    library.matrix(*(rng.integers(0, graph.state_count, side) for side in (rows, columns)))
    seconds = time.perf_counter() - begin
    yield _row(name, "matrix", seconds, Unit.SECONDS, size, contestant)
    yield _row(name, "matrix_cell", seconds / rows / columns * 1e6, Unit.MICROSECONDS, size, contestant)
    begin = time.perf_counter()
    library.weigh(weights_ms)
    yield _row(name, "reweight", (time.perf_counter() - begin) * 1000, Unit.MILLISECONDS, "semua bobot", contestant)


def _overhead(ours: Contestant, bare: Contestant, graph: TurnGraph) -> float:
    """Ours through the library's time, question by question in turn, so that neither has the warmer machine."""
    rng = np.random.default_rng(53)
    targets = rng.integers(0, graph.state_count, ALTERNATIONS).tolist()
    spent: dict[Contestant, list[float]] = {ours: [], bare: []}
    for target in targets:
        sources = rng.integers(0, graph.state_count, FLEETS[-1])
        for library, times in spent.items():
            begin = time.perf_counter()
            library.times_to(sources, target)
            times.append(time.perf_counter() - begin)
    return float(np.median(spent[ours]) / np.median(spent[bare]))


def _patience(contestant: str, graph: TurnGraph) -> float:
    """The share of all questions that a library is asked: the slow ones, and on a large graph, would take an hour."""
    return (0.05 if contestant in SLOW else 1.0) * (0.1 if graph.state_count > LARGE_STATES else 1.0)


def _router_rows(subject: Subject) -> Iterator[Row]:
    """Loading, and what stands between a question in coordinates and the engine."""
    with tempfile.TemporaryDirectory() as folder:
        path = routing.save_network(subject.network, Path(folder) / "bench.npz")
        begin = time.perf_counter()
        network = routing.load_network(path)
        router = routing.Router(network)
        router.warm_up(NOON)
        yield _row(subject.name, "load", time.perf_counter() - begin, Unit.SECONDS, "berkas → siap menjawab")
    rng = np.random.default_rng(7)
    fleet = [routing.Source(point, routing.Mode.AMBULANS) for point in _places(network, rng, 1000)]
    targets = _places(network, rng, 100)
    router.remember([*fleet, *(routing.Source(target, routing.Mode.AMBULANS) for target in targets)])
    p50, p99 = _percentiles_ms(lambda target: router.travel_times_to(target, fleet, NOON), targets)
    note = "koordinat → waktu dengan rentang, tempat sudah dikenal"
    yield _row(subject.name, "router_1000", p50, Unit.MILLISECONDS, note)
    yield _row(subject.name, "router_1000_p99", p99, Unit.MILLISECONDS, note)
    index = SnapIndex(network, passable_edges(network, routing.Speeds(), PROFILE), 500.0)
    crowds = [_strays(network, rng, 1000) for _ in range(10)]
    snap_ms, _ = _percentiles_ms(lambda crowd: index.snap(*crowd), crowds)
    yield _row(subject.name, "snap_1000", snap_ms, Unit.MILLISECONDS, "posisi baru dengan arah")
    closures = [rng.choice(network.edge_count, CLOSED_EDGES, replace=False).tolist() for _ in range(5)]
    live = len(routing.Profile)
    spent = []
    for edges in closures:
        begin = time.perf_counter()
        router.set_closures([routing.Closure("uji", frozenset(edges), frozenset(), NOON)], warm_at=[NOON])
        spent.append((time.perf_counter() - begin) * 1000 / live)
    yield _row(
        subject.name, "closure", float(np.median(spent)), Unit.MILLISECONDS, f"{CLOSED_EDGES} ruas, tiap metrik hidup"
    )
    isochrone_ms, _ = _percentiles_ms(lambda point: router.isochrone(point, 600, at=NOON), targets[:10])
    yield _row(subject.name, "isochrone_10min", isochrone_ms, Unit.MILLISECONDS, "dengan poligon")


def _places(network: routing.Network, rng: np.random.Generator, count: int) -> list[routing.Point]:
    shape_points = rng.integers(0, len(network.geometry_lat), count)
    lat, lon = network.geometry_lat[shape_points], network.geometry_lon[shape_points]
    return [routing.Point(*pair) for pair in zip(lat.tolist(), lon.tolist(), strict=True)]


def _strays(network: routing.Network, rng: np.random.Generator, count: int) -> tuple[list[routing.Point], FloatArray]:
    """New positions some 20 m beside the roads, and a heading for each."""
    strays = [
        routing.Point(point.lat + float(north), point.lon + float(east))
        for point, (north, east) in zip(_places(network, rng, count), rng.normal(0, 2e-4, (count, 2)), strict=True)
    ]
    return strays, rng.uniform(0, 360, count)


def _weights_ms(graph: TurnGraph) -> IntArray:
    speeds = routing.Speeds()
    return CostBook(graph, speeds).get(PROFILE, speeds.period_of(NOON)).step_ms


def _check_question(graph: TurnGraph) -> tuple[IntArray, int]:
    rng = np.random.default_rng(3)
    return rng.integers(0, graph.state_count, 200), int(rng.integers(graph.state_count))


def _percentiles_ms(ask: Callable[[_T], object], questions: list[_T]) -> tuple[float, float]:
    ask(questions[0])
    spent = []
    for question in questions:
        begin = time.perf_counter()
        ask(question)
        spent.append((time.perf_counter() - begin) * 1000)
    p50, p99 = np.percentile(spent, [50, 99])
    return float(p50), float(p99)


def _name(subject: str, what: str, contestant: str) -> str:
    """`m2o_1000` for ours in the first city; others are prefixed by subject and contestant."""
    parts = [subject] * (subject != MAIN) + [contestant] * (contestant != "ours")
    return ".".join([*parts, what])


def _row(subject: str, what: str, value: float, unit: Unit, note: str = "", contestant: str = "ours") -> Row:
    return Row(_name(subject, what, contestant), value, unit, note)
