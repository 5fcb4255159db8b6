"""From a workbook to the version that calls are triaged with, and back: who may, what is refused, what is replayed."""

import asyncio
import json
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest

from dispatch.accounts import RoleGrant
from dispatch.domain.words import Grade, Role
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House, open_house
from tests.dispatch.protocols.edited import version_from, workbook_from
from tests.serving import PASSWORD, PRACTICE, PSC, Person, eventually, open_case, put_on_duty

pytestmark = pytest.mark.database

GATE = {"sadar": "sadar", "napas": "normal"}
ACUTE = {"card": "nyeri_dada", "gate": GATE, "answers": {"lama": "akut", "menjalar": "tidak"}}


async def ask(person: Person, path: str, *, command_id: str | None = None, **body: Any) -> httpx.Response:
    document = {"command_id": command_id or str(uuid.uuid4()), **body}
    return await person.http.post(f"/api/protocols{path}", json=document)


async def do(person: Person, path: str, **body: Any) -> dict[str, Any]:
    answer = await ask(person, path, **body)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()["result"]
    return result


async def uploaded(person: Person, years: int) -> str:
    drafted = await do(person, "/drafts", file_name="nyeri dada.xlsx", workbook=workbook_from(years))
    assert drafted["version"] == version_from(years)
    return str(drafted["version"])


async def director_of(house: House) -> Person:
    return await house.person(Role.MEDICAL_DIRECTOR, grade=Grade.DOKTER)


async def signed(director: Person, years: int) -> str:
    version = await uploaded(director, years)
    found = (await do(director, f"/{version}/verify"))["found"]
    assert (found["violations"], found["unproven"]) == ([], [])
    accepted = len(found["cases_otherwise"])
    await do(
        director, f"/{version}/sign", password=PASSWORD, cases_accepted=accepted, reason="usia diputuskan komite klinis"
    )
    return version


async def rows_of(person: Person) -> dict[str, Any]:
    answer = await person.http.get("/api/protocols")
    assert answer.status_code == 200, answer.text
    return {row["id"]: row for row in answer.json()}


async def triage(operator: Person, incident_id: str, age_years: float, **more: Any) -> dict[str, Any]:
    return await operator.do(f"/incidents/{incident_id}/triage", **ACUTE, age_years=age_years, **more)


async def test_the_shipped_version_is_stored_and_in_use_unsigned(house: House) -> None:
    rows = await rows_of(await house.person(Role.SUPERVISOR))
    (row,) = rows.values()
    assert (row["id"], row["origin"], row["in_use"]) == (house.core.protocol.version, "bawaan", True)
    assert row["signature"] is None
    assert not house.core.protocol.signed


async def test_a_workbook_becomes_the_version_of_every_process_and_open_calls_keep_theirs(
    database_url: str, tmp_path: Path, house: House
) -> None:
    async with open_house(database_url, tmp_path) as other:
        before = house.core.protocol.version
        operator, director = await house.person(Role.OPERATOR), await director_of(house)
        supervisor = await house.person(Role.SUPERVISOR)
        open_call = await open_case(operator)
        await triage(operator, open_call, 32)
        version = await signed(director, 30)
        said = (await supervisor.http.get(f"/api/protocols/{version}/differences")).json()
        assert any("usia ≥ 30" in one["words"]["id"] and "MERAH" in one["words"]["id"] for one in said["differences"])
        (changed,) = said["calls_changed"]
        assert (changed["before"], changed["after"], changed["lowered"]) == ("kuning", "merah", False)
        elsewhere = await house.person(Role.SUPERVISOR, PRACTICE, psc=PRACTICE)
        said = (await elsewhere.http.get(f"/api/protocols/{version}/differences")).json()
        assert (said["calls_compared"], said["calls_changed"]) == (0, [])
        assert house.core.protocol.version == before  # signing alone changes nothing for calls
        await do(supervisor, f"/{version}/use")
        assert (house.core.protocol.version, house.core.protocol.signed) == (version, True)

        async def followed() -> bool:
            return (other.core.protocol.version, other.core.protocol.signed) == (version, True)

        await eventually(followed)
        again = await triage(operator, open_call, 32)
        assert again["triage"]["protocol_version"] == before
        assert again["priority"] == "kuning"
        await put_on_duty(operator, "psc-1")
        await operator.do(f"/incidents/{open_call}/dispatch", unit_ids=["psc-1"], override_reason="paling dekat")
        body = await house.core.db.value("SELECT body FROM event WHERE type = 'incident.decision_recorded'")
        assert json.loads(body)["data"]["saw"]["protocol"] == before
        new = await triage(operator, await open_case(operator), 32)
        assert (new["triage"]["protocol_version"], new["triage"]["signed"]) == (version, True)
        assert new["priority"] == "merah"
        asked = {**ACUTE, "age_years": 32, "protocol_version": before}
        assert (await operator.http.post("/api/triage/evaluate", json=asked)).json()["priority"] == "kuning"
        assert (await operator.http.post("/api/triage/suggest", json={"text": "angin duduk"})).status_code == 200
        for stream in ("system", house.stream):
            found = await verify_stream(house.core.db, stream)
            assert found.holds, found.faults


async def test_a_call_is_replayed_to_the_same_result_after_another_version_is_in_use(house: House) -> None:
    operator, director = await house.person(Role.OPERATOR), await director_of(house)
    supervisor = await house.person(Role.SUPERVISOR)
    case = await open_case(operator)
    first = house.core.protocol.version
    await triage(operator, case, 32)
    await operator.do(f"/incidents/{case}/triage", card="nyeri_dada", gate={"sadar": "tidak_sadar"}, answers={})
    version = await signed(director, 30)
    await do(director, f"/{version}/use")
    await operator.do(f"/incidents/{case}/triage", **ACUTE, age_years=32, protocol_version=version)
    played = await supervisor.get(f"/incidents/{case}/replay")
    assert [(one["outcome"], one["protocol_version"]) for one in played] == [
        ("equal", first),
        ("equal", first),
        ("equal", version),
    ]
    await house.core.db.execute(
        'UPDATE event SET body = replace(body, \'"priority":"kuning"\', \'"priority":"hijau"\') WHERE subjects @> $1',
        [case],
    )
    played = await supervisor.get(f"/incidents/{case}/replay")
    assert played[0]["outcome"] == "differs"
    assert {"name": "priority", "then": "hijau", "now": "kuning"} in played[0]["differs"]
    assert (await operator.http.get(f"/api/psc/{PSC}/incidents/{case}/replay")).status_code == 403


async def test_only_a_doctor_who_is_medical_director_of_a_real_psc_signs(house: House) -> None:
    supervisor = await house.person(Role.SUPERVISOR, grade=Grade.DOKTER)
    nurse = await house.person(Role.MEDICAL_DIRECTOR, grade=Grade.PERAWAT)
    trainee = await house.person(
        Role.MEDICAL_DIRECTOR,
        PRACTICE,
        psc=PRACTICE,
        grade=Grade.DOKTER,
        also=(RoleGrant(PRACTICE, Role.SUPERVISOR, PRACTICE),),
    )
    version = house.core.protocol.version
    await do(supervisor, f"/{version}/verify")
    for person in (supervisor, nurse, trainee):
        refused = await ask(person, f"/{version}/sign", password=PASSWORD)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    for path in (f"/{version}/use", f"/{version}/verify", "/drafts"):
        body = {"file_name": "a.xlsx", "workbook": ""} if path == "/drafts" else {}
        assert (await ask(trainee, path, **body)).status_code == 403
    operator = await house.person(Role.OPERATOR)
    for path in ("", f"/{version}/workbook", f"/{version}/differences"):
        assert (await operator.http.get(f"/api/protocols{path}")).status_code == 403
    assert not house.core.protocol.signed


async def test_signing_takes_a_verification_and_happens_once(house: House) -> None:
    director, colleague = await director_of(house), await director_of(house)
    version = house.core.protocol.version
    refused = await ask(director, f"/{version}/sign", password=PASSWORD)
    assert (refused.status_code, refused.json()["reason"]) == (409, "protocol_not_verified")
    found = (await do(director, f"/{version}/verify"))["found"]
    assert found["cases_otherwise"] == []
    assert found["cases_run"] > 200
    answers = await asyncio.gather(
        *(ask(person, f"/{version}/sign", password=PASSWORD) for person in (director, colleague, director))
    )
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.json()["result"]["signed_by"]["id"] for answer in answers}) == 1
    count = await house.core.db.value("SELECT count(*) FROM event WHERE type = 'protocol.signed'")
    assert count == 1
    assert house.core.protocol.signed
    document = (await director.http.get("/api/triage/protocol")).json()
    assert document["signed"] is True


async def test_signing_asks_the_password_again_and_guessing_it_takes_time(house: House) -> None:
    director = await director_of(house)
    version = house.core.protocol.version
    await do(director, f"/{version}/verify")
    assert (await ask(director, f"/{version}/sign")).status_code == 422
    command_id = str(uuid.uuid4())
    for _ in range(5):
        wrong = await ask(director, f"/{version}/sign", command_id=command_id, password="sandi-orang-lain")
        assert (wrong.status_code, wrong.json()["reason"]) == (403, "password_again")
        assert wrong.json()["detail"].startswith("Kata sandi salah")
    late = await ask(director, f"/{version}/sign", password=PASSWORD)
    assert late.status_code == 429, "after five wrong ones not even the right one is looked at"
    assert int(late.headers["retry-after"]) > 0
    assert (await rows_of(director))[version]["signature"] is None
    assert not house.core.protocol.signed
    house.clock.advance(seconds=60)
    await do(director, f"/{version}/sign", password=PASSWORD)
    assert (await rows_of(director))[version]["signature"]["password_confirmed"] is True
    kept = await house.core.db.fetch("SELECT body FROM event WHERE type = 'protocol.signed'")
    assert len(kept) == 1
    assert PASSWORD not in kept[0]["body"]


async def test_cases_that_come_out_otherwise_are_accepted_with_a_reason_or_not_at_all(house: House) -> None:
    director = await director_of(house)
    version = await uploaded(director, 40)
    otherwise = (await do(director, f"/{version}/verify"))["found"]["cases_otherwise"]
    assert any("nyeri_dada" in one["where"] for one in otherwise)
    assert any(one["where"] == "stroke" for one in otherwise), "a card that is gone is accepted like a case"
    words = [said for one in otherwise for said in one.get("in_words", ())]
    assert any(said["id"].startswith("warna: mengharapkan merah, hasilnya") for said in words)
    assert [one["faults"] for one in otherwise if "in_words" in one] == [
        [said["en"] for said in one["in_words"]] for one in otherwise if "in_words" in one
    ]
    count = len(otherwise)
    for body, reason in (({}, "protocol_cases_changed"), ({"cases_accepted": count}, "protocol_cases_reason")):
        refused = await ask(director, f"/{version}/sign", password=PASSWORD, **body)
        assert (refused.status_code, refused.json()["reason"]) == (409, reason)
    refused = await ask(director, f"/{version}/use")
    assert (refused.status_code, refused.json()["reason"]) == (409, "protocol_not_signed")
    await do(director, f"/{version}/sign", password=PASSWORD, cases_accepted=count, reason="komite klinis, 29 November")
    assert (await rows_of(director))[version]["signature"]["cases_accepted"] == count


async def test_a_workbook_that_does_not_fit_is_refused_and_the_version_in_use_goes_on(house: House) -> None:
    supervisor, operator = await house.person(Role.SUPERVISOR), await house.person(Role.OPERATOR)
    before = house.core.protocol.version
    refused = await ask(supervisor, "/drafts", file_name="bukan.xlsx", workbook="YnVrYW4=")
    assert refused.status_code == 422
    assert "XLSX" in refused.json()["errors"][0]["message"]
    assert set(await rows_of(supervisor)) == {before}
    assert (await triage(operator, await open_case(operator), 60))["priority"] == "merah"


async def test_an_upload_comes_back_as_the_same_workbook(house: House) -> None:
    supervisor = await house.person(Role.SUPERVISOR)
    version = await uploaded(supervisor, 30)
    answer = await supervisor.http.get(f"/api/protocols/{version}/workbook")
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    from exchange.sheets.checking import import_workbook

    assert import_workbook(answer.content).protocol.version == version
    again = await do(supervisor, "/drafts", file_name="lagi.xlsx", workbook=workbook_from(30))
    assert again == {"version": version, "known_already": True}


async def test_content_that_is_not_what_its_hash_says_is_never_used(house: House, tmp_path: Path) -> None:
    director, operator = await director_of(house), await house.person(Role.OPERATOR)
    before = house.core.protocol.version
    version = await signed(director, 30)
    await house.core.db.execute(
        "UPDATE protocol_content SET files = replace(files, '>=30', '>=90') WHERE version = $1", version
    )
    refused = await ask(director, f"/{version}/use")
    assert (refused.status_code, refused.json()["reason"]) == (409, "protocol_content")
    assert house.core.protocol.version == before
    draft = await operator.post(f"/incidents/{await open_case(operator)}/triage", **ACUTE, protocol_version="0" * 64)
    assert draft.status_code == 404


async def test_a_draft_is_tried_but_no_call_is_triaged_with_it(house: House) -> None:
    supervisor, operator = await house.person(Role.SUPERVISOR), await house.person(Role.OPERATOR)
    version = await uploaded(supervisor, 30)
    tried = await supervisor.http.post(
        "/api/triage/evaluate", json={**ACUTE, "age_years": 31, "protocol_version": version}
    )
    assert (tried.json()["priority"], tried.json()["determinants"][0]) == ("merah", "ND-M1")
    case = await open_case(operator)
    answer = await operator.post(f"/incidents/{case}/triage", **ACUTE, age_years=31, protocol_version=version)
    assert answer.status_code == 404


async def test_only_uploads_may_be_large(house: House) -> None:
    supervisor = await house.person(Role.SUPERVISOR)
    large = "A" * 400_000
    assert (await ask(supervisor, "/drafts", file_name="besar.xlsx", workbook=large)).status_code == 422
    elsewhere = await ask(supervisor, f"/{house.core.protocol.version}/sign", reason=large)
    assert elsewhere.status_code == 413
    assert (await ask(supervisor, "/drafts", file_name="b.xlsx", workbook=large * 12)).status_code == 413
