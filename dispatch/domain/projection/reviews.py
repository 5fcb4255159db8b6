"""What events make of review rows: one a case, made by whatever comes first."""

from typing import Any

from dispatch.domain.board import Board
from dispatch.domain.event import Event


def _drawn(board: Board, event: Event) -> None:
    data = event.data
    drawing = {"draw_id": data["draw_id"], "at": event.occurred_at, "by": event.actor}
    _append(board, event, "drawn", {**drawing, "method": data["method"], "reasons": data["reasons"]})


def _complaint_received(board: Board, event: Event) -> None:
    complaint = {"id": event.command_id, "at": event.occurred_at, "by": event.actor}
    _append(board, event, "complaints", {**complaint, "channel": event.data["channel"], "text": event.data["text"]})


def _scored(board: Board, event: Event) -> None:
    said = {name: value for name, value in event.data.items() if name != "case"}
    version = {"command_id": event.command_id, "at": event.occurred_at, **said}
    reviews = _row(board, event)["reviews"]
    mine = [review for review in reviews if review["reviewer"]["id"] == event.actor["id"]]
    others = [review for review in reviews if review["reviewer"]["id"] != event.actor["id"]]
    versions = [*(mine[0]["versions"] if mine else []), version]
    board.update("review", event.subjects[0], reviews=[*others, {"reviewer": event.actor, "versions": versions}])


def _append(board: Board, event: Event, name: str, entry: dict[str, Any]) -> None:
    row = _row(board, event)
    board.update("review", row["id"], **{name: [*row[name], entry]})


def _row(board: Board, event: Event) -> dict[str, Any]:
    id_ = event.subjects[0]
    if board.find("review", id_) is None:
        board.put("review", id_, {"id": id_, **event.data["case"], "drawn": [], "complaints": [], "reviews": []})
    return board.get("review", id_)


HANDLERS = {
    "review.drawn": _drawn,
    "review.scored": _scored,
    "review.complaint_received": _complaint_received,
    # How a draw was made: for checking it, no row.
    "review.draw_made": lambda _board, _event: None,
}
