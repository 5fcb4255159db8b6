"""Guessing passwords takes time: failed sign-ins are counted in the database, so a restart forgives nobody.

Two counts: per name and address, strict; per address whatever the name, generous, because a whole office may share one.
Nothing is counted per name alone: a stranger elsewhere must not be able to lock an operator out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dispatch.accounts.token import digest
from dispatch.http.problems import TooManyAttempts
from dispatch.store.pool import Database

FORGOTTEN_AFTER = timedelta(hours=1)
ANY_NAME = b""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many attempts are free, and how the wait grows after them."""

    free_attempts: int
    first_wait_s: int
    longest_wait_s: int

    def wait_s(self, attempts: int) -> int:
        """Seconds to wait after the last of `attempts` before the next: doubles with each beyond the free ones."""
        if attempts < self.free_attempts:
            return 0
        doublings = min(attempts - self.free_attempts, 20)
        return int(min(self.first_wait_s * 2**doublings, self.longest_wait_s))


PER_NAME_AND_ADDRESS = Limit(free_attempts=5, first_wait_s=10, longest_wait_s=900)
PER_ADDRESS = Limit(free_attempts=100, first_wait_s=10, longest_wait_s=300)


class Throttle:
    """The counts of one database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def attempt(self, username: str, address: str, *, now: datetime) -> None:
        """Count an attempt before its password is checked, so that parallel guesses cannot slip past the count.

        Raises:
            TooManyAttempts: it is not time yet; the attempt is not counted and the password must not be checked.
        """
        async with self._db.transaction() as connection:
            for subject, limit in ((ANY_NAME, PER_ADDRESS), (digest(username), PER_NAME_AND_ADDRESS)):
                await _count(connection, subject, address, limit, now)

    async def succeeded(self, username: str, address: str, *, now: datetime) -> None:
        """Forget the failures of a person who signed in, and those of everyone that are old."""
        await self._db.execute(
            "DELETE FROM login_attempt WHERE subject = $1 AND address = $2", digest(username), address
        )
        await self._db.execute(
            "UPDATE login_attempt SET attempts = greatest(attempts - 1, 0) WHERE subject = $1 AND address = $2",
            ANY_NAME,
            address,
        )
        await self._db.execute("DELETE FROM login_attempt WHERE last_at < $1", now - FORGOTTEN_AFTER)


async def _count(connection: Any, subject: bytes, address: str, limit: Limit, now: datetime) -> None:
    # An update that changes nothing locks the row and reads it, whether it was there or not.
    row = await connection.fetchrow(
        "INSERT INTO login_attempt (subject, address, attempts, last_at) VALUES ($1, $2, 0, $3)"
        " ON CONFLICT (subject, address) DO UPDATE SET attempts = login_attempt.attempts"
        " RETURNING attempts, last_at",
        subject,
        address,
        now,
    )
    left_s = limit.wait_s(row["attempts"]) - int((now - row["last_at"]).total_seconds())
    if left_s > 0:
        raise TooManyAttempts(left_s)
    await connection.execute(
        "UPDATE login_attempt SET attempts = attempts + 1, last_at = $3 WHERE subject = $1 AND address = $2",
        subject,
        address,
        now,
    )
