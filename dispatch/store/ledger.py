"""Commands in, events out: decide on rows read without a lock, write by one `append`, decide again on a conflict."""

import asyncio
import hashlib
import json
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import orjson
import structlog

from dispatch.domain.board import Board, Key
from dispatch.domain.command import Command
from dispatch.domain.event import Event, canonical
from dispatch.domain.projection import project
from dispatch.domain.refusal import Missing, Refused
from dispatch.domain.rows import Row
from dispatch.store.keys import KeyRing
from dispatch.store.pool import Database
from dispatch.store.reader import Reader
from dispatch.store.sealing import SubjectKey

log = structlog.get_logger()

TRIES = 4  # the first decision and at most three more
_APPEND = "SELECT * FROM append($1,$2,$3,$4,$5,$6::jsonb,$7::jsonb,$8::jsonb,$9::jsonb,$10::jsonb)"


class CommandReused(Exception):  # noqa: N818
    """A command id came again with another body or from somebody else."""


class TooContended(Exception):  # noqa: N818
    """The rows kept changing under the decision; nothing was stored, the same command may be sent again."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something to tell the world outside after the commit; `payload` is sealed with the subject's key."""

    channel: str
    payload: str
    key_id: str | None = None
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a command leads to."""

    events: list[Event]
    result: dict[str, Any] = field(default_factory=dict)
    outbox: list[Message] = field(default_factory=list)
    keys: list[SubjectKey] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sender is told, now and whenever the same command comes again."""

    command_id: str
    seq: int
    result: dict[str, Any]

    def document(self) -> dict[str, Any]:
        return {"command_id": self.command_id, "seq": self.seq, "result": self.result}


@dataclass(frozen=True, slots=True)
class Appended:
    """What a commit changed: handed to the live stream of this process."""

    stream: str
    seq: int
    prev: int
    events: list[Event]
    changes: list[tuple[Key, Row | None]]


Decide = Callable[[Reader], Awaitable[Decision]]
Listener = Callable[[Appended], None]


class Ledger:
    """The event log of every stream of one database."""

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self.database = database
        self.keys = keys
        self._listeners: list[Listener] = []
        self._again: dict[str, asyncio.Lock] = {}

    def listen(self, listener: Listener) -> None:
        """Call `listener` after each commit of this process. It must not block."""
        self._listeners.append(listener)

    async def run(self, stream: str, command: Command, body: Any, decide: Decide) -> Answer:
        """Carry out one command, once.

        Args:
            stream: the stream it changes.
            command: who, when, by which way; its id makes it happen once.
            body: what was asked, for the fingerprint that tells a repeat from another command under the same id.
            decide: reads through the `Reader` it is given and returns the decision; called again after a conflict.

        Raises:
            Refused, Missing: what the decision raises, unless the command already happened.
            CommandReused: the id was used for something else.
            TooContended: three more decisions met changed rows each time.
            DatabaseAway: nothing was stored, or all of it just before the connection broke; sending the same command
                again does it once and gives its answer.
        """
        print_ = fingerprint(body)
        answer = await self._try(stream, command, print_, decide)
        if answer is not None:
            return answer
        # Who met changed rows queues up with the others of this process, so that they do not meet each other again.
        async with self._again.setdefault(stream, asyncio.Lock()):
            for _ in range(TRIES - 1):
                answer = await self._try(stream, command, print_, decide)
                if answer is not None:
                    return answer
        raise TooContended(f"{stream}: command {command.id} met changed rows {TRIES} times")

    async def _try(self, stream: str, command: Command, print_: str, decide: Decide) -> Answer | None:
        """Decide and append once; None when the rows had changed meanwhile."""
        reader = Reader(self.database, stream)
        try:
            decision = await decide(reader)
        except (Refused, Missing) as refusal:
            known = await self._find_answer(stream, command, print_)
            if known is not None:
                return known
            if command.is_report and isinstance(refusal, Refused):
                await self._store_refusal(stream, command, print_, refusal)
            raise
        return await self._append(stream, command, print_, reader.board, decision)

    async def _append(
        self, stream: str, command: Command, print_: str, board: Board, decision: Decision
    ) -> Answer | None:
        for event in decision.events:
            project(board, event)
        changes = list(board.changed.items())
        try:
            row = await self._call_append(
                stream,
                command,
                print_,
                answer=canonical({"result": decision.result}),
                expected=board.versions,
                events=decision.events,
                changes=changes,
                decision=decision,
            )
        except asyncpg.UniqueViolationError as violation:
            log.info("append.conflict", stream=stream, constraint=violation.constraint_name)
            return None
        if row["status"] == "conflict":
            log.info("append.conflict", stream=stream, row=row["conflict"])
            return None
        if row["status"] == "repeated":
            return _repeated(row, command, print_)
        for key in decision.keys:
            self.keys.remember(key)
        if decision.events:
            self._publish(Appended(stream, row["seq"], row["prev"], decision.events, changes))
        return Answer(command.id, row["seq"], decision.result)

    async def _call_append(
        self,
        stream: str,
        command: Command,
        print_: str,
        *,
        answer: str,
        expected: dict[Key, int],
        events: list[Event],
        changes: list[tuple[Key, Row | None]],
        decision: Decision,
    ) -> Any:
        wrap = self.keys.master.wrap
        return await self.database.find_row(
            _APPEND,
            stream,
            uuid.UUID(command.id),
            command.actor["id"],
            print_,
            answer,
            _json([{"kind": kind, "id": id_, "version": version} for (kind, id_), version in expected.items()]),
            _json(
                [
                    {
                        "type": event.type,
                        "body": event.body(),
                        "subjects": event.subjects,
                        "occurred_at": event.occurred_at,
                    }
                    for event in events
                ]
            ),
            _json([{"kind": kind, "id": id_, "row": row} for (kind, id_), row in changes]),
            _json(
                [
                    {
                        "id": str(message.id),
                        "channel": message.channel,
                        "key_id": message.key_id,
                        "payload": message.payload,
                    }
                    for message in decision.outbox
                ]
            ),
            _json([{"key_id": key.key_id, "subject": key.subject, "wrapped": wrap(key)} for key in decision.keys]),
        )

    async def _find_answer(self, stream: str, command: Command, print_: str) -> Answer | None:
        row = await self.database.find_row(
            "SELECT answer, actor, fingerprint, seq FROM command WHERE stream = $1 AND command_id = $2",
            stream,
            uuid.UUID(command.id),
        )
        return None if row is None else _repeated(row, command, print_)

    async def _store_refusal(self, stream: str, command: Command, print_: str, refusal: Refused) -> None:
        """Keep a device's refused command, so that its queue gets the same answer each time."""
        told = {
            "code": refusal.code,
            "current": refusal.current,
            "allowed": list(refusal.allowed),
            "facts": refusal.facts,
        }
        await self._call_append(
            stream,
            command,
            print_,
            answer=canonical({"refused": told}),
            expected={},
            events=[],
            changes=[],
            decision=Decision([]),
        )

    def _publish(self, appended: Appended) -> None:
        for listener in self._listeners:
            listener(appended)


def fingerprint(body: Any) -> str:
    """A short mark of what was asked."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def _repeated(row: Any, command: Command, print_: str) -> Answer:
    if row["fingerprint"] != print_ or row["actor"] != command.actor["id"]:
        raise CommandReused(command.id)
    stored = json.loads(row["answer"])
    if "refused" in stored:
        told = stored["refused"]
        raise Refused(told["code"], told["current"], tuple(told["allowed"]), told["facts"])
    return Answer(command.id, row["seq"], stored["result"])


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
