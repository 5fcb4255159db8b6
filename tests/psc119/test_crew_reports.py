"""Words from the road: late, doubled, out of order, by a wrong clock, by radio, after a shift change, taken back."""

import uuid
from datetime import timedelta
from typing import Any

import httpx
import pytest

from dispatch.accounts import RoleGrant, create_account
from dispatch.domain.time import instant, moment
from dispatch.domain.words import Role
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House
from tests.serving import PASSWORD, PSC, Person, open_case, put_on_duty

pytestmark = pytest.mark.database


async def test_reports_from_a_dead_zone_arrive_late_once_and_in_order(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    task_id = await _sent(operator)
    house.clock.advance(minutes=30)
    now = house.clock()
    # The tablet's clock is an hour fast; its queue arrives backwards, and twice.
    ahead = timedelta(hours=1)
    happened = {"acknowledged": 25, "en_route": 24, "on_scene": 12, "with_patient": 10}
    queue = [
        (str(uuid.uuid4()), state, instant(now + ahead - timedelta(minutes=ago)), counter)
        for counter, (state, ago) in enumerate(happened.items())
    ]
    for _ in range(2):
        for command_id, state, occurred_at, counter in reversed(queue):
            await crew.do(
                f"/tasks/{task_id}/report",
                command_id=command_id,
                state=state,
                occurred_at=occurred_at,
                sent_at=instant(house.clock() + ahead),
                counter=counter,
            )
    task = await _task(operator, task_id)
    assert task["state"] == "with_patient"
    assert len(task["reports"]) == len(happened)
    for state, ago in happened.items():
        off = moment(task["stamps"][state]["at"]) - (now - timedelta(minutes=ago))
        assert abs(off) < timedelta(seconds=5), state
    assert {report["raw_at"] for report in task["reports"]} == {occurred_at for _, _, occurred_at, _ in queue}
    assert task["set_aside"] == []
    await _holds(house)


async def test_the_same_tap_sent_again_is_the_same_tap(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    task_id = await _sent(operator)
    tap = {"state": "en_route", "occurred_at": instant(house.clock()), "counter": 1}
    command_id = str(uuid.uuid4())
    answers = [await crew.post(f"/tasks/{task_id}/report", command_id=command_id, **tap) for _ in range(5)]
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert len((await _task(operator, task_id))["reports"]) == 1
    other = await crew.post(f"/tasks/{task_id}/report", command_id=command_id, **{**tap, "state": "clear"})
    assert (other.status_code, other.json()["code"]) == (422, "command_reused")


async def test_a_late_report_never_wakes_a_task_that_an_operator_ended(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    task_id = await _sent(operator)
    tablet = await house.screen(crew)
    await operator.do(f"/tasks/{task_id}/cancel", reason="pasien sudah diantar tetangga")
    await tablet.until(lambda s: (s.row("task", task_id) or {}).get("state") == "cancelled")
    late = await crew.do(f"/tasks/{task_id}/report", state="on_scene", occurred_at=instant(house.clock()))
    assert late["task_id"] == task_id
    task = await _task(operator, task_id)
    assert (task["state"], task["active"]) == ("cancelled", False)
    assert [aside["state"] for aside in task["set_aside"]] == ["on_scene"]
    assert (await _unit(house, operator, "psc-1"))["task_id"] is None
    await crew.do(f"/tasks/{task_id}/acknowledge-cancel")
    await tablet.until(lambda s: s.row("task", task_id) is None)
    await _holds(house)


async def test_a_tap_by_mistake_is_taken_back_within_ten_seconds_by_who_made_it(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    task_id = await _sent(operator)
    mistake = (await crew.post(f"/tasks/{task_id}/report", state="on_scene")).json()["command_id"]
    by_another = await operator.post(f"/tasks/{task_id}/undo", command_id_undone=mistake)
    assert (by_another.status_code, by_another.json()["reason"]) == (409, "nothing_to_undo")
    await crew.do(f"/tasks/{task_id}/undo", command_id_undone=mistake)
    assert (await _task(operator, task_id))["state"] == "assigned"
    late = (await crew.post(f"/tasks/{task_id}/report", state="en_route")).json()["command_id"]
    house.clock.advance(seconds=11)
    refused = await crew.post(f"/tasks/{task_id}/undo", command_id_undone=late)
    assert (refused.status_code, refused.json()["reason"]) == (409, "undo_too_late")
    assert (await _task(operator, task_id))["state"] == "en_route"
    await _holds(house)


async def test_an_operator_moves_a_task_along_by_radio_with_the_true_time(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    task_id = await _sent(operator)
    house.clock.advance(minutes=20)
    true = instant(house.clock() - timedelta(minutes=7))
    await operator.do(f"/tasks/{task_id}/report", state="on_scene", occurred_at=true, source="radio")
    stamp = (await _task(operator, task_id))["stamps"]["on_scene"]
    assert (stamp["at"], stamp["source"], stamp["by"]["id"]) == (true, "radio", operator.account_id)
    back = await operator.post(f"/tasks/{task_id}/report", state="en_route", source="radio")
    problem = back.json()
    assert (back.status_code, problem["reason"], problem["current"]) == (409, "task_state", "on_scene")
    assert "with_patient" in problem["allowed"]
    assert "en_route" not in problem["allowed"]


async def test_a_queued_tap_keeps_who_made_it_after_the_shift_has_changed(house: House) -> None:
    operator, budi = await house.person(Role.OPERATOR), await house.crew("psc-1")
    task_id = await _sent(operator)
    tapped_at = instant(house.clock())
    house.clock.advance(minutes=10)
    rina = await _next_shift(house, budi.http)
    house.clock.advance(minutes=10)
    tap: dict[str, Any] = {"state": "on_scene", "occurred_at": tapped_at, "tapped_by": budi.account_id}
    await rina.do(f"/tasks/{task_id}/report", **tap)
    await rina.do(f"/tasks/{task_id}/report", state="with_patient")
    stamps = (await _task(operator, task_id))["stamps"]
    assert stamps["on_scene"]["by"]["id"] == budi.account_id
    assert stamps["with_patient"]["by"]["id"] == rina.account_id
    now = instant(house.clock())
    claimed = await rina.post(f"/tasks/{task_id}/report", **{**tap, "occurred_at": now, "state": "clear"})
    assert (claimed.status_code, claimed.json()["code"]) == (403, "forbidden")
    # Signed out, the tablet alone still brings in what was tapped before.
    device_csrf = await _sign_out(rina)
    rina.http.headers["x-csrf-token"] = device_csrf
    late = {"state": "transporting", "occurred_at": instant(house.clock()), "tapped_by": rina.account_id}
    await rina.do(f"/tasks/{task_id}/report", **late)
    assert (await _task(operator, task_id))["stamps"]["transporting"]["by"]["id"] == rina.account_id


async def test_a_crew_that_cannot_go_says_so_and_the_case_is_open_again(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    task_id = await _sent(operator)
    await crew.do(f"/tasks/{task_id}/decline", reason="ban pecah")
    task = await _task(operator, task_id)
    assert (task["state"], task["active"], task["ended_reason"]) == ("declined", False, "ban pecah")
    again = await operator.post(
        f"/incidents/{task['incident_id']}/dispatch", unit_ids=["psc-1"], override_reason="ban sudah diganti"
    )
    assert again.status_code == 200


async def test_an_unacknowledged_task_is_called_out_when_its_time_has_passed(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    desk = await house.screen(operator)
    task_id = await _sent(operator)
    house.clock.advance(minutes=5)
    await desk.until(lambda s: (s.row("task", task_id) or {}).get("ack_overdue"))
    await crew.do(f"/tasks/{task_id}/report", state="acknowledged")
    await _holds(house)


async def test_a_stranger_lowers_nothing_and_reports_nothing(house: House) -> None:
    operator, stranger = await house.person(Role.OPERATOR), await house.crew("amb-batu-10")
    case = await open_case(operator)
    triaged = await operator.do(f"/incidents/{case}/triage", gate={"sadar": "sadar", "napas": "tidak_normal"})
    if triaged["priority"] is None:
        pytest.fail("the gate gave no colour to lower")
    answer = await stranger.post(
        f"/incidents/{case}/lower", patient_id=triaged["patient_id"], priority="hijau", reason="iseng"
    )
    assert answer.status_code == 409
    assert (await operator.get(f"/incidents/{case}"))["incident"]["priority"] == triaged["priority"]


async def _sent(operator: Person) -> str:
    """PSC 1 is sent to a new case; returns its task."""
    await put_on_duty(operator, "psc-1")
    case = await open_case(operator)
    sent = await operator.do(f"/incidents/{case}/dispatch", unit_ids=["psc-1"])
    return str(sent["task_ids"][0])


async def _task(operator: Person, task_id: str) -> dict[str, Any]:
    board = await operator.get("/board")
    return next(row for row in board["rows"]["task"] if row["id"] == task_id)


async def _unit(house: House, operator: Person, unit_id: str) -> dict[str, Any]:
    board = await operator.get("/board")
    return next(row for row in board["rows"]["unit"] if row["id"] == unit_id)


async def _next_shift(house: House, tablet: httpx.AsyncClient) -> Person:
    """Somebody else signs in on the same tablet."""
    username = f"rina-{uuid.uuid4().hex[:6]}"
    await create_account(
        house.core.db,
        username=username,
        name="Rina",
        password=PASSWORD,
        roles=[RoleGrant(PSC, Role.CREW, "psc-1")],
        grade=None,
        language="id",
        now=house.clock(),
    )
    asked = {"username": username, "password": PASSWORD, "unit_id": "psc-1"}
    answer = await tablet.post("/api/session", json=asked)
    assert answer.status_code == 200, answer.text
    tablet.headers["x-csrf-token"] = answer.json()["csrf"]
    return Person(tablet, answer.json()["account"]["id"])


async def _sign_out(person: Person) -> str:
    """Sign out on a tablet; returns the token with which its queue is sent."""
    assert (await person.http.delete("/api/session")).status_code == 204
    refusal = await person.http.get("/api/session")
    assert refusal.status_code == 401
    return str(refusal.json()["csrf"])


async def _holds(house: House) -> None:
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults
