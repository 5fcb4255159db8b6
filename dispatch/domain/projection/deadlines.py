"""Deadlines as rows: set and cleared by the events that make and keep the promise."""

from dispatch.domain.board import Board
from dispatch.domain.words import DeadlineKind


def set_deadline(board: Board, kind: DeadlineKind, subject_id: str, due_at: str) -> None:
    id_ = deadline_id(kind, subject_id)
    board.put("deadline", id_, {"id": id_, "kind": kind, "subject_id": subject_id, "due_at": due_at})


def clear_deadline(board: Board, kind: DeadlineKind, subject_id: str) -> None:
    id_ = deadline_id(kind, subject_id)
    if board.find("deadline", id_) is not None:
        board.drop("deadline", id_)


def deadline_id(kind: DeadlineKind, subject_id: str) -> str:
    """One promise of a kind for a subject."""
    return f"{kind}:{subject_id}"
