"""A team goes first, an ambulance is named: not accepted in time, the ambulance is offered and proposed."""

from datetime import timedelta

import pytest

from dispatch.domain.words import Role
from dispatch.store.verify import verify_stream
from dispatch.timekeeping import Timekeeper
from dispatch.travel.teams import look_again
from tests.dispatch.live.house import House, house
from tests.serving import PSC, Person, open_case, put_on_duty

__all__ = ["house"]

pytestmark = pytest.mark.database

MAY_HAVE_TO_BE_CARRIED = {"gate": {"sadar": "sadar", "napas": "normal"}, "card": "alergi", "age_years": 30}


async def sent_team(operator: Person) -> tuple[str, str]:
    await put_on_duty(operator, "psc-1", "trc-sei-jang")
    incident_id = await open_case(operator)
    card = next(
        one for one in (await operator.http.get("/api/triage/protocol")).json()["cards"] if one["id"] == "alergi"
    )
    answers = {question["id"]: question["options"][0]["id"] for question in card["questions"]}
    answers["bengkak"] = "wajah"
    triaged = await operator.do(f"/incidents/{incident_id}/triage", **MAY_HAVE_TO_BE_CARRIED, answers=answers)
    assert (triaged["priority"], triaged["triage"]["transport"]) == ("kuning", "mungkin")
    advised = await operator.get(f"/incidents/{incident_id}/recommendation")
    assert (advised["proposal"], advised["next_unit_id"]) == (["trc-sei-jang"], "psc-1")
    task = (await operator.do(f"/incidents/{incident_id}/dispatch", unit_ids=["trc-sei-jang"]))["task_ids"][0]
    return incident_id, task


async def test_the_ambulance_is_offered_after_three_minutes_without_an_answer(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    incident_id, _ = await sent_team(operator)
    keeper = Timekeeper(house.core)
    house.clock.advance(seconds=175)
    await keeper.tick()
    assert (await operator.get(f"/incidents/{incident_id}"))["incident"].get("ambulance_offered_at") is None
    house.clock.advance(seconds=10)
    await keeper.tick()
    case = (await operator.get(f"/incidents/{incident_id}"))["incident"]
    assert case["ambulance_offered_at"] is not None
    advised = await operator.get(f"/incidents/{incident_id}/recommendation")
    assert (advised["proposal"], advised["next_unit_id"]) == (["psc-1"], None)
    await operator.do(f"/incidents/{incident_id}/dispatch", unit_ids=["psc-1"])
    case = (await operator.get(f"/incidents/{incident_id}"))["incident"]
    assert case["ambulance_offered_at"] is None
    left = await house.core.db.value("SELECT count(*) FROM deadline WHERE id LIKE 'ambulance:%'")
    assert left == 0
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


async def test_a_team_on_scene_ends_the_clock(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    incident_id, task_id = await sent_team(operator)
    for state in ("acknowledged", "on_scene"):
        await operator.do(f"/tasks/{task_id}/report", state=state, source="radio")
    house.clock.advance(hours=1)
    await Timekeeper(house.core).tick()
    assert (await operator.get(f"/incidents/{incident_id}"))["incident"].get("ambulance_offered_at") is None


async def test_an_ambulance_that_goes_along_needs_no_clock(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    await put_on_duty(operator, "psc-1", "trc-sei-jang")
    incident_id = await open_case(operator)
    await operator.do(f"/incidents/{incident_id}/dispatch", unit_ids=["psc-1", "trc-sei-jang"])
    assert await house.core.db.value("SELECT count(*) FROM deadline WHERE id LIKE 'ambulance:%'") == 0


async def seen_at(house: House, operator: Person, lat: float, lon: float, *, age_s: float = 0) -> None:
    at = house.clock() - timedelta(seconds=age_s)
    fix = {"unit_id": "trc-sei-jang", "lat": lat, "lon": lon, "at": at.isoformat()}
    answer = await operator.http.post(f"/api/psc/{PSC}/positions", json={"fixes": [fix]})
    assert answer.status_code == 202, answer.text


async def test_a_team_that_falls_behind_on_its_way_is_looked_at_again(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    incident_id, task_id = await sent_team(operator)
    for state in ("acknowledged", "en_route"):
        await operator.do(f"/tasks/{task_id}/report", state=state, source="radio")

    async def offers() -> int:
        """How often the ambulance is offered after a look; the server looks by itself too."""
        await look_again(house.core)
        said: int = await house.core.db.value("SELECT count(*) FROM event WHERE type = 'task.ambulance_offered'")
        return said

    await seen_at(house, operator, 0.9, 104.475)
    assert await offers() == 0
    house.clock.advance(minutes=10)
    far = (0.94, 104.52)
    await seen_at(house, operator, *far, age_s=300)
    assert await offers() == 0, "an old position says nothing of now"
    await seen_at(house, operator, *far)
    assert [await offers(), await offers()] == [1, 1], "said once"
    case = await operator.get(f"/incidents/{incident_id}")
    assert case["incident"]["ambulance_offered_at"] is not None
    assert case["tasks"][0]["ambulance"]["reason"] == "jauh"
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


async def test_a_crew_on_scene_asks_for_the_ambulance(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("trc-sei-jang")
    other = await house.crew("psc-1")
    incident_id, task_id = await sent_team(operator)
    await crew.do(f"/tasks/{task_id}/report", state="on_scene")
    assert (await other.post(f"/tasks/{task_id}/ask-transport", reason="memburuk")).status_code == 404
    assert (await crew.post(f"/tasks/{task_id}/ask-transport", reason="ingin")).status_code == 422
    await crew.do(f"/tasks/{task_id}/ask-transport", reason="tidak_bisa_jalan")
    case = (await operator.get(f"/incidents/{incident_id}"))["incident"]
    assert case["ambulance_offered_at"] is not None
    advised = await operator.get(f"/incidents/{incident_id}/recommendation")
    assert advised["proposal"] == ["psc-1"]
    await operator.do(f"/incidents/{incident_id}/dispatch", unit_ids=["psc-1"])
    await crew.do(f"/tasks/{task_id}/ask-transport", reason="memburuk")
    case = await operator.get(f"/incidents/{incident_id}")
    assert case["incident"]["ambulance_offered_at"] is None, "one is on its way"
    asked = next(one["transport_asked"] for one in case["tasks"] if one["id"] == task_id)
    assert asked["reason"] == "memburuk"
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


async def test_an_ambulance_that_is_called_back_leaves_no_team_alone_without_a_clock(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    incident_id, task_id = await sent_team(operator)
    sent = await operator.do(f"/incidents/{incident_id}/dispatch", unit_ids=["psc-1"])
    await look_again(house.core)
    assert await clocks(house) == []
    await operator.do(f"/tasks/{sent['task_ids'][0]}/cancel", reason="salah unit")
    await look_again(house.core)
    await look_again(house.core)
    assert await clocks(house) == [f"ambulance:{task_id}"]
    await look_again(house.core)
    started = await house.core.db.value("SELECT count(*) FROM event WHERE type = 'task.ambulance_clock_started'")
    assert started == 1
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


async def test_a_case_that_turns_merah_has_the_ambulance_offered_to_the_team_that_went_alone(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    await put_on_duty(operator, "psc-1", "trc-sei-jang")
    incident_id = await open_case(operator)
    calm = {"gate": {"sadar": "sadar", "napas": "normal"}, "age_years": 30, "card": "alergi"}
    protocol = (await operator.http.get("/api/triage/protocol")).json()
    card = next(one for one in protocol["cards"] if one["id"] == "alergi")
    best = {question["id"]: question["options"][0]["id"] for question in card["questions"]}
    triaged = await operator.do(f"/incidents/{incident_id}/triage", **calm, answers=best)
    assert triaged["triage"]["transport"] == "tidak"
    await operator.do(f"/incidents/{incident_id}/dispatch", unit_ids=["trc-sei-jang"], override_reason="uji")
    await look_again(house.core)
    assert await clocks(house) == []
    worse = {"gate": {"sadar": "tidak_sadar", "napas": "tidak_normal"}, "age_years": 30}
    await operator.do(f"/incidents/{incident_id}/triage", **worse)
    await look_again(house.core)
    await Timekeeper(house.core).tick()
    case = await operator.get(f"/incidents/{incident_id}")
    assert case["incident"]["ambulance_offered_at"] is not None
    assert case["tasks"][0]["ambulance"]["reason"] == "sendiri"
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


async def clocks(house: House) -> list[str]:
    return [row["id"] for row in await house.core.db.fetch("SELECT id FROM deadline WHERE id LIKE 'ambulance:%'")]
