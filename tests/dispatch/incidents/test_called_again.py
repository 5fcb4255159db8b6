"""Who was given advice and calls again within a day is at least KUNING, until a clinician says otherwise."""

import uuid

import pytest

from dispatch.domain.words import Grade, Role
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House, house
from tests.serving import Person, advised, told

__all__ = ["house"]

pytestmark = pytest.mark.database

PHONE = "0812-7777-1234"


async def called(operator: Person, phone: str = PHONE) -> str:
    call = await operator.do("/calls", channel="119", phone=phone, answered=True)
    incident_id = str(uuid.uuid4())
    await operator.do("/incidents", incident_id=incident_id, call_id=call["call_id"], address="Jl. Merdeka 1")
    return incident_id


async def test_the_second_call_is_at_least_kuning_and_somebody_goes(house: House) -> None:
    operator = await house.person(Role.OPERATOR, grade=Grade.PERAWAT)
    first = await called(operator)
    assert (await advised(operator, first))["priority"] == "hijau"
    await told(operator, first)
    await operator.do(f"/incidents/{first}/close", outcome="saran")
    house.clock.advance(hours=23)
    operator = await house.person(Role.OPERATOR, grade=Grade.PERAWAT)
    second = await called(operator)
    # Before any answer the case is untriaged, which every queue treats as MERAH: the floor lowers nothing.
    assert (await operator.get(f"/incidents/{second}"))["incident"]["priority"] is None
    triaged = await advised(operator, second)
    assert triaged["priority"] == "kuning"
    detail = await operator.get(f"/incidents/{second}")
    assert (detail["incident"]["priority"], detail["incident"]["disposition"]) == ("kuning", "di_tempat")
    assert detail["patients"][0]["called_again"]["code"] == "M-0001"
    await operator.do(
        f"/incidents/{second}/lower", patient_id=triaged["patient_id"], priority="hijau", reason="Pasien lain"
    )
    assert (await advised(operator, second))["priority"] == "hijau"
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


async def test_a_day_later_another_number_or_a_served_case_is_no_second_call(house: House) -> None:
    operator = await house.person(Role.OPERATOR, grade=Grade.PERAWAT)
    first = await called(operator)
    await advised(operator, first)
    await told(operator, first)
    await operator.do(f"/incidents/{first}/close", outcome="saran")
    assert (await advised(operator, await called(operator, "0813-0000-1111")))["priority"] == "hijau"
    house.clock.advance(hours=25)
    operator = await house.person(Role.OPERATOR, grade=Grade.PERAWAT)
    assert (await advised(operator, await called(operator)))["priority"] == "hijau"
    served = await called(operator, "0813-2222-3333")
    await operator.do(f"/incidents/{served}/close", outcome="ditangani")
    assert (await advised(operator, await called(operator, "0813-2222-3333")))["priority"] == "hijau"
