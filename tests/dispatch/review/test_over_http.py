"""A supervisor draws, scores and reads; what was said of patients stays veiled until a reason is in the log."""

import uuid
from typing import Any

import pytest

from dispatch.domain.command import Command
from dispatch.domain.time import instant
from dispatch.domain.words import Grade, Role
from dispatch.store.ledger import Decision
from dispatch.store.reader import Reader
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House
from tests.serving import PSC, Person, open_case, put_on_duty

pytestmark = pytest.mark.database

CRITERIA = ("lokasi", "gate", "pertanyaan_kunci", "instruksi", "disposisi", "kesantunan")
FULL = {name: {"points": 2} for name in CRITERIA}


async def closed(operator: Person, *, gate: dict[str, str] | None = None, outcome: str = "ditangani") -> str:
    incident_id = await open_case(operator)
    await operator.do(
        f"/incidents/{incident_id}/triage", gate=gate or {"sadar": "sadar", "napas": "normal"}, age_years=40
    )
    await operator.do(f"/incidents/{incident_id}/close", outcome=outcome)
    return incident_id


async def events_of(house: House, type_: str) -> list[Any]:
    return await house.core.db.fetch("SELECT * FROM event WHERE type = $1 ORDER BY seq", type_)


async def test_a_random_draw_is_the_same_for_everybody_and_draws_nobody_twice(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR), await house.person(Role.SUPERVISOR)
    cases = {await closed(operator) for _ in range(4)}
    command = str(uuid.uuid4())
    asked = {"method": "acak", "days": 7, "per_operator": 3}
    first = await supervisor.post("/reviews/draws", command_id=command, **asked)
    again = await supervisor.post("/reviews/draws", command_id=command, **asked)
    assert first.json() == again.json()
    drawn = first.json()["result"]
    assert set(drawn["drawn"]) < cases
    assert drawn["population"] == [{"operator_id": operator.account_id, "cases": 4, "drawn": 3}]
    rest = await supervisor.do("/reviews/draws", **asked)
    assert set(drawn["drawn"]) | set(rest["drawn"]) == cases
    assert (await supervisor.do("/reviews/draws", **asked))["drawn"] == {}
    assert len(await events_of(house, "review.draw_made")) == 3
    assert {row["drawn"][0]["reasons"][0] for row in await supervisor.get("/reviews")} == {"acak"}
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


async def test_aimed_draws_find_what_happened(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR, grade=Grade.PERAWAT), await house.person(Role.SUPERVISOR)
    plain = await closed(operator)
    slow = await open_case(operator)
    house.clock.advance(minutes=3)
    await operator.do(f"/incidents/{slow}/triage", gate={"sadar": "tidak_sadar", "napas": "tidak_normal"}, age_years=40)
    script = {"event": "recognised", "script": "rjp_dewasa"}
    await operator.do(f"/incidents/{slow}/resuscitation", **script)
    patient = (await operator.get(f"/incidents/{slow}"))["patients"][0]["id"]
    lowered = {"patient_id": patient, "priority": "kuning", "reason": "pasien Siti duduk dan bicara"}
    await operator.do(f"/incidents/{slow}/lower", **lowered)
    await operator.do(f"/incidents/{slow}/close", outcome="ditangani")
    await supervisor.do(f"/reviews/{plain}/complaints", channel="whatsapp", text="Siti menunggu lama")
    drawn = (await supervisor.do("/reviews/draws", method="terarah"))["drawn"]
    assert drawn[plain] == ["pengaduan", "saran_telepon_lagi"] or drawn[plain] == ["pengaduan"]
    assert drawn[slow] == ["merah_lama", "rjp_telepon", "warna_diubah"]
    assert (await supervisor.do("/reviews/draws", method="terarah"))["drawn"] == {}
    within = await supervisor.do("/reviews/draws", method="terarah", reasons=["merah_lama"], recognised_within_s=3600)
    assert within["drawn"] == {}


async def test_overrides_are_listed_with_reason_and_outcome_behind_the_veil(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR, grade=Grade.DOKTER), await house.person(Role.SUPERVISOR)
    await put_on_duty(operator, "psc-1", "trc-sei-jang", "amb-batu-10")
    incident_id = await open_case(operator)
    await operator.do(
        f"/incidents/{incident_id}/triage", gate={"sadar": "tidak_sadar", "napas": "tidak_normal"}, age_years=40
    )
    patient = (await operator.get(f"/incidents/{incident_id}"))["patients"][0]["id"]
    await operator.do(
        f"/incidents/{incident_id}/lower", patient_id=patient, priority="kuning", reason="Siti sudah sadar"
    )
    advice = await operator.get(f"/incidents/{incident_id}/recommendation")
    other = next(c["unit_id"] for c in advice["ranked"] if c["selectable"] and not c["proposed"])
    sent = await operator.do(f"/incidents/{incident_id}/dispatch", unit_ids=[other], override_reason="jembatan macet")
    await operator.do(f"/tasks/{sent['task_ids'][0]}/cancel", reason="selesai")
    await operator.do(f"/incidents/{incident_id}/close", outcome="menolak")
    by_kind = {one["kind"]: one for one in await supervisor.get("/reviews/overrides")}
    colour, unit = by_kind["warna_diturunkan"], by_kind["unit_lain"]
    assert (colour["before"], colour["after"], colour["outcome"]) == ("merah", "kuning", "menolak")
    assert (colour["reason"], unit["reason"]) == ("•••", "jembatan macet")
    revealed = await supervisor.post(f"/reviews/{incident_id}/reveal", reason="rapat mutu November")
    assert "Siti sudah sadar" in {one["reason"] for one in revealed.json()["overrides"]}
    (look,) = await events_of(house, "subject.revealed")
    assert "rapat mutu November" in look["body"]


async def test_a_tag_other_than_start_proposed_is_an_override_raised_by_hand(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR), await house.person(Role.SUPERVISOR)
    incident_id = await open_case(operator)
    key = await house.core.db.value("SELECT data->>'key_id' FROM incident WHERE id = $1", incident_id)
    command = Command(str(uuid.uuid4()), {"id": "kru", "name": "Kru"}, instant(house.clock()), is_report=True)
    said = {
        "incident_id": incident_id,
        "victim_id": "v1",
        "findings": None,
        "reason": None,
        "counter": None,
        "grade": None,
    }
    said |= {"method": "penilaian", "proposed": "hijau", "colour": "merah", "on_scene": True}

    async def decide(reader: Reader) -> Decision:
        await reader.load_case(incident_id)
        await reader.load(("patient", "v1"))
        added = command.event("patient.added", "v1", incident_id, incident_id=incident_id, key_id=key)
        return Decision([added, command.event("victim.tagged", "v1", incident_id, number="A01", **said)])

    await house.core.ledger.run(house.stream, command, {}, decide)
    (one,) = await supervisor.get("/reviews/overrides")
    assert (one["kind"], one["before"], one["after"]) == ("warna_dinaikkan", "hijau", "merah")
    assert (one["reason"], one["outcome"]) == (None, None)
    await operator.do(f"/incidents/{incident_id}/close", outcome="dibawa")
    drawn = (await supervisor.do("/reviews/draws", method="terarah", reasons=["warna_diubah"]))["drawn"]
    assert drawn == {incident_id: ["warna_diubah"]}


async def test_a_review_is_appended_to_and_its_notes_are_veiled(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR), await house.person(Role.SUPERVISOR)
    incident_id = await closed(operator)
    path = f"/reviews/{incident_id}/scores"
    noted = {
        **FULL,
        "gate": {"points": 0, "note": "napas Siti tidak ditanya"},
        "instruksi": {"points": None, "note": "-"},
    }
    assert (await supervisor.do(path, scores=noted))["total_percent"] == 80.0
    assert (await supervisor.post(path, scores=FULL)).json()["reason"] == "review_amend_reason"
    await supervisor.do(path, scores=FULL, amended_because="rekaman didengar lagi")
    (row,) = await supervisor.get("/reviews")
    first, last = row["reviews"][0]["versions"]
    assert (first["scores"]["gate"]["note"], first["total_percent"], last["total_percent"]) == ("•••", 80.0, 100.0)
    stored = await house.core.db.value("SELECT data::text FROM review")
    assert "Siti" not in stored
    revealed = (await supervisor.post(f"/reviews/{incident_id}/reveal", reason="banding")).json()
    note = revealed["review"]["reviews"][0]["versions"][0]["scores"]["gate"]["note"]
    assert note == "napas Siti tidak ditanya"
    assert "review" not in {
        event["type"].split(".")[0] for event in await operator.get(f"/incidents/{incident_id}/events")
    }


async def test_trends_say_too_few(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR), await house.person(Role.SUPERVISOR)
    incident_id = await closed(operator)
    await supervisor.do(f"/reviews/{incident_id}/scores", scores=FULL)
    trends = await supervisor.get("/reviews/trends")
    assert [(week["cases"], week["mean_percent"]) for week in trends["weeks"]] == [(1, None)]


@pytest.mark.parametrize(
    "scores",
    [
        {"lokasi": {"points": 2}},
        {**FULL, "gate": {"points": 3, "note": "x"}},
        {**FULL, "gate": {"points": 1}},
        {**FULL, "gate": {"points": None}},
        {**FULL, "lain": {"points": 2}},
    ],
)
async def test_bad_scores_are_refused_in_words(house: House, scores: dict[str, Any]) -> None:
    operator, supervisor = await house.person(Role.OPERATOR), await house.person(Role.SUPERVISOR)
    incident_id = await closed(operator)
    answer = await supervisor.post(f"/reviews/{incident_id}/scores", scores=scores)
    assert answer.status_code == 422
    assert answer.json()["errors"]


async def test_practice_takes_no_part_and_operators_do_not_review(house: House) -> None:
    practice = f"{PSC}-latihan"
    trainer = await house.person(Role.SUPERVISOR, practice, psc=practice)
    answer = await trainer.post("/reviews/draws", method="acak")
    assert answer.json()["reason"] == "review_in_training"
    operator = await house.person(Role.OPERATOR)
    for path in ("/reviews", "/reviews/trends", "/reviews/overrides"):
        assert (await operator.http.get(f"/api/psc/{PSC}{path}")).status_code == 403
