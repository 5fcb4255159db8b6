"""What every decision knows about the command that asks for it."""

from dataclasses import dataclass
from typing import Any

from dispatch.domain.event import SYSTEM, Event
from dispatch.domain.rows import Actor
from dispatch.domain.words import Source


@dataclass(frozen=True, slots=True)
class Command:
    """Who asks, when it happened, and by which way the word came.

    Attributes:
        id: made by the screen, the device, or derived for the system; unique in a stream.
        at: corrected time of what happened.
        raw_at: what the device's clock said, where a device spoke.
        is_report: a crew's word from the road, which is accepted however late it comes.
    """

    id: str
    actor: Actor
    at: str
    on_behalf: Source = Source.SCREEN
    raw_at: str | None = None
    is_report: bool = False

    @property
    def by_system(self) -> bool:
        return self.actor["id"] == SYSTEM["id"]

    def event(self, type_: str, *subjects: str, **data: Any) -> Event:
        """An event of this command about `subjects`, the first being what it happened to."""
        return Event(
            type=type_,
            subjects=subjects,
            occurred_at=self.at,
            actor=self.actor,
            data=data,
            on_behalf=self.on_behalf,
            raw_at=self.raw_at,
            command_id=self.id,
        )
