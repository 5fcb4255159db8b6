"""A handover of a patient to a hospital, from announced to acknowledged. Silence stops no ambulance."""

from typing import Any

from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import Row
from dispatch.domain.words import HandoverState

COMING = (HandoverState.ANNOUNCED, HandoverState.UNANSWERED, HandoverState.ACCEPTED)


def announce(
    board: Board,
    command: Command,
    *,
    handover_id: str,
    task_id: str,
    patient_id: str,
    hospital_id: str,
    **facts: Any,
) -> list[Event]:
    """Tell a hospital that a patient is coming."""
    task = board.get("task", task_id)
    incident = board.get("incident", task["incident_id"])
    for other_id in incident["handover_ids"]:
        other = board.get("handover", other_id)
        if other["patient_id"] == patient_id and other["state"] in COMING:
            if other["hospital_id"] == hospital_id:
                raise Refused("already_announced", other["state"], facts={"handover_id": other["id"]})
            raise Refused("announced_elsewhere", other["state"], ("redirect",), {"hospital_id": other["hospital_id"]})
    return [
        command.event(
            "handover.announced",
            handover_id,
            incident["id"],
            task_id,
            patient_id,
            task_id=task_id,
            patient_id=patient_id,
            hospital_id=hospital_id,
            incident_id=incident["id"],
            **facts,
        )
    ]


def accept(board: Board, command: Command, *, handover_id: str) -> list[Event]:
    handover = _expect(board, handover_id, HandoverState.ANNOUNCED, HandoverState.UNANSWERED)
    return [_event(command, "handover.accepted", handover)]


def redirect(
    board: Board, command: Command, *, handover_id: str, doctor: str, reason: str, redirected_to: str
) -> list[Event]:
    """Send the patient elsewhere: a doctor says so, with a reason and a hospital that has accepted."""
    handover = _expect(board, handover_id, *COMING)
    if redirected_to == handover["hospital_id"]:
        raise Refused("redirect_to_itself", handover["state"])
    return [
        _event(
            command,
            "handover.redirected",
            handover,
            doctor=doctor,
            reason=reason,
            redirected_to=redirected_to,
        )
    ]


def acknowledge_redirect(board: Board, command: Command, *, handover_id: str) -> list[Event]:
    handover = _expect(board, handover_id, HandoverState.REDIRECTED)
    if handover["redirect_acknowledged_at"] is not None:
        raise Refused("already_acknowledged", handover["state"])
    return [_event(command, "handover.redirect_acknowledged", handover)]


def unanswered(board: Board, command: Command, *, handover_id: str) -> list[Event]:
    """Nobody answered in time. The ambulance keeps going; the screens say so."""
    handover = board.get("handover", handover_id)
    if handover["state"] != HandoverState.ANNOUNCED:
        return []
    return [_event(command, "handover.unanswered", handover)]


def arrive(board: Board, command: Command, *, handover_id: str) -> list[Event]:
    handover = _expect(board, handover_id, *COMING)
    return [_event(command, "handover.arrived", handover)]


def offload(board: Board, command: Command, *, handover_id: str) -> list[Event]:
    handover = _expect(board, handover_id, HandoverState.ARRIVED, *COMING)
    return [_event(command, "handover.offloaded", handover)]


def acknowledge(board: Board, command: Command, *, handover_id: str) -> list[Event]:
    """The hospital has received the patient."""
    handover = _expect(board, handover_id, HandoverState.OFFLOADED, HandoverState.ARRIVED, *COMING)
    return [_event(command, "handover.acknowledged", handover)]


def _event(command: Command, type_: str, handover: Row, **data: Any) -> Event:
    return command.event(type_, handover["id"], handover["incident_id"], handover["task_id"], **data)


def _expect(board: Board, handover_id: str, *allowed: HandoverState) -> Row:
    handover = board.get("handover", handover_id)
    if handover["state"] not in allowed:
        raise Refused("handover_state", handover["state"], allowed)
    return handover
