"""Twilio's webhooks: only Twilio is heard, and hearing a thing twice changes nothing."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import cast
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import structlog
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from twilio.request_validator import RequestValidator

from cities import City
from dispatch import http
from dispatch.calls import service as calls
from dispatch.core import Core
from dispatch.domain import call
from dispatch.domain.words import CallDisposition
from dispatch.http.guarded import list_unguarded
from dispatch.live.opening import open_row
from dispatch.store.pool import Database, DatabaseAway
from dispatch.telephony import Telephony, TwilioSettings, make_telephony, router
from dispatch.telephony.incoming import call_id_of
from tests.dispatch.telephony.conftest import DESKS
from tests.dispatch.telephony.fake_twilio import TOKEN
from tests.dispatch.timekeeping.world import (
    PRACTICE,
    PSC,
    PUBLIC_URL,
    Clock,
    city_with_desks,
    command,
    event_types,
    open_core,
    row,
)

pytestmark = pytest.mark.database

SID = "CA" + "1" * 32
CALL_ID = call_id_of("twilio", SID)
CALLER = "+6281234567890"
CALL = {"CallSid": SID, "From": CALLER, "To": "+6277100119", "CallStatus": "ringing", "Direction": "inbound"}


@dataclass
class Twilio:
    """What Twilio does: posts forms that it signs."""

    client: AsyncClient

    async def post(
        self, hook: str, form: dict[str, str], *, psc: str = PSC, signature: str | None = None, url: str = PUBLIC_URL
    ) -> Response:
        path = f"/api/telephony/twilio/{psc}/{hook}"
        signature = signature if signature is not None else RequestValidator(TOKEN).compute_signature(url + path, form)
        return await self.client.post(path, data=form, headers={"X-Twilio-Signature": signature})

    async def voice(self, **changed: str) -> Element:
        response = await self.post("voice", CALL | changed)
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("application/xml")
        return ElementTree.fromstring(response.content)

    async def dialled(self, **changed: str) -> Element:
        response = await self.post("dialled", CALL | changed)
        assert response.status_code == 200
        return ElementTree.fromstring(response.content)

    async def status(self, state: str, **changed: str) -> Response:
        return await self.post("status", CALL | {"CallStatus": state} | changed)


def make_app(core: Core) -> FastAPI:
    app = FastAPI()
    http.install(app)
    app.include_router(router)
    app.state.core = core
    return app


@pytest.fixture
async def twilio(core: Core, telephony: Telephony) -> AsyncIterator[Twilio]:
    async with AsyncClient(transport=ASGITransport(make_app(core)), base_url="http://inside:8119") as client:
        yield Twilio(client)


async def answer(core: Core) -> None:
    await calls.act(core, core.streams[PSC], command(core), {}, CALL_ID, call.answer)


async def test_a_call_rings_on_the_board_and_on_every_desk(core: Core, twilio: Twilio) -> None:
    told = await twilio.voice()
    dial = cast(Element, told.find("Dial"))
    assert [number.text for number in dial.findall("Number")] == list(DESKS)
    assert dial.get("action") == f"{PUBLIC_URL}/api/telephony/twilio/{PSC}/dialled"
    assert {number.get("statusCallback") for number in dial} == {f"{PUBLIC_URL}/api/telephony/twilio/{PSC}/status"}
    ringing = await open_row(core.keys, await row(core, "call", CALL_ID))
    assert (ringing["state"], ringing["phone"], ringing["channel"]) == ("ringing", CALLER, "119")
    assert (ringing["provider"], ringing["leg_id"]) == ("twilio", SID)


async def test_the_same_call_told_many_times_rings_once(core: Core, twilio: Twilio) -> None:
    for _ in range(3):
        await twilio.voice()
    await answer(core)
    await twilio.voice(CallStatus="in-progress")
    assert await event_types(core, CALL_ID) == ["call.rang", "call.answered"]


async def test_the_channel_of_the_number_is_in_the_signed_address(core: Core, twilio: Twilio) -> None:
    await twilio.post("voice?channel=telepon_lokal", CALL)
    assert (await row(core, "call", CALL_ID))["channel"] == "telepon_lokal"


@pytest.mark.parametrize("withheld", ["anonymous", "+266696687", "", "Restricted"])
async def test_a_withheld_number_is_no_number(core: Core, twilio: Twilio, withheld: str) -> None:
    await twilio.voice(From=withheld)
    assert (await row(core, "call", CALL_ID))["phone"] is None


async def test_a_short_number_that_no_plan_knows_is_kept(core: Core, twilio: Twilio) -> None:
    await twilio.voice(From="112")
    assert (await open_row(core.keys, await row(core, "call", CALL_ID)))["phone"] == "112"


@pytest.mark.parametrize("hook", ["voice", "dialled", "status"])
async def test_a_stranger_is_not_heard(core: Core, twilio: Twilio, hook: str) -> None:
    signed_elsewhere = RequestValidator("another").compute_signature(
        f"{PUBLIC_URL}/api/telephony/twilio/{PSC}/{hook}", CALL
    )
    of_other_hook = RequestValidator(TOKEN).compute_signature(f"{PUBLIC_URL}/api/telephony/twilio/{PSC}/else", CALL)
    for signature in ("", "nonsense", signed_elsewhere, of_other_hook):
        response = await twilio.post(hook, CALL, signature=signature)
        assert (response.status_code, response.json()["code"]) == (403, "forbidden")
    assert (await twilio.post(hook, CALL, url="http://inside:8119")).status_code == 403
    assert (await twilio.client.post(f"/api/telephony/twilio/{PSC}/{hook}", data=CALL)).status_code == 403
    assert await core.db.value("SELECT count(*) FROM event") == 0


async def test_a_tampered_form_is_not_heard(core: Core, twilio: Twilio) -> None:
    path = f"/api/telephony/twilio/{PSC}/voice"
    headers = {"X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(PUBLIC_URL + path, CALL)}
    for tampered in (CALL | {"From": "+6281200000000"}, CALL | {"Extra": "1"}, {"CallSid": SID}):
        assert (await twilio.client.post(path, data=tampered, headers=headers)).status_code == 403
    twice = "&".join([*(f"{name}={value}" for name, value in CALL.items()), f"CallSid={SID}"]).replace("+", "%2B")
    form_type = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await twilio.client.post(path, content=twice, headers=headers | form_type)).status_code == 403
    assert (await twilio.client.post(path + "?channel=web", data=CALL, headers=headers)).status_code == 403
    files = {"CallSid": ("a.txt", b"x")}
    assert (await twilio.client.post(path, files=files, headers=headers)).status_code == 403
    assert await core.db.value("SELECT count(*) FROM event") == 0


async def test_every_webhook_has_its_guard(core: Core, telephony: Telephony) -> None:
    assert list_unguarded(make_app(core)) == []


async def test_a_signed_form_without_a_call_is_refused(core: Core, twilio: Twilio) -> None:
    assert (await twilio.post("voice", {"From": CALLER})).status_code == 422


async def test_practice_hears_no_real_callers(twilio: Twilio) -> None:
    assert (await twilio.post("voice", CALL, psc=PRACTICE)).status_code == 404
    assert (await twilio.post("voice", CALL, psc="atlantis")).status_code == 404


async def test_a_caller_who_hangs_up_unanswered_is_called_back(core: Core, twilio: Twilio) -> None:
    await twilio.voice()
    for state in ("completed", "no-answer", "completed"):
        assert (await twilio.status(state)).status_code == 200
    assert await event_types(core, CALL_ID) == ["call.rang", "call.abandoned"]
    waiting = await row(core, "call", CALL_ID)
    assert (waiting["state"], waiting["callback"]["open"]) == ("unanswered", True)
    assert (await row(core, "deadline", f"callback:{CALL_ID}"))["due_at"] == waiting["callback"]["due_at"]


async def test_an_answered_call_stays_with_its_operator_when_the_line_ends(core: Core, twilio: Twilio) -> None:
    await twilio.voice()
    await answer(core)
    await twilio.status("completed")
    assert (await row(core, "call", CALL_ID))["state"] == "answered"


@pytest.mark.parametrize("state", ["queued", "initiated", "ringing", "in-progress", "of-the-future"])
async def test_a_line_that_lives_ends_nothing(core: Core, twilio: Twilio, state: str) -> None:
    await twilio.voice()
    assert (await twilio.status(state)).status_code == 200
    assert (await row(core, "call", CALL_ID))["state"] == "ringing"


async def test_a_desk_that_stops_ringing_is_not_the_caller_hanging_up(core: Core, twilio: Twilio) -> None:
    await twilio.voice()
    with structlog.testing.capture_logs() as logs:
        for state in ("in-progress", "no-answer", "completed"):
            of_desk = {"CallSid": "CA" + "2" * 32, "ParentCallSid": SID, "To": DESKS[1]}
            assert (await twilio.status(state, **of_desk)).status_code == 200
    assert [(entry["desk"], entry["state"]) for entry in logs if entry["event"] == "telephony.desk"] == [
        ("meja-2", "in-progress"),
        ("meja-2", "no-answer"),
        ("meja-2", "completed"),
    ]
    assert (await row(core, "call", CALL_ID))["state"] == "ringing"


async def test_the_end_of_an_unknown_line_is_taken_and_logged(core: Core, twilio: Twilio) -> None:
    with structlog.testing.capture_logs() as logs:
        assert (await twilio.status("completed", CallSid="CA" + "8" * 32)).status_code == 200
    assert [entry["event"] for entry in logs] == ["telephony.unknown_leg"]
    assert await core.db.value("SELECT count(*) FROM command") == 0


async def test_a_caller_nobody_answers_stays_on_the_line_and_rings_on(core: Core, twilio: Twilio) -> None:
    await twilio.voice()
    for outcome in ("no-answer", "busy", "failed"):
        told = await twilio.dialled(CallStatus="in-progress", DialCallStatus=outcome)
        assert [verb.tag for verb in told] == ["Say", "Redirect"]
        assert told[0].get("language") == "id-ID"
        assert told[1].text == f"{PUBLIC_URL}/api/telephony/twilio/{PSC}/voice"
    assert (await row(core, "call", CALL_ID))["state"] == "ringing"


async def test_the_line_ends_after_the_talk(twilio: Twilio) -> None:
    await twilio.voice()
    told = await twilio.dialled(CallStatus="in-progress", DialCallStatus="completed")
    assert [verb.tag for verb in told] == ["Hangup"]


async def test_a_caller_who_left_while_desks_rang_is_called_back(core: Core, twilio: Twilio) -> None:
    await twilio.voice()
    await twilio.dialled(CallStatus="completed", DialCallStatus="no-answer")
    await twilio.status("completed")
    assert await event_types(core, CALL_ID) == ["call.rang", "call.abandoned"]


async def test_a_call_that_operators_have_closed_rings_no_more(core: Core, twilio: Twilio) -> None:
    await twilio.voice()
    await answer(core)
    await calls.act(
        core,
        core.streams[PSC],
        command(core),
        {},
        CALL_ID,
        call.close,
        disposition=CallDisposition.ISENG,
        note=None,
        callback_due_at="",
    )
    assert [verb.tag for verb in await twilio.voice(CallStatus="in-progress")] == ["Hangup"]
    told = await twilio.dialled(CallStatus="in-progress", DialCallStatus="no-answer")
    assert [verb.tag for verb in told] == ["Hangup"]


@pytest.mark.parametrize("city", [city_with_desks(), city_with_desks(None, None)])
async def test_without_a_desk_the_caller_is_kept_on_the_line(
    database_url: str, settings: TwilioSettings, city: City
) -> None:
    async with open_core(database_url, Clock(), city=city) as core:
        with structlog.testing.capture_logs() as logs:
            make_telephony(settings).attach(core)
        assert "telephony.no_desk_rings" in [entry["event"] for entry in logs]
        async with AsyncClient(transport=ASGITransport(make_app(core)), base_url="http://inside:8119") as client:
            told = await Twilio(client).voice()
        assert [verb.tag for verb in told] == ["Say", "Pause", "Redirect"]
        assert (await row(core, "call", CALL_ID))["state"] == "ringing"


async def test_with_the_database_away_the_desks_ring_all_the_same(
    core: Core, twilio: Twilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> object:
        raise DatabaseAway("gone")

    with monkeypatch.context() as patch, structlog.testing.capture_logs() as logs:
        for name in ("fetch", "find_row"):
            patch.setattr(Database, name, away)
        told = await twilio.voice()
    assert told.find("Dial") is not None
    assert "telephony.ring_not_recorded" in [entry["event"] for entry in logs]
    await twilio.voice()  # the desks did not answer: asked again, it is recorded
    assert await event_types(core, CALL_ID) == ["call.rang"]


async def test_without_an_account_there_is_no_webhook(core: Core) -> None:
    make_telephony(None).attach(core)
    async with AsyncClient(transport=ASGITransport(make_app(core)), base_url="http://inside:8119") as client:
        assert (await Twilio(client).post("voice", CALL)).status_code == 404
