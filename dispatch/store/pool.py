"""A small face over asyncpg's pool: SQL in, records out, and one error when the database is away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import asyncpg
import structlog

log = structlog.get_logger()

ACQUIRE_S = 5

AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what a connection says whose server was killed between two of its words
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
)


class DatabaseAway(Exception):  # noqa: N818 - a state of the world, said as such to people
    """The database cannot be reached now. Nothing was stored unless a command answer says so."""


class Database:
    """Connections to one PostgreSQL.

    Every method raises `DatabaseAway` when the server is gone, so callers need to know one error, not asyncpg's many.
    """

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @classmethod
    async def connect(cls, dsn: str, *, size: int = 12) -> Self:
        """Open a pool of at most `size` connections to `dsn`."""
        try:
            pool = await asyncpg.create_pool(
                dsn,
                min_size=1,
                max_size=size,
                timeout=5,
                command_timeout=15,
                server_settings={"timezone": "UTC"},
                reset=_leave_as_it_is,
            )
        except AWAY as error:
            raise DatabaseAway(str(error)) from error
        return cls(pool)

    async def close(self) -> None:
        """Close the pool; a server that is already gone is not waited for."""
        try:
            await asyncio.wait_for(self._pool.close(), timeout=3)
        except (TimeoutError, *AWAY):
            self._pool.terminate()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        """One connection for the length of the block."""
        try:
            # Not acquire(timeout=…): asyncpg makes a task of it each time.
            async with asyncio.timeout(ACQUIRE_S):
                connection = await self._pool.acquire()
            try:
                yield connection
            finally:
                await self._pool.release(connection, timeout=ACQUIRE_S)
        except AWAY as error:
            raise DatabaseAway(str(error)) from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        """One connection inside a transaction that commits when the block ends without an error."""
        async with self.connection() as connection, connection.transaction():
            yield connection

    async def fetch(self, sql: str, *args: Any) -> list[Any]:
        async with self.connection() as connection:
            return list(await connection.fetch(sql, *args))

    async def find_row(self, sql: str, *args: Any) -> Any | None:
        async with self.connection() as connection:
            return await connection.fetchrow(sql, *args)

    async def value(self, sql: str, *args: Any) -> Any:
        async with self.connection() as connection:
            return await connection.fetchval(sql, *args)

    async def execute(self, sql: str, *args: Any) -> str:
        async with self.connection() as connection:
            return str(await connection.execute(sql, *args))

    async def execute_many(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        async with self.connection() as connection:
            await connection.executemany(sql, rows)


async def _leave_as_it_is(connection: Any) -> None:
    """Nothing is set on a connection, locked or listened to beyond a transaction, and asyncpg itself ends an open one.

    So each statement goes without the round trip of RESET ALL after it.
    """
