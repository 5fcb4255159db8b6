"""Where the units are: telemetry beside the log. Stored raw, shown at most once a second."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dispatch.domain.time import instant
from dispatch.store.pool import Database

_STORE = """
    WITH given AS (
        SELECT * FROM unnest($2::text[], $3::timestamptz[], $4::float8[], $5::float8[], $6::real[], $7::real[],
                             $8::float8[], $9::text[])
                      AS fix(unit_id, at, lat, lon, accuracy_m, speed_kmh, heading_deg, source)
    ), kept AS (
        INSERT INTO position (stream, unit_id, at, lat, lon, accuracy_m, speed_kmh, heading_deg, source)
        SELECT $1, unit_id, at, lat, lon, accuracy_m, speed_kmh, heading_deg, source FROM given
    )
    INSERT INTO last_position AS l
           (stream, unit_id, at, recorded_at, lat, lon, accuracy_m, speed_kmh, heading_deg, source)
    SELECT DISTINCT ON (unit_id) $1, unit_id, at, now(), lat, lon, accuracy_m, speed_kmh, heading_deg, source
      FROM given ORDER BY unit_id, at DESC
    ON CONFLICT (stream, unit_id) DO UPDATE SET
        at = excluded.at, recorded_at = excluded.recorded_at, lat = excluded.lat, lon = excluded.lon,
        accuracy_m = excluded.accuracy_m, speed_kmh = excluded.speed_kmh,
        heading_deg = excluded.heading_deg, source = excluded.source
      WHERE l.at <= excluded.at
"""


@dataclass(frozen=True, slots=True)
class Fix:
    """One position of a unit."""

    unit_id: str
    at: datetime
    lat: float
    lon: float
    accuracy_m: float | None
    speed_kmh: float | None
    heading_deg: float | None
    source: str


async def store_fixes(database: Database, stream: str, fixes: list[Fix]) -> None:
    """Keep fixes, and the newest of each unit beside them. A late fix never replaces a newer one."""
    columns = zip(
        *((f.unit_id, f.at, f.lat, f.lon, f.accuracy_m, f.speed_kmh, f.heading_deg, f.source) for f in fixes),
        strict=True,
    )
    await database.execute(_STORE, stream, *(list(column) for column in columns))


async def list_last(database: Database, stream: str) -> dict[str, dict[str, Any]]:
    """The newest fix of each unit of a stream."""
    rows = await database.fetch("SELECT * FROM last_position WHERE stream = $1", stream)
    return {row["unit_id"]: document(row) for row in rows}


async def list_recorded_since(database: Database, since: datetime) -> list[Any]:
    """Fixes of all streams that arrived after `since`, oldest first."""
    return await database.fetch("SELECT * FROM last_position WHERE recorded_at > $1 ORDER BY recorded_at", since)


def document(row: Any) -> dict[str, Any]:
    """A fix as screens receive it."""
    return {
        "unit_id": row["unit_id"],
        "lat": row["lat"],
        "lon": row["lon"],
        "accuracy_m": row["accuracy_m"],
        "speed_kmh": row["speed_kmh"],
        "heading_deg": row["heading_deg"],
        "at": instant(row["at"]),
        "source": row["source"],
    }


def seen_by(fixes: Iterable[dict[str, Any]], units: Iterable[str] | None) -> list[dict[str, Any]]:
    """The fixes of `units`; all of them where `units` is None."""
    if units is None:
        return list(fixes)
    allowed = set(units)
    return [fix for fix in fixes if fix["unit_id"] in allowed]
