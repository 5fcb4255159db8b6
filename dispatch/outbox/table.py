"""The table of messages: claimed, delivered, put off, given up. Its clock is the database's, one for all processes.

A waiting message has no `delivered_at`; `next_at` says when it may be tried, and doubles as the lease of the process
that is trying it. One that was given up waits for ever (`next_at` is infinity), where everybody can see it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from dispatch.store.pool import Database

_CLAIM = """
    UPDATE outbox SET attempts = attempts + 1, next_at = now() + make_interval(secs => $2)
     WHERE id IN (SELECT id FROM outbox
                   WHERE delivered_at IS NULL AND next_at <= now() AND stream = ANY($1::text[])
                   ORDER BY next_at LIMIT $3 FOR UPDATE SKIP LOCKED)
 RETURNING id, stream, channel, key_id, payload, attempts,
           EXISTS (SELECT FROM subject_key k WHERE k.key_id = outbox.key_id AND k.destroyed_at IS NOT NULL) AS forgotten
"""
_STATE = """
    SELECT count(*) FILTER (WHERE o.next_at < 'infinity') AS waiting,
           count(*) FILTER (WHERE o.next_at = 'infinity') AS failed,
           extract(epoch FROM now() - min(e.recorded_at) FILTER (WHERE o.next_at < 'infinity'))::float8 AS oldest_age_s
      FROM outbox o LEFT JOIN event e ON e.stream = o.stream AND e.seq = o.seq
     WHERE o.delivered_at IS NULL AND o.stream = ANY($1::text[])
"""
_LIST = """
    SELECT o.id, o.channel, o.attempts, o.last_error, e.recorded_at AS queued_at,
           extract(epoch FROM now() - e.recorded_at)::float8 AS age_s,
           CASE WHEN o.next_at = 'infinity' THEN 'failed' ELSE 'waiting' END AS state,
           CASE WHEN o.next_at < 'infinity' THEN o.next_at END AS next_at
      FROM outbox o LEFT JOIN event e ON e.stream = o.stream AND e.seq = o.seq
     WHERE o.delivered_at IS NULL AND o.stream = $1
     ORDER BY o.seq, o.id LIMIT $2
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message claimed for one try.

    Attributes:
        attempts: tries begun, this one included.
        forgotten: the subject's key was destroyed since.
    """

    id: UUID
    stream: str
    channel: str
    key_id: str | None
    payload: str = field(repr=False)
    attempts: int
    forgotten: bool


@dataclass(frozen=True, slots=True)
class CourierState:
    """How the messages stand, for the status bar. `oldest_age_s` is None when none is waiting."""

    waiting: int = 0
    failed: int = 0
    oldest_age_s: float | None = None


async def claim(database: Database, streams: list[str], *, lease_s: float, limit: int) -> list[Waiting]:
    """Claim messages for one try each; one whose process died is free again after `lease_s`."""
    rows = await database.fetch(_CLAIM, streams, lease_s, limit)
    return [Waiting(**row) for row in rows]


async def mark_delivered(database: Database, id_: UUID) -> None:
    await database.execute("UPDATE outbox SET delivered_at = now(), last_error = NULL WHERE id = $1", id_)


async def put_off(database: Database, id_: UUID, *, wait_s: float, reason: str) -> None:
    """Try again after `wait_s`."""
    await database.execute(
        "UPDATE outbox SET next_at = now() + make_interval(secs => $2), last_error = $3 WHERE id = $1",
        id_,
        wait_s,
        reason,
    )


async def give_up(database: Database, id_: UUID, *, reason: str) -> None:
    await database.execute("UPDATE outbox SET next_at = 'infinity', last_error = $2 WHERE id = $1", id_, reason)


async def read_state(database: Database, streams: list[str]) -> CourierState:
    row = await database.find_row(_STATE, streams)
    assert row is not None  # an aggregate without groups has one row
    return CourierState(**row)


async def list_waiting(database: Database, stream: str, *, limit: int) -> list[dict[str, Any]]:
    """What has not been delivered, oldest first, without content and without whom it is for."""
    rows = await database.fetch(_LIST, stream, limit)
    return [
        {**row, "id": str(row["id"]), "queued_at": _text(row["queued_at"]), "next_at": _text(row["next_at"])}
        for row in rows
    ]


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
