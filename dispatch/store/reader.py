"""Reads the rows a decision needs, with the versions they have, in as few questions as possible."""

from collections.abc import Iterable
from typing import Any

import orjson

from dispatch.domain.board import Board, Key
from dispatch.store.pool import Database

# All kinds and ids across, not pair by pair: a join with the pairs would be planned for every kind there is.
_BY_KEY = """
    SELECT kind, id, version, data FROM projection
     WHERE stream = $1 AND id = ANY($3::text[]) AND kind = ANY($2::text[])
"""
_CASE = """
    SELECT kind, id, version, data FROM incident WHERE stream = $1 AND id = $2
    UNION ALL SELECT kind, id, version, data FROM patient WHERE stream = $1 AND data->>'incident_id' = $2
    UNION ALL SELECT kind, id, version, data FROM task WHERE stream = $1 AND data->>'incident_id' = $2
    UNION ALL SELECT kind, id, version, data FROM handover WHERE stream = $1 AND data->>'incident_id' = $2
    UNION ALL SELECT d.kind, d.id, d.version, d.data FROM task t
                JOIN deadline d ON d.stream = $1 AND d.id = 'ambulance:' || t.id
               WHERE t.stream = $1 AND t.data->>'incident_id' = $2
"""
_CALLS = """
    SELECT kind, id, version, data FROM call WHERE stream = $1 AND data->>'incident_id' = $2
"""
_TASK = """
    WITH asked AS MATERIALIZED (SELECT id, data FROM task WHERE stream = $1 AND id = $2),
         "case" AS MATERIALIZED (
             SELECT i.kind, i.id, i.version, i.data FROM asked
               JOIN incident i ON i.stream = $1 AND i.id = asked.data->>'incident_id')
    SELECT kind, id, version, data FROM "case"
    UNION ALL SELECT p.kind, p.id, p.version, p.data FROM "case"
                JOIN patient p ON p.stream = $1 AND p.data->>'incident_id' = "case".id
    UNION ALL SELECT t.kind, t.id, t.version, t.data FROM "case"
                JOIN task t ON t.stream = $1 AND t.data->>'incident_id' = "case".id
    UNION ALL SELECT h.kind, h.id, h.version, h.data FROM "case"
                JOIN handover h ON h.stream = $1 AND h.data->>'incident_id' = "case".id
    UNION ALL SELECT u.kind, u.id, u.version, u.data FROM asked
                JOIN unit u ON u.stream = $1 AND u.id = asked.data->>'unit_id'
    UNION ALL SELECT s.kind, s.id, s.version, s.data FROM asked, jsonb_array_elements(asked.data->'crew') AS member
                JOIN seat s ON s.stream = $1 AND s.id = $2 || ':' || (member->>'person_id')
    UNION ALL SELECT d.kind, d.id, d.version, d.data FROM deadline d
               WHERE d.stream = $1 AND d.id IN ('acknowledge:' || $2, 'ambulance:' || $2)
    UNION ALL SELECT d.kind, d.id, d.version, d.data
                FROM "case", jsonb_array_elements_text("case".data->'handover_ids') AS handover_id
                JOIN deadline d ON d.stream = $1 AND d.id = 'handover_answer:' || handover_id
"""
_UNITS = """
    SELECT kind, id, version, data FROM unit WHERE stream = $1 AND id = ANY($2::text[])
    UNION ALL
    SELECT s.kind, s.id, s.version, s.data
      FROM unit u, jsonb_array_elements(u.data->'crew') AS member
      JOIN seat s ON s.stream = $1 AND s.data->>'person_id' = member->>'person_id' AND (s.data->>'active')::boolean
     WHERE u.stream = $1 AND u.id = ANY($2::text[])
"""


class Reader:
    """Fills a board from the tables of one stream."""

    def __init__(self, database: Database, stream: str) -> None:
        self.database = database
        self.stream = stream
        self.board = Board()

    async def load(self, *keys: Key) -> Board:
        """Read rows by kind and id. What is absent is noted as version 0, so that its appearance is a conflict."""
        for kind, id_ in keys:
            self.board.read(kind, id_, None, 0)
        kinds, ids = [kind for kind, _ in keys], [id_ for _, id_ in keys]
        found = await self.database.fetch(_BY_KEY, self.stream, kinds, ids)
        self._take(record for record in found if (record["kind"], record["id"]) in keys)
        return self.board

    async def load_case(self, incident_id: str) -> Board:
        """Read an incident with its patients, tasks and handovers, and the clocks that an ambulance would stop."""
        self.board.read("incident", incident_id, None, 0)
        self._take(await self.database.fetch(_CASE, self.stream, incident_id))
        incident = self.board.find("incident", incident_id)
        active = incident["active_task_ids"] if incident else []
        self._note_absent(*(("deadline", f"ambulance:{task_id}") for task_id in active))
        return self.board

    async def load_calls(self, incident_id: str) -> Board:
        """Read the calls of an incident that was read before, also those that were linked to it since."""
        self._take(await self.database.fetch(_CALLS, self.stream, incident_id))
        return self.board

    async def load_units(self, unit_ids: list[str]) -> Board:
        """Read units, and the seats their crews hold elsewhere."""
        for unit_id in unit_ids:
            self.board.read("unit", unit_id, None, 0)
        self._take(await self.database.fetch(_UNITS, self.stream, unit_ids))
        return self.board

    async def load_task(self, task_id: str) -> Board:
        """Read a task with all that its steps touch: its case, its unit, its seats and its deadlines."""
        self.board.read("task", task_id, None, 0)
        self._take(await self.database.fetch(_TASK, self.stream, task_id))
        task = self.board.get("task", task_id)
        incident = self.board.get("incident", task["incident_id"])
        self._note_absent(
            ("deadline", f"acknowledge:{task_id}"),
            ("deadline", f"ambulance:{task_id}"),
            ("unit", task["unit_id"]),
            *(("seat", f"{task_id}:{member['person_id']}") for member in task["crew"]),
            *(("deadline", f"handover_answer:{handover_id}") for handover_id in incident["handover_ids"]),
        )
        return self.board

    def _note_absent(self, *keys: Key) -> None:
        for key in keys:
            self.board.versions.setdefault(key, 0)

    def _take(self, records: Iterable[Any]) -> None:
        for record in records:
            self.board.read(record["kind"], record["id"], orjson.loads(record["data"]), record["version"])
