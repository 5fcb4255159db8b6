"""Passwords: Argon2id, in threads, a few at a time."""

import asyncio

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

MIN_LENGTH = 8
MAX_LENGTH = 128

# OWASP's parameters for Argon2id on a small server: about 25 ms and 19 MiB a check.
HASHER = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),))

# A flood of sign-ins waits in line instead of taking every core and a gigabyte from the running calls.
CONCURRENT_CHECKS = 2


class WeakPassword(ValueError):  # noqa: N818
    """A password too easy to guess; says why, in Indonesian."""


def check_strength(password: str, *, username: str) -> None:
    """Raise `WeakPassword` when `password` is too short, too long, or the name itself."""
    if len(password) < MIN_LENGTH:
        raise WeakPassword(f"Kata sandi paling sedikit {MIN_LENGTH} huruf.")
    if len(password) > MAX_LENGTH:
        raise WeakPassword(f"Kata sandi paling banyak {MAX_LENGTH} huruf.")
    if username.casefold() in password.casefold() and len(password) < 2 * len(username):
        raise WeakPassword("Kata sandi jangan nama pengguna.")
    if len(set(password)) < 4:
        raise WeakPassword("Kata sandi jangan huruf yang sama berulang.")


class PasswordChecker:
    """Hashes and verifies without holding up the event loop."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(CONCURRENT_CHECKS)
        self._decoy: str | None = None

    async def hash(self, password: str) -> str:
        """The hash to store."""
        async with self._turn:
            return await asyncio.to_thread(HASHER.hash, password)

    async def verify(self, password: str, stored: str | None) -> tuple[bool, str | None]:
        """Whether `password` is the one behind `stored`, and a newer hash to store if the parameters have changed.

        With no `stored` hash (an unknown name) a decoy is checked, so that the answer takes as long and is no.
        """
        if stored is None:
            if self._decoy is None:
                self._decoy = await self.hash("no account has this name")
            await self._verify(password, self._decoy)
            return False, None
        return await self._verify(password, stored)

    async def _verify(self, password: str, stored: str) -> tuple[bool, str | None]:
        async with self._turn:
            try:
                return await asyncio.to_thread(HASHER.verify_and_update, password, stored)
            except UnknownHashError:
                return False, None
