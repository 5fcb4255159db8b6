"""What is left to people who practise: the units and hospitals at whose screens somebody sits just now."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from psc119.demo.board import LiveBoard


class Practising:
    """The parts of one PSC, by id of unit or hospital, that their actors keep their hands off for now."""

    def __init__(self, board: LiveBoard) -> None:
        self._board = board
        self._held: Counter[str] = Counter()

    def holds(self, part: str) -> bool:
        """Whether a person acts for this unit or hospital now."""
        return self._held[part] > 0

    @contextmanager
    def leave_to_person(self, part: str) -> Iterator[None]:
        """Keep the actors' hands off for the length of the block."""
        self._held[part] += 1
        self._board.nudge()
        try:
            yield
        finally:
            self._held[part] -= 1
            self._board.nudge()
