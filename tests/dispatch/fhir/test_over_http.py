"""FHIR for supervisors: cards freely, a case's answers with a reason that is in the log first."""

import uuid
from typing import Any

import pytest

from dispatch.domain.words import Role
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House
from tests.serving import PSC, Person, open_case

pytestmark = pytest.mark.database


async def triaged(operator: Person) -> str:
    incident_id = await open_case(operator)
    await operator.do(
        f"/incidents/{incident_id}/triage",
        gate={"sadar": "sadar", "napas": "normal"},
        card="nyeri_dada",
        answers={"lama": "akut"},
        age_years=60,
        name="Siti Aminah",
    )
    return incident_id


async def test_a_card_is_a_draft_questionnaire_for_supervisors_only(house: House) -> None:
    supervisor, operator = await house.person(Role.SUPERVISOR), await house.person(Role.OPERATOR)
    answer = await supervisor.http.get(f"/api/psc/{PSC}/protocol/cards/nyeri_dada/fhir")
    assert answer.headers["content-type"] == "application/fhir+json"
    document = answer.json()
    assert (document["resourceType"], document["status"]) == ("Questionnaire", "draft")
    assert document["version"] == house.core.protocol.version
    assert (await supervisor.http.get(f"/api/psc/{PSC}/protocol/cards/tak_ada/fhir")).status_code == 404
    assert (await operator.http.get(f"/api/psc/{PSC}/protocol/cards/nyeri_dada/fhir")).status_code == 403


async def test_a_case_is_handed_out_after_the_reason_is_in_the_log(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR), await house.person(Role.SUPERVISOR)
    incident_id = await triaged(operator)
    command = str(uuid.uuid4())
    path = f"/incidents/{incident_id}/triage/fhir"
    answer = await supervisor.post(path, command_id=command, reason="rujukan ke RSUD")
    assert answer.status_code == 200, answer.text
    (entry,) = answer.json()["entry"]
    given: dict[str, Any] = {item["linkId"]: item for group in entry["resource"]["item"] for item in group["item"]}
    assert given["card.lama"]["answer"][0]["valueCoding"]["code"] == "akut"
    assert given["result.priority"]["answer"][0]["valueCoding"]["code"] == "merah"
    assert "Siti" not in answer.text
    (look,) = await house.core.db.fetch("SELECT body FROM event WHERE type = 'subject.revealed'")
    assert "rujukan ke RSUD" in look["body"]
    assert (await supervisor.post(path, command_id=command, reason="rujukan ke RSUD")).json() == answer.json()
    assert len(await house.core.db.fetch("SELECT 1 FROM event WHERE type = 'subject.revealed'")) == 1
    for stranger in (operator, await house.person(Role.HOSPITAL, "rsud-kota"), await house.crew("psc-1")):
        assert (await stranger.post(path, reason="ingin tahu")).status_code == 403
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


async def test_nobody_triaged_and_nobody_remembered_are_said(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR), await house.person(Role.SUPERVISOR)
    fresh = await open_case(operator)
    refused = await supervisor.post(f"/incidents/{fresh}/triage/fhir", reason="rujukan")
    assert (refused.status_code, refused.json()["reason"]) == (409, "not_triaged")
    incident_id = await triaged(operator)
    key_id = (await operator.get(f"/incidents/{incident_id}"))["incident"]["key_id"]
    admin = await house.person(Role.ADMIN)
    assert (await admin.post(f"/subjects/{key_id}/destroy", reason="diminta keluarga")).status_code == 200
    refused = await supervisor.post(f"/incidents/{incident_id}/triage/fhir", reason="rujukan")
    assert (refused.status_code, refused.json()["reason"]) == (409, "answers_erased")
