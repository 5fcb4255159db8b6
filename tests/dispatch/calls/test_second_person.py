"""A call whose case was MERAH is put down as a prank by a colleague, never by one person alone."""

import uuid

import pytest

from dispatch.domain.words import Role
from tests.dispatch.live.house import House

pytestmark = pytest.mark.database


async def test_a_colleague_closes_as_a_prank_what_one_person_judged_merah(house: House) -> None:
    first, second = await house.person(Role.OPERATOR), await house.person(Role.OPERATOR)
    call_id = (await first.do("/calls", channel="119", phone="0812-7777-1234", answered=True))["call_id"]
    case = str(uuid.uuid4())
    await first.do("/incidents", incident_id=case, call_id=call_id, address="Jl. Merdeka 1")
    await first.do(f"/incidents/{case}/triage", gate={"sadar": "tidak_sadar", "napas": "tidak_normal"})
    refused = await first.post(f"/calls/{call_id}/close", disposition="iseng")
    assert (refused.status_code, refused.json()["reason"]) == (409, "merah_needs_second_person")
    assert "M-0001" in refused.json()["detail"]
    await first.do(f"/calls/{call_id}/hand-over", to_account_id=second.account_id)
    await second.do(f"/calls/{call_id}/close", disposition="iseng")


async def test_a_silent_call_leaves_a_callback_on_the_board(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    call_id = (await operator.do("/calls", channel="119", phone="0812-7777-1234", answered=True))["call_id"]
    await operator.do(f"/calls/{call_id}/close", disposition="hantu")
    row = next(one for one in (await operator.get("/board"))["rows"]["call"] if one["id"] == call_id)
    assert row["callback"]["open"]
    await operator.do(f"/calls/{call_id}/callback", outcome="tidak_diangkat")
    row = next(one for one in (await operator.get("/board"))["rows"]["call"] if one["id"] == call_id)
    assert not row["callback"]["open"]
