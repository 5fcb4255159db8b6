"""Keeps what is kept for a while from being kept for ever: raw positions, old change messages, spent claims."""

from datetime import UTC, datetime, timedelta

from dispatch.store.pool import Database

RAW_DAYS = 7
"""So long positions stay as they came; then one a unit and minute is kept."""
CHANGES_KEPT = timedelta(days=2)
"""So long a screen may have been away and still resume without a fresh board."""
PARTITIONS_AHEAD = 3

_THIN = """
    DELETE FROM position p USING (
        SELECT ctid, tableoid,
               row_number() OVER (PARTITION BY stream, unit_id, date_trunc('minute', at) ORDER BY at) AS nth
          FROM position WHERE recorded_at >= $1 AND recorded_at < $2
    ) AS ranked
     WHERE ranked.nth > 1 AND p.ctid = ranked.ctid AND p.tableoid = ranked.tableoid
       AND p.recorded_at >= $1 AND p.recorded_at < $2
"""


async def tidy(database: Database, now: datetime) -> None:
    """Make room ahead, thin the day that has just become old, and drop what nobody will ask for.

    Safe to run in several processes and as often as one likes.
    """
    for days in range(PARTITIONS_AHEAD):
        await _make_partition(database, now + timedelta(days=days))
    old = _midnight(now) - timedelta(days=RAW_DAYS)
    await database.execute(_THIN, old - timedelta(days=1), old)
    await database.execute(
        "DELETE FROM stream_change c USING event e WHERE e.stream = c.stream AND e.seq = c.seq AND e.recorded_at < $1",
        now - CHANGES_KEPT,
    )
    await database.execute("DELETE FROM deadline_claim WHERE claimed_until < $1", now - CHANGES_KEPT)


async def _make_partition(database: Database, day: datetime) -> None:
    """A day's partition of positions. Rows of that day that are in the rest already keep it from being made."""
    start = _midnight(day)
    name = f"position_{start:%Y%m%d}"
    async with database.transaction() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(hashtext('psc119-position-partitions'))")
        if await connection.fetchval("SELECT to_regclass($1) IS NOT NULL", name):
            return
        end = start + timedelta(days=1)
        if await connection.fetchval(
            "SELECT EXISTS (SELECT FROM position_rest WHERE recorded_at >= $1 AND recorded_at < $2)", start, end
        ):
            return
        await connection.execute(
            f"CREATE TABLE {name} PARTITION OF position"
            f" FOR VALUES FROM ('{start:%Y-%m-%d}T00:00:00Z') TO ('{end:%Y-%m-%d}T00:00:00Z')"
        )


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
