"""Closing a case: nobody works on it any more, and nobody is left with advice alone without its safety net."""

from dispatch.domain.advice import expect_safe_to_close
from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.incident import expect_open
from dispatch.domain.refusal import Refused
from dispatch.domain.words import Grade, Outcome


def close(
    board: Board, command: Command, *, incident_id: str, outcome: Outcome, note: str | None, grade: Grade | None
) -> list[Event]:
    """Close a case nobody works on any more.

    Args:
        board: holds the case with its tasks and its calls.
        grade: the clinical grade of whoever closes it, which advice alone asks for.
    """
    incident = expect_open(board, incident_id)
    if incident["active_task_ids"]:
        units = [board.get("task", task_id)["unit_name"] for task_id in incident["active_task_ids"]]
        raise Refused("tasks_active", incident["state"], ("clear", "cancel"), {"units": units})
    expect_safe_to_close(board, incident, outcome, grade)
    return [command.event("incident.closed", incident_id, outcome=outcome, note=note)]
