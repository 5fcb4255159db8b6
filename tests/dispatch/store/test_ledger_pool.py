"""The face over the pool: what is the server's absence, and what is a mistake of ours."""

import asyncpg
import pytest

from dispatch.core import Core
from dispatch.store.pool import Database, DatabaseAway

pytestmark = pytest.mark.database


async def test_a_lost_connection_is_the_database_away_and_the_next_one_works(core: Core) -> None:
    with pytest.raises(DatabaseAway):
        await core.db.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert await core.db.value("SELECT 1") == 1


async def test_an_argument_that_cannot_be_sent_is_no_absent_server(core: Core) -> None:
    with pytest.raises(asyncpg.DataError, match="invalid input"):
        await core.db.value("SELECT $1::text", "\ud800")
    with pytest.raises(asyncpg.UndefinedTableError):
        await core.db.fetch("SELECT * FROM no_such_table")


async def test_a_transaction_is_all_or_nothing(core: Core) -> None:
    async def half() -> None:
        async with core.db.transaction() as connection:
            await connection.execute("INSERT INTO stream (stream) VALUES ('psc:half')")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        await half()
    assert await core.db.value("SELECT count(*) FROM stream WHERE stream = 'psc:half'") == 0


async def test_instants_are_in_utc(database_url: str) -> None:
    db = await Database.connect(database_url, size=1)
    assert await db.value("SHOW timezone") == "UTC"
    await db.close()
    with pytest.raises(DatabaseAway):
        await db.value("SELECT 1")
