"""What events make of closure rows, and of the deadline that says when their next border is due."""

from dispatch.domain.board import Board
from dispatch.domain.event import Event
from dispatch.domain.projection.deadlines import clear_deadline, set_deadline
from dispatch.domain.rows import Row
from dispatch.domain.words import ClosureStatus, DeadlineKind

BORDER = DeadlineKind.CLOSURE_BORDER


def _made(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    begun = event.data["from_at"] <= event.occurred_at
    board.put(
        "closure",
        id_,
        {
            "id": id_,
            **event.data,
            "status": ClosureStatus.ACTIVE if begun else ClosureStatus.PLANNED,
            "made_at": event.occurred_at,
            "by": event.actor,
            "changed_at": None,
            "changed_by": None,
            "change_reason": None,
            "ended_at": None,
            "ended_by": None,
            "end_reason": None,
        },
    )
    _set_next_border(board, id_)


def _end_changed(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    board.update(
        "closure",
        id_,
        until_at=event.data["until_at"],
        changed_at=event.occurred_at,
        changed_by=event.actor,
        change_reason=event.data["reason"],
    )
    _set_next_border(board, id_)


def _began(board: Board, event: Event) -> None:
    board.update("closure", event.subjects[0], status=ClosureStatus.ACTIVE)
    _set_next_border(board, event.subjects[0])


def _ended(board: Board, event: Event) -> None:
    _end(board, event, None)


def _reopened(board: Board, event: Event) -> None:
    _end(board, event, event.data["reason"])


def _settled(board: Board, event: Event) -> None:
    board.update("closure", event.subjects[0], **event.data)


def _end(board: Board, event: Event, reason: str | None) -> None:
    board.update(
        "closure",
        event.subjects[0],
        status=ClosureStatus.ENDED,
        ended_at=event.occurred_at,
        ended_by=event.actor,
        end_reason=reason,
    )
    _set_next_border(board, event.subjects[0])


def _set_next_border(board: Board, id_: str) -> None:
    """One deadline a closure: its begin, then its end. So they pass in their order, however late they are noticed."""
    due_at = _next_border(board.get("closure", id_))
    if due_at is None:
        clear_deadline(board, BORDER, id_)
    else:
        set_deadline(board, BORDER, id_, due_at)


def _next_border(closure: Row) -> str | None:
    if closure["status"] == ClosureStatus.ENDED:
        return None
    border: str | None = closure["from_at" if closure["status"] == ClosureStatus.PLANNED else "until_at"]
    return border


HANDLERS = {
    "closure.made": _made,
    "closure.end_changed": _end_changed,
    "closure.began": _began,
    "closure.ended": _ended,
    "closure.reopened": _reopened,
    "closure.settled": _settled,
}
