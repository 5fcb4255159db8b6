"""What the handover endpoints take."""

from uuid import UUID

from dispatch.commands import CommandBody
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
