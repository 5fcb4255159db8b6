"""Vital signs over HTTP: from the tablet, late and once; from the hospital; refused with words; sealed; verified."""

import uuid
from typing import Any

import pytest

from dispatch.domain.time import instant
from dispatch.domain.words import Role
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House
from tests.serving import Person, open_case, put_on_duty

pytestmark = pytest.mark.database

SICK: dict[str, Any] = {
    "respiratory_rate": 26,
    "spo2_pct": 91,
    "on_oxygen": False,
    "systolic_mmhg": 95,
    "diastolic_mmhg": 60,
    "pulse": 118,
    "temperature_c": 38.4,
    "consciousness": "alert",
}


async def test_a_crews_vital_signs_raise_the_colour_and_say_which_score(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    case, patient_id, _ = await sent(operator)
    taken = await crew.do(vitals_of(case, patient_id), values=SICK)
    assert taken == {"priority": "merah", "raised": True, "raises_to": "merah"}
    row = await shown(operator, "patient")
    found = row["vitals"][0]["findings"]
    news2 = next(score for score in found["scores"] if score["name"] == "NEWS2")
    assert (news2["total"], news2["raises_to"]) == (11, "merah")
    assert "Royal College" in news2["source"]
    assert row["vitals"][0]["values"]["spo2_pct"] == 91
    assert (await shown(operator, "incident"))["priority"] == "merah"
    event = (await log(operator, case))[-1]
    assert event["type"] == "patient.vitals_taken"
    assert (event["summary"]["raised"], event["summary"]["priority"]) == (True, "merah")
    assert event["summary"]["findings"]["raises"][0]["source"]
    await holds(house)
    stored = await house.core.db.value("SELECT body FROM event WHERE type = 'patient.vitals_taken'")
    assert "NEWS2" not in stored, "vital signs lie sealed in the log"
    assert "spo2" not in str(await house.core.db.value("SELECT string_agg(answer::text, '') FROM command"))


async def test_good_vital_signs_lower_nothing(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    case, patient_id, _ = await sent(operator, gate={"sadar": "tidak_sadar"})
    good = {**SICK, "respiratory_rate": 16, "spo2_pct": 98, "systolic_mmhg": 125, "pulse": 75, "temperature_c": 36.8}
    taken = await crew.do(vitals_of(case, patient_id), values=good)
    assert taken == {"priority": "merah", "raised": False, "raises_to": None}


async def test_a_queued_set_comes_late_and_once(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    case, patient_id, _ = await sent(operator)
    taken_at = instant(house.clock())
    house.clock.advance(minutes=20)
    command_id = str(uuid.uuid4())
    for _ in range(2):
        body = {"values": {"pulse": 155}, "occurred_at": taken_at, "sent_at": instant(house.clock()), "counter": 4}
        await crew.do(vitals_of(case, patient_id), command_id=command_id, **body)
    row = (await operator.get(f"/incidents/{case}"))["patients"][0]
    assert [(one["at"][:16], one["source"]) for one in row["vitals"]] == [(taken_at[:16], "tablet")]
    assert row["priority"] == "merah"


async def test_impossible_values_are_refused_with_their_range(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    case, patient_id, _ = await sent(operator)
    wrong = {"spo2_pct": 140, "gcs_eye": 0, "systolic_mmhg": 300, "diastolic_mmhg": 400}
    answer = await crew.post(vitals_of(case, patient_id), values=wrong)
    assert answer.status_code == 422
    told = {fault["field"]: fault["message"] for fault in answer.json()["errors"]}
    assert told["values.spo2_pct"] == "Saturasi oksigen: 0 sampai 100 %; terisi 140"
    assert told["values.gcs_eye"] == "GCS mata: 1 sampai 4; terisi 0"
    assert "0 sampai 220 mmHg" in told["values.diastolic_mmhg"]
    swapped = await crew.post(vitals_of(case, patient_id), values={"systolic_mmhg": 80, "diastolic_mmhg": 120})
    assert "diastolik harus di bawah sistolik" in swapped.json()["errors"][0]["message"]
    for empty in ({}, {"respiratory_rate": "cepat"}, {"unknown": 1}):
        assert (await crew.post(vitals_of(case, patient_id), values=empty)).status_code == 422


async def test_extreme_values_ask_for_confirmation(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    case, patient_id, _ = await sent(operator)
    extreme = {"spo2_pct": 55, "pulse": 240}
    answer = await crew.post(vitals_of(case, patient_id), values=extreme, confirmed=["pulse"])
    problem = answer.json()
    assert (answer.status_code, problem["reason"]) == (409, "vitals_to_confirm")
    assert problem["fields"] == ["spo2_pct"]
    assert "Saturasi oksigen 55 %" in problem["detail"]
    assert "Nadi" not in problem["detail"]
    taken = await crew.do(vitals_of(case, patient_id), values=extreme, confirmed=["pulse", "spo2_pct"])
    assert taken["priority"] == "merah"


async def test_a_hospital_takes_vital_signs_of_the_patient_it_expects_only(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    nurse, stranger = await house.person(Role.HOSPITAL, "rsud-kota"), await house.person(Role.HOSPITAL, "rsal")
    other_crew = await house.crew("amb-batu-10")
    case, patient_id, task_id = await sent(operator)
    assert (await nurse.post(vitals_of(case, patient_id), values=SICK)).status_code == 404
    await operator.do("/handovers", task_id=task_id, hospital_id="rsud-kota")
    for nobody in (stranger, other_crew):
        assert (await nobody.post(vitals_of(case, patient_id), values=SICK)).status_code == 404
    await nurse.do(vitals_of(case, patient_id), values=SICK)
    assert (await shown(nurse, "patient"))["vitals"][0]["values"]["pulse"] == 118
    assert (await shown(nurse, "handover"))["priority"] == "merah"
    supervisor = await house.person(Role.SUPERVISOR)
    assert (await shown(supervisor, "patient"))["vitals"][0]["values"] is None


async def test_a_form_asks_what_values_say_without_storing_them(house: House) -> None:
    crew = await house.crew("psc-1")
    asked = {"values": {"respiratory_rate": 26, "spo2_pct": 59}, "age_years": 60}
    judged = (await crew.http.post("/api/triage/vitals", json=asked)).json()
    assert (judged["raises_to"], judged["to_confirm"]) == ("merah", ["spo2_pct"])
    limits = (await crew.http.get("/api/triage/vitals")).json()
    assert limits["spo2_pct"] == {"possible": [0, 100], "usual": [60, 100]}
    # Whose scores hold for an adult alone: a child's breathing raises nothing by NEWS2.
    child = (await crew.http.post("/api/triage/vitals", json={**asked, "age_years": 3})).json()
    assert "NEWS2" not in {score["name"] for score in child["findings"]["scores"]}


async def sent(operator: Person, **triage: Any) -> tuple[str, str, str]:
    """PSC 1 is sent to a triaged case; returns the case, its patient and the task."""
    await put_on_duty(operator, "psc-1")
    case = await open_case(operator)
    asked = {"gate": {"sadar": "sadar", "napas": "normal"}, "age_years": 60, **triage}
    patient_id = (await operator.do(f"/incidents/{case}/triage", **asked))["patient_id"]
    tasks = await operator.do(f"/incidents/{case}/dispatch", unit_ids=["psc-1"], override_reason="uji")
    return case, patient_id, tasks["task_ids"][0]


def vitals_of(case: str, patient_id: str) -> str:
    return f"/incidents/{case}/patients/{patient_id}/vitals"


async def shown(person: Person, kind: str) -> dict[str, Any]:
    """The one row of a kind on somebody's board."""
    (row,) = (await person.get("/board"))["rows"][kind]
    found: dict[str, Any] = row
    return found


async def log(operator: Person, case: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = await operator.get(f"/incidents/{case}/events")
    return events


async def holds(house: House) -> None:
    verified = await verify_stream(house.core.db, house.stream)
    assert verified.holds, verified.faults
