"""A patient: tag, vital signs, report, colour."""

from typing import Annotated, Any, NotRequired

from typing_extensions import TypedDict

from dispatch.domain.rows.incident import TriageSummary
from dispatch.domain.rows.shared import SEALED, Actor, Instant, SealedText
from dispatch.domain.words import Escort, Grade, HeldReason, Outcome, Priority, Source, Stable, TagMethod, Whereabouts


class TagReport(TypedDict):
    """One word about a victim's colour, as it came in. The tag's colour is folded from all of them."""

    command_id: str
    at: Instant
    counter: int | None
    by: Actor
    source: Source
    colour: Priority
    method: TagMethod
    proposed: Priority | None
    findings: Annotated[dict[str, Any] | None, SEALED]
    reason: SealedText
    grade: Grade | None
    on_scene: bool


class HeldTag(TypedDict):
    """A colour that was asked for and not given: it waits for somebody who may give it."""

    colour: Priority
    reason: HeldReason
    at: Instant
    by: Actor


class Tag(TypedDict):
    """A victim's tag. `victim_id` is what the device called them; `before` the colour from before the first tag."""

    number: str
    victim_id: str
    before: Priority | None
    tagged_at: Instant
    tagged_by: Actor
    held: HeldTag | None
    reports: list[TagReport]


class ScoreFound(TypedDict):
    """A score over vital signs: `low` to `high` where items are missing, one total where none is."""

    name: str
    total: int | None
    low: int
    high: int
    band: str | None
    raises_to: Priority | None
    missing: list[str]
    source: str
    needs_signature: bool


class RaiseFound(TypedDict):
    """One reason for a colour: what was found, and the rule that says so."""

    priority: Priority
    reason: str
    source: str


class VitalFindings(TypedDict):
    """What vital signs say: every reason for a colour, worst first, and every score that is valid for the patient."""

    raises: list[RaiseFound]
    scores: list[ScoreFound]


class VitalsTaken(TypedDict):
    """One set of vital signs. `raises_to` is the colour they ask for, `raised` whether they changed the patient's.

    They do not where the colour was as bad already, and where a person gave a lower one after they were taken.
    """

    id: str
    at: Instant
    by: Actor
    source: Source
    values: Annotated[dict[str, float | str | bool] | None, SEALED]
    findings: Annotated[VitalFindings | None, SEALED]
    confirmed: list[str]
    raises_to: Priority | None
    raised: bool


class SbarWords(TypedDict):
    """A health worker's report in their words: situation, background, assessment, recommendation."""

    situation: str
    background: str | None
    assessment: str | None
    recommendation: str | None
    reporter: str
    accepting_doctor: str | None
    equipment_note: str | None


class SbarReport(TypedDict):
    """A health worker's report of a patient.

    `raises_to` is what the vital signs ask for; `asks_gate` says that the patient is not conscious or does not breathe.
    `equipment` are words of the capability vocabulary; `hospital_id` is the hospital that accepted.
    """

    id: str
    at: Instant
    by: Actor
    words: Annotated[SbarWords | None, SEALED]
    declared: Priority
    raises_to: Priority | None
    asks_gate: bool
    from_facility_id: str | None
    hospital_id: str | None
    escort: list[Escort]
    equipment: list[str]
    stable: Stable


class AdvisedBefore(TypedDict):
    """A case in which advice was given, from whose caller another call comes. `closed_at`: since when advice holds."""

    incident_id: str
    code: str
    closed_at: Instant


class PatientRow(TypedDict):
    id: str
    incident_id: str
    number: int
    name: SealedText
    age_years: Annotated[float | None, SEALED]
    sex: Annotated[str | None, SEALED]
    pregnant: Annotated[bool | None, SEALED]
    priority: Priority | None
    gate: Annotated[dict[str, str] | None, SEALED]
    answers: Annotated[dict[str, str] | None, SEALED]
    triage: TriageSummary | None
    tag: Tag | None
    sector_id: str | None
    hospital_id: str | None
    carried_by: str | None
    whereabouts: Whereabouts
    moved_at: Instant | None
    vitals: list[VitalsTaken]
    sbar: SbarReport | None
    sbar_before: NotRequired[list[SbarReport]]
    called_again: NotRequired[AdvisedBefore | None]
    lowered_at: Instant | None
    outcome: Outcome | None
    key_id: str
