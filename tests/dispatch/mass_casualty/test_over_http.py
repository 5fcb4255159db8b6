"""Mass casualty over HTTP: declared, tagged, late and doubled, carried to hospitals, and counted on every screen."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from dispatch.domain.time import instant
from dispatch.domain.words import Grade, Role
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House
from tests.serving import PSC, Person, open_case, put_on_duty

pytestmark = pytest.mark.database

HOSPITAL, OTHER = "rsud-kota", "rsud-rat"
YELLOW = {"walks": False, "breathing": "bernapas", "rate_ok": True, "pulse": True, "obeys": True}
RED = {"walks": False, "breathing": "bernapas", "rate_ok": False}
GREEN = {"walks": True}
DEAD = {"walks": False, "breathing": "tidak_bernapas"}


async def test_a_scene_with_many_victims_from_the_first_word_to_the_hospital(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    boss, door = await house.person(Role.SUPERVISOR), await house.person(Role.HOSPITAL, HOSPITAL)
    incident_id, task_id, at = await _on_scene(house, operator, crew)
    door_screen = await house.screen(door)
    await crew.do(f"{at}/declare", reason="Bus terguling", victims_told=20)
    await door_screen.until(lambda s: s.row("incident", incident_id))
    seen = door_screen.rows["incident", incident_id]
    assert (seen["address"], seen["mass_casualty"]["active"]) == (None, True)
    await crew.do(
        f"{at}/methane",
        major=True,
        location="Simpang Sei Jang",
        type="kecelakaan",
        hazards=["api"],
        access="Dari arah kota",
        casualties=20,
        services=["polisi", "damkar"],
    )
    victims = {}
    for number, colour, findings in (("A01", "merah", RED), ("A02", "kuning", YELLOW), ("A03", "hijau", GREEN)):
        victims[number] = await _tag(crew, at, number, colour, findings)
    await _tag(crew, at, "A04", "hitam", DEAD)
    case = await operator.get(f"/incidents/{incident_id}")
    counts = case["incident"]["mass_casualty"]["counts"]
    assert counts["colours"] == {"merah": 1, "kuning": 1, "hijau": 1, "hitam": 1, "belum": 1}
    assert case["incident"]["priority"] == "merah"
    told = next(p["tag"]["reports"][0] for p in case["patients"] if p["id"] == victims["A01"])
    assert (told["proposed"], told["findings"]["rate_ok"]) == ("merah", False)
    # A supervisor leads this: the report from the scene is readable, what was seen on the bodies is not.
    masked = await boss.get(f"/incidents/{incident_id}")
    assert masked["incident"]["mass_casualty"]["methane"]["access"] == "Dari arah kota"
    assert {r["findings"] for p in masked["patients"] if p["tag"] for r in p["tag"]["reports"]} == {None}
    for number in ("A01", "A02"):
        await crew.do(f"{at}/victims/{victims[number]}/load", task_id=task_id)
    await crew.do(f"/tasks/{task_id}/report", state="transporting", destination_id=HOSPITAL)
    counts = (await operator.get(f"/incidents/{incident_id}"))["incident"]["mass_casualty"]["counts"]
    assert (counts["at_scene"], counts["on_the_way"]) == (3, 2)
    await door_screen.until(lambda s: len([key for key in s.rows if key[0] == "handover"]) == 2)
    coming = door_screen.rows["incident", incident_id]["mass_casualty"]["counts"]["hospitals"][HOSPITAL]
    assert (coming["on_the_way"]["merah"], coming["on_the_way"]["kuning"]) == (1, 1)
    await crew.do(f"/tasks/{task_id}/report", state="at_destination")
    await crew.do(f"{at}/victims/{victims['A03']}/depart", hospital_id=OTHER)
    foreign = await door.post(f"{at}/victims/{victims['A03']}/arrive", hospital_id=OTHER)
    assert (foreign.status_code, foreign.json()["reason"]) == (403, "hospital_of_others")
    await door.do(f"{at}/victims/{victims['A03']}/arrive", hospital_id=HOSPITAL)
    counts = (await operator.get(f"/incidents/{incident_id}"))["incident"]["mass_casualty"]["counts"]
    assert (counts["at_scene"], counts["on_the_way"], counts["arrived"]) == (2, 0, 3)
    refused = await operator.post(f"{at}/stand-down", reason="selesai")
    assert refused.status_code == 403
    await boss.do(f"{at}/stand-down", reason="Semua korban sudah berangkat")
    await _holds(house)


async def test_a_tablet_without_signal_brings_its_tags_late_twice_and_backwards(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1", grade=Grade.PERAWAT)
    incident_id, _, at = await _on_scene(house, operator, crew)
    house.clock.advance(minutes=30)
    now, ahead = house.clock(), timedelta(hours=1)
    victim_ids = [str(uuid.uuid4()) for _ in range(6)]
    words = [(victim_id, "merah", RED, 20) for victim_id in victim_ids]
    words += [(victim_ids[0], "kuning", YELLOW, 10), (victim_ids[1], "hitam", DEAD, 5)]
    queue: list[tuple[str, dict[str, Any]]] = [
        (
            str(uuid.uuid4()),
            {
                "victim_id": victim_id,
                "number": f"A{victim_ids.index(victim_id) + 1:02d}",
                "colour": colour,
                "findings": findings,
                "counter": counter,
                "occurred_at": instant(now + ahead - timedelta(minutes=ago)),
            },
        )
        for counter, (victim_id, colour, findings, ago) in enumerate(words)
    ]
    for _ in range(2):
        for command_id, body in reversed(queue):
            sent_at = instant(house.clock() + ahead)
            await crew.do(f"{at}/victims", command_id=command_id, sent_at=sent_at, **body)
    case = await operator.get(f"/incidents/{incident_id}")
    colours = {p["tag"]["number"]: p["priority"] for p in case["patients"] if p["tag"]}
    assert colours == {"A01": "kuning", "A02": "hitam", **{f"A{n:02d}": "merah" for n in range(3, 7)}}
    assert case["incident"]["mass_casualty"]["counts"]["total"] == 7
    await _holds(house)


async def test_only_who_was_sent_tags_and_an_operator_gives_no_black(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    other = await house.crew("trc-sei-jang")
    _, _, at = await _on_scene(house, operator, crew)
    body = {"victim_id": str(uuid.uuid4()), "number": "B01", "colour": "merah", "findings": RED}
    assert (await other.post(f"{at}/victims", **body)).status_code == 404
    black = await operator.post(f"{at}/victims", **{**body, "colour": "hitam", "source": "radio"})
    assert (black.status_code, black.json()["reason"]) == (409, "hitam_only_on_scene")
    await operator.do(f"{at}/victims", **body, source="radio")
    assert (await operator.post(f"{at}/victims", **{**body, "number": "merah 1"})).status_code == 422
    sector = await crew.post(f"{at}/victims/{body['victim_id']}/sector", sector_id="s1")
    assert (sector.status_code, sector.json()["reason"]) == (409, "sector_unknown")
    await crew.do(f"{at}/sectors", sector_id="s1", name="Timur")
    await crew.do(f"{at}/victims/{body['victim_id']}/sector", sector_id="s1")
    await _holds(house)


async def test_victims_are_divided_by_what_hospitals_announced_and_a_person_confirms(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    boss, door = await house.person(Role.SUPERVISOR), await house.person(Role.HOSPITAL, HOSPITAL)
    incident_id, task_id, at = await _on_scene(house, operator, crew)
    await crew.do(f"{at}/methane", major=True, type="kecelakaan")
    victims = [await _tag(crew, at, f"A{n:02d}", "merah", RED) for n in range(1, 4)]
    await _tag(crew, at, "A04", "hitam", DEAD)
    for hospital_id, merah in ((HOSPITAL, 1), (OTHER, 1), ("rsal", 0)):
        await operator.do(f"/hospitals/{hospital_id}/capacity", merah=merah, kuning=0, hijau=0, source="telepon")
    plan = await boss.get(f"{at}/distribution")
    places = [proposal["hospital_id"] for proposal in plan["proposals"]]
    assert sorted(places[:2]) == sorted([HOSPITAL, OTHER])
    assert places[2] is None
    assert {reason["code"] for reason in plan["proposals"][2]["reasons"]} == {"semua_penuh"}
    assert plan["proposals"][0]["needs"] == ["trauma"]
    assert all(hospital["travel_s"] > 0 and hospital["known"] == "baru" for hospital in plan["hospitals"])
    chosen = [{"patient_id": p["patient_id"], "hospital_id": p["hospital_id"] or HOSPITAL} for p in plan["proposals"]]
    assert (await crew.post(f"{at}/distribution", destinations=chosen)).status_code == 403
    await boss.do(f"{at}/distribution", destinations=chosen)
    again = await operator.get(f"{at}/distribution")
    assert again["proposals"] == []
    events = await operator.get(f"/incidents/{incident_id}/events")
    kept = [event["summary"]["recommended"] for event in events if event["type"] == "victim.destined"]
    assert kept == [True, True, False]
    assert any("distribution" in event["summary"].get("saw", {}) for event in events)
    # Each hospital sees what is meant for it, before anybody is announced there.
    screen = await house.screen(door)
    mine = [row for key, row in screen.rows.items() if key[0] == "patient"]
    assert {row["hospital_id"] for row in mine} == {HOSPITAL}
    assert {row["name"] for row in mine} == {None}
    # Thirty minutes later nobody's word is news: the victims still have somewhere to go, and the screen says so.
    await crew.do(f"{at}/victims/{victims[0]}/load", task_id=task_id)
    back = [{"patient_id": victim_id, "hospital_id": None} for victim_id in victims]
    await operator.do(f"{at}/distribution", destinations=back)
    house.clock.advance(minutes=31)
    stale = await operator.get(f"{at}/distribution")
    assert {hospital["known"] for hospital in stale["hospitals"]} == {"lama"}
    assert None not in {proposal["hospital_id"] for proposal in stale["proposals"]}
    unknown = await operator.post(f"{at}/distribution", destinations=[{**back[0], "hospital_id": "psc119"}])
    assert unknown.status_code == 422
    await _holds(house)


async def test_tags_are_printed_by_who_was_sent(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    other = await house.crew("trc-sei-jang")
    _, _, at = await _on_scene(house, operator, crew)
    path = f"/api/psc/{crew.psc}{at}/tags.svg?series=B&first=5"
    sheet = await crew.http.get(path)
    assert (sheet.status_code, sheet.headers["content-type"]) == (200, "image/svg+xml")
    assert "B05" in sheet.text
    assert (await other.http.get(path)).status_code == 404
    assert (await crew.http.get(path.replace("series=B", "series=BB"))).status_code == 422


async def test_a_hospital_says_what_it_can_take_and_all_staff_see_it(house: House) -> None:
    operator, door = await house.person(Role.OPERATOR), await house.person(Role.HOSPITAL, HOSPITAL)
    screen = await house.screen(operator)
    await door.do(f"/hospitals/{HOSPITAL}/capacity", merah=2, kuning=4, hijau=10)
    await screen.until(lambda s: s.row("capacity", HOSPITAL))
    row = screen.rows["capacity", HOSPITAL]
    assert (row["merah"], row["kuning"], row["hijau"], row["by"]["id"]) == (2, 4, 10, door.account_id)
    foreign = await door.post(f"/hospitals/{OTHER}/capacity", merah=0, kuning=0, hijau=0)
    assert (foreign.status_code, foreign.json()["reason"]) == (403, "hospital_of_others")
    await operator.do(f"/hospitals/{OTHER}/capacity", merah=1, kuning=0, hijau=0, source="telepon")
    assert (await door.post(f"/hospitals/{HOSPITAL}/capacity", merah=-1, kuning=0, hijau=0)).status_code == 422
    await _holds(house)


async def _on_scene(house: House, operator: Person, crew: Person) -> tuple[str, str, str]:
    """A case, the task of the unit that has arrived there, and the path of its mass-casualty part."""
    await put_on_duty(operator, "psc-1")
    incident_id = await open_case(operator)
    sent = await operator.do(f"/incidents/{incident_id}/dispatch", unit_ids=["psc-1"], override_reason="uji")
    await crew.do(f"/tasks/{sent['task_ids'][0]}/report", state="on_scene")
    return incident_id, sent["task_ids"][0], f"/incidents/{incident_id}/mass-casualty"


async def _tag(crew: Person, at: str, number: str, colour: str, findings: dict[str, Any]) -> str:
    body = {"victim_id": str(uuid.uuid4()), "number": number, "colour": colour, "findings": findings}
    done = await crew.do(f"{at}/victims", **body)
    assert done["number"] == number
    return str(done["patient_id"])


async def _holds(house: House) -> None:
    assert (await verify_stream(house.core.db, house.stream)).faults == []


async def test_a_drill_stays_in_the_practice_stream(house: House) -> None:
    real = await house.screen(await house.person(Role.OPERATOR))
    practice = f"{PSC}-latihan"
    learner = await house.person(Role.OPERATOR, practice, psc=practice)
    crew = await house.crew("psc-1", psc=practice)
    _, _, at = await _on_scene(house, learner, crew)
    await crew.do(f"{at}/declare", reason="Latihan")
    await _tag(crew, at, "A01", "merah", RED)
    await learner.do(f"/hospitals/{HOSPITAL}/capacity", merah=1, kuning=0, hijau=0, source="telepon")
    plan = await learner.get(f"{at}/distribution")
    assert [proposal["hospital_id"] for proposal in plan["proposals"]] == [HOSPITAL]
    sheet = await crew.http.get(f"/api/psc/{practice}{at}/tags.svg")
    assert "LATIHAN" in sheet.text
    assert [key for key in real.rows if key[0] in ("incident", "patient", "capacity")] == []
    assert (await verify_stream(house.core.db, f"psc:{practice}")).faults == []
