"""The simulated dispatcher takes up an ambulance that the program offers."""

from datetime import UTC, datetime
from typing import Any

import pytest

from psc119.demo.board import LiveBoard
from psc119.demo.client import Person
from psc119.demo.dispatcher import Dispatcher
from psc119.demo.tempo import Tempo

Row = dict[str, Any]


class Desk(Person):
    """Somebody who is answered with one recommendation, and whose orders are kept."""

    def __init__(self, *lines: Row) -> None:
        super().__init__("http://localhost", psc="kota", username="sari", password="")
        self.account_id = "sari"
        self.lines = lines
        self.orders: list[Row] = []

    async def get(self, path: str, **_: Any) -> Any:
        return {"ranked": self.lines, "proposal": [line["unit_id"] for line in self.lines if line["proposed"]]}

    async def command(self, path: str, **body: Any) -> Any:
        self.orders.append({"path": path, **body})
        return {}


def line(unit_id: str, kind: str, *, proposed: bool = True, selectable: bool = True) -> Row:
    return {"unit_id": unit_id, "kind": kind, "proposed": proposed, "selectable": selectable}


def case(**changed: Any) -> Row:
    return {
        "id": "i",
        "code": "M-0001",
        "state": "in_response",
        "priority": "kuning",
        "disposition": "di_tempat",
        "triage": {"complete": True},
        "opened_at": datetime.now(UTC).isoformat(),
        "opened_by": {"id": "sari"},
        "task_ids": ["t"],
        "active_task_ids": ["t"],
        "ambulance_offered_at": "2026-11-22T01:00:00Z",
        **changed,
    }


async def orders_for(desk: Desk, incident: Row, *, state: str = "en_route") -> list[Row]:
    board = LiveBoard(desk)
    board.rows = {"incident": {"i": incident}, "task": {"t": {"id": "t", "unit_id": "trc", "state": state}}}
    await Dispatcher(desk, board, Tempo(), [desk])._look_at(incident)
    return desk.orders


SEND = [{"path": "/incidents/i/dispatch", "unit_ids": ["psc-1"]}]


async def test_the_offered_ambulance_goes_beside_the_team() -> None:
    desk = Desk(line("trc-2", "trc"), line("psc-1", "ambulans"), line("amb-2", "ambulans", proposed=False))
    assert await orders_for(desk, case()) == SEND


async def test_a_team_that_asked_and_left_does_not_close_the_case() -> None:
    desk = Desk(line("psc-1", "ambulans"))
    orders = await orders_for(desk, case(active_task_ids=[]), state="clear")
    assert orders == SEND


@pytest.mark.parametrize("there", [line("psc-1", "ambulans", selectable=False), line("trc-2", "trc")])
async def test_without_a_free_ambulance_nobody_is_sent(there: Row) -> None:
    assert await orders_for(Desk(there), case()) == []
