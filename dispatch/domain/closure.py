"""A closure of streets or boat legs: made for now or for later, changed, reopened; its borders pass by themselves."""

from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import Extent, Row
from dispatch.domain.words import ClosureKind, ClosureReason, ClosureSource, ClosureStatus

AT_SEA = frozenset(
    (ClosureReason.GELOMBANG, ClosureReason.CUACA, ClosureReason.PASANG_SURUT, ClosureReason.LAIN),
)
ON_LAND = frozenset(ClosureReason) - AT_SEA | {ClosureReason.LAIN}


def close(
    board: Board,
    command: Command,
    *,
    closure_id: str,
    kind: ClosureKind,
    reason: ClosureReason,
    note: str | None,
    source: ClosureSource,
    shape: dict[str, object] | None,
    street: str | None,
    extent: Extent,
    from_at: str | None,
    until_at: str | None,
) -> list[Event]:
    """Close what `extent` says, from `from_at` (None is now). What it cuts off is no hindrance, but is said.

    Raises:
        Refused: it exists, it would close nothing, it would be over before it begins, or the reason is not of its kind.
    """
    if board.find("closure", closure_id) is not None:
        raise Refused("closure_exists")
    if reason not in (ON_LAND if kind is ClosureKind.JALAN else AT_SEA):
        raise Refused("closure_reason", facts={"reason_given": reason})
    if not extent["edges"] and not extent["boat_legs"]:
        raise Refused("closure_empty")
    begins = from_at or command.at
    _expect_future_end(command, begins, until_at)
    return [
        command.event(
            "closure.made",
            closure_id,
            kind=kind,
            reason=reason,
            note=note,
            source=source,
            shape=shape,
            street=street,
            from_at=begins,
            until_at=until_at,
            **extent,
        )
    ]


def change_end(
    board: Board, command: Command, *, closure_id: str, until_at: str | None, reason: str | None
) -> list[Event]:
    """Let it end earlier or later than was said, or (None) only when somebody reopens."""
    closure = _expect_open(board, command, closure_id)
    if until_at == closure["until_at"]:
        return []
    _expect_future_end(command, closure["from_at"], until_at)
    return [command.event("closure.end_changed", closure_id, until_at=until_at, reason=reason)]


def reopen(board: Board, command: Command, *, closure_id: str, reason: str | None) -> list[Event]:
    """Open it now; one that has not begun never does."""
    _expect_open(board, command, closure_id)
    return [command.event("closure.reopened", closure_id, reason=reason)]


def border_passed(board: Board, command: Command, *, closure_id: str) -> list[Event]:
    """Its begin has come; or, once it has begun, its end. The router needs no telling: boards and log do."""
    closure = board.get("closure", closure_id)
    if closure["status"] == ClosureStatus.PLANNED:
        return [command.event("closure.began", closure_id)]
    if closure["status"] == ClosureStatus.ACTIVE:
        return [command.event("closure.ended", closure_id)]
    return []


def settle(board: Board, command: Command, *, closure_id: str, extent: Extent) -> list[Event]:
    """Say what it closes on other roads than those it was made on."""
    closure = board.get("closure", closure_id)
    if closure["status"] == ClosureStatus.ENDED or closure["network_hash"] == extent["network_hash"]:
        return []
    return [command.event("closure.settled", closure_id, **extent)]


def _expect_open(board: Board, command: Command, closure_id: str) -> Row:
    closure = board.get("closure", closure_id)
    # Its end may have passed a moment ago, before anybody said so.
    over = closure["until_at"] is not None and closure["until_at"] <= command.at
    if closure["status"] == ClosureStatus.ENDED or over:
        raise Refused("closure_ended", ClosureStatus.ENDED, ("close",))
    return closure


def _expect_future_end(command: Command, from_at: str, until_at: str | None) -> None:
    if until_at is not None and until_at <= max(from_at, command.at):
        raise Refused("closure_over", facts={"from_at": from_at, "until_at": until_at})
