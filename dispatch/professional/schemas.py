"""What the professional line takes."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from dispatch.commands import CommandAnswer
from dispatch.crew.schemas import FromDevice
from dispatch.domain.words import Channel, Escort, IncidentKind, Priority, Stable
from dispatch.http.body import StrictBody
from dispatch.http.fields import Key, Line, Phone, Text
from dispatch.incidents.schemas import About, Where
from dispatch.vitals.schemas import VitalsGiven

Equipment = Literal["als", "aed", "oksigen", "persalinan"]


class FromCall(StrictBody):
    """The call by which it was told: one that is on the line already, or one that is recorded with the report."""

    call_id: UUID | None = None
    channel: Channel = Channel.PUSKESMAS
    phone: Phone | None = None


class ReportPatient(FromDevice, Where, About):
    """A health worker's report. `declared` is their word on the urgency; the machine may raise it and never lowers it.

    With `patient_id` it is about a patient of the open case `incident_id`; without, it opens a case under that id.
    `breathing` is told apart from the vital signs, because nobody counts where there is nothing to count. Without a
    place of its own the patient is at `from_facility_id`.
    """

    incident_id: UUID
    patient_id: UUID | None = None
    kind: Literal[IncidentKind.GAWAT_DARURAT, IncidentKind.RUJUKAN_ANTAR_FASKES] = IncidentKind.GAWAT_DARURAT
    call: FromCall | None = None
    from_facility_id: Key | None = None
    reporter: Line
    situation: Text
    background: Text | None = None
    assessment: Text | None = None
    recommendation: Text | None = None
    declared: Literal[Priority.MERAH, Priority.KUNING, Priority.HIJAU]
    carry: bool = True
    values: VitalsGiven = Field(default_factory=lambda: VitalsGiven.model_validate({}))
    confirmed: Annotated[list[Key], Field(max_length=20)] = Field(default_factory=list)
    breathing: bool | None = None
    escort: Annotated[list[Escort], Field(max_length=4)] = Field(default_factory=list)
    equipment: Annotated[list[Equipment], Field(max_length=4)] = Field(default_factory=list)
    equipment_note: Line | None = None
    stable: Stable
    hospital_id: Key | None = None
    accepting_doctor: Line | None = None

    @model_validator(mode="after")
    def _the_patient_is_somewhere(self) -> Self:
        if self.patient_id is not None:
            if self.model_fields_set & {*Where.model_fields, "kind"}:
                raise ValueError("an open case has its place and its kind")
            return self
        if self.from_facility_id is None and self.address is None and self.place is None:
            raise ValueError("from_facility_id, or where the patient is")
        if self.kind is IncidentKind.RUJUKAN_ANTAR_FASKES and self.from_facility_id is None:
            raise ValueError("a transfer begins at a facility")
        return self


class PatientReported(BaseModel):
    """What became of a report: `raised` says that what was measured is worse than what was declared.

    `attached` says that the case was open before.
    """

    incident_id: str
    code: str
    patient_id: str
    priority: Priority | None
    raised: bool
    attached: bool
    asks_gate: bool


class ReportAnswer(CommandAnswer):
    """The answer to a report: as any command's."""

    result: PatientReported  # type: ignore[assignment]  # the API document says which result this is
