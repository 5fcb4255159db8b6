"""A database that goes away in the middle of work: said at once, nothing half done, and on with it afterwards."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator

import pytest

from dispatch.core import Core
from dispatch.domain import incident
from dispatch.domain.words import Duty
from dispatch.http.problems import Problem
from dispatch.store.embedded import EmbeddedServer, find_binaries
from dispatch.store.embedded.postmaster import find_postmaster
from dispatch.store.ledger import Answer
from dispatch.store.migrations import upgrade
from dispatch.store.pool import Database, DatabaseAway
from tests.dispatch.store.town import UNITS, Town
from tests.dispatch.timekeeping.world import Clock, open_core
from tests.fixtures_postgres import open_folder

pytestmark = pytest.mark.database


@pytest.fixture
def server() -> Iterator[EmbeddedServer]:
    """A server of this test's own, because it will be killed. It is as durable as a real one."""
    which = os.environ.get("PSC119_TEST_POSTGRES", "embedded")
    binaries = find_binaries("system" if which == "system" else "embedded")
    if binaries is None:
        pytest.skip(f"no {which} PostgreSQL is installed")
    with open_folder() as folder, EmbeddedServer(folder, binaries=binaries) as server:
        upgrade(server.address.dsn)
        yield server


@pytest.fixture
async def core(server: EmbeddedServer) -> AsyncIterator[Core]:
    async with open_core(server.address.dsn, Clock()) as core:
        yield core


async def test_a_killed_database_has_all_of_a_command_or_nothing(server: EmbeddedServer, core: Core) -> None:
    town = await Town.found(core)
    for unit_id in UNITS:
        await town.duty(unit_id, Duty.AVAILABLE)
    cases = [await town.open_case() for _ in range(30)]
    commands = [town.command() for _ in cases]
    stored = asyncio.Event()
    core.ledger.listen(lambda _appended: stored.set())

    async def note(number: int) -> Answer:
        if number < len(UNITS):
            return await town.send(commands[number], cases[number], UNITS[number])
        return await town.on_case(commands[number], cases[number], incident.note, text="di tengah kerja")

    sent = [asyncio.create_task(note(number)) for number in range(len(cases))]
    await stored.wait()
    found = find_postmaster(server.pgdata)
    assert found is not None
    os.kill(found.pid, signal.SIGKILL)
    told = await asyncio.gather(*sent, return_exceptions=True)
    assert all(isinstance(each, Answer | DatabaseAway | Problem) for each in told), told
    answered = [command for command, each in zip(commands, told, strict=True) if isinstance(each, Answer)]
    assert len(answered) >= 1

    await asyncio.to_thread(server.start)
    await town.holds()
    for command in answered:
        assert await core.db.value("SELECT EXISTS (SELECT FROM command WHERE command_id = $1::text::uuid)", command.id)
    # Sending all of them again does each of them once: those that were stored are only answered.
    again = [await note(number) for number in range(len(cases))]
    for first, second in zip(told, again, strict=True):
        assert second == first or not isinstance(first, Answer)
    counted = (
        "SELECT count(DISTINCT command_id) = count(*) FROM event WHERE type IN ('incident.noted', 'task.assigned')"
    )
    assert await core.db.value(counted)
    await town.holds()


async def test_a_stopped_database_is_said_at_once_and_the_pool_goes_on_when_it_is_back(
    server: EmbeddedServer, core: Core
) -> None:
    town = await Town.found(core)
    case, command = await town.open_case(), town.command()
    head = await town.head()
    await asyncio.to_thread(server.stop)
    with pytest.raises((DatabaseAway, Problem)):
        await town.on_case(command, case, incident.note, text="tidak tersimpan")
    with pytest.raises(DatabaseAway):
        await Database.connect(f"postgresql://u@/psc119?host={server.data_dir}", size=1)
    await asyncio.to_thread(server.start)
    assert await town.head() == head
    answer = await town.on_case(command, case, incident.note, text="tidak tersimpan")
    assert answer.seq == head + 1
    await town.holds()
