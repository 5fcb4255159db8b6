"""A call and the promise to return it."""

from typing import NotRequired

from typing_extensions import TypedDict

from dispatch.domain.rows.shared import Actor, Instant, SealedText
from dispatch.domain.words import CallbackOutcome, CallDisposition, CallState, Channel


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
