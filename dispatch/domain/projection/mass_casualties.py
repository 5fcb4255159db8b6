"""What events make of an incident's mass-casualty state, of its counts, and of hospitals' capacities."""

from dispatch.domain.board import Board
from dispatch.domain.event import Event
from dispatch.domain.rows import MassCasualty, Methane
from dispatch.domain.victim_counts import count_victims

METHANE = ("major", "location", "type", "hazards", "access", "casualties", "services")


def _declared(board: Board, event: Event) -> None:
    told = event.data["victims_told"]
    declared = {"active": True, "declared_at": event.occurred_at, "declared_by": event.actor}
    stood_down = {"stood_down_at": None, "stood_down_by": None, "stood_down_reason": None}
    kept = {} if told is None else {"victims_told": told}
    _set(board, event, reason=event.data["reason"], **declared, **stood_down, **kept)


def _stood_down(board: Board, event: Event) -> None:
    by = {"stood_down_at": event.occurred_at, "stood_down_by": event.actor}
    _set(board, event, active=False, stood_down_reason=event.data["reason"], **by)


def _victims_told(board: Board, event: Event) -> None:
    _set(board, event, victims_told=event.data["count"])


def _sector_named(board: Board, event: Event) -> None:
    data = event.data
    sector = {"id": data["sector_id"], "name": data["name"], "lead": data["lead"]}
    known = _state(board, event.subjects[0])["sectors"]
    if any(other["id"] == sector["id"] for other in known):
        _set(board, event, sectors=[sector if other["id"] == sector["id"] else other for other in known])
    else:
        _set(board, event, sectors=[*known, sector])


def _methane_reported(board: Board, event: Event) -> None:
    before = _state(board, event.subjects[0])["methane"]
    if before is not None and before["at"] > event.occurred_at:
        return  # an older report that came in late: the log has it
    words = {name: event.data[name] for name in METHANE}
    told: Methane = {**words, "at": event.occurred_at, "by": event.actor}  # type: ignore[typeddict-item]  # all of METHANE
    _set(board, event, methane=told)


def _capacity_announced(board: Board, event: Event) -> None:
    id_ = event.subjects[0]
    before = board.find("capacity", id_)
    if before is not None and before["at"] > event.occurred_at:
        return
    board.put("capacity", id_, {"id": id_, **event.data, "at": event.occurred_at, "by": event.actor})


def recount(board: Board, incident_id: str) -> None:
    """Count an incident's victims anew, once it is a matter of many or one was tagged."""
    incident = board.get("incident", incident_id)
    patients = [board.get("patient", patient_id) for patient_id in incident["patient_ids"]]
    if incident.get("mass_casualty") is None and all(patient.get("tag") is None for patient in patients):
        return
    state = {**_state(board, incident_id), "counts": count_victims(patients)}
    board.update("incident", incident_id, mass_casualty=state)


def _state(board: Board, incident_id: str) -> MassCasualty:
    known: MassCasualty | None = board.get("incident", incident_id).get("mass_casualty")
    return known or {
        "active": False,
        "declared_at": None,
        "declared_by": None,
        "reason": None,
        "stood_down_at": None,
        "stood_down_by": None,
        "stood_down_reason": None,
        "victims_told": None,
        "sectors": [],
        "methane": None,
        "counts": count_victims(()),
    }


def _set(board: Board, event: Event, **fields: object) -> None:
    incident_id = event.subjects[0]
    board.update("incident", incident_id, mass_casualty={**_state(board, incident_id), **fields})
    recount(board, incident_id)


HANDLERS = {
    "incident.mass_casualty_declared": _declared,
    "incident.mass_casualty_stood_down": _stood_down,
    "incident.victims_told": _victims_told,
    "incident.sector_named": _sector_named,
    "incident.methane_reported": _methane_reported,
    "hospital.capacity_announced": _capacity_announced,
}
