"""The schema's revisions: asked by a plain query, raised once, also by two at the same time."""

import asyncio

import pytest

from dispatch.domain.projection import NOT_PROJECTED, PROJECTED_KINDS
from dispatch.store.migrations import SchemaOutdated, check, find_revision, newest_revision, upgrade
from dispatch.store.pool import Database

pytestmark = pytest.mark.database


async def test_an_empty_database_says_what_to_do(empty_database_url: str) -> None:
    db = await Database.connect(empty_database_url, size=1)
    assert await find_revision(db) is None
    with pytest.raises(SchemaOutdated, match="psc119 db upgrade"):
        await check(db)
    await db.close()


async def test_two_that_upgrade_at_once_do_it_once(empty_database_url: str) -> None:
    reached = await asyncio.gather(*(asyncio.to_thread(upgrade, empty_database_url) for _ in range(2)))
    assert reached == [newest_revision()] * 2
    db = await Database.connect(empty_database_url, size=1)
    await check(db)
    await db.close()


async def test_an_upgrade_keeps_what_is_there(database_url: str) -> None:
    db = await Database.connect(database_url, size=1)
    await db.execute("INSERT INTO stream (stream) VALUES ('psc:lama')")
    await asyncio.to_thread(upgrade, database_url)
    assert await db.value("SELECT count(*) FROM stream") == 1
    await db.execute("UPDATE schema_revision SET version_num = '9999'")
    with pytest.raises(SchemaOutdated, match="9999"):
        await check(db)
    await db.close()


async def test_every_projected_kind_has_its_table(database_url: str) -> None:
    db = await Database.connect(database_url, size=1)
    rows = await db.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    tables = {row["tablename"] for row in rows}
    await db.close()
    assert set(PROJECTED_KINDS) <= tables
    kept_beside = {
        "position",
        "last_position",
        "subject_key",
        "command",
        "stream_change",
        "numbering",
        "deadline_claim",
    }
    assert kept_beside <= tables & set(NOT_PROJECTED)
