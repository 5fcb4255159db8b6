"""A task: one unit's work on one incident. Orders are checked; a crew's word from the road is always taken."""

from dataclasses import dataclass
from typing import Any

from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.incident import expect_open
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import AmbulanceClock, CrewMember, Eta, Row
from dispatch.domain.task_fold import ENDED, STEPS, fold, rank, report_of, sea_steps
from dispatch.domain.time import later
from dispatch.domain.words import (
    AMBULANS,
    AmbulanceReason,
    Disposition,
    Duty,
    Outcome,
    Priority,
    TaskKind,
    TaskState,
    Transport,
    TransportReason,
)

UNDO_S = 10
SENDABLE = (Duty.AVAILABLE, Duty.ON_CALL)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One unit to send: the new task's id and what was known when it was chosen."""

    task_id: str
    unit_id: str
    eta: Eta | None
    recommended: bool
    ambulance: AmbulanceClock | None = None


def assign(
    board: Board,
    command: Command,
    *,
    incident_id: str,
    assignments: list[Assignment],
    acknowledge_s: float,
    decision_id: str | None,
    override_reason: str | None,
) -> list[Event]:
    """Send units, all or none. A unit or a person that is already at work is refused by name."""
    expect_open(board, incident_id)
    units = [board.get("unit", assignment.unit_id) for assignment in assignments]
    for unit in units:
        _expect_sendable(board, unit)
    _expect_nobody_twice(units)
    return [
        command.event(
            "task.assigned",
            assignment.task_id,
            incident_id,
            assignment.unit_id,
            incident_id=incident_id,
            unit_id=assignment.unit_id,
            kind=TaskKind.RESPON,
            crew=board.get("unit", assignment.unit_id)["crew"],
            eta=assignment.eta,
            recommended=assignment.recommended,
            override_reason=override_reason,
            decision_id=decision_id,
            ack_due_at=later(command.at, acknowledge_s),
            ambulance=assignment.ambulance,
            undo_until=later(command.at, UNDO_S),
        )
        for assignment in assignments
    ]


def report(
    board: Board,
    command: Command,
    *,
    task_id: str,
    state: TaskState,
    counter: int | None = None,
    destination_id: str | None = None,
    outcome: Outcome | None = None,
) -> list[Event]:
    """A step of the work. From a crew it is taken as it comes; from anybody else it must be a step forward."""
    task = board.get("task", task_id)
    if not command.is_report:
        _expect_step(task, state)
    events = [
        command.event(
            "task.reported",
            task_id,
            task["incident_id"],
            task["unit_id"],
            state=state,
            counter=counter,
            ordered=not command.is_report,
            destination_id=destination_id,
            outcome=outcome,
        )
    ]
    if outcome is not None and task["active"] and state is TaskState.CLEAR and moves(task, events[0]):
        incident = board.get("incident", task["incident_id"])
        if incident["active_task_ids"] == [task_id]:
            events.append(
                command.event("incident.closed", incident["id"], outcome=outcome, note=None, after_task=task_id)
            )
    return events


def moves(task: Row, event: Event) -> bool:
    """Whether a report carries the work on: one that is doubled, or set aside, has no consequences."""
    reports = [*task["reports"], report_of(event, after_end=False)]
    folded = fold(reports, assigned=task["stamps"][TaskState.ASSIGNED], ended_at=None)
    return any(stamp["command_id"] == event.command_id for stamp in folded["stamps"].values())


def undo_report(board: Board, command: Command, *, task_id: str, undone_command_id: str) -> list[Event]:
    """Take back a step that was tapped by mistake, within ten seconds, by whoever tapped it."""
    task = board.get("task", task_id)
    made = next((r for r in task["reports"] if r["command_id"] == undone_command_id), None)
    if made is None or made["by"]["id"] != command.actor["id"]:
        raise Refused("nothing_to_undo", task["state"])
    if task["state"] in ENDED:
        raise Refused("task_ended", task["state"])
    if command.at > later(made["at"], UNDO_S):
        raise Refused("undo_too_late", task["state"], next_states(task))
    return [command.event("task.report_undone", task_id, task["incident_id"], undone_command_id=undone_command_id)]


def ambulance_clock(command: Command, *, eta: Eta | None, accept_s: float, arrive_s: float) -> AmbulanceClock:
    """The clock of a team that goes while the ambulance is only named: nobody waits for two teams in series unseen.

    Args:
        eta: of the team, None where nothing was computed.
        accept_s: how long it may take to accept; then how long it may take to be there, both from the order.
    """
    far = eta is not None and (eta["turnout_s"] or 0) + eta["travel_s"] > arrive_s
    return {
        "due_at": command.at if far else later(command.at, accept_s),
        "reason": AmbulanceReason.JAUH if far else AmbulanceReason.BELUM_DITERIMA,
        "arrive_by": later(command.at, arrive_s),
        "offered_at": None,
    }


def may_be_carried(incident: Row) -> bool:
    """Whether a patient of a case may have to be carried, so that no team may go alone without a clock."""
    transport = (incident["triage"] or {}).get("transport")
    return must_be_carried(incident) or (transport == Transport.MUNGKIN and incident["priority"] != Priority.HITAM)


def must_be_carried(incident: Row) -> bool:
    """Whether a case takes the ambulance at once: MERAH, not triaged, or a patient who has to be carried."""
    if incident["priority"] == Priority.HITAM:
        return False
    carried = (incident["triage"] or {}).get("transport") == Transport.YA
    return incident["priority"] in (None, Priority.MERAH) or carried or incident["disposition"] == Disposition.EVAKUASI


def start_ambulance_clock(
    board: Board, command: Command, *, task_id: str, accept_s: float, arrive_s: float
) -> list[Event]:
    """A clock for a team that goes alone and has none: the case was triaged anew, the ambulance called back, or a step
    taken back.

    Who must be carried has the ambulance offered at once; who may be, within the limits of the order.

    Args:
        accept_s, arrive_s: as for `ambulance_clock`.
    """
    task = board.get("task", task_id)
    incident = board.get("incident", task["incident_id"])
    if task.get("ambulance") is not None or not needs_ambulance_clock(board, incident, task):
        return []
    accepted = task["state"] != TaskState.ASSIGNED
    arrive_by = later(task["assigned_at"], arrive_s)
    clock: AmbulanceClock = {
        "due_at": arrive_by if accepted else later(task["assigned_at"], accept_s),
        "reason": AmbulanceReason.BELUM_TIBA if accepted else AmbulanceReason.BELUM_DITERIMA,
        "arrive_by": arrive_by,
        "offered_at": None,
    }
    if must_be_carried(incident):
        clock |= {"due_at": command.at, "reason": AmbulanceReason.SENDIRI}
    return [command.event("task.ambulance_clock_started", task_id, task["incident_id"], clock=clock)]


def needs_ambulance_clock(board: Board, incident: Row, task: Row) -> bool:
    """Whether a team goes alone to somebody who may have to be carried, and no ambulance comes or is offered."""
    on_its_way = task["active"] and rank(task["state"]) < rank(TaskState.ON_SCENE)
    if not on_its_way or incident.get("ambulance_offered_at") is not None or not may_be_carried(incident):
        return False
    active = [board.get("task", id_) for id_ in incident["active_task_ids"]]
    return not any(board.get("unit", one["unit_id"])["kind"] == AMBULANS for one in active)


def ambulance_due(board: Board, command: Command, *, task_id: str) -> list[Event]:
    """The team has not accepted, or is not there, in time: the ambulance named as next is offered."""
    task = board.get("task", task_id)
    clock = task.get("ambulance")
    if not task["active"] or clock is None or clock["offered_at"] is not None:
        return []
    return [command.event("task.ambulance_offered", task_id, task["incident_id"], reason=clock["reason"])]


def ambulance_too_late(board: Board, command: Command, *, task_id: str, arrives_at: str) -> list[Event]:
    """A team on its way will be there too late after all: the ambulance is offered before the clock runs out.

    Args:
        arrives_at: by where the team is now.
    """
    task = board.get("task", task_id)
    clock = task.get("ambulance")
    if clock is None or clock["offered_at"] is not None or arrives_at <= clock["arrive_by"]:
        return []
    far = {"reason": AmbulanceReason.JAUH, "arrives_at": arrives_at}
    return [command.event("task.ambulance_offered", task_id, task["incident_id"], **far)]


def ask_transport(
    board: Board, command: Command, *, task_id: str, reason: TransportReason, ambulance_comes: bool
) -> list[Event]:
    """A crew on scene asks for an ambulance: offered at once, unless one comes. A word from the road is always taken.

    Args:
        ambulance_comes: another unit on the case can carry the patient.
    """
    task = board.get("task", task_id) if command.is_report else _expect_active(board, task_id)
    asked = {"reason": reason, "offers": task["active"] and not ambulance_comes}
    return [command.event("task.transport_asked", task_id, task["incident_id"], task["unit_id"], **asked)]


def decline(board: Board, command: Command, *, task_id: str, reason: str) -> list[Event]:
    """A crew cannot go: only before they are on scene, and the incident needs another unit at once."""
    task = _expect_active(board, task_id)
    if rank(task["state"]) >= rank(TaskState.ON_SCENE):
        raise Refused("task_state", task["state"], next_states(task))
    return [command.event("task.declined", task_id, task["incident_id"], task["unit_id"], reason=reason)]


def cancel(board: Board, command: Command, *, task_id: str, reason: str) -> list[Event]:
    """Call a unit back. The crew sees it and acknowledges; nothing disappears."""
    task = _expect_active(board, task_id)
    if rank(task["state"]) >= rank(TaskState.TRANSPORTING):
        raise Refused("patient_aboard", task["state"], next_states(task))
    return [command.event("task.cancelled", task_id, task["incident_id"], task["unit_id"], reason=reason)]


def acknowledge_cancel(board: Board, command: Command, *, task_id: str) -> list[Event]:
    task = board.get("task", task_id)
    if task["state"] not in (TaskState.CANCELLED, TaskState.PREEMPTED):
        raise Refused("task_not_cancelled", task["state"])
    if task["cancel_acknowledged_at"] is not None:
        return []
    return [command.event("task.cancel_acknowledged", task_id, task["incident_id"], task["unit_id"])]


def acknowledge_overdue(board: Board, command: Command, *, task_id: str) -> list[Event]:
    """The crew has not acknowledged in time: somebody must call them."""
    task = board.get("task", task_id)
    if not task["active"] or task["state"] != TaskState.ASSIGNED:
        return []
    return [command.event("task.acknowledge_overdue", task_id, task["incident_id"], task["unit_id"])]


def next_states(task: Row) -> tuple[TaskState, ...]:
    """The steps that may follow the task's state, nearest first; none when it has ended."""
    if task["state"] in ENDED:
        return ()
    reached = rank(task["state"])
    ahead = tuple(step for step in STEPS if rank(step) > reached)
    return sea_steps(task["state"], task["sea"]) + ahead


def _expect_step(task: Row, state: TaskState) -> None:
    allowed = next_states(task)
    if state not in allowed:
        raise Refused("task_state", task["state"], allowed)


def _expect_active(board: Board, task_id: str) -> Row:
    task = board.get("task", task_id)
    if not task["active"]:
        raise Refused("task_ended", task["state"])
    return task


def _expect_sendable(board: Board, unit: Row) -> None:
    if unit["task_id"] is not None:
        raise Refused("unit_busy", "on_task", (), _holder(unit))
    if unit["duty"] not in SENDABLE:
        raise Refused("unit_off_duty", unit["duty"], SENDABLE, {"unit_id": unit["id"], "unit_name": unit["name"]})
    for member in unit["crew"]:
        _expect_free(board, unit, member)


def _expect_free(board: Board, unit: Row, member: CrewMember) -> None:
    seats = (seat for seat in board.list_kind("seat") if seat["person_id"] == member["person_id"] and seat["active"])
    seat = next(seats, None)
    if seat is not None:
        other = board.find("task", seat["task_id"])
        facts: dict[str, Any] = {"unit_id": unit["id"], "person": member["name"]}
        raise Refused("person_busy", "on_task", (), facts | {"with_unit": other["unit_name"] if other else None})


def _expect_nobody_twice(units: list[Row]) -> None:
    """A person who stands in the crews of two units can go with one of them."""
    goes_with: dict[str, Row] = {}
    for unit in units:
        for member in unit["crew"]:
            other = goes_with.setdefault(member["person_id"], unit)
            if other is not unit:
                facts = {"unit_id": unit["id"], "person": member["name"], "with_unit": other["name"]}
                raise Refused("person_busy", "on_task", (), facts)


def _holder(unit: Row) -> dict[str, Any]:
    return {
        "unit_id": unit["id"],
        "unit_name": unit["name"],
        "holder": {
            "incident_code": unit["incident_code"],
            "by": unit["busy_by"]["name"] if unit["busy_by"] else None,
            "since": unit["busy_since"],
        },
    }
