"""The benches of the dispatch core: which there are, and one run over those that are wanted."""

import dataclasses
import os
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path

from dispatch.store.pool import Database
from psc119 import loop
from psc119.bench import calling, positioning, recommending, spreading, starting
from psc119.bench.rows import Row
from psc119.bench.stand import Conditions, Server, running_server

Measure = Callable[[Conditions], list[Row]]
Progress = Callable[[str], None]
"""Told what begins now, in the words of whoever runs the bench."""


def _on_server(measure: Callable[[Server, Database, Conditions], Awaitable[list[Row]]], *, streams: int) -> Measure:
    """A bench that needs a running server; `streams` are those beside the city's own, at most what is asked for."""

    def run(conditions: Conditions) -> list[Row]:
        async def main() -> list[Row]:
            fitting = dataclasses.replace(conditions, streams=min(streams, conditions.streams))
            async with running_server(fitting) as (server, database):
                return await measure(server, database, fitting)

        try:
            return loop.run(main())
        except BaseExceptionGroup as failures:
            # Of people who work side by side, the first to fail says why.
            raise _first(failures) from failures

    return run


def _first(error: BaseException) -> BaseException:
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


def _start(conditions: Conditions) -> list[Row]:
    return starting.measure(dataclasses.replace(conditions, streams=0))


# What is said while it runs → the rows it gives → how. Each has a server and a data folder of its own.
BENCHES: tuple[tuple[str, tuple[str, ...], Measure], ...] = (
    ("Rekomendasi", ("recommend_p50", "recommend_p99"), recommending.measure),
    (
        "Panggilan",
        ("event_rate", "event_rate_one_stream", "event_rate_ceiling", "commands_per_s"),
        _on_server(calling.measure, streams=20),
    ),
    ("Sebaran ke layar", ("fanout_p50", "fanout_p99"), _on_server(spreading.measure, streams=0)),
    ("Posisi", ("positions_batch_rate", "positions_single_rate"), _on_server(positioning.measure, streams=0)),
    ("Penyalaan", ("start_cold", "start_warm"), _start),
)
NAMES = tuple(name for _, names, _ in BENCHES for name in names)


def measure(conditions: Conditions, *, only: Collection[str] = NAMES, progress: Progress = lambda _: None) -> list[Row]:
    """Every row in `only`, in the order of `NAMES`.

    Raises:
        BenchFailed: something could not be measured.
    """
    rows: list[Row] = []
    for what, names, run in BENCHES:
        if not set(names).isdisjoint(only):
            progress(what)
            rows += [row for row in run(conditions) if row.name in only]
    return rows


def shared_data() -> Path:
    """The folder of real networks: `PSC119_SHARED_DATA`, else beside the checkout."""
    return Path(os.environ.get("PSC119_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")


def find_network() -> Path | None:
    """The roads to measure on: what `PSC119_NETWORK` names, else the city's from the data beside the checkout."""
    named = os.environ.get("PSC119_NETWORK")
    if named:
        return Path(named)
    city = shared_data() / "tanjungpinang"
    return city if (city / "road_nodes.csv").is_file() else None
