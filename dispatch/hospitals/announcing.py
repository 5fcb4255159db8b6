"""What a hospital is told of a patient who is coming."""

from datetime import timedelta
from typing import Any

import structlog

import routing
from cities.profile import FacilityKind
from dispatch.core import Core, Psc
from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.rows import Row
from dispatch.domain.time import instant, later
from dispatch.http.problems import Invalid
from dispatch.live.opening import open_row
from dispatch.personal import key_for, seal_or_none

log = structlog.get_logger()


def expect_hospital(psc: Psc, hospital_id: str) -> None:
    """Raise `Invalid` unless the city has this hospital."""
    facility = psc.city.find_facility(hospital_id)
    if facility is None or facility.kind is not FacilityKind.RS:
        raise Invalid([{"field": "destination_id", "message": f"{hospital_id} bukan rumah sakit di {psc.city.name}"}])


async def announce_facts(
    core: Core,
    psc: Psc,
    board: Board,
    command: Command,
    task_id: str,
    hospital_id: str,
    *,
    eta_at: str | None,
    summary: str | None = None,
) -> dict[str, Any]:
    """The fields of an announcement: needs, sealed summary, time of arrival, and when an answer is due."""
    task = board.get("task", task_id)
    incident = board.get("incident", task["incident_id"])
    triaged = incident["triage"]
    key, _ = await key_for(core, incident["key_id"], f"incident:{incident['id']}")
    return {
        "needs": list(triaged["destination_needs"]) if triaged else [],
        "summary": seal_or_none(summary, key),
        "eta_at": eta_at or await estimate_arrival(core, psc, task["unit_id"], hospital_id, incident),
        "answer_due_at": later(command.at, psc.city.deadlines.handover_answer.seconds),
        "key_id": incident["key_id"],
    }


async def estimate_arrival(core: Core, psc: Psc, unit_id: str, hospital_id: str, incident: Row) -> str | None:
    """When a unit that leaves now reaches the hospital; None where nobody knows where it is.

    It leaves from its last position, or from the scene where it has told none.
    """
    unit = psc.city.find_unit(unit_id)
    origin = core.hub.last_fix(psc.stream, unit_id) or (await open_row(core.keys, incident))["place"]
    if unit is None or not isinstance(origin, dict) or origin.get("lat") is None:
        return None
    hospital, now = psc.city.get_facility(hospital_id), core.clock()
    source = routing.Source(routing.Point(origin["lat"], origin["lon"]), routing.Mode(unit.mode))
    target = routing.Point(hospital.lat, hospital.lon)
    try:
        times = await psc.roads.ask(lambda router: router.travel_times_to(target, [source], now))
    except routing.RoutingError:
        log.exception("handover.without_eta", unit_id=unit_id, hospital_id=hospital_id)
        return None
    return instant(now + timedelta(seconds=times[0].duration_s))
