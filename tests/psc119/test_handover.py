"""A patient on the way to a hospital: accepted, redirected, not answered, received. Callers who were not reached."""

from typing import Any

import pytest

from dispatch.domain.words import Role
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House
from tests.dispatch.live.screen import Screen
from tests.serving import Person, open_case, put_on_duty

pytestmark = pytest.mark.database


async def test_a_full_hospital_sends_the_patient_elsewhere_and_the_crew_acknowledges(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    full, free = await house.person(Role.HOSPITAL, "rsud-kota"), await house.person(Role.HOSPITAL, "rsud-rat")
    tablet, full_ward, free_ward = [await house.screen(who) for who in (crew, full, free)]
    task_id, handover_id = await _announced(operator, crew, full_ward)
    again = await crew.post("/handovers", task_id=task_id, hospital_id="rsud-kota")
    assert (again.status_code, again.json()["reason"]) == (409, "already_announced")
    elsewhere = await crew.post("/handovers", task_id=task_id, hospital_id="rsud-rat")
    assert (elsewhere.status_code, elsewhere.json()["reason"]) == (409, "announced_elsewhere")
    asked = {"doctor": "dr. Rina", "reason": "IGD penuh", "redirected_to": "rsud-rat"}
    for wrong in ("rsud-kota", "pkm-sei-jang", "tidak-ada"):
        answer = await full.post(f"/handovers/{handover_id}/redirect", **{**asked, "redirected_to": wrong})
        assert answer.status_code in (409, 422), wrong
    assert (await free.post(f"/handovers/{handover_id}/redirect", **asked)).status_code == 404
    await full.do(f"/handovers/{handover_id}/redirect", **asked)
    await tablet.until(lambda s: (s.row("handover", handover_id) or {}).get("doctor") == "dr. Rina")
    redirected = full_ward.row("handover", handover_id)
    assert redirected is not None
    await crew.do(f"/handovers/{handover_id}/acknowledge-redirect")
    await full_ward.until(lambda s: not s.list_kind("handover"))
    assert full_ward.list_kind("incident") == []
    second = (await crew.do("/handovers", task_id=task_id, hospital_id="rsud-rat", summary="nyeri dada, TD 90/60"))[
        "handover_id"
    ]
    await free_ward.until(lambda s: s.row("handover", second))
    assert free_ward.rows["handover", second]["summary"] == "nyeri dada, TD 90/60"
    await free.do(f"/handovers/{second}/accept")
    await crew.do(f"/tasks/{task_id}/report", state="at_destination")
    await tablet.until(lambda s: s.rows["handover", second]["state"] == "arrived")
    await crew.do(f"/handovers/{second}/offload")
    await free.do(f"/handovers/{second}/acknowledge")
    assert (await free.post(f"/handovers/{second}/accept")).json()["current"] == "acknowledged"
    await _holds(house)


async def test_silence_stops_no_ambulance(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    igd = await house.person(Role.HOSPITAL, "rsud-kota")
    ward, desk = await house.screen(igd), await house.screen(operator)
    task_id, handover_id = await _announced(operator, crew, ward)
    house.clock.advance(minutes=30)
    for screen in (ward, desk):
        await screen.until(lambda s: s.rows["handover", handover_id]["state"] == "unanswered")
    marks = [notice for notice in desk.notices if notice["type"] == "handover.unanswered"]
    assert [mark["actor"]["id"] for mark in marks] == ["system"]
    await igd.do(f"/handovers/{handover_id}/accept")
    await crew.do(f"/tasks/{task_id}/report", state="at_destination")
    await ward.until(lambda s: s.rows["handover", handover_id]["state"] == "arrived")
    await _holds(house)


async def test_a_caller_who_hung_up_is_called_back_until_somebody_is_reached(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    desk = await house.screen(operator)
    call_id = (await operator.do("/calls", channel="119", phone="0812-3456-7890"))["call_id"]
    await operator.do(f"/calls/{call_id}/abandon")
    await desk.until(lambda s: (s.row("call", call_id) or {}).get("state") == "unanswered")
    assert desk.rows["call", call_id]["phone"] == "+6281234567890"
    house.clock.advance(hours=1)
    await desk.until(lambda s: s.rows["call", call_id]["callback"]["overdue"])
    await operator.do(f"/calls/{call_id}/callback", outcome="tidak_diangkat")
    reached = await operator.post(f"/calls/{call_id}/callback", outcome="tersambung")
    await desk.until_seq(reached.json()["seq"])
    row = desk.rows["call", call_id]
    assert (row["state"], row["callback"]["open"]) == ("answered", False)
    assert [attempt["outcome"] for attempt in row["callback"]["attempts"]] == ["tidak_diangkat", "tersambung"]
    twice = await operator.post(f"/calls/{call_id}/callback", outcome="tersambung")
    assert (twice.status_code, twice.json()["reason"]) == (409, "no_callback_open")
    later = (await operator.do("/calls", channel="119", phone="+62 812 3456 7890"))["call_id"]
    history = await operator.get(f"/callers?call_id={later}")
    assert [known["id"] for known in history["calls"]] == [call_id]
    await _holds(house)


async def test_a_call_on_the_line_is_held_handed_over_and_closed_with_what_it_was(house: House) -> None:
    sari, tono = await house.person(Role.OPERATOR), await house.person(Role.OPERATOR)
    call_id = (await sari.do("/calls", channel="119", phone="0812-3456-7890"))["call_id"]
    await sari.do(f"/calls/{call_id}/answer")
    late = await tono.post(f"/calls/{call_id}/answer")
    assert (late.status_code, late.json()["current"]) == (409, "answered")
    assert late.json()["holder"]["by"]
    await sari.do(f"/calls/{call_id}/hold")
    await sari.do(f"/calls/{call_id}/hand-over", to_account_id=tono.account_id)
    stranger = await house.crew("psc-1")
    assert (await sari.post(f"/calls/{call_id}/hand-over", to_account_id=stranger.account_id)).status_code == 404
    await tono.do(f"/calls/{call_id}/resume")
    case_needed = await tono.post(f"/calls/{call_id}/close", disposition="kasus")
    assert (case_needed.status_code, case_needed.json()["reason"]) == (409, "call_without_incident")
    await tono.do(f"/calls/{call_id}/close", disposition="informasi", note="menanyakan vaksin")
    board = await tono.get("/board")
    row = next(row for row in board["rows"]["call"] if row["id"] == call_id)
    assert (row["state"], row["operator"]["id"]) == ("closed", tono.account_id)
    assert "•" in row["note"]


async def _announced(operator: Person, crew: Person, ward: Screen) -> tuple[str, str]:
    """PSC 1 carries a patient to RSUD Kota; returns the task and the handover."""
    await put_on_duty(operator, "psc-1")
    case = await open_case(operator)
    task_id = (await operator.do(f"/incidents/{case}/dispatch", unit_ids=["psc-1"]))["task_ids"][0]
    await crew.do(f"/tasks/{task_id}/report", state="on_scene")
    await crew.do(f"/tasks/{task_id}/report", state="transporting", destination_id="rsud-kota")
    coming: list[dict[str, Any]] = await ward.until(lambda s: s.list_kind("handover"))
    return task_id, coming[0]["id"]


async def _holds(house: House) -> None:
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults
