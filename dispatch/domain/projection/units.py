"""What events make of unit and person rows."""

from dispatch.domain.board import Board
from dispatch.domain.event import Event
from dispatch.domain.rows import Row
from dispatch.domain.words import Duty


def _registered(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    fresh: Row = {
        "id": id_,
        "duty": Duty.OFF_DUTY,
        "duty_reason": None,
        "duty_since": event.occurred_at,
        "duty_by": event.actor,
        "crew": [],
        "task_id": None,
        "incident_id": None,
        "incident_code": None,
        "busy_since": None,
        "busy_by": None,
    }
    board.put("unit", id_, {**(board.find("unit", id_) or fresh), **event.data})


def _duty_set(board: Board, event: Event) -> None:
    board.update(
        "unit",
        event.subjects[0],
        duty=event.data["duty"],
        duty_reason=event.data["reason"],
        duty_since=event.occurred_at,
        duty_by=event.actor,
        crew=event.data["crew"],
    )


def _person_registered(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    board.put("person", id_, {"id": id_, **event.data})


HANDLERS = {
    "unit.registered": _registered,
    "unit.duty_set": _duty_set,
    "person.registered": _person_registered,
}
