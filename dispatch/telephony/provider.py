"""What a telephony provider does for us. Audio never passes through here: it stays on desk phones and with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cities.profile import OperatorLine


class ProviderFailed(Exception):  # noqa: N818
    """The provider did not do what it was asked.

    Args:
        reason: a short code without anything personal.
        refused: the provider is there, but would not: the line has ended, say.
    """

    def __init__(self, reason: str, *, refused: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Leg:
    """One caller's line at a provider.

    Attributes:
        psc: key of the PSC whose call it is.
        leg_id: the provider's id; None where there is no line of theirs (walk-in, radio, practice).
    """

    psc: str
    call_id: str
    leg_id: str | None


class Provider(Protocol):
    """The things an operator's screen can make happen to a line. Each raises `ProviderFailed`."""

    name: str

    async def answer(self, leg: Leg) -> None:
        """An operator took the call on screen."""

    async def hold(self, leg: Leg) -> None:
        """Let the caller wait."""

    async def transfer(self, leg: Leg, to: Sequence[str]) -> None:
        """Ring these numbers (E.164) at once; whoever picks up first has the caller."""

    async def originate(self, to: str, line: OperatorLine) -> str:
        """Ring an operator's line, then connect it to `to` (E.164). Returns the id of the new leg."""
