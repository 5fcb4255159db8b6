"""Why a command of a person is refused: what the state is, and what would be possible."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Refused(Exception):  # noqa: N818 - a decision, not a fault
    """A command that the present state does not allow.

    Attributes:
        code: stable word for catalogues and programs, e.g. `unit_busy`.
        current: the state that stands in the way.
        allowed: states or commands that are possible instead.
        facts: what the person needs to know besides, e.g. who holds the unit since when.
    """

    code: str
    current: str | None = None
    allowed: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code} (now: {self.current}, allowed: {', '.join(self.allowed) or '-'})"


@dataclass(slots=True)
class Missing(Exception):  # noqa: N818
    """A row that was asked for by id does not exist in this stream."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind} {self.id} does not exist"
