"""Who can take over a call now."""

import pytest

from dispatch.accounts.people import PRESENT_WITHIN
from dispatch.domain.words import Role
from tests.dispatch.live.house import House

pytestmark = pytest.mark.database


async def test_colleagues_are_the_operators_at_a_screen_with_what_they_have_on_the_line(house: House) -> None:
    operator, other = await house.person(Role.OPERATOR), await house.person(Role.OPERATOR)
    await house.person(Role.SUPERVISOR)
    call = await operator.do("/calls", channel="119", phone="0812-3456-7890", answered=True)
    await operator.do(f"/calls/{call['call_id']}/hold")

    found = {one["id"]: one["on_line"] for one in await other.get("/colleagues")}
    assert found == {operator.account_id: 1, other.account_id: 0}

    await operator.do(f"/calls/{call['call_id']}/hand-over", to_account_id=other.account_id)
    found = {one["id"]: one["on_line"] for one in await other.get("/colleagues")}
    assert found == {operator.account_id: 0, other.account_id: 1}


async def test_who_left_or_signed_out_is_no_colleague(house: House) -> None:
    idle, leaving, other = [await house.person(Role.OPERATOR) for _ in range(3)]
    assert (await leaving.http.delete("/api/session")).status_code == 204
    assert {one["id"] for one in await other.get("/colleagues")} == {idle.account_id, other.account_id}

    house.clock.advance(seconds=PRESENT_WITHIN.total_seconds())
    fresh = await house.person(Role.OPERATOR)
    assert [one["id"] for one in await fresh.get("/colleagues")] == [fresh.account_id]


async def test_only_an_operator_asks_for_colleagues(house: House) -> None:
    supervisor = await house.person(Role.SUPERVISOR)
    answer = await supervisor.http.get(f"/api/psc/{supervisor.psc}/colleagues")
    assert answer.status_code == 403
