"""A deadline fires once, whoever notices it; a promise that was kept never does."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from dispatch.calls import service as calls
from dispatch.core import Core
from dispatch.domain import call, task, unit
from dispatch.domain.rows import Row
from dispatch.domain.words import CallbackOutcome, DeadlineKind, Duty
from dispatch.store.ledger import Decision
from dispatch.store.pool import DatabaseAway
from dispatch.store.reader import Reader
from dispatch.timekeeping import Timekeeper
from dispatch.timekeeping.timekeeper import PROMISES
from tests.dispatch.timekeeping.world import PRACTICE, PSC, Clock, command, event_types, open_core, ring, row

pytestmark = pytest.mark.database
LONG_AGO = "2020-01-01T00:00:00.000000Z"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def core(database_url: str, clock: Clock) -> AsyncIterator[Core]:
    async with open_core(database_url, clock) as core:
        yield core


async def hang_up(core: Core, call_id: str, psc: str = PSC) -> None:
    asked = command(core)
    due_at = calls.callback_due(core.streams[psc], asked)
    await calls.act(core, core.streams[psc], asked, {}, call_id, call.abandon, callback_due_at=due_at)


async def missed_call(core: Core, psc: str = PSC) -> str:
    """A call nobody answered: from now on there is a promise to call back within five minutes."""
    call_id = await ring(core, psc)
    await hang_up(core, call_id, psc)
    return call_id


async def call_back(core: Core, call_id: str, outcome: CallbackOutcome) -> None:
    asked = command(core)
    psc = core.streams[PSC]
    await calls.act(core, psc, asked, {}, call_id, call.call_back, outcome=outcome, give_up=False, note=None)


async def put(core: Core, kind: str, id_: str, row: Row) -> None:
    """A row as some event would have left it."""
    await core.db.execute(
        "INSERT INTO projection (kind, stream, id, version, data) VALUES ($1, $2, $3, 1, $4::jsonb)",
        kind,
        core.streams[PSC].stream,
        id_,
        json.dumps(row),
    )


async def assigned_task(core: Core) -> str:
    """A unit sent to a case and not heard of since."""
    task_id, incident_id = str(uuid4()), str(uuid4())
    stream = core.streams[PSC].stream

    async def register(reader: Reader) -> Decision:
        board = await reader.load(("unit", "psc-1"))
        return Decision(unit.register(board, command(core), unit_id="psc-1", name="PSC 1", kind="ambulans"))

    async def duty(reader: Reader) -> Decision:
        board = await reader.load(("unit", "psc-1"))
        on_duty = unit.set_duty(board, command(core), unit_id="psc-1", duty=Duty.AVAILABLE, reason=None, crew=None)
        return Decision(on_duty)

    async def assign(reader: Reader) -> Decision:
        board = await reader.load(("incident", incident_id), ("unit", "psc-1"))
        chosen = task.Assignment(task_id, "psc-1", None, recommended=True)
        sent = task.assign(
            board,
            command(core),
            incident_id=incident_id,
            assignments=[chosen],
            acknowledge_s=60,
            decision_id=None,
            override_reason=None,
        )
        return Decision(sent)

    await core.ledger.run(stream, command(core), "unit", register)
    await core.ledger.run(stream, command(core), "duty", duty)
    incident = {"id": incident_id, "state": "open", "code": "TPI-1", "task_ids": [], "active_task_ids": []}
    await put(core, "incident", incident_id, incident)
    await core.ledger.run(stream, command(core), "assign", assign)
    return task_id


async def test_every_kind_of_deadline_has_a_promise() -> None:
    assert set(PROMISES) == set(DeadlineKind)


async def test_nothing_fires_before_its_time(core: Core, clock: Clock) -> None:
    call_id = await missed_call(core)
    clock.advance(seconds=299)
    assert await Timekeeper(core).tick() == 0
    assert (await row(core, "call", call_id))["callback"]["overdue"] is False


async def test_a_callback_not_made_in_time_is_said_so(core: Core, clock: Clock) -> None:
    call_id = await missed_call(core)
    due_at = (await row(core, "call", call_id))["callback"]["due_at"]
    clock.advance(minutes=7)
    assert await Timekeeper(core).tick() == 1
    assert (await row(core, "call", call_id))["callback"]["overdue"] is True
    said = json.loads(await core.db.value("SELECT body FROM event WHERE type = 'call.callback_overdue'"))
    assert (said["occurred_at"], said["actor"]["id"], said["on_behalf"]) == (due_at, "system", "sistem")


async def test_a_crew_that_does_not_acknowledge_is_noticed(core: Core, clock: Clock) -> None:
    task_id = await assigned_task(core)
    clock.advance(seconds=61)
    assert await Timekeeper(core).tick() == 1
    assert (await row(core, "task", task_id))["ack_overdue"] is True


async def test_a_hospital_that_does_not_answer_is_noticed(core: Core, clock: Clock) -> None:
    handover = {"id": "h-1", "state": "announced", "incident_id": "i-1", "task_id": "t-1"}
    await put(core, "handover", "h-1", handover)
    await put(core, "deadline", "handover_answer:h-1", {"due_at": LONG_AGO})
    assert await Timekeeper(core).tick() == 1
    assert (await row(core, "handover", "h-1"))["state"] == "unanswered"
    assert await core.db.value("SELECT count(*) FROM deadline") == 0


async def test_practice_has_deadlines_too(core: Core, clock: Clock) -> None:
    call_id = await missed_call(core, PRACTICE)
    clock.advance(minutes=6)
    await Timekeeper(core).tick()
    assert (await row(core, "call", call_id, PRACTICE))["callback"]["overdue"] is True


async def test_a_promise_that_was_kept_never_fires(core: Core, clock: Clock) -> None:
    call_id = await missed_call(core)
    await call_back(core, call_id, CallbackOutcome.TERSAMBUNG)
    clock.advance(hours=1)
    assert await Timekeeper(core).tick() == 0
    assert "call.callback_overdue" not in await event_types(core, call_id)


async def test_a_promise_kept_after_the_claim_does_not_fire(
    core: Core, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id = await missed_call(core)
    clock.advance(hours=1)

    async def kept_first(*args: Any) -> object:
        monkeypatch.undo()
        await call_back(core, call_id, CallbackOutcome.TERSAMBUNG)
        return await core.ledger.run(*args)

    monkeypatch.setattr(core.ledger, "run", kept_first)
    assert await Timekeeper(core).tick() == 1
    assert "call.callback_overdue" not in await event_types(core, call_id)


async def test_a_promise_made_anew_after_the_claim_does_not_fire_early(
    core: Core, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id = await missed_call(core)
    clock.advance(hours=1)

    async def promised_anew(*args: Any) -> object:
        monkeypatch.undo()
        later = json.dumps({"due_at": "2099-01-01T00:00:00.000000Z"})
        await core.db.execute("UPDATE deadline SET data = data || $1::jsonb", later)
        return await core.ledger.run(*args)

    monkeypatch.setattr(core.ledger, "run", promised_anew)
    assert await Timekeeper(core).tick() == 1
    assert (await row(core, "call", call_id))["callback"]["overdue"] is False
    assert await core.db.value("SELECT count(*) FROM deadline") == 1


async def test_two_processes_at_once_fire_each_deadline_once(database_url: str, core: Core, clock: Clock) -> None:
    missed = [await missed_call(core) for _ in range(12)]
    clock.advance(minutes=6)
    async with open_core(database_url, clock) as other:
        keepers = [Timekeeper(core), Timekeeper(other)]
        claimed = await asyncio.gather(*(keeper.tick() for keeper in keepers * 3))
    assert sum(claimed) == 12
    for call_id in missed:
        assert (await event_types(core, call_id)).count("call.callback_overdue") == 1


async def test_a_process_that_died_after_its_claim_is_made_good_after_a_restart(
    database_url: str, core: Core, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id = await missed_call(core)
    clock.advance(minutes=6)

    async def dies(*_: object) -> None:
        raise DatabaseAway("killed between claim and command")

    monkeypatch.setattr(core.ledger, "run", dies)
    with pytest.raises(DatabaseAway):
        await Timekeeper(core).tick()
    async with open_core(database_url, clock) as restarted:
        assert await Timekeeper(restarted).tick() == 0  # still claimed by the dead one
        await restarted.db.execute("UPDATE deadline_claim SET claimed_until = now() - interval '1 second'")
        assert await Timekeeper(restarted).tick() == 1
        await restarted.db.execute("UPDATE deadline_claim SET claimed_until = now() - interval '1 second'")
        assert await Timekeeper(restarted).tick() == 0
        assert (await event_types(restarted, call_id)).count("call.callback_overdue") == 1


async def test_a_process_that_died_after_its_command_fires_nothing_twice(core: Core, clock: Clock) -> None:
    """The row is put back as a crash between commit and answer would leave a second try."""
    call_id = await missed_call(core)
    deadline = await row(core, "deadline", f"callback:{call_id}")
    clock.advance(minutes=6)
    await Timekeeper(core).tick()
    await put(core, "deadline", f"callback:{call_id}", deadline)
    await core.db.execute("UPDATE deadline_claim SET claimed_until = now() - interval '1 second'")
    assert await Timekeeper(core).tick() == 1
    assert (await event_types(core, call_id)).count("call.callback_overdue") == 1


async def test_a_deadline_that_cannot_be_fired_holds_no_other_up(core: Core, clock: Clock) -> None:
    for id_ in ("callback:nobody", "unheard_of:1"):
        await put(core, "deadline", id_, {"due_at": LONG_AGO})
    call_id = await missed_call(core)
    clock.advance(minutes=6)
    assert await Timekeeper(core).tick() == 3
    assert (await row(core, "call", call_id))["callback"]["overdue"] is True


async def test_it_runs_by_itself(core: Core, clock: Clock) -> None:
    call_id = await missed_call(core)
    clock.advance(minutes=6)
    fired = asyncio.Event()
    core.ledger.listen(lambda _appended: fired.set())
    keeper = Timekeeper(core, every_s=0)
    keeper.start()
    await asyncio.wait_for(fired.wait(), timeout=10)
    await keeper.stop()
    assert "call.callback_overdue" in await event_types(core, call_id)
