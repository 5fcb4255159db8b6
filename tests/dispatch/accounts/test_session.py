"""Sign in, stay signed in, sign out."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from dispatch.accounts.people import set_active, set_password
from dispatch.accounts.sessions import CACHE_S, SESSION_LIFE, Sessions
from dispatch.domain.words import Role
from dispatch.store.pool import Database
from tests.dispatch.accounts.conftest import PASSWORD, PRACTICE, PSC, Clock, FakeCore, Screen, make_account

pytestmark = pytest.mark.database


async def test_a_signed_in_person_is_told_who_they_are(screen: Screen, sari: str) -> None:
    response = await screen.sign_in("  Sari ")
    assert response.status_code == 200
    document = response.json()
    assert document == {
        "account": {
            "id": sari,
            "name": "Sari",
            "roles": [{"psc": PSC, "role": "operator", "scope": PSC}],
            "grade": "perawat",
            "language": "id",
        },
        "csrf": document["csrf"],
        "psc": [{"key": PSC, "name": "PSC 119 Tanjungpinang", "training": False}],
        "streams": [f"psc:{PSC}"],
        "device": None,
    }
    assert (await screen.client.get("/api/session")).json() == document


async def test_nobody_is_signed_in_at_first(screen: Screen) -> None:
    response = await screen.client.get("/api/session")
    assert (response.status_code, response.json()["code"]) == (401, "not_signed_in")
    screen.client.cookies.set("psc119_session", "made-up")
    assert (await screen.client.get("/api/session")).status_code == 401


async def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    screen: Screen, sari: str, db: Database, clock: Clock
) -> None:
    await make_account(db, clock, "closed", (PSC, Role.OPERATOR, PSC))
    await set_active(db, username="closed", active=False, now=clock())
    answers = [
        await screen.sign_in("sari", password="wrong"),
        await screen.sign_in("nobody"),
        await screen.sign_in("closed"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json()["code"] == "wrong_credentials"
    assert not screen.client.cookies


async def test_guessing_is_slowed_and_the_right_password_waits_too(screen: Screen, sari: str, clock: Clock) -> None:
    for _ in range(5):
        assert (await screen.sign_in("sari", password="wrong")).status_code == 401
    response = await screen.sign_in("sari")
    assert (response.status_code, response.json()["code"]) == (429, "too_many_attempts")
    clock.advance(seconds=int(response.headers["retry-after"]))
    assert (await screen.sign_in("sari")).status_code == 200


async def test_cookies_are_closed_to_scripts_and_other_sites(screen: Screen, sari: str) -> None:
    cookie = (await screen.sign_in("sari")).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie


@pytest.mark.parametrize("tls_at", ["here", "proxy"])
async def test_under_tls_cookies_never_travel_plain(app: FastAPI, core: FakeCore, sari: str, tls_at: str) -> None:
    core.settings.secure_cookies = tls_at == "proxy"
    base_url = "https://psc.test" if tls_at == "here" else "http://psc.test"
    async with AsyncClient(transport=ASGITransport(app), base_url=base_url) as client:
        response = await Screen(client).sign_in("sari")
    assert "secure" in response.headers["set-cookie"].lower()


async def test_the_database_keeps_no_secret(screen: Screen, sari: str, db: Database) -> None:
    await screen.sign_in("sari")
    stored = str(await db.fetch("SELECT * FROM session")) + str(await db.fetch("SELECT * FROM account"))
    assert screen.client.cookies["psc119_session"] not in stored
    assert PASSWORD not in stored


async def test_signing_in_again_ends_the_session_this_browser_had(screen: Screen, sari: str, db: Database) -> None:
    await screen.sign_in("sari")
    first, first_csrf = screen.client.cookies["psc119_session"], screen.csrf
    await screen.sign_in("sari")
    assert screen.client.cookies["psc119_session"] != first
    assert screen.csrf != first_csrf
    assert await db.value("SELECT count(*) FROM session WHERE ended_at IS NULL") == 1
    screen.client.cookies.clear()
    assert (await screen.client.get("/api/me", headers={"Cookie": f"psc119_session={first}"})).status_code == 401


async def test_sign_out_is_at_once_here_and_within_seconds_elsewhere(
    screen: Screen, sari: str, core: FakeCore, clock: Clock
) -> None:
    elsewhere = Sessions(core.db, clock=clock, monotonic=clock.monotonic)
    await screen.sign_in("sari")
    token = screen.client.cookies["psc119_session"]
    assert await elsewhere.find(token) is not None
    response = await screen.client.delete("/api/session", headers={"X-CSRF-Token": screen.csrf})
    assert response.status_code == 204
    assert "psc119_session" not in screen.client.cookies
    assert (await screen.client.get("/api/me", headers={"Cookie": f"psc119_session={token}"})).status_code == 401
    clock.advance(seconds=CACHE_S)
    assert await elsewhere.find(token) is None


async def test_a_session_in_use_lasts_and_an_idle_one_ends(screen: Screen, sari: str, clock: Clock) -> None:
    await screen.sign_in("sari")
    for _ in range(4):
        clock.advance(hours=11)
        assert (await screen.client.get("/api/me")).status_code == 200
    clock.advance(hours=SESSION_LIFE / timedelta(hours=1))
    assert (await screen.client.get("/api/me")).status_code == 401


async def test_most_requests_ask_the_database_nothing(
    screen: Screen, sari: str, core: FakeCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await screen.sign_in("sari")
    await screen.client.get("/api/me")

    async def asked(*_: object) -> None:
        raise AssertionError("the database was asked")

    monkeypatch.setattr(core.db, "find_row", asked)
    for _ in range(3):
        assert (await screen.client.get("/api/me")).json() == "Sari"


async def test_a_closed_account_is_out_within_seconds(screen: Screen, sari: str, db: Database, clock: Clock) -> None:
    await screen.sign_in("sari")
    await set_active(db, username="sari", active=False, now=clock())
    clock.advance(seconds=CACHE_S)
    assert (await screen.client.get("/api/me")).status_code == 401


async def test_a_new_password_ends_the_sessions_of_the_old(
    screen: Screen, sari: str, db: Database, clock: Clock
) -> None:
    await screen.sign_in("sari")
    await set_password(db, username="SARI", password="kapal-biru-99", now=clock())
    clock.advance(seconds=CACHE_S)
    assert (await screen.client.get("/api/me")).status_code == 401
    assert (await screen.sign_in("sari")).status_code == 401
    assert (await screen.sign_in("sari", password="kapal-biru-99")).status_code == 200


async def test_a_body_with_more_than_it_should_have_signs_nobody_in(screen: Screen, sari: str) -> None:
    body = {"username": "sari", "password": PASSWORD, "role": "admin"}
    assert (await screen.client.post("/api/session", json=body)).status_code == 422
    # A form of another site could send text, never JSON.
    text = await screen.client.post(
        "/api/session", content=b'{"username": "sari"}', headers={"Content-Type": "text/plain"}
    )
    assert text.status_code == 422
    assert not screen.client.cookies


async def test_practice_is_listed_after_the_real_psc(screen: Screen, db: Database, clock: Clock) -> None:
    await make_account(
        db,
        clock,
        "dewi",
        (PRACTICE, Role.OPERATOR, PRACTICE),
        (PSC, Role.OPERATOR, PSC),
        ("gone", Role.OPERATOR, "gone"),
    )
    document = (await screen.sign_in("dewi")).json()
    assert [(psc["key"], psc["training"]) for psc in document["psc"]] == [(PSC, False), (PRACTICE, True)]


async def test_the_demo_shows_its_accounts_and_nothing_else_does(screen: Screen, core: FakeCore) -> None:
    account = {"username": "operator", "password": "demo", "role": "operator", "name": "Sari", "guide": "operator"}
    account |= {"psc": "tanjungpinang", "unit_id": None}
    core.demo_accounts.append(account)
    assert (await screen.client.get("/api/demo/accounts")).status_code == 404
    core.settings.demo = True
    assert (await screen.client.get("/api/demo/accounts")).json() == [account]
