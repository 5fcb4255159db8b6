"""A server in this process, actors beside it, and somebody who watches."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random

import uvicorn
from rich.console import Console

from dispatch.core import Core
from psc119.app import make_app
from psc119.assembly import Install, running_core
from psc119.demo import Demo, Training
from psc119.demo.accounts import PASSWORD
from psc119.demo.board import LiveBoard
from psc119.demo.client import Person
from psc119.demo.tempo import Tempo
from psc119.settings import Settings
from tests.fixtures_postgres import open_folder
from tests.serving import PSC, free_port

FAST = 400.0
WITHIN_S = 25.0


@dataclass(frozen=True)
class Running:
    """A server in this process."""

    core: Core
    url: str


@asynccontextmanager
async def server(database_url: str) -> AsyncIterator[Running]:
    with open_folder() as folder:
        port = free_port()
        url = f"http://localhost:{port}"
        settings = Settings(download_roads=False)
        install = Install(dsn=database_url, data_dir=folder, settings=settings, demo=True, public_url=url)
        async with running_core(install) as core:
            config = uvicorn.Config(
                make_app(core=core), port=port, log_config=None, ws="websockets-sansio", timeout_graceful_shutdown=2
            )
            uvicorn_server = uvicorn.Server(config)
            serving = asyncio.create_task(uvicorn_server.serve())
            try:
                yield Running(core, url)
            finally:
                uvicorn_server.should_exit = True
                await serving


@asynccontextmanager
async def acting(play: Demo | Training, core: Core) -> AsyncIterator[None]:
    task = asyncio.create_task(play.run(core))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def watching(url: str, username: str, *, psc: str = PSC, unit_id: str | None = None) -> AsyncIterator[LiveBoard]:
    """The live board of one of the demo's people; its `person` acts for them."""
    person = Person(url, psc=psc, username=username, password=PASSWORD, unit_id=unit_id)
    board = LiveBoard(person)
    following = asyncio.create_task(board.follow())
    try:
        assert await board.until(lambda: board.is_live, timeout_s=WITHIN_S)
        yield board
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await person.close()


async def prepared(core: Core) -> None:
    """Until the demo has said who may sign in and can play a practice."""
    async with asyncio.timeout(WITHIN_S):
        while not core.demo_accounts or core.demo_practice is None:  # noqa: ASYNC110 - there is no event to wait on
            await asyncio.sleep(0.02)


def quick() -> Tempo:
    return Tempo(pace=FAST, road=FAST, random=Random(3))


def quiet() -> Console:
    return Console(file=io.StringIO())
