"""An incident: opened, placed, described, reopened. Triage lives with its patients, work with its tasks."""

from typing import Any

from dispatch.domain.board import Board
from dispatch.domain.call import CALLED_AGAIN_WITHIN
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.refusal import Refused
from dispatch.domain.response import HeldTargets
from dispatch.domain.rows import AdvisedBefore, Row
from dispatch.domain.time import later
from dispatch.domain.words import IncidentState, Priority


def open_incident(
    board: Board,
    command: Command,
    *,
    incident_id: str,
    call_id: str | None,
    patient_id: str,
    number: int,
    targets: HeldTargets,
    advised_before: AdvisedBefore | None = None,
    **facts: Any,
) -> list[Event]:
    """Open a case, with its first patient: there is always one, even when nobody knows yet who.

    Args:
        targets: the response times to be held; counted from the answer where a call led here.
        advised_before: the caller was given advice only, within a day: the patient is taken for the same one.
    """
    if board.find("incident", incident_id) is not None:
        raise Refused("incident_exists", facts={"incident_id": incident_id})
    if call_id is not None:
        call = board.get("call", call_id)
        if call["incident_id"] is not None:
            other = board.find("incident", call["incident_id"])
            raise Refused("call_has_incident", facts={"incident_code": other["code"] if other else None})
        targets = {**targets, "from_at": call["answered_at"] or targets["from_at"]}
    subjects = (incident_id, call_id) if call_id else (incident_id,)
    opened = [
        command.event("incident.opened", *subjects, call_id=call_id, number=number, targets=targets, **facts),
        command.event("patient.added", patient_id, incident_id, incident_id=incident_id, key_id=facts["key_id"]),
    ]
    if advised_before is None:
        return opened
    return [*opened, command.event("patient.called_again", patient_id, incident_id, earlier=advised_before)]


def set_place(board: Board, command: Command, *, incident_id: str, **given: Any) -> list[Event]:
    """Correct where it is. Only what is given changes; a caller's words are replaced only by new words of theirs."""
    expect_open(board, incident_id)
    return [command.event("incident.place_set", incident_id, **given)]


def describe(board: Board, command: Command, *, incident_id: str, complaint_text: str) -> list[Event]:
    expect_open(board, incident_id)
    return [command.event("incident.described", incident_id, complaint_text=complaint_text)]


def note(board: Board, command: Command, *, incident_id: str, text: str) -> list[Event]:
    """Add a remark; also to a closed case, because what is learnt later belongs to it."""
    board.get("incident", incident_id)
    return [command.event("incident.noted", incident_id, text=text)]


def recognise_arrest(board: Board, command: Command, *, incident_id: str, script: str) -> list[Event]:
    """Cardiac arrest is recognised by telephone: the first of the two clocks of telephone CPR."""
    incident = expect_open(board, incident_id)
    if incident["resuscitation"] is not None:
        raise Refused("arrest_already_recognised", facts={"since": incident["resuscitation"]["recognised_at"]})
    return [command.event("incident.arrest_recognised", incident_id, script=script)]


def first_compression(board: Board, command: Command, *, incident_id: str) -> list[Event]:
    """The first chest compression by a bystander."""
    incident = expect_open(board, incident_id)
    resuscitation = incident["resuscitation"]
    if resuscitation is None:
        raise Refused("arrest_not_recognised", None, ("recognised",))
    if resuscitation["first_compression_at"] is not None:
        raise Refused("compressions_already_started", facts={"since": resuscitation["first_compression_at"]})
    return [command.event("incident.compressions_started", incident_id)]


def reopen(board: Board, command: Command, *, incident_id: str, reason: str) -> list[Event]:
    """Take a closed case up again. Within a day its patients are at least KUNING, as who calls a second time."""
    incident = board.get("incident", incident_id)
    if incident["state"] != IncidentState.CLOSED:
        raise Refused("incident_not_closed", incident["state"])
    reopened = command.event("incident.reopened", incident_id, reason=reason)
    if command.at > later(incident["closed_at"], CALLED_AGAIN_WITHIN.total_seconds()):
        return [reopened]
    earlier: AdvisedBefore = {"incident_id": incident_id, "code": incident["code"], "closed_at": incident["closed_at"]}
    patients = [board.get("patient", patient_id) for patient_id in incident["patient_ids"]]
    return [reopened, *(_floored(command, patient, earlier) for patient in patients)]


def _floored(command: Command, patient: Row, earlier: AdvisedBefore) -> Event:
    raised = {"priority": Priority.KUNING} if patient["priority"] == Priority.HIJAU else {}
    return command.event("patient.called_again", patient["id"], patient["incident_id"], earlier=earlier, **raised)


def expect_open(board: Board, incident_id: str) -> Row:
    """The incident, or a refusal that says it is closed and how to go on."""
    incident = board.get("incident", incident_id)
    if incident["state"] == IncidentState.CLOSED:
        raise Refused("incident_closed", incident["state"], ("reopen", "notes"), {"outcome": incident["outcome"]})
    return incident
