"""Carries out a set of vital signs: keeps it sealed, judges it, and raises the colour where it says so."""

from collections.abc import Callable

import orjson

from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.domain import patient
from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.refusal import Missing, Refused
from dispatch.domain.words import Priority
from dispatch.live.opening import open_row
from dispatch.personal import key_for
from dispatch.store.ledger import Answer, Decision
from dispatch.store.reader import Reader
from dispatch.store.sealing import seal
from dispatch.vitals.judging import context_of, described, findings_of, is_trauma, read_vitals
from dispatch.vitals.schemas import TakeVitals
from triage.scores import Vitals, retriage


async def take(
    core: Core,
    psc: Psc,
    command: Command,
    body: TakeVitals,
    incident_id: str,
    patient_id: str,
    *,
    allowed: Callable[[Board], bool],
) -> Answer:
    """Keep vital signs of a patient.

    Args:
        allowed: whether the sender has to do with this case; for others it does not exist.

    Raises:
        Invalid: values that cannot be, with the valid range.
        Refused: `vitals_to_confirm`, values that hardly can be and are not confirmed.
    """
    vitals = read_vitals(body.values)
    confirmed = [name for name in vitals.doubtful if name in body.confirmed]
    _expect_confirmed(vitals, confirmed)

    async def decide(reader: Reader) -> Decision:
        board = await reader.load_case(incident_id)
        incident = board.get("incident", incident_id)
        if not allowed(board):
            raise Missing("incident", incident_id)
        row = await open_row(core.keys, board.get("patient", patient_id))
        told = row["triage"] or {}
        protocol = await core.protocol_then(told.get("protocol_version"))
        judged = retriage(vitals, context_of(row), trauma=is_trauma(protocol, told.get("card")))
        key, new = await key_for(core, incident["key_id"], f"incident:{incident_id}")
        events = patient.take_vitals(
            board,
            command,
            incident_id=incident_id,
            patient_id=patient_id,
            values=seal(body.values.model_dump(mode="json", exclude_none=True), key),
            findings=seal(orjson.loads(orjson.dumps(findings_of(judged))), key),
            raises_to=Priority(judged.priority) if judged.priority else None,
            confirmed=confirmed,
        )
        told = events[0].data
        # The stored answer outlives a forgotten person, so that it names no value.
        result = {name: told[name] for name in ("priority", "raised", "raises_to")}
        return Decision(events, result, keys=new)

    return await run(core, psc, command, body.asked(), decide)


def _expect_confirmed(vitals: Vitals, confirmed: list[str]) -> None:
    """Before the command is stored, which would keep the refused values in the open."""
    fields = [name for name in vitals.doubtful if name not in confirmed]
    if fields:
        facts = {"values": [described(name, getattr(vitals, name)) for name in fields], "fields": fields}
        raise Refused("vitals_to_confirm", None, ("confirmed",), facts)
