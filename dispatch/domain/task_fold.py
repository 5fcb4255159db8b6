"""Fold a task's reports into its state: by corrected time, then by the device's counter, in whatever order they came.

Late and out-of-order reports from a dead zone are normal. A report that does not move the work forward in time, or that
contradicts what a person ordered later, is set aside for the operator to see; it never changes the state.
"""

from typing import Any

from dispatch.domain.event import Event
from dispatch.domain.rows import Report, SetAside, Stamp
from dispatch.domain.words import AsideReason, TaskState

SEA = (TaskState.AT_PIER, TaskState.ABOARD, TaskState.LANDED)
ENDED = (TaskState.CLEAR, TaskState.DECLINED, TaskState.CANCELLED, TaskState.PREEMPTED)
STEPS = (
    TaskState.ASSIGNED,
    TaskState.ACKNOWLEDGED,
    TaskState.EN_ROUTE,
    TaskState.STAGED,
    TaskState.ON_SCENE,
    TaskState.WITH_PATIENT,
    TaskState.TRANSPORTING,
    TaskState.AT_DESTINATION,
    TaskState.CLEAR,
)
_RANK = {state: rank for rank, state in enumerate(STEPS)}


def rank(state: str) -> int:
    """How far the work is; a state that ends it otherwise counts as the end."""
    return _RANK.get(TaskState(state), _RANK[TaskState.CLEAR])


def sea_steps(state: str, sea: str | None) -> tuple[TaskState, ...]:
    """The sea steps that may follow: only under way, and only further over the water."""
    if state not in (TaskState.EN_ROUTE, TaskState.TRANSPORTING):
        return ()
    return SEA if sea is None else SEA[SEA.index(TaskState(sea)) + 1 :]


def report_of(event: Event, *, after_end: bool) -> Report:
    """The word from the road that a `task.reported` event carries."""
    return {
        "command_id": event.command_id,
        "state": event.data["state"],
        "at": event.occurred_at,
        "raw_at": event.raw_at or event.occurred_at,
        "counter": event.data["counter"],
        "source": event.on_behalf,
        "by": event.actor,
        "ordered": event.data["ordered"],
        "after_end": after_end,
    }


def fold(reports: list[Report], *, assigned: Stamp, ended_at: str | None) -> dict[str, Any]:
    """The task's state, sea leg, stamps and set-aside reports, from all `reports`.

    Args:
        reports: in any order.
        assigned: the stamp of the assignment, where the work begins.
        ended_at: when the task was ended other than by a report (cancelled, declined, pre-empted), or None.

    Returns:
        The fields `state`, `sea`, `stamps` and `set_aside` of the task's row. `state` is the furthest step reported,
        also for a task that was ended otherwise: the caller keeps that end.
    """
    state, sea = TaskState.ASSIGNED, None
    stamps: dict[str, Stamp] = {TaskState.ASSIGNED.value: assigned}
    aside: list[SetAside] = []
    for report in sorted(reports, key=_time_then_counter):
        ended = ended_at is not None and report["at"] > ended_at
        if not ended and report["state"] in (state, sea):
            continue  # said before: nothing new
        reason = AsideReason.AFTER_END if ended else _contradiction(report, state=state, sea=sea, reports=reports)
        if reason is not None:
            aside.append(_set_aside(report, reason))
            continue
        if report["after_end"]:
            aside.append(_set_aside(report, AsideReason.LATE))
        if report["state"] in SEA:
            sea = TaskState(report["state"])
            stamps[f"{state.value}.{sea.value}"] = _stamp(report)
        else:
            state, sea = TaskState(report["state"]), None
            stamps[state.value] = _stamp(report)
    return {"state": state, "sea": sea, "stamps": stamps, "set_aside": aside}


def _contradiction(
    report: Report, *, state: TaskState, sea: TaskState | None, reports: list[Report]
) -> AsideReason | None:
    if state is TaskState.CLEAR:
        return AsideReason.AFTER_END
    if report["state"] in SEA:
        return None if report["state"] in sea_steps(state, sea) else AsideReason.OUT_OF_ORDER
    if rank(report["state"]) < rank(state):
        return AsideReason.OUT_OF_ORDER
    return AsideReason.OVERRULED if not report["ordered"] and _overruled(report, reports) else None


def _overruled(report: Report, reports: list[Report]) -> bool:
    """Whether a person later ordered a step that this report is already past."""
    return any(
        order["ordered"]
        and order["at"] > report["at"]
        and order["state"] not in SEA
        and rank(order["state"]) < rank(report["state"])
        for order in reports
    )


def _time_then_counter(report: Report) -> tuple[str, int, str]:
    return report["at"], report["counter"] or 0, report["command_id"]


def _stamp(report: Report) -> Stamp:
    return {
        "at": report["at"],
        "source": report["source"],
        "by": report["by"],
        "command_id": report["command_id"],
    }


def _set_aside(report: Report, reason: AsideReason) -> SetAside:
    return {
        "command_id": report["command_id"],
        "state": report["state"],
        "at": report["at"],
        "source": report["source"],
        "by": report["by"],
        "reason": reason,
    }
