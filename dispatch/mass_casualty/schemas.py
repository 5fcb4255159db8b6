"""What the mass-casualty endpoints take."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from dispatch.commands import CommandBody
from dispatch.crew.schemas import FromDevice, Spoken
from dispatch.domain.words import DisasterType, EmergencyService, Priority, SceneHazard, TagMethod
from dispatch.http.body import StrictBody
from dispatch.http.fields import Key, Line, Text
from triage.scores import Breathing

Count = Annotated[int, Field(ge=0, le=10_000)]
TagNumber = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,4}(-[A-Z0-9]{1,4})?$")]
"""What stands on a tag, such as A07: letters and figures that are read out over a radio."""


class Declare(FromDevice):
    reason: Text
    victims_told: Count | None = None


class StandDown(CommandBody):
    reason: Text


class TellVictims(CommandBody):
    """How many victims the caller speaks of."""

    count: Count


class NameSector(FromDevice):
    """`lead` is a role or a unit's name: no patient's."""

    sector_id: Key
    name: Annotated[Line, StringConstraints(max_length=40)]
    lead: Annotated[Line, StringConstraints(max_length=60)] | None = None


class ReportMethane(FromDevice):
    """The first report from the scene. What was not seen yet is left out, never guessed."""

    major: bool
    location: Line | None = None
    type: DisasterType
    hazards: Annotated[list[SceneHazard], Field(max_length=len(SceneHazard))] = Field(default_factory=list)
    access: Line | None = None
    casualties: Count | None = None
    services: Annotated[list[EmergencyService], Field(max_length=len(EmergencyService))] = Field(default_factory=list)


class Findings(StrictBody):
    """What was seen of a victim. None was not looked at, and is never taken as good.

    Attributes:
        rate_ok: breaths within the method's limits: at most 30 (START), 15 to 45 (JumpSTART) a minute.
        pulse: felt at the wrist, or the nail bed fills within 2 s; of a child also at the upper arm.
        obeys: follows an order; a child: alert, to voice, or with a fitting movement to pain.
    """

    walks: bool
    breathing: Breathing | None = None
    rate_ok: bool | None = None
    pulse: bool | None = None
    obeys: bool | None = None


class TagVictim(FromDevice):
    """A tag, or another colour for a victim that has one. `victim_id` is made by the device with the first tag."""

    victim_id: UUID
    patient_id: UUID | None = None
    number: TagNumber
    colour: Priority
    method: TagMethod = TagMethod.START
    findings: Findings | None = None
    source: Spoken | None = None


class PlaceVictim(FromDevice):
    sector_id: Key | None


class LoadVictim(FromDevice):
    """Aboard the unit of this task; without one, off again."""

    task_id: UUID | None


class DepartVictim(FromDevice):
    """Leaves by another vehicle than a unit of ours."""

    hospital_id: Key


class ArriveVictim(CommandBody):
    hospital_id: Key


class Destination(StrictBody):
    patient_id: UUID
    hospital_id: Key | None


class Distribute(CommandBody):
    """Who goes where, confirmed by a person."""

    destinations: Annotated[list[Destination], Field(min_length=1, max_length=500)]
