"""What events make of call rows."""

from dispatch.domain.board import Board
from dispatch.domain.event import Event
from dispatch.domain.projection.deadlines import clear_deadline, set_deadline
from dispatch.domain.rows import Callback
from dispatch.domain.words import CallbackOutcome, CallState, DeadlineKind


def _rang(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    board.put(
        "call",
        id_,
        {
            "id": id_,
            "state": CallState.RINGING,
            "rang_at": event.occurred_at,
            "answered_at": None,
            "closed_at": None,
            "operator": None,
            "disposition": None,
            "note": None,
            "incident_id": None,
            "callback": None,
            **event.data,
        },
    )


def _answered(board: Board, event: Event) -> None:
    board.update(
        "call",
        event.subjects[0],
        state=CallState.ANSWERED,
        answered_at=event.occurred_at,
        operator=event.actor,
    )


def _held(board: Board, event: Event) -> None:
    board.update("call", event.subjects[0], state=CallState.HELD)


def _resumed(board: Board, event: Event) -> None:
    board.update("call", event.subjects[0], state=CallState.ANSWERED, operator=event.actor)


def _handed_over(board: Board, event: Event) -> None:
    board.update("call", event.subjects[0], operator=event.data["to"])


def _abandoned(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    due_at = event.data["callback_due_at"]
    board.update("call", id_, state=CallState.UNANSWERED, closed_at=event.occurred_at, callback=_promise(due_at))
    set_deadline(board, DeadlineKind.CALLBACK, id_, due_at)


def _dropped(board: Board, event: Event) -> None:
    board.update("call", event.subjects[0], state=CallState.HELD)


def _closed(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    due_at = event.data["callback_due_at"]
    board.update(
        "call",
        id_,
        state=CallState.CLOSED,
        closed_at=event.occurred_at,
        disposition=event.data["disposition"],
        note=event.data["note"],
        callback=_promise(due_at) if due_at else board.get("call", id_)["callback"],
    )
    if due_at:
        set_deadline(board, DeadlineKind.CALLBACK, id_, due_at)


def _callback_attempted(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    call = board.get("call", id_)
    outcome = event.data["outcome"]
    attempt = {"at": event.occurred_at, "by": event.actor, "outcome": outcome}
    reached = outcome == CallbackOutcome.TERSAMBUNG
    done = reached or event.data["give_up"]
    callback = {**call["callback"], "open": not done, "attempts": [*call["callback"]["attempts"], attempt]}
    board.update("call", id_, callback=callback, note=event.data["note"] or call["note"])
    if reached:
        board.update("call", id_, state=CallState.ANSWERED, operator=event.actor, closed_at=None)
    if done:
        clear_deadline(board, DeadlineKind.CALLBACK, id_)


def _callback_overdue(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    board.update("call", id_, callback={**board.get("call", id_)["callback"], "overdue": True})
    clear_deadline(board, DeadlineKind.CALLBACK, id_)


def _callback_promised(board: Board, event: Event) -> None:
    id_, due_at = event.subjects[0], event.data["due_at"]
    callback = board.get("call", id_)["callback"]
    # Attempts and a promise that was missed belong to the caller, not to the hour that holds now.
    kept = callback if callback is not None and callback["open"] else _promise(due_at)
    number = {name: event.data[name] for name in ("phone", "phone_hmac") if name in event.data}
    board.update("call", id_, callback={**kept, "due_at": due_at}, **number)
    if not kept["overdue"]:
        set_deadline(board, DeadlineKind.CALLBACK, id_, due_at)


def _linked(board: Board, event: Event) -> None:
    id_, incident_id = event.subjects[0], event.data["incident_id"]
    former_id = board.get("call", id_)["incident_id"]
    if former_id is not None:
        left = [call_id for call_id in board.get("incident", former_id)["call_ids"] if call_id != id_]
        board.update("incident", former_id, call_ids=left)
    board.update("call", id_, incident_id=incident_id)
    incident = board.get("incident", incident_id)
    board.update("incident", incident_id, call_ids=[*incident["call_ids"], id_])


def _language_chosen(board: Board, event: Event) -> None:
    board.update("call", event.subjects[0], language=event.data["language"])


def _doctor_joined(board: Board, event: Event) -> None:
    doctor = {"name": event.data["name"], "account_id": event.data["account_id"]}
    board.update("call", event.subjects[0], doctor={**doctor, "at": event.occurred_at, "by": event.actor})


def _promise(due_at: str) -> Callback:
    return {"open": True, "due_at": due_at, "overdue": False, "attempts": []}


HANDLERS = {
    "call.rang": _rang,
    "call.answered": _answered,
    "call.held": _held,
    "call.resumed": _resumed,
    "call.handed_over": _handed_over,
    "call.abandoned": _abandoned,
    "call.dropped": _dropped,
    "call.closed": _closed,
    "call.callback_attempted": _callback_attempted,
    "call.callback_overdue": _callback_overdue,
    "call.callback_promised": _callback_promised,
    "call.linked": _linked,
    "call.language_chosen": _language_chosen,
    "call.doctor_joined": _doctor_joined,
    "call.sms_queued": lambda _board, _event: None,
}
