"""Carries out what happens to a mass-casualty incident and its victims."""

from collections.abc import Callable, Mapping
from typing import Any

from cities.profile import FacilityKind
from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.domain import victim
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.words import Grade, Priority
from dispatch.http.problems import Invalid
from dispatch.mass_casualty.proposing import propose
from dispatch.mass_casualty.schemas import TagVictim
from dispatch.personal import key_for, seal_given
from dispatch.store.ledger import Answer, Decision
from dispatch.store.reader import Reader

RECEIVES = (FacilityKind.RS, FacilityKind.PUSKESMAS)


async def act(
    core: Core,
    psc: Psc,
    command: Command,
    body: Any,
    incident_id: str,
    decision: Callable[..., list[Event]],
    *,
    sealed: Mapping[str, Any] | None = None,
    absent: tuple[tuple[str, str], ...] = (),
    **given: Any,
) -> Answer:
    """Do one thing with an incident of many victims.

    Args:
        sealed: typed words, kept under the case's key.
        absent: rows outside the case, or not there yet, that the decision looks at.
    """

    async def decide(reader: Reader) -> Decision:
        if absent:
            await reader.load(*absent)
        board = await reader.load_case(incident_id)
        key, new = await key_for(core, board.get("incident", incident_id)["key_id"], f"incident:{incident_id}")
        events = decision(board, command, incident_id=incident_id, **given, **seal_given(sealed or {}, key))
        return Decision(events, {"incident_id": incident_id}, keys=new if sealed else [])

    return await run(core, psc, command, body, decide)


async def tag_victim(
    core: Core,
    psc: Psc,
    command: Command,
    body: TagVictim,
    incident_id: str,
    *,
    unit_id: str | None,
    grade: Grade | None,
) -> Answer:
    """Give a victim a tag. The findings are sealed; what START makes of them is worked out here, not believed."""
    proposal = propose(body.method, body.findings)
    seen = {
        "findings": body.findings.model_dump(mode="json") if body.findings else None,
        "reason": proposal.reason if proposal else None,
    }
    victim_id = str(body.victim_id)

    async def decide(reader: Reader) -> Decision:
        await reader.load(("patient", victim_id))
        board = await reader.load_case(incident_id)
        key, new = await key_for(core, board.get("incident", incident_id)["key_id"], f"incident:{incident_id}")
        events = victim.tag(
            board,
            command,
            incident_id=incident_id,
            victim_id=victim_id,
            patient_id=str(body.patient_id) if body.patient_id else None,
            number=body.number,
            colour=body.colour,
            method=body.method,
            proposed=Priority(proposal.tag) if proposal else None,
            counter=body.counter,
            grade=grade,
            unit_id=unit_id,
            **seal_given(seen, key),
        )
        tagged = events[-1]
        number = tagged.data.get("number") or board.get("patient", tagged.subjects[0])["tag"]["number"]
        return Decision(events, {"patient_id": tagged.subjects[0], "number": number}, keys=new)

    return await run(core, psc, command, body.asked(), decide)


def expect_receiver(psc: Psc, facility_id: str) -> None:
    """Raise `Invalid` unless victims can be brought there."""
    facility = psc.city.find_facility(facility_id)
    if facility is None or facility.kind not in RECEIVES:
        message = f"{facility_id} bukan rumah sakit atau puskesmas di {psc.city.name}"
        raise Invalid([{"field": "hospital_id", "message": message}])
