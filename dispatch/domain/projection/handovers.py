"""What events make of handover rows."""

from dispatch.domain.board import Board
from dispatch.domain.event import Event
from dispatch.domain.projection.deadlines import clear_deadline, set_deadline
from dispatch.domain.projection.victims import change
from dispatch.domain.words import DeadlineKind, HandoverState, Whereabouts


def _announced(board: Board, event: Event) -> None:
    id_, data = event.subjects[0], event.data
    incident, task = board.get("incident", data["incident_id"]), board.get("task", data["task_id"])
    patient = board.get("patient", data["patient_id"])
    board.put(
        "handover",
        id_,
        {
            "id": id_,
            "incident_id": incident["id"],
            "incident_code": incident["code"],
            "patient_id": patient["id"],
            "task_id": task["id"],
            "unit_name": task["unit_name"],
            "hospital_id": data["hospital_id"],
            "state": HandoverState.ANNOUNCED,
            "priority": patient["priority"] or incident["priority"],
            "needs": data["needs"],
            "summary": data["summary"],
            "announced_at": event.occurred_at,
            "announced_by": event.actor,
            "eta_at": data["eta_at"],
            "answer_due_at": data["answer_due_at"],
            "answered_at": None,
            "answered_by": None,
            "doctor": None,
            "reason": None,
            "redirected_to": None,
            "redirect_acknowledged_at": None,
            "arrived_at": None,
            "offloaded_at": None,
            "acknowledged_at": None,
            "acknowledged_by": None,
            "key_id": data["key_id"],
        },
    )
    if task["active"]:
        board.update("task", task["id"], destination_id=data["hospital_id"])
    board.update("incident", incident["id"], handover_ids=[*incident["handover_ids"], id_])
    set_deadline(board, DeadlineKind.HANDOVER_ANSWER, id_, data["answer_due_at"])
    change(board, event, patient["id"], hospital_id=data["hospital_id"], whereabouts=Whereabouts.ON_THE_WAY)


def _accepted(board: Board, event: Event) -> None:
    _move(board, event, HandoverState.ACCEPTED, answered_at=event.occurred_at, answered_by=event.actor)


def _redirected(board: Board, event: Event) -> None:
    answer = {"answered_at": event.occurred_at, "answered_by": event.actor}
    _move(board, event, HandoverState.REDIRECTED, **answer, **event.data)
    change(
        board, event, board.get("handover", event.subjects[0])["patient_id"], hospital_id=event.data["redirected_to"]
    )


def _redirect_acknowledged(board: Board, event: Event) -> None:
    board.update("handover", event.subjects[0], redirect_acknowledged_at=event.occurred_at)


def _unanswered(board: Board, event: Event) -> None:
    _move(board, event, HandoverState.UNANSWERED)


def _arrived(board: Board, event: Event) -> None:
    _move(board, event, HandoverState.ARRIVED, arrived_at=event.occurred_at)
    _is_there(board, event)


def _offloaded(board: Board, event: Event) -> None:
    _move(board, event, HandoverState.OFFLOADED, offloaded_at=event.occurred_at)
    _is_there(board, event)


def _acknowledged(board: Board, event: Event) -> None:
    received = {"acknowledged_at": event.occurred_at, "acknowledged_by": event.actor}
    _move(board, event, HandoverState.ACKNOWLEDGED, **received)
    _is_there(board, event)


def _is_there(board: Board, event: Event) -> None:
    handover = board.get("handover", event.subjects[0])
    change(board, event, handover["patient_id"], hospital_id=handover["hospital_id"], whereabouts=Whereabouts.ARRIVED)


def _move(board: Board, event: Event, state: HandoverState, **fields: object) -> None:
    id_ = event.subjects[0]
    board.update("handover", id_, state=state, **fields)
    clear_deadline(board, DeadlineKind.HANDOVER_ANSWER, id_)


HANDLERS = {
    "handover.announced": _announced,
    "handover.accepted": _accepted,
    "handover.redirected": _redirected,
    "handover.redirect_acknowledged": _redirect_acknowledged,
    "handover.unanswered": _unanswered,
    "handover.arrived": _arrived,
    "handover.offloaded": _offloaded,
    "handover.acknowledged": _acknowledged,
}
