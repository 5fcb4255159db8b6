"""Short messages by Twilio, from the outbox to the REST interface."""

from uuid import uuid4

import pytest
import structlog

from dispatch.calls import service as calls
from dispatch.core import Core
from dispatch.outbox import Courier, DeliveryFailed, LocalSink, Outgoing
from dispatch.telephony import Telephony, make_telephony
from tests.dispatch.telephony.fake_twilio import FROM, FakeTwilio
from tests.dispatch.timekeeping.world import PHONE, PRACTICE, PSC, command, ring

pytestmark = pytest.mark.database
TEXT = "Buka pintu, ambulans tiba dalam 4 menit"


def sms(payload: dict[str, object]) -> Outgoing:
    return Outgoing(str(uuid4()), "psc:tanjungpinang", "sms", payload)


async def queue_sms(core: Core, psc: str) -> None:
    call_id = await ring(core, psc, answered=True)
    await calls.send_sms(core, core.streams[psc], command(core), {}, call_id, TEXT)


async def test_an_operators_message_reaches_the_caller(
    core: Core, telephony: Telephony, fake_twilio: FakeTwilio
) -> None:
    await queue_sms(core, PSC)
    await queue_sms(core, PRACTICE)
    courier = Courier(core, {"sms": telephony.sms})
    with structlog.testing.capture_logs() as logs:
        assert await courier.deliver_waiting() == 2
        assert await courier.deliver_waiting() == 0
    assert fake_twilio.asked == [("Messages.json", {"To": PHONE, "From": FROM, "Body": TEXT})]
    assert len(courier.sink.messages) == 1
    assert PHONE not in repr(logs)


async def test_with_twilio_away_the_message_waits_and_leaves_later(
    core: Core, telephony: Telephony, fake_twilio: FakeTwilio
) -> None:
    await queue_sms(core, PSC)
    fake_twilio.failures.append((503, 20503))
    courier = Courier(core, {"sms": telephony.sms})
    await courier.deliver_waiting()
    assert courier.state.waiting == 1
    assert await core.db.value("SELECT last_error FROM outbox") == "twilio_20503"
    await core.db.execute("UPDATE outbox SET next_at = now()")
    await courier.deliver_waiting()
    assert (courier.state.waiting, len(fake_twilio.asked)) == (0, 2)


@pytest.mark.parametrize(
    ("status", "code", "for_good"),
    [(400, 21211, True), (404, 20404, True), (401, 20003, False), (429, 20429, False), (500, 20500, False)],
)
async def test_only_what_can_never_succeed_fails_for_good(
    telephony: Telephony, fake_twilio: FakeTwilio, status: int, code: int, for_good: bool
) -> None:
    fake_twilio.failures.append((status, code))
    with pytest.raises(DeliveryFailed) as failure:
        await telephony.sms.deliver(sms({"to": PHONE, "text": TEXT}))
    assert (failure.value.reason, failure.value.for_good) == (f"twilio_{code}", for_good)
    assert PHONE not in str(failure.value)


async def test_nobody_there_is_tried_again(telephony: Telephony) -> None:
    assert telephony.twilio is not None
    telephony.twilio._client.api.base_url = "http://127.0.0.1:1"
    with pytest.raises(DeliveryFailed, match="ConnectionError") as failure:
        await telephony.sms.deliver(sms({"to": PHONE, "text": TEXT}))
    assert failure.value.for_good is False


@pytest.mark.parametrize("payload", [{}, {"to": {"erased": True}, "text": TEXT}, {"to": PHONE, "text": None}])
async def test_a_message_to_nobody_is_never_sent(
    telephony: Telephony, fake_twilio: FakeTwilio, payload: dict[str, object]
) -> None:
    with pytest.raises(DeliveryFailed, match="no_recipient") as failure:
        await telephony.sms.deliver(sms(payload))
    assert failure.value.for_good is True
    assert fake_twilio.asked == []


async def test_without_an_account_messages_go_to_the_log(core: Core) -> None:
    telephony = make_telephony(None)
    telephony.attach(core)
    assert isinstance(telephony.sms, LocalSink)
    await queue_sms(core, PSC)
    await Courier(core, {"sms": telephony.sms}).deliver_waiting()
    assert [message.payload["text"] for message in telephony.sms.messages] == [TEXT]
