"""Where people decided otherwise than the machine: colours and units chosen by hand, with why and what came of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from dispatch.core import Core, Psc
from dispatch.domain.priority import is_worse
from dispatch.domain.rows import Row
from dispatch.domain.time import instant
from dispatch.live.mask import VEIL
from dispatch.live.opening import open_row

_LOWERED = """
    SELECT seq, subjects, occurred_at, body FROM event
     WHERE stream = $1 AND type = 'patient.lowered' AND occurred_at >= $2::text::timestamptz ORDER BY seq
"""
_COLOURS = """
    SELECT seq, subjects, body FROM event
     WHERE stream = $1 AND subjects && $2::text[] AND type IN ('patient.triaged', 'patient.lowered') ORDER BY seq
"""
_OTHER_UNITS = """
    SELECT data FROM task
     WHERE stream = $1 AND data->>'override_reason' IS NOT NULL AND data->>'assigned_at' >= $2
"""
_CASES = "SELECT data FROM incident WHERE stream = $1 AND id = ANY($2::text[])"


async def list_overrides(core: Core, psc: Psc, *, since: datetime, of: str | None = None) -> list[dict[str, Any]]:
    """Overrides since then, the newest first. What was said of a patient is behind a veil.

    Args:
        of: only this incident's, and opened: whoever asks has given a reason that is in the log.
    """
    colours = [found for found in await _colours(core, psc, instant(since)) if of in (None, found["incident_id"])]
    units = [found for found in await _units(core, psc, instant(since)) if of in (None, found["incident_id"])]
    found = sorted([*colours, *units], key=lambda one: str(one["at"]), reverse=True)
    cases = await _cases(core, psc, [one["incident_id"] for one in found])
    return [
        {**(await open_row(core.keys, one) if of else _veiled(one)), **_outcome(cases[one["incident_id"]])}
        for one in found
    ]


async def _colours(core: Core, psc: Psc, since: str) -> list[Row]:
    records = await core.db.fetch(_LOWERED, psc.stream, since)
    before = await _before(core, psc, [record["subjects"][0] for record in records])
    return [_colour(record, orjson.loads(record["body"]), before.get(record["seq"])) for record in records]


def _colour(record: Any, body: Row, before: str | None) -> Row:
    after = body["data"]["priority"]
    return {
        "kind": "warna_dinaikkan" if before is not None and is_worse(after, before) else "warna_diturunkan",
        "incident_id": record["subjects"][1],
        "at": instant(record["occurred_at"]),
        "by": body["actor"],
        "before": before,
        "after": after,
        "unit_name": None,
        "reason": body["data"]["reason"],
        "sealed": True,
    }


async def _before(core: Core, psc: Psc, patient_ids: Sequence[str]) -> dict[int, str | None]:
    """The colour a patient had before each event that gave one."""
    last: dict[str, str | None] = {}
    before: dict[int, str | None] = {}
    for record in await core.db.fetch(_COLOURS, psc.stream, list(patient_ids)):
        patient_id = record["subjects"][0]
        before[record["seq"]] = last.get(patient_id)
        last[patient_id] = orjson.loads(record["body"])["data"]["priority"]
    return before


async def _units(core: Core, psc: Psc, since: str) -> list[Row]:
    tasks = [orjson.loads(record["data"]) for record in await core.db.fetch(_OTHER_UNITS, psc.stream, since)]
    return [
        {
            "kind": "unit_lain",
            "incident_id": task["incident_id"],
            "at": task["assigned_at"],
            "by": task["assigned_by"],
            "before": None,
            "after": None,
            "unit_name": task["unit_name"],
            "reason": task["override_reason"],
            "sealed": False,
        }
        for task in tasks
    ]


async def _cases(core: Core, psc: Psc, ids: list[str]) -> dict[str, Row]:
    rows = [orjson.loads(record["data"]) for record in await core.db.fetch(_CASES, psc.stream, ids)]
    return {row["id"]: row for row in rows}


def _outcome(case: Row) -> dict[str, Any]:
    return {"incident_code": case["code"], "priority": case["priority"], "outcome": case["outcome"]}


def _veiled(found: Row) -> Row:
    return {**found, "reason": VEIL} if found["sealed"] else found
