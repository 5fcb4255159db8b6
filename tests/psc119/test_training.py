"""Practice: the same code on a stream of its own, of which nothing reaches the real one, nor the world outside."""

import asyncio
import json

import pytest
import structlog

from dispatch.accounts import RoleGrant
from dispatch.domain.words import Role
from dispatch.store.log import list_streams
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House
from tests.dispatch.live.screen import open_socket
from tests.serving import PSC, Person, eventually, open_case, put_on_duty

pytestmark = pytest.mark.database

PRACTICE = f"{PSC}-latihan"


async def test_nothing_of_practice_is_in_the_real_stream(house: House) -> None:
    real = await house.person(Role.OPERATOR)
    learner = await house.person(Role.OPERATOR, PRACTICE, psc=PRACTICE)
    before = await _head(house, f"psc:{PSC}")
    desk, practice = await house.screen(real), await house.screen(learner)
    await put_on_duty(learner, "psc-1")
    case = await open_case(learner)
    await learner.do(f"/incidents/{case}/dispatch", unit_ids=["psc-1"])
    await practice.until(lambda s: s.list_kind("task"))
    assert await _head(house, f"psc:{PSC}") == before
    assert desk.list_kind("incident") == desk.list_kind("call") == desk.list_kind("task") == []
    assert (await real.get("/board"))["rows"]["incident"] == []
    # The unit that practises is free for a real call, and the numbers of cases do not meet.
    await put_on_duty(real, "psc-1")
    real_case = await open_case(real)
    await real.do(f"/incidents/{real_case}/dispatch", unit_ids=["psc-1"])
    await desk.until(lambda s: s.list_kind("task"))
    assert desk.rows["incident", real_case]["code"] == practice.rows["incident", case]["code"] == "M-0001"
    for stream in await list_streams(house.core.db):
        found = await verify_stream(house.core.db, stream)
        assert found.holds, found.faults


async def test_a_learner_has_no_way_into_the_real_stream_and_the_other_way_round(house: House) -> None:
    real = await house.person(Role.OPERATOR)
    learner = await house.person(Role.OPERATOR, PRACTICE, psc=PRACTICE)
    shown = (await learner.get("/city"))["psc"]
    assert (shown["key"], shown["stream"], shown["training"]) == (PRACTICE, f"psc:{PRACTICE}", True)
    assert "LATIHAN" in shown["name"]
    case = await open_case(learner)
    for who, psc in ((learner, PSC), (real, PRACTICE)):
        stranger = Person(who.http, who.account_id, psc)
        assert (await stranger.post("/calls", channel="119")).status_code == 403
        assert (await who.http.get(f"/api/psc/{psc}/board")).status_code == 403
    assert (await real.http.get(f"/api/psc/{PSC}/incidents/{case}")).status_code == 404
    assert (await real.post(f"/incidents/{case}/notes", text="salah aliran")).status_code == 404


async def test_one_screen_follows_practice_and_hears_the_real_call_break_through(house: House) -> None:
    both = await house.person(Role.OPERATOR, also=(RoleGrant(PRACTICE, Role.OPERATOR, PRACTICE),))
    streams = {f"psc:{key}": {"epoch": None, "seq": None} for key in (PSC, PRACTICE)}
    async with open_socket(house.url, both) as socket:
        await socket.send(json.dumps({"type": "open", "streams": streams}))
        opened: set[str] = set()
        async with asyncio.timeout(10):
            while opened != set(streams):
                message = json.loads(await socket.recv())
                if message["type"] == "snapshot":
                    opened.add(message["stream"])
        call_id = (await both.do("/calls", channel="119", phone="0812-3456-7890"))["call_id"]
        async with asyncio.timeout(10):
            while (message := json.loads(await socket.recv()))["type"] != "changes":
                pass
    assert message["stream"] == f"psc:{PSC}"
    assert [change["id"] for change in message["changes"]] == [call_id]


async def test_a_message_of_practice_goes_to_the_sink_only(house: House) -> None:
    learner = await house.person(Role.OPERATOR, PRACTICE, psc=PRACTICE)
    call_id = (await learner.do("/calls", channel="119", phone="0812-3456-7890", answered=True))["call_id"]
    with structlog.testing.capture_logs() as logs:
        await learner.do(f"/calls/{call_id}/sms", text="Buka pintu, nyalakan lampu teras")

        async def delivered() -> bool:
            return bool(await house.core.db.value("SELECT count(*) FROM outbox WHERE delivered_at IS NOT NULL"))

        await eventually(delivered)
    ways = [entry for entry in logs if entry["event"].startswith(("outbox.", "sms.", "telephony."))]
    assert [(entry["event"], entry["stream"]) for entry in ways] == [("outbox.sunk", f"psc:{PRACTICE}")]
    assert "lampu teras" not in str(logs)


async def _head(house: House, stream: str) -> int:
    return int(await house.core.db.value("SELECT seq FROM stream WHERE stream = $1", stream))
