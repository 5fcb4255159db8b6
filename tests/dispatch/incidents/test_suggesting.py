"""A caller's words are looked up and not kept."""

import pytest

from dispatch.domain.words import Role
from tests.dispatch.live.house import House, house

__all__ = ["house"]

pytestmark = pytest.mark.database


async def test_what_a_caller_said_suggests_cards_and_leaves_no_trace(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    answer = await operator.http.post("/api/triage/suggest", json={"text": "bapak angin duduk, ngorok"})
    assert [(one["card"], one["heard"]) for one in answer.json()] == [(None, "ngorok"), ("nyeri_dada", "angin duduk")]
    assert (await operator.http.post("/api/triage/suggest", json={"text": ""})).status_code == 422
    assert await house.core.db.value("SELECT count(*) FROM event WHERE body LIKE '%angin duduk%'") == 0
