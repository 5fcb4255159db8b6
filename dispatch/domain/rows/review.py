"""Quality reviews and complaints."""

from typing_extensions import TypedDict

from dispatch.domain.rows.shared import Actor, Instant, SealedText
from dispatch.domain.words import Channel, DrawMethod, DrawReason


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
