"""Looks again at teams on their way while an ambulance is only named: one that will come too late has it offered."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import orjson
import structlog

import routing
from dispatch.core import Core, Psc
from dispatch.domain import task
from dispatch.domain.command import Command
from dispatch.domain.event import SYSTEM
from dispatch.domain.projection.deadlines import deadline_id
from dispatch.domain.rows import Row
from dispatch.domain.time import instant
from dispatch.domain.words import DeadlineKind, Source, TaskState
from dispatch.live.opening import open_row
from dispatch.live.positions import document
from dispatch.store.ledger import Decision, TooContended
from dispatch.store.reader import Reader
from dispatch.whereabouts import find_case_point, unit_whereabouts

log = structlog.get_logger()

LOOK_EVERY_S = 15.0
"""How often; the clock itself is a durable deadline, and this look only hastens it."""

# The index of active tasks names the condition so.
_ON_THE_WAY = """
    SELECT t.data AS task, i.data AS incident, u.data AS unit, p.*
      FROM task t
      JOIN incident i ON i.stream = t.stream AND i.id = t.data->>'incident_id'
      JOIN unit u ON u.stream = t.stream AND u.id = t.data->>'unit_id'
      JOIN last_position p ON p.stream = t.stream AND p.unit_id = u.id
     WHERE t.stream = $1 AND (t.data->>'active')::boolean AND t.data->>'state' = $2
       AND t.data->'ambulance'->>'arrive_by' IS NOT NULL AND t.data->'ambulance'->>'offered_at' IS NULL
"""


async def look_again(core: Core) -> int:
    """Look at every team on its way in every stream; returns how many will be too late."""
    return sum([await _look_at(core, psc) for psc in core.streams.values()])


async def _look_at(core: Core, psc: Psc) -> int:
    late = 0
    for record in await core.db.fetch(_ON_THE_WAY, psc.stream, TaskState.EN_ROUTE.value):
        going, now = orjson.loads(record["task"]), core.clock()
        arrives_at = await _arrival(core, psc, record, now)
        if arrives_at is not None and arrives_at > going["ambulance"]["arrive_by"]:
            await _offer(core, psc, going, arrives_at, now)
            late += 1
    return late


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


async def _offer(core: Core, psc: Psc, going: Row, arrives_at: str, now: datetime) -> None:
    # Every process looks, and a team stays far: the id is one for each task, so it is said once.
    id_ = str(uuid.uuid5(uuid.UUID(going["id"]), "ambulance-far"))
    command = Command(id=id_, actor=SYSTEM, at=instant(now), on_behalf=Source.SYSTEM)

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(
            ("task", going["id"]),
            ("incident", going["incident_id"]),
            ("deadline", deadline_id(DeadlineKind.AMBULANCE, going["id"])),
        )
        return Decision(task.ambulance_too_late(board, command, task_id=going["id"], arrives_at=arrives_at))

    try:
        await core.ledger.run(psc.stream, command, {"task_id": going["id"]}, decide)
    except TooContended:
        log.warning("team.contended", stream=psc.stream, task_id=going["id"])
