"""The shapes of what the incident endpoints answer, for the API document and the screens' types."""

from typing import Literal

from pydantic import BaseModel

from dispatch.crossing import BoatAdviceDocument, SeaDocument
from dispatch.domain.rows import TriageSummary
from dispatch.domain.words import Disposition, Priority, Transport
from dispatch.policy.codes import Exclusion, NearerCode, ReasonCode, Role


class ReasonDocument(BaseModel):
    code: ReasonCode
    seconds: float | None
    capabilities: list[str]
    incident: str | None


class ExclusionDocument(BaseModel):
    code: Exclusion
    capabilities: list[str]
    incident: str | None


class NearerDocument(BaseModel):
    """A nearer unit that was not chosen, and why."""

    unit_id: str
    code: Exclusion | NearerCode
    seconds: float | None
    capabilities: list[str]
    incident: str | None


class BusyDocument(BaseModel):
    incident_code: str
    since: str
    by: str


class PositionAge(BaseModel):
    age_s: float | None
    from_post: bool


class CandidateDocument(BaseModel):
    """One line of the list of who can go. ETA = turnout + travel, both shown."""

    unit_id: str
    name: str
    kind: str
    facility_id: str
    verified: bool
    role: Role | None
    eta_s: float | None
    eta_low_s: float | None
    eta_high_s: float | None
    turnout_s: float
    travel_s: float | None
    kind_of_travel: Literal["jalan", "jalan_laut", "garis_lurus", "skematik"]
    sea: SeaDocument | None
    proposed: bool
    selectable: bool
    reasons: list[ReasonDocument]
    exclusions: list[ExclusionDocument]
    why_not_nearer: list[NearerDocument]
    busy: BusyDocument | None
    position: PositionAge


class RoleNeeded(BaseModel):
    role: Role
    required: bool
    next: bool


class NeedsDocument(BaseModel):
    capabilities: list[str]
    transport: Transport | None
    roles: list[RoleNeeded]


class NetworkMark(BaseModel):
    label: str
    schematic: bool


class ShortfallDocument(BaseModel):
    """A capability nobody free has, and whom to ask for it, in order."""

    capability: str
    next_best: list[str]


class RecommendationDocument(BaseModel):
    """Who can go, with reasons. `boat_advice` is that of the first in the list for whom a boat has to be called."""

    incident_id: str
    at: str
    needs: NeedsDocument
    network: NetworkMark
    ranked: list[CandidateDocument]
    proposal: list[str]
    next_unit_id: str | None
    shortfalls: list[ShortfallDocument]
    boat_advice: BoatAdviceDocument | None


class AssessmentDocument(BaseModel):
    """What the protocol makes of the answers so far."""

    priority: Priority | None
    disposition: Disposition | None
    transport: Transport | None
    determinants: list[str]
    capabilities: list[str]
    destination_needs: list[str]
    safety_needs: list[str]
    lifting_needs: list[str]
    alerts: list[str]
    instructions: list[str]
    force_card: str | None
    suggested_card: str | None
    dispatch_now: bool
    next_gate_question: str | None
    ask_gate_again: bool
    ask_pregnancy: bool
    next_question: str | None
    complete: bool
    resuscitation_script: str | None
    category: dict[str, str] | None
    icd10_suggestion: str | None


class TriageResult(BaseModel):
    priority: Priority | None
    triage: TriageSummary
    patient_id: str


class SuggestionDocument(BaseModel):
    """What a caller's words may mean: a card, or, with none, the gate to be asked again. `heard` led there."""

    card: str | None
    heard: str
    perlu_tanda_tangan: bool
