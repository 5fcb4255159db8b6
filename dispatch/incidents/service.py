"""Carries out what happens to an incident and its patients."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.domain import incident
from dispatch.domain.call import CALLED_AGAIN_WITHIN
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.rows import AdvisedBefore
from dispatch.domain.time import instant, moment
from dispatch.http.problems import Invalid
from dispatch.incidents.schemas import OpenIncident, PlaceGiven, Where
from dispatch.personal import key_for, seal_given, seal_or_none
from dispatch.response import targets_at, zone_of
from dispatch.store.ledger import Answer, Decision
from dispatch.store.reader import Reader
from dispatch.store.sealing import SubjectKey, new_subject_key

_ADVISED = """
    SELECT i.id AS incident_id, i.data->>'code' AS code,
           COALESCE(i.data->>'closed_at', i.data->'advice'->>'at') AS closed_at
      FROM call c
      JOIN call earlier ON earlier.stream = c.stream AND earlier.data->>'phone_hmac' = c.data->>'phone_hmac'
      JOIN incident i ON i.stream = c.stream AND i.id = earlier.data->>'incident_id'
     WHERE c.stream = $1 AND c.id = $2
       AND GREATEST(i.data->'advice'->>'at', CASE i.data->>'outcome' WHEN 'saran' THEN i.data->>'closed_at' END) >= $3
     ORDER BY closed_at DESC LIMIT 1
"""
PERSONAL_PLACE = ("address", "patokan")


async def open_incident(core: Core, psc: Psc, command: Command, body: OpenIncident) -> Answer:
    """Open a case from a call, with its first patient. What is personal is sealed with the call's key."""
    incident_id = str(body.incident_id)
    call_id = str(body.call_id) if body.call_id else None
    where = located(psc, body)
    advised_before = await _advised_before(core, psc, call_id, command) if call_id else None
    number = await core.db.value("SELECT next_number($1, 'incident')", psc.stream)

    async def decide(reader: Reader) -> Decision:
        wanted = [("incident", incident_id)] + ([("call", call_id)] if call_id else [])
        board = await reader.load(*wanted)
        key, new = await _first_key(core, board.get("call", call_id)["key_id"] if call_id else None, incident_id)
        events = incident.open_incident(
            board,
            command,
            incident_id=incident_id,
            call_id=call_id,
            patient_id=str(uuid5(NAMESPACE_URL, f"{psc.stream}/{incident_id}/1")),
            number=number,
            targets=targets_at(psc.city, moment(command.at), where.get("kelurahan_code")),
            advised_before=advised_before,
            kind=body.kind,
            complaint_text=seal_or_none(body.complaint_text, key),
            key_id=key.key_id,
            **{"address": None, "patokan": None, "place": None, "kelurahan_code": None, **_sealed_place(where, key)},
        )
        opened = events[0].data["number"]
        return Decision(events, {"incident_id": incident_id, "number": opened, "code": f"M-{opened:04d}"}, keys=new)

    return await run(core, psc, command, body.asked(), decide)


async def set_place(core: Core, psc: Psc, command: Command, body: Any, incident_id: str, where: Where) -> Answer:
    """Correct where it is; only what is given changes."""
    given = located(psc, where)

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(("incident", incident_id))
        key, new = await key_for(core, board.get("incident", incident_id)["key_id"], f"incident:{incident_id}")
        sealed = _sealed_place(given, key)
        if "kelurahan_code" in given:
            sealed["zone"] = zone_of(psc.city, given["kelurahan_code"])
        events = incident.set_place(board, command, incident_id=incident_id, **sealed)
        return Decision(events, {"incident_id": incident_id}, keys=new)

    return await run(core, psc, command, body, decide)


async def act(
    core: Core,
    psc: Psc,
    command: Command,
    body: Any,
    incident_id: str,
    decision: Callable[..., list[Event]],
    *,
    sealed: Mapping[str, Any] | None = None,
    result: Mapping[str, Any] | None = None,
    with_calls: bool = False,
    **given: Any,
) -> Answer:
    """Do one thing with a case: `decision` of the domain, with `given` as it is and `sealed` under the case's key.

    Args:
        with_calls: the decision looks at the case's calls too.
    """

    async def decide(reader: Reader) -> Decision:
        board = await reader.load_case(incident_id)
        if with_calls:
            await reader.load_calls(incident_id)
        key, new = await key_for(core, board.get("incident", incident_id)["key_id"], f"incident:{incident_id}")
        events = decision(board, command, incident_id=incident_id, **given, **seal_given(sealed or {}, key))
        return Decision(events, {"incident_id": incident_id, **(result or {})}, keys=new if sealed else [])

    return await run(core, psc, command, body, decide)


def located(psc: Psc, where: Where) -> dict[str, Any]:
    """The given parts of a place, checked against the city, with the kelurahan a pin lies in."""
    given: dict[str, Any] = {
        name: getattr(where, name)
        for name in ("address", "patokan", "kelurahan_code")
        if name in where.model_fields_set
    }
    if "place" in where.model_fields_set:
        given["place"] = where.place.model_dump(mode="json") if where.place else None
        _expect_in_city(psc, where.place)
        if where.kelurahan_code is None and where.place and where.place.lat is not None and where.place.lon is not None:
            area = psc.city.area_at(where.place.lat, where.place.lon)
            given["kelurahan_code"] = area.kelurahan.code if area else None
    code = given.get("kelurahan_code")
    if code is not None and psc.city.find_kelurahan(code) is None:
        raise Invalid([{"field": "kelurahan_code", "message": f"Kelurahan {code} tidak dikenal di {psc.city.name}"}])
    return given


def _expect_in_city(psc: Psc, place: PlaceGiven | None) -> None:
    if place is None or place.lat is None or place.lon is None:
        return
    if not psc.city.contains(place.lat, place.lon):
        message = f"Titik ini di luar {psc.city.name}. Pilih titik di peta, kelurahan, atau biarkan kosong."
        raise Invalid([{"field": "place", "message": message}])


def _sealed_place(given: Mapping[str, Any], key: SubjectKey) -> dict[str, Any]:
    personal = seal_given({name: given[name] for name in (*PERSONAL_PLACE, "place") if name in given}, key)
    return {**given, **personal}


async def _advised_before(core: Core, psc: Psc, call_id: str, command: Command) -> AdvisedBefore | None:
    """The last case of the same number in which advice alone was given within a day."""
    since = instant(moment(command.at) - CALLED_AGAIN_WITHIN)
    found = await core.db.fetch(_ADVISED, psc.stream, call_id, since)
    if not found:
        return None
    case = found[0]
    return {"incident_id": case["incident_id"], "code": case["code"], "closed_at": case["closed_at"]}


async def _first_key(core: Core, call_key_id: str | None, incident_id: str) -> tuple[SubjectKey, list[SubjectKey]]:
    if call_key_id is None:
        fresh = new_subject_key(f"incident:{incident_id}")
        return fresh, [fresh]
    return await key_for(core, call_key_id, f"incident:{incident_id}")
