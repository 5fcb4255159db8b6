"""Advice over HTTP: a case closes on it only with the whole net, and whoever calls again is taken seriously."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from dispatch.advice.schemas import AdviceDocument
from dispatch.domain.words import Grade, Role
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House
from tests.serving import Person, advised, told

pytestmark = pytest.mark.database

PLACE = {"kind": "point", "lat": 0.9166, "lon": 104.4516, "source": "klik"}
PHONE = "0812-7777-1234"


async def called(operator: Person, phone: str | None = PHONE, **patient: Any) -> str:
    """A case on a call, judged HIJAU."""
    call = await operator.do("/calls", channel="119", phone=phone, answered=True)
    case = str(uuid.uuid4())
    await operator.do("/incidents", incident_id=case, call_id=call["call_id"], address="Jl. Merdeka 1", place=PLACE)
    await advised(operator, case, **patient)
    return case


async def call_of(operator: Person, case: str) -> dict[str, Any]:
    found: dict[str, Any] = (await operator.get(f"/incidents/{case}"))["calls"][0]
    return found


async def refusal(answer: Any) -> str:
    assert answer.status_code == 409, answer.text
    reason: str = answer.json()["reason"]
    return reason


async def test_a_nurse_closes_what_was_told_and_the_call_is_promised(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    nurse = await house.person(Role.OPERATOR, grade=Grade.PERAWAT)
    case = await called(operator)
    assert await refusal(await nurse.post(f"/incidents/{case}/close", outcome="saran")) == "advice_not_given"
    assert await refusal(await nurse.post(f"/incidents/{case}/close", outcome="ditangani")) == "advice_not_given"
    document = await operator.get(f"/incidents/{case}/advice")
    assert AdviceDocument.model_validate(document, strict=False)
    assert {"kind", "opens_at", "travel_s"} <= document["places"][0].keys()
    assert document["places"][0]["travel_s"] > 0
    signs = [sign["id"] for sign in document["danger_signs"]]
    first = document["places"][0]["facility_id"]
    some = await operator.post(f"/incidents/{case}/advice", danger_signs=signs[1:], go_to=first, alone=False)
    assert await refusal(some) == "danger_signs_unread"
    assert document["danger_signs"][0]["say"] in some.json()["detail"]
    command_id = str(uuid.uuid4())
    for _ in range(2):  # the same command twice: one advice
        given = await operator.post(
            f"/incidents/{case}/advice", command_id=command_id, danger_signs=signs, go_to=first, alone=False
        )
        assert given.status_code == 200, given.text
    incident = (await operator.get(f"/incidents/{case}"))["incident"]
    assert (incident["advice"]["go_to"]["facility_id"], incident["advice"]["fragile"]) == (first, [])
    assert incident["advice"]["emergency"]["opens_at"] is None
    due = datetime.fromisoformat(incident["advice"]["callback_due_at"])
    assert due - datetime.fromisoformat(incident["advice"]["at"]) == timedelta(hours=4)
    assert await refusal(await operator.post(f"/incidents/{case}/close", outcome="saran")) == "advice_needs_clinician"
    await nurse.do(f"/incidents/{case}/close", outcome="saran")
    callback = (await call_of(operator, case))["callback"]
    assert (callback["open"], callback["due_at"]) == (True, incident["advice"]["callback_due_at"])
    events = [event["type"] for event in await operator.get(f"/incidents/{case}/events")]
    assert events.count("incident.advice_given") == events.count("call.callback_promised") == 1
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


@pytest.mark.parametrize(
    ("patient", "alone", "fragile"),
    [
        ({"age_years": 30, "sex": "L"}, True, ["sendiri"]),
        ({"age_years": 3, "sex": "L"}, False, ["balita"]),
        ({"age_years": 60, "sex": "P"}, False, ["lansia"]),
        ({"age_years": 25, "sex": "P"}, False, ["hamil_nifas"]),  # nobody said that she is not
        ({"age_years": 25, "sex": "P", "pregnant": False}, False, []),
    ],
)
async def test_who_is_fragile_is_called_within_the_hour(
    house: House, patient: dict[str, Any], alone: bool, fragile: list[str]
) -> None:
    operator = await house.person(Role.OPERATOR)
    case = await called(operator, **patient)
    await told(operator, case, alone=alone)
    advice = (await operator.get(f"/incidents/{case}"))["incident"]["advice"]
    waits = datetime.fromisoformat(advice["callback_due_at"]) - datetime.fromisoformat(advice["at"])
    assert (advice["fragile"], waits) == (fragile, timedelta(hours=1 if fragile else 4))


async def test_a_doctor_on_the_line_stands_for_the_grade(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    case = await called(operator)
    call_id = (await call_of(operator, case))["id"]
    nameless = await operator.post(f"/calls/{call_id}/doctor")
    assert await refusal(nameless) == "doctor_name_needed"
    await told(operator, case)
    assert await refusal(await operator.post(f"/incidents/{case}/close", outcome="saran")) == "advice_needs_clinician"
    await operator.do(f"/calls/{call_id}/doctor", name="dr. Lina")
    doctor = (await call_of(operator, case))["doctor"]
    assert (doctor["name"], doctor["account_id"], doctor["by"]["id"]) == ("dr. Lina", None, operator.account_id)
    await operator.do(f"/incidents/{case}/close", outcome="saran")
    # A doctor of this PSC joins under their own name.
    doctor_here = await house.person(Role.OPERATOR, grade=Grade.DOKTER)
    other = await called(operator, "0813-1111-2222")
    await doctor_here.do(f"/calls/{(await call_of(operator, other))['id']}/doctor")
    assert (await call_of(operator, other))["doctor"]["account_id"] == doctor_here.account_id


async def test_a_callback_needs_an_age_a_number_and_a_place_that_is_one(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    unaged = await called(operator, age_years=None)
    assert await refusal(await operator.http.get(f"/api/psc/{operator.psc}/incidents/{unaged}/advice")) == (
        "advice_needs_age"
    )
    numberless = await called(operator, None)
    document = await operator.get(f"/incidents/{numberless}/advice")
    assert not document["phone_known"]
    signs = [sign["id"] for sign in document["danger_signs"]]
    asked: dict[str, Any] = {"danger_signs": signs, "go_to": "polresta", "alone": False}
    elsewhere = await operator.post(f"/incidents/{numberless}/advice", **asked)
    assert (elsewhere.status_code, elsewhere.json()["errors"][0]["field"]) == (422, "go_to")
    asked["go_to"] = document["places"][0]["facility_id"]
    assert await refusal(await operator.post(f"/incidents/{numberless}/advice", **asked)) == "advice_without_phone"
    await operator.do(f"/incidents/{numberless}/advice", **asked, phone="0812-3333-4444")
    assert (await call_of(operator, numberless))["phone"].replace("-", "").endswith("33334444")
    # Their second call is known by the number that was asked for.
    assert (await advised(operator, await opened(operator, "0812-3333-4444")))["priority"] == "kuning"


async def opened(operator: Person, phone: str) -> str:
    call = await operator.do("/calls", channel="119", phone=phone, answered=True)
    case = str(uuid.uuid4())
    await operator.do("/incidents", incident_id=case, call_id=call["call_id"], address="Jl. Merdeka 1")
    return case


async def test_a_second_call_while_the_first_case_waits_for_a_nurse_is_kuning(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    case = await called(operator)
    await told(operator, case)
    assert (await advised(operator, await opened(operator, PHONE)))["priority"] == "kuning"
    linked = await operator.do("/calls", channel="119", phone="0899-1111-2222", answered=True)
    await operator.do(f"/calls/{linked['call_id']}/link", incident_id=case)
    incident = (await operator.get(f"/incidents/{case}"))["incident"]
    assert (incident["priority"], incident["disposition"], incident["advice"]["holds"]) == (
        "kuning",
        "di_tempat",
        False,
    )
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


async def test_a_crew_and_a_hospital_give_no_advice(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    case = await called(operator)
    call_id = (await call_of(operator, case))["id"]
    asked: dict[str, Any] = {"danger_signs": [], "go_to": "rsud-rat", "alone": False}
    for person in (crew, await house.person(Role.HOSPITAL, "rsud-rat"), await house.person(Role.SUPERVISOR)):
        assert (await person.post(f"/incidents/{case}/advice", **asked)).status_code == 403
        assert (await person.http.get(f"/api/psc/{person.psc}/incidents/{case}/advice")).status_code == 403
        assert (await person.post(f"/calls/{call_id}/doctor", name="dr. X")).status_code == 403
