"""Send units to an incident, all or none, with the record of what was seen when they were chosen."""

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid5

from cities.profile import Deadlines
from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.domain import task
from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.incident import expect_open
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import AmbulanceClock, Eta
from dispatch.domain.words import AMBULANS
from dispatch.incidents.recommendation import Advice, advise, eta_of, record
from dispatch.incidents.schemas import Dispatch
from dispatch.policy import Needs, waits_for_ambulance
from dispatch.store.ledger import Answer, Decision
from dispatch.store.reader import Reader

NEXT_BEST_NAMED = 3


async def send(core: Core, psc: Psc, command: Command, body: Dispatch, incident_id: str) -> Answer:
    """Assign every unit of `body` to the incident.

    Raises:
        Refused: a unit or a person is at work elsewhere (`unit_busy`, `person_busy`: who holds it, since when, and the
            next best), off duty, or nobody sent was proposed and no reason is given.
    """

    async def decide(reader: Reader) -> Decision:
        board = await reader.load_case(incident_id)
        expect_open(board, incident_id)
        advice = await advise(core, psc, board.get("incident", incident_id))
        board = await reader.load_units(body.unit_ids)
        _expect_reason(advice, body)
        assignments = [
            task.Assignment(
                task_id=str(uuid5(UUID(command.id), unit_id)),
                unit_id=unit_id,
                eta=eta_of(advice, unit_id),
                recommended=unit_id in advice.recommendation.proposal,
                ambulance=_ambulance_clock(psc, command, advice, body, unit_id),
            )
            for unit_id in body.unit_ids
        ]
        events = _assign(board, command, psc, advice, assignments, body, incident_id)
        told = board.get("incident", incident_id)["triage"] or {}
        protocol_version = told.get("protocol_version", core.protocol.version)
        seen = command.event("incident.decision_recorded", incident_id, saw=record(advice, psc, protocol_version))
        return Decision([*events, seen], {"task_ids": [assignment.task_id for assignment in assignments]})

    return await run(core, psc, command, body.asked(), decide)


def _assign(
    board: Board,
    command: Command,
    psc: Psc,
    advice: Advice,
    assignments: list[task.Assignment],
    body: Dispatch,
    incident_id: str,
) -> list[Any]:
    try:
        return task.assign(
            board,
            command,
            incident_id=incident_id,
            assignments=assignments,
            acknowledge_s=psc.city.deadlines.acknowledge.seconds,
            decision_id=command.id,
            override_reason=body.override_reason,
        )
    except Refused as refusal:
        refusal.facts["next_best"] = _next_best(advice, body.unit_ids)
        raise


def _ambulance_clock(psc: Psc, command: Command, advice: Advice, body: Dispatch, unit_id: str) -> AmbulanceClock | None:
    kinds = [advice.seen[sent].row["kind"] for sent in body.unit_ids if sent in advice.seen]
    return clock_of_order(command, advice.needs, kinds, eta=eta_of(advice, unit_id), limits=psc.city.deadlines)


def clock_of_order(
    command: Command, needs: Needs, kinds: Collection[str], *, eta: Eta | None, limits: Deadlines
) -> AmbulanceClock | None:
    """The clock of one unit of an order of these kinds: it runs where an ambulance is named as next, or needed and not
    to be had, and none goes along."""
    if AMBULANS in kinds or not waits_for_ambulance(needs):
        return None
    return task.ambulance_clock(
        command,
        eta=eta,
        accept_s=limits.team_acceptance.seconds,
        arrive_s=limits.team_arrival.seconds,
    )


def _next_best(advice: Advice, asked: list[str]) -> list[dict[str, Any]]:
    """The best free units besides those asked for."""
    free = [line for line in advice.document["ranked"] if line["selectable"] and line["unit_id"] not in asked]
    return [
        {"unit_id": line["unit_id"], "name": line["name"], "eta_s": line["eta_s"]} for line in free[:NEXT_BEST_NAMED]
    ]


def _expect_reason(advice: Advice, body: Dispatch) -> None:
    proposal = advice.recommendation.proposal
    if proposal and body.override_reason is None and not set(body.unit_ids) & set(proposal):
        raise Refused("override_reason_needed", None, ("override_reason",), {"proposal": list(proposal)})
