"""A unit and its people: who they are and whether they are on duty. What they are doing is their task's state."""

from typing import Any

from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import CrewMember
from dispatch.domain.words import Duty


def register(board: Board, command: Command, *, unit_id: str, **facts: Any) -> list[Event]:
    """Take a unit from the city's profile, or its changed facts."""
    unit = board.find("unit", unit_id)
    if unit is not None and all(unit[name] == value for name, value in facts.items()):
        return []
    return [command.event("unit.registered", unit_id, **facts)]


def register_person(board: Board, command: Command, *, person_id: str, **facts: Any) -> list[Event]:
    person = board.find("person", person_id)
    if person is not None and all(person[name] == value for name, value in facts.items()):
        return []
    return [command.event("person.registered", person_id, **facts)]


def set_duty(
    board: Board,
    command: Command,
    *,
    unit_id: str,
    duty: Duty,
    reason: str | None,
    crew: list[CrewMember] | None,
) -> list[Event]:
    """Say whether a unit can be sent, and with whom. A unit at work cannot go off duty or change its crew."""
    unit = board.get("unit", unit_id)
    if duty is Duty.OUT_OF_SERVICE and not reason:
        raise Refused("reason_needed", unit["duty"])
    if unit["task_id"] is not None:
        if duty is Duty.OFF_DUTY:
            raise Refused("unit_on_task", "on_task", ("clear", "cancel"), {"incident_code": unit["incident_code"]})
        if crew is not None and _ids(crew) != _ids(unit["crew"]):
            raise Refused("crew_on_task", "on_task", ("clear",), {"incident_code": unit["incident_code"]})
    members = unit["crew"] if crew is None else crew
    if duty is Duty.OFF_DUTY:
        members = []
    return [command.event("unit.duty_set", unit_id, duty=duty, reason=reason, crew=members)]


def _ids(crew: list[CrewMember]) -> set[str]:
    return {member["person_id"] for member in crew}
