"""A promise with a time."""

from typing_extensions import TypedDict

from dispatch.domain.rows.shared import Instant
from dispatch.domain.words import DeadlineKind


class DeadlineRow(TypedDict):
    """A promise with a time. Set and cleared with the change that makes and keeps it."""

    id: str
    kind: DeadlineKind
    subject_id: str
    due_at: Instant
