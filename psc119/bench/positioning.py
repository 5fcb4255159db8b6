"""Positions in: in batches of 50, and one by one."""

import asyncio
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime

from dispatch.domain.words import Role
from dispatch.store.pool import Database
from psc119.bench.people import Person, make_account, signed_in
from psc119.bench.rows import BenchFailed, Row, Unit
from psc119.bench.stand import Conditions, Server

CITY = "tanjungpinang"
BATCH = 50
SENDERS = 8
UNITS = ("psc-1", "amb-sei-jang", "amb-batu-10", "amb-mekar-baru", "amb-kampung-bugis")


async def measure(server: Server, database: Database, conditions: Conditions) -> list[Row]:
    """Fixes a second in batches, and requests a second with one fix each."""
    name = await make_account(database, Role.OPERATOR, [CITY])
    async with AsyncExitStack() as stack:
        senders = [await stack.enter_async_context(signed_in(server, name)) for _ in range(SENDERS)]
        batched = await _rate(database, senders, BATCH, conditions.window_s)
        single = await _rate(database, senders, 1, conditions.window_s)
    note = f"{SENDERS} senders, every fix on disk"
    return [
        Row("positions_batch_rate", batched, Unit.FIXES_PER_S, f"batches of {BATCH}, {note}"),
        Row("positions_single_rate", single, Unit.REQUESTS_PER_S, f"one fix a request, {note}"),
    ]


async def _rate(database: Database, senders: list[Person], batch: int, window_s: float) -> float:
    before = await _count(database)
    began = time.perf_counter()
    stored = sum(await asyncio.gather(*(_send(sender, batch, began + window_s) for sender in senders)))
    took_s = time.perf_counter() - began
    grown = await _count(database) - before
    if grown != stored:
        raise BenchFailed(f"{grown} fixes in the table where {stored} were accepted")
    return stored / took_s


async def _send(sender: Person, batch: int, ends: float) -> int:
    stored = 0
    while time.perf_counter() < ends:
        at = datetime.now(UTC).isoformat()
        fixes = [
            {
                "unit_id": UNITS[(stored + number) % len(UNITS)],
                "lat": 0.9 + number * 1e-4,
                "lon": 104.47,
                "accuracy_m": 8.0,
                "speed_kmh": 42.0,
                "at": at,
            }
            for number in range(batch)
        ]
        answer = await sender.post(f"/api/psc/{CITY}/positions", {"fixes": fixes})
        stored += answer["stored"]
    return stored


async def _count(database: Database) -> int:
    count: int = await database.value("SELECT count(*) FROM position")
    return count
