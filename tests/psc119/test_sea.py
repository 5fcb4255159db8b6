"""An island at night, over HTTP: the recommendation and the route say whom to call, from which pier to which."""

import uuid
from datetime import timedelta

import pytest

from dispatch.domain.words import Role
from tests.dispatch.live.house import House

pytestmark = pytest.mark.database

PENYENGAT = {"kind": "point", "lat": 0.9278, "lon": 104.4125, "source": "peta"}


def set_clock_of_day(house: House, *, hour_utc: float) -> None:
    """Move the clock on to the next time that it is this hour."""
    now = house.clock()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    wanted = midnight + timedelta(hours=hour_utc)
    house.clock.advance(seconds=((wanted - now) % timedelta(days=1)).total_seconds())


async def test_an_island_at_night_names_the_piers_and_who_has_a_boat(house: House) -> None:
    set_clock_of_day(house, hour_utc=16.5)  # 23.30 WIB
    operator = await house.person(Role.OPERATOR)
    await operator.do("/units/psc-1/duty", duty="available")
    case = str(uuid.uuid4())
    await operator.do("/incidents", incident_id=case, kelurahan_code="21.72.03.1004", place=PENYENGAT)
    await operator.do(f"/incidents/{case}/triage", gate={"sadar": "tidak_sadar", "napas": "tidak_bernapas"})
    answer = await operator.get(f"/incidents/{case}/recommendation")
    advice = answer["boat_advice"]
    assert advice["code"] == "perahu_umum_tutup"
    assert [pier["name"] for pier in advice["to_piers"]] == ["Dermaga Pulau Penyengat"]
    assert [line["id"] for line in advice["call"]] == ["basarnas_115", "polairud", "bpbd"]
    assert advice["first_public_at"][11:16] == "22:30"
    assert {"capability": "kapal", "next_best": ["basarnas_115", "polairud", "bpbd"]} in answer["shortfalls"]
    line = next(line for line in answer["ranked"] if line["unit_id"] == "psc-1")
    (leg,) = line["sea"]["legs"]
    assert (leg["leg_id"], leg["blocked_by"]) == ("pompong-penyengat", "perahu_umum_tutup")
    assert leg["wait_s"] > 5 * 3600
    sent = await operator.do(f"/incidents/{case}/dispatch", unit_ids=["psc-1"], override_reason="bersama Basarnas")
    route = await operator.get(f"/route?task_id={sent['task_ids'][0]}")
    assert route["boat_advice"]["from_pier"] == advice["from_pier"]
    assert [leg["sea"]["id"] for leg in route["legs"] if leg["sea"]] == ["pompong-penyengat"]


async def test_by_day_nobody_has_to_be_called(house: House) -> None:
    set_clock_of_day(house, hour_utc=5)  # 12.00 WIB
    operator = await house.person(Role.OPERATOR)
    await operator.do("/units/psc-1/duty", duty="available")
    case = str(uuid.uuid4())
    await operator.do("/incidents", incident_id=case, kelurahan_code="21.72.03.1004", place=PENYENGAT)
    answer = await operator.get(f"/incidents/{case}/recommendation")
    assert answer["boat_advice"] is None
    assert answer["ranked"][0]["sea"]["legs"][0]["wait_s"] == 0
