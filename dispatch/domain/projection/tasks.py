"""What events make of task rows, and of the unit, the seats and the incident they hold."""

from dispatch.domain.board import Board
from dispatch.domain.event import Event
from dispatch.domain.projection.deadlines import clear_deadline, set_deadline
from dispatch.domain.rows import Report, Row
from dispatch.domain.task_fold import ENDED, fold, rank, report_of
from dispatch.domain.words import AMBULANS, AmbulanceReason, DeadlineKind, IncidentState, Outcome, TaskState


def _assigned(board: Board, event: Event) -> None:
    id_, data = event.subjects[0], event.data
    unit, incident = board.get("unit", data["unit_id"]), board.get("incident", data["incident_id"])
    stamp = {
        "at": event.occurred_at,
        "source": event.on_behalf,
        "by": event.actor,
        "command_id": event.command_id,
    }
    board.put(
        "task",
        id_,
        {
            "id": id_,
            "incident_id": incident["id"],
            "unit_id": unit["id"],
            "unit_name": unit["name"],
            "kind": data["kind"],
            "state": TaskState.ASSIGNED,
            "sea": None,
            "active": True,
            "crew": data["crew"],
            "reports": [],
            "stamps": {TaskState.ASSIGNED.value: stamp},
            "set_aside": [],
            "assigned_at": event.occurred_at,
            "assigned_by": event.actor,
            "undo_until": data["undo_until"],
            "eta": data["eta"],
            "recommended": data["recommended"],
            "override_reason": data["override_reason"],
            "decision_id": data["decision_id"],
            "ack_due_at": data["ack_due_at"],
            "ack_overdue": False,
            "ambulance": data.get("ambulance"),
            "destination_id": None,
            "ended_reason": None,
            "ended_at": None,
            "cancel_acknowledged_at": None,
            "outcome": None,
        },
    )
    for member in data["crew"]:
        _seat(board, id_, member["person_id"], active=True)
    board.update(
        "unit",
        unit["id"],
        task_id=id_,
        incident_id=incident["id"],
        incident_code=incident["code"],
        busy_since=event.occurred_at,
        busy_by=event.actor,
    )
    board.update(
        "incident",
        incident["id"],
        state=IncidentState.IN_RESPONSE,
        task_ids=[*incident["task_ids"], id_],
        active_task_ids=[*incident["active_task_ids"], id_],
    )
    set_deadline(board, DeadlineKind.ACKNOWLEDGE, id_, data["ack_due_at"])
    if unit["kind"] == AMBULANS:
        for other in incident["active_task_ids"]:
            _stop_ambulance_clock(board, board.get("task", other))
        board.update("incident", incident["id"], ambulance_offered_at=None)
    elif clock := data.get("ambulance"):
        set_deadline(board, DeadlineKind.AMBULANCE, id_, clock["due_at"])


def _reported(board: Board, event: Event) -> None:
    id_, data = event.subjects[0], event.data
    task = board.get("task", id_)
    task = _refold(board, task, [*task["reports"], report_of(event, after_end=not task["active"])])
    if not task["active"]:
        return
    taken = task["stamps"].get(data["state"], {}).get("command_id") == event.command_id
    if taken and data["destination_id"] is not None:
        board.update("task", id_, destination_id=data["destination_id"])
    if task["state"] != TaskState.ASSIGNED:
        clear_deadline(board, DeadlineKind.ACKNOWLEDGE, id_)
        _move_ambulance_clock(board, task)
    _end_if_clear(board, task, outcome=data["outcome"])


def _report_undone(board: Board, event: Event) -> None:
    task = board.get("task", event.subjects[0])
    kept = [report for report in task["reports"] if report["command_id"] != event.data["undone_command_id"]]
    task = _refold(board, task, kept)
    if task["state"] == TaskState.ASSIGNED and not task["ack_overdue"]:
        set_deadline(board, DeadlineKind.ACKNOWLEDGE, task["id"], task["ack_due_at"])
    # A CLEAR that only the undone order had overruled stands now.
    _end_if_clear(board, task, outcome=None)


def _declined(board: Board, event: Event) -> None:
    _end(board, event.subjects[0], state=TaskState.DECLINED, at=event.occurred_at, reason=event.data["reason"])


def _cancelled(board: Board, event: Event) -> None:
    _end(board, event.subjects[0], state=TaskState.CANCELLED, at=event.occurred_at, reason=event.data["reason"])


def _cancel_acknowledged(board: Board, event: Event) -> None:
    board.update("task", event.subjects[0], cancel_acknowledged_at=event.occurred_at)


def _acknowledge_overdue(board: Board, event: Event) -> None:
    board.update("task", event.subjects[0], ack_overdue=True)
    clear_deadline(board, DeadlineKind.ACKNOWLEDGE, event.subjects[0])


def _ambulance_offered(board: Board, event: Event) -> None:
    task = board.get("task", event.subjects[0])
    offered = {**task["ambulance"], "reason": event.data["reason"], "offered_at": event.occurred_at}
    board.update("task", task["id"], ambulance=offered)
    board.update("incident", task["incident_id"], ambulance_offered_at=event.occurred_at)
    clear_deadline(board, DeadlineKind.AMBULANCE, task["id"])


def _ambulance_clock_started(board: Board, event: Event) -> None:
    id_, clock = event.subjects[0], event.data["clock"]
    board.update("task", id_, ambulance=clock)
    set_deadline(board, DeadlineKind.AMBULANCE, id_, clock["due_at"])


def _transport_asked(board: Board, event: Event) -> None:
    id_, at = event.subjects[0], event.occurred_at
    asked = {"at": at, "by": event.actor, "reason": event.data["reason"]}
    task = board.update("task", id_, transport_asked=asked)
    if not (event.data["offers"] and task["active"]):
        return
    clock = {"due_at": at, "reason": AmbulanceReason.DIMINTA, "arrive_by": at, "offered_at": at}
    board.update("task", id_, ambulance=clock)
    board.update("incident", task["incident_id"], ambulance_offered_at=at)
    clear_deadline(board, DeadlineKind.AMBULANCE, id_)


def _move_ambulance_clock(board: Board, task: Row) -> None:
    """Accepted: now the team has to be there in time. On scene the patient no longer waits, and the crew decides."""
    clock = task.get("ambulance")
    if clock is None or clock["reason"] == AmbulanceReason.DIMINTA:
        return  # what the crew asks for on scene stands until an ambulance goes
    if rank(task["state"]) >= rank(TaskState.ON_SCENE):
        _stop_ambulance_clock(board, task)
    elif clock["reason"] == AmbulanceReason.BELUM_DITERIMA and clock["offered_at"] is None:
        moved = {**clock, "due_at": clock["arrive_by"], "reason": AmbulanceReason.BELUM_TIBA}
        board.update("task", task["id"], ambulance=moved)
        set_deadline(board, DeadlineKind.AMBULANCE, task["id"], clock["arrive_by"])


def _stop_ambulance_clock(board: Board, task: Row) -> None:
    if task.get("ambulance") is None:
        return
    board.update("task", task["id"], ambulance=None)
    board.update("incident", task["incident_id"], ambulance_offered_at=_asked_at(board, task["incident_id"]))
    clear_deadline(board, DeadlineKind.AMBULANCE, task["id"])


def _asked_at(board: Board, incident_id: str) -> str | None:
    """Since when a crew on scene has been asking for an ambulance."""
    active = (board.find("task", id_) for id_ in board.get("incident", incident_id)["active_task_ids"])
    clocks = [task["ambulance"] for task in active if task is not None and task.get("ambulance") is not None]
    return min((one["offered_at"] for one in clocks if one["reason"] == AmbulanceReason.DIMINTA), default=None)


def _refold(board: Board, task: Row, reports: list[Report]) -> Row:
    assigned = task["stamps"][TaskState.ASSIGNED.value]
    ended_otherwise = task["state"] in ENDED and task["state"] != TaskState.CLEAR
    folded = fold(reports, assigned=assigned, ended_at=task["ended_at"] if ended_otherwise else None)
    if not task["active"]:
        folded["state"] = task["state"]
        if task["state"] == TaskState.CLEAR:
            folded["ended_at"] = folded["stamps"][TaskState.CLEAR]["at"]
    return board.update("task", task["id"], reports=reports, **folded)


def _end_if_clear(board: Board, task: Row, *, outcome: Outcome | None) -> None:
    if task["state"] != TaskState.CLEAR:
        return
    _end(board, task["id"], state=TaskState.CLEAR, at=task["stamps"][TaskState.CLEAR]["at"], reason=None)
    board.update("task", task["id"], outcome=outcome)


def _end(board: Board, task_id: str, *, state: TaskState, at: str, reason: str | None) -> None:
    task = board.update("task", task_id, state=state, active=False, ended_at=at, ended_reason=reason)
    clear_deadline(board, DeadlineKind.ACKNOWLEDGE, task_id)
    clock = task.get("ambulance")
    waited_for, asked_for = clock is not None, clock is not None and clock["reason"] == AmbulanceReason.DIMINTA
    _stop_ambulance_clock(board, task)
    for member in task["crew"]:
        _seat(board, task_id, member["person_id"], active=False)
    free = {"task_id": None, "incident_id": None, "incident_code": None, "busy_since": None, "busy_by": None}
    board.update("unit", task["unit_id"], **free)
    incident = board.get("incident", task["incident_id"])
    left = [other for other in incident["active_task_ids"] if other != task_id]
    board.update("incident", incident["id"], active_task_ids=left)
    declined_ambulance = state == TaskState.DECLINED and board.get("unit", task["unit_id"])["kind"] == AMBULANS
    if (waited_for and not left) or asked_for or (declined_ambulance and left):
        # Who was to come does not, or who leaves has asked for it: the ambulance is offered at once.
        board.update("incident", incident["id"], ambulance_offered_at=at)


def _seat(board: Board, task_id: str, person_id: str, *, active: bool) -> None:
    id_ = f"{task_id}:{person_id}"
    board.put("seat", id_, {"id": id_, "task_id": task_id, "person_id": person_id, "active": active})


HANDLERS = {
    "task.assigned": _assigned,
    "task.reported": _reported,
    "task.report_undone": _report_undone,
    "task.declined": _declined,
    "task.cancelled": _cancelled,
    "task.cancel_acknowledged": _cancel_acknowledged,
    "task.acknowledge_overdue": _acknowledge_overdue,
    "task.ambulance_offered": _ambulance_offered,
    "task.ambulance_clock_started": _ambulance_clock_started,
    "task.transport_asked": _transport_asked,
}
