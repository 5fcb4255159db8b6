"""Calls already taken, run on two versions: whose colour would be another one."""

import asyncio
from collections.abc import Collection
from datetime import timedelta
from typing import Any

import orjson

import triage
from dispatch.core import Core
from dispatch.domain.time import instant
from dispatch.live.opening import open_rows

DAYS = 90
MOST_CALLS = 500

_TRIAGED = """
    SELECT p.data AS patient, i.data->>'code' AS code FROM patient p
      JOIN incident i ON i.stream = p.stream AND i.id = p.data->>'incident_id'
     WHERE p.stream = ANY($1::text[]) AND p.data->'triage'->>'protocol_version' IS NOT NULL
       AND p.data->'triage'->>'at' >= $2
     ORDER BY p.data->'triage'->>'at' DESC LIMIT $3
"""


async def compare_calls(
    core: Core, old: triage.Protocol, new: triage.Protocol, *, psc_keys: Collection[str]
) -> dict[str, Any]:
    """The real calls of the last `DAYS`, at most `MOST_CALLS`, that get another colour; lowered ones first.

    Args:
        psc_keys: the PSCs whose calls whoever asks may see.

    Forgotten people's answers and answers that the old version does not know take no part, and are counted.
    """
    streams = [psc.stream for psc in core.streams.values() if not psc.training and psc.key in psc_keys]
    since = instant(core.clock() - timedelta(days=DAYS))
    records = await core.db.fetch(_TRIAGED, streams, since, MOST_CALLS)
    opened = await open_rows(core.keys, [orjson.loads(record["patient"]) for record in records])
    calls = [(record["code"], row) for record, row in zip(records, opened, strict=True) if row is not None]
    return await asyncio.to_thread(_compare, old, new, calls)


def _compare(old: triage.Protocol, new: triage.Protocol, calls: list[tuple[str, Any]]) -> dict[str, Any]:
    unreadable = 0
    changed = []
    for code, row in calls:
        given = _answer_set(row)
        if given is None:
            unreadable += 1
            continue
        try:
            changed += [(code, one) for one in triage.compare_versions(old, new, [given])]
        except triage.TriageInputError:
            unreadable += 1
    changed.sort(key=lambda item: not item[1].lowered)
    return {
        "calls_compared": len(calls) - unreadable,
        "calls_unreadable": unreadable,
        "calls_changed": [
            {
                "incident_code": code,
                "before": one.before,
                "after": one.after,
                "lowered": one.lowered,
                "words": {"id": one.words.id, "en": one.words.in_language("en")},
            }
            for code, one in changed
        ],
    }


def _answer_set(row: Any) -> triage.AnswerSet | None:
    """What was known, or None where it was forgotten."""
    gate, answers = row["gate"], row["answers"]
    known = {name: row[name] for name in ("age_years", "sex", "pregnant")}
    if any(isinstance(value, dict) and value.get("erased") for value in (gate, answers, *known.values())):
        return None
    try:
        context = triage.Context(**known)
    except triage.TriageInputError:
        return None
    asked = row["triage"].get("card_asked", row["triage"]["card"])
    return triage.AnswerSet(asked, gate or {}, answers or {}, context)
