"""Reads one case in full, its log, and closed cases, as the viewer may see them."""

from typing import Any

import orjson

from dispatch.accounts import Viewer
from dispatch.core import Core, Psc
from dispatch.domain.refusal import Missing
from dispatch.domain.rows import Row
from dispatch.domain.time import instant
from dispatch.guards import sight_in
from dispatch.live.mask import VEIL
from dispatch.live.opening import ERASED, open_row, open_rows
from dispatch.live.sight import Rows, cut
from dispatch.store.sealing import is_sealed

_CASE = """
    SELECT kind, id, data FROM incident WHERE stream = $1 AND id = $2
    UNION ALL SELECT kind, id, data FROM patient WHERE stream = $1 AND data->>'incident_id' = $2
    UNION ALL SELECT kind, id, data FROM task WHERE stream = $1 AND data->>'incident_id' = $2
    UNION ALL SELECT kind, id, data FROM handover WHERE stream = $1 AND data->>'incident_id' = $2
    UNION ALL SELECT kind, id, data FROM call WHERE stream = $1 AND data->>'incident_id' = $2
    UNION ALL SELECT kind, id, data FROM unit WHERE stream = $1
"""
_CLOSED = """
    SELECT kind, id, data FROM incident WHERE stream = $1 AND data->>'state' = 'closed'
     ORDER BY data->>'closed_at' DESC LIMIT $2
"""
_EVENTS = """
    SELECT seq, type, subjects, occurred_at, recorded_at, body FROM event
     WHERE stream = $1 AND subjects && $2::text[] ORDER BY seq
"""


async def read_case(core: Core, psc: Psc, viewer: Viewer, incident_id: str) -> dict[str, Any]:
    """An incident with its patients, tasks, handovers and calls. One that is not the viewer's does not exist."""
    rows = await _load_case(core, psc, incident_id)
    sight = sight_in(viewer, psc)
    shown: dict[str, Any] = {"incident": None, "patient": [], "task": [], "handover": [], "call": []}
    for (kind, _), row in rows.by_key.items():
        seen = cut(sight, kind, row, rows) if kind in shown else None
        if seen is None:
            continue
        if kind == "incident":
            shown["incident"] = seen
        else:
            shown[kind].append(seen)
    if shown["incident"] is None:
        raise Missing("incident", incident_id)
    plural = {"patient": "patients", "task": "tasks", "handover": "handovers", "call": "calls"}
    return {plural.get(kind, kind): value for kind, value in shown.items()}


async def list_closed(core: Core, psc: Psc, viewer: Viewer, limit: int) -> list[Row]:
    """The incidents closed last, newest first, masked."""
    records = await core.db.fetch(_CLOSED, psc.stream, limit)
    opened = await open_rows(core.keys, [orjson.loads(record["data"]) for record in records])
    rows = Rows()
    for row in opened:
        if row is not None:
            rows.put("incident", row["id"], row)
    sight = sight_in(viewer, psc)
    return [seen for row in opened if row is not None and (seen := cut(sight, "incident", row, rows)) is not None]


async def list_events(core: Core, psc: Psc, viewer: Viewer, incident_id: str) -> list[dict[str, Any]]:
    """The log of one incident and its calls, oldest first; words about people are opened while it is open."""
    rows = await _load_case(core, psc, incident_id)
    incident = rows.find("incident", incident_id)
    if incident is None:
        raise Missing("incident", incident_id)
    subjects = [incident_id, *incident["call_ids"]]
    opened = sight_in(viewer, psc).opened and incident["closed_at"] is None
    records = await core.db.fetch(_EVENTS, psc.stream, subjects)
    return [await _event_document(core, record, opened=opened) for record in records]


async def find_revealed(core: Core, psc: Psc, kind: str, id_: str) -> Row:
    """One row, opened without a mask; whoever asks has given a reason that is in the log."""
    data = await core.db.value(
        "SELECT data FROM projection WHERE kind = $1 AND stream = $2 AND id = $3", kind, psc.stream, id_
    )
    if data is None:
        raise Missing(kind, id_)
    return await open_row(core.keys, orjson.loads(data))


async def _load_case(core: Core, psc: Psc, incident_id: str) -> Rows:
    records = await core.db.fetch(_CASE, psc.stream, incident_id)
    opened = await open_rows(core.keys, [orjson.loads(record["data"]) for record in records])
    rows = Rows()
    for record, row in zip(records, opened, strict=True):
        rows.put(record["kind"], record["id"], row)
    return rows


async def _event_document(core: Core, record: Any, *, opened: bool) -> dict[str, Any]:
    body = orjson.loads(record["body"])
    data = await open_row(core.keys, body["data"])
    if not opened:
        data = _veiled(body["data"], data)
    return {
        "seq": record["seq"],
        "type": record["type"],
        "subject_ids": list(record["subjects"]),
        "at": instant(record["occurred_at"]),
        "recorded_at": instant(record["recorded_at"]),
        "raw_at": body["raw_at"],
        "actor": body["actor"],
        "on_behalf": body["on_behalf"],
        "summary": data,
    }


def _veiled(stored: Any, opened: Any) -> Any:
    """The stored value with a veil over each sealed part: what was not sealed names nobody, what was erased says so."""
    if isinstance(stored, str):
        if not is_sealed(stored):
            return stored
        return ERASED if opened == ERASED else VEIL
    if isinstance(stored, dict):
        return {name: _veiled(value, opened[name]) for name, value in stored.items()}
    if isinstance(stored, list):
        return [_veiled(value, known) for value, known in zip(stored, opened, strict=True)]
    return stored
