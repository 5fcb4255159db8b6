"""Carries out what happens to calls, for operators, for telephony and for the deadlines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from dispatch.accounts import Viewer, list_present
from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.domain import call
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import DoctorSaid, SpokenIn
from dispatch.domain.time import later
from dispatch.domain.words import Channel, Grade, Role
from dispatch.http.problems import Invalid
from dispatch.live.opening import open_rows
from dispatch.personal import key_for, phone_mark, seal_given, seal_or_none
from dispatch.store.ledger import Answer, Decision, Message
from dispatch.store.reader import Reader
from dispatch.store.sealing import new_subject_key, seal

CALLERS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Incoming:
    """A call as a provider or a person announces it."""

    call_id: str
    channel: Channel
    phone: str | None
    caller_name: str | None
    answered: bool
    direction: str
    provider: str = "local"
    leg_id: str | None = None


async def ring(core: Core, psc: Psc, command: Command, body: Any, incoming: Incoming) -> Answer:
    """A call comes in, with a key of its own for what is personal in it."""
    key = new_subject_key(f"call:{incoming.call_id}")

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(("call", incoming.call_id))
        events = call.ring(
            board,
            command,
            call_id=incoming.call_id,
            answered=incoming.answered,
            channel=incoming.channel,
            direction=incoming.direction,
            phone=seal_or_none(incoming.phone, key),
            phone_hmac=phone_mark(core, incoming.phone),
            caller_name=seal_or_none(incoming.caller_name, key),
            provider=incoming.provider,
            leg_id=incoming.leg_id,
            key_id=key.key_id,
        )
        return Decision(events, {"call_id": incoming.call_id}, keys=[key])

    return await run(core, psc, command, body, decide)


async def act(
    core: Core,
    psc: Psc,
    command: Command,
    body: Any,
    call_id: str,
    decision: Callable[..., list[Event]],
    *,
    sealed: Mapping[str, Any] | None = None,
    with_case: bool = False,
    **given: Any,
) -> Answer:
    """Do one thing with a call: `decision` of the domain, with `given` as it is and `sealed` under the call's key.

    Args:
        with_case: the decision looks at the call's case too.
    """

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(("call", call_id), ("deadline", f"callback:{call_id}"))
        case_id = board.get("call", call_id)["incident_id"]
        if with_case and case_id is not None:
            await reader.load(("incident", case_id))
        key, new = await key_for(core, board.get("call", call_id)["key_id"], f"call:{call_id}")
        events = decision(board, command, call_id=call_id, **given, **seal_given(sealed or {}, key))
        return Decision(events, {"call_id": call_id}, keys=new if sealed else [])

    return await run(core, psc, command, body, decide)


async def link(core: Core, psc: Psc, command: Command, body: Any, call_id: str, incident_id: str) -> Answer:
    """This call is about a case that is already open."""

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(("call", call_id), ("incident", incident_id))
        patient_ids = board.get("incident", incident_id)["patient_ids"]
        board = await reader.load(*(("patient", patient_id) for patient_id in patient_ids))
        former_id = board.get("call", call_id)["incident_id"]
        if former_id is not None:
            await reader.load(("incident", former_id))
        events = call.link(board, command, call_id=call_id, incident_id=incident_id)
        return Decision(events, {"call_id": call_id, "incident_id": incident_id})

    return await run(core, psc, command, body, decide)


async def spoken_in(core: Core, code: str, version: str | None) -> SpokenIn:
    """A language of a protocol version, as a call keeps it.

    Args:
        version: the version the case began with; None for the one in use.

    Raises:
        Invalid: the version has no words in it.
        NotFound: there is no such version.
    """
    known = (await core.protocol_of(version)).languages
    found = known.get(code)
    if found is None:
        message = f"bahasa {code!r} tidak ada di protokol ini; yang ada: {', '.join(known) or 'tidak ada'}"
        raise Invalid([{"field": "language", "message": message}])
    return {
        "code": code,
        "name": found.name.id,
        "name_en": found.name.in_language("en"),
        "perlu_tanda_tangan": found.needs_signature,
    }


def doctor_of(viewer: Viewer, name: str | None) -> DoctorSaid:
    """The doctor that is meant: the one named, by telephone, else the viewer.

    Raises:
        Refused: nobody is named, and the viewer is no doctor.
    """
    if name is not None and name.strip():
        return {"name": name.strip(), "account_id": None}
    if viewer.grade is not Grade.DOKTER:
        raise Refused("doctor_name_needed")
    return {"name": viewer.name, "account_id": viewer.account_id}


async def send_sms(core: Core, psc: Psc, command: Command, body: Any, call_id: str, text: str) -> Answer:
    """Queue a short message to the caller; it leaves after the commit, or waits until it can."""

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(("call", call_id))
        row = board.get("call", call_id)
        key, new = await key_for(core, row["key_id"], f"call:{call_id}")
        opened = (await open_rows(core.keys, [row]))[0]
        events = call.send_sms(board, command, call_id=call_id, text=seal(text, key))
        message = {"to": opened["phone"] if opened else None, "text": text}
        outbox = [Message("sms", seal(message, key), key.key_id)]
        return Decision(events, {"call_id": call_id}, outbox=outbox, keys=new)

    return await run(core, psc, command, body, decide)


async def list_colleagues(core: Core, psc: Psc) -> list[dict[str, Any]]:
    """The operators at a screen now, by name, each with how many callers they have."""
    present = await list_present(core.db, psc=psc.key, role=Role.OPERATOR, now=core.clock())
    rows = await core.db.fetch(
        """SELECT data->'operator'->>'id' AS operator, count(*) AS calls FROM call
            WHERE stream = $1 AND data->>'state' = ANY($2::text[]) GROUP BY 1""",
        psc.stream,
        list(call.ACTIVE),
    )
    on_line = {row["operator"]: row["calls"] for row in rows}
    return [{**person, "on_line": on_line.get(person["id"], 0)} for person in present]


async def list_callers(core: Core, psc: Psc, call_id: str) -> list[dict[str, Any]]:
    """Earlier calls from the number of this call, newest first."""
    rows = await core.db.fetch(
        """SELECT c.data, i.data->>'code' AS code, i.data->>'priority' AS priority
             FROM call asked
             JOIN call c ON c.stream = asked.stream AND c.data->>'phone_hmac' = asked.data->>'phone_hmac'
                        AND c.id <> asked.id
             LEFT JOIN incident i ON i.stream = c.stream AND i.id = c.data->>'incident_id'
            WHERE asked.stream = $1 AND asked.id = $2
            ORDER BY c.data->>'rang_at' DESC LIMIT $3""",
        psc.stream,
        call_id,
        CALLERS_SHOWN,
    )
    return [_earlier_call(orjson.loads(row["data"]), row["code"], row["priority"]) for row in rows]


def _earlier_call(row: dict[str, Any], code: str | None, priority: str | None) -> dict[str, Any]:
    return {
        "id": row["id"],
        "rang_at": row["rang_at"],
        "state": row["state"],
        "disposition": row["disposition"],
        "incident_id": row["incident_id"],
        "incident_code": code,
        "priority": priority,
    }


def callback_due(psc: Psc, command: Command) -> str:
    """When a caller who got no answer should have been called back."""
    return later(command.at, psc.city.deadlines.callback.seconds)
