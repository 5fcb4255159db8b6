"""How soon the others see it: 500 screens on one stream, ten events a second."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import uuid4

import numpy as np
import orjson

from dispatch.domain.words import Role
from dispatch.store.pool import Database
from psc119.bench.people import Person, make_account, signed_in
from psc119.bench.rows import BenchFailed, Row, Unit
from psc119.bench.screen import Screen
from psc119.bench.stand import Conditions, Server

CITY = "tanjungpinang"
SCREENS = 500
EVENTS_PER_S = 10
_CONNECT_AT_ONCE = 50
_SENDERS = 4
_ARRIVES_WITHIN_S = 15.0
_POLL_S = 0.02


async def measure(server: Server, database: Database, conditions: Conditions, *, screens: int = SCREENS) -> list[Row]:
    """From sending a command to its change on each screen; the command's own way to the disk is in the figure."""
    operator_name = await make_account(database, Role.OPERATOR, [CITY])
    supervisor_name = await make_account(database, Role.SUPERVISOR, [CITY])
    async with AsyncExitStack() as stack:
        senders = [await stack.enter_async_context(signed_in(server, operator_name)) for _ in range(_SENDERS)]
        supervisor = await stack.enter_async_context(signed_in(server, supervisor_name))
        watching = await stack.enter_async_context(open_screens(server, (senders[0], supervisor), screens))
        sent_at = await _send(senders, conditions.window_s)
        delays_ms = await _delays_ms(watching, sent_at)
    note = f"{screens} screens, {len(sent_at)} events at {EVENTS_PER_S} a second, from sending to arrival"
    return [
        Row("fanout_p50", float(np.percentile(delays_ms, 50)), Unit.MILLISECONDS, note),
        Row("fanout_p99", float(np.percentile(delays_ms, 99)), Unit.MILLISECONDS, note),
    ]


@asynccontextmanager
async def open_screens(server: Server, people: tuple[Person, ...], count: int) -> AsyncIterator[list[Screen]]:
    """Screens of `people` in turn, each with the board of the city before it."""
    screens: list[Screen] = []
    try:
        while len(screens) < count:
            batch = range(len(screens), min(count, len(screens) + _CONNECT_AT_ONCE))
            screens += await asyncio.gather(*(_open(server, people[number % len(people)]) for number in batch))
        await _until(lambda: all(_snapshot_came(screen) for screen in screens), "the boards")
        for screen in screens:
            screen.received.clear()
        yield screens
    finally:
        for screen in screens:
            screen.close()


async def _open(server: Server, person: Person) -> Screen:
    headers = {name: person.headers[name] for name in ("origin", "cookie")}
    screen = await Screen.open(server.port, "/api/live", headers)
    screen.say({"type": "open", "streams": {f"psc:{CITY}": {}}})
    return screen


async def _send(senders: list[Person], window_s: float) -> dict[int, float]:
    """Notes at an even pace, each sender on a case of their own; returns by sequence number when each was sent."""
    sent_at: dict[int, float] = {}
    free: asyncio.Queue[tuple[Person, str]] = asyncio.Queue()
    for sender in senders:
        incident_id = str(uuid4())
        await sender.command(f"/api/psc/{CITY}/incidents", incident_id=incident_id)
        free.put_nowait((sender, f"/api/psc/{CITY}/incidents/{incident_id}/notes"))

    async def note(number: int) -> None:
        sender, path = await free.get()
        began = time.perf_counter()
        answer = await sender.command(path, text=f"catatan ke-{number}")
        sent_at[answer["seq"]] = began
        free.put_nowait((sender, path))

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(int(window_s * EVENTS_PER_S)):
            await asyncio.sleep(began + number / EVENTS_PER_S - time.perf_counter())
            group.create_task(note(number))
    return sent_at


async def _delays_ms(screens: list[Screen], sent_at: dict[int, float]) -> list[float]:
    """The delay of every event on every screen.

    Raises:
        BenchFailed: a screen was cut off, or an event did not reach it exactly once.
    """
    seqs: dict[bytes, int | None] = {}

    def seq_of(message: bytes) -> int | None:
        if message not in seqs:
            seqs[message] = _seq(message)
        return seqs[message]

    def arrivals(screen: Screen) -> list[tuple[float, int]]:
        return [(at, seq) for at, message in screen.received if (seq := seq_of(message)) in sent_at and seq is not None]

    await _until(lambda: all(len(arrivals(screen)) >= len(sent_at) for screen in screens), "the last events")
    delays: list[float] = []
    for screen in screens:
        came = arrivals(screen)
        if screen.lost or sorted(seq for _, seq in came) != sorted(sent_at):
            raise BenchFailed(f"a screen received {len(came)} of {len(sent_at)} events")
        delays += [(at - sent_at[seq]) * 1000 for at, seq in came]
    return delays


def _seq(message: bytes) -> int | None:
    document = orjson.loads(message)
    seq: int | None = document["seq"] if document["type"] == "changes" else None
    return seq


def _snapshot_came(screen: Screen) -> bool:
    return any(message.startswith(b'{"type":"snapshot"') for _, message in screen.received)


async def _until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _ARRIVES_WITHIN_S
    while not holds():
        if time.monotonic() > deadline:
            raise BenchFailed(f"{what} did not reach every screen within {_ARRIVES_WITHIN_S:.0f} s")
        await asyncio.sleep(_POLL_S)
