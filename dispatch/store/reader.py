"""Reads the rows a decision needs, with the versions they have, in as few questions as possible."""

from collections.abc import Iterable
from typing import Any

import orjson

from dispatch.domain.board import Board, Key
from dispatch.store.pool import Database

_BY_KEY = """
    SELECT p.kind, p.id, p.version, p.data
      FROM unnest($2::text[], $3::text[]) AS wanted(kind, id)
      JOIN projection p ON p.kind = wanted.kind AND p.stream = $1 AND p.id = wanted.id
"""
_CASE = """
    SELECT kind, id, version, data FROM incident WHERE stream = $1 AND id = $2
    UNION ALL SELECT kind, id, version, data FROM patient WHERE stream = $1 AND data->>'incident_id' = $2
    UNION ALL SELECT kind, id, version, data FROM task WHERE stream = $1 AND data->>'incident_id' = $2
    UNION ALL SELECT kind, id, version, data FROM handover WHERE stream = $1 AND data->>'incident_id' = $2
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
        self._take(await self.database.fetch(_BY_KEY, self.stream, kinds, ids))
        return self.board

    async def load_case(self, incident_id: str) -> Board:
        """Read an incident with its patients, tasks and handovers."""
        self.board.read("incident", incident_id, None, 0)
        self._take(await self.database.fetch(_CASE, self.stream, incident_id))
        return self.board

    async def load_units(self, unit_ids: list[str]) -> Board:
        """Read units, and the seats their crews hold elsewhere."""
        for unit_id in unit_ids:
            self.board.read("unit", unit_id, None, 0)
        self._take(await self.database.fetch(_UNITS, self.stream, unit_ids))
        return self.board

    async def load_task(self, task_id: str) -> Board:
        """Read a task with all that its steps touch: its case, its unit, its seats and its deadline."""
        await self.load(("task", task_id), ("deadline", f"acknowledge:{task_id}"))
        task = self.board.get("task", task_id)
        await self.load_case(task["incident_id"])
        seats = [("seat", f"{task_id}:{member['person_id']}") for member in task["crew"]]
        handovers = [
            ("deadline", f"handover_answer:{handover_id}")
            for handover_id in self.board.get("incident", task["incident_id"])["handover_ids"]
        ]
        await self.load(("unit", task["unit_id"]), *seats, *handovers)
        return self.board

    def _take(self, records: Iterable[Any]) -> None:
        for record in records:
            self.board.read(record["kind"], record["id"], orjson.loads(record["data"]), record["version"])
