"""What events make of incident rows."""

from dispatch.domain.board import Board
from dispatch.domain.event import Event
from dispatch.domain.words import IncidentState

ADVICE_FIELDS = (
    "priority",
    "danger_signs",
    "go_to",
    "emergency",
    "fragile",
    "callback_due_at",
    "call_id",
    "doctor",
)
PLACE_FIELDS = ("address", "patokan", "place", "kelurahan_code")


def _opened(board: Board, event: Event) -> None:
    id_, data = event.subjects[0], event.data
    call_id = data["call_id"]
    board.put(
        "incident",
        id_,
        {
            "id": id_,
            "number": data["number"],
            "code": f"M-{data['number']:04d}",
            "kind": data["kind"],
            "state": IncidentState.OPEN,
            "priority": None,
            "disposition": None,
            "merah_at": None,
            "opened_at": event.occurred_at,
            "opened_by": event.actor,
            "closed_at": None,
            "outcome": None,
            "address": data["address"],
            "patokan": data["patokan"],
            "place": data["place"],
            "place_revision": 0,
            "kelurahan_code": data["kelurahan_code"],
            "complaint_text": data["complaint_text"],
            "triage": None,
            "resuscitation": None,
            "mass_casualty": None,
            "notes": [],
            "call_ids": [call_id] if call_id else [],
            "patient_ids": [],
            "task_ids": [],
            "active_task_ids": [],
            "handover_ids": [],
            "key_id": data["key_id"],
            # Cases from before targets had versions carry none; screens and reports take the oldest for them.
            **({"targets": data["targets"]} if "targets" in data else {}),
        },
    )
    if call_id:
        board.update("call", call_id, incident_id=id_)


def _place_set(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    given = {name: event.data[name] for name in PLACE_FIELDS if name in event.data}
    incident = board.update("incident", id_, place_revision=board.get("incident", id_)["place_revision"] + 1, **given)
    if "zone" in event.data and "targets" in incident:
        board.update("incident", id_, targets={**incident["targets"], "zone": event.data["zone"]})


def _described(board: Board, event: Event) -> None:
    board.update("incident", event.subjects[0], complaint_text=event.data["complaint_text"])


def _noted(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    note = {"id": event.command_id, "at": event.occurred_at, "by": event.actor, "text": event.data["text"]}
    board.update("incident", id_, notes=[*board.get("incident", id_)["notes"], note])


def _arrest_recognised(board: Board, event: Event) -> None:
    clocks = {
        "script": event.data["script"],
        "recognised_at": event.occurred_at,
        "first_compression_at": None,
    }
    board.update("incident", event.subjects[0], resuscitation=clocks)


def _compressions_started(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    clocks = {**board.get("incident", id_)["resuscitation"], "first_compression_at": event.occurred_at}
    board.update("incident", id_, resuscitation=clocks)


def _advice_given(board: Board, event: Event) -> None:
    advice = {name: event.data[name] for name in ADVICE_FIELDS}
    board.update(
        "incident", event.subjects[0], advice={**advice, "holds": True, "at": event.occurred_at, "by": event.actor}
    )


def void_advice(board: Board, incident_id: str) -> None:
    """What was said to a caller before things changed no longer closes the case."""
    advice = board.get("incident", incident_id).get("advice")
    if advice is not None:
        board.update("incident", incident_id, advice={**advice, "holds": False})


def _closed(board: Board, event: Event) -> None:
    board.update(
        "incident",
        event.subjects[0],
        state=IncidentState.CLOSED,
        closed_at=event.occurred_at,
        outcome=event.data["outcome"],
    )


def _reopened(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    worked_on = board.get("incident", id_)["task_ids"]
    state = IncidentState.IN_RESPONSE if worked_on else IncidentState.OPEN
    board.update("incident", id_, state=state, closed_at=None, outcome=None)
    void_advice(board, id_)


HANDLERS = {
    "incident.opened": _opened,
    "incident.place_set": _place_set,
    "incident.described": _described,
    "incident.noted": _noted,
    "incident.arrest_recognised": _arrest_recognised,
    "incident.compressions_started": _compressions_started,
    "incident.advice_given": _advice_given,
    "incident.closed": _closed,
    "incident.reopened": _reopened,
    # What a decision saw: for review and replay, no row.
    "incident.decision_recorded": lambda _board, _event: None,
}
