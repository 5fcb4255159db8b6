"""What routing's addresses take and give. Coordinates in answers are longitude and latitude, as in GeoJSON."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

import routing
from dispatch.crossing import BoatAdviceDocument
from dispatch.http.body import StrictBody
from dispatch.http.fields import Moment
from routing.travel.steps import Turn

MOST_PLACES = 200
DAY_S = 86_400

Coordinate = tuple[float, float]


class StepDocument(BaseModel):
    """Along one street; "" has no name."""

    street: str
    length_m: float
    turn: Turn


class PierDocument(BaseModel):
    id: str
    name: str
    lat: float
    lon: float


class CrossingDocument(BaseModel):
    """One crossing of a way with its times in their order; `blocked_by` is what the wait is for.

    A boat of one's own has no `id`, and sails from a place without one.
    """

    id: str
    origin: PierDocument
    destination: PierDocument
    wait_s: float
    filling_s: float
    boarding_s: float
    sailing_s: float
    kind: routing.BoatKind
    blocked_by: routing.BoatCode | None


class LegDocument(BaseModel):
    """One part of a way, by one means: a road profile, `laut` or `garis_lurus`."""

    means: str
    duration_s: float
    length_m: float
    coordinates: list[Coordinate]
    steps: list[StepDocument]
    sea: CrossingDocument | None


class WayDocument(BaseModel):
    """A way. `duration_s` is the middle of its range; `kind` and `note_code` say what it stands on."""

    duration_s: float
    low_s: float
    high_s: float
    length_m: float
    kind: routing.TravelKind
    note_code: routing.NoteCode | None
    schematic: bool
    boat_advice: BoatAdviceDocument | None
    coordinates: list[Coordinate]
    legs: list[LegDocument]


class Ways(BaseModel):
    """The quickest way first."""

    routes: list[WayDocument]
    at: str
    metric: str


class UnitWay(WayDocument):
    """The way a unit has before it, from where it was last seen: its remaining time is `duration_s`."""

    task_id: str
    unit_id: str
    state: str
    eta_low_s: float
    eta_high_s: float
    position_age_s: float | None
    from_post: bool


class PlaceAsked(StrictBody):
    lat: float
    lon: float


class SourceAsked(PlaceAsked):
    mode: routing.Mode = routing.Mode.AMBULANS


class AskMatrix(StrictBody):
    sources: Annotated[list[SourceAsked], Field(min_length=1, max_length=MOST_PLACES)]
    targets: Annotated[list[PlaceAsked], Field(min_length=1, max_length=MOST_PLACES)]
    at: Moment | None = None
    lights: bool = True


class MatrixDocument(BaseModel):
    """Per source, per target: seconds, and what they stand on; null where a routing server answers and does not say."""

    duration_s: list[list[float]]
    kind: list[list[routing.TravelKind]] | None
    at: str
    metric: str


class AreaFeature(BaseModel):
    type: Literal["Feature"]
    properties: dict[str, Any]
    geometry: dict[str, Any]


class Band(BaseModel):
    """What is reached within a limit; null: nothing."""

    limit_s: float
    area: AreaFeature | None


class IsochroneDocument(BaseModel):
    """How far somebody comes, and what that holds for. `position_age_s` is of a unit's last fix."""

    bands: list[Band]
    lat: float
    lon: float
    mode: routing.Mode
    lights: bool
    at: str
    schematic: bool
    position_age_s: float | None
    from_post: bool


class FirstDocument(BaseModel):
    """Who is first at the middle of a zone, turnout counted."""

    unit_id: str
    arrival_s: float
    kind: routing.TravelKind


class ZoneDocument(BaseModel):
    """One kelurahan. `share` is of the length of its roads; null where too little of it is mapped to say."""

    code: str
    name: str
    share: float | None
    mapped_share: float
    people: float | None
    people_reached: float | None
    first: FirstDocument | None


class ReachDocument(BaseModel):
    """What units reach together, turnout counted. People are an estimate, and null where they are not known."""

    limit_s: float
    area: AreaFeature | None
    area_km2: float
    people: float | None
    people_reached: float | None
    zones: list[ZoneDocument]
    unit_ids: list[str]
    lights: bool
    at: str
    schematic: bool


class SnapDocument(BaseModel):
    """The road that a position is on, null where it is off the network; and where that is, in words.

    `estimate`: something of the address is approximate, unverified, or not the position's own road.
    """

    edge: int | None
    network_hash: str
    street: str | None
    distance_m: float | None
    lat: float | None
    lon: float | None
    kelurahan: str | None
    address: str
    estimate: bool
