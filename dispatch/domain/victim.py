"""A victim of a mass-casualty incident: tagged on scene, placed in a sector, sent to a hospital, and never lost."""

from typing import Any

from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.incident import expect_open
from dispatch.domain.patient import ON_SCENE
from dispatch.domain.refusal import Missing, Refused
from dispatch.domain.rows import Row
from dispatch.domain.victim_counts import whereabouts_of
from dispatch.domain.words import Grade, Priority, TagMethod, Whereabouts


def tag(
    board: Board,
    command: Command,
    *,
    incident_id: str,
    victim_id: str,
    patient_id: str | None,
    number: str,
    colour: Priority,
    method: TagMethod,
    proposed: Priority | None,
    findings: str | None,
    reason: str | None,
    counter: int | None,
    grade: Grade | None,
    unit_id: str | None,
) -> list[Event]:
    """Give a victim a tag, or another colour. A device's word is always taken: two words about one victim are folded.

    Args:
        victim_id: made by the device with the first tag; it names this victim for ever.
        patient_id: the patient known by telephone that this victim is found to be, if a person says so.
        number: the number on the tag. One that another victim already has gets a letter behind it.
        proposed: what START or JumpSTART makes of the findings.
        findings, reason: sealed; what was seen, and which finding decided.
        unit_id: the unit of who speaks; None for an operator on the radio.
    """
    incident = incident_of_crew(board, command, incident_id, unit_id)
    on_scene = was_on_scene(board, incident, unit_id, command.at)
    if colour is Priority.HITAM and not command.is_report:
        raise Refused("hitam_only_on_scene", None)
    known = find_victim(board, incident, victim_id)
    said = {
        "incident_id": incident_id,
        "victim_id": victim_id,
        "colour": colour,
        "method": method,
        "proposed": proposed,
        "findings": findings,
        "reason": reason,
        "counter": counter,
        "grade": grade,
        "on_scene": on_scene,
    }
    if known is not None and known.get("tag") is not None:
        return [command.event("victim.retagged", known["id"], incident_id, **said)]
    number = free_number(board, incident, number)
    found = known or _untagged(board, incident, patient_id)
    if found is not None:
        return [command.event("victim.tagged", found["id"], incident_id, number=number, **said)]
    _expect_unknown(board, victim_id)
    return [
        command.event("patient.added", victim_id, incident_id, incident_id=incident_id, key_id=incident["key_id"]),
        command.event("victim.tagged", victim_id, incident_id, number=number, **said),
    ]


def place(
    board: Board, command: Command, *, incident_id: str, victim_id: str, sector_id: str | None, unit_id: str | None
) -> list[Event]:
    """Say in which sector a victim lies."""
    incident = incident_of_crew(board, command, incident_id, unit_id)
    if sector_id is not None and all(
        s["id"] != sector_id for s in (incident["mass_casualty"] or {}).get("sectors", [])
    ):
        raise Refused("sector_unknown")
    victim = get_victim(board, incident, victim_id)
    return [command.event("victim.placed", victim["id"], incident_id, sector_id=sector_id)]


def destine(
    board: Board,
    command: Command,
    *,
    incident_id: str,
    chosen: dict[str, str | None],
    recommended: dict[str, str | None],
) -> list[Event]:
    """Confirm who goes where. All or none: who has left meanwhile is named, and nothing is changed.

    Args:
        chosen: hospital by patient id; None takes a destination back.
        recommended: what was proposed, kept beside the choice.
    """
    incident = expect_open(board, incident_id)
    victims = [get_victim(board, incident, patient_id) for patient_id in chosen]
    gone = [_name(victim) for victim in victims if whereabouts_of(victim) is not Whereabouts.AT_SCENE]
    if gone:
        raise Refused("victim_gone", None, (), {"victims": ", ".join(gone)})
    return [
        command.event(
            "victim.destined",
            victim["id"],
            incident_id,
            hospital_id=chosen[patient_id],
            recommended=recommended.get(patient_id) == chosen[patient_id],
        )
        for patient_id, victim in zip(chosen, victims, strict=True)
    ]


def load(
    board: Board, command: Command, *, incident_id: str, victim_id: str, task_id: str | None, unit_id: str | None
) -> list[Event]:
    """A unit takes a victim aboard; without a task, they are taken off again."""
    incident = incident_of_crew(board, command, incident_id, unit_id)
    if task_id is not None:
        task = board.get("task", task_id)
        if task["incident_id"] != incident_id or (unit_id is not None and task["unit_id"] != unit_id):
            raise Missing("task", task_id)
    victim = get_victim(board, incident, victim_id)
    _expect_at_scene(victim)
    return [command.event("victim.loaded", victim["id"], incident_id, task_id=task_id)]


def depart(
    board: Board, command: Command, *, incident_id: str, victim_id: str, hospital_id: str, unit_id: str | None
) -> list[Event]:
    """A victim leaves by another vehicle than a unit of ours: a bus, a police car, on their own."""
    incident = incident_of_crew(board, command, incident_id, unit_id)
    victim = get_victim(board, incident, victim_id)
    _expect_at_scene(victim)
    return [command.event("victim.departed", victim["id"], incident_id, hospital_id=hospital_id)]


def arrive(board: Board, command: Command, *, incident_id: str, victim_id: str, hospital_id: str) -> list[Event]:
    """A victim is at a hospital, also one that nobody had sent there."""
    incident = board.get("incident", incident_id)
    victim = get_victim(board, incident, victim_id)
    if whereabouts_of(victim) is Whereabouts.ARRIVED:
        raise Refused("victim_arrived", victim["whereabouts"], (), {"victims": _name(victim)})
    return [command.event("victim.arrived", victim["id"], incident_id, hospital_id=hospital_id)]


def aboard(board: Board, incident: Row, task_id: str) -> list[Row]:
    """The victims that a task carries and that no hospital has been told of yet."""
    victims = (board.find("patient", patient_id) for patient_id in incident["patient_ids"])
    return [
        victim
        for victim in victims
        if victim is not None and victim.get("carried_by") == task_id and whereabouts_of(victim) is Whereabouts.AT_SCENE
    ]


def incident_of_crew(board: Board, command: Command, incident_id: str, unit_id: str | None) -> Row:
    """The incident, for an operator while it is open, and for a crew that is or was sent to it, however late."""
    incident = board.get("incident", incident_id)
    if unit_id is None:
        return expect_open(board, incident_id)
    if not any(board.get("task", task_id)["unit_id"] == unit_id for task_id in incident["task_ids"]):
        raise Missing("incident", incident_id)
    return incident if command.is_report else expect_open(board, incident_id)


def was_on_scene(board: Board, incident: Row, unit_id: str | None, at: str) -> bool:
    """Whether the unit was at the scene then, by its own reports."""
    tasks = [board.get("task", task_id) for task_id in incident["task_ids"]]
    return any(
        task["unit_id"] == unit_id
        and any(state in task["stamps"] and task["stamps"][state]["at"] <= at for state in ON_SCENE)
        and (task["ended_at"] is None or at <= task["ended_at"])
        for task in tasks
    )


def get_victim(board: Board, incident: Row, victim_id: str) -> Row:
    victim = find_victim(board, incident, victim_id)
    if victim is None:
        raise Missing("patient", victim_id)
    return victim


def find_victim(board: Board, incident: Row, victim_id: str) -> Row | None:
    """The patient of that id, or whose tag a device made under it."""
    for patient_id in incident["patient_ids"]:
        patient = board.find("patient", patient_id)
        if patient is not None and victim_id in (patient_id, (patient.get("tag") or {}).get("victim_id")):
            return patient
    return None


def free_number(board: Board, incident: Row, wanted: str) -> str:
    """The number on the tag; behind one that is taken stands a letter, so that no two victims are called the same."""
    tags = [(board.find("patient", patient_id) or {}).get("tag") for patient_id in incident["patient_ids"]]
    taken = {tag["number"] for tag in tags if tag is not None}
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{count}" for count in range(2, len(taken) + 3) if f"{wanted}-{count}" not in taken)


def _untagged(board: Board, incident: Row, patient_id: str | None) -> Row | None:
    """The patient known by telephone, unless another victim was found to be them first."""
    if patient_id is None or patient_id not in incident["patient_ids"]:
        return None
    patient = board.get("patient", patient_id)
    return patient if patient.get("tag") is None else None


def _expect_unknown(board: Board, victim_id: str) -> None:
    if board.find("patient", victim_id) is not None:
        raise Refused("patient_of_other_incident")


def _expect_at_scene(victim: Row) -> None:
    if whereabouts_of(victim) is not Whereabouts.AT_SCENE:
        raise Refused("victim_gone", victim["whereabouts"], (), {"victims": _name(victim)})


def _name(victim: Row) -> str:
    tagged: dict[str, Any] | None = victim.get("tag")
    return tagged["number"] if tagged else f"P{victim['number']}"
