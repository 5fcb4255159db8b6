"""What the review endpoints take and give."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from dispatch.commands import CommandBody
from dispatch.domain.rows import Actor, ReviewRow
from dispatch.domain.words import Channel, DrawMethod, DrawReason, Outcome, Priority, ReviewCriterion
from dispatch.http.body import StrictBody
from dispatch.http.fields import Text

AIMED: tuple[DrawReason, ...] = tuple(reason for reason in DrawReason if reason is not DrawReason.ACAK)
RECOGNISED_WITHIN_S = 90.0
"""From the ring to a recognised arrest: AHA 2017/2020, telephone CPR. For every other MERAH an assumption of ours."""
MOST_DRAWN = 200


class Draw(CommandBody):
    """Draw cases that were closed within the last days: by chance so many of each operator, or all of a kind."""

    method: DrawMethod
    days: Annotated[int, Field(ge=1, le=92)] = 7
    per_operator: Annotated[int, Field(ge=1, le=20)] = 3
    reasons: Annotated[list[DrawReason], Field(min_length=1, max_length=len(AIMED))] = Field(
        default_factory=lambda: list(AIMED)
    )
    recognised_within_s: Annotated[float, Field(ge=10, le=3600)] = RECOGNISED_WITHIN_S

    @model_validator(mode="after")
    def _chance_is_no_aim(self) -> Self:
        if DrawReason.ACAK in self.reasons:
            raise PydanticCustomError("draw_reason", "Chance is a method, not a reason to aim at")
        return self


class Scored(StrictBody):
    """Points for one criterion, None where it does not apply; whatever is not full says why."""

    points: Literal[0, 1, 2] | None
    note: Text | None = None

    @model_validator(mode="after")
    def _less_says_why(self) -> Self:
        if self.points != 2 and self.note is None:
            raise PydanticCustomError("score_note", "Points below 2, and what does not apply, take a note")
        return self


class Score(CommandBody):
    """A case's review, every criterion of it. Once given it is amended, with a reason."""

    scores: dict[ReviewCriterion, Scored]
    comment: Text | None = None
    amended_because: Text | None = None

    @model_validator(mode="after")
    def _every_criterion(self) -> Self:
        if set(self.scores) != set(ReviewCriterion):
            raise PydanticCustomError("score_criteria", "Every criterion is scored, or said not to apply")
        return self


class Complain(CommandBody):
    channel: Channel
    text: Text


class RevealReview(CommandBody):
    """Read what was noted about a case and why it was decided otherwise. The log keeps who looked, and why."""

    reason: Text


class OperatorDrawn(BaseModel):
    operator_id: str
    cases: int
    drawn: int


class DrawDone(BaseModel):
    """What a draw gave: the cases, of how many, and how many were left for another."""

    draw_id: str
    drawn: dict[str, list[DrawReason]]
    population: list[OperatorDrawn]
    left_off: int


class OverrideDocument(BaseModel):
    """One decision against the machine's. `reason` is behind a veil where it speaks of a patient; a tag needs none.

    `before` is the colour it was, or for a victim's tag the one START proposed.
    """

    kind: Literal["warna_diturunkan", "warna_dinaikkan", "unit_lain"]
    incident_id: str
    incident_code: str
    at: str
    by: Actor
    before: Priority | None
    after: Priority | None
    unit_name: str | None
    reason: str | None
    sealed: bool
    priority: Priority | None
    outcome: Outcome | None


class ResponseTimesDocument(BaseModel):
    """Cases of one colour in one zone, held against one version of the targets.

    `reached` are those that a unit came to, `within` those in time; the percentiles are of the reached. `zone` is null
    where nobody knew where it was: such a case is held against the land target.
    """

    version: str
    priority: Priority
    zone: Literal["darat", "laut"] | None
    target_s: float
    verified: bool
    cases: int
    reached: int
    within: int
    p50_s: float | None
    p90_s: float | None


class WeekDocument(BaseModel):
    """One operator's week. Without a mean there are too few cases to say anything."""

    operator: Actor
    monday: date
    cases: int
    mean_percent: float | None


class TrendsDocument(BaseModel):
    rule: str
    least_cases: int
    weeks: list[WeekDocument]


class RevealedReview(BaseModel):
    """A case's review and overrides, opened."""

    review: ReviewRow | None
    overrides: list[OverrideDocument]
