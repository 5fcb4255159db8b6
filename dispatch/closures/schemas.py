"""What the closures endpoints take and give."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from dispatch.closures.extent import MAX_EDGES
from dispatch.commands import CommandBody
from dispatch.domain.rows import CutOff
from dispatch.domain.words import ClosureKind, ClosureReason
from dispatch.http.body import StrictBody
from dispatch.http.fields import Key, Line, Moment

MAX_CORNERS = 1_000
DECIMALS = 7
"""About a centimetre."""


def _degrees(value: float) -> float:
    return round(value, DECIMALS) + 0.0  # never minus zero, which a database does not keep


Degrees = Annotated[float, Field(ge=-180, le=180), AfterValidator(_degrees)]
Position = Annotated[list[Degrees], Field(min_length=2, max_length=2)]
Ring = Annotated[list[Position], Field(min_length=4, max_length=MAX_CORNERS)]


class Area(StrictBody):
    """A drawn area as GeoJSON: rings of longitude and latitude, each closed by its first corner."""

    type: Literal["Polygon"]
    coordinates: Annotated[list[Ring], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _rings_are_closed(self) -> Self:
        if any(ring[0] != ring[-1] for ring in self.coordinates):
            raise PydanticCustomError("ring_open", "The last corner of a ring is its first")
        return self


class WhatCloses(StrictBody):
    """What is to be closed, and when.

    Streets (`jalan`): a drawn area, or a street by name (within an area where one is given), or edges of the network
    with this hash. Crossings (`kapal`): ids of boat legs. `from_at` null is now, `until_at` null has no end yet.
    """

    kind: ClosureKind
    shape: Area | None = None
    street: Line | None = None
    edges: Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=1, max_length=MAX_EDGES)] | None = None
    network_hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    boat_legs: Annotated[list[Key], Field(max_length=100)] = Field(default_factory=list)
    from_at: Moment | None = None
    until_at: Moment | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.kind is ClosureKind.KAPAL:
            fits = bool(self.boat_legs) and self.shape is None and self.street is None and self.edges is None
        elif self.edges is not None:
            fits = self.network_hash is not None and not (self.shape or self.street or self.boat_legs)
        else:
            fits = (self.shape is not None or self.street is not None) and not self.boat_legs
        if not fits:
            raise PydanticCustomError("closure_form", "Give an area, a street, edges with their network, or boat legs")
        return self

    def drawn(self) -> dict[str, Any] | None:
        """The drawn area as plain GeoJSON."""
        return None if self.shape is None else self.shape.model_dump(mode="json")


class Close(CommandBody, WhatCloses):
    """Close it. Nothing personal belongs in `note`: all staff of the PSC read it."""

    reason: ClosureReason
    note: Line | None = None


class ChangeEnd(CommandBody):
    """Another end; null: it stays closed until somebody reopens it."""

    until_at: Moment | None
    reason: Line | None = None


class Reopen(CommandBody):
    reason: Line | None = None


class EtaRange(BaseModel):
    duration_s: float
    low_s: float
    high_s: float


class EtaChange(BaseModel):
    """One unit's time to one open case without and with the closure; null where no open way leads there."""

    unit_id: str
    incident_id: str
    before: EtaRange | None
    after: EtaRange | None


class MultiLine(BaseModel):
    type: Literal["MultiLineString"]
    coordinates: list[list[tuple[float, float]]]


class ClosureEffect(BaseModel):
    """What a closure closes, what it cuts off, and whose times it changes. `warning` says the cut off in words."""

    edges: list[int]
    network_hash: str
    boat_legs: list[str]
    lines: MultiLine | None
    length_m: float
    streets: list[str]
    cuts_off: list[CutOff]
    warning: str | None
    eta_changes: list[EtaChange]
    at: str


class Closed(ClosureEffect):
    closure_id: str


class ClosedAnswer(BaseModel):
    """The answer to a closing command: as any command's, with what the closure changed."""

    command_id: str
    seq: int
    result: Closed
