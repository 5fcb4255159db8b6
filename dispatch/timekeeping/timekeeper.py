"""Fires deadlines: each becomes one command of the system, whichever process notices it and however often."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from dispatch.core import Core
from dispatch.domain import call, closure, handover, task
from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import SYSTEM, Event
from dispatch.domain.projection.deadlines import deadline_id
from dispatch.domain.refusal import Missing
from dispatch.domain.time import instant
from dispatch.domain.words import DeadlineKind, Source
from dispatch.store.deadlines import Due, fire_due
from dispatch.store.ledger import Decision, TooContended
from dispatch.store.pool import DatabaseAway
from dispatch.store.reader import Reader
from dispatch.timekeeping.beat import BEAT_S, Beat

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Promise:
    """What a kind of deadline is about, what it means that its time has passed, and whether its case changes too."""

    row: str
    passed: Callable[[Board, Command, str], list[Event]]
    touches_case: bool = False


PROMISES: Mapping[DeadlineKind, Promise] = {
    DeadlineKind.ACKNOWLEDGE: Promise(
        "task", lambda board, command, id_: task.acknowledge_overdue(board, command, task_id=id_)
    ),
    DeadlineKind.AMBULANCE: Promise(
        "task", lambda board, command, id_: task.ambulance_due(board, command, task_id=id_), touches_case=True
    ),
    DeadlineKind.CALLBACK: Promise(
        "call", lambda board, command, id_: call.callback_overdue(board, command, call_id=id_)
    ),
    DeadlineKind.CLOSURE_BORDER: Promise(
        "closure", lambda board, command, id_: closure.border_passed(board, command, closure_id=id_)
    ),
    DeadlineKind.HANDOVER_ANSWER: Promise(
        "handover", lambda board, command, id_: handover.unanswered(board, command, handover_id=id_)
    ),
}


class Timekeeper:
    """Watches the deadlines of every stream of the database, practice too. Each process may run one."""

    def __init__(self, core: Core, *, every_s: float = BEAT_S) -> None:
        self._core = core
        self._beat = Beat("timekeeper", self.tick, every_s=every_s)

    def start(self) -> None:
        self._beat.start()

    async def stop(self) -> None:
        await self._beat.stop()

    async def tick(self) -> int:
        """Fire what is due now and is not being fired elsewhere; returns how many deadlines that were."""
        return await fire_due(self._core.db, instant(self._core.clock()), self._fire)

    async def _fire(self, due: Due) -> None:
        """Say that the time has passed. One deadline that cannot be fired must not keep the others waiting."""
        try:
            await self._issue(due)
        except DatabaseAway:
            raise
        except TooContended:
            log.warning("deadline.contended", stream=due.stream, kind=due.kind, subject=due.subject_id)
        except Missing as error:
            log.error("deadline.without_row", stream=due.stream, kind=due.kind, reason=str(error))
        except Exception:
            log.exception("deadline.failed", stream=due.stream, kind=due.kind, subject=due.subject_id)

    async def _issue(self, due: Due) -> None:
        kind = DeadlineKind(due.kind)
        promise = PROMISES[kind]
        # It happened when the time ran out, however late it is noticed: `recorded_at` says when that was.
        command = Command(id=due.command_id, actor=SYSTEM, at=due.due_at, on_behalf=Source.SYSTEM)

        async def decide(reader: Reader) -> Decision:
            deadline = deadline_id(kind, due.subject_id)
            board = await reader.load((promise.row, due.subject_id), ("deadline", deadline))
            row = board.find("deadline", deadline)
            if row is None or row["due_at"] != due.due_at:
                return Decision([])  # kept, or promised anew, since it was claimed
            if promise.touches_case:
                await reader.load(("incident", board.get(promise.row, due.subject_id)["incident_id"]))
            return Decision(promise.passed(board, command, due.subject_id))

        asked = {"deadline": due.kind, "subject_id": due.subject_id, "due_at": due.due_at}
        await self._core.ledger.run(due.stream, command, asked, decide)
        log.info("deadline.fired", stream=due.stream, kind=due.kind, subject=due.subject_id, due_at=due.due_at)
