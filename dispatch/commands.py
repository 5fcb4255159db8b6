"""From a request to a command: who, when, by which way, and an id that makes it happen once."""

from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from pydantic import BaseModel

from dispatch.core import Core, Psc
from dispatch.domain.command import Command
from dispatch.domain.rows import Actor
from dispatch.domain.time import instant
from dispatch.domain.words import Source
from dispatch.http import problems
from dispatch.http.body import StrictBody
from dispatch.http.fields import Moment
from dispatch.store.ledger import Answer, CommandReused, Decide, TooContended

EARLIEST = timedelta(days=2)


class Person(Protocol):
    """Whoever acts: an account's id and name are what the log keeps."""

    @property
    def account_id(self) -> str: ...
    @property
    def name(self) -> str: ...


class CommandBody(StrictBody):
    """Every command's body: the id its sender made, and when it happened if that was before now."""

    command_id: UUID
    occurred_at: Moment | None = None

    def asked(self) -> dict[str, Any]:
        """What was asked, without the id it was asked under: the ground of the fingerprint."""
        return self.model_dump(mode="json", exclude={"command_id"})


class CommandAnswer(BaseModel):
    """What every command answers: the place in the log from which screens show it, and the result."""

    command_id: str
    seq: int
    result: dict[str, Any]


ANSWER: dict[int | str, dict[str, Any]] = {200: {"model": CommandAnswer}}
"""For the API document; answers are made as they are, without a second validation."""


def actor_of(person: Person) -> Actor:
    return {"id": person.account_id, "name": person.name}


def command_of(
    core: Core,
    person: Person,
    body: CommandBody,
    *,
    source: Source = Source.SCREEN,
    sent_at: datetime | None = None,
    is_report: bool = False,
) -> Command:
    """The command that `body` asks for.

    A device's clock may be wrong: where it says when it sent (`sent_at`), what it says happened is moved by the same
    error. Nothing happens after now, and nothing reaches further back than `EARLIEST`.
    """
    now = core.clock()
    happened = body.occurred_at or now
    corrected = happened + (now - sent_at) if sent_at is not None else happened
    corrected = max(min(corrected, now), now - EARLIEST)
    return Command(
        id=str(body.command_id),
        actor=actor_of(person),
        at=instant(corrected),
        on_behalf=source,
        raw_at=instant(happened) if body.occurred_at is not None else None,
        is_report=is_report,
    )


async def run(core: Core, psc: Psc, command: Command, body: Any, decide: Decide) -> Answer:
    """Run a command; what the ledger raises about ids and contention becomes a problem for the caller."""
    try:
        return await core.ledger.run(psc.stream, command, body, decide)
    except CommandReused as error:
        raise problems.CommandReused from error
    except TooContended as error:
        raise problems.Contended from error
