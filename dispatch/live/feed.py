"""One stream's board in memory, and the messages each sight receives when it changes."""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson

from dispatch.domain.rows import Row
from dispatch.domain.time import instant
from dispatch.live.opening import open_rows
from dispatch.live.sight import CASE_KINDS, Key, Rows, Sight, case_of, cut
from dispatch.store.keys import KeyRing
from dispatch.store.ledger import Appended
from dispatch.store.pool import Database

SHOWN_KINDS = ("call", "incident", "patient", "task", "unit", "person", "handover", "closure", "capacity")
CLOSED_SHOWN = timedelta(hours=2)
RECENT_MESSAGES = 500

_BOARD = """
    WITH cases AS (SELECT id FROM incident WHERE stream = $1
                    AND (data->>'state' <> 'closed' OR data->>'closed_at' > $2))
    SELECT kind, id, data FROM unit WHERE stream = $1
    UNION ALL SELECT kind, id, data FROM person WHERE stream = $1
    UNION ALL SELECT kind, id, data FROM capacity WHERE stream = $1
    UNION ALL SELECT kind, id, data FROM closure WHERE stream = $1
        AND (data->>'ended_at' IS NULL OR data->>'ended_at' > $2)
    UNION ALL SELECT kind, id, data FROM incident WHERE stream = $1 AND id IN (SELECT id FROM cases)
    UNION ALL SELECT kind, id, data FROM patient WHERE stream = $1 AND data->>'incident_id' IN (SELECT id FROM cases)
    UNION ALL SELECT kind, id, data FROM task WHERE stream = $1 AND data->>'incident_id' IN (SELECT id FROM cases)
    UNION ALL SELECT kind, id, data FROM handover WHERE stream = $1 AND data->>'incident_id' IN (SELECT id FROM cases)
    UNION ALL SELECT kind, id, data FROM call WHERE stream = $1
        AND (data->>'closed_at' IS NULL OR data->>'closed_at' > $2 OR (data->'callback'->>'open')::boolean
             OR data->>'incident_id' IN (SELECT id FROM cases))
"""
_SINCE = "SELECT seq, prev, changes FROM stream_change WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT 500"
# Whether the log goes on after a place whose changes were tidied away; asked in one statement, so in one snapshot.
_TIDIED = """
    SELECT seq > $2 AND NOT EXISTS (SELECT FROM stream_change c WHERE c.stream = s.stream AND c.seq > $2)
      FROM stream s WHERE stream = $1
"""
_NOTICES = """
    SELECT seq, type, subjects, occurred_at, body FROM event
     WHERE stream = $1 AND seq > $2 AND seq <= $3 ORDER BY seq
"""

Listener = Callable[[list[Key] | None], None]


@dataclass(slots=True)
class Change:
    """One commit, with its rows opened and its notices ready.

    `cases` are the incidents it touches, `flipped` those it closes or reopens: their rows are masked or opened.
    """

    seq: int
    prev: int
    rows: list[tuple[Key, Row | None]]
    notices: list[dict[str, Any]]
    cases: set[str] = field(default_factory=set)
    flipped: set[str] = field(default_factory=set)


@dataclass(eq=False, slots=True)
class Audience:
    """All screens with one sight. They share each message, and `seen`: every row as they have it."""

    sight: Sight
    send: set[Callable[[bytes], None]] = field(default_factory=set)
    seen: dict[Key, Row] = field(default_factory=dict)


class Feed:
    """Follows one stream and tells its audiences. Changes are applied strictly in the order of the log."""

    def __init__(self, database: Database, keys: KeyRing, stream: str, clock: Callable[[], datetime]) -> None:
        self._database, self._keys, self._clock = database, keys, clock
        self.stream = stream
        self.epoch = ""
        self.seq = 0
        self.rows = Rows()
        self.ready = asyncio.Event()
        self._audiences: dict[Sight, Audience] = {}
        self._recent: list[Change] = []
        self._queue: asyncio.Queue[Appended | None] = asyncio.Queue()
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call `listener` with the rows that changed, after each change, and after the whole board was read afresh
        with None. It must not block."""
        self._listeners.append(listener)

    def offer(self, appended: Appended) -> None:
        """A commit of this process."""
        self._queue.put_nowait(appended)

    def wake(self) -> None:
        """There may be something to read."""
        self._queue.put_nowait(None)

    async def load(self) -> None:
        """Read the whole board afresh."""
        shown_since = instant(self._clock() - CLOSED_SHOWN)
        async with (
            self._database.connection() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            head = await connection.fetchrow("SELECT seq, epoch FROM stream WHERE stream = $1", self.stream)
            records = await connection.fetch(_BOARD, self.stream, shown_since)
        # A board stays in memory: a key that another process has destroyed meanwhile must not open it.
        opened = await open_rows(self._keys, [orjson.loads(record["data"]) for record in records], keys_max_age_s=0)
        self.rows = Rows()
        for record, row in zip(records, opened, strict=True):
            self.rows.put(record["kind"], record["id"], row)
        self.seq, self.epoch = (head["seq"], str(head["epoch"])) if head else (0, "")
        self._recent.clear()
        for audience in tuple(self._audiences.values()):  # a screen that is cut off leaves meanwhile
            audience.seen = self._visible(audience.sight)
            self._tell(audience, self.snapshot(audience.sight))
        self.ready.set()
        for listener in self._listeners:
            listener(None)

    async def follow(self) -> None:
        """Apply changes for ever. Raises `DatabaseAway` when the log cannot be read; call again to go on."""
        while True:
            appended = await self._queue.get()
            if appended is not None and appended.prev == self.seq and self.epoch:
                await self._apply_own(appended)
            elif appended is None or appended.seq > self.seq:
                await self._catch_up()

    def join(self, sight: Sight, send: Callable[[bytes], None], *, epoch: str | None, seq: int | None) -> None:
        """Add a screen: it receives what it missed where that is still known, else the whole board."""
        audience = self._audiences.get(sight)
        if audience is None:
            audience = self._audiences[sight] = Audience(sight, seen=self._visible(sight))
        audience.send.add(send)
        send(self._missed(sight, epoch, seq) or self.snapshot(sight))

    def leave(self, sight: Sight, send: Callable[[bytes], None]) -> None:
        audience = self._audiences.get(sight)
        if audience is not None:
            audience.send.discard(send)
            if not audience.send:
                del self._audiences[sight]

    def snapshot(self, sight: Sight) -> bytes:
        """The board as `sight` sees it."""
        shown: dict[str, list[Row]] = {kind: [] for kind in SHOWN_KINDS}
        for (kind, _), row in self.rows.by_key.items():
            seen = cut(sight, kind, row, self.rows)
            if seen is not None:
                shown[kind].append(seen)
        return orjson.dumps(
            {
                "type": "snapshot",
                "stream": self.stream,
                "epoch": self.epoch,
                "seq": self.seq,
                "rows": shown,
                # Positions are telemetry beside the log; the hub sends them right after.
                "positions": [],
                "server_time": instant(self._clock()),
            }
        )

    async def _apply_own(self, appended: Appended) -> None:
        shown = [(key, row) for key, row in appended.changes if key[0] in SHOWN_KINDS]
        opened = await open_rows(self._keys, [row for _, row in shown])
        first = appended.prev + 1
        notices = [
            _notice(first + number, event.type, event.subjects, event.actor, event.occurred_at)
            for number, event in enumerate(appended.events)
        ]
        rows = [(key, row) for (key, _), row in zip(shown, opened, strict=True)]
        await self._apply(Change(appended.seq, appended.prev, rows, notices))

    async def _catch_up(self) -> None:
        if not self.epoch:
            await self.load()
            return
        while True:
            records = await self._database.fetch(_SINCE, self.stream, self.seq)
            if not records:
                if await self._database.value(_TIDIED, self.stream, self.seq):
                    await self.load()
                return
            if records[0]["prev"] != self.seq:
                await self.load()
                return
            events = await self._database.fetch(_NOTICES, self.stream, self.seq, records[-1]["seq"])
            for record in records:
                changes = [c for c in orjson.loads(record["changes"]) if c["kind"] in SHOWN_KINDS]
                opened = await open_rows(self._keys, [change["row"] for change in changes])
                rows = [((change["kind"], change["id"]), row) for change, row in zip(changes, opened, strict=True)]
                notices = [
                    _notice(
                        e["seq"], e["type"], e["subjects"], orjson.loads(e["body"])["actor"], instant(e["occurred_at"])
                    )
                    for e in events
                    if record["prev"] < e["seq"] <= record["seq"]
                ]
                await self._apply(Change(record["seq"], record["prev"], rows, notices))

    async def _apply(self, change: Change) -> None:
        forgotten = [notice["subject_ids"] for notice in change.notices if notice["type"] == "subject.key_destroyed"]
        for id_ in itertools.chain.from_iterable(forgotten):
            self._keys.forget(id_)  # keys are among them; to forget what is no key changes nothing
        for (kind, id_), row in change.rows:
            before = self.rows.find(kind, id_)
            change.cases |= {case for r in (before, row) if r is not None and (case := case_of(kind, r))}
            if kind == "incident" and bool(before and before["closed_at"]) != bool(row and row["closed_at"]):
                change.flipped.add(id_)
        shown_since = instant(self._clock() - CLOSED_SHOWN)
        # Incidents first: whether the rows of a case are on the board depends on it.
        for (kind, id_), row in sorted(change.rows, key=lambda item: item[0][0] != "incident"):
            self.rows.put(kind, id_, row if row and is_shown(kind, row, self.rows, since=shown_since) else None)
        if forgotten or any(self._is_torn(id_) for id_ in change.cases):
            await self.load()
            return
        self.seq = change.seq
        self._spread(change)

    def _is_torn(self, incident_id: str) -> bool:
        """Whether a case that had left the board is back, without the rows that did not change."""
        incident = self.rows.find("incident", incident_id)
        if incident is None:
            return False
        parts = {"patient": "patient_ids", "task": "task_ids", "handover": "handover_ids", "call": "call_ids"}
        return any(self.rows.find(kind, id_) is None for kind, name in parts.items() for id_ in incident[name])

    def expire(self) -> None:
        """Let what was closed too long ago leave the board, and the screens."""
        since = instant(self._clock() - CLOSED_SHOWN)
        gone: list[tuple[Key, Row | None]] = []
        for _ in range(2):  # a case first, then what belonged to it
            over = [key for key, row in self.rows.by_key.items() if not is_shown(key[0], row, self.rows, since=since)]
            for kind, id_ in over:
                self.rows.put(kind, id_, None)
            gone += [(key, None) for key in over]
        if gone:
            self._spread(Change(self.seq, self.seq, gone, []))

    def _spread(self, change: Change) -> None:
        self._recent.append(change)
        del self._recent[:-RECENT_MESSAGES]
        for audience in tuple(self._audiences.values()):  # a screen that is cut off leaves meanwhile
            self._tell(audience, self._message(audience, change))
        keys = [key for key, _ in change.rows]
        for listener in self._listeners:
            listener(keys)

    def _message(self, audience: Audience, change: Change) -> bytes:
        """The change as one sight sees it: what it gains, loses, or sees otherwise than before."""
        sight, changes = audience.sight, []
        for key in self._touched(sight, change):
            view, before = self._view(sight, key), audience.seen.get(key)
            if view == before:
                continue
            if view is None:
                del audience.seen[key]
            else:
                audience.seen[key] = view
            changes.append({"kind": key[0], "id": key[1], "row": view})
        notices = change.notices if sight.sees_all else self._notices_for(audience, change.notices)
        return _changes_message(self, change, changes, notices)

    def _touched(self, sight: Sight, change: Change) -> list[Key]:
        """The rows that a change may show otherwise to `sight`: those it changed, and those of the cases it touched."""
        cases = change.flipped if sight.sees_all else change.cases
        related = (key for case in cases for key in self.rows.cases.get(case, ()))
        return sorted({key for key, _ in change.rows}.union(related))

    def _view(self, sight: Sight, key: Key) -> Row | None:
        row = self.rows.by_key.get(key)
        return None if row is None else cut(sight, key[0], row, self.rows)

    def _notices_for(self, audience: Audience, notices: list[dict[str, Any]]) -> list[dict[str, Any]]:
        known = {id_ for _, id_ in audience.seen}
        return [notice for notice in notices if known.intersection(notice["subject_ids"])]

    def _missed(self, sight: Sight, epoch: str | None, seq: int | None) -> bytes | None:
        """What a returning screen has not seen, as one change; None when only a snapshot can tell."""
        if epoch != self.epoch or seq is None or seq > self.seq:
            return None
        later = [change for change in self._recent if change.prev >= seq]
        if (later[0].prev if later else self.seq) != seq or (later and not sight.sees_all):
            return None
        touched = {key for change in later for key in self._touched(sight, change)}
        changes = [{"kind": key[0], "id": key[1], "row": self._view(sight, key)} for key in sorted(touched)]
        notices = [notice for change in later for notice in change.notices]
        return _changes_message(self, Change(self.seq, seq, [], []), changes, notices)

    def _visible(self, sight: Sight) -> dict[Key, Row]:
        return {key: view for key in self.rows.by_key if (view := self._view(sight, key)) is not None}

    def _tell(self, audience: Audience, message: bytes) -> None:
        for send in tuple(audience.send):
            send(message)


def _changes_message(feed: Feed, change: Change, changes: list[dict[str, Any]], notices: list[dict[str, Any]]) -> bytes:
    return orjson.dumps(
        {
            "type": "changes",
            "stream": feed.stream,
            "epoch": feed.epoch,
            "seq": change.seq,
            "prev": change.prev,
            "changes": changes,
            "notices": notices,
        }
    )


def is_shown(kind: str, row: Row, rows: Rows, *, since: str) -> bool:
    """Whether a board holds this row: what is open, what was closed after `since`, and the rows of such cases.

    The same rule as `_BOARD` states in SQL.
    """
    if kind in ("unit", "person", "capacity"):
        return True
    if kind == "closure":
        return row["ended_at"] is None or row["ended_at"] > since
    if kind in CASE_KINDS:
        return rows.find("incident", row["incident_id"]) is not None
    if row["closed_at"] is None or row["closed_at"] > since:
        return True
    if kind == "incident":
        return False
    promised = bool(row["callback"] and row["callback"]["open"])
    return promised or rows.find("incident", row["incident_id"] or "") is not None


def _notice(seq: int, type_: str, subjects: Any, actor: Any, at: str) -> dict[str, Any]:
    return {"seq": seq, "type": type_, "subject_ids": list(subjects), "actor": actor, "at": at}
