"""A few seconds of each bench on a real server: what it counts is on disk and on every screen."""

import time
from collections.abc import AsyncIterator

import orjson
import pytest

from dispatch.domain.words import Role
from dispatch.store.pool import Database
from dispatch.store.verify import verify_stream
from psc119.assembly import bench_streams
from psc119.bench import calling, positioning, spreading, stand
from psc119.bench.people import make_account, signed_in
from psc119.bench.rows import BenchFailed
from psc119.bench.stand import Conditions, Server, running_server

pytestmark = pytest.mark.database

CONDITIONS = Conditions(window_s=0.5, network=None, streams=2)
STREAMS = bench_streams(calling.CITY, CONDITIONS.streams)
Stand = tuple[Server, Database]


@pytest.fixture
async def running() -> AsyncIterator[Stand]:
    async with running_server(CONDITIONS) as (server, database):
        yield server, database


async def test_calls_go_the_whole_path_and_every_event_is_on_disk(running: Stand) -> None:
    server, database = running
    rows = {row.name: row.value for row in await calling.measure(server, database, CONDITIONS)}
    assert set(rows) == {"event_rate", "event_rate_one_stream", "event_rate_ceiling", "commands_per_s"}
    assert rows["event_rate_ceiling"] >= rows["event_rate"] > 0
    assert rows["commands_per_s"] == pytest.approx(rows["event_rate"] * calling.COMMANDS_PER_CALL)
    for key in STREAMS:
        states = await database.fetch(
            "SELECT data->>'state' AS state, count(*) AS tasks FROM task WHERE stream = $1 GROUP BY 1", f"psc:{key}"
        )
        assert [state["state"] for state in states] == ["clear"]
        found = await verify_stream(database, f"psc:{key}")
        assert found.holds, found.faults
        assert found.events > states[0]["tasks"] * calling.COMMANDS_PER_CALL


async def test_a_count_that_is_not_in_the_tables_is_no_figure(running: Stand) -> None:
    server, database = running
    async with calling.desks(server, database, STREAMS[:1]) as (desk,):
        tally = calling.Tally()
        before = await calling._stored(database)
        await calling.take_call(desk, calling.UNITS[0], tally)
        await calling._expect_stored(database, before, tally)
        tally.calls += 1
        tally.commands += calling.COMMANDS_PER_CALL
        with pytest.raises(BenchFailed, match="where"):
            await calling._expect_stored(database, before, tally)


async def test_every_screen_receives_every_event_once(running: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    server, database = running
    half, tail = await spreading.measure(server, database, CONDITIONS, screens=12)
    assert 0 < half.value <= tail.value
    assert "12 screens, 5 events" in half.note
    name = await make_account(database, Role.OPERATOR, [spreading.CITY])
    async with signed_in(server, name) as operator, spreading.open_screens(server, (operator,), 3) as screens:
        sent_at = await spreading._send([operator], CONDITIONS.window_s)
        assert len(await spreading._delays_ms(screens, sent_at)) == len(screens) * len(sent_at)
        assert all(len(screen.received) > 0 for screen in screens)
        changes = [message for _, message in screens[1].received if orjson.loads(message)["type"] == "changes"]
        screens[1].received.remove(next(r for r in screens[1].received if r[1] == changes[-1]))
        monkeypatch.setattr(spreading, "_ARRIVES_WITHIN_S", 0.0)
        with pytest.raises(BenchFailed, match="did not reach every screen"):
            await spreading._delays_ms(screens, sent_at)


async def test_every_accepted_fix_is_in_the_table(running: Stand) -> None:
    server, database = running
    began = time.perf_counter()
    batched, single = await positioning.measure(server, database, CONDITIONS)
    took_s = time.perf_counter() - began
    stored = await database.value("SELECT count(*) FROM position")
    assert 0 < single.value < batched.value
    assert stored >= (batched.value + single.value) * CONDITIONS.window_s * 0.99
    assert stored <= (batched.value + single.value) * took_s


async def test_a_database_that_would_lose_data_is_not_measured(database_url: str) -> None:
    database = await Database.connect(database_url, size=1)
    try:
        await database.execute("SET synchronous_commit = off")
        with pytest.raises(BenchFailed, match="is off"):
            await stand._expect_durable(database)
    finally:
        await database.close()
