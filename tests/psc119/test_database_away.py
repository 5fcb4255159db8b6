"""The database stops under a running server: screens say so, commands say so, and all goes on by itself."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.domain.words import Role
from dispatch.store.embedded import EmbeddedServer
from dispatch.store.migrations import upgrade
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import open_house
from tests.dispatch.live.screen import open_socket
from tests.fixtures_postgres import open_folder
from tests.serving import eventually, open_case, put_on_duty

pytestmark = pytest.mark.database


@pytest.fixture
def own_postgres() -> Iterator[EmbeddedServer]:
    """A server of this test's own, which it may stop."""
    with open_folder() as folder, EmbeddedServer(folder, settings={"fsync": "off"}) as server:
        upgrade(server.address.dsn)
        yield server


async def test_screens_say_that_the_database_is_away_and_go_on_when_it_is_back(
    own_postgres: EmbeddedServer, tmp_path: Path
) -> None:
    async with open_house(own_postgres.address.dsn, tmp_path) as house:
        operator = await house.person(Role.OPERATOR)
        screen = await house.screen(operator)
        await put_on_duty(operator, "psc-1")
        case = await open_case(operator)
        sent = {"command_id": str(uuid.uuid4()), "unit_ids": ["psc-1"]}
        own_postgres.stop()
        await screen.until(lambda s: s.status.get("database") == "away", within_s=5)
        answer = await operator.post(f"/incidents/{case}/dispatch", **sent)
        assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
        assert answer.headers["retry-after"]
        assert answer.headers["content-type"] == "application/problem+json"
        health = await operator.http.get("/api/health")
        assert (health.status_code, health.json()["database"]) == (200, "away")
        await screen.say(type="ping")
        await screen.until(lambda s: s.messages[-1]["type"] == "pong")
        async with open_socket(house.url, operator) as second:
            # A screen that comes now learns the same, and gets its board later without asking again.
            await second.send('{"type": "open", "streams": {"psc:tanjungpinang": {}}}')
            assert '"type"' in str(await second.recv())
        own_postgres.start()
        await screen.until(lambda s: s.status.get("database") == "ok")

        async def accepted() -> bool:
            return (await operator.post(f"/incidents/{case}/dispatch", **sent)).status_code == 200

        await eventually(accepted)
        again = await operator.post(f"/incidents/{case}/dispatch", **sent)
        await screen.until_seq(again.json()["seq"])
        assert [task["unit_id"] for task in screen.list_kind("task")] == ["psc-1"]
        assert screen.snapshots == 1
        found = await verify_stream(house.core.db, house.stream)
        assert found.holds, found.faults
