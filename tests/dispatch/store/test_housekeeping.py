"""Old telemetry is thinned, new days have their room, and nothing younger is touched."""

from datetime import UTC, datetime, timedelta

import pytest

from dispatch.store.housekeeping import tidy
from dispatch.store.pool import Database

pytestmark = pytest.mark.database

NOW = datetime(2026, 11, 22, 4, 42, tzinfo=UTC)
INSERT = """INSERT INTO position (stream, unit_id, at, recorded_at, lat, lon, source)
            VALUES ('psc:uji', $1, $2, $2, 0.9, 104.4, 'gps')"""


async def test_positions_older_than_a_week_keep_one_a_minute(database_url: str) -> None:
    database = await Database.connect(database_url, size=2)
    try:
        old = NOW.replace(hour=10) - timedelta(days=8)
        fixes = [
            (unit, moment + timedelta(seconds=s))
            for unit in ("a", "b")
            for moment in (old, NOW)
            for s in range(0, 180, 10)
        ]
        await database.execute_many(INSERT, fixes)
        await tidy(database, NOW)
        kept = {
            (row["unit_id"], row["at"].date()): row["count"]
            for row in await database.fetch(
                "SELECT unit_id, date_trunc('day', at) AS at, count(*) FROM position GROUP BY 1, 2"
            )
        }
        assert kept == {("a", old.date()): 3, ("b", old.date()): 3, ("a", NOW.date()): 18, ("b", NOW.date()): 18}
    finally:
        await database.close()


async def test_the_coming_days_have_partitions_and_a_second_run_changes_nothing(database_url: str) -> None:
    database = await Database.connect(database_url, size=2)
    try:
        await tidy(database, NOW)
        await tidy(database, NOW)
        await database.execute(INSERT, "a", NOW + timedelta(hours=1))
        assert await database.value("SELECT count(*) FROM position_20261122") == 1
        assert await database.value("SELECT count(*) FROM position_rest") == 0
    finally:
        await database.close()
