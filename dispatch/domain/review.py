"""Quality review of closed cases: drawn, complained of, scored. A review is appended to, never replaced."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.refusal import Refused
from dispatch.domain.review_scoring import RULE, total_percent
from dispatch.domain.rows import CriterionScore, ReviewedCase, Row
from dispatch.domain.words import Channel, DrawMethod, DrawReason, IncidentState


def review_id(incident_id: str) -> str:
    """The id of a case's review: its own, so that what is said of colleagues is not in the log of the case."""
    return str(uuid5(NAMESPACE_URL, f"review/{incident_id}"))


def reviewed_case(incident: Row) -> ReviewedCase:
    """What a review keeps of its case. The operator is who opened it: who took the call."""
    return {
        "incident_id": incident["id"],
        "incident_code": incident["code"],
        "operator": incident["opened_by"],
        "taken_at": incident["opened_at"],
        "key_id": incident["key_id"],
    }


def draw(
    board: Board,
    command: Command,
    *,
    method: DrawMethod,
    drawn: Mapping[str, Sequence[DrawReason]],
    **how: Any,
) -> list[Event]:
    """Keep which cases were drawn, each with why, and how: an empty draw is kept as well.

    Args:
        drawn: reasons by incident id.
        how: everything that is needed to draw the same again.
    """
    made = command.event("review.draw_made", command.id, method=method, **how)
    return [
        made,
        *(
            command.event(
                "review.drawn",
                review_id(incident_id),
                case=reviewed_case(_expect_closed(board, incident_id)),
                draw_id=command.id,
                method=method,
                reasons=sorted(reasons),
            )
            for incident_id, reasons in drawn.items()
        ),
    ]


def score(
    board: Board,
    command: Command,
    *,
    incident_id: str,
    scores: Mapping[str, CriterionScore],
    comment: str | None,
    amended_because: str | None,
) -> list[Event]:
    """Score a closed case. One review a reviewer; saying it again amends it and takes a reason."""
    incident = _expect_closed(board, incident_id)
    if incident["opened_by"]["id"] == command.actor["id"]:
        raise Refused("review_own_case", incident["state"])
    row = board.find("review", review_id(incident_id))
    reviewers = [review["reviewer"]["id"] for review in row["reviews"]] if row else []
    if command.actor["id"] in reviewers and amended_because is None:
        raise Refused("review_amend_reason", incident["state"], ("amended_because",))
    return [
        command.event(
            "review.scored",
            review_id(incident_id),
            case=reviewed_case(incident),
            rule=RULE,
            scores=dict(scores),
            total_percent=total_percent(given["points"] for given in scores.values()),
            comment=comment,
            amended_because=amended_because,
        )
    ]


def complain(board: Board, command: Command, *, incident_id: str, channel: Channel, text: str) -> list[Event]:
    """Keep a complaint about a case, open or closed."""
    incident = board.get("incident", incident_id)
    case = reviewed_case(incident)
    return [command.event("review.complaint_received", review_id(incident_id), case=case, channel=channel, text=text)]


def _expect_closed(board: Board, incident_id: str) -> Row:
    incident = board.get("incident", incident_id)
    if incident["state"] != IncidentState.CLOSED:
        raise Refused("review_case_open", incident["state"], ("close",))
    return incident
