"""Hands the triage of a case out, after the look is in the log."""

from typing import Any

from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.domain.command import Command
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import Row
from dispatch.fhir.schemas import ExportTriage
from dispatch.live.opening import ERASED, open_row
from dispatch.store.ledger import Decision
from dispatch.store.reader import Reader
from dispatch.vitals.judging import context_of
from exchange.fhir import Answered, Naming, bundle, response
from exchange.fhir.links import DISPOSITION, PRIORITY, TRANSPORT


async def export_triage(core: Core, psc: Psc, command: Command, body: ExportTriage, incident_id: str) -> dict[str, Any]:
    """The Bundle of a case's triages, with the protocol version each was made by.

    Raises:
        Refused: `not_triaged`, nobody of the case was triaged yet; `answers_erased`, their words were forgotten.
    """

    async def decide(reader: Reader) -> Decision:
        rows = await _list_triaged(core, reader, incident_id)
        ids = [row["id"] for row in rows]
        events = [
            command.event("subject.revealed", id_, incident_id, kind="patient", reason=body.reason) for id_ in ids
        ]
        return Decision(events, {"patient_ids": ids})

    done = await run(core, psc, command, body.asked(), decide)
    wanted = done.result["patient_ids"]
    rows = [row for row in await _list_triaged(core, Reader(core.db, psc.stream), incident_id) if row["id"] in wanted]
    naming = Naming(psc.key)
    protocols = [await core.protocol_then(row["triage"]["protocol_version"]) for row in rows]
    return bundle(response(protocol, _answered(row), naming) for protocol, row in zip(protocols, rows, strict=True))


async def _list_triaged(core: Core, reader: Reader, incident_id: str) -> list[Row]:
    board = await reader.load_case(incident_id)
    incident = board.get("incident", incident_id)
    rows = [board.get("patient", patient_id) for patient_id in incident["patient_ids"]]
    triaged = [await open_row(core.keys, row) for row in rows if row["triage"] is not None]
    if not triaged:
        raise Refused("not_triaged", incident["state"], ("triage",))
    kept = [row for row in triaged if ERASED not in (row["gate"], row["answers"])]
    if not kept:
        raise Refused("answers_erased", incident["state"])
    return kept


def _answered(row: Row) -> Answered:
    summary = row["triage"]
    return Answered(
        id=f"{row['id']}:{summary['at']}",
        patient_id=row["id"],
        card_id=summary.get("card_asked", summary["card"]),
        version=summary["protocol_version"],
        complete=summary["complete"],
        at=summary["at"],
        author=(summary["by"]["id"], summary["by"]["name"]),
        gate=row["gate"],
        answers=row["answers"],
        context=context_of(row),
        results={
            PRIORITY: summary["priority"],
            DISPOSITION: summary["disposition"],
            TRANSPORT: summary.get("transport"),
        },
        determinants=tuple(summary["determinants"]),
    )
