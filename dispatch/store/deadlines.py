"""Deadlines fire once: any process claims a due row and issues a command whose id is derived from it."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from dispatch.store.pool import Database

CLAIM_S = 15
_NAMESPACE = uuid.UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")
_CLAIM = """
    INSERT INTO deadline_claim AS c (stream, id, due_at, claimed_until)
    SELECT stream, id, data->>'due_at', now() + make_interval(secs => $2)
      FROM (SELECT d.stream, d.id, d.data FROM deadline d
             WHERE d.data->>'due_at' <= $1
               AND NOT EXISTS (SELECT FROM deadline_claim held
                                WHERE held.stream = d.stream AND held.id = d.id AND held.due_at = d.data->>'due_at'
                                  AND held.claimed_until >= now())
             ORDER BY d.data->>'due_at' LIMIT 50
             FOR UPDATE OF d SKIP LOCKED) AS due
    ON CONFLICT (stream, id, due_at) DO UPDATE SET claimed_until = excluded.claimed_until
      WHERE c.claimed_until < now()
    RETURNING stream, id, due_at
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline that has passed, claimed by this process for `CLAIM_S` seconds."""

    stream: str
    kind: str
    subject_id: str
    due_at: str

    @property
    def command_id(self) -> str:
        """The same for every process and every try, so the command happens once."""
        return str(uuid.uuid5(_NAMESPACE, f"{self.stream}|{self.kind}|{self.subject_id}|{self.due_at}"))


async def claim_due(database: Database, now: str) -> list[Due]:
    """Claim what is due at `now`; a claim that its process did not finish is free again after `CLAIM_S`."""
    rows = await database.fetch(_CLAIM, now, CLAIM_S)
    return [_due(row["stream"], row["id"], row["due_at"]) for row in rows]


async def fire_due(database: Database, now: str, issue: Callable[[Due], Awaitable[None]]) -> int:
    """Issue the command of each deadline that is due, and return how many were claimed."""
    due = await claim_due(database, now)
    for deadline in due:
        await issue(deadline)
    return len(due)


def _due(stream: str, id_: str, due_at: str) -> Due:
    kind, _, subject_id = id_.partition(":")
    return Due(stream, kind, subject_id, due_at)
