"""An incident with many victims: declared, stood down, divided into sectors, reported by METHANE."""

from typing import Any

from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.incident import expect_open
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import Row
from dispatch.domain.victim import incident_of_crew


def declare(
    board: Board, command: Command, *, incident_id: str, reason: str, victims_told: int | None, unit_id: str | None
) -> list[Event]:
    """Go over to mass casualty: by the operator, a supervisor, or a crew that is sent there (`unit_id`).

    A crew's late word adds nothing where it is declared already, and is no fault.
    """
    incident = incident_of_crew(board, command, incident_id, unit_id)
    if command.is_report and _is_old_news(incident, command.at):
        return []
    if is_declared(incident):
        raise Refused("mass_casualty_declared", None, (), {"since": incident["mass_casualty"]["declared_at"]})
    return [
        command.event("incident.mass_casualty_declared", incident_id, reason=reason, victims_told=victims_told),
    ]


def stand_down(board: Board, command: Command, *, incident_id: str, reason: str) -> list[Event]:
    """Back to an incident like others. Tags, counts and what was sent stay."""
    incident = expect_open(board, incident_id)
    if not is_declared(incident):
        raise Refused("mass_casualty_not_declared")
    return [command.event("incident.mass_casualty_stood_down", incident_id, reason=reason)]


def tell_victims(board: Board, command: Command, *, incident_id: str, count: int) -> list[Event]:
    """How many victims the caller speaks of: what the offer of mass-casualty mode stands on."""
    expect_open(board, incident_id)
    return [command.event("incident.victims_told", incident_id, count=count)]


def name_sector(
    board: Board,
    command: Command,
    *,
    incident_id: str,
    sector_id: str,
    name: str,
    lead: str | None,
    unit_id: str | None,
) -> list[Event]:
    """A part of the scene with a name and who leads it; named again, it changes."""
    incident_of_crew(board, command, incident_id, unit_id)
    return [command.event("incident.sector_named", incident_id, sector_id=sector_id, name=name, lead=lead)]


def report_methane(
    board: Board, command: Command, *, incident_id: str, unit_id: str | None, **told: Any
) -> list[Event]:
    """The first report from the scene; a later one by time stands over an earlier one, and the log keeps each."""
    incident_of_crew(board, command, incident_id, unit_id)
    return [command.event("incident.methane_reported", incident_id, **told)]


def is_declared(incident: Row) -> bool:
    """Whether mass casualty stands now."""
    declared: Row | None = incident.get("mass_casualty")
    return declared is not None and declared["active"]


def is_counted(incident: Row) -> bool:
    """Whether its victims are told apart by tags, so that none of them stands for the whole case."""
    state: Row | None = incident.get("mass_casualty")
    return state is not None and state["counts"]["total"] > state["counts"]["colours"]["belum"]


def _is_old_news(incident: Row, at: str) -> bool:
    """Whether a crew's word from `at` says nothing new: declared already, or stood down since."""
    stood_down_at = (incident.get("mass_casualty") or {}).get("stood_down_at")
    return is_declared(incident) or (stood_down_at is not None and at <= stood_down_at)
