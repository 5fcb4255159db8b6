"""Whatever is said about one task, in whatever order: all rows agree on who is at work, and nothing is stuck."""

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.domain import task
from dispatch.domain.projection.deadlines import deadline_id
from dispatch.domain.refusal import Refused
from dispatch.domain.task_fold import ENDED, SEA, STEPS, rank
from dispatch.domain.words import DeadlineKind, IncidentState, Outcome, TaskState
from tests.builders import CREW, SARI, Story, command

STEP = st.sampled_from([*STEPS[1:], *SEA])
SAID = st.tuples(
    st.sampled_from(["report", "report", "order", "undo", "cancel", "decline", "overdue"]),
    STEP,
    st.integers(0, 12),  # how long ago
    st.integers(1, 3),  # which of the last commands is taken back
    st.booleans(),
)


@settings(max_examples=300)
@given(st.lists(SAID, min_size=2, max_size=8))
def test_rows_agree_and_nothing_is_stuck(told: list[tuple[str, TaskState, int, int, bool]]) -> None:
    story = Story()
    story.on_duty("psc-1", "budi")
    task_id = story.assign(story.open_case(), "psc-1", at_s=20)
    said: list[tuple[str, bool]] = []
    for what, state, ago_s, back, closing in told:
        now_s = story.now_s + 1
        outcome = Outcome.DITANGANI if closing else None
        before = story.row("task", task_id)
        with contextlib.suppress(Refused):
            if what == "report":
                said.append((story.report(task_id, state, at_s=now_s - ago_s, outcome=outcome), True))
            elif what == "order":
                said.append((story.order(task_id, state, at_s=now_s - ago_s, outcome=outcome), False))
            elif what == "undo" and said:
                undone, by_crew = said[-min(back, len(said))]
                story.do(
                    task.undo_report,
                    by=CREW if by_crew else SARI,
                    at_s=now_s,
                    task_id=task_id,
                    undone_command_id=undone,
                )
            elif what == "overdue":
                story.do(task.acknowledge_overdue, task_id=task_id)
            elif what in ("cancel", "decline"):
                story.do(getattr(task, what), task_id=task_id, reason="x")
        if what == "report":
            assert rank(story.row("task", task_id)["state"]) >= rank(before["state"])
        if before["state"] in ENDED:
            assert story.row("task", task_id)["state"] == before["state"]
        agree(story, task_id)
    assert story.rebuilt() == story.board.rows


def agree(story: Story, task_id: str) -> None:
    row = story.row("task", task_id)
    case = story.row("incident", row["incident_id"])
    at_work = row["state"] not in ENDED
    assert row["active"] == at_work
    assert (story.row("unit", "psc-1")["task_id"] == task_id) == at_work
    assert story.row("seat", f"{task_id}:budi")["active"] == at_work
    assert case["active_task_ids"] == ([task_id] if at_work else [])
    assert not (at_work and case["state"] == IncidentState.CLOSED), "a case somebody works on is not closed"
    waiting = row["state"] == TaskState.ASSIGNED and not row["ack_overdue"]
    asked = story.board.find("deadline", deadline_id(DeadlineKind.ACKNOWLEDGE, task_id))
    assert (asked is not None) == waiting
    if not at_work:
        assert row["ended_at"] is not None
    elif rank(row["state"]) < rank(TaskState.TRANSPORTING):
        assert task.cancel(story.board, command(at_s=story.now_s), task_id=task_id, reason="x")
    else:
        assert TaskState.CLEAR in task.next_states(row), "there is always a way on"
