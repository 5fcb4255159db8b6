"""What the units endpoints take and give."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from dispatch.commands import CommandBody
from dispatch.domain.words import Duty
from dispatch.http.body import StrictBody
from dispatch.http.fields import Key, Lat, Line, Lon, Moment


class SetDuty(CommandBody):
    duty: Duty
    reason: Line | None = None
    crew: Annotated[list[Key], Field(max_length=12)] | None = None


class FixGiven(StrictBody):
    unit_id: Key
    lat: Lat
    lon: Lon
    accuracy_m: Annotated[float, Field(ge=0, le=100_000)] | None = None
    speed_kmh: Annotated[float, Field(ge=0, le=1_000)] | None = None
    heading_deg: Annotated[float, Field(ge=0, le=360)] | None = None
    at: Moment
    source: Literal["gps", "jaringan", "manual", "simulasi"] = "gps"


class Positions(StrictBody):
    fixes: Annotated[list[FixGiven], Field(min_length=1, max_length=500)]


class Stored(BaseModel):
    """How many positions were taken."""

    stored: int
