"""Ways out: what a channel is, and the one that goes nowhere."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

log = structlog.get_logger()

SINK_KEEPS = 100


class DeliveryFailed(Exception):  # noqa: N818
    """A message could not be handed over.

    Args:
        reason: a short code for the table and the screen, without anything personal, e.g. `twilio_503`.
        for_good: no later try can succeed, e.g. a number that does not exist.
    """

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message, opened to be delivered. `payload` is personal: it is not shown by `repr`, and not logged."""

    id: str
    stream: str
    channel: str
    payload: dict[str, Any] = field(repr=False)


class Channel(Protocol):
    """Hands messages over to one outside service."""

    async def deliver(self, message: Outgoing) -> None:
        """Hand `message` over; it may come a second time when a process died after the first.

        Raises:
            DeliveryFailed: it was not taken.
        """


class LocalSink:
    """Goes nowhere: says in the log that there was a message, and keeps the last ones in memory to be looked at.

    Practice has only this channel, and so has an installation without an account at a provider.
    """

    def __init__(self) -> None:
        self.messages: deque[Outgoing] = deque(maxlen=SINK_KEEPS)

    async def deliver(self, message: Outgoing) -> None:
        self.messages.append(message)
        log.info("outbox.sunk", id=message.id, stream=message.stream, channel=message.channel)
