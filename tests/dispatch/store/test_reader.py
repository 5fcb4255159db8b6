"""What a decision reads, and with which versions: a row it did not see must not appear behind its back."""

import pytest

from dispatch.core import Core
from dispatch.domain.refusal import Missing
from dispatch.domain.words import Duty, TaskState
from dispatch.store.reader import Reader
from tests.dispatch.store.town import HOSPITALS, Town

pytestmark = pytest.mark.database


async def test_what_is_absent_is_version_nought(town: Town, core: Core) -> None:
    board = await Reader(core.db, town.psc.stream).load(("call", "nobody"), ("unit", "psc-1"))
    assert board.versions["call", "nobody"] == 0
    assert board.versions["unit", "psc-1"] == await town.head()


async def test_a_case_is_read_with_all_that_belongs_to_it_and_nothing_else(town: Town, core: Core) -> None:
    case, other = await town.open_case(), await town.open_case()
    task_id = await town.assign(case, "psc-1")
    announced = await town.announce(town.command(), task_id, HOSPITALS[0])
    board = await Reader(core.db, town.psc.stream).load_case(case)
    kinds = sorted(kind for kind, _ in board.rows)
    assert kinds == ["handover", "incident", "patient", "task"]
    assert board.get("handover", announced.result["handover_id"])["task_id"] == task_id
    assert board.find("incident", other) is None


async def test_a_task_is_read_with_what_its_steps_touch(town: Town, core: Core) -> None:
    task_id = await town.assign(await town.open_case(), "psc-1")
    board = await Reader(core.db, town.psc.stream).load_task(task_id)
    assert board.find("deadline", f"acknowledge:{task_id}")
    assert board.get("seat", f"{task_id}:budi")["active"]
    assert board.get("unit", "psc-1")["task_id"] == task_id
    await town.report(town.command(), task_id, TaskState.EN_ROUTE)
    board = await Reader(core.db, town.psc.stream).load_task(task_id)
    assert board.versions["deadline", f"acknowledge:{task_id}"] == 0
    with pytest.raises(Missing):
        await Reader(core.db, town.psc.stream).load_task("nothing")


async def test_a_unit_is_read_with_the_seats_its_crew_holds_elsewhere(town: Town, core: Core) -> None:
    task_id = await town.assign(await town.open_case(), "psc-1")
    await town.duty("trc-1", Duty.AVAILABLE, "budi", "ani")
    board = await Reader(core.db, town.psc.stream).load_units(["trc-1", "unheard-of"])
    assert [seat["task_id"] for seat in board.list_kind("seat")] == [task_id]
    assert board.versions["unit", "unheard-of"] == 0
    await town.report(town.command(), task_id, TaskState.CLEAR)
    board = await Reader(core.db, town.psc.stream).load_units(["trc-1"])
    assert list(board.list_kind("seat")) == []


async def test_another_stream_is_out_of_sight(town: Town, core: Core) -> None:
    case = await town.open_case()
    board = await Reader(core.db, "psc:elsewhere").load_case(case)
    assert board.rows == {}
