"""Recompute a stream from its log: the chain of hashes, and every row. The log and the tables must say the same."""

import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from dispatch.domain.board import Board
from dispatch.domain.event import Event, canonical
from dispatch.domain.projection import PROJECTED_KINDS, project
from dispatch.domain.refusal import Missing
from dispatch.domain.time import instant
from dispatch.store.pool import Database

PAGE = 2_000


@dataclass(slots=True)
class Verification:
    """What was found in one stream. `faults` is empty when log and tables agree."""

    stream: str
    events: int = 0
    rows: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults


async def verify_stream(
    database: Database, stream: str, *, progress: Callable[[int], None] = lambda _seq: None
) -> Verification:
    """Read the whole log of `stream`, rebuild every projected row and compare.

    Works on one repeatable-read snapshot, so it may run beside live traffic.
    """
    found = Verification(stream)
    async with database.connection() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        board, last = Board(), _Link()
        async for row in _events(connection, stream):
            found.events += 1
            _check_order(found, row, last)
            digest = _next_hash(last.hash, row)
            if digest != row["hash"]:
                found.faults.append(f"seq {row['seq']}: the hash does not follow from the event before it")
            _rebuild(found, row, board)
            # Go on from what is written, so that one changed event is one fault and not a fault in all that follow.
            last = _Link(row["seq"], row["hash"], row["recorded_at"])
            progress(row["seq"])
        await _check_head(connection, found, last)
        await _compare_rows(connection, found, board)
    return found


@dataclass(frozen=True, slots=True)
class _Link:
    """The end of the chain so far."""

    seq: int = 0
    hash: bytes = b""
    recorded_at: datetime | None = None


async def _events(connection: Any, stream: str) -> AsyncIterator[Any]:
    cursor = connection.cursor(
        "SELECT seq, type, subjects, occurred_at, recorded_at, command_id, body, hash FROM event"
        " WHERE stream = $1 ORDER BY seq",
        stream,
        prefetch=PAGE,
    )
    async for row in cursor:
        yield row


def _check_order(found: Verification, row: Any, last: _Link) -> None:
    if row["seq"] != last.seq + 1:
        found.faults.append(f"seq {row['seq']}: follows {last.seq}, the numbering has a gap")
    if last.recorded_at is not None and row["recorded_at"] < last.recorded_at:
        found.faults.append(f"seq {row['seq']}: recorded before the event in front of it")
    if row["occurred_at"] > row["recorded_at"]:
        found.faults.append(f"seq {row['seq']}: occurred after it was recorded")


def _rebuild(found: Verification, row: Any, board: Board) -> None:
    """Project one event. A log that was changed by hand may say anything: that is a fault to name, not to die of."""
    try:
        event = Event.from_body(row["type"], row["body"])
        _check_columns(found, row, event)
        project(board, event)
    except (ValueError, LookupError, TypeError, Missing) as error:
        found.faults.append(f"seq {row['seq']}: cannot be rebuilt: {type(error).__name__} {error}")


def _next_hash(previous: bytes, row: Any) -> bytes:
    text = f"{row['seq']}\n{row['type']}\n{instant(row['recorded_at'])}\n{row['body']}"
    return hashlib.sha256(previous + text.encode()).digest()


def _check_columns(found: Verification, row: Any, event: Event) -> None:
    copied = (
        list(row["subjects"]) == list(event.subjects)
        and instant(row["occurred_at"]) == event.occurred_at
        and str(row["command_id"]) == event.command_id
    )
    if not copied or event.body() != row["body"]:
        found.faults.append(f"seq {row['seq']}: the columns do not say what the body says")


async def _check_head(connection: Any, found: Verification, last: _Link) -> None:
    head = await connection.fetchrow("SELECT seq, hash FROM stream WHERE stream = $1", found.stream)
    if head is None:
        if last.seq:
            found.faults.append(f"head: missing, the log ends at {last.seq}")
    elif (head["seq"], head["hash"]) != (last.seq, last.hash):
        found.faults.append(f"head: says seq {head['seq']}, the log ends at {last.seq} or with another hash")


async def _compare_rows(connection: Any, found: Verification, board: Board) -> None:
    tables = {}
    rows = await connection.fetch(
        "SELECT kind, id, data FROM projection WHERE stream = $1 AND kind = ANY($2::text[])",
        found.stream,
        list(PROJECTED_KINDS),
    )
    for row in rows:
        tables[row["kind"], row["id"]] = orjson.loads(row["data"])
    found.rows = len(tables)
    for key in sorted(tables.keys() | board.rows.keys()):
        rebuilt, stored = board.rows.get(key), tables.get(key)
        if rebuilt is None:
            found.faults.append(f"{key[0]} {key[1]}: in the tables, not in the log")
        elif stored is None:
            found.faults.append(f"{key[0]} {key[1]}: in the log, not in the tables")
        elif canonical(rebuilt) != canonical(stored):
            names = sorted(n for n in rebuilt.keys() | stored.keys() if rebuilt.get(n) != stored.get(n))
            found.faults.append(f"{key[0]} {key[1]}: differs in {', '.join(names)}")
