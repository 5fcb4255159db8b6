"""A provider's word about its lines, as commands of the system with ids derived from the line: once, however often."""

from uuid import NAMESPACE_URL, uuid5

from pydantic_core import PydanticCustomError

from dispatch.calls import service as calls
from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.domain import call
from dispatch.domain.command import Command
from dispatch.domain.event import SYSTEM
from dispatch.domain.time import instant
from dispatch.domain.words import CallState, Channel, Source
from dispatch.http.fields import phone_number
from dispatch.store.ledger import Decision
from dispatch.store.reader import Reader

# What networks send instead of a withheld number: the words ANONYMOUS, BLOCKED, RESTRICTED, UNAVAILABLE and UNKNOWN
# typed on a telephone's keys.
_WITHHELD = frozenset(("+266696687", "+2562533", "+7378742833", "+86282452253", "+8656696"))


def call_id_of(provider: str, leg_id: str) -> str:
    """The id of the call that a line of a provider is: the same for every word about that line."""
    return str(uuid5(NAMESPACE_URL, f"urn:psc119:{provider}:{leg_id}"))


async def ring(core: Core, psc: Psc, *, provider: str, leg_id: str, channel: Channel, phone: str | None) -> None:
    """A line rings. Said again, it changes nothing."""
    call_id = call_id_of(provider, leg_id)
    incoming = calls.Incoming(
        call_id=call_id,
        channel=channel,
        phone=phone,
        caller_name=None,
        answered=False,
        direction="masuk",
        provider=provider,
        leg_id=leg_id,
    )
    await calls.ring(core, psc, _command(core, call_id, "rang"), {"leg_id": leg_id}, incoming)


async def end(core: Core, psc: Psc, *, provider: str, leg_id: str) -> None:
    """The caller's line has ended: a call that still rings becomes a promise to call back; any other stays as it is.

    Raises:
        Missing: no such line has rung here.
    """
    call_id = call_id_of(provider, leg_id)
    command = _command(core, call_id, "ended")

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(("call", call_id), ("deadline", f"callback:{call_id}"))
        if board.get("call", call_id)["state"] != CallState.RINGING:
            return Decision([])
        due_at = calls.callback_due(psc, command)
        return Decision(call.abandon(board, command, call_id=call_id, callback_due_at=due_at))

    await run(core, psc, command, {"leg_id": leg_id}, decide)


async def find_state(core: Core, psc: Psc, *, provider: str, leg_id: str) -> CallState | None:
    """How the call of a line stands; None where it never rang here."""
    call_id = call_id_of(provider, leg_id)
    board = await Reader(core.db, psc.stream).load(("call", call_id))
    found = board.find("call", call_id)
    return None if found is None else CallState(found["state"])


def find_caller_number(text: str | None) -> str | None:
    """The caller's number as E.164, or as sent where no plan knows it; None where it was withheld."""
    if text is None or text in _WITHHELD:
        return None
    try:
        return phone_number(text)
    except PydanticCustomError:
        digits = text.removeprefix("+")
        return text if digits.isascii() and digits.isdecimal() and 3 <= len(digits) <= 15 else None


def _command(core: Core, call_id: str, what: str) -> Command:
    id_ = uuid5(NAMESPACE_URL, f"urn:psc119:{call_id}:{what}")
    return Command(id=str(id_), actor=SYSTEM, at=instant(core.clock()), on_behalf=Source.SYSTEM)
