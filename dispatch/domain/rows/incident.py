"""A case: where it is, how bad, what was said and done."""

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from dispatch.domain.response import HeldTargets
from dispatch.domain.rows.call import DoctorOnLine
from dispatch.domain.rows.mass_casualty import MassCasualty
from dispatch.domain.rows.shared import SEALED, Actor, Instant, Place, SealedText
from dispatch.domain.words import Disposition, FragileReason, IncidentKind, IncidentState, Outcome, Priority, Transport


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
