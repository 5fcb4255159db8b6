"""What the incidents endpoints take."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from dispatch.commands import CommandBody
from dispatch.domain.words import IncidentKind, Outcome, PlaceKind, Priority
from dispatch.http.body import StrictBody
from dispatch.http.fields import Key, Lat, Line, Lon, Text

Answers = Annotated[dict[Key, Key], Field(max_length=60)]
Age = Annotated[float, Field(ge=0, le=130)]


Version = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A protocol version, by its hash."""


class PlaceGiven(StrictBody):
    """A pin, and how it was found."""

    kind: PlaceKind
    lat: Lat | None = None
    lon: Lon | None = None
    radius_m: Annotated[float, Field(ge=0, le=50_000)] | None = None
    source: Key

    @model_validator(mode="after")
    def _a_pin_has_both_coordinates(self) -> Self:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon go together")
        if self.lat is None and self.kind is not PlaceKind.UNKNOWN:
            raise ValueError("a known place has coordinates")
        return self


class Where(StrictBody):
    """Where it is, in the caller's words and on the map. Only what is given is set."""

    address: Line | None = None
    patokan: Line | None = None
    place: PlaceGiven | None = None
    kelurahan_code: Key | None = None


class OpenIncident(CommandBody, Where):
    incident_id: UUID
    call_id: UUID | None = None
    kind: IncidentKind = IncidentKind.GAWAT_DARURAT
    complaint_text: Text | None = None


class SetPlace(CommandBody, Where):
    """A correction; it reaches the crew."""


class Describe(CommandBody):
    complaint_text: Text


class AddNote(CommandBody):
    text: Text


class About(StrictBody):
    """What is known of a patient."""

    name: Line | None = None
    age_years: Age | None = None
    sex: Literal["L", "P"] | None = None
    pregnant: bool | None = None


class DescribePatient(CommandBody, About):
    patient_id: UUID


class Evaluate(StrictBody):
    """Answers to be judged without storing anything."""

    gate: Answers = Field(default_factory=dict)
    card: Key | None = None
    answers: Answers = Field(default_factory=dict)
    age_years: Age | None = None
    sex: Literal["L", "P"] | None = None
    pregnant: bool | None = None
    protocol_version: Version | None = None


class Told(StrictBody):
    """What a caller said happened, in their words."""

    text: Text


class Triage(CommandBody, About):
    """All answers so far; the server judges them by the protocol and keeps them."""

    patient_id: UUID | None = None
    gate: Answers
    card: Key | None = None
    answers: Answers = Field(default_factory=dict)
    protocol_version: Version | None = None


class Lower(CommandBody):
    patient_id: UUID
    priority: Priority
    reason: Text


class Resuscitation(CommandBody):
    """One of the two clocks of telephone CPR; the time is `occurred_at`."""

    event: Literal["recognised", "first_compression"]
    script: Key | None = None


class Dispatch(CommandBody):
    """Send these units, all or none."""

    unit_ids: Annotated[list[Key], Field(min_length=1, max_length=20)]
    override_reason: Text | None = None

    @model_validator(mode="after")
    def _each_unit_once(self) -> Self:
        if len(set(self.unit_ids)) != len(self.unit_ids):
            raise ValueError("each unit once")
        return self


class CloseIncident(CommandBody):
    outcome: Outcome
    note: Text | None = None


class Reopen(CommandBody):
    reason: Text
