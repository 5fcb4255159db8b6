"""A protocol version: drafted, verified, signed by a medical director, put in use. Its content never changes."""

from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import Row, Verification
from dispatch.domain.words import ProtocolOrigin

STREAM = "system"
"""Protocols belong to the installation, not to one PSC."""


def draft(
    board: Board,
    command: Command,
    *,
    version: str,
    title: str,
    title_en: str,
    cards: int,
    origin: ProtocolOrigin,
    made_from: str | None = None,
    file_name: str | None = None,
) -> list[Event]:
    """Take a version in; the same content again changes nothing."""
    if board.find("protocol", version) is not None:
        return []
    return [
        command.event(
            "protocol.drafted",
            version,
            title=title,
            title_en=title_en,
            cards=cards,
            origin=origin,
            made_from=made_from,
            file_name=file_name,
        )
    ]


def take_verification(board: Board, command: Command, *, version: str, found: Verification) -> list[Event]:
    """Keep what the verifier found. What was signed stays as it was signed."""
    if board.get("protocol", version)["signature"] is not None:
        return []
    return [command.event("protocol.verified", version, found=found)]


def sign(
    board: Board, command: Command, *, version: str, cases_accepted: int = 0, reason: str | None = None
) -> list[Event]:
    """Sign a version whose every property is proven; who comes second finds it signed.

    The signatory gave their password again: the event says so.

    Args:
        cases_accepted: how many worked cases the signatory saw come out otherwise; with any, a reason is needed.

    Raises:
        Refused: not verified, a property does not hold or is not proven, or the cases seen are not those there are.
    """
    row = board.get("protocol", version)
    if row["signature"] is not None:
        return []
    found = row["verification"]
    if found is None:
        raise Refused("protocol_not_verified", allowed=("verify",))
    if found["violations"]:
        raise Refused("protocol_violated", facts={"count": len(found["violations"])})
    if found["unproven"]:
        raise Refused("protocol_unproven", facts={"parts": ", ".join(found["unproven"])})
    if cases_accepted != len(found["cases_otherwise"]):
        raise Refused("protocol_cases_changed", facts={"count": len(found["cases_otherwise"])})
    if cases_accepted and not reason:
        raise Refused("protocol_cases_reason", facts={"count": cases_accepted})
    given = {"cases_accepted": cases_accepted, "reason": reason, "password_confirmed": True}
    return [command.event("protocol.signed", version, **given)]


def put_in_use(board: Board, command: Command, *, version: str) -> list[Event]:
    """Let new calls be triaged with a signed version.

    Raises:
        Refused: nobody has signed it.
    """
    row = board.get("protocol", version)
    if row["in_use"]:
        return []
    if row["signature"] is None:
        raise Refused("protocol_not_signed", allowed=("sign",))
    return [_used(command, version, find_in_use(board))]


def use_shipped(board: Board, command: Command, *, version: str) -> list[Event]:
    """Use what the program ships, as long as nobody has signed what is in use."""
    row, used = board.get("protocol", version), find_in_use(board)
    if row["in_use"] or (used is not None and used["signature"] is not None):
        return []
    return [_used(command, version, used)]


def find_in_use(board: Board) -> Row | None:
    """The version in use, among those on the board."""
    return next((row for row in board.list_kind("protocol") if row["in_use"]), None)


def _used(command: Command, version: str, before: Row | None) -> Event:
    return command.event("protocol.put_in_use", version, before=before["id"] if before else None)
