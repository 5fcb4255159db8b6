"""A patient: who, which colour, and why. The machine may raise it; lowering takes a person and a reason."""

from typing import Any

from dispatch.domain.board import Board
from dispatch.domain.call import find_doctor
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.incident import expect_open
from dispatch.domain.priority import is_worse, worst
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import DoctorOnLine, Row, TriageSummary
from dispatch.domain.words import Grade, Priority, TaskState

ABOUT = ("name", "age_years", "sex", "pregnant")
ON_SCENE = (
    TaskState.ON_SCENE,
    TaskState.WITH_PATIENT,
    TaskState.TRANSPORTING,
    TaskState.AT_DESTINATION,
)


def describe(board: Board, command: Command, *, incident_id: str, patient_id: str, **given: Any) -> list[Event]:
    """Add a patient, or say more about one."""
    incident = expect_open(board, incident_id)
    patient = board.find("patient", patient_id)
    if patient is None:
        added = command.event(
            "patient.added", patient_id, incident_id, incident_id=incident_id, key_id=incident["key_id"]
        )
        return [added, command.event("patient.described", patient_id, incident_id, **given)]
    _expect_of(patient["incident_id"], incident_id)
    return [command.event("patient.described", patient_id, incident_id, **given)]


def triage(
    board: Board,
    command: Command,
    *,
    incident_id: str,
    patient_id: str,
    summary: TriageSummary,
    gate: str,
    answers: str,
    about: dict[str, Any],
) -> list[Event]:
    """Take the protocol's result. A result that is lower than the colour already given leaves the colour as it is.

    Who was given advice and calls again within a day is at least KUNING, until a person with a clinical role lowers it.
    """
    expect_open(board, incident_id)
    patient = board.get("patient", patient_id)
    _expect_of(patient["incident_id"], incident_id)
    new, old = summary["priority"], patient["priority"]
    if new == Priority.HIJAU and is_floored(patient):
        new = Priority.KUNING
    # Who was declared dead on scene is not raised by a rule: only a person there takes that back.
    colour = new if is_worse(new, old) and old != Priority.HITAM else old
    return [
        command.event(
            "patient.triaged",
            patient_id,
            incident_id,
            priority=colour,
            triage=summary,
            gate=gate,
            answers=answers,
            **about,
        )
    ]


def is_floored(patient: Row) -> bool:
    """Whether a patient asks again after their case was closed, and no person has given a lower colour since."""
    again = patient.get("called_again")
    if again is None:
        return False
    lowered_at = patient["lowered_at"]
    return lowered_at is None or lowered_at < again["closed_at"]


def take_vitals(
    board: Board,
    command: Command,
    *,
    incident_id: str,
    patient_id: str,
    values: str | None,
    findings: str | None,
    raises_to: Priority | None,
    confirmed: list[str],
) -> list[Event]:
    """Keep vital signs, and raise the colour at once where they say so. They never lower it.

    They are taken whenever they come in, also for a closed case: what was measured belongs to the patient. What was
    measured before a person gave a lower colour does not undo that decision.
    """
    patient = board.get("patient", patient_id)
    _expect_of(patient["incident_id"], incident_id)
    old, lowered_at = patient["priority"], patient.get("lowered_at")
    overruled = lowered_at is not None and command.at < lowered_at
    raised = is_worse(raises_to, old) and old != Priority.HITAM and not overruled
    return [
        command.event(
            "patient.vitals_taken",
            patient_id,
            incident_id,
            values=values,
            findings=findings,
            confirmed=confirmed,
            raises_to=raises_to,
            raised=raised,
            priority=raises_to if raised else old,
        )
    ]


def lower(
    board: Board,
    command: Command,
    *,
    incident_id: str,
    patient_id: str,
    priority: Priority,
    reason: str,
    grade: Grade | None,
    crew_of_unit: str | None,
) -> list[Event]:
    """Give a lower colour: by a clinical grade, below MERAH also by a crew; after assignment only by one on scene.

    A doctor on the line with the caller is the grade that an operator may lack.
    """
    incident = expect_open(board, incident_id)
    patient = board.get("patient", patient_id)
    _expect_of(patient["incident_id"], incident_id)
    old = patient["priority"]
    if Priority.HITAM in (priority, old):
        if not _is_on_scene(board, incident["active_task_ids"], crew_of_unit):
            raise Refused("hitam_only_on_scene", old)
        return [_lowered(command, patient, priority, reason)]
    if not is_worse(old, priority):
        raise Refused("not_lower", old, ("triage",))
    if crew_of_unit is not None and not _is_on_scene(board, incident["active_task_ids"], crew_of_unit):
        raise Refused("only_crew_on_scene", old)
    doctor = find_doctor(board, incident_id) if crew_of_unit is None else None
    if grade is None and doctor is None and (old == Priority.MERAH or crew_of_unit is None):
        raise Refused("grade_needed", old)
    if incident["active_task_ids"] and not _is_on_scene(board, incident["active_task_ids"], crew_of_unit):
        raise Refused("only_crew_on_scene", old)
    return [_lowered(command, patient, priority, reason, doctor if grade is None else None)]


def _lowered(
    command: Command, patient: Row, priority: Priority, reason: str, doctor: DoctorOnLine | None = None
) -> Event:
    given: dict[str, Any] = {"before": patient["priority"], "priority": priority, "reason": reason}
    if doctor is not None:
        given["doctor"] = doctor["name"]
    return command.event("patient.lowered", patient["id"], patient["incident_id"], **given)


def incident_priority(board: Board, patient_ids: list[str]) -> Priority | None:
    """The colour of an incident: its worst living patient's."""
    patients = [board.find("patient", patient_id) for patient_id in patient_ids]
    return worst(patient["priority"] for patient in patients if patient is not None)


def _is_on_scene(board: Board, task_ids: list[str], unit_id: str | None) -> bool:
    tasks = [board.get("task", task_id) for task_id in task_ids]
    return any(task["unit_id"] == unit_id and task["state"] in ON_SCENE for task in tasks)


def _expect_of(found: str, wanted: str) -> None:
    if found != wanted:
        raise Refused("patient_of_other_incident")
