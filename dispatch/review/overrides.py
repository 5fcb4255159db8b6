"""Where people decided otherwise than the machine: colours and units chosen by hand, with why and what came of it."""

from datetime import datetime
from typing import Any

import orjson

from dispatch.core import Core, Psc
from dispatch.domain.priority import is_worse
from dispatch.domain.rows import Row
from dispatch.domain.time import instant
from dispatch.live.mask import VEIL
from dispatch.live.opening import open_row

# A colour lowered by a person, or a victim's tag that is not the colour which START proposed.
_BY_HAND = """
    SELECT type, subjects, occurred_at, body FROM event
     WHERE stream = $1 AND type IN ('patient.lowered', 'victim.tagged', 'victim.retagged')
       AND (type = 'patient.lowered' OR body::json->'data'->>'proposed' <> body::json->'data'->>'colour')
       AND occurred_at >= $2::text::timestamptz AND ($3::text[] IS NULL OR subjects && $3::text[])
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
    colours = [
        found
        for found in await list_colours_by_hand(core, psc, since=instant(since))
        if of in (None, found["incident_id"])
    ]
    units = [found for found in await _units(core, psc, instant(since)) if of in (None, found["incident_id"])]
    found = sorted([*colours, *units], key=lambda one: str(one["at"]), reverse=True)
    cases = await _cases(core, psc, [one["incident_id"] for one in found])
    return [
        {**(await open_row(core.keys, one) if of else _veiled(one)), **_outcome(cases[one["incident_id"]])}
        for one in found
    ]


async def list_colours_by_hand(core: Core, psc: Psc, *, since: str, incident_ids: list[str] | None = None) -> list[Row]:
    """Every colour that a person chose, in these incidents or in all; the reason as it is stored, sealed."""
    records = await core.db.fetch(_BY_HAND, psc.stream, since, incident_ids)
    return [_colour(record, orjson.loads(record["body"])) for record in records]


def _colour(record: Any, body: Row) -> Row:
    data = body["data"]
    if record["type"] == "patient.lowered":
        before, after = data.get("before"), data["priority"]  # the first events of this kind did not say it
    else:
        before, after = data["proposed"], data["colour"]
    return {
        "kind": "warna_dinaikkan" if before is not None and is_worse(after, before) else "warna_diturunkan",
        "incident_id": record["subjects"][1],
        "at": instant(record["occurred_at"]),
        "by": body["actor"],
        "before": before,
        "after": after,
        "unit_name": None,
        "reason": data["reason"],
        "sealed": True,
    }


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
    return {**found, "reason": VEIL} if found["sealed"] and found["reason"] is not None else found
