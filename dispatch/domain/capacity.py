"""What a hospital says it can still take, by colour, and how old that word is."""

from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import Event


def announce(
    _board: Board, command: Command, *, hospital_id: str, merah: int, kuning: int, hijau: int, note: str | None
) -> list[Event]:
    """Tell how many victims of each colour can come from now on; those on their way there are part of it."""
    return [
        command.event("hospital.capacity_announced", hospital_id, merah=merah, kuning=kuning, hijau=hijau, note=note)
    ]
