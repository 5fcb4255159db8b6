"""What the reading endpoints take, and the shape of the live messages for the screens' types."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from dispatch.commands import CommandBody
from dispatch.domain import rows
from dispatch.http.fields import Text


class Reveal(CommandBody):
    """Look behind a mask: what, and why. The log keeps both, and who."""

    kind: Literal["call", "incident", "patient", "handover"]
    id: UUID
    reason: Text


class Forget(CommandBody):
    """Destroy the key of somebody's words, for good. The log keeps who did it, and why."""

    reason: Text


class BoardRows(BaseModel):
    """Every row a screen holds of one stream."""

    call: list[rows.CallRow]
    incident: list[rows.IncidentRow]
    patient: list[rows.PatientRow]
    task: list[rows.TaskRow]
    unit: list[rows.UnitRow]
    person: list[rows.PersonRow]
    handover: list[rows.HandoverRow]


class Position(BaseModel):
    """Where a unit was last seen, and when."""

    unit_id: str
    lat: float
    lon: float
    accuracy_m: float | None
    speed_kmh: float | None
    at: str
    source: str


class Snapshot(BaseModel):
    """The whole board as one viewer sees it."""

    type: Literal["snapshot"]
    stream: str
    epoch: str
    seq: int
    rows: BoardRows
    positions: list[Position]
    server_time: str


class Case(BaseModel):
    incident: rows.IncidentRow
    patients: list[rows.PatientRow]
    tasks: list[rows.TaskRow]
    handovers: list[rows.HandoverRow]
    calls: list[rows.CallRow]


class EventDocument(BaseModel):
    seq: int
    type: str
    subject_ids: list[str]
    at: str
    recorded_at: str
    raw_at: str | None
    actor: rows.Actor
    on_behalf: str
    summary: dict[str, Any]


class PlaceHitDocument(BaseModel):
    kind: str
    id: str
    name: str
    lat: float
    lon: float
    kelurahan_code: str | None
    verified: bool
    score: float


class RouteDocument(BaseModel):
    """A way with its shape; coordinates are (lon, lat)."""

    duration_s: float
    length_m: float
    coordinates: list[tuple[float, float]]
    legs: list[dict[str, Any]]
    kind: str
    note_code: str | None
    schematic: bool
