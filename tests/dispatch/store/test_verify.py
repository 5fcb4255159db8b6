"""Verification finds whatever was changed by hand, names it, and needs no key."""

import asyncio
import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dispatch.core import Core
from dispatch.domain import incident
from dispatch.domain.refusal import Missing
from dispatch.live.opening import ERASED, open_row
from dispatch.store.forgetting import forget_subject
from dispatch.store.log import list_events, list_streams
from dispatch.store.sealing import is_sealed
from dispatch.store.verify import verify_stream
from psc119.console import db, events
from tests.dispatch.store.town import Town

pytestmark = pytest.mark.database

CHAIN = "the hash does not follow"
NOTE = "SELECT seq FROM event WHERE stream = $1 AND type = 'incident.noted' ORDER BY seq LIMIT 1"


@pytest.fixture
async def noted(town: Town) -> tuple[Town, int, str]:
    """A town with a case of two notes; the number of the first one's event, and the case's id."""
    call_id = await town.ring()
    case = await town.open_case(call_id)
    for text in ("satu", "dua"):
        await town.on_case(town.command(), case, incident.note, text=text)
    await town.holds()
    return town, await town.core.db.value(NOTE, town.psc.stream), case


async def faults(town: Town, sql: str, *args: object) -> list[str]:
    """What is found after somebody with a database prompt did this."""
    assert (await town.core.db.execute(sql, *args)).rpartition(" ")[2] != "0", "nothing was changed"
    return (await town.verify()).faults


async def test_one_changed_byte_of_a_body(noted: tuple[Town, int, str]) -> None:
    town, seq, case = noted
    sql = "UPDATE event SET body = replace(body, 'satu', 'sato') WHERE stream = $1 AND seq = $2"
    found = await faults(town, sql, town.psc.stream, seq)
    assert found == [
        f"seq {seq}: the hash does not follow from the event before it",
        f"incident {case}: differs in notes",
    ]


async def test_a_body_that_is_no_json_any_more(noted: tuple[Town, int, str]) -> None:
    town, seq, _ = noted
    sql = "UPDATE event SET body = body || '}' WHERE stream = $1 AND seq = $2"
    found = await faults(town, sql, town.psc.stream, seq)
    assert any(fault.startswith(f"seq {seq}: cannot be rebuilt: JSONDecodeError") for fault in found)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("recorded_at = recorded_at + interval '1 microsecond'", CHAIN),
        ("type = 'incident.described'", CHAIN),
        ("hash = sha256(hash)", CHAIN),
        ("recorded_at = recorded_at - interval '1 hour'", "recorded before the event in front of it"),
        ("occurred_at = occurred_at - interval '1 second'", "the columns do not say what the body says"),
        ("subjects = '{somebody-else}'", "the columns do not say what the body says"),
        ("command_id = gen_random_uuid()", "the columns do not say what the body says"),
        ("seq = seq + 1000", "the numbering has a gap"),
    ],
)
async def test_a_changed_column(noted: tuple[Town, int, str], change: str, said: str) -> None:
    town, seq, _ = noted
    found = await faults(town, f"UPDATE event SET {change} WHERE stream = $1 AND seq = $2", town.psc.stream, seq)
    assert any(said in fault for fault in found), found


async def test_a_missing_event_is_one_gap_and_not_many(noted: tuple[Town, int, str]) -> None:
    town, seq, _ = noted
    found = await faults(town, "DELETE FROM event WHERE stream = $1 AND seq = $2", town.psc.stream, seq)
    assert [fault for fault in found if "gap" in fault] == [
        f"seq {seq + 1}: follows {seq - 1}, the numbering has a gap"
    ]


async def test_a_log_that_was_cut_off(noted: tuple[Town, int, str]) -> None:
    town, seq, _ = noted
    found = await faults(town, "DELETE FROM event WHERE stream = $1 AND seq > $2", town.psc.stream, seq)
    assert found[0].startswith(f"head: says seq {seq + 1}, the log ends at {seq}")


async def test_a_lost_head_hides_no_log(noted: tuple[Town, int, str]) -> None:
    town, seq, _ = noted
    found = await faults(town, "DELETE FROM stream WHERE stream = $1", town.psc.stream)
    assert found == [f"head: missing, the log ends at {seq + 1}"]
    assert town.psc.stream in await list_streams(town.core.db)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE projection SET data = jsonb_set(data, '{state}', '\"closed\"')", "differs in state"),
        ("DELETE FROM projection", "in the log, not in the tables"),
        ("UPDATE projection SET id = 'invented'", "in the tables, not in the log"),
    ],
)
async def test_a_changed_row(noted: tuple[Town, int, str], change: str, said: str) -> None:
    town, _, case = noted
    found = await faults(town, f"{change} WHERE kind = 'incident' AND stream = $1 AND id = $2", town.psc.stream, case)
    assert any(fault.startswith("incident ") and fault.endswith(said) for fault in found), found


async def test_it_runs_beside_live_traffic(noted: tuple[Town, int, str]) -> None:
    town, _, case = noted

    async def work() -> None:
        for _ in range(20):
            await town.on_case(town.command(), case, incident.note, text="tetap bekerja")

    working = asyncio.create_task(work())
    while not working.done():
        await town.holds()
    await working


async def test_it_tells_how_far_it_is(noted: tuple[Town, int, str]) -> None:
    town, _, _ = noted
    seen: list[int] = []
    found = await verify_stream(town.core.db, town.psc.stream, progress=seen.append)
    assert seen == list(range(1, found.events + 1))


async def test_a_forgotten_person_stays_verifiable_and_shows_as_erased(town: Town, other: Core) -> None:
    call_id = await town.ring(phone="+6281234567890")
    stored = await town.row("call", call_id)
    assert is_sealed(stored["phone"])
    assert (await open_row(other.keys, stored))["phone"] == "+6281234567890"
    command = town.command()
    for _ in range(2):
        await forget_subject(town.core.ledger, town.psc.stream, command, stored["key_id"], reason="diminta keluarga")
    assert await town.row("call", call_id) == stored, "the ciphertext stays"
    opened = await open_row(town.core.keys, stored)
    assert (opened["phone"], opened["caller_name"]) == (ERASED, ERASED)
    (said,) = [e for e in await list_events(town.core.db, town.psc.stream, after=0) if "key" in e.event.type]
    assert said.event.subjects == (stored["key_id"], call_id)
    assert said.event.data == {"reason": "diminta keluarga"}
    other.keys.forget(stored["key_id"])  # what the live stream does on that event
    assert (await open_row(other.keys, stored))["phone"] == ERASED
    assert await other.db.value(
        "SELECT wrapped IS NULL AND destroyed_at IS NOT NULL FROM subject_key WHERE key_id = $1", stored["key_id"]
    )
    await town.holds()


async def test_only_a_streams_own_key_is_destroyed(town: Town, core: Core) -> None:
    practice = await Town.found(core, "latihan")
    key_id = (await town.row("call", await town.ring()))["key_id"]
    with pytest.raises(Missing):
        await forget_subject(core.ledger, practice.psc.stream, practice.command(), key_id, reason="x")
    assert await core.keys.find(key_id) is not None


# ── the console ───────────────────────────────────────────────────────────────────────────────────────────────────


async def console(database_url: str, app: Any, *arguments: str) -> Result:
    """Run a console command as a process of its own would: with an event loop of its own."""
    runner = CliRunner(env={"PSC119_DATABASE_URL": database_url})
    return await asyncio.to_thread(runner.invoke, app, list(arguments))


async def test_the_console_proves_every_stream(noted: tuple[Town, int, str], database_url: str) -> None:
    town, seq, case = noted
    good = await console(database_url, events.app, "verify", "--json")
    assert good.exit_code == 0, good.output
    (stream,) = json.loads(good.stdout)["streams"]
    assert (stream["stream"], stream["events"], stream["faults"]) == (town.psc.stream, seq + 1, [])
    await town.core.db.execute('UPDATE incident SET data = data || \'{"outcome": "saran"}\'')
    bad = await console(database_url, events.app, "verify", "--psc", town.psc.key)
    assert bad.exit_code == events.DIFFERS
    assert f"{town.psc.stream}: incident {case}: differs in outcome" in bad.stdout.replace("\n", "")


async def test_the_console_shows_the_log_and_no_sealed_word(noted: tuple[Town, int, str], database_url: str) -> None:
    town, seq, case = noted
    last = await console(database_url, events.app, "tail", "--psc", town.psc.key, "--from", str(seq))
    assert last.exit_code == 0, last.output
    assert [line.split()[0] for line in last.stdout.splitlines()] == [str(seq), str(seq + 1)]
    assert case in last.stdout
    whole = await console(database_url, events.app, "tail", "--psc", town.psc.key, "--from", "1", "--json")
    read = [json.loads(line) for line in whole.stdout.splitlines()]
    assert [event["seq"] for event in read] == list(range(1, seq + 2))
    assert "81234567890" not in whole.stdout


async def test_the_console_names_the_streams_there_are(noted: tuple[Town, int, str], database_url: str) -> None:
    town, _, _ = noted
    for command in ("tail", "verify"):
        unknown = await console(database_url, events.app, command, "--psc", "atlantis")
        assert unknown.exit_code == events.BAD_INPUT
        assert town.psc.key in unknown.stderr


async def test_the_console_raises_the_schema_and_may_again(empty_database_url: str) -> None:
    before = await console(empty_database_url, events.app, "verify")
    assert before.exit_code == events.CANNOT_READ
    assert "psc119 db upgrade" in before.stderr
    first = await console("", db.app, "upgrade", "--database-url", empty_database_url)
    assert "dari kosong ke revisi" in first.stdout, first.output
    again = await console("", db.app, "upgrade", "--database-url", empty_database_url)
    assert "sudah terbaru" in again.stdout
    assert (await console(empty_database_url, events.app, "verify")).exit_code == 0


async def test_a_database_that_is_away_is_said_so() -> None:
    nowhere = "postgresql://nobody@localhost/psc119?host=/nonexistent"
    for app, command in ((events.app, "verify"), (events.app, "tail")):
        away = await console(nowhere, app, command)
        assert away.exit_code == events.CANNOT_READ
        assert "tidak dapat dihubungi" in away.stderr
    away = await console("", db.app, "upgrade", "--database-url", nowhere)
    assert away.exit_code == db.CANNOT_UPGRADE
