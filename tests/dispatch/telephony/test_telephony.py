"""What operators do on screen reaches the provider after the commit, in order, and never holds the commit up."""

import asyncio
import subprocess
import sys
from uuid import uuid4

import pytest
import structlog

from dispatch.calls import service as calls
from dispatch.core import Core
from dispatch.domain import call
from dispatch.domain.words import Channel
from dispatch.telephony import Leg, ProviderFailed, Telephony, TwilioSettings, make_telephony
from dispatch.telephony.incoming import call_id_of
from dispatch.telephony.incoming import ring as ring_line
from dispatch.telephony.telephony import ACTIONS
from tests.dispatch.telephony.conftest import DESKS
from tests.dispatch.telephony.fake_twilio import FROM, FakeTwilio
from tests.dispatch.timekeeping.world import PHONE, PRACTICE, PSC, command, ring, row

pytestmark = pytest.mark.database

SID = "CA" + "1" * 32
CALL_ID = call_id_of("twilio", SID)


async def line_rings(core: Core) -> None:
    await ring_line(core, core.streams[PSC], provider="twilio", leg_id=SID, channel=Channel.LINE_119, phone=PHONE)


async def act(core: Core, *decisions: object, call_id: str = CALL_ID, psc: str = PSC) -> None:
    """What an operator does with the call, one after the other."""
    for decision in decisions:
        given = {"to": {"id": "budi", "name": "Budi"}} if decision is call.hand_over else {}
        assert callable(decision)
        await calls.act(core, core.streams[psc], command(core), {}, call_id, decision, **given)


async def test_hold_resume_and_hand_over_change_the_line_in_order(
    core: Core, telephony: Telephony, fake_twilio: FakeTwilio
) -> None:
    await line_rings(core)
    await act(core, call.answer, call.hold, call.resume, call.hand_over)
    await telephony.stop()
    assert [path for path, _ in fake_twilio.asked] == [f"Calls/{SID}.json"] * 3
    held, resumed, handed_over = (form["Twiml"] for _, form in fake_twilio.asked)
    assert f"<Enqueue>tunggu-{CALL_ID}</Enqueue>" in held
    assert all(desk in resumed for desk in DESKS)
    assert handed_over == resumed
    assert core.hub.links["telephony"] == "ok"


async def test_a_provider_that_does_not_answer_holds_no_commit_up(
    core: Core, telephony: Telephony, fake_twilio: FakeTwilio
) -> None:
    fake_twilio.gate.clear()
    await line_rings(core)
    await act(core, call.answer, call.hold)
    assert (await row(core, "call", CALL_ID))["state"] == "held"
    await act(core, call.resume)
    assert (await row(core, "call", CALL_ID))["state"] == "answered"
    assert fake_twilio.asked == []
    fake_twilio.gate.set()
    await telephony.stop()
    assert ["Enqueue" in form["Twiml"] for _, form in fake_twilio.asked] == [True, False]


async def test_what_was_asked_first_is_done_first(core: Core, telephony: Telephony) -> None:
    assert telephony.twilio is not None
    done: list[str] = []
    holding, go_on = asyncio.Event(), asyncio.Event()

    async def slow_hold(_leg: Leg) -> None:
        holding.set()
        await go_on.wait()
        done.append("hold")

    async def quick_transfer(_leg: Leg, _to: object) -> None:
        done.append("transfer")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(telephony.twilio, "hold", slow_hold)
        patch.setattr(telephony.twilio, "transfer", quick_transfer)
        await line_rings(core)
        await act(core, call.answer, call.hold)
        await holding.wait()
        await act(core, call.resume, call.hand_over)  # each asks the database, so the loop has turned meanwhile
        assert done == []
        go_on.set()
        await telephony.stop()
    assert done == ["hold", "transfer", "transfer"]


async def test_a_link_that_fails_is_shown_and_mends(core: Core, telephony: Telephony, fake_twilio: FakeTwilio) -> None:
    await line_rings(core)
    fake_twilio.failures.append((503, 20503))
    with structlog.testing.capture_logs() as logs:
        await act(core, call.answer, call.hold)
        await telephony.stop()
    assert core.hub.links["telephony"] == "away"
    failed = [entry for entry in logs if entry["event"] == "telephony.failed"]
    assert [(entry["what"], entry["reason"]) for entry in failed] == [("call.held", "twilio_20503")]
    await act(core, call.resume)
    await telephony.stop()
    assert core.hub.links["telephony"] == "ok"


async def test_a_line_that_has_ended_is_no_fault_of_the_link(
    core: Core, telephony: Telephony, fake_twilio: FakeTwilio
) -> None:
    await line_rings(core)
    fake_twilio.failures.append((400, 21220))
    await act(core, call.answer, call.hold)
    await telephony.stop()
    assert core.hub.links["telephony"] == "ok"


async def test_a_provider_nobody_can_reach_is_away(core: Core, telephony: Telephony, fake_twilio: FakeTwilio) -> None:
    assert telephony.twilio is not None
    telephony.twilio._client.api.base_url = "http://127.0.0.1:1"
    await line_rings(core)
    await act(core, call.answer, call.hold)
    await telephony.stop()
    assert core.hub.links["telephony"] == "away"


async def test_calls_that_came_another_way_never_reach_twilio(
    core: Core, telephony: Telephony, fake_twilio: FakeTwilio
) -> None:
    walk_in = await ring(core, answered=True)
    practice = await ring(core, PRACTICE)
    with structlog.testing.capture_logs() as logs:
        await act(core, call.hold, call.resume, call_id=walk_in)
        await act(core, call.answer, call.hold, call_id=practice, psc=PRACTICE)
        await telephony.stop()
    assert fake_twilio.asked == []
    marks = [(entry["event"], entry["call_id"]) for entry in logs if entry["event"].startswith("telephony.")]
    assert sorted(marks) == sorted(
        [
            ("telephony.hold", walk_in),
            ("telephony.transfer", walk_in),
            ("telephony.answer", practice),
            ("telephony.hold", practice),
        ]
    )
    assert PHONE not in repr(logs)


async def test_a_practice_call_with_a_real_line_changes_no_real_line(
    core: Core, telephony: Telephony, fake_twilio: FakeTwilio
) -> None:
    await ring_line(core, core.streams[PRACTICE], provider="twilio", leg_id=SID, channel=Channel.LINE_119, phone=PHONE)
    await act(core, call.answer, call.hold, psc=PRACTICE)
    await telephony.stop()
    assert fake_twilio.asked == []


async def test_a_call_of_a_provider_that_is_no_longer_configured_goes_on(core: Core) -> None:
    telephony = make_telephony(None)
    telephony.attach(core)
    assert core.hub.links["telephony"] == "local"
    await line_rings(core)
    with structlog.testing.capture_logs() as logs:
        await act(core, call.answer)
    assert [entry["event"] for entry in logs] == ["telephony.provider_gone"]


async def test_a_call_out_rings_the_desk_first_and_then_the_caller(
    core: Core, telephony: Telephony, fake_twilio: FakeTwilio
) -> None:
    leg_id = await telephony.originate(core.streams[PSC], PHONE, "meja-1")
    assert leg_id.startswith("CA")
    path, form = fake_twilio.asked[0]
    assert (path, form["To"], form["From"]) == ("Calls.json", DESKS[0], FROM)
    assert PHONE in form["Twiml"]
    assert DESKS[0] not in form["Twiml"]


async def test_a_call_out_in_practice_is_only_marked(core: Core, telephony: Telephony, fake_twilio: FakeTwilio) -> None:
    with structlog.testing.capture_logs() as logs:
        leg_id = await telephony.originate(core.streams[PRACTICE], PHONE, "meja-1")
    assert leg_id.startswith("local-")
    assert fake_twilio.asked == []
    assert PHONE not in repr(logs)


async def test_a_call_out_that_cannot_be_made_says_why(
    core: Core, telephony: Telephony, fake_twilio: FakeTwilio
) -> None:
    with pytest.raises(ProviderFailed, match="no_such_line"):
        await telephony.originate(core.streams[PSC], PHONE, "meja-9")
    fake_twilio.failures.append((401, 20003))
    with pytest.raises(ProviderFailed, match="twilio_20003") as failure:
        await telephony.originate(core.streams[PSC], PHONE, "meja-1")
    assert failure.value.refused is False  # credentials can be put right
    assert telephony.twilio is not None
    with pytest.raises(ProviderFailed, match="no_leg"):
        await telephony.twilio.hold(Leg(PSC, str(uuid4()), None))
    silent = core.streams[PSC].city.operator_lines[0].model_copy(update={"number": None})
    with pytest.raises(ProviderFailed, match="line_without_number"):
        await telephony.twilio.originate(PHONE, silent)


async def test_every_action_is_on_an_event_that_calls_have() -> None:
    from dispatch.domain.projection import HANDLERS

    assert set(ACTIONS) <= set(HANDLERS)


async def test_secrets_and_numbers_do_not_show(settings: TwilioSettings) -> None:
    assert settings.auth_token not in repr(settings)


async def test_without_an_account_twilio_is_not_even_imported() -> None:
    code = (
        "import sys, dispatch.telephony, dispatch.outbox, dispatch.timekeeping\n"
        "dispatch.telephony.make_telephony(None)\n"
        "sys.exit([name for name in sys.modules if name.split('.')[0] in ('twilio', 'requests')] != [])"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stderr=subprocess.PIPE)
    _, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
