"""Computing tables: the layers in blocks, by several threads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.errors import RoutingInputError
from routing.geo import IntArray
from routing.tables.tables import (
    MOVERS,
    WEEK_H,
    Departure,
    Mover,
    TablePlace,
    Tables,
    check_places,
    hours_of_week,
    key_of,
)
from routing.travel.answers import Source
from routing.travel.router import Router

BLOCK = 128
"""Targets in one piece of work: enough that a search's beginning costs little, few enough to show progress."""

Progress = Callable[[int, int], None]
"""Told pieces done and pieces in all."""


class Plan(NamedTuple):
    """What is to be computed."""

    places: tuple[TablePlace, ...]
    movers: tuple[Mover, ...]
    departures: tuple[Departure, ...]
    departure_of_hour: IntArray

    def key(self, router: Router) -> str:
        """The key that the tables will have."""
        return key_of(router.network.hash, self.departures, self.departure_of_hour, self.places, self.movers)


def plan_tables(
    router: Router, places: Sequence[TablePlace], week_of: datetime, movers: Sequence[Mover] = MOVERS
) -> Plan:
    """Which instants stand for the hours of a week.

    Each hour is represented by its middle. Hours with the same weights share an instant; in a city with boats only
    those at the same time of day, because what is waited for a boat depends on it.

    Args:
        week_of: an aware instant in the week to be represented; closures planned for that week count.

    Raises:
        RoutingInputError: an instant without a zone, an id twice, or a point that is no coordinate.
    """
    check_places(places)
    if not places:
        raise RoutingInputError("tables need at least one place")
    departures: list[Departure] = []
    numbers: dict[tuple[str, int, int], int] = {}
    departure_of_hour = np.empty(WEEK_H, dtype=np.int64)
    for hour, at in enumerate(hours_of_week(week_of, router.boats.zone)):
        metric_id = router.metric_at(at)
        name = (metric_id, *router.boats_alike(at))
        if name not in numbers:
            numbers[name] = len(departures)
            departures.append(Departure(at, metric_id))
        departure_of_hour[hour] = numbers[name]
    return Plan(tuple(places), tuple(movers), tuple(departures), departure_of_hour)


def compute_tables(router: Router, plan: Plan, *, workers: int, progress: Progress | None = None) -> Tables:
    """Every layer of a plan; the same bytes with any number of workers.

    Args:
        workers: threads; the search library lets them run side by side.
        progress: called in this thread after each piece. What it raises ends the work.
    """
    count = len(plan.places)
    shape = (len(plan.movers), len(plan.departures), count, count)
    seconds, kind = np.empty(shape, dtype=np.float32), np.empty(shape, dtype=np.uint8)

    def fill(mover: int, departure: int, begin: int) -> None:
        block = slice(begin, begin + BLOCK)
        mode, lights = plan.movers[mover]
        found = router.matrix_with_kinds(
            [Source(place.point, mode) for place in plan.places],
            [place.point for place in plan.places[block]],
            at=plan.departures[departure].at,
            lights=lights,
        )
        seconds[mover, departure, :, block] = found.duration_s
        kind[mover, departure, :, block] = found.kind

    pieces = [
        (mover, departure, begin)
        for departure in range(len(plan.departures))
        for mover in range(len(plan.movers))
        for begin in range(0, count, BLOCK)
    ]
    with ThreadPoolExecutor(workers, thread_name_prefix="tables") as pool:
        work: list[Future[None]] = [pool.submit(fill, *piece) for piece in pieces]
        try:
            for done, piece in enumerate(as_completed(work), start=1):
                piece.result()
                if progress is not None:
                    progress(done, len(work))
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return _tables(router, plan, seconds, kind)


def _tables(router: Router, plan: Plan, seconds: NDArray[np.float32], kind: NDArray[np.uint8]) -> Tables:
    """The layers, equal ones kept once: where no boat is taken, the hours of one period give the same times."""
    number_of: dict[bytes, int] = {}
    kept: list[tuple[int, int]] = []
    layer = np.empty(seconds.shape[:2], dtype=np.int64)
    for mover, departure in np.ndindex(*layer.shape):
        content = seconds[mover, departure].tobytes() + kind[mover, departure].tobytes()
        if content not in number_of:
            number_of[content] = len(kept)
            kept.append((mover, departure))
        layer[mover, departure] = number_of[content]
    rows, columns = np.array(kept, dtype=np.int64).reshape(-1, 2).T
    return Tables(
        places=plan.places,
        movers=plan.movers,
        departures=plan.departures,
        network_hash=router.network.hash,
        zone=router.boats.zone,
        departure_of_hour=plan.departure_of_hour,
        layer=layer,
        seconds=seconds[rows, columns],
        kind=kind[rows, columns],
    )
