"""The one projector: what an event makes of the rows. It serves tables, verification, live screens and replay."""

from collections.abc import Callable

from dispatch.domain.board import Board
from dispatch.domain.event import Event
from dispatch.domain.projection import (
    calls,
    closures,
    handovers,
    incidents,
    mass_casualties,
    patients,
    protocols,
    reviews,
    tasks,
    units,
    victims,
)

# Every kind that the log rebuilds and `events verify` compares.
PROJECTED_KINDS = (
    "call",
    "incident",
    "patient",
    "task",
    "unit",
    "person",
    "seat",
    "handover",
    "deadline",
    "closure",
    "capacity",
    "review",
    "protocol",
)
# What stands beside the log: telemetry, sessions, messages on their way, keys and stored answers.
NOT_PROJECTED = (
    "position",
    "last_position",
    "session",
    "outbox",
    "subject_key",
    "command",
    "stream_change",
    "numbering",
    "deadline_claim",
    "decision",
    "protocol_content",
)

Handler = Callable[[Board, Event], None]

HANDLERS: dict[str, Handler] = {
    **calls.HANDLERS,
    **incidents.HANDLERS,
    **patients.HANDLERS,
    **tasks.HANDLERS,
    **units.HANDLERS,
    **handovers.HANDLERS,
    **closures.HANDLERS,
    **victims.HANDLERS,
    **mass_casualties.HANDLERS,
    **reviews.HANDLERS,
    **protocols.HANDLERS,
    # Marks without a row: who looked, and that a subject was forgotten.
    "subject.revealed": lambda _board, _event: None,
    "subject.key_destroyed": lambda _board, _event: None,
}


def project(board: Board, event: Event) -> None:
    """Change `board` as `event` says. An unknown type is a fault of the program, not of the data, and raises."""
    HANDLERS[event.type](board, event)
