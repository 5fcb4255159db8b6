"""One unit's work on a case."""

from typing import NotRequired

from typing_extensions import TypedDict

from dispatch.domain.rows.shared import Actor, Instant
from dispatch.domain.words import (
    AmbulanceReason,
    AsideReason,
    Grade,
    Outcome,
    Source,
    TaskKind,
    TaskState,
    TransportReason,
)


class Stamp(TypedDict):
    """When a step of a task happened, and who said so."""

    at: Instant
    source: Source
    by: Actor
    command_id: str


class Report(TypedDict):
    """One word from the road, as it came in. The task's state and stamps are folded from all of them."""

    command_id: str
    state: TaskState
    at: Instant
    raw_at: Instant
    counter: int | None
    source: Source
    by: Actor
    ordered: bool
    after_end: bool


class SetAside(TypedDict):
    """A report that contradicts the order of time or a person's later decision: kept, shown, not applied."""

    command_id: str
    state: TaskState
    at: Instant
    source: Source
    by: Actor
    reason: AsideReason


class Eta(TypedDict):
    """Turnout plus travel, as seen when the unit was chosen."""

    turnout_s: float
    travel_s: float
    low_s: float
    high_s: float
    kind: str
    from_post: bool


class CrewMember(TypedDict):
    person_id: str
    name: str
    grade: Grade | None


class AmbulanceClock(TypedDict):
    """When the ambulance is offered: one that is named as next, if the team is not there; one that a crew asks for."""

    due_at: Instant
    reason: AmbulanceReason
    arrive_by: Instant
    offered_at: Instant | None


class TransportAsked(TypedDict):
    """A crew asked for an ambulance to carry the patient."""

    at: Instant
    by: Actor
    reason: TransportReason


class TaskRow(TypedDict):
    id: str
    incident_id: str
    unit_id: str
    unit_name: str
    kind: TaskKind
    state: TaskState
    sea: TaskState | None
    active: bool
    crew: list[CrewMember]
    reports: list[Report]
    stamps: dict[str, Stamp]
    set_aside: list[SetAside]
    assigned_at: Instant
    assigned_by: Actor
    undo_until: Instant
    eta: Eta | None
    recommended: bool
    override_reason: str | None
    decision_id: str | None
    ack_due_at: Instant
    ack_overdue: bool
    ambulance: NotRequired[AmbulanceClock | None]
    transport_asked: NotRequired[TransportAsked]
    destination_id: str | None
    ended_reason: str | None
    ended_at: Instant | None
    cancel_acknowledged_at: Instant | None
    outcome: Outcome | None
