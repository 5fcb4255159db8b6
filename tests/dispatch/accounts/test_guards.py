"""Who is let through, and who is told why not."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, WebSocket
from starlette.types import Message

from dispatch.accounts import PUBLIC, viewer_of_websocket
from dispatch.domain.words import Role
from dispatch.http.guarded import Unguarded, assert_guarded
from dispatch.store.pool import Database, DatabaseAway
from tests.dispatch.accounts.conftest import ORIGIN, PRACTICE, PSC, Clock, FakeCore, Screen, make_account

pytestmark = pytest.mark.database


async def test_a_role_opens_its_psc_and_no_other(screen: Screen, sari: str) -> None:
    await screen.sign_in("sari")
    assert (await screen.post(f"/api/psc/{PSC}/calls")).status_code == 200
    elsewhere = await screen.post(f"/api/psc/{PRACTICE}/calls")
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "forbidden")
    nowhere = await screen.post("/api/psc/atlantis/calls")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "not_found")


async def test_another_role_in_the_same_psc_is_not_enough(screen: Screen, rina: str) -> None:
    await screen.sign_in("rina")
    assert (await screen.post(f"/api/psc/{PSC}/calls")).status_code == 403
    assert (await screen.client.get(f"/api/psc/{PSC}/anything")).status_code == 200
    assert (await screen.client.get(f"/api/psc/{PRACTICE}/anything")).status_code == 403
    assert (await screen.client.get("/api/protocol")).status_code == 403


async def test_where_no_psc_is_named_a_role_anywhere_will_do(screen: Screen, db: Database, clock: Clock) -> None:
    await make_account(db, clock, "murid", (PRACTICE, Role.OPERATOR, PRACTICE))
    await screen.sign_in("murid")
    assert (await screen.client.get("/api/protocol")).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "wrong"},
        {"X-CSRF-Token": "\u00e9"},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_another_page_changes_nothing(screen: Screen, sari: str, headers: dict[str, str]) -> None:
    await screen.sign_in("sari")
    sent = {"X-CSRF-Token": screen.csrf} | headers
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in sent.items()]
    response = await screen.client.post(f"/api/psc/{PSC}/calls", headers=encoded)
    assert (response.status_code, response.json()["code"]) == (403, "csrf")


async def test_another_page_signs_nobody_in(screen: Screen, sari: str) -> None:
    body = {"username": "sari", "password": "whatever"}
    response = await screen.client.post("/api/session", json=body, headers={"Origin": "https://evil.test"})
    assert (response.status_code, response.json()["reason"]) == (403, "stranger")


async def test_our_own_page_passes(screen: Screen, sari: str) -> None:
    await screen.sign_in("sari")
    response = await screen.post(f"/api/psc/{PSC}/calls", Origin=ORIGIN)
    assert response.status_code == 200


async def test_when_the_database_is_away_the_screen_is_told_so(
    screen: Screen, sari: str, core: FakeCore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await screen.sign_in("sari")
    clock.advance(seconds=60)

    async def away(*_: object) -> None:
        raise DatabaseAway("gone")

    monkeypatch.setattr(core.db, "find_row", away)
    response = await screen.client.get("/api/me")
    # Not 401: the person is still signed in, and must keep what they typed.
    assert (response.status_code, response.json()["code"]) == (503, "database_unavailable")


@pytest.fixture
def live(app: FastAPI) -> FastAPI:
    @app.websocket("/api/live")
    async def live(websocket: WebSocket) -> None:
        viewer = await viewer_of_websocket(websocket)
        await websocket.accept()
        await websocket.send_json({"name": viewer.name})
        await websocket.close()

    return app


async def connect(app: FastAPI, **headers: str) -> list[Message]:
    """What a server says to a websocket that connects with `headers`."""
    sent: list[Message] = []

    async def messages() -> AsyncIterator[Message]:
        yield {"type": "websocket.connect"}

    incoming = messages()
    scope: dict[str, Any] = {
        "type": "websocket",
        "scheme": "ws",
        "path": "/api/live",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "subprotocols": [],
    }

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, lambda: anext(incoming), send)
    return sent


async def test_a_websocket_knows_its_viewer(live: FastAPI, screen: Screen, sari: str) -> None:
    await screen.sign_in("sari")
    cookie = f"psc119_session={screen.client.cookies['psc119_session']}"
    _, greeting, _ = await connect(live, Host="psc.test", Origin=ORIGIN, Cookie=cookie)
    assert greeting["text"] == '{"name":"Sari"}'


async def test_a_websocket_of_nobody_or_of_another_page_is_refused(live: FastAPI, screen: Screen, sari: str) -> None:
    await screen.sign_in("sari")
    cookie = f"psc119_session={screen.client.cookies['psc119_session']}"
    _, refusal, _ = await connect(live, Host="psc.test", Origin=ORIGIN)
    assert '"not_signed_in"' in refusal["text"]
    _, refusal, _ = await connect(live, Host="psc.test", Origin="https://evil.test", Cookie=cookie)
    assert '"csrf"' in refusal["text"]


async def test_every_endpoint_here_is_guarded_but_those_said_to_be_public(app: FastAPI) -> None:
    assert_guarded(app, public=PUBLIC)
    careless = APIRouter(prefix="/api")

    @careless.get("/patients")
    async def patients() -> None: ...

    app.include_router(careless)
    with pytest.raises(Unguarded, match="GET /api/patients"):
        assert_guarded(app, public=PUBLIC)
