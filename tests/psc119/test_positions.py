"""Positions: to who may follow the unit, the newest only, at most once a second."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from dispatch.domain.time import instant
from dispatch.domain.words import Role
from tests.dispatch.live.house import House
from tests.dispatch.live.screen import Screen
from tests.serving import Person, open_case, put_on_duty

pytestmark = pytest.mark.database


async def test_each_sees_the_units_that_are_theirs_to_see(house: House) -> None:
    operator, crew = await house.person(Role.OPERATOR), await house.crew("psc-1")
    coordinator = await house.person(Role.COORDINATOR, "pkm-sei-jang")
    igd, other_igd = await house.person(Role.HOSPITAL, "rsud-kota"), await house.person(Role.HOSPITAL, "rsal")
    await put_on_duty(operator, "psc-1")
    case = await open_case(operator)
    task_id = (await operator.do(f"/incidents/{case}/dispatch", unit_ids=["psc-1"]))["task_ids"][0]
    await crew.do(f"/tasks/{task_id}/report", state="transporting", destination_id="rsud-kota")
    desk, tablet, post, ward, other = [await house.screen(who) for who in (operator, crew, coordinator, igd, other_igd)]
    await ward.until(lambda s: s.list_kind("handover"))
    await _move(operator, house, "psc-1", "amb-sei-jang", "amb-batu-10")
    await desk.until(lambda s: len(s.positions) == 3)
    for screen, unit in ((tablet, "psc-1"), (post, "amb-sei-jang"), (ward, "psc-1")):
        await screen.until(lambda s, unit=unit: unit in s.positions)
        assert set(screen.positions) == {unit}
    assert other.positions == {}
    late = await house.screen(igd)
    await late.until(lambda s: set(s.positions) == {"psc-1"})
    cleared = await crew.post(f"/tasks/{task_id}/report", state="clear")
    await ward.until_seq(cleared.json()["seq"])
    told = len(_told(ward))
    await _move(operator, house, "psc-1", lat=0.95)
    await desk.until(lambda s: s.positions["psc-1"]["lat"] == pytest.approx(0.95))
    assert len(_told(ward)) == told


async def test_many_fixes_a_second_are_one_message_with_the_newest(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    screen = await house.screen(operator)
    start = house.clock()
    for step in range(40):
        at = instant(start - timedelta(seconds=40 - step))
        await operator.http.post(
            f"/api/psc/{operator.psc}/positions",
            json={"fixes": [{"unit_id": "psc-1", "lat": 0.9 + step / 1_000, "lon": 104.47, "at": at}]},
        )
    await screen.until(lambda s: s.positions.get("psc-1", {}).get("lat") == pytest.approx(0.939))
    elapsed_s = (house.clock() - start).total_seconds()
    assert len(_told(screen)) <= elapsed_s + 1
    # A fix that arrives late is kept, and shown to nobody.
    old = instant(start - timedelta(minutes=5))
    fix = {"unit_id": "psc-1", "lat": 0.1, "lon": 104.0, "at": old}
    answer = await operator.http.post(f"/api/psc/{operator.psc}/positions", json={"fixes": [fix]})
    assert (answer.status_code, answer.json()) == (202, {"stored": 1})
    await _move(operator, house, "amb-sei-jang")
    await screen.until(lambda s: "amb-sei-jang" in s.positions)
    assert screen.positions["psc-1"]["lat"] == pytest.approx(0.939)


async def test_a_crew_moves_its_own_unit_only_and_nobody_comes_from_tomorrow(house: House) -> None:
    crew, coordinator = await house.crew("psc-1"), await house.person(Role.COORDINATOR, "pkm-sei-jang")
    operator = await house.person(Role.OPERATOR)
    now = instant(house.clock())
    tomorrow = instant(house.clock() + timedelta(days=1))
    url = f"/api/psc/{crew.psc}/positions"

    async def sent(who: Person, **fix: Any) -> int:
        whole = {"unit_id": "psc-1", "lat": 0.9, "lon": 104.47, "at": now, **fix}
        return (await who.http.post(url, json={"fixes": [whole]})).status_code

    assert await sent(crew) == 202
    assert await sent(crew, unit_id="amb-sei-jang") == 403
    assert await sent(coordinator) == 403
    assert await sent(operator, unit_id="tidak-ada") == 422
    assert await sent(operator, at=tomorrow) == 422
    assert await sent(operator, lat=91) == 422
    assert await sent(operator, warna="merah") == 422
    assert await house.core.db.value("SELECT count(*) FROM position") == 1


async def test_the_heading_of_a_moving_unit_stands_in_the_decision(house: House) -> None:
    """It is kept with the fix, shown with it, and believed while the unit moves."""
    operator = await house.person(Role.OPERATOR)
    screen = await house.screen(operator)
    for unit in ("psc-1", "amb-sei-jang"):
        await put_on_duty(operator, unit)
    at = instant(house.clock())
    moving = {"unit_id": "psc-1", "lat": 0.909, "lon": 104.47, "at": at, "heading_deg": 271.3, "speed_kmh": 40}
    parked = {**moving, "unit_id": "amb-sei-jang", "speed_kmh": 0}
    sent = await operator.http.post(f"/api/psc/{operator.psc}/positions", json={"fixes": [moving, parked]})
    assert sent.status_code == 202
    await screen.until(lambda s: s.positions.get("psc-1", {}).get("heading_deg") == 271.3)
    case = await open_case(operator)
    await operator.do(f"/incidents/{case}/dispatch", unit_ids=["psc-1"])
    body = await house.core.db.value("SELECT body FROM event WHERE type = 'incident.decision_recorded'")
    ranked = {line["unit_id"]: line["heading_deg"] for line in orjson.loads(body)["data"]["saw"]["ranked"]}
    assert (ranked["psc-1"], ranked["amb-sei-jang"]) == (271.3, None)


async def _move(operator: Person, house: House, *unit_ids: str, lat: float = 0.9) -> None:
    fixes = [{"unit_id": id_, "lat": lat, "lon": 104.47, "at": instant(house.clock())} for id_ in unit_ids]
    answer = await operator.http.post(f"/api/psc/{operator.psc}/positions", json={"fixes": fixes})
    assert answer.status_code == 202, answer.text


def _told(screen: Screen) -> list[dict[str, Any]]:
    return [message for message in screen.messages if message["type"] == "positions"]
