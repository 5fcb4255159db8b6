"""What hospitals are told and what they can take."""

from typing_extensions import TypedDict

from dispatch.domain.rows.shared import Actor, Instant, SealedText
from dispatch.domain.words import HandoverState, Priority


class CapacityRow(TypedDict):
    """What a hospital said it can take from then on, by colour. Its id is the hospital's."""

    id: str
    merah: int
    kuning: int
    hijau: int
    note: str | None
    at: Instant
    by: Actor


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
