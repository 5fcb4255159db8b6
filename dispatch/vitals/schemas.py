"""What the vital-sign endpoints take and give."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from dispatch.crew.schemas import FromDevice, Spoken
from dispatch.domain.rows import VitalFindings
from dispatch.domain.words import Priority
from dispatch.http.body import StrictBody
from dispatch.http.fields import Key
from triage.scores import Consciousness


class VitalsGiven(StrictBody):
    """One set of vital signs, only what was measured. Ranges are judged by `triage.scores`, and told in words.

    Temperature in °C, pressure in mmHg, sugar in mg/dl, oxygen in %, refill of the capillaries in seconds, breaths and
    pulse a minute.
    """

    respiratory_rate: float | None = None
    spo2_pct: float | None = None
    on_oxygen: bool | None = None
    systolic_mmhg: float | None = None
    diastolic_mmhg: float | None = None
    pulse: float | None = None
    temperature_c: float | None = None
    consciousness: Consciousness | None = None
    capillary_refill_s: float | None = None
    glucose_mg_dl: float | None = None
    gcs_eye: int | None = None
    gcs_verbal: int | None = None
    gcs_motor: int | None = None


class TakeVitals(FromDevice):
    """Vital signs of a patient. `confirmed` names values that are most unusual and right all the same."""

    values: VitalsGiven
    confirmed: Annotated[list[Key], Field(max_length=20)] = Field(default_factory=list)
    source: Spoken | None = None


class JudgeVitals(StrictBody):
    """Vital signs to be judged without storing anything."""

    values: VitalsGiven
    age_years: Annotated[float, Field(ge=0, le=130)] | None = None
    sex: Literal["L", "P"] | None = None
    pregnant: bool | None = None
    card: Key | None = None


class VitalsJudged(BaseModel):
    """What vital signs say, and which of them are to be confirmed."""

    raises_to: Priority | None
    findings: VitalFindings
    to_confirm: list[str]


class ValueLimits(BaseModel):
    """Outside `possible` a value is refused; outside `usual` it is asked again."""

    possible: tuple[float, float]
    usual: tuple[float, float]
