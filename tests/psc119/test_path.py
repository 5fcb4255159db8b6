"""The whole path over HTTP, from ring to clear: each role by its own account, each screen following live."""

import uuid

import pytest

from dispatch.domain.words import Grade, Role
from dispatch.live.mask import VEIL
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House
from tests.dispatch.live.screen import Board, Screen

pytestmark = pytest.mark.database

ARREST = {"sadar": "tidak_sadar", "napas": "tidak_bernapas"}
HERE = {"kind": "point", "lat": 0.899712, "lon": 104.475044, "source": "peta"}


async def test_one_call_from_ring_to_clear_on_every_screen(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    crew, others = await house.crew("psc-1"), await house.crew("amb-batu-10")
    igd, other_igd = await house.person(Role.HOSPITAL, "rsud-kota"), await house.person(Role.HOSPITAL, "rsal")
    coordinator = await house.person(Role.COORDINATOR, "pkm-sei-jang")
    supervisor = await house.person(Role.SUPERVISOR)
    await operator.do("/units/psc-1/duty", duty="available")
    await coordinator.do("/units/amb-sei-jang/duty", duty="available")
    desk, tablet, other_tablet = [await house.screen(who) for who in (operator, crew, others)]
    ward, other_ward = [await house.screen(who) for who in (igd, other_igd)]
    post, wall = await house.screen(coordinator), await house.screen(supervisor)
    screens = [desk, tablet, other_tablet, ward, other_ward, post, wall]

    rang = await operator.do("/calls", channel="119", phone="0812-3456-7890", caller_name="Ani")
    call_id, case = rang["call_id"], str(uuid.uuid4())
    await desk.until(lambda s: (s.row("call", call_id) or {}).get("state") == "ringing")
    await operator.do(f"/calls/{call_id}/answer")
    await operator.do(
        "/incidents", incident_id=case, call_id=call_id, address="Jl. Sei Jang 5", patokan="dekat masjid", place=HERE
    )
    triaged = await operator.do(f"/incidents/{case}/triage", gate=ARREST, name="Budi", age_years=61)
    assert triaged["priority"] == "merah"
    advice = await operator.get(f"/incidents/{case}/recommendation")
    assert advice["proposal"]
    sent = await operator.do(
        f"/incidents/{case}/dispatch", unit_ids=["psc-1", "amb-sei-jang"], override_reason="dua penolong"
    )
    task_id, second = sent["task_ids"]
    await _all_reach(screens, await house.core.db.value("SELECT seq FROM stream WHERE stream = $1", house.stream))
    assert _of(tablet, case) == {"incident", "call", "patient", "task"}
    assert tablet.rows["incident", case]["address"] == "Jl. Sei Jang 5"
    assert tablet.rows["call", call_id]["phone"] == "+6281234567890"
    assert _of(post, case) == {"incident", "patient", "task"}
    assert post.rows["incident", case]["address"] == VEIL
    assert wall.rows["call", call_id]["phone"].endswith("7890")
    assert VEIL in wall.rows["call", call_id]["phone"]
    assert _of(other_tablet, case) == _of(ward, case) == _of(other_ward, case) == set()
    assert [unit["id"] for unit in tablet.list_kind("unit")] == ["psc-1"]

    for state in ("acknowledged", "en_route", "on_scene", "with_patient"):
        await crew.do(f"/tasks/{task_id}/report", state=state)
    await operator.do(f"/tasks/{second}/cancel", reason="satu ambulans cukup")
    await crew.do(f"/tasks/{task_id}/report", state="transporting", destination_id="rsud-kota")
    handover = await ward.until(lambda s: s.list_kind("handover"))
    assert (handover[0]["state"], handover[0]["priority"]) == ("announced", "merah")
    assert _of(ward, case) == {"incident", "patient", "task", "handover"}
    assert ward.rows["incident", case]["address"] is None
    assert ward.list_kind("patient")[0]["age_years"] == 61
    assert ward.list_kind("patient")[0]["name"] is None
    assert "+62" not in str(ward.messages)
    await igd.do(f"/handovers/{handover[0]['id']}/accept")
    await tablet.until(lambda s: [h["state"] for h in s.list_kind("handover")] == ["accepted"])
    assert (await other_igd.post(f"/handovers/{handover[0]['id']}/accept")).status_code == 404
    await crew.do(f"/tasks/{task_id}/report", state="at_destination")
    await igd.do(f"/handovers/{handover[0]['id']}/acknowledge")
    await operator.do(f"/calls/{call_id}/close", disposition="kasus")
    cleared = await crew.post(f"/tasks/{task_id}/report", state="clear", outcome="dibawa")
    assert cleared.status_code == 200

    await _all_reach(screens, cleared.json()["seq"])
    assert desk.rows["incident", case]["state"] == "closed"
    assert desk.rows["incident", case]["outcome"] == "dibawa"
    assert desk.rows["incident", case]["address"] == VEIL
    assert desk.list_kind("patient")[0]["name"] == VEIL
    assert desk.list_kind("handover")[0]["state"] == "acknowledged"
    assert _of(tablet, case) == set()
    assert _of(other_tablet, case) == _of(other_ward, case) == set()
    for who, screen in zip((operator, crew, others, igd, other_igd, coordinator, supervisor), screens, strict=True):
        fresh = Board(house.stream)
        fresh.apply(await who.get("/board"))
        assert screen.rows == fresh.rows
        assert screen.snapshots == 1
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


async def test_a_colour_is_lowered_only_by_a_grade_and_after_sending_only_on_scene(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    nurse = await house.crew("psc-1", grade=Grade.PERAWAT)
    await operator.do("/units/psc-1/duty", duty="available")
    case = str(uuid.uuid4())
    await operator.do("/incidents", incident_id=case, address="Jl. Sei Jang 5", place=HERE)
    patient_id = (await operator.do(f"/incidents/{case}/triage", gate=ARREST))["patient_id"]
    calm = await operator.do(f"/incidents/{case}/triage", gate={"sadar": "sadar", "napas": "normal"})
    assert calm["priority"] == "merah"  # the machine never lowers
    asked = {"patient_id": patient_id, "priority": "kuning", "reason": "sadar penuh, nadi kuat"}
    refused = await operator.post(f"/incidents/{case}/lower", **asked)
    assert (refused.status_code, refused.json()["reason"]) == (409, "grade_needed")
    task_id = (await operator.do(f"/incidents/{case}/dispatch", unit_ids=["psc-1"], override_reason="terdekat"))[
        "task_ids"
    ][0]
    early = await nurse.post(f"/incidents/{case}/lower", **asked)
    assert (early.status_code, early.json()["reason"]) == (409, "only_crew_on_scene")
    await nurse.do(f"/tasks/{task_id}/report", state="on_scene")
    await nurse.do(f"/incidents/{case}/lower", **asked)
    assert (await operator.get(f"/incidents/{case}"))["incident"]["priority"] == "kuning"


async def test_a_look_behind_the_mask_is_in_the_log_before_it_is_given(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR), await house.person(Role.SUPERVISOR)
    case = str(uuid.uuid4())
    await operator.do("/incidents", incident_id=case, address="Jl. Sei Jang 5", place=HERE)
    await operator.do(f"/incidents/{case}/close", outcome="dibatalkan")
    assert (await supervisor.get(f"/incidents/{case}"))["incident"]["address"] == VEIL
    nothing = await supervisor.post("/reveal", kind="incident", id=case, reason="")
    assert nothing.status_code == 422
    shown = await supervisor.post("/reveal", kind="incident", id=case, reason="pengaduan keluarga")
    assert shown.json()["row"]["address"] == "Jl. Sei Jang 5"
    last = (await supervisor.get(f"/incidents/{case}/events"))[-1]
    assert (last["type"], last["actor"]["id"]) == ("subject.revealed", supervisor.account_id)
    crew = await house.crew("psc-1")
    assert (await crew.post("/reveal", kind="incident", id=case, reason="ingin tahu")).status_code == 403


def _of(screen: Screen, case: str) -> set[str]:
    """The kinds of rows a screen has of a case."""
    return {
        kind
        for (kind, id_), row in screen.rows.items()
        if id_ == case or (kind not in ("unit", "person") and row.get("incident_id") == case)
    }


async def _all_reach(screens: list[Screen], seq: int) -> None:
    for screen in screens:
        await screen.until_seq(seq)
