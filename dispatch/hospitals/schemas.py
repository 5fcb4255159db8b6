"""What the handover endpoints take."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from dispatch.commands import CommandBody
from dispatch.domain.words import Source
from dispatch.http.fields import Key, Line, Moment, Text


class Announce(CommandBody):
    task_id: UUID
    patient_id: UUID | None = None
    hospital_id: Key
    summary: Text | None = None
    eta_at: Moment | None = None


class Redirect(CommandBody):
    """A doctor says where instead, and why; that hospital has accepted."""

    doctor: Line
    reason: Line
    redirected_to: Key


Places = Annotated[int, Field(ge=0, le=500)]


class Capacity(CommandBody):
    """How many victims of each colour can come from now on; those on their way are part of it."""

    merah: Places
    kuning: Places
    hijau: Places
    note: Line | None = None
    source: Literal[Source.RADIO, Source.TELEPHONE, Source.WHATSAPP] | None = None
