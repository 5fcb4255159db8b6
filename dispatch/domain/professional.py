"""A health worker's report of a patient: SBAR, the urgency they declare, and what the way there takes."""

from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.incident import expect_open
from dispatch.domain.priority import worst
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import SbarReport, TriageSummary
from dispatch.domain.words import Priority


def report(
    board: Board,
    command: Command,
    *,
    incident_id: str,
    patient_id: str,
    told: SbarReport,
    summary: TriageSummary,
    about: dict[str, str | None],
) -> list[Event]:
    """Keep the report. The colour is the worst of what was declared, what was measured, and what stood before.

    Who was declared dead on scene is not raised by a report, and a person's lower colour that is later than it stands.
    """
    expect_open(board, incident_id)
    patient = board.get("patient", patient_id)
    if patient["incident_id"] != incident_id:
        raise Refused("patient_of_other_incident")
    old, lowered_at = patient["priority"], patient.get("lowered_at")
    overruled = lowered_at is not None and command.at < lowered_at
    kept = old == Priority.HITAM or overruled
    colour = old if kept else worst((told["declared"], told["raises_to"], old))
    return [
        command.event(
            "patient.reported",
            patient_id,
            incident_id,
            priority=colour,
            sbar=told,
            triage=summary,
            **about,
        )
    ]
