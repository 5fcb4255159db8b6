"""How long a recommendation takes: 200 moving units, the city's network, warm, as the live core asks it."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np

import routing
from cities import load_city
from dispatch.domain.words import Disposition, Priority
from dispatch.policy.answers import Candidate, Request
from dispatch.policy.recommend import recommend
from psc119.bench.rows import BenchFailed, Row, Unit
from psc119.bench.stand import Conditions
from psc119.roads import roads_of, skeleton_of
from psc119.settings import Settings

UNITS = 200
WARM_UP = 50
_ASKS_PER_S = 100
"""Asks for each second of the window: 1,000 in the ten seconds of a usual run give a p99 of ten samples."""
_CAPABILITIES = {"ambulans": ("ambulans", "oksigen"), "trc": ("trc", "persalinan"), "kapal": ("kapal",)}
_MODES = {"ambulans": routing.Mode.AMBULANS, "trc": routing.Mode.MOTOR, "kapal": routing.Mode.KAPAL}
# Of ten units six are ambulances, three TRC teams on motorcycles and one a boat.
_KINDS = ("ambulans",) * 6 + ("trc",) * 3 + ("kapal",)
_FLEET = tuple(_KINDS[number % len(_KINDS)] for number in range(UNITS))


def measure(conditions: Conditions, city_id: str = "tanjungpinang") -> list[Row]:
    """Ask for travel times and a recommendation, each time with every unit and the caller elsewhere.

    Units' positions are snapped when they arrive, as the core does it, so that is not in the window; the caller's is.
    """
    city = load_city(city_id)
    network = routing.import_network(conditions.network) if conditions.network else skeleton_of(city)
    router = roads_of(city, network, Settings(routing_url=None, routing_kind=None)).router
    asks = max(100, int(conditions.window_s * _ASKS_PER_S))
    times_ms: list[float] = []
    for number, (target, sources) in enumerate(_situations(network, WARM_UP + asks)):
        router.remember(sources)
        now = datetime.now(UTC)
        began = time.perf_counter()
        answer = _ask(router, target, sources, now)
        if number >= WARM_UP:
            times_ms.append((time.perf_counter() - began) * 1000)
        if len(answer) != UNITS:
            raise BenchFailed(f"{len(answer)} of {UNITS} units in the answer")
    note = f"{UNITS} units, {asks} asks, {network.label}, {network.node_count} nodes"
    note += ", schematic" if network.schematic else ""
    return [
        Row("recommend_p50", float(np.percentile(times_ms, 50)), Unit.MILLISECONDS, note),
        Row("recommend_p99", float(np.percentile(times_ms, 99)), Unit.MILLISECONDS, note),
    ]


def _situations(network: routing.Network, count: int) -> Iterator[tuple[routing.Point, list[routing.Source]]]:
    """A caller and the units' places, all near roads, other ones each time: nothing answers from memory."""
    drawn = np.random.default_rng(119)
    for _ in range(count):
        nodes = drawn.integers(network.node_count, size=UNITS + 1)
        near = drawn.normal(scale=0.0002, size=(UNITS + 1, 2))
        places = np.column_stack((network.node_lat[nodes], network.node_lon[nodes])) + near
        target, *units = (routing.Point(float(lat), float(lon)) for lat, lon in places)
        yield target, [routing.Source(unit, _MODES[kind]) for unit, kind in zip(units, _FLEET, strict=True)]


def _ask(router: routing.TravelTimes, target: routing.Point, sources: list[routing.Source], now: datetime) -> list[str]:
    times = router.travel_times_to(target, sources, now)
    request = Request(
        priority=Priority.MERAH, disposition=Disposition.EVAKUASI, capabilities=("trc", "ambulans", "oksigen")
    )
    candidates = [
        Candidate(
            unit_id=f"unit-{number}",
            kind=kind,
            capabilities=_CAPABILITIES[kind],
            position_age_s=5.0,
            turnout_s=90.0,
            travel_s=travel.duration_s,
            travel_low_s=travel.low_s,
            travel_high_s=travel.high_s,
        )
        for number, (kind, travel) in enumerate(zip(_FLEET, times, strict=True))
    ]
    return [line.unit_id for line in recommend(request, candidates).ranked]
