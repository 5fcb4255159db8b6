"""Carries out the steps of a task, and what they mean for the hospital that waits."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.crew.schemas import AskTransport, Report
from dispatch.domain import handover, task
from dispatch.domain import victim as victim_domain
from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.mass_casualty import is_counted
from dispatch.domain.refusal import Missing
from dispatch.domain.words import AMBULANS, HandoverState, TaskState
from dispatch.hospitals.announcing import announce_facts, expect_hospital
from dispatch.store.ledger import Answer, Decision
from dispatch.store.reader import Reader


async def report(core: Core, psc: Psc, command: Command, body: Report, task_id: str, *, unit_id: str | None) -> Answer:
    """A step of the work.

    `transporting` to a named hospital announces the patient there, `at_destination` says they have arrived: the crew
    taps once, everybody who waits knows.

    Args:
        unit_id: the unit the reporter is crew of; None for an operator. Another unit's task does not exist for them.
    """
    if body.destination_id is not None:
        expect_hospital(psc, body.destination_id)

    async def decide(reader: Reader) -> Decision:
        board = await _load_own(reader, task_id, unit_id)
        events = task.report(
            board,
            command,
            task_id=task_id,
            state=TaskState(body.state),
            counter=body.counter,
            destination_id=body.destination_id,
            outcome=body.outcome,
        )
        if task.moves(board.get("task", task_id), events[0]):
            events += await _hospital_events(core, psc, board, command, body, task_id)
        return Decision(events, {"task_id": task_id, "state": body.state})

    return await run(core, psc, command, body.asked(), decide)


async def act(
    core: Core,
    psc: Psc,
    command: Command,
    body: Any,
    task_id: str,
    decision: Callable[..., list[Event]],
    *,
    unit_id: str | None,
    **given: Any,
) -> Answer:
    """Do one other thing with a task: undo, decline, cancel, acknowledge."""

    async def decide(reader: Reader) -> Decision:
        board = await _load_own(reader, task_id, unit_id)
        return Decision(decision(board, command, task_id=task_id, **given), {"task_id": task_id})

    return await run(core, psc, command, body, decide)


async def ask_transport(
    core: Core, psc: Psc, command: Command, body: AskTransport, task_id: str, *, unit_id: str | None
) -> Answer:
    """A crew asks for an ambulance; it is offered unless another unit on the case can carry the patient."""

    async def decide(reader: Reader) -> Decision:
        board = await _load_own(reader, task_id, unit_id)
        own = board.get("task", task_id)
        board = await reader.load_case(own["incident_id"])
        active = board.get("incident", own["incident_id"])["active_task_ids"]
        others = [board.get("task", other)["unit_id"] for other in active if other != task_id]
        board = await reader.load_units(others) if others else board
        comes = any(board.get("unit", other)["kind"] == AMBULANS for other in others)
        events = task.ask_transport(board, command, task_id=task_id, reason=body.reason, ambulance_comes=comes)
        return Decision(events, {"task_id": task_id})

    return await run(core, psc, command, body.asked(), decide)


async def _load_own(reader: Reader, task_id: str, unit_id: str | None) -> Board:
    board = await reader.load_task(task_id)
    if unit_id is not None and board.get("task", task_id)["unit_id"] != unit_id:
        raise Missing("task", task_id)
    return board


async def _announce(
    core: Core, psc: Psc, board: Board, command: Command, task_id: str, hospital_id: str
) -> list[Event]:
    """The case's one patient; of many victims, those who are aboard."""
    incident = board.get("incident", board.get("task", task_id)["incident_id"])
    if is_counted(incident):
        aboard = [victim["id"] for victim in victim_domain.aboard(board, incident, task_id)]
    else:
        aboard = incident["patient_ids"][:1]
    if not aboard:
        return []
    facts = await announce_facts(core, psc, board, command, task_id, hospital_id, eta_at=None)
    events: list[Event] = []
    for number, patient_id in enumerate(aboard):
        name = "handover" if number == 0 else f"handover/{patient_id}"
        events += handover.announce(
            board,
            command,
            handover_id=str(uuid5(UUID(command.id), name)),
            task_id=task_id,
            patient_id=patient_id,
            hospital_id=hospital_id,
            **facts,
        )
    return events


async def _hospital_events(
    core: Core, psc: Psc, board: Board, command: Command, body: Report, task_id: str
) -> list[Event]:
    row = board.get("task", task_id)
    incident = board.get("incident", row["incident_id"])
    if not row["active"] or not incident["patient_ids"]:
        return []
    coming = [
        known
        for handover_id in incident["handover_ids"]
        if (known := board.get("handover", handover_id))["task_id"] == task_id and known["state"] in handover.COMING
    ]
    if body.state == TaskState.TRANSPORTING and body.destination_id is not None and not coming:
        return await _announce(core, psc, board, command, task_id, body.destination_id)
    if body.state == TaskState.AT_DESTINATION:
        return [e for known in coming for e in handover.arrive(board, command, handover_id=known["id"])]
    if body.state == TaskState.CLEAR:
        all_ = [board.get("handover", handover_id) for handover_id in incident["handover_ids"]]
        waiting = [h for h in all_ if h["task_id"] == task_id and h["state"] == HandoverState.ARRIVED]
        return [e for h in waiting for e in handover.offload(board, command, handover_id=h["id"])]
    return []
