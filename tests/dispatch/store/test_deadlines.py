"""Claims: each due promise is one process's for a while, and nothing that is stuck hides what is behind it."""

import json
import uuid
from dataclasses import replace

import pytest

from dispatch.core import Core
from dispatch.store.deadlines import Due, claim_due, fire_due

pytestmark = pytest.mark.database

DUE, NOW, LATER = "2026-11-22T01:00:00.000000Z", "2026-11-22T01:00:01.000000Z", "2026-11-22T01:00:02.000000Z"
CLAIMED_AT_ONCE = 50


async def promise(core: Core, *ids: str, due_at: str = DUE) -> None:
    await core.db.execute_many(
        "INSERT INTO projection (kind, stream, id, version, data) VALUES ('deadline', 'psc:uji', $1, 1, $2::jsonb)",
        [(id_, json.dumps({"due_at": due_at})) for id_ in ids],
    )


async def test_what_is_due_is_claimed_once(core: Core, other: Core) -> None:
    await promise(core, "callback:1", "callback:2")
    await promise(core, "callback:3", due_at=LATER)
    claimed = await claim_due(core.db, NOW)
    assert sorted(due.subject_id for due in claimed) == ["1", "2"]
    assert claimed[0].kind == "callback"
    assert await claim_due(other.db, NOW) == []
    assert [due.subject_id for due in await claim_due(other.db, LATER)] == ["3"]


async def test_a_claim_its_process_did_not_finish_is_free_again(core: Core, other: Core) -> None:
    await promise(core, "callback:1")
    (first,) = await claim_due(core.db, NOW)
    await core.db.execute("UPDATE deadline_claim SET claimed_until = now() - interval '1 second'")
    (again,) = await claim_due(other.db, NOW)
    assert again.command_id == first.command_id, "the same command, so it happens once"


async def test_many_that_are_held_hide_none_behind_them(core: Core, other: Core) -> None:
    await promise(core, *(f"callback:{number:03}" for number in range(CLAIMED_AT_ONCE + 20)))
    first, second = await claim_due(core.db, NOW), await claim_due(other.db, NOW)
    assert (len(first), len(second)) == (CLAIMED_AT_ONCE, 20)
    assert not {due.subject_id for due in first} & {due.subject_id for due in second}


async def test_firing_issues_each_and_says_how_many(core: Core) -> None:
    await promise(core, "callback:1", "acknowledge:2")
    issued: list[Due] = []

    async def issue(due: Due) -> None:
        issued.append(due)

    assert await fire_due(core.db, NOW, issue) == 2
    assert {(due.kind, due.subject_id) for due in issued} == {("callback", "1"), ("acknowledge", "2")}
    assert await fire_due(core.db, NOW, issue) == 0


def test_a_command_id_is_of_its_stream_kind_subject_and_time() -> None:
    due = Due("psc:a", "callback", "1", DUE)
    others = (
        replace(due, stream="psc:b"),
        replace(due, kind="acknowledge"),
        replace(due, subject_id="2"),
        replace(due, due_at=LATER),
    )
    assert len({due.command_id, *(other.command_id for other in others)}) == 5
    assert due.command_id == replace(due).command_id == str(uuid.UUID(due.command_id))
