"""Judging a server by talking to it."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import asyncpg

from dispatch.store.embedded.address import ServerAddress

_ANSWER_S = 5.0
T = TypeVar("T")


def find_served_data(address: ServerAddress) -> Path | None:
    """The data folder of the server that answers at `address`, None when none accepts connections there (yet)."""
    if not address.socket.exists():
        return None
    return _blocking(_find_served_data(address.with_database("postgres")))


def ensure_database(address: ServerAddress) -> None:
    """Create the address's database unless it exists."""
    _blocking(_ensure_database(address))


async def _find_served_data(address: ServerAddress) -> Path | None:
    try:
        connection = await asyncpg.connect(address.dsn, timeout=_ANSWER_S)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        # Starting, stopping, gone, or a server that does not know our user: not ours to talk to now.
        return None
    try:
        return Path(await connection.fetchval("SHOW data_directory", timeout=_ANSWER_S))
    finally:
        await connection.close(timeout=_ANSWER_S)


async def _ensure_database(address: ServerAddress) -> None:
    connection = await asyncpg.connect(address.with_database("postgres").dsn, timeout=_ANSWER_S)
    try:
        if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", address.database):
            await connection.execute(f'CREATE DATABASE "{address.database}"')
    finally:
        await connection.close(timeout=_ANSWER_S)


def _blocking(work: Coroutine[Any, Any, T]) -> T:
    # In a thread of its own: the caller's thread may have an event loop that must not be entered twice.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
