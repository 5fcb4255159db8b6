"""Health workers report by SBAR: one command opens call and case, dispatchable at once, sealed for everybody else."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from dispatch.domain.words import Role
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House
from tests.serving import Person, open_case, put_on_duty

pytestmark = pytest.mark.database

PUSKESMAS = "pkm-sei-jang"
SBAR = {
    "reporter": "Bidan Rina",
    "situation": "G2P1 hamil 34 minggu, perdarahan jalan lahir",
    "background": "Riwayat sesar",
    "assessment": "Pucat",
    "recommendation": "Rujuk PONEK",
}


def report(**more: Any) -> dict[str, Any]:
    return {
        "incident_id": str(uuid.uuid4()),
        "from_facility_id": PUSKESMAS,
        "declared": "kuning",
        "stable": "ya",
        **SBAR,
        **more,
    }


async def reported(person: Person, **more: Any) -> dict[str, Any]:
    return await person.do("/professional-reports", **report(**more))


async def test_a_report_opens_call_and_case_at_the_facility_and_an_ambulance_is_proposed(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    await put_on_duty(operator, "psc-1", "trc-sei-jang")
    done = await reported(
        operator,
        call={"channel": "puskesmas", "phone": "0812-3456-7890"},
        age_years=31,
        sex="P",
        pregnant=True,
        escort=["bidan"],
        equipment=["oksigen"],
        hospital_id="rsud-kota",
        accepting_doctor="dr. Sari, SpOG",
    )
    assert (done["priority"], done["raised"], done["asks_gate"]) == ("kuning", False, False)
    case = await operator.get(f"/incidents/{done['incident_id']}")
    assert case["incident"]["place"]["source"] == "faskes"
    assert case["incident"]["disposition"] == "evakuasi"
    (call,) = case["calls"]
    assert (call["channel"], call["state"], call["caller_name"]) == ("puskesmas", "answered", "Bidan Rina")
    (patient,) = case["patients"]
    assert patient["sbar"]["words"]["accepting_doctor"] == "dr. Sari, SpOG"
    assert (patient["sbar"]["declared"], patient["sbar"]["escort"]) == ("kuning", ["bidan"])
    advice = await operator.get(f"/incidents/{done['incident_id']}/recommendation")
    assert advice["proposal"] == ["psc-1"]
    assert "oksigen" in advice["needs"]["capabilities"]
    await operator.do(f"/incidents/{done['incident_id']}/dispatch", unit_ids=["psc-1"])
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


async def test_vital_signs_raise_what_was_declared_and_never_lower_it(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    raised = await reported(operator, declared="hijau", values={"spo2_pct": 85}, age_years=40)
    assert (raised["priority"], raised["raised"]) == ("merah", True)
    kept = await reported(operator, declared="merah", values={"spo2_pct": 91}, age_years=40)
    assert (kept["priority"], kept["raised"]) == ("merah", False)
    case = await operator.get(f"/incidents/{kept['incident_id']}")
    assert (case["incident"]["priority"], case["patients"][0]["vitals"][0]["raises_to"]) == ("merah", "kuning")
    gate = await reported(operator, declared="hijau", breathing=False)
    assert (gate["priority"], gate["asks_gate"]) == ("merah", True)
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


async def test_what_cannot_be_opens_nothing_and_what_hardly_can_be_is_confirmed(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    for wrong, status in (
        ({"values": {"spo2_pct": 140}}, 422),
        ({"values": {"pulse": 240}}, 409),
        ({"declared": "hitam"}, 422),
        ({"from_facility_id": None}, 422),
        ({"from_facility_id": "tak-ada"}, 422),
        ({"hospital_id": PUSKESMAS}, 422),
        ({"kind": "rujukan_antar_faskes", "from_facility_id": None, "address": "Jl. Ganet"}, 422),
    ):
        answer = await operator.post("/professional-reports", **report(call={}, **wrong))
        assert answer.status_code == status, (wrong, answer.text)
    board = await operator.get("/board")
    assert (board["rows"]["incident"], board["rows"]["call"]) == ([], [])
    assert (await reported(operator, values={"pulse": 240}, confirmed=["pulse"]))["priority"] == "merah"


async def test_the_same_report_again_is_the_same_answer_and_one_case(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    command, body = str(uuid.uuid4()), report(call={"channel": "rs"}, kind="rujukan_antar_faskes")
    first = await operator.post("/professional-reports", command_id=command, **body)
    again = await operator.post("/professional-reports", command_id=command, **body)
    assert first.status_code == 200, first.text
    assert first.json() == again.json()
    board = await operator.get("/board")
    assert len(board["rows"]["incident"]) == len(board["rows"]["call"]) == 1
    assert board["rows"]["incident"][0]["kind"] == "rujukan_antar_faskes"


async def test_a_facility_reports_for_itself_alone(house: House) -> None:
    igd = await house.person(Role.HOSPITAL, "rsud-kota")
    coordinator = await house.person(Role.COORDINATOR, PUSKESMAS)
    assert (await reported(coordinator))["code"].startswith("M-")
    assert (await reported(igd, from_facility_id="rsud-kota", kind="rujukan_antar_faskes"))["priority"] == "kuning"
    for stranger, more in ((igd, {}), (coordinator, {"call": {}}), (coordinator, {"from_facility_id": "rsud-kota"})):
        assert (await stranger.post("/professional-reports", **report(**more))).status_code == 403
    assert (await (await house.crew("psc-1")).post("/professional-reports", **report())).status_code == 403
    for role in (Role.SUPERVISOR, Role.ADMIN):
        assert (await (await house.person(role)).post("/professional-reports", **report())).status_code == 403


async def test_a_crew_opens_a_case_where_it_meets_a_patient_in_the_name_of_who_tapped(house: House) -> None:
    crew = await house.crew("trc-sei-jang")
    here = {"kind": "point", "lat": 0.92, "lon": 104.46, "source": "gps"}
    elsewhere = report(from_facility_id=None, address="Jl. Ganet, depan masjid", place=here)
    tapped = {"occurred_at": crew_time(house, -60), "sent_at": crew_time(house), "counter": 1}
    first = await crew.post("/professional-reports", command_id=str(uuid.uuid4()), **elsewhere, **tapped)
    assert first.status_code == 200, first.text
    assert (await reported(crew))["priority"] == "kuning"
    operator = await house.person(Role.OPERATOR)
    case = await operator.get(f"/incidents/{first.json()['result']['incident_id']}")
    assert case["incident"]["place"]["source"] == "gps"
    assert case["patients"][0]["sbar"]["by"]["name"].startswith("Uji crew")


def crew_time(house: House, ahead_s: float = 0) -> str:
    return (house.clock() + timedelta(seconds=ahead_s)).isoformat()


async def sent_case(house: House, *unit_ids: str) -> tuple[Person, str, str]:
    """An operator, and a green case with its patient that units were sent to."""
    operator = await house.person(Role.OPERATOR)
    await put_on_duty(operator, *unit_ids)
    incident_id = await open_case(operator)
    calm = {"gate": {"sadar": "sadar", "napas": "normal"}, "card": "diare_muntah", "answers": {}}
    await operator.do(f"/incidents/{incident_id}/triage", **calm)
    await operator.do(f"/incidents/{incident_id}/dispatch", unit_ids=list(unit_ids))
    case = await operator.get(f"/incidents/{incident_id}")
    return operator, incident_id, case["patients"][0]["id"]


def about(incident_id: str, patient_id: str, **more: Any) -> dict[str, Any]:
    return {**report(), "incident_id": incident_id, "patient_id": patient_id, "from_facility_id": None, **more}


async def test_a_report_about_a_patient_with_a_case_is_kept_there_and_only_raises(house: House) -> None:
    operator, incident_id, patient_id = await sent_case(house, "trc-sei-jang")
    crew = await house.crew("trc-sei-jang")
    told = await crew.do("/professional-reports", **about(incident_id, patient_id, declared="merah", carry=True))
    assert (told["incident_id"], told["patient_id"], told["attached"]) == (incident_id, patient_id, True)
    calmer = about(incident_id, patient_id, declared="hijau", carry=False, situation="Sudah tenang")
    again = await crew.do("/professional-reports", **calmer)
    assert again["priority"] == "merah"
    case = await operator.get(f"/incidents/{incident_id}")
    (patient,) = case["patients"]
    assert (patient["sbar"]["words"]["situation"], patient["sbar"]["declared"]) == ("Sudah tenang", "hijau")
    assert [before["words"]["situation"] for before in patient["sbar_before"]] == [SBAR["situation"]]
    incident = case["incident"]
    assert (incident["priority"], incident["disposition"], incident["triage"]["transport"]) == (
        "merah",
        "evakuasi",
        "ya",
    )
    assert incident["triage"]["card"] == "diare_muntah"
    assert len((await operator.get("/board"))["rows"]["incident"]) == 1
    supervisor = await house.person(Role.SUPERVISOR)
    (masked,) = (await supervisor.get(f"/incidents/{incident_id}"))["patients"]
    assert [masked["sbar"]["words"], masked["sbar_before"][0]["words"]] == [None, None]
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


async def test_vital_signs_of_a_report_are_judged_with_what_was_known_of_the_patient(house: House) -> None:
    operator, incident_id, patient_id = await sent_case(house, "trc-sei-jang")
    await operator.do(f"/incidents/{incident_id}/patients", patient_id=patient_id, age_years=1)
    crew = await house.crew("trc-sei-jang")
    fast = about(incident_id, patient_id, declared="hijau", values={"respiratory_rate": 36, "pulse": 130})
    assert (await crew.do("/professional-reports", **fast))["raised"] is False, "normal for a child of one year"
    gate = about(incident_id, patient_id, declared="hijau", breathing=False)
    assert (await crew.do("/professional-reports", **gate))["priority"] == "merah"


async def test_only_who_has_to_do_with_a_patient_adds_to_their_case(house: House) -> None:
    operator, incident_id, patient_id = await sent_case(house, "trc-sei-jang", "psc-1")
    own, other = await house.person(Role.COORDINATOR, PUSKESMAS), await house.person(Role.COORDINATOR, "pkm-batu-10")
    igd, crew = await house.person(Role.HOSPITAL, "rsud-kota"), await house.crew("psc-1")
    mine = about(incident_id, patient_id)
    assert (await own.do("/professional-reports", **mine))["attached"] is True
    for stranger in (other, igd, await house.crew("trc-batu-10")):
        assert (await stranger.post("/professional-reports", **mine)).status_code == 404
    (task_id,) = [task["id"] for task in (await operator.get("/board"))["rows"]["task"] if task["unit_id"] == "psc-1"]
    await crew.do(f"/tasks/{task_id}/report", state="transporting", destination_id="rsud-kota")
    assert (await igd.do("/professional-reports", **mine))["attached"] is True
    for wrong in (
        about(incident_id, str(uuid.uuid4())),
        about(str(uuid.uuid4()), patient_id),
    ):
        assert (await own.post("/professional-reports", **wrong)).status_code == 404
    for wrong in (about(incident_id, patient_id, address="Jl. Ganet"), {**mine, "kind": "gawat_darurat"}):
        assert (await operator.post("/professional-reports", **wrong)).status_code == 422
    stranger = await own.post("/professional-reports", **{**mine, "from_facility_id": "rsud-kota"})
    assert stranger.status_code == 403


async def test_an_operator_links_the_call_by_which_a_report_about_an_open_case_came(house: House) -> None:
    operator, incident_id, patient_id = await sent_case(house, "trc-sei-jang")
    await operator.do("/professional-reports", **about(incident_id, patient_id, call={"channel": "puskesmas"}))
    case = await operator.get(f"/incidents/{incident_id}")
    assert "puskesmas" in {call["channel"] for call in case["calls"]}
    assert len((await operator.get("/board"))["rows"]["incident"]) == 1


async def test_a_closed_case_takes_no_report(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    incident_id = await open_case(operator)
    patient_id = (await operator.get(f"/incidents/{incident_id}"))["patients"][0]["id"]
    await operator.do(f"/incidents/{incident_id}/close", outcome="ditangani")
    answer = await operator.post("/professional-reports", **about(incident_id, patient_id))
    assert (answer.status_code, answer.json()["reason"]) == (409, "incident_closed")


async def test_crew_and_receiving_hospital_read_it_and_supervisors_see_a_mask(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR), await house.person(Role.SUPERVISOR)
    await put_on_duty(operator, "psc-1")
    done = await reported(operator, declared="merah", hospital_id="rsud-kota")
    path = f"/incidents/{done['incident_id']}"
    crew, igd = await house.crew("psc-1"), await house.person(Role.HOSPITAL, "rsud-kota")
    assert (await igd.http.get(f"/api/psc/{igd.psc}{path}")).status_code == 404
    sent = await operator.do(f"{path}/dispatch", unit_ids=["psc-1"])
    assert (await crew.get(path))["patients"][0]["sbar"]["words"]["situation"] == SBAR["situation"]
    await crew.do(f"/tasks/{sent['task_ids'][0]}/report", state="transporting", destination_id="rsud-kota")
    assert (await igd.get(path))["patients"][0]["sbar"]["words"]["recommendation"] == "Rujuk PONEK"
    assert (await supervisor.get(path))["patients"][0]["sbar"]["words"] is None
    bodies = await house.core.db.fetch("SELECT body FROM event")
    assert not any("perdarahan" in row["body"] or "Rina" in row["body"] for row in bodies)
