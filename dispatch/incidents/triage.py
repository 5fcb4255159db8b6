"""Triage of an incident's patient by the protocol version that the call began with."""

from typing import Any

import orjson
import structlog

import triage
from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.domain import patient
from dispatch.domain.command import Command
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import TriageSummary
from dispatch.http.problems import Invalid
from dispatch.incidents.schemas import Evaluate, Triage
from dispatch.personal import key_for, seal_given
from dispatch.store.ledger import Answer, Decision
from dispatch.store.reader import Reader
from dispatch.store.sealing import seal

log = structlog.get_logger()

_BEGUN = """
    SELECT data->'triage'->>'protocol_version' FROM patient
     WHERE stream = $1 AND data->>'incident_id' = $2 AND ($3::text IS NULL OR id = $3)
       AND data->'triage'->>'protocol_version' IS NOT NULL
     ORDER BY id LIMIT 1
"""


def assess(protocol: triage.Protocol, asked: Evaluate | Triage) -> triage.Assessment:
    """What the protocol makes of the answers. A word it does not know is an invalid request, never a guess."""
    try:
        return triage.evaluate(
            protocol, card_id=asked.card, gate=asked.gate, answers=asked.answers, context=_context(asked)
        )
    except triage.TriageInputError as error:
        raise Invalid([{"field": "answers", "message": str(error)}]) from error


def _context(asked: Evaluate | Triage) -> triage.Context:
    return triage.Context(age_years=asked.age_years, sex=asked.sex, pregnant=asked.pregnant)


async def triage_patient(core: Core, psc: Psc, command: Command, body: Triage, incident_id: str) -> Answer:
    """Keep the answers and what follows from them. The colour only rises."""
    protocol = await _protocol_for(core, psc, body, incident_id)
    assessed = assess(protocol, body)
    about = {name: getattr(body, name) for name in patient.ABOUT if name in body.model_fields_set}

    async def decide(reader: Reader) -> Decision:
        board = await reader.load_case(incident_id)
        incident = board.get("incident", incident_id)
        if not incident["patient_ids"]:
            raise Refused("no_patient", incident["state"])
        patient_id = str(body.patient_id) if body.patient_id else incident["patient_ids"][0]
        key, new = await key_for(core, incident["key_id"], f"incident:{incident_id}")
        summary = _summary(protocol, body, command, assessed)
        events = patient.triage(
            board,
            command,
            incident_id=incident_id,
            patient_id=patient_id,
            summary=summary,
            gate=seal(dict(body.gate), key),
            answers=seal(dict(body.answers), key),
            about=seal_given(about, key),
        )
        result = {"priority": events[0].data["priority"], "triage": summary, "patient_id": patient_id}
        return Decision(events, result, keys=new)

    return await run(core, psc, command, body.asked(), decide)


def assessment_document(assessed: triage.Assessment) -> dict[str, Any]:
    """An assessment as screens and the log receive it."""
    document: dict[str, Any] = orjson.loads(orjson.dumps(assessed))
    return document


async def _protocol_for(core: Core, psc: Psc, body: Triage, incident_id: str) -> triage.Protocol:
    """The version the screen asks with, else the one an earlier triage of this patient was made with."""
    if body.protocol_version is not None:
        return await core.protocol_of(body.protocol_version, used=True)
    patient_id = str(body.patient_id) if body.patient_id else None
    begun: str | None = await core.db.value(_BEGUN, psc.stream, incident_id, patient_id)
    protocol = await core.protocol_then(begun)  # a call is never left without triage
    if begun not in (None, protocol.version):
        log.warning("triage.version_missing", psc=psc.key, incident=incident_id, version=begun)
    return protocol


def _summary(protocol: triage.Protocol, body: Triage, command: Command, assessed: triage.Assessment) -> TriageSummary:
    plain = assessment_document(assessed)
    return {
        "protocol_version": protocol.version,
        "signed": protocol.signed,
        "card": assessed.force_card or body.card,
        "card_asked": body.card,
        "priority": plain["priority"],
        "determinants": plain["determinants"],
        "disposition": plain["disposition"],
        "transport": plain["transport"],
        "capabilities": plain["capabilities"],
        "destination_needs": plain["destination_needs"],
        "safety_needs": plain["safety_needs"],
        "lifting_needs": plain["lifting_needs"],
        "alerts": plain["alerts"],
        "instructions": plain["instructions"],
        "resuscitation_script": plain["resuscitation_script"],
        "complete": plain["complete"],
        "unasked": list(
            triage.list_unasked(
                protocol, card_id=body.card, gate=body.gate, answers=body.answers, context=_context(body)
            )
        ),
        "at": command.at,
        "by": command.actor,
    }
