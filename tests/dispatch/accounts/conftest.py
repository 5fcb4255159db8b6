"""A real database, a clock that a test moves, and the accounts over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI
from httpx import ASGITransport, AsyncClient, Response

from dispatch import http
from dispatch.accounts import (
    Reporter,
    RoleGrant,
    Viewer,
    acting_account,
    create_account,
    reporter,
    require,
    router,
    signed_in,
)
from dispatch.accounts.sessions import Sessions
from dispatch.domain.words import Grade, Role
from dispatch.http.body import StrictBody
from dispatch.http.fields import Moment
from dispatch.store.pool import Database

PSC, PRACTICE = "tanjungpinang", "tanjungpinang-latihan"
PASSWORD = "perahu-merah-7"
ORIGIN = "http://psc.test"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.now.timestamp()

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@dataclass(frozen=True)
class FakeStream:
    key: str
    name: str
    training: bool


@dataclass
class FakeCore:
    db: Database
    clock: Clock
    settings: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(demo=False, secure_cookies=False))
    streams: dict[str, FakeStream] = field(
        default_factory=lambda: {
            PSC: FakeStream(PSC, "PSC 119 Tanjungpinang", False),
            PRACTICE: FakeStream(PRACTICE, "Latihan", True),
        }
    )
    demo_accounts: list[dict[str, Any]] = field(default_factory=list)


class ReportBody(StrictBody):
    occurred_at: Moment
    tapped_by: str | None = None


@dataclass
class Screen:
    """One browser: its cookies, and the CSRF token its page keeps."""

    client: AsyncClient
    csrf: str = ""

    async def sign_in(self, username: str, *, password: str = PASSWORD, unit_id: str | None = None) -> Response:
        body = {"username": username, "password": password} | ({"unit_id": unit_id} if unit_id else {})
        response = await self.client.post("/api/session", json=body)
        if response.status_code == 200:
            self.csrf = response.json()["csrf"]
        return response

    async def post(self, path: str, body: object = None, **headers: str) -> Response:
        return await self.client.post(path, json=body, headers={"X-CSRF-Token": self.csrf, **headers})

    async def report(self, occurred_at: datetime, tapped_by: str | None = None) -> Response:
        return await self.post(
            f"/api/psc/{PSC}/report", {"occurred_at": occurred_at.isoformat(), "tapped_by": tapped_by}
        )


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    database = await Database.connect(database_url, size=8)
    for psc in (PSC, PRACTICE):
        for unit_id in ("psc-1", "trc-kota"):
            await database.execute(
                "INSERT INTO projection (kind, stream, id, version, data) VALUES ('unit', $1, $2, 1, '{}')",
                f"psc:{psc}",
                unit_id,
            )
    yield database
    await database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def core(db: Database, clock: Clock) -> FakeCore:
    return FakeCore(db, clock)


@pytest.fixture
def app(core: FakeCore) -> FastAPI:
    app = FastAPI()
    http.install(app)
    app.include_router(router)
    app.state.core = core
    app.state.sessions = Sessions(core.db, clock=core.clock, monotonic=core.clock.monotonic)

    @app.get("/api/me")
    async def me(viewer: Annotated[Viewer, Depends(signed_in)]) -> str:
        return viewer.name

    @app.post("/api/psc/{psc}/calls")
    async def calls(viewer: Annotated[Viewer, Depends(require(Role.OPERATOR))]) -> str:
        return viewer.name

    @app.get("/api/psc/{psc}/anything")
    async def anything(viewer: Annotated[Viewer, Depends(require())]) -> str:
        return viewer.name

    @app.get("/api/protocol")
    async def protocol(viewer: Annotated[Viewer, Depends(require(Role.OPERATOR))]) -> str:
        return viewer.name

    @app.post("/api/psc/{psc}/report")
    async def report(body: ReportBody, who: Annotated[Reporter, Depends(reporter)]) -> dict[str, str | None]:
        person = await acting_account(core.db, who, tapped_by=body.tapped_by, occurred_at=body.occurred_at)
        return {"id": person.account_id, "name": person.name, "unit_id": person.unit_id}

    return app


@pytest.fixture
async def screen(app: FastAPI) -> AsyncIterator[Screen]:
    async with AsyncClient(transport=ASGITransport(app), base_url=ORIGIN) as client:
        yield Screen(client)


@pytest.fixture
async def other_screen(app: FastAPI) -> AsyncIterator[Screen]:
    async with AsyncClient(transport=ASGITransport(app), base_url=ORIGIN) as client:
        yield Screen(client)


async def make_account(
    db: Database, clock: Clock, username: str, *grants: tuple[str, Role, str], grade: Grade | None = None
) -> str:
    return await create_account(
        db,
        username=username,
        name=username.title(),
        password=PASSWORD,
        roles=[RoleGrant(*grant) for grant in grants],
        grade=grade,
        now=clock(),
    )


@pytest.fixture
async def sari(db: Database, clock: Clock) -> str:
    """An operator."""
    return await make_account(db, clock, "sari", (PSC, Role.OPERATOR, PSC), grade=Grade.PERAWAT)


@pytest.fixture
async def budi(db: Database, clock: Clock) -> str:
    """Crew of whatever unit of the PSC, in practice too."""
    return await make_account(db, clock, "budi", (PSC, Role.CREW, PSC), (PRACTICE, Role.CREW, PRACTICE))


@pytest.fixture
async def rina(db: Database, clock: Clock) -> str:
    """Crew of one unit."""
    return await make_account(db, clock, "rina", (PSC, Role.CREW, "psc-1"))
