"""What the reading endpoints take, and the shape of the live messages for the screens' types."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from cities import profile
from cities.targets import ResponseTargets
from dispatch.commands import CommandBody
from dispatch.crossing import BoatAdviceDocument
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
    closure: list[rows.ClosureRow]
    capacity: list[rows.CapacityRow]


class Position(BaseModel):
    """Where a unit was last seen, and when."""

    unit_id: str
    lat: float
    lon: float
    accuracy_m: float | None
    speed_kmh: float | None
    heading_deg: float | None
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


class Revealed(BaseModel):
    """The row behind the mask, of the kind that was asked for."""

    row: dict[str, Any]


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


class RouteDocument(BaseModel):
    """A way with its shape; coordinates are (lon, lat)."""

    duration_s: float
    length_m: float
    coordinates: list[tuple[float, float]]
    legs: list[dict[str, Any]]
    kind: str
    note_code: str | None
    schematic: bool
    boat_advice: BoatAdviceDocument | None


class PscMark(BaseModel):
    """Which PSC this is, and the stream that tells of it."""

    key: str
    name: str
    training: bool
    stream: str


class NetworkInUse(BaseModel):
    """The roads that times are counted over. `hash` changes with them."""

    label: str
    schematic: bool
    hash: str
    attribution: str


class CityDocument(BaseModel):
    """The city as screens draw and name it. `bbox` is west, south, east, north; `outline` is GeoJSON."""

    id: str
    name: str
    zone: str
    region_code: str
    bbox: tuple[float, float, float, float]
    hotlines: list[profile.Hotline]
    channels: list[profile.Channel]
    kelurahan: list[profile.Kelurahan]
    facilities: list[profile.Facility]
    piers: list[profile.Pier]
    boat_legs: list[profile.BoatLeg]
    response_targets: list[ResponseTargets]
    units: list[profile.Unit]
    deadlines: profile.Deadlines
    mass_casualty: profile.MassCasualtyRules
    outline: dict[str, Any]
    areas_approximate: bool
    psc: PscMark
    network: NetworkInUse
