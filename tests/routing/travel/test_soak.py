"""Many threads ask while roads close and open: no crash, no leak, and no answer that mixes two sets of weights."""

from __future__ import annotations

import itertools
import random
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

import routing.travel.closable
from routing import Closure, EngineError, Mode, Network, Point, Route, Router, Source, Speeds
from routing.engine.graph import TurnGraph

THREADS = 8
WARM_UP_ROUNDS = 3
LEAST_ROUNDS = 20
MOST_GROWTH = 0.2
"""Of memory, after every metric and snap that the questions need was made once."""

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
RUSH = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # Tuesday, 07.00 WIB


class Asked(NamedTuple):
    """A question with its answers under the two sets of closures, by Dijkstra."""

    target: Point
    sources: list[Source]
    at: datetime
    expected: list[tuple[tuple[float, ...], float]]


def places(network: Network, rng: random.Random, count: int) -> list[Point]:
    nodes = [rng.randrange(network.node_count) for _ in range(count)]
    return [Point(float(network.node_lat[node]), float(network.node_lon[node])) for node in nodes]


def answer(router: Router, target: Point, sources: list[Source], at: datetime) -> tuple[tuple[float, ...], float]:
    times = router.travel_times_to(target, sources, at)
    route: Route = router.route(sources[0].point, target, sources[0].mode, at)
    return tuple(time.duration_s for time in times), route.duration_s


def closures(network: Network, rng: random.Random) -> list[list[Closure]]:
    """Two sets: a flood here, a flood there."""
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    sizes = network.edge_count // 20
    return [
        [Closure(name, frozenset(rng.sample(range(network.edge_count), sizes)), frozenset(), begin)]
        for name in ("di sini", "di sana")
    ]


def memory_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def run(network: Network, monkeypatch: pytest.MonkeyPatch, *, seconds: float) -> None:
    rng = random.Random(119)
    floods = closures(network, rng)

    def no_hierarchy(_: TurnGraph, order: object = None) -> None:
        raise EngineError("the oracle goes without")

    with monkeypatch.context() as patch:
        patch.setattr(routing.travel.closable, "CchEngine", no_hierarchy)
        oracle = Router(network, speeds=Speeds())
    questions: list[Asked] = []
    for number in range(24):
        (target, *starts) = places(network, rng, 12)
        sources = [Source(start, rng.choice([Mode.AMBULANS, Mode.MOTOR])) for start in starts]
        at = (NOON, RUSH)[number % 2]
        expected = []
        for flood in floods:
            oracle.set_closures(flood)
            expected.append(answer(oracle, target, sources, at))
        questions.append(Asked(target, sources, at, expected))
    assert any(question.expected[0] != question.expected[1] for question in questions)

    router = Router(network, speeds=Speeds())
    router.set_closures(floods[0])
    stop, faults, rounds = threading.Event(), [], itertools.count()

    def ask(seed: int) -> None:
        own = random.Random(seed)
        while not stop.is_set():
            asked = own.choice(questions)
            times, duration_s = answer(router, asked.target, asked.sources, asked.at)
            # The two questions of one answer may see a closure between them; each sees one set of weights whole.
            if times not in {e[0] for e in asked.expected} or duration_s not in {e[1] for e in asked.expected}:
                faults.append((asked, times, duration_s))
                return
            next(rounds)

    def guarded(seed: int) -> None:
        try:
            ask(seed)
        except BaseException as error:
            faults.append(error)
            raise

    threads = [threading.Thread(target=guarded, args=(seed,)) for seed in range(THREADS)]
    for thread in threads:
        thread.start()
    ends = time.monotonic() + seconds
    warm = 0
    for number in itertools.count():
        router.set_closures(floods[number % 2], warm_at=[NOON, RUSH])
        if number == WARM_UP_ROUNDS * len(floods):
            warm = memory_bytes()
        if faults or (time.monotonic() > ends and number > LEAST_ROUNDS):
            break
    stop.set()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    assert not faults, faults[0]
    assert next(rounds) >= THREADS
    assert memory_bytes() < warm * (1 + MOST_GROWTH)


def test_twenty_seconds_of_closures_under_questions(skeleton: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    run(skeleton, monkeypatch, seconds=20)


@pytest.mark.soak
@pytest.mark.data
def test_ten_minutes_of_closures_under_questions(tanjungpinang: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tanjungpinang, monkeypatch, seconds=600)
