"""Read the event log as it was written: in order, a page at a time, sealed words left sealed."""

from dataclasses import dataclass
from datetime import datetime

from dispatch.domain.event import Event
from dispatch.store.pool import Database

PAGE = 500


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An event with its place in the stream, the time it was written, and the hash that chains it (hex)."""

    stream: str
    seq: int
    recorded_at: datetime
    hash: str
    event: Event


async def list_streams(database: Database) -> list[str]:
    """Every stream that has a head or an event; a lost head must not hide its log."""
    rows = await database.fetch("SELECT stream FROM stream UNION SELECT stream FROM event ORDER BY stream")
    return [row["stream"] for row in rows]


async def head_seq(database: Database, stream: str) -> int:
    """The number of the newest event; 0 for a stream nobody has written to."""
    seq: int | None = await database.value("SELECT seq FROM stream WHERE stream = $1", stream)
    return seq or 0


async def list_events(database: Database, stream: str, *, after: int, limit: int = PAGE) -> list[LoggedEvent]:
    """At most `limit` events behind number `after`, oldest first."""
    rows = await database.fetch(
        "SELECT seq, type, recorded_at, body, hash FROM event WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        stream,
        after,
        limit,
    )
    return [
        LoggedEvent(
            stream, row["seq"], row["recorded_at"], row["hash"].hex(), Event.from_body(row["type"], row["body"])
        )
        for row in rows
    ]
