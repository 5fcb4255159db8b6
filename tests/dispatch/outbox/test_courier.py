"""Messages leave once, wait where they cannot, and practice never leaves the house."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
import structlog

from dispatch.calls import service as calls
from dispatch.core import Core
from dispatch.outbox import Courier, CourierState, DeliveryFailed, LocalSink, Outgoing
from dispatch.outbox.courier import LATE_AFTER_S, TRIES
from dispatch.store.ledger import Decision, Message
from dispatch.store.pool import Database, DatabaseAway
from dispatch.store.reader import Reader
from tests.dispatch.timekeeping.world import PHONE, PRACTICE, PSC, Clock, command, open_core, ring, row

pytestmark = pytest.mark.database
TEXT = "Ambulans menuju lokasi"


class Recorder:
    """A channel that takes messages, or fails as told."""

    def __init__(self, *failures: Exception) -> None:
        self.taken: list[Outgoing] = []
        self.failures = list(failures)

    async def deliver(self, message: Outgoing) -> None:
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(message)


@pytest.fixture
async def core(database_url: str) -> AsyncIterator[Core]:
    async with open_core(database_url, Clock()) as core:
        yield core


async def queue_sms(core: Core, psc: str = PSC) -> str:
    """An SMS to a caller; returns the call's id."""
    call_id = await ring(core, psc, answered=True)
    await calls.send_sms(core, core.streams[psc], command(core), {"text": TEXT}, call_id, TEXT)
    return call_id


async def come_due(core: Core) -> None:
    """Let every wait and every lease be over."""
    await core.db.execute("UPDATE outbox SET next_at = now() WHERE next_at < 'infinity'")


async def stored(core: Core) -> asyncpg.Record:
    found = await core.db.find_row("SELECT *, next_at = 'infinity' AS given_up FROM outbox")
    assert found is not None
    return found


async def test_a_message_leaves_once_opened_and_is_marked(core: Core) -> None:
    await queue_sms(core)
    sms = Recorder()
    courier = Courier(core, {"sms": sms})
    assert await courier.deliver_waiting() == 1
    assert [message.payload for message in sms.taken] == [{"to": PHONE, "text": TEXT}]
    assert (await stored(core))["delivered_at"] is not None
    await come_due(core)
    assert await courier.deliver_waiting() == 0
    assert courier.state == CourierState(waiting=0, failed=0, oldest_age_s=None)


async def test_two_couriers_at_once_deliver_each_message_once(database_url: str, core: Core) -> None:
    for _ in range(10):
        await queue_sms(core)
    sms = Recorder()
    async with open_core(database_url, Clock()) as other:
        couriers = [Courier(core, {"sms": sms}), Courier(other, {"sms": sms})]
        claimed = await asyncio.gather(*(courier.deliver_waiting() for courier in couriers * 2))
    assert sum(claimed) == 10
    assert len({message.id for message in sms.taken}) == len(sms.taken) == 10


async def test_a_message_another_process_is_claiming_is_passed_by_without_waiting(core: Core) -> None:
    await queue_sms(core)
    async with core.db.transaction() as other:
        await other.execute("SELECT FROM outbox FOR UPDATE")
        claimed = await asyncio.wait_for(Courier(core, {"sms": Recorder()}).deliver_waiting(), timeout=5)
    assert claimed == 0


async def test_a_failed_message_waits_and_is_tried_again(core: Core) -> None:
    await queue_sms(core)
    sms = Recorder(DeliveryFailed("twilio_503"))
    courier = Courier(core, {"sms": sms}, jitter=lambda: 0.0)
    await courier.deliver_waiting()
    waiting = await stored(core)
    assert (waiting["attempts"], waiting["last_error"], waiting["delivered_at"]) == (1, "twilio_503", None)
    assert courier.state.waiting == 1
    assert await courier.deliver_waiting() == 0  # not before its time
    await come_due(core)
    await courier.deliver_waiting()
    assert len(sms.taken) == 1
    assert (await stored(core))["last_error"] is None


async def test_after_enough_tries_it_is_given_up_where_all_can_see(core: Core) -> None:
    await queue_sms(core)
    courier = Courier(core, {"sms": Recorder(*[DeliveryFailed("twilio_503")] * (TRIES + 1))})
    for _ in range(TRIES):
        assert await courier.deliver_waiting() == 1
        await come_due(core)
    assert await courier.deliver_waiting() == 0
    given_up = await stored(core)
    assert (given_up["attempts"], given_up["given_up"], given_up["last_error"]) == (TRIES, True, "twilio_503")
    assert (courier.state.waiting, courier.state.failed) == (0, 1)


async def test_what_can_never_succeed_is_given_up_at_once(core: Core) -> None:
    await queue_sms(core)
    await Courier(core, {"sms": Recorder(DeliveryFailed("twilio_21211", for_good=True))}).deliver_waiting()
    assert (await stored(core))["given_up"] is True


async def test_a_fault_that_names_a_person_is_kept_and_logged_by_its_kind_only(core: Core) -> None:
    await queue_sms(core)
    courier = Courier(core, {"sms": Recorder(ValueError(f"cannot reach {PHONE}"))})
    with structlog.testing.capture_logs() as logs:
        await courier.deliver_waiting()
    assert (await stored(core))["last_error"] == "ValueError"
    assert PHONE not in repr(logs)


async def test_a_channel_nobody_provides_keeps_the_message_waiting(core: Core) -> None:
    await queue_sms(core)
    courier = Courier(core, {})
    await courier.deliver_waiting()
    assert (await stored(core))["last_error"] == "no_channel"
    assert (courier.state.waiting, len(courier.sink.messages)) == (1, 0)


async def test_practice_goes_to_the_sink_only_and_says_it_is_practice(core: Core) -> None:
    await queue_sms(core, PRACTICE)
    sms, sink = Recorder(), LocalSink()
    with structlog.testing.capture_logs() as logs:
        await Courier(core, {"sms": sms}, sink=sink).deliver_waiting()
    assert sms.taken == []
    assert [message.payload["text"] for message in sink.messages] == [f"LATIHAN · {TEXT}"]
    assert PHONE not in repr(logs)
    assert PHONE not in repr(sink.messages)


async def test_what_is_said_to_a_forgotten_subject_is_never_said(database_url: str, core: Core) -> None:
    call_id = await queue_sms(core)
    await core.keys.find((await row(core, "call", call_id))["key_id"])  # this process still remembers the key
    sealed = (await stored(core))["payload"]
    async with open_core(database_url, Clock()) as other:
        await other.keys.destroy((await row(core, "call", call_id))["key_id"])
    sms = Recorder()
    await Courier(core, {"sms": sms}).deliver_waiting()
    kept = await stored(core)
    assert sms.taken == []
    assert (kept["given_up"], kept["last_error"], kept["payload"]) == (True, "key_destroyed", sealed)


async def test_a_payload_that_was_changed_is_not_sent(core: Core) -> None:
    await queue_sms(core)
    await core.db.execute("UPDATE outbox SET payload = left(payload, -6) || 'AAAAAA'")
    sms = Recorder()
    await Courier(core, {"sms": sms}).deliver_waiting()
    assert sms.taken == []
    assert ((await stored(core))["last_error"], (await stored(core))["given_up"]) == ("payload_damaged", True)


async def test_a_message_without_a_key_is_not_sent(core: Core) -> None:
    async def decide(_reader: Reader) -> Decision:
        return Decision([], outbox=[Message("sms", '{"to":"+6281200000000","text":"x"}')])

    await core.ledger.run(core.streams[PSC].stream, command(core), "plain", decide)
    sms = Recorder()
    await Courier(core, {"sms": sms}).deliver_waiting()
    assert (sms.taken, (await stored(core))["last_error"]) == ([], "not_sealed")


async def test_the_lease_of_a_process_that_died_runs_out(core: Core) -> None:
    await queue_sms(core)

    class Killed(BaseException):
        """As SIGKILL: nothing is stored after it."""

    class Dies:
        async def deliver(self, message: Outgoing) -> None:
            raise Killed

    with pytest.raises(Killed):
        await Courier(core, {"sms": Dies()}).deliver_waiting()
    sms = Recorder()
    restarted = Courier(core, {"sms": sms})
    assert await restarted.deliver_waiting() == 0
    await come_due(core)
    assert await restarted.deliver_waiting() == 1
    assert len(sms.taken) == 1


async def test_a_database_that_goes_away_after_the_delivery_makes_no_second_message(
    core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    await queue_sms(core)
    sms = Recorder()
    courier = Courier(core, {"sms": sms})

    async def away(*_: object) -> str:
        raise DatabaseAway("gone")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "execute", away)
        with pytest.raises(DatabaseAway):
            await courier.deliver_waiting()
    await come_due(core)
    await courier.deliver_waiting()
    assert len(sms.taken) == 1
    assert (await stored(core))["delivered_at"] is not None


async def test_a_stream_that_is_not_served_here_is_left_alone(core: Core) -> None:
    await queue_sms(core)
    await core.db.execute("UPDATE outbox SET stream = 'psc:elsewhere'")
    assert await Courier(core, {"sms": Recorder()}).deliver_waiting() == 0


async def test_screens_are_told_when_messages_are_late(core: Core) -> None:
    courier = Courier(core, {"sms": Recorder(DeliveryFailed("twilio_503"))})
    await courier.deliver_waiting()
    assert core.hub.links["outbox"] == "ok"
    await queue_sms(core)
    await courier.deliver_waiting()
    await core.db.execute("UPDATE event SET recorded_at = recorded_at - make_interval(secs => $1)", LATE_AFTER_S + 1)
    await courier.deliver_waiting()
    assert core.hub.links["outbox"] == "late"
    assert courier.state.oldest_age_s is not None
    assert courier.state.oldest_age_s > LATE_AFTER_S
    await come_due(core)
    await courier.deliver_waiting()
    assert core.hub.links["outbox"] == "ok"


async def test_it_runs_by_itself(core: Core) -> None:
    await queue_sms(core)
    delivered = asyncio.Event()

    class Signals:
        async def deliver(self, message: Outgoing) -> None:
            delivered.set()

    courier = Courier(core, {"sms": Signals()})
    courier.start()
    await asyncio.wait_for(delivered.wait(), timeout=10)
    await courier.stop()
