"""Carries out closures, looks at what they would change, and brings them over to other roads."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import routing
from dispatch.closures.effect import Case, Goer, list_eta_changes
from dispatch.closures.extent import extent_of, settled_extent, source_of, supposed, warning_of
from dispatch.closures.schemas import ChangeEnd, Close, Reopen, WhatCloses
from dispatch.commands import EARLIEST, run
from dispatch.core import Core, Psc
from dispatch.domain import closure
from dispatch.domain.command import Command
from dispatch.domain.event import SYSTEM
from dispatch.domain.projection.deadlines import deadline_id
from dispatch.domain.rows import Extent, Row
from dispatch.domain.time import instant
from dispatch.domain.words import DeadlineKind, Duty, Source
from dispatch.http.problems import Invalid
from dispatch.live.positions import list_last
from dispatch.store.ledger import Answer, Decision
from dispatch.store.reader import Reader
from dispatch.whereabouts import find_case_point, unit_whereabouts

LATEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Look:
    """What a closure would close, and what that would change at its begin."""

    extent: Extent
    effect: dict[str, Any]


async def look(core: Core, psc: Psc, body: WhatCloses, *, id_: str = "") -> Look:
    """What `body` would close and change, if it were closed at its begin; nothing is stored.

    Raises:
        Refused: it closes nothing, too much, or edges of other roads.
        Invalid: an unknown boat leg, a shape that is no area, or a time far from now.
    """
    now = core.clock()
    _expect_known_legs(psc, body)
    _expect_near(now, from_at=body.from_at, until_at=body.until_at)
    at = max(now, body.from_at or now)
    goers, cases = await _situation(core, psc, now)
    router = psc.roads.router.own

    def compute() -> Look:
        extent = extent_of(body, body.drawn(), psc.city, router, at)
        changes = list_eta_changes(router, supposed(extent, at, id_=id_), goers, cases, at)
        effect = {**extent, "warning": warning_of(extent), "eta_changes": changes, "at": instant(at)}
        return Look(extent, effect)

    try:
        return await asyncio.to_thread(compute)
    except routing.RoutingInputError as error:
        raise Invalid([{"field": "shape", "message": "Gambar ini bukan daerah di peta. Gambar ulang."}]) from error


async def close(core: Core, psc: Psc, command: Command, body: Close) -> Answer:
    """Close streets or boat legs; what is cut off is known before, and said in the answer."""
    looked = await look(core, psc, body, id_=command.id)

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(*_keys(command.id))
        events = closure.close(
            board,
            command,
            closure_id=command.id,
            kind=body.kind,
            reason=body.reason,
            note=body.note,
            source=source_of(body),
            shape=body.drawn(),
            street=body.street,
            extent=looked.extent,
            from_at=instant(body.from_at) if body.from_at else None,
            until_at=instant(body.until_at) if body.until_at else None,
        )
        return Decision(events, {"closure_id": command.id, **looked.effect})

    return await _run(core, psc, command, body.asked(), decide)


async def change_end(core: Core, psc: Psc, command: Command, body: ChangeEnd, closure_id: str) -> Answer:
    """Move the end of a closure, or take it away."""
    _expect_near(core.clock(), until_at=body.until_at)
    until_at = instant(body.until_at) if body.until_at else None

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(*_keys(closure_id))
        events = closure.change_end(board, command, closure_id=closure_id, until_at=until_at, reason=body.reason)
        return Decision(events, {"closure_id": closure_id, "until_at": until_at})

    return await _run(core, psc, command, {**body.asked(), "closure_id": closure_id}, decide)


async def reopen(core: Core, psc: Psc, command: Command, body: Reopen, closure_id: str) -> Answer:
    """Open what a closure closed."""

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(*_keys(closure_id))
        events = closure.reopen(board, command, closure_id=closure_id, reason=body.reason)
        return Decision(events, {"closure_id": closure_id})

    return await _run(core, psc, command, {**body.asked(), "closure_id": closure_id}, decide)


async def settle(core: Core, psc: Psc, row: Row, seen_seq: int) -> None:
    """Say in the log what a closure closes on the roads now in use, where it was made on others.

    Args:
        seen_seq: the place in the log at which `row` was seen: part of the command's id, so that each process says it
            once, and roads that come back are said again.
    """
    extent = await asyncio.to_thread(settled_extent, row, psc.city, psc.roads.router.own, core.clock())
    asked = {"closure_id": row["id"], "network_hash": extent["network_hash"], "seen_seq": seen_seq}
    name = f"{psc.stream}/closure/{row['id']}/{extent['network_hash']}/{seen_seq}"
    command = Command(
        id=str(uuid5(NAMESPACE_URL, name)), actor=SYSTEM, at=instant(core.clock()), on_behalf=Source.SYSTEM
    )

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(*_keys(row["id"]))
        return Decision(closure.settle(board, command, closure_id=row["id"], extent=extent))

    await run(core, psc, command, asked, decide)


async def _run(core: Core, psc: Psc, command: Command, asked: Any, decide: Any) -> Answer:
    """Run a command, and answer when this process's router follows it."""
    done = await run(core, psc, command, asked, decide)
    if core.closures is not None:
        await core.closures.settled(psc.stream, done.seq)
    return done


async def _situation(core: Core, psc: Psc, now: datetime) -> tuple[list[Goer], list[Case]]:
    """Who is on duty, and where help is needed."""
    rows = (await core.hub.feed(psc.stream)).rows
    fixes = await list_last(core.db, psc.stream)
    goers, cases = [], []
    for (kind, id_), row in rows.by_key.items():
        if kind == "unit" and row["duty"] in (Duty.AVAILABLE, Duty.ON_CALL):
            place = unit_whereabouts(psc.city, row, fixes.get(id_), now)
            goers.append(Goer(id_, routing.Source(place.point, routing.Mode(row["mode"]), place.heading_deg)))
        elif kind == "incident" and row["closed_at"] is None:
            scene = find_case_point(psc.city, row)
            if scene is not None:
                cases.append(Case(id_, scene))
    return goers, cases


def _expect_known_legs(psc: Psc, body: WhatCloses) -> None:
    known = {leg.id for leg in psc.city.boat_legs}
    unknown = [
        {"field": f"boat_legs.{number}", "message": f"Penyeberangan {leg} tidak dikenal"}
        for number, leg in enumerate(body.boat_legs)
        if leg not in known
    ]
    if unknown:
        raise Invalid(unknown)  # type: ignore[arg-type]  # the literal is the TypedDict that it is made of


def _expect_near(now: datetime, **borders: datetime | None) -> None:
    far = [
        {"field": name, "message": "Waktu ini terlalu jauh: paling lama dua hari lalu, paling jauh setahun lagi."}
        for name, border in borders.items()
        if border is not None and not now - EARLIEST <= border <= now + LATEST
    ]
    if far:
        raise Invalid(far)  # type: ignore[arg-type]  # as above


def _keys(closure_id: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("closure", closure_id), ("deadline", deadline_id(DeadlineKind.CLOSURE_BORDER, closure_id))
