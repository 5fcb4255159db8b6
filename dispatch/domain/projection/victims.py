"""What events make of victims: tags, sectors, destinations, and where they are."""

from dispatch.domain.board import Board
from dispatch.domain.event import Event
from dispatch.domain.projection.mass_casualties import recount
from dispatch.domain.projection.patients import colour_incident, tell_hospitals
from dispatch.domain.rows import Row, TagReport
from dispatch.domain.victim_fold import fold
from dispatch.domain.words import TagMethod, Whereabouts


def _tagged(board: Board, event: Event) -> None:
    id_, data = event.subjects[0], event.data
    patient = board.get("patient", id_)
    tag = {
        "number": data["number"],
        "victim_id": data["victim_id"],
        "before": patient["priority"],
        "reports": [_report_of(event)],
    }
    _fold(board, event, patient, tag)


def _retagged(board: Board, event: Event) -> None:
    patient = board.get("patient", event.subjects[0])
    _fold(board, event, patient, {**patient["tag"], "reports": [*patient["tag"]["reports"], _report_of(event)]})


def _fold(board: Board, event: Event, patient: Row, tag: Row) -> None:
    folded = fold(tag["reports"], before=tag["before"])
    given = folded.given or tag["reports"][0]
    tag |= {"tagged_at": given["at"], "tagged_by": given["by"], "held": folded.held}
    tell_hospitals(board, board.update("patient", patient["id"], tag=tag, priority=folded.colour))
    colour_incident(board, patient["incident_id"], event)
    recount(board, patient["incident_id"])


def _report_of(event: Event) -> TagReport:
    data = event.data
    return {
        "command_id": event.command_id,
        "at": event.occurred_at,
        "counter": data["counter"],
        "by": event.actor,
        "source": event.on_behalf,
        "colour": data["colour"],
        "method": TagMethod(data["method"]),
        "proposed": data["proposed"],
        "findings": data["findings"],
        "reason": data["reason"],
        "grade": data["grade"],
        "on_scene": data["on_scene"],
    }


def _placed(board: Board, event: Event) -> None:
    board.update("patient", event.subjects[0], sector_id=event.data["sector_id"])


def _destined(board: Board, event: Event) -> None:
    change(board, event, event.subjects[0], hospital_id=event.data["hospital_id"])


def _loaded(board: Board, event: Event) -> None:
    change(board, event, event.subjects[0], carried_by=event.data["task_id"])


def _departed(board: Board, event: Event) -> None:
    hospital_id = event.data["hospital_id"]
    change(board, event, event.subjects[0], hospital_id=hospital_id, whereabouts=Whereabouts.ON_THE_WAY)


def _arrived(board: Board, event: Event) -> None:
    hospital_id = event.data["hospital_id"]
    change(board, event, event.subjects[0], hospital_id=hospital_id, whereabouts=Whereabouts.ARRIVED)


def change(board: Board, event: Event, patient_id: str, **fields: object) -> None:
    """Change where a patient is or goes, and the counts with it."""
    known = board.get("patient", patient_id)
    if fields.get("whereabouts", known.get("whereabouts")) != known.get("whereabouts"):
        fields["moved_at"] = event.occurred_at
    patient = board.update("patient", patient_id, **fields)
    recount(board, patient["incident_id"])


HANDLERS = {
    "victim.tagged": _tagged,
    "victim.retagged": _retagged,
    "victim.placed": _placed,
    "victim.destined": _destined,
    "victim.loaded": _loaded,
    "victim.departed": _departed,
    "victim.arrived": _arrived,
}
