"""A call: rings, is answered, held, handed over, closed; unanswered ones stay a promise to call back."""

from datetime import timedelta
from typing import Any

from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import Actor, AdvisedBefore, DoctorOnLine, DoctorSaid, Row, SpokenIn
from dispatch.domain.time import moment
from dispatch.domain.words import CallbackOutcome, CallDisposition, CallState, Priority

CALLED_AGAIN_WITHIN = timedelta(hours=24)
"""A further call of the same number within this time is taken to be about the same patient."""

INCOMING = "masuk"

NOBODY_MEANT_IT = (CallDisposition.ISENG, CallDisposition.HANTU)

ACTIVE = (CallState.ANSWERED, CallState.HELD)


def ring(board: Board, command: Command, *, call_id: str, answered: bool, **facts: Any) -> list[Event]:
    """A call comes in. `answered` is for one that is already on somebody's line, such as a walk-in."""
    if board.find("call", call_id) is not None:
        raise Refused("call_exists", facts={"call_id": call_id})
    events = [command.event("call.rang", call_id, **facts)]
    if answered:
        events.append(command.event("call.answered", call_id))
    return events


def answer(board: Board, command: Command, *, call_id: str) -> list[Event]:
    """Take a ringing call. The second of two hands is told who has it."""
    call = _expect(board, call_id, CallState.RINGING)
    return [command.event("call.answered", call["id"])]


def hold(board: Board, command: Command, *, call_id: str) -> list[Event]:
    _expect(board, call_id, CallState.ANSWERED)
    return [command.event("call.held", call_id)]


def resume(board: Board, command: Command, *, call_id: str) -> list[Event]:
    _expect(board, call_id, CallState.HELD)
    return [command.event("call.resumed", call_id)]


def hand_over(board: Board, command: Command, *, call_id: str, to: Actor) -> list[Event]:
    """Give a call on the line to a colleague."""
    _expect(board, call_id, *ACTIVE)
    return [command.event("call.handed_over", call_id, to=to)]


def abandon(board: Board, command: Command, *, call_id: str, callback_due_at: str) -> list[Event]:
    """The caller hung up: before an answer it becomes a callback, afterwards the operator closes it."""
    call = board.get("call", call_id)
    if call["state"] == CallState.RINGING:
        return [command.event("call.abandoned", call_id, callback_due_at=callback_due_at)]
    if call["state"] in ACTIVE:
        return [command.event("call.dropped", call_id)]
    raise _wrong_state(call, CallState.RINGING, *ACTIVE)


def close(
    board: Board,
    command: Command,
    *,
    call_id: str,
    disposition: CallDisposition,
    note: str | None,
    callback_due_at: str,
) -> list[Event]:
    """End a call with what it was. A case needs its incident; a dropped line and a silent one leave a callback.

    What was MERAH is not put down as a prank or a ghost by one person alone: `board` holds the call's case.
    """
    call = _expect(board, call_id, *ACTIVE)
    if disposition is CallDisposition.KASUS and call["incident_id"] is None:
        raise Refused(
            "call_without_incident",
            call["state"],
            ("informasi", "iseng", "hantu", "salah_sambung", "terputus"),
        )
    if disposition in NOBODY_MEANT_IT:
        _expect_second_person(board, command, call)
    owed = disposition is CallDisposition.TERPUTUS or _is_unasked_ghost(call, disposition)
    due = callback_due_at if owed and earlier_promise(call, callback_due_at) is None else None
    return [command.event("call.closed", call_id, disposition=disposition, note=note, callback_due_at=due)]


def _is_unasked_ghost(call: Row, disposition: CallDisposition) -> bool:
    """A silent call is called back once: whoever cannot speak may still answer."""
    return disposition is CallDisposition.HANTU and call["phone"] is not None and call["callback"] is None


def _expect_second_person(board: Board, command: Command, call: Row) -> None:
    case = board.find("incident", call["incident_id"]) if call["incident_id"] is not None else None
    if case is None or case["merah_at"] is None:
        return
    judged_by = {actor["id"] for actor in (case["opened_by"], (case["triage"] or {}).get("by")) if actor is not None}
    if command.actor["id"] in judged_by:
        raise Refused("merah_needs_second_person", call["state"], ("hand_over",), {"incident_code": case["code"]})


def earlier_promise(call: Row, due_at: str) -> str | None:
    """When this caller was promised a call already, where that is no later than `due_at`; else None."""
    callback = call["callback"]
    kept = callback is not None and callback["open"] and moment(callback["due_at"]) <= moment(due_at)
    return callback["due_at"] if kept else None


def call_back(
    board: Board, command: Command, *, call_id: str, outcome: CallbackOutcome, give_up: bool, note: str | None
) -> list[Event]:
    """One attempt to reach an unanswered caller; reaching them puts the call back on the line.

    One attempt is all that a silent call is owed.
    """
    call = board.get("call", call_id)
    if call["callback"] is None or not call["callback"]["open"]:
        raise Refused("no_callback_open", call["state"])
    ends = give_up or call["disposition"] == CallDisposition.HANTU
    return [command.event("call.callback_attempted", call_id, outcome=outcome, give_up=ends, note=note)]


def callback_overdue(board: Board, command: Command, *, call_id: str) -> list[Event]:
    """The time promised for a callback has passed."""
    call = board.get("call", call_id)
    if call["callback"] is None or not call["callback"]["open"]:
        return []
    return [command.event("call.callback_overdue", call_id)]


def link(board: Board, command: Command, *, call_id: str, incident_id: str) -> list[Event]:
    """This call is about an incident that is already open.

    Who was given advice and calls again is at least KUNING at once: `board` holds the case's patients.
    """
    call, incident = board.get("call", call_id), board.get("incident", incident_id)
    if call["incident_id"] == incident_id:
        raise Refused("call_already_linked", facts={"incident_code": incident["code"]})
    if incident["state"] == "closed":
        raise Refused("incident_closed", "closed", ("reopen",))
    linked = command.event("call.linked", call_id, incident_id, incident_id=incident_id)
    if incident.get("advice") is None or call["direction"] != INCOMING:
        return [linked]
    earlier: AdvisedBefore = {
        "incident_id": incident_id,
        "code": incident["code"],
        "closed_at": incident["advice"]["at"],
    }
    again = [
        command.event("patient.called_again", patient_id, incident_id, earlier=earlier, priority=Priority.KUNING)
        for patient_id in incident["patient_ids"]
        if board.get("patient", patient_id)["priority"] == Priority.HIJAU
    ]
    return [linked, *again]


def join_doctor(board: Board, command: Command, *, call_id: str, doctor: DoctorSaid) -> list[Event]:
    """A doctor comes on the line: at a screen of this PSC, or by telephone and named by the operator."""
    _expect(board, call_id, *ACTIVE)
    return [command.event("call.doctor_joined", call_id, **doctor)]


def find_doctor(board: Board, incident_id: str) -> DoctorOnLine | None:
    """The doctor who is on the line with a caller of this case now, or None. `board` holds the case's calls."""
    calls = [call for call in board.list_kind("call") if call["incident_id"] == incident_id and call["state"] in ACTIVE]
    return next((call["doctor"] for call in calls if call.get("doctor") is not None), None)


def choose_language(board: Board, command: Command, *, call_id: str, language: SpokenIn) -> list[Event]:
    """The script is spoken in this language from now on. Words change, questions and colours do not."""
    call = _expect(board, call_id, CallState.RINGING, *ACTIVE)
    if call.get("language") == language:
        return []
    return [command.event("call.language_chosen", call_id, language=language)]


def send_sms(board: Board, command: Command, *, call_id: str, text: str) -> list[Event]:
    """Write to the caller's telephone; only where a number is known."""
    call = board.get("call", call_id)
    if call["phone"] is None:
        raise Refused("no_phone_number", call["state"])
    return [command.event("call.sms_queued", call_id, text=text)]


def _expect(board: Board, call_id: str, *allowed: CallState) -> Row:
    call = board.get("call", call_id)
    if call["state"] not in allowed:
        raise _wrong_state(call, *allowed)
    return call


def _wrong_state(call: Row, *allowed: CallState) -> Refused:
    facts = {"holder": {"by": call["operator"]["name"], "since": call["answered_at"]}} if call["operator"] else {}
    return Refused("call_state", call["state"], allowed, facts)
