"""The list of what has not left: for staff, and without content."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from dispatch import http
from dispatch.accounts import RoleGrant, create_account
from dispatch.accounts import router as accounts_router
from dispatch.core import Core
from dispatch.domain.words import Role
from dispatch.http.guarded import list_unguarded
from dispatch.outbox import Courier, DeliveryFailed, router
from tests.dispatch.outbox.test_courier import TEXT, Recorder, queue_sms
from tests.dispatch.timekeeping.world import PHONE, PRACTICE, PSC, Clock, open_core

pytestmark = pytest.mark.database
PASSWORD = "perahu-merah-7"


@pytest.fixture
async def core(database_url: str) -> AsyncIterator[Core]:
    async with open_core(database_url, Clock()) as core:
        yield core


@pytest.fixture
async def client(core: Core) -> AsyncIterator[AsyncClient]:
    app = FastAPI()
    http.install(app)
    app.include_router(accounts_router)
    app.include_router(router)
    app.state.core = core
    assert "GET /api/psc/{psc}/outbox" not in list_unguarded(app)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://psc.test") as client:
        yield client


async def sign_in(client: AsyncClient, core: Core, role: Role) -> None:
    await create_account(
        core.db,
        username="sari",
        name="Sari",
        password=PASSWORD,
        roles=[RoleGrant(PSC, role, PSC), RoleGrant(PRACTICE, role, PRACTICE)],
        grade=None,
        now=core.clock(),
    )
    assert (await client.post("/api/session", json={"username": "sari", "password": PASSWORD})).status_code == 200


async def test_staff_see_what_waits_and_what_failed_but_not_what_it_says(client: AsyncClient, core: Core) -> None:
    await sign_in(client, core, Role.SUPERVISOR)
    for failure in (DeliveryFailed("twilio_21211", for_good=True), DeliveryFailed("twilio_503")):
        await queue_sms(core)
        await Courier(core, {"sms": Recorder(failure)}).deliver_waiting()
    await queue_sms(core, PRACTICE)
    response = await client.get(f"/api/psc/{PSC}/outbox")
    told = response.json()
    assert (told["waiting"], told["failed"]) == (1, 1)
    assert told["oldest_age_s"] >= 0
    assert [(message["state"], message["attempts"], message["last_error"]) for message in told["messages"]] == [
        ("failed", 1, "twilio_21211"),
        ("waiting", 1, "twilio_503"),
    ]
    assert [set(message) for message in told["messages"]] == [
        {"id", "channel", "state", "attempts", "last_error", "queued_at", "age_s", "next_at"}
    ] * 2
    assert told["messages"][0]["next_at"] is None
    assert told["messages"][1]["next_at"].endswith("Z")
    assert TEXT not in response.text
    assert PHONE not in response.text


async def test_a_delivered_message_is_no_longer_listed(client: AsyncClient, core: Core) -> None:
    await sign_in(client, core, Role.OPERATOR)
    await queue_sms(core)
    await Courier(core, {"sms": Recorder()}).deliver_waiting()
    told = (await client.get(f"/api/psc/{PSC}/outbox")).json()
    assert told == {"waiting": 0, "failed": 0, "oldest_age_s": None, "messages": []}


async def test_a_crew_does_not_see_it(client: AsyncClient, core: Core) -> None:
    await sign_in(client, core, Role.CREW)
    assert (await client.get(f"/api/psc/{PSC}/outbox")).status_code == 403
