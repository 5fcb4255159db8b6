"""What events make of patient rows, and of the colour of their incident."""

from typing import Any

from dispatch.domain.board import Board
from dispatch.domain.event import Event
from dispatch.domain.patient import ABOUT, incident_priority
from dispatch.domain.priority import is_worse
from dispatch.domain.projection.incidents import void_advice
from dispatch.domain.projection.mass_casualties import recount
from dispatch.domain.rows import Row, TagReport
from dispatch.domain.words import Disposition, HandoverState, Priority, TagMethod, Transport, Whereabouts

UNDER_WAY = (
    HandoverState.ANNOUNCED,
    HandoverState.UNANSWERED,
    HandoverState.ACCEPTED,
    HandoverState.ARRIVED,
    HandoverState.OFFLOADED,
)


def _added(board: Board, event: Event) -> None:
    id_, incident_id = event.subjects[0], event.data["incident_id"]
    incident = board.get("incident", incident_id)
    board.put(
        "patient",
        id_,
        {
            "id": id_,
            "incident_id": incident_id,
            "number": len(incident["patient_ids"]) + 1,
            "name": None,
            "age_years": None,
            "sex": None,
            "pregnant": None,
            "priority": None,
            "gate": None,
            "answers": None,
            "triage": None,
            "tag": None,
            "sector_id": None,
            "hospital_id": None,
            "carried_by": None,
            "whereabouts": Whereabouts.AT_SCENE,
            "moved_at": None,
            "vitals": [],
            "sbar": None,
            "called_again": None,
            "lowered_at": None,
            "outcome": None,
            "key_id": event.data["key_id"],
        },
    )
    board.update("incident", incident_id, patient_ids=[*incident["patient_ids"], id_])
    if incident.get("mass_casualty") is not None:
        recount(board, incident_id)


def _called_again(board: Board, event: Event) -> None:
    patient = board.update("patient", event.subjects[0], called_again=event.data["earlier"])
    raised_to = event.data.get("priority")
    if raised_to is None:
        return
    patient = board.update("patient", patient["id"], priority=raised_to)
    colour_incident(board, patient["incident_id"], event)
    disposition = board.get("incident", patient["incident_id"])["disposition"]
    board.update("incident", patient["incident_id"], disposition=_beyond_advice(disposition))
    _keep_beside_tag(board, event, patient)


def _described(board: Board, event: Event) -> None:
    board.update("patient", event.subjects[0], **_about(event))


def _triaged(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    patient = board.update(
        "patient",
        id_,
        priority=event.data["priority"],
        triage=event.data["triage"],
        gate=event.data["gate"],
        answers=event.data["answers"],
        **_about(event),
    )
    tell_hospitals(board, patient)
    colour_incident(board, patient["incident_id"], event)
    summary = event.data["triage"]
    if summary["priority"] == event.data["priority"]:
        _keep_beside_tag(board, event, patient)
    disposition = summary["disposition"]
    if is_worse(event.data["priority"], summary["priority"]):
        disposition = _beyond_advice(disposition)
    if patient.get("sbar") is not None:
        summary, disposition = _beside_report(board, patient, summary, disposition)
    board.update("incident", patient["incident_id"], triage=summary, disposition=disposition)


def _lowered(board: Board, event: Event) -> None:
    lowered = {"priority": event.data["priority"], "lowered_at": event.occurred_at}
    patient = board.update("patient", event.subjects[0], **lowered)
    tell_hospitals(board, patient)
    colour_incident(board, patient["incident_id"], event)
    _keep_beside_tag(board, event, patient)


def _vitals_taken(board: Board, event: Event) -> None:
    id_, data = event.subjects[0], event.data
    taken = {
        "id": event.command_id,
        "at": event.occurred_at,
        "by": event.actor,
        "source": event.on_behalf,
        **{name: data[name] for name in ("values", "findings", "confirmed", "raises_to", "raised")},
    }
    known = [*board.get("patient", id_).get("vitals", ()), taken]
    # What comes late from a dead zone stands where it belongs in time.
    vitals = sorted(known, key=lambda one: (one["at"], one["id"]))
    patient = board.update("patient", id_, vitals=vitals, priority=data["priority"])
    if data["raised"]:
        tell_hospitals(board, patient)
        colour_incident(board, patient["incident_id"], event)
        disposition = board.get("incident", patient["incident_id"])["disposition"]
        board.update("incident", patient["incident_id"], disposition=_beyond_advice(disposition))
        _keep_beside_tag(board, event, patient, method=TagMethod.TANDA_VITAL)


def _reported(board: Board, event: Event) -> None:
    id_, data = event.subjects[0], event.data
    patient = board.update("patient", id_, priority=data["priority"], **_reports(board, event), **_about(event))
    tell_hospitals(board, patient)
    colour_incident(board, patient["incident_id"], event)
    incident = board.get("incident", patient["incident_id"])
    summary = data["triage"]
    if incident["triage"] is not None:
        # What a lay caller's answers asked for before stays asked for.
        more = {*incident["triage"]["capabilities"], *summary["capabilities"]}
        named = {name: summary[name] for name in ("disposition", "transport")}
        summary = {**incident["triage"], **named, "capabilities": sorted(more)}
    board.update("incident", incident["id"], triage=summary, disposition=summary["disposition"])
    _keep_beside_tag(board, event, patient)


def _reports(board: Board, event: Event) -> dict[str, Any]:
    """The newest report and, where there are more, those before it; one may come late from a dead zone."""
    row, told = board.get("patient", event.subjects[0]), event.data["sbar"]
    if row.get("sbar") is None:
        return {"sbar": told}
    known = [*row.get("sbar_before", ()), row["sbar"], told]
    *before, newest = sorted(known, key=lambda one: (one["at"], one["id"]))
    return {"sbar": newest, "sbar_before": before}


def _beside_report(board: Board, patient: Row, summary: Any, disposition: str | None) -> tuple[Any, str | None]:
    """What a health worker asked for stays asked for, whatever is answered afterwards."""
    reported = board.get("incident", patient["incident_id"])
    capabilities = sorted({*summary["capabilities"], *patient["sbar"]["equipment"]})
    carried = (reported["triage"] or {}).get("transport") == Transport.YA
    transport = Transport.YA if carried else summary.get("transport")
    kept = Disposition.EVAKUASI if carried else disposition or reported["disposition"]
    return {**summary, "capabilities": capabilities, "transport": transport}, kept


def _beyond_advice(disposition: str | None) -> str | None:
    """Advice alone was for the colour that the answers gave; one that stands above it needs somebody on scene."""
    return Disposition.DI_TEMPAT if disposition == Disposition.SARAN else disposition


def tell_hospitals(board: Board, patient: Row) -> None:
    """A patient's colour reaches every hospital that waits for them."""
    for handover_id in board.get("incident", patient["incident_id"])["handover_ids"]:
        handover = board.get("handover", handover_id)
        waits = handover["patient_id"] == patient["id"] and handover["state"] in UNDER_WAY
        if waits and patient["priority"] is not None and handover["priority"] != patient["priority"]:
            board.update("handover", handover_id, priority=patient["priority"])


def _keep_beside_tag(board: Board, event: Event, patient: Row, *, method: TagMethod = TagMethod.TELEPON) -> None:
    """A colour given to a tagged victim otherwise than by a tag stands among the words that are folded."""
    tag = patient.get("tag")
    if tag is None or event.data["priority"] is None:
        return
    said: TagReport = {
        "command_id": event.command_id,
        "at": event.occurred_at,
        "counter": None,
        "by": event.actor,
        "source": event.on_behalf,
        "colour": event.data["priority"],
        "method": method,
        "proposed": None,
        "findings": None,
        "reason": event.data.get("reason"),
        "grade": None,
        "on_scene": True,
    }
    board.update("patient", patient["id"], tag={**tag, "reports": [*tag["reports"], said]})
    recount(board, patient["incident_id"])


def colour_incident(board: Board, incident_id: str, event: Event) -> None:
    """Give an incident the colour of its worst living patient."""
    incident = board.get("incident", incident_id)
    colour = incident_priority(board, incident["patient_ids"])
    became_merah = colour is Priority.MERAH and incident["merah_at"] is None
    merah_at = event.occurred_at if became_merah else incident["merah_at"]
    board.update("incident", incident_id, priority=colour, merah_at=merah_at)
    if is_worse(colour, incident["priority"]):
        void_advice(board, incident_id)


def _about(event: Event) -> dict[str, object]:
    return {name: event.data[name] for name in ABOUT if name in event.data}


HANDLERS = {
    "patient.added": _added,
    "patient.called_again": _called_again,
    "patient.described": _described,
    "patient.triaged": _triaged,
    "patient.lowered": _lowered,
    "patient.vitals_taken": _vitals_taken,
    "patient.reported": _reported,
}
