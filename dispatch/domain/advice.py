"""Advice by telephone: what a caller must have heard before a case may be closed without anybody going."""

from collections.abc import Sequence

from dispatch.domain.board import Board
from dispatch.domain.call import earlier_promise, find_doctor
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.incident import expect_open
from dispatch.domain.patient import ON_SCENE
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import DangerSignRead, GoTo, Row
from dispatch.domain.words import Disposition, FragileReason, Grade, Outcome, Priority

CLINICIANS = (Grade.PERAWAT, Grade.DOKTER)
"""Whose word closes a case on advice alone."""

_WITHOUT_A_UNIT = (Outcome.DITANGANI, Outcome.DIBAWA_SENDIRI)


def give(
    board: Board,
    command: Command,
    *,
    incident_id: str,
    required: Sequence[DangerSignRead],
    read: Sequence[str],
    go_to: GoTo,
    emergency: GoTo | None,
    fragile: Sequence[FragileReason],
    callback_due_at: str,
    phone: str | None,
    phone_hmac: str | None,
) -> list[Event]:
    """Keep what the caller was told, and promise to call them back.

    Args:
        required: the danger signs that this caller has to hear, in the order read.
        read: ids of those that the caller said back.
        go_to: where to go, and when it opens.
        emergency: the emergency department to go to if it gets worse.
        fragile: why the callback comes early; empty for nobody's reason.
        phone: the number to call (sealed), where the case's calls have none; `phone_hmac` is its mark.

    Raises:
        Refused: the case is not HIJAU, a unit is on its way, a sign was not said back, or there is nobody to call.
    """
    incident = expect_adviceable(board, incident_id)
    unread = [sign for sign in required if sign["id"] not in read]
    if unread:
        facts = {"signs": [sign["id"] for sign in unread], "words": "; ".join(sign["say"] for sign in unread)}
        raise Refused("danger_signs_unread", incident["state"], ("danger_signs",), facts)
    call = _call_to_return(board, incident_id, phone)
    number = {} if call["phone"] is not None else {"phone": phone, "phone_hmac": phone_hmac}
    return [
        command.event(
            "incident.advice_given",
            incident_id,
            priority=incident["priority"],
            danger_signs=list(required),
            go_to=go_to,
            emergency=emergency,
            fragile=list(fragile),
            callback_due_at=callback_due_at,
            call_id=call["id"],
            doctor=find_doctor(board, incident_id),
        ),
        command.event(
            "call.callback_promised",
            call["id"],
            incident_id,
            due_at=earlier_promise(call, callback_due_at) or callback_due_at,
            **number,
        ),
    ]


def expect_adviceable(board: Board, incident_id: str) -> Row:
    """The case, or a refusal: advice alone is for HIJAU, and while nobody is on the way."""
    incident = expect_open(board, incident_id)
    _expect_green(incident)
    if incident["active_task_ids"]:
        raise Refused("advice_while_units_go", incident["state"], ("cancel",))
    return incident


def expect_safe_to_close(board: Board, incident: Row, outcome: Outcome, grade: Grade | None) -> None:
    """Refuse to leave a patient with advice alone while a part of the safety net is missing.

    It holds for the outcome `saran`, and for what amounts to it: a case assessed as advice to which nobody came. A unit
    that was sent and called back did not come.

    Args:
        board: holds the case's tasks and calls beside the case.
        grade: the clinical grade of whoever closes.
    """
    advised_only = incident["disposition"] == Disposition.SARAN and not _somebody_came(board, incident)
    if outcome is not Outcome.SARAN and not (advised_only and outcome in _WITHOUT_A_UNIT):
        return
    _expect_green(incident)
    advice = incident.get("advice")
    if advice is None or not advice["holds"]:
        raise Refused("advice_not_given", incident["state"], ("advice",))
    doctor = advice["doctor"] or find_doctor(board, incident["id"])
    if grade not in CLINICIANS and doctor is None:
        raise Refused("advice_needs_clinician", incident["state"], ("doctor", "hand_over"))


def _somebody_came(board: Board, incident: Row) -> bool:
    tasks = (board.get("task", task_id) for task_id in incident["task_ids"])
    return any(step in task["stamps"] for task in tasks for step in ON_SCENE)


def _expect_green(incident: Row) -> None:
    if incident["priority"] != Priority.HIJAU:
        raise Refused("advice_only_green", incident["priority"], ("triage", "lower", "dispatch"))


def _call_to_return(board: Board, incident_id: str, phone: str | None) -> Row:
    """The caller's call: one that is on the line before others, the last before earlier ones."""
    calls = [call for call in board.list_kind("call") if call["incident_id"] == incident_id]
    if not calls:
        raise Refused("advice_without_call", None, ("link",))
    reachable = [call for call in calls if call["phone"] is not None]
    if not reachable and phone is None:
        raise Refused("advice_without_phone", None, ("phone",))
    return max(reachable or calls, key=lambda call: (call["closed_at"] is None, call["rang_at"]))
