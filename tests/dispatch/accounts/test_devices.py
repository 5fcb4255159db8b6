"""A tablet's queued taps keep the person who made them."""

from datetime import timedelta

import pytest

from dispatch.accounts.devices import DEVICE_LIFE, list_devices, revoke_device
from dispatch.accounts.people import set_active
from dispatch.accounts.sessions import CACHE_S, SESSION_LIFE
from dispatch.store.pool import Database
from tests.dispatch.accounts.conftest import PRACTICE, PSC, Clock, Screen

pytestmark = pytest.mark.database


async def test_choosing_a_unit_makes_the_browser_its_tablet(screen: Screen, budi: str, db: Database) -> None:
    response = await screen.sign_in("budi", unit_id="psc-1")
    assert response.json()["device"]["unit_id"] == "psc-1"
    assert "httponly" in response.headers.get_list("set-cookie")[1].lower()
    # Budi is crew in practice too, under the same unit ids: the real one comes first.
    assert [tuple(row) for row in await db.fetch("SELECT psc, unit_id FROM device")] == [(PSC, "psc-1")]
    assert (await screen.client.get("/api/session")).json() == response.json()


@pytest.mark.parametrize("unit_id", ["trc-kota", "no-such-unit"])
async def test_a_unit_of_others_is_refused_and_nobody_is_signed_in(screen: Screen, rina: str, unit_id: str) -> None:
    response = await screen.sign_in("rina", unit_id=unit_id)
    assert (response.status_code, response.json()["reason"]) == (403, "crew_of_another_unit")
    assert not screen.client.cookies


async def test_a_unit_that_does_not_exist_is_refused_to_crew_of_all(screen: Screen, budi: str) -> None:
    assert (await screen.sign_in("budi", unit_id="no-such-unit")).status_code == 403


async def test_someone_who_is_no_crew_gets_no_tablet(screen: Screen, sari: str) -> None:
    assert (await screen.sign_in("sari", unit_id="psc-1")).status_code == 403


async def test_who_is_signed_in_reports_for_themselves(screen: Screen, rina: str, clock: Clock) -> None:
    await screen.sign_in("rina", unit_id="psc-1")
    for tapped_by in (None, rina):
        response = await screen.report(clock(), tapped_by)
        assert response.json() == {"id": rina, "name": "Rina", "unit_id": "psc-1"}


async def test_a_tap_survives_the_shift_change(screen: Screen, rina: str, budi: str, clock: Clock) -> None:
    await screen.sign_in("rina", unit_id="psc-1")
    device = screen.client.cookies["psc119_device"]
    clock.advance(hours=3)
    tapped_at = clock()
    clock.advance(hours=2)
    await screen.sign_in("budi", unit_id="psc-1")
    assert screen.client.cookies["psc119_device"] == device
    clock.advance(hours=1)
    assert (await screen.report(tapped_at, rina)).json()["id"] == rina
    assert (await screen.report(clock(), budi)).json()["id"] == budi
    # Rina has gone home: what happens now is not hers, and what happened then is not Budi's.
    for occurred_at, tapped_by in ((clock(), rina), (tapped_at - timedelta(days=1), rina)):
        refused = await screen.report(occurred_at, tapped_by)
        assert (refused.status_code, refused.json()["reason"]) == (403, "not_on_this_device")


async def test_a_tap_survives_an_expired_login(screen: Screen, rina: str, clock: Clock) -> None:
    await screen.sign_in("rina", unit_id="psc-1")
    clock.advance(hours=13)
    assert timedelta(hours=13) > SESSION_LIFE
    assert (await screen.client.get("/api/session")).status_code == 401
    # The screen still holds the token of its last login, and the cookie of the tablet.
    for occurred_at in (clock() - timedelta(hours=5), clock()):
        response = await screen.report(occurred_at, rina)
        assert response.json() == {"id": rina, "name": "Rina", "unit_id": "psc-1"}
    nameless = await screen.report(clock())
    assert (nameless.status_code, nameless.json()["code"]) == (401, "not_signed_in")


async def test_a_tablet_started_anew_learns_how_to_send_its_queue(screen: Screen, rina: str, clock: Clock) -> None:
    device = (await screen.sign_in("rina", unit_id="psc-1")).json()["device"]
    clock.advance(hours=13)
    screen.csrf = ""
    refusal = await screen.client.get("/api/session")
    assert (refusal.status_code, refusal.json()["device"]) == (401, device)
    screen.csrf = refusal.json()["csrf"]
    assert (await screen.report(clock(), rina)).json()["id"] == rina


async def test_a_tap_survives_the_next_login_of_another_and_their_sign_out(
    screen: Screen, rina: str, budi: str, clock: Clock
) -> None:
    await screen.sign_in("rina", unit_id="psc-1")
    clock.advance(hours=1)
    tapped_at = clock()
    await screen.sign_in("budi", unit_id="trc-kota")
    await screen.client.delete("/api/session", headers={"X-CSRF-Token": screen.csrf})
    assert (await screen.report(tapped_at, rina)).json() == {"id": rina, "name": "Rina", "unit_id": "psc-1"}
    clock.advance(hours=1)
    assert (await screen.report(clock(), budi)).status_code == 403


async def test_the_same_person_on_another_unit_later(screen: Screen, budi: str, clock: Clock) -> None:
    await screen.sign_in("budi", unit_id="psc-1")
    clock.advance(hours=1)
    tapped_at = clock()
    clock.advance(hours=1)
    await screen.sign_in("budi", unit_id="trc-kota")
    assert (await screen.report(tapped_at, budi)).json()["unit_id"] == "psc-1"
    assert (await screen.report(clock(), budi)).json()["unit_id"] == "trc-kota"


async def test_a_signed_in_person_without_a_tablet_speaks_for_nobody_else(
    screen: Screen, sari: str, rina: str, clock: Clock
) -> None:
    await screen.sign_in("sari")
    assert (await screen.report(clock() - timedelta(hours=1), sari)).json()["id"] == sari
    refused = await screen.report(clock(), rina)
    assert (refused.status_code, refused.json()["reason"]) == (403, "other_person")


async def test_another_tablet_does_not_take_my_taps(
    screen: Screen, other_screen: Screen, rina: str, budi: str, clock: Clock
) -> None:
    await screen.sign_in("rina", unit_id="psc-1")
    await other_screen.sign_in("budi", unit_id="trc-kota")
    for tapped_by in (rina, "not-an-id"):
        assert (await other_screen.report(clock(), tapped_by)).status_code == 403


async def test_a_tablet_proves_itself_like_a_session(screen: Screen, rina: str, clock: Clock) -> None:
    await screen.sign_in("rina", unit_id="psc-1")
    clock.advance(hours=13)
    screen.csrf = "wrong"
    refused = await screen.report(clock(), rina)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    path = f"/api/psc/{PSC}/report"
    assert (
        await screen.post(path, {"occurred_at": clock().isoformat()}, Origin="https://evil.test")
    ).status_code == 403


async def test_a_tablet_alone_opens_nothing_but_reports(screen: Screen, rina: str, clock: Clock) -> None:
    await screen.sign_in("rina", unit_id="psc-1")
    clock.advance(hours=13)
    assert (await screen.client.get("/api/me")).status_code == 401
    assert (await screen.client.get(f"/api/psc/{PSC}/anything")).status_code == 401


async def test_a_lost_tablet_is_shut_out(screen: Screen, rina: str, db: Database, clock: Clock) -> None:
    device_id = (await screen.sign_in("rina", unit_id="psc-1")).json()["device"]["id"]
    assert (await screen.report(clock(), rina)).status_code == 200
    assert await revoke_device(db, device_id, now=clock())
    clock.advance(seconds=CACHE_S)
    assert (await screen.report(clock(), rina)).status_code == 401
    assert not await revoke_device(db, device_id, now=clock())
    new_id = (await screen.sign_in("rina", unit_id="psc-1")).json()["device"]["id"]
    assert new_id != device_id


async def test_the_office_sees_which_tablets_there_are(
    screen: Screen, other_screen: Screen, rina: str, budi: str, db: Database, clock: Clock
) -> None:
    await screen.sign_in("rina", unit_id="psc-1")
    clock.advance(minutes=1)
    await other_screen.sign_in("budi", unit_id="trc-kota")
    clock.advance(minutes=1)
    await screen.sign_in("budi", unit_id="psc-1")
    await screen.client.delete("/api/session", headers={"X-CSRF-Token": screen.csrf})
    uses = await list_devices(db, now=clock())
    assert [(use.unit_id, use.last_person, use.signed_in) for use in uses] == [
        ("psc-1", "Budi", False),
        ("trc-kota", "Budi", True),
    ]
    await revoke_device(db, uses[0].id, now=clock())
    assert [use.unit_id for use in await list_devices(db, now=clock())] == ["trc-kota"]


async def test_a_tablet_nobody_uses_is_forgotten(screen: Screen, rina: str, clock: Clock) -> None:
    await screen.sign_in("rina", unit_id="psc-1")
    device = screen.client.cookies["psc119_device"]
    clock.advance(days=DEVICE_LIFE / timedelta(days=1))
    response = await screen.client.post(
        f"/api/psc/{PSC}/report",
        json={"occurred_at": clock().isoformat(), "tapped_by": rina},
        headers={"Cookie": f"psc119_device={device}", "X-CSRF-Token": screen.csrf},
    )
    assert response.status_code == 401


async def test_a_closed_account_keeps_what_it_tapped_before(
    screen: Screen, rina: str, db: Database, clock: Clock
) -> None:
    await screen.sign_in("rina", unit_id="psc-1")
    clock.advance(hours=1)
    tapped_at = clock()
    clock.advance(hours=1)
    await set_active(db, username="rina", active=False, now=clock())
    clock.advance(hours=1)
    assert (await screen.report(tapped_at, rina)).json()["id"] == rina
    assert (await screen.report(clock(), rina)).status_code == 403


async def test_practice_alone_makes_a_tablet_of_practice(screen: Screen, budi: str, db: Database) -> None:
    await db.execute("DELETE FROM account_role WHERE psc = $1", PSC)
    assert (await screen.sign_in("budi", unit_id="psc-1")).status_code == 200
    assert await db.value("SELECT psc FROM device") == PRACTICE
