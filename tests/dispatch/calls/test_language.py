"""The language a caller is spoken to in: kept with the call, seen by whoever works on it, of no weight in triage."""

import uuid

import pytest

from dispatch.domain.words import Role
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House
from tests.serving import Person, put_on_duty

pytestmark = pytest.mark.database

ARREST = {"gate": {"sadar": "tidak_sadar", "napas": "tidak_normal"}, "answers": {}}


async def a_case(operator: Person) -> tuple[str, str]:
    """A call on the line, and its case."""
    call = (await operator.do("/calls", channel="119", phone="0812-3456-7890", answered=True))["call_id"]
    case = str(uuid.uuid4())
    await operator.do("/incidents", incident_id=case, call_id=call, patokan="dekat masjid")
    return call, case


async def test_it_is_kept_and_seen_by_colleague_supervisor_and_crew(house: House) -> None:
    operator, other = await house.person(Role.OPERATOR), await house.person(Role.OPERATOR)
    supervisor = await house.person(Role.SUPERVISOR)
    await put_on_duty(operator, "psc-1")
    crew = await house.crew("psc-1")
    call, case = await a_case(operator)
    await operator.do(f"/incidents/{case}/dispatch", unit_ids=["psc-1"], override_reason="dekat")

    await operator.do(f"/calls/{call}/language", language="zh-latn")
    spoken = {
        "code": "zh-latn",
        "name": "Mandarin",
        "name_en": "Mandarin",
        "perlu_tanda_tangan": True,
    }
    for person in (other, supervisor, crew):
        screen = await house.screen(person)
        assert screen.row("call", call)["language"] == spoken
    (log,) = [one for one in await operator.get(f"/incidents/{case}/events") if one["type"] == "call.language_chosen"]
    assert log["summary"]["language"]["name"] == "Mandarin"
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


async def test_the_same_command_is_done_once_and_the_same_language_changes_nothing(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    call, _ = await a_case(operator)
    command_id = str(uuid.uuid4())
    first = await operator.post(f"/calls/{call}/language", command_id=command_id, language="nan-latn")
    again = await operator.post(f"/calls/{call}/language", command_id=command_id, language="nan-latn")
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    once_more = await operator.post(f"/calls/{call}/language", language="nan-latn")
    assert once_more.json()["seq"] == first.json()["seq"]
    other = await operator.post(f"/calls/{call}/language", command_id=command_id, language="en")
    assert other.status_code == 422


async def test_only_languages_of_the_protocol_and_only_operators_of_this_psc(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR), await house.person(Role.SUPERVISOR)
    call, _ = await a_case(operator)
    refused = await operator.post(f"/calls/{call}/language", language="hak")
    assert refused.status_code == 422
    assert "bahasa 'hak' tidak ada" in refused.json()["errors"][0]["message"]
    assert "zh-latn" in refused.json()["errors"][0]["message"]
    unknown = await operator.post(f"/calls/{call}/language", language="en", protocol_version="0" * 64)
    assert unknown.status_code == 404
    assert (await supervisor.post(f"/calls/{call}/language", language="en")).status_code == 403
    await operator.do(f"/calls/{call}/close", disposition="iseng")
    assert (await operator.post(f"/calls/{call}/language", language="en")).status_code == 409


async def test_the_same_answers_are_triaged_the_same_before_and_after_it_is_chosen(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    results = []
    for language in (None, "id", "ms-kepri", "en", "zh-latn", "nan-latn"):
        call, case = await a_case(operator)
        if language is not None:
            await operator.do(f"/calls/{call}/language", language=language)
        await operator.do(f"/incidents/{case}/triage", **ARREST)
        (patient,) = (await operator.get(f"/incidents/{case}"))["patients"]
        summary = {key: value for key, value in patient["triage"].items() if key != "at"}
        results.append((patient["priority"], summary))
    assert results[0][0] == "merah"
    assert all(result == results[0] for result in results)
