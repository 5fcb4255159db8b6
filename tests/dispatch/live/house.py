"""The whole program in this process, on a loopback port, with a clock that a test may move."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import State

from dispatch.accounts import RoleGrant, create_account
from dispatch.core import Core
from dispatch.domain.words import Grade, Role
from psc119.app import make_app
from psc119.assembly import Install, running_core
from psc119.settings import Settings
from tests.dispatch.live.screen import Board, Screen, open_screen
from tests.serving import PASSWORD, PSC, Person, signed_in

MASTER_KEY = "aGFueWEgdW50dWsgdWppLCBiZXJwYW5qYW5nIDMyLi4="


class Clock:
    """Runs with the true time, ahead of it by as much as a test has moved it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def advance(self, **parts: float) -> None:
        self.ahead += timedelta(**parts)


@dataclass
class House:
    """A running server, and the people who come in."""

    core: Core
    url: str
    folder: Path
    clock: Clock
    guests: AsyncExitStack

    @property
    def stream(self) -> str:
        return f"psc:{PSC}"

    async def person(
        self,
        role: Role,
        scope: str = PSC,
        *,
        unit_id: str | None = None,
        psc: str = PSC,
        grade: Grade | None = None,
        also: tuple[RoleGrant, ...] = (),
    ) -> Person:
        """A new person with one role (and perhaps others), signed in."""
        username = f"{role}-{self.clock().timestamp():.6f}".replace(".", "-")
        await create_account(
            self.core.db,
            username=username,
            name=f"Uji {role} {scope}",
            password=PASSWORD,
            roles=[RoleGrant(psc, role, scope), *also],
            grade=grade,
            language="id",
            now=self.clock(),
        )
        return await self.guests.enter_async_context(signed_in(self.url, username, unit_id=unit_id, psc=psc))

    async def crew(self, unit_id: str, **more: Any) -> Person:
        """A crew member on the tablet of a unit."""
        return await self.person(Role.CREW, unit_id, unit_id=unit_id, **more)

    async def screen(self, person: Person, *, had: Board | None = None) -> Screen:
        """The person's screen on their PSC, with its board."""
        return await self.guests.enter_async_context(open_screen(self.url, person, had=had))


class _Server(uvicorn.Server):
    """A server that leaves the signals to the test runner."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


_idle: list[FastAPI] = []


@contextmanager
def _application(core: Core) -> Iterator[FastAPI]:
    """The program's application over `core`.

    Working out its routes takes longer than most tests. It keeps nothing of a core but in its `state`, which is new
    for each house, so that houses one after the other use the same application.
    """
    app = _idle.pop() if _idle else make_app()
    app.state = State({"core": core})
    try:
        yield app
    finally:
        app.state = State()
        _idle.append(app)


@asynccontextmanager
async def open_house(
    database_url: str, folder: Path, *, clock: Clock | None = None, **settings: Any
) -> AsyncIterator[House]:
    """A server on the database, stopped at the end, after everybody has left."""
    clock = clock or Clock()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    url = f"http://localhost:{listening.getsockname()[1]}"
    install = Install(
        dsn=database_url,
        data_dir=folder,
        settings=Settings(**{"network": None, "redis_url": None, "master_key": MASTER_KEY, **settings}),
        public_url=url,
        clock=clock,
    )
    async with running_core(install) as core:
        with _application(core) as app:
            async with _serving(app, listening), AsyncExitStack() as guests:
                yield House(core, url, folder, clock, guests)


@asynccontextmanager
async def _serving(app: FastAPI, listening: socket.socket) -> AsyncIterator[None]:
    config = uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await serving


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """A server on a database of this test's own."""
    async with open_house(database_url, tmp_path) as running:
        yield running
