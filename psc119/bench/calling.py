"""Sustained calls: each the whole path from ring to clear over HTTP, by an operator and a crew, all events on disk."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from dispatch.domain.words import Role
from dispatch.store.pool import Database
from psc119.assembly import bench_streams
from psc119.bench.people import Person, connected, make_account, signed_in
from psc119.bench.rows import BenchFailed, Row, Unit
from psc119.bench.stand import Conditions, Server

CITY = "tanjungpinang"
HOSPITAL = "rsud-rat"
COMMANDS_PER_CALL = 13
# One unit is one call at a time, so this many calls go on at once in a stream, and so many when the ceiling is sought.
UNITS = ("psc-1", "amb-sei-jang", "amb-batu-10", "amb-mekar-baru")
ONE_STREAM_AT_ONCE = 4
CEILING_AT_ONCE = (2, 4)
_PLACE = {"kind": "point", "lat": 0.8997, "lon": 104.475, "source": "peta"}
_STEPS = ("acknowledged", "en_route", "on_scene", "with_patient")


@dataclass(frozen=True, slots=True)
class Desk:
    """One PSC: for each unit an operator's screen, and its crew's tablet."""

    psc: str
    operators: dict[str, Person]
    crews: dict[str, Person]


@dataclass(slots=True)
class Tally:
    """What was done in a window."""

    calls: int = 0
    commands: int = 0
    last_seq: dict[str, int] = field(default_factory=dict)


async def measure(server: Server, database: Database, conditions: Conditions) -> list[Row]:
    """Calls in one stream, over all streams, and the most that goes when more calls go on at once."""
    keys = bench_streams(CITY, conditions.streams)
    async with desks(server, database, keys) as open_desks:
        await _run(database, open_desks, at_once=1, window_s=min(1.0, conditions.window_s))  # warm
        one = await _run(database, open_desks[:1], at_once=ONE_STREAM_AT_ONCE, window_s=conditions.window_s)
        all_ = await _run(database, open_desks, at_once=1, window_s=conditions.window_s)
        more = [
            await _run(database, open_desks, at_once=at_once, window_s=conditions.window_s)
            for at_once in CEILING_AT_ONCE
        ]
    best = max([all_, *more], key=lambda rates: rates[0])
    path = f"{COMMANDS_PER_CALL} commands a call, every event on disk"
    return [
        Row("event_rate", all_[0], Unit.CALLS_PER_S, f"{len(keys)} streams, 1 call at once in each, {path}"),
        Row("event_rate_one_stream", one[0], Unit.CALLS_PER_S, f"{ONE_STREAM_AT_ONCE} calls at once, {path}"),
        Row("event_rate_ceiling", best[0], Unit.CALLS_PER_S, "the best of 1, 2 and 4 calls at once in each stream"),
        Row("commands_per_s", all_[1], Unit.COMMANDS_PER_S, "in the window of event_rate"),
    ]


@asynccontextmanager
async def desks(server: Server, database: Database, keys: list[str]) -> AsyncIterator[list[Desk]]:
    """Operators and crews signed in, their units on duty. Passwords are checked here, outside any window."""
    operator_name = await make_account(database, Role.OPERATOR, keys)
    async with AsyncExitStack() as stack:
        made = []
        for key in keys:
            operator = await stack.enter_async_context(signed_in(server, operator_name))
            crew_name = await make_account(database, Role.CREW, [key])
            desk = Desk(key, {}, {})
            for unit_id in UNITS:
                desk.operators[unit_id] = await stack.enter_async_context(connected(server, operator))
                desk.crews[unit_id] = await stack.enter_async_context(signed_in(server, crew_name, unit_id=unit_id))
                await operator.command(f"/api/psc/{key}/units/{unit_id}/duty", duty="available")
            made.append(desk)
        yield made


async def _run(database: Database, open_desks: list[Desk], *, at_once: int, window_s: float) -> tuple[float, float]:
    """Calls and commands a second over a window; the calls under way at its end are finished and counted in full."""
    tally = Tally()
    before = await _stored(database)
    began = time.perf_counter()
    ends = began + window_s
    async with asyncio.TaskGroup() as group:
        for desk in open_desks:
            for unit_id in UNITS[:at_once]:
                group.create_task(_work(desk, unit_id, tally, ends))
    took_s = time.perf_counter() - began
    await _expect_stored(database, before, tally)
    return tally.calls / took_s, tally.commands / took_s


async def _work(desk: Desk, unit_id: str, tally: Tally, ends: float) -> None:
    while time.perf_counter() < ends:
        await take_call(desk, unit_id, tally)


async def take_call(desk: Desk, unit_id: str, tally: Tally) -> None:
    """One call from ring to clear, as the screens send it: 13 commands and one look at who can go."""
    base, operator, crew = f"/api/psc/{desk.psc}", desk.operators[unit_id], desk.crews[unit_id]
    call_id, incident_id = str(uuid.uuid4()), str(uuid.uuid4())

    async def send(who: Person, path: str, **body: object) -> dict[str, object]:
        answer = await who.command(f"{base}{path}", **body)
        tally.commands += 1
        tally.last_seq[desk.psc] = max(answer["seq"], tally.last_seq.get(desk.psc, 0))
        result: dict[str, object] = answer["result"]
        return result

    await send(operator, "/calls", call_id=call_id, channel="119", phone="0812-3456-7890")
    await send(operator, f"/calls/{call_id}/answer")
    where = {"address": "Jl. Sei Jang 5", "patokan": "dekat masjid", "place": _PLACE}
    await send(operator, "/incidents", incident_id=incident_id, call_id=call_id, **where)
    answers = {"gate": {"sadar": "sadar", "napas": "normal"}, "card": "nyeri_dada", "answers": {"lama": "akut"}}
    await send(operator, f"/incidents/{incident_id}/triage", **answers, age_years=60)
    await operator.get(f"{base}/incidents/{incident_id}/recommendation")
    sent = {"unit_ids": [unit_id], "override_reason": "unit yang diukur"}
    task_ids = (await send(operator, f"/incidents/{incident_id}/dispatch", **sent))["task_ids"]
    assert isinstance(task_ids, list)
    report = f"/tasks/{task_ids[0]}/report"
    await send(operator, f"/calls/{call_id}/close", disposition="kasus")
    for state in _STEPS:
        await send(crew, report, state=state)
    await send(crew, report, state="transporting", destination_id=HOSPITAL)
    await send(crew, report, state="at_destination")
    await send(crew, report, state="clear", outcome="dibawa")
    tally.calls += 1


async def _stored(database: Database) -> dict[str, int]:
    """What the tables hold that a window must add to."""
    return {
        "commands": await database.value("SELECT count(*) FROM command"),
        "cleared": await database.value("SELECT count(*) FROM task WHERE data->>'state' = 'clear'"),
        "closed": await database.value("SELECT count(*) FROM event WHERE type = 'incident.closed'"),
    }


async def _expect_stored(database: Database, before: dict[str, int], tally: Tally) -> None:
    """Every accepted command has its answer, each call its cleared task and closed case, no number is missing."""
    after = await _stored(database)
    grown = {name: after[name] - before[name] for name in after}
    wanted = {"commands": tally.commands, "cleared": tally.calls, "closed": tally.calls}
    if grown != wanted:
        raise BenchFailed(f"the tables grew by {grown} where {wanted} was accepted")
    if tally.commands != tally.calls * COMMANDS_PER_CALL:
        raise BenchFailed(f"{tally.commands} commands are not {COMMANDS_PER_CALL} for each of {tally.calls} calls")
    for psc, seq in tally.last_seq.items():
        events = await database.value("SELECT count(*) FROM event WHERE stream = $1 AND seq <= $2", f"psc:{psc}", seq)
        if events != seq:
            raise BenchFailed(f"psc:{psc} holds {events} events up to number {seq}")
