"""Many hands at once: one wins, the others are told; a command happens once; the log never runs backwards."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from dispatch.core import Core
from dispatch.crew import schemas, service
from dispatch.domain import incident, task
from dispatch.domain.board import Board
from dispatch.domain.event import Event
from dispatch.domain.projection import project
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import Row
from dispatch.domain.words import Duty, TaskState
from dispatch.http import problems
from dispatch.store.ledger import TRIES, Answer, Appended, CommandReused, Decision, TooContended
from dispatch.store.reader import Reader
from tests.builders import CREW, RINA, SARI
from tests.dispatch.store.town import Town, crew_command
from tests.dispatch.timekeeping.world import Clock

pytestmark = pytest.mark.database

DISPATCHERS = 50
APPEND = "SELECT * FROM append($1,$2,$3,$4,$5,$6::jsonb,$7::jsonb,$8::jsonb,$9::jsonb,$10::jsonb)"


async def test_of_fifty_dispatchers_one_gets_the_unit(town: Town, other: Core) -> None:
    cases = [await town.open_case() for _ in range(DISPATCHERS)]
    told = await asyncio.gather(
        *(
            town.send(town.command(), case, "psc-1", core=other if number % 2 else None)
            for number, case in enumerate(cases)
        ),
        return_exceptions=True,
    )
    won = [answer for answer in told if isinstance(answer, Answer)]
    lost = [refused for refused in told if isinstance(refused, Refused)]
    assert (len(won), len(lost)) == (1, DISPATCHERS - 1), told
    winner = await town.row("task", won[0].result["task_ids"][0])
    code = (await town.row("incident", winner["incident_id"]))["code"]
    holder = {"incident_code": code, "by": SARI["name"], "since": winner["assigned_at"]}
    assert all(refused.code == "unit_busy" and refused.facts["holder"] == holder for refused in lost)
    await town.holds()


async def test_of_two_units_with_the_same_person_one_goes(town: Town, other: Core) -> None:
    """No row that either decision read tells of the other: only the unique index does."""
    await town.duty("trc-1", Duty.AVAILABLE, "budi")
    cases = [await town.open_case() for _ in range(2)]
    told = await asyncio.gather(
        town.send(town.command(), cases[0], "psc-1"),
        town.send(town.command(), cases[1], "trc-1", core=other),
        return_exceptions=True,
    )
    assert [type(each) for each in told].count(Answer) == 1
    refused = next(each for each in told if isinstance(each, Refused))
    assert (refused.code, refused.facts["person"]) == ("person_busy", "Budi")
    await town.holds()


async def test_a_command_sent_twenty_times_at_once_happens_once(town: Town, other: Core) -> None:
    case, command = await town.open_case(), town.command()
    before = await town.head()
    told = await asyncio.gather(
        *(town.send(command, case, "psc-1", core=other if number % 2 else None) for number in range(20))
    )
    assert len({json.dumps(answer.document()) for answer in told}) == 1
    assert await town.head() == before + 1
    await town.holds()


async def test_an_id_is_not_used_for_something_else(town: Town) -> None:
    case, command = await town.open_case(), town.command()
    await town.send(command, case, "psc-1")
    head = await town.head()
    with pytest.raises(CommandReused):
        await town.send(command, case, "trc-1")
    with pytest.raises(CommandReused):
        await town.send(town.command(RINA, id_=command.id), case, "psc-1")
    assert await town.head() == head


async def test_a_tablets_refused_command_is_answered_the_same_for_ever(town: Town) -> None:
    task_id = await town.assign(await town.open_case(), "psc-1")
    await town.report(town.command(), task_id, TaskState.ON_SCENE)
    command = crew_command(town)
    told = []
    for _ in range(2):
        with pytest.raises(Refused) as caught:
            await town.on_task(command, task_id, task.decline, reason="ban pecah")
        told.append((caught.value.code, caught.value.current, list(caught.value.allowed)))
        await town.report(town.command(), task_id, TaskState.WITH_PATIENT if len(told) == 1 else TaskState.CLEAR)
    assert told[0] == told[1] == ("task_state", "on_scene", ["with_patient", "transporting", "at_destination", "clear"])
    with pytest.raises(problems.CommandReused):
        await town.on_task(command, task_id, task.decline, reason="lain")
    await town.holds()


async def test_a_persons_refused_command_is_asked_again(town: Town) -> None:
    case, command = await town.open_case(), town.command()
    with pytest.raises(Refused):
        await town.on_case(command, case, incident.first_compression)
    await town.on_case(town.command(), case, incident.recognise_arrest, script="rjp_dewasa")
    assert await town.on_case(command, case, incident.first_compression)


async def test_whoever_waited_for_the_lock_sees_what_happened_meanwhile(town: Town, core: Core) -> None:
    """The stream's row is held, two assignments of the unit queue behind it; the second must see the first's row."""
    cases = [await town.open_case() for _ in range(2)]
    async with core.db.transaction() as holding:
        await holding.execute("SELECT FROM stream WHERE stream = $1 FOR UPDATE", town.psc.stream)
        sent = [asyncio.create_task(town.send(town.command(), case, "psc-1")) for case in cases]
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        while await holding.fetchval(waiting) < 2:
            await asyncio.wait(sent, timeout=0.01)
    told = await asyncio.gather(*sent, return_exceptions=True)
    assert [type(each) for each in told].count(Answer) == 1
    assert [each.code for each in told if isinstance(each, Refused)] == ["unit_busy"]
    await town.holds()


async def test_a_conflict_is_decided_again_on_the_rows_that_are_there(town: Town) -> None:
    case, seen = await town.open_case(), []

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(("incident", case))
        seen.append(len(board.get("incident", case)["notes"]))
        if len(seen) == 1:
            await town.on_case(town.command(), case, incident.note, text="sementara itu")
        return Decision([command.event("incident.noted", case, text="kemudian")])

    command = town.command()
    await town.core.ledger.run(town.psc.stream, command, "note", decide)
    assert seen == [0, 1]
    assert [note["text"] for note in (await town.row("incident", case))["notes"]] == ["sementara itu", "kemudian"]
    await town.holds()


async def test_it_gives_up_when_the_rows_never_stand_still(town: Town) -> None:
    case, decided = await town.open_case(), []

    async def decide(reader: Reader) -> Decision:
        await reader.load(("incident", case))
        decided.append(await town.on_case(town.command(), case, incident.note, text="lagi"))
        return Decision([command.event("incident.noted", case, text="tidak pernah")])

    command = town.command()
    with pytest.raises(TooContended):
        await town.core.ledger.run(town.psc.stream, command, "note", decide)
    assert len(decided) == TRIES
    assert len((await town.row("incident", case))["notes"]) == TRIES
    await town.holds()


async def test_fifty_hands_on_one_case_all_leave_their_note(town: Town) -> None:
    case = await town.open_case()
    notes = [town.on_case(town.command(), case, incident.note, text=f"catatan {n}") for n in range(50)]
    await asyncio.gather(*notes)
    assert len((await town.row("incident", case))["notes"]) == 50
    await town.holds()


async def append(town: Town, events: list[Any], rows: list[tuple[str, str, Row]], **changed: str) -> Any:
    """Write past the ledger, without any version to check."""
    given = {"expected": "[]", "outbox": "[]", "keys": "[]"} | changed
    return await town.core.db.find_row(
        APPEND,
        town.psc.stream,
        uuid4(),
        "nobody",
        "print",
        "{}",
        given["expected"],
        json.dumps(
            [{"type": e.type, "body": e.body(), "subjects": e.subjects, "occurred_at": e.occurred_at} for e in events]
        ),
        json.dumps([{"kind": kind, "id": id_, "row": row} for kind, id_, row in rows]),
        given["outbox"],
        given["keys"],
    )


async def test_the_database_itself_lets_a_unit_and_a_person_have_one_active_task(town: Town) -> None:
    task_id = await town.assign(await town.open_case(), "psc-1")
    head, first = await town.head(), await town.row("task", task_id)
    seat = await town.row("seat", f"{task_id}:budi")
    for kind, row in (("task", first), ("seat", seat)):
        with pytest.raises(asyncpg.UniqueViolationError, match=f"{kind}_one_active"):
            await append(town, [], [(kind, "another", {**row, "id": "another"})])
        await append(town, [], [(kind, "another", {**row, "id": "another", "active": False})])
        await town.core.db.execute("DELETE FROM projection WHERE id = 'another'")
    assert await town.head() == head
    await town.holds()


async def test_a_version_that_is_not_true_any_more_writes_nothing(town: Town) -> None:
    case, head = await town.open_case(), await town.head()
    expected = json.dumps([{"kind": "incident", "id": case, "version": head - 1}])
    answer = await append(town, [], [("incident", case, {"state": "gone"})], expected=expected)
    assert (answer["status"], answer["conflict"]) == ("conflict", f"incident {case}")
    unseen = json.dumps([{"kind": "incident", "id": case, "version": 0}])
    assert (await append(town, [], [], expected=unseen))["status"] == "conflict", "absent when read, there when written"
    await town.holds()


async def test_recorded_at_never_goes_back(town: Town, core: Core, clock: Clock) -> None:
    case = await town.open_case()
    clock.advance(hours=2)
    await town.on_case(town.command(), case, incident.note, text="jam server ini terlalu cepat")
    clock.advance(hours=-2)
    for _ in range(3):
        await town.on_case(town.command(), case, incident.note, text="jam ini benar")
    rows = await core.db.fetch(
        "SELECT recorded_at, occurred_at FROM event WHERE stream = $1 ORDER BY seq", town.psc.stream
    )
    recorded = [row["recorded_at"] for row in rows]
    assert recorded == sorted(recorded)
    assert all(row["occurred_at"] <= row["recorded_at"] for row in rows)
    await town.holds()


async def test_streams_do_not_touch_each_other(core: Core, town: Town) -> None:
    practice = await Town.found(core, "latihan")
    await practice.duty("psc-1", Duty.AVAILABLE, "budi")
    await town.assign(await town.open_case(), "psc-1")
    await practice.assign(await practice.open_case(), "psc-1")
    for each in (town, practice):
        await each.holds()


async def test_every_commit_is_told_to_this_process_after_it_happened(town: Town, core: Core) -> None:
    case = await town.open_case()
    told: list[Appended] = []
    core.ledger.listen(told.append)
    answer = await town.on_case(town.command(), case, incident.note, text="x")
    with pytest.raises(Refused):
        await town.on_case(town.command(), case, incident.first_compression)
    assert [(each.stream, each.seq) for each in told] == [(town.psc.stream, answer.seq)]
    assert told[0].prev == answer.seq - 1
    assert [key for key, _ in told[0].changes] == [("incident", case)]


async def test_what_is_written_is_what_the_projector_says(town: Town, core: Core) -> None:
    """The row images that screens get are those of the tables and of the one projector."""
    call_id = await town.ring()
    stored = await town.row("call", call_id)
    board = Board()
    for row in await core.db.fetch("SELECT type, body FROM event WHERE stream = $1 ORDER BY seq", town.psc.stream):
        project(board, Event.from_body(row["type"], row["body"]))
    assert board.get("call", call_id) == stored


async def test_a_repeat_is_answered_also_when_its_row_is_out_of_sight(town: Town) -> None:
    """After a change of shift the tablet's unit is another; what it had sent before is still its own."""
    task_id = await town.assign(await town.open_case(), "psc-1")
    command = town.command(CREW, is_report=True)
    body = schemas.Report.model_validate({"command_id": command.id, "state": TaskState.EN_ROUTE})
    first = await service.report(town.core, town.psc, command, body, task_id, unit_id="psc-1")
    assert await service.report(town.core, town.psc, command, body, task_id, unit_id="trc-1") == first
