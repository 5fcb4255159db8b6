"""The rows that tables keep and screens show: one shape for both.

In the tables every field marked `Sealed` holds ciphertext (see `dispatch.store.sealing`); a viewer receives it opened,
masked, or as the mark of an erased subject. The domain copies sealed values verbatim and never looks inside.
Times are ISO 8601 in UTC with a trailing `Z`.
"""

from typing import Annotated, Any, NotRequired

from typing_extensions import TypedDict

from dispatch.domain.response import HeldTargets
from dispatch.domain.words import (
    AmbulanceReason,
    AsideReason,
    CallbackOutcome,
    CallDisposition,
    CallState,
    Channel,
    ClosureKind,
    ClosureReason,
    ClosureSource,
    ClosureStatus,
    DeadlineKind,
    DisasterType,
    Disposition,
    DrawMethod,
    DrawReason,
    Duty,
    EmergencyService,
    Escort,
    FragileReason,
    Grade,
    HandoverState,
    HeldReason,
    IncidentKind,
    IncidentState,
    Outcome,
    PlaceKind,
    Priority,
    ProtocolOrigin,
    SceneHazard,
    Source,
    Stable,
    TagMethod,
    TaskKind,
    TaskState,
    Transport,
    TransportReason,
    Whereabouts,
)

Instant = Annotated[str, "ISO 8601, UTC"]
SEALED = "sealed"

SealedText = Annotated[str | None, SEALED]
Row = dict[str, Any]


class Actor(TypedDict):
    """Who did it: an account, a device, or the system."""

    id: str
    name: str


class Place(TypedDict):
    """Where: a pin and how it was found. `radius_m` is the uncertainty of an estimate."""

    kind: PlaceKind
    lat: float | None
    lon: float | None
    radius_m: float | None
    source: str


class CallbackAttempt(TypedDict):
    at: Instant
    by: Actor
    outcome: CallbackOutcome


class Callback(TypedDict):
    """The promise to call an unanswered caller back: open until somebody reached them or gave up with a reason."""

    open: bool
    due_at: Instant
    overdue: bool
    attempts: list[CallbackAttempt]


class SpokenIn(TypedDict):
    """The language a caller is spoken to in. `perlu_tanda_tangan`: no native speaker had signed its words."""

    code: str
    name: str
    name_en: str
    perlu_tanda_tangan: bool


class DoctorSaid(TypedDict):
    """Who the doctor on the line is. `account_id` is None for one who is reached by telephone."""

    name: str
    account_id: str | None


class DoctorOnLine(DoctorSaid):
    """A doctor who joined a call, since when, and who said so. Counts as clinical authority while the call lasts."""

    at: Instant
    by: Actor


class CallRow(TypedDict):
    """A call. `language` is there once somebody chose one; until then it is Indonesian."""

    id: str
    state: CallState
    channel: Channel
    direction: str
    phone: SealedText
    phone_hmac: str | None
    caller_name: SealedText
    rang_at: Instant
    answered_at: Instant | None
    closed_at: Instant | None
    operator: Actor | None
    disposition: CallDisposition | None
    note: SealedText
    incident_id: str | None
    callback: Callback | None
    doctor: NotRequired[DoctorOnLine | None]
    provider: str
    leg_id: str | None
    key_id: str
    language: NotRequired[SpokenIn]


class Note(TypedDict):
    id: str
    at: Instant
    by: Actor
    text: SealedText


class TriageSummary(TypedDict):
    """What the protocol made of the answers; the answers themselves are sealed on the patient.

    `transport` is not in the events of protocols that did not tell it apart from the colour. `card` is the one that
    decided, `card_asked` the one whose answers these are: a gate may force another. `unasked` names the questions of
    `card` that apply and have no answer; it is not in events from before it was told.
    """

    protocol_version: str
    signed: bool
    card: str | None
    card_asked: NotRequired[str | None]
    priority: Priority | None
    determinants: list[str]
    disposition: Disposition | None
    transport: NotRequired[Transport | None]
    capabilities: list[str]
    destination_needs: list[str]
    safety_needs: list[str]
    lifting_needs: list[str]
    alerts: list[str]
    instructions: list[str]
    resuscitation_script: str | None
    complete: bool
    unasked: NotRequired[list[str]]
    at: Instant
    by: Actor


class Resuscitation(TypedDict):
    """Telephone CPR: the two clocks that count, from the ring."""

    script: str
    recognised_at: Instant
    first_compression_at: Instant | None


class DangerSignRead(TypedDict):
    """A danger sign as it was read to the caller and said back."""

    id: str
    say: str


class GoTo(TypedDict):
    """A place to go to: how long it takes, when it opens where it is shut on arrival, and when it shuts then.

    `opens_at` is None where it is open on arrival, `closes_at` None where it never shuts.
    """

    facility_id: str
    name: str
    travel_s: float | None
    opens_at: Instant | None
    closes_at: Instant | None
    verified: bool


class AdviceGiven(TypedDict):
    """What a caller was told instead of sending somebody. `doctor` was on the line then.

    `holds` until the colour gets worse or the case is taken up again.
    """

    holds: bool

    at: Instant
    by: Actor
    priority: Priority
    danger_signs: list[DangerSignRead]
    go_to: GoTo
    emergency: GoTo | None
    fragile: list[FragileReason]
    callback_due_at: Instant
    call_id: str
    doctor: DoctorOnLine | None


class ColourCounts(TypedDict):
    """Victims by the colour of their tag; `belum` has none yet."""

    merah: int
    kuning: int
    hijau: int
    hitam: int
    belum: int


class HospitalCounts(TypedDict):
    """The victims meant for one hospital, by colour: still at the scene, on the way, arrived."""

    at_scene: ColourCounts
    on_the_way: ColourCounts
    arrived: ColourCounts


class VictimCounts(TypedDict):
    """Every patient of an incident counted once by colour and once by place."""

    total: int
    colours: ColourCounts
    at_scene: int
    on_the_way: int
    arrived: int
    hospitals: dict[str, HospitalCounts]


class Sector(TypedDict):
    """A part of the scene. `lead` is a role or a unit, no patient."""

    id: str
    name: str
    lead: str | None


class Methane(TypedDict):
    """The first-on-scene report: Major incident, Exact location, Type, Hazards, Access, Number, Emergency services."""

    major: bool
    location: SealedText
    type: DisasterType
    hazards: list[SceneHazard]
    access: SealedText
    casualties: int | None
    services: list[EmergencyService]
    at: Instant
    by: Actor


class MassCasualty(TypedDict):
    """What an incident with many victims has beside the others; counts and reports also before it is declared."""

    active: bool
    declared_at: Instant | None
    declared_by: Actor | None
    reason: SealedText
    stood_down_at: Instant | None
    stood_down_by: Actor | None
    stood_down_reason: SealedText
    victims_told: int | None
    sectors: list[Sector]
    methane: Methane | None
    counts: VictimCounts


class IncidentRow(TypedDict):
    id: str
    number: int
    code: str
    kind: IncidentKind
    state: IncidentState
    priority: Priority | None
    disposition: Disposition | None
    merah_at: Instant | None
    opened_at: Instant
    opened_by: Actor
    closed_at: Instant | None
    outcome: Outcome | None
    address: SealedText
    patokan: SealedText
    place: Annotated[Place | None, SEALED]
    place_revision: int
    kelurahan_code: str | None
    complaint_text: SealedText
    triage: TriageSummary | None
    resuscitation: Resuscitation | None
    mass_casualty: MassCasualty | None
    notes: list[Note]
    call_ids: list[str]
    patient_ids: list[str]
    task_ids: list[str]
    active_task_ids: list[str]
    handover_ids: list[str]
    ambulance_offered_at: NotRequired[Instant | None]
    targets: NotRequired[HeldTargets]
    advice: NotRequired[AdviceGiven | None]
    key_id: str


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


class CapacityRow(TypedDict):
    """What a hospital said it can take from then on, by colour. Its id is the hospital's."""

    id: str
    merah: int
    kuning: int
    hijau: int
    note: str | None
    at: Instant
    by: Actor


class Stamp(TypedDict):
    """When a step of a task happened, and who said so."""

    at: Instant
    source: Source
    by: Actor
    command_id: str


class Report(TypedDict):
    """One word from the road, as it came in. The task's state and stamps are folded from all of them."""

    command_id: str
    state: TaskState
    at: Instant
    raw_at: Instant
    counter: int | None
    source: Source
    by: Actor
    ordered: bool
    after_end: bool


class SetAside(TypedDict):
    """A report that contradicts the order of time or a person's later decision: kept, shown, not applied."""

    command_id: str
    state: TaskState
    at: Instant
    source: Source
    by: Actor
    reason: AsideReason


class Eta(TypedDict):
    """Turnout plus travel, as seen when the unit was chosen."""

    turnout_s: float
    travel_s: float
    low_s: float
    high_s: float
    kind: str
    from_post: bool


class CrewMember(TypedDict):
    person_id: str
    name: str
    grade: Grade | None


class AmbulanceClock(TypedDict):
    """When the ambulance is offered: one that is named as next, if the team is not there; one that a crew asks for."""

    due_at: Instant
    reason: AmbulanceReason
    arrive_by: Instant
    offered_at: Instant | None


class TransportAsked(TypedDict):
    """A crew asked for an ambulance to carry the patient."""

    at: Instant
    by: Actor
    reason: TransportReason


class TaskRow(TypedDict):
    id: str
    incident_id: str
    unit_id: str
    unit_name: str
    kind: TaskKind
    state: TaskState
    sea: TaskState | None
    active: bool
    crew: list[CrewMember]
    reports: list[Report]
    stamps: dict[str, Stamp]
    set_aside: list[SetAside]
    assigned_at: Instant
    assigned_by: Actor
    undo_until: Instant
    eta: Eta | None
    recommended: bool
    override_reason: str | None
    decision_id: str | None
    ack_due_at: Instant
    ack_overdue: bool
    ambulance: NotRequired[AmbulanceClock | None]
    transport_asked: NotRequired[TransportAsked]
    destination_id: str | None
    ended_reason: str | None
    ended_at: Instant | None
    cancel_acknowledged_at: Instant | None
    outcome: Outcome | None


class UnitRow(TypedDict):
    id: str
    name: str
    kind: str
    mode: str
    facility_id: str
    capabilities: list[str]
    verified: bool
    note: str | None
    duty: Duty
    duty_reason: str | None
    duty_since: Instant
    duty_by: Actor
    crew: list[CrewMember]
    task_id: str | None
    incident_id: str | None
    incident_code: str | None
    busy_since: Instant | None
    busy_by: Actor | None


class PersonRow(TypedDict):
    id: str
    name: str
    grade: Grade | None
    facility_id: str
    skills: list[str]


class SeatRow(TypedDict):
    """One person in one task; the database allows one active seat a person."""

    id: str
    task_id: str
    person_id: str
    active: bool


class HandoverRow(TypedDict):
    id: str
    incident_id: str
    incident_code: str
    patient_id: str
    task_id: str
    unit_name: str
    hospital_id: str
    state: HandoverState
    priority: Priority | None
    needs: list[str]
    summary: SealedText
    announced_at: Instant
    announced_by: Actor
    eta_at: Instant | None
    answer_due_at: Instant
    answered_at: Instant | None
    answered_by: Actor | None
    doctor: str | None
    reason: str | None
    redirected_to: str | None
    redirect_acknowledged_at: Instant | None
    arrived_at: Instant | None
    offloaded_at: Instant | None
    acknowledged_at: Instant | None
    acknowledged_by: Actor | None
    key_id: str


class CutOff(TypedDict):
    """A place that no open way joins to the rest any more."""

    kind: str
    id: str
    name: str


class Extent(TypedDict):
    """What a closure closes on the roads of one network.

    `lines` is a GeoJSON MultiLineString of the closed edges: what is left of them on other roads. `unmatched` says
    that the roads now in use have nothing there, so that the closure stands and closes nothing.
    """

    edges: list[int]
    network_hash: str
    boat_legs: list[str]
    lines: dict[str, Any] | None
    length_m: float
    streets: list[str]
    cuts_off: list[CutOff]
    unmatched: bool


class ClosureRow(TypedDict):
    """Streets or boat legs that cannot be used, from `from_at` until `until_at`; without one, until somebody reopens.

    Nothing personal belongs in `note`: all staff of the PSC read it. `shape` is GeoJSON as it was drawn.
    """

    id: str
    kind: ClosureKind
    reason: ClosureReason
    note: str | None
    source: ClosureSource
    shape: dict[str, Any] | None
    street: str | None
    edges: list[int]
    network_hash: str
    boat_legs: list[str]
    lines: dict[str, Any] | None
    length_m: float
    streets: list[str]
    cuts_off: list[CutOff]
    unmatched: bool
    from_at: Instant
    until_at: Instant | None
    status: ClosureStatus
    made_at: Instant
    by: Actor
    changed_at: Instant | None
    changed_by: Actor | None
    change_reason: str | None
    ended_at: Instant | None
    ended_by: Actor | None
    end_reason: str | None


class ReviewedCase(TypedDict):
    """The case a review is about, as it was when it was first drawn, scored or complained of."""

    incident_id: str
    incident_code: str
    operator: Actor
    taken_at: Instant
    key_id: str


class CriterionScore(TypedDict):
    """0 to 2 points, or None where it does not apply to this call."""

    points: int | None
    note: SealedText


class ReviewVersion(TypedDict):
    """One saying of one reviewer. `total_percent` is None where nothing applied; `rule` names how it was counted."""

    command_id: str
    at: Instant
    rule: str
    scores: dict[str, CriterionScore]
    total_percent: float | None
    comment: SealedText
    amended_because: SealedText


class CaseReview(TypedDict):
    """One reviewer's review of one case; the last version counts, the others stay."""

    reviewer: Actor
    versions: list[ReviewVersion]


class Drawing(TypedDict):
    draw_id: str
    at: Instant
    by: Actor
    method: DrawMethod
    reasons: list[DrawReason]


class Complaint(TypedDict):
    """What somebody said was wrong with how a case was handled."""

    id: str
    at: Instant
    by: Actor
    channel: Channel
    text: SealedText


class ReviewRow(ReviewedCase):
    id: str
    drawn: list[Drawing]
    complaints: list[Complaint]
    reviews: list[CaseReview]


class ProtocolCheck(TypedDict):
    """One property of a protocol over all its parts."""

    property_id: str
    title: str
    methods: list[str]
    parts: int
    cases: int
    violations: int


class Said(TypedDict):
    """A sentence in both languages."""

    id: str
    en: str


class CaseOtherwise(TypedDict):
    """A worked case that comes out otherwise than its source expects, or a group of them that cannot be read.

    `in_words` says the faults in both languages; it is not in what the verifier found earlier.
    """

    where: str
    shows: str
    faults: list[str]
    in_words: NotRequired[list[Said]]


class Verification(TypedDict):
    """What the verifier found. `unproven` are the parts for which only the form of the rules was checked.

    `in_words` says the violations in both languages; it is not in what was found earlier.
    """

    cards: int
    scripts: int
    answer_sets: int
    seconds: float
    solver: bool
    checks: list[ProtocolCheck]
    violations: list[str]
    in_words: NotRequired[list[Said]]
    unproven: list[str]
    cases_run: int
    cases_otherwise: list[CaseOtherwise]
    at: Instant
    by: Actor


class ProtocolSignature(TypedDict):
    """Who signed which version, and how many worked cases were accepted to come out otherwise, why.

    `password_confirmed` is not in signatures of before the password was asked again.
    """

    at: Instant
    by: Actor
    cases_accepted: int
    reason: str | None
    password_confirmed: NotRequired[bool]


class ProtocolUse(TypedDict):
    from_at: Instant
    by: Actor
    until_at: Instant | None


class ProtocolRow(TypedDict):
    """One protocol version; its content stands apart under the same hash and never changes."""

    id: str
    title: str
    title_en: str
    cards: int
    origin: ProtocolOrigin
    made_from: str | None
    file_name: str | None
    drafted_at: Instant
    drafted_by: Actor
    verification: Verification | None
    signature: ProtocolSignature | None
    in_use: bool
    used: list[ProtocolUse]


class DeadlineRow(TypedDict):
    """A promise with a time. Set and cleared with the change that makes and keeps it."""

    id: str
    kind: DeadlineKind
    subject_id: str
    due_at: Instant
