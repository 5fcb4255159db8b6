"""The databases that tests get: each its own, migrated, with no rows of another."""

import asyncpg
import pytest

from tests.fixtures_postgres import PostgresServer

pytestmark = pytest.mark.database


@pytest.mark.parametrize("turn", [1, 2])
async def test_each_test_has_a_database_of_its_own(empty_database_url: str, turn: int) -> None:
    connection = await asyncpg.connect(empty_database_url)
    try:
        await connection.execute(f"CREATE TABLE left_behind AS SELECT {turn} AS turn")
        assert await connection.fetchval("SELECT turn FROM left_behind") == turn
    finally:
        await connection.close()


async def test_a_tests_database_has_the_schema(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        assert await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") > 0
    finally:
        await connection.close()


async def test_a_database_goes_away_under_a_forgotten_connection(postgres_server: PostgresServer) -> None:
    with postgres_server.database("gone") as name:
        connection = await asyncpg.connect(postgres_server.dsn_of(name))
    with pytest.raises(asyncpg.PostgresError):
        await connection.fetchval("SELECT 1")
    connection.terminate()


@pytest.mark.parametrize(
    ("dsn", "other"),
    [
        ("postgresql://u@/a?host=%2Frun%2Fx&port=5432", "postgresql://u@/b?host=%2Frun%2Fx&port=5432"),
        ("postgresql://u:p%40s@db.example:5432/a", "postgresql://u:p%40s@db.example:5432/b"),
    ],
)
def test_another_databases_url_changes_nothing_else(dsn: str, other: str) -> None:
    assert PostgresServer(dsn).dsn_of("b") == other
