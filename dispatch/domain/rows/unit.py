"""Units and the people on them."""

from typing_extensions import TypedDict

from dispatch.domain.rows.shared import Actor, Instant
from dispatch.domain.rows.task import CrewMember
from dispatch.domain.words import Duty, Grade


class UnitRow(TypedDict):
    id: str
    name: str
    kind: str
    mode: str
    facility_id: str
    capabilities: list[str]
    verified: bool
    note: str | None
    duty: Duty
    duty_reason: str | None
    duty_since: Instant
    duty_by: Actor
    crew: list[CrewMember]
    task_id: str | None
    incident_id: str | None
    incident_code: str | None
    busy_since: Instant | None
    busy_by: Actor | None


class PersonRow(TypedDict):
    id: str
    name: str
    grade: Grade | None
    facility_id: str
    skills: list[str]


class SeatRow(TypedDict):
    """One person in one task; the database allows one active seat a person."""

    id: str
    task_id: str
    person_id: str
    active: bool
