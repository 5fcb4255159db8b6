"""Carries out changes of duty, and takes in the units and people a city's profile names."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson

from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.domain import unit
from dispatch.domain.command import Command
from dispatch.domain.event import SYSTEM, canonical
from dispatch.domain.refusal import Missing
from dispatch.domain.rows import CrewMember
from dispatch.domain.time import instant
from dispatch.domain.words import Source
from dispatch.store.ledger import Answer, Decision
from dispatch.store.reader import Reader
from dispatch.units.schemas import SetDuty


async def set_duty(core: Core, psc: Psc, command: Command, body: SetDuty, unit_id: str) -> Answer:
    """Say whether a unit can be sent, and with whom."""

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(("unit", unit_id), *(("person", person_id) for person_id in body.crew or ()))
        crew: list[CrewMember] | None = None
        if body.crew is not None:
            people = [board.get("person", person_id) for person_id in body.crew]
            crew = [{"person_id": p["id"], "name": p["name"], "grade": p["grade"]} for p in people]
        events = unit.set_duty(board, command, unit_id=unit_id, duty=body.duty, reason=body.reason, crew=crew)
        return Decision(events, {"unit_id": unit_id, "duty": body.duty})

    return await run(core, psc, command, body.asked(), decide)


async def register_fleet(core: Core, psc: Psc) -> int:
    """Take the profile's units into the log where they are new or their facts have changed; returns how many were."""
    known = {row["id"]: orjson.loads(row["data"]) for row in await _units(core, psc)}
    changed = 0
    for profile in psc.city.units:
        facts = {
            "name": profile.name,
            "kind": str(profile.kind),
            "mode": str(profile.mode),
            "facility_id": profile.facility_id,
            "capabilities": list(profile.capabilities),
            "verified": profile.verified,
            "note": profile.note or profile.assumption,
        }
        if profile.id in known and all(known[profile.id][name] == value for name, value in facts.items()):
            continue
        await _register(core, psc, "unit", profile.id, facts)
        changed += 1
    return changed


async def register_person(core: Core, psc: Psc, person_id: str, facts: dict[str, Any]) -> None:
    """Take a person into the log: `name, grade, facility_id, skills`. Nothing happens where nothing changed."""
    await _register(core, psc, "person", person_id, facts)


async def expect_unit(core: Core, psc: Psc, unit_id: str) -> str:
    """The facility of a unit of this PSC; raises `Missing` where there is no such unit."""
    facility: str | None = await core.db.value(
        "SELECT data->>'facility_id' FROM unit WHERE stream = $1 AND id = $2", psc.stream, unit_id
    )
    if facility is None:
        raise Missing("unit", unit_id)
    return facility


async def _units(core: Core, psc: Psc) -> list[Any]:
    return await core.db.fetch("SELECT id, data FROM unit WHERE stream = $1", psc.stream)


async def _register(core: Core, psc: Psc, kind: str, id_: str, facts: dict[str, Any]) -> None:
    command = Command(
        id=str(uuid5(NAMESPACE_URL, f"{psc.stream}/{kind}/{id_}/{canonical(facts)}/{core.clock().isoformat()}")),
        actor=SYSTEM,
        at=instant(core.clock()),
        on_behalf=Source.SYSTEM,
    )

    async def decide(reader: Reader) -> Decision:
        board = await reader.load((kind, id_))
        if kind == "unit":
            return Decision(unit.register(board, command, unit_id=id_, **facts))
        return Decision(unit.register_person(board, command, person_id=id_, **facts))

    await run(core, psc, command, facts, decide)
