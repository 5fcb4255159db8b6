"""What the calls endpoints take and give."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from dispatch.commands import CommandBody
from dispatch.domain.words import CallbackOutcome, CallDisposition, CallState, Channel, Priority
from dispatch.http.fields import Key, Line, Phone, Text


class Ring(CommandBody):
    """A call comes in. `answered`: it is on my line already (radio, walk-in, a call I made)."""

    call_id: UUID | None = None
    channel: Channel
    phone: Phone | None = None
    caller_name: Line | None = None
    answered: bool = False
    direction: Literal["masuk", "keluar"] = "masuk"


class HandOver(CommandBody):
    to_account_id: Key


class CloseCall(CommandBody):
    disposition: CallDisposition
    note: Text | None = None


class CallBack(CommandBody):
    outcome: CallbackOutcome
    give_up: bool = False
    note: Text | None = None


class Link(CommandBody):
    incident_id: UUID


class DoctorJoins(CommandBody):
    """A doctor comes on the line: whoever sends this where they are a doctor, else the one named, by telephone."""

    name: Line | None = None


class Sms(CommandBody):
    """A short message to the caller, e.g. what to do until help comes."""

    text: Line


class ChooseLanguage(CommandBody):
    """The language of the script, by its code in the protocol version that the case began with, or the one in use."""

    language: Key
    protocol_version: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class EarlierCall(BaseModel):
    """A call from the same number, and what became of it."""

    id: str
    rang_at: str
    state: CallState
    disposition: CallDisposition | None
    incident_id: str | None
    incident_code: str | None
    priority: Priority | None


class CallerHistory(BaseModel):
    """Newest first."""

    calls: list[EarlierCall]


class Colleague(BaseModel):
    """An operator at a screen now. `on_line`: how many callers they are speaking with or keep on hold."""

    id: str
    name: str
    on_line: int
