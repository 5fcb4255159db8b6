"""Looks again at teams that go alone while an ambulance is only named, or not even that.

One that will come too late has the ambulance offered before its clock runs out; one without a clock, whose case has
changed since it was sent, gets one.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import orjson
import structlog

import routing
from dispatch.core import Core, Psc
from dispatch.domain import task
from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import SYSTEM, Event
from dispatch.domain.projection.deadlines import deadline_id
from dispatch.domain.rows import Row
from dispatch.domain.task_fold import STEPS, rank
from dispatch.domain.time import instant
from dispatch.domain.words import AMBULANS, DeadlineKind, Source, TaskState
from dispatch.live.opening import open_row
from dispatch.live.positions import document
from dispatch.store.ledger import Decision, TooContended
from dispatch.store.reader import Reader
from dispatch.whereabouts import find_case_point, unit_whereabouts

log = structlog.get_logger()

LOOK_EVERY_S = 15.0
"""How often; the clocks themselves are durable deadlines."""


class _NothingToSayError(Exception):
    """The case has changed since it was looked at."""


BEFORE_THE_SCENE = [step.value for step in STEPS if rank(step) < rank(TaskState.ON_SCENE)]

# Teams on their way to a case without an ambulance that is offered or goes, with where they were last seen.
_ALONE = """
    SELECT t.data AS task, t.version AS task_version, i.data AS incident, u.data AS unit, p.*
      FROM task t
      JOIN incident i ON i.stream = t.stream AND i.id = t.data->>'incident_id'
      JOIN unit u ON u.stream = t.stream AND u.id = t.data->>'unit_id'
      LEFT JOIN last_position p ON p.stream = t.stream AND p.unit_id = u.id
     WHERE t.stream = $1 AND (t.data->>'active')::boolean AND t.data->>'state' = ANY($2::text[])
       AND i.data->>'ambulance_offered_at' IS NULL
       AND NOT EXISTS (SELECT FROM task other JOIN unit o ON o.stream = other.stream AND o.id = other.data->>'unit_id'
                        WHERE other.stream = t.stream AND (other.data->>'active')::boolean
                          AND other.data->>'incident_id' = i.id AND o.data->>'kind' = $3)
"""


async def look_again(core: Core) -> int:
    """Look at every team that goes alone, in every stream; returns for how many something was said."""
    return sum([await _look_at(core, psc) for psc in core.streams.values()])


async def _look_at(core: Core, psc: Psc) -> int:
    said = 0
    for record in await core.db.fetch(_ALONE, psc.stream, BEFORE_THE_SCENE, AMBULANS):
        going, now = orjson.loads(record["task"]), core.clock()
        if going.get("ambulance") is None:
            if task.may_be_carried(orjson.loads(record["incident"])):
                said += await _start_clock(core, psc, going, record["task_version"], now)
        elif going["state"] == TaskState.EN_ROUTE and record["at"] is not None:
            arrives_at = await _arrival(core, psc, record, now)
            if arrives_at is not None and arrives_at > going["ambulance"]["arrive_by"]:
                said += await _offer(core, psc, going, arrives_at, now)
    return said


async def _arrival(core: Core, psc: Psc, record: Any, now: datetime) -> str | None:
    """When a team is there, by where it was seen just now; None where that is old, or nobody knows where to."""
    unit = orjson.loads(record["unit"])
    seen = unit_whereabouts(psc.city, unit, document(record), now)
    target = find_case_point(psc.city, await open_row(core.keys, orjson.loads(record["incident"])))
    if seen.from_post or target is None:
        return None
    source = routing.Source(seen.point, routing.Mode(unit["mode"]), seen.heading_deg)
    try:
        times = await psc.roads.ask(lambda router: router.travel_times_to(target, [source], now))
    except routing.RoutingError:
        log.exception("team.without_eta", psc=psc.key, unit_id=unit["id"])
        return None
    return instant(now + timedelta(seconds=times[0].duration_s))


async def _offer(core: Core, psc: Psc, going: Row, arrives_at: str, now: datetime) -> int:
    def decide(board: Board, command: Command) -> list[Event]:
        return task.ambulance_too_late(board, command, task_id=going["id"], arrives_at=arrives_at)

    # A team stays far: the id is one for each task, so that it is said once.
    return await _say(core, psc, going, now, "ambulance-far", decide)


async def _start_clock(core: Core, psc: Psc, going: Row, version: int, now: datetime) -> int:
    limits = psc.city.deadlines
    accept_s, arrive_s = limits.team_acceptance.seconds, limits.team_arrival.seconds

    def decide(board: Board, command: Command) -> list[Event]:
        return task.start_ambulance_clock(board, command, task_id=going["id"], accept_s=accept_s, arrive_s=arrive_s)

    return await _say(core, psc, going, now, f"ambulance-clock/{version}", decide)


async def _say(
    core: Core, psc: Psc, going: Row, now: datetime, what: str, decision: Callable[[Board, Command], list[Event]]
) -> int:
    """Carry out a command of the system about a team, once: every process looks, and the id is the same for all."""
    id_ = str(uuid.uuid5(uuid.UUID(going["id"]), what))
    command = Command(id=id_, actor=SYSTEM, at=instant(now), on_behalf=Source.SYSTEM)

    async def decide(reader: Reader) -> Decision:
        board = await reader.load_case(going["incident_id"])
        active = board.get("incident", going["incident_id"])["active_task_ids"]
        await reader.load_units([board.get("task", id_)["unit_id"] for id_ in active])
        await reader.load(("deadline", deadline_id(DeadlineKind.AMBULANCE, going["id"])))
        events = decision(board, command)
        if not events:
            # Kept, an empty answer would stand for this command although the case may change back.
            raise _NothingToSayError
        return Decision(events)

    try:
        await core.ledger.run(psc.stream, command, {"task_id": going["id"]}, decide)
    except _NothingToSayError:
        return 0
    except TooContended:
        log.warning("team.contended", stream=psc.stream, task_id=going["id"])
        return 0
    return 1
