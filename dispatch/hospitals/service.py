"""Carries out what happens to a handover."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.domain import capacity, handover
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.refusal import Missing, Refused
from dispatch.domain.rows import Row
from dispatch.domain.time import instant
from dispatch.domain.words import DeadlineKind
from dispatch.hospitals.announcing import announce_facts, expect_hospital
from dispatch.hospitals.schemas import Announce, Capacity
from dispatch.store.ledger import Answer, Decision
from dispatch.store.reader import Reader


async def announce(core: Core, psc: Psc, command: Command, body: Announce, *, allowed: Callable[[Row], bool]) -> Answer:
    """Tell a hospital that a patient is coming. `allowed` says whether the sender may speak for the task."""
    expect_hospital(psc, body.hospital_id)
    task_id = str(body.task_id)
    handover_id = str(uuid5(UUID(command.id), "handover"))

    async def decide(reader: Reader) -> Decision:
        board = await reader.load_task(task_id)
        row = board.get("task", task_id)
        if not allowed(row):
            raise Missing("task", task_id)
        incident = board.get("incident", row["incident_id"])
        if not incident["patient_ids"]:
            raise Refused("no_patient", incident["state"])
        facts = await announce_facts(
            core,
            psc,
            board,
            command,
            task_id,
            body.hospital_id,
            eta_at=instant(body.eta_at) if body.eta_at else None,
            summary=body.summary,
        )
        events = handover.announce(
            board,
            command,
            handover_id=handover_id,
            task_id=task_id,
            patient_id=str(body.patient_id) if body.patient_id else incident["patient_ids"][0],
            hospital_id=body.hospital_id,
            **facts,
        )
        return Decision(events, {"handover_id": handover_id})

    return await run(core, psc, command, body.asked(), decide)


async def act(
    core: Core,
    psc: Psc,
    command: Command,
    body: Any,
    handover_id: str,
    decision: Callable[..., list[Event]],
    *,
    allowed: Callable[[Row, Row], bool] = lambda _handover, _task: True,
    **given: Any,
) -> Answer:
    """Do one thing with a handover. `allowed` judges by the handover's and the task's row; others do not see it."""

    async def decide(reader: Reader) -> Decision:
        deadline = f"{DeadlineKind.HANDOVER_ANSWER}:{handover_id}"
        board = await reader.load(("handover", handover_id), ("deadline", deadline))
        row = board.get("handover", handover_id)
        board = await reader.load_case(row["incident_id"])
        if not allowed(row, board.get("task", row["task_id"])):
            raise Missing("handover", handover_id)
        return Decision(decision(board, command, handover_id=handover_id, **given), {"handover_id": handover_id})

    return await run(core, psc, command, body, decide)


async def announce_capacity(core: Core, psc: Psc, command: Command, body: Capacity, hospital_id: str) -> Answer:
    """Keep what a hospital says it can take."""

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(("capacity", hospital_id))
        events = capacity.announce(
            board,
            command,
            hospital_id=hospital_id,
            merah=body.merah,
            kuning=body.kuning,
            hijau=body.hijau,
            note=body.note,
        )
        return Decision(events, {"hospital_id": hospital_id})

    return await run(core, psc, command, body.asked(), decide)
