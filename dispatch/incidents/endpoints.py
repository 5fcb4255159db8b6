"""Incidents over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends

from dispatch.accounts import Viewer, require
from dispatch.commands import ANSWER, CommandBody, command_of
from dispatch.core import Core, Psc
from dispatch.domain import closing, incident, patient
from dispatch.domain.refusal import Refused
from dispatch.domain.words import Role
from dispatch.guards import InCore, InPsc, Operator, OperatorOrCrew
from dispatch.incidents import documents, schemas, service
from dispatch.incidents.dispatching import send
from dispatch.incidents.recommendation import advise
from dispatch.incidents.replay import Replayed, replay_triage
from dispatch.incidents.triage import triage_patient
from dispatch.store.reader import Reader

router = APIRouter(prefix="/api/psc/{psc}/incidents", tags=["incidents"])

Supervisor = Annotated[Viewer, Depends(require(Role.SUPERVISOR, Role.MEDICAL_DIRECTOR))]


@router.post("", responses=ANSWER)
async def open_incident(body: schemas.OpenIncident, psc: InPsc, core: InCore, viewer: Operator) -> dict[str, Any]:
    opened = await service.open_incident(core, psc, command_of(core, viewer, body), body)
    return opened.document()


@router.post("/{incident_id}/place", responses=ANSWER)
async def set_place(
    incident_id: UUID, body: schemas.SetPlace, psc: InPsc, core: InCore, viewer: Operator
) -> dict[str, Any]:
    command = command_of(core, viewer, body)
    placed = await service.set_place(core, psc, command, body.asked(), str(incident_id), body)
    return placed.document()


@router.post("/{incident_id}/describe", responses=ANSWER)
async def describe(
    incident_id: UUID, body: schemas.Describe, psc: InPsc, core: InCore, viewer: Operator
) -> dict[str, Any]:
    sealed = {"complaint_text": body.complaint_text}
    return await _act(core, psc, viewer, body, incident_id, incident.describe, sealed=sealed)


@router.post("/{incident_id}/notes", responses=ANSWER)
async def add_note(
    incident_id: UUID, body: schemas.AddNote, psc: InPsc, core: InCore, viewer: Operator
) -> dict[str, Any]:
    return await _act(core, psc, viewer, body, incident_id, incident.note, sealed={"text": body.text})


@router.post("/{incident_id}/patients", responses=ANSWER)
async def describe_patient(
    incident_id: UUID, body: schemas.DescribePatient, psc: InPsc, core: InCore, viewer: Operator
) -> dict[str, Any]:
    about = {name: getattr(body, name) for name in patient.ABOUT if name in body.model_fields_set}
    given = {"patient_id": str(body.patient_id)}
    return await _act(
        core,
        psc,
        viewer,
        body,
        incident_id,
        patient.describe,
        sealed=about,
        result=given,
        patient_id=str(body.patient_id),
    )


@router.post("/{incident_id}/triage", responses=ANSWER)
async def triage(incident_id: UUID, body: schemas.Triage, psc: InPsc, core: InCore, viewer: Operator) -> dict[str, Any]:
    command = command_of(core, viewer, body)
    triaged = await triage_patient(core, psc, command, body, str(incident_id))
    return triaged.document()


@router.get("/{incident_id}/replay", responses={200: {"model": list[Replayed]}})
async def replay(incident_id: UUID, psc: InPsc, core: InCore, _: Supervisor) -> list[Replayed]:
    """The call's triage run again by the versions it was made with: equal, or where it differs; no answer is shown."""
    return await replay_triage(core.db, core.keys, core.protocol_of, stream=psc.stream, incident_id=str(incident_id))


@router.post("/{incident_id}/lower", responses=ANSWER)
async def lower(
    incident_id: UUID, body: schemas.Lower, psc: InPsc, core: InCore, viewer: OperatorOrCrew
) -> dict[str, Any]:
    return await _act(
        core,
        psc,
        viewer,
        body,
        incident_id,
        patient.lower,
        sealed={"reason": body.reason},
        with_calls=True,
        patient_id=str(body.patient_id),
        priority=body.priority,
        grade=viewer.grade,
        crew_of_unit=viewer.unit_id if viewer.has_role(psc.key, Role.CREW) else None,
    )


@router.post("/{incident_id}/resuscitation", responses=ANSWER)
async def resuscitation(
    incident_id: UUID, body: schemas.Resuscitation, psc: InPsc, core: InCore, viewer: Operator
) -> dict[str, Any]:
    if body.event == "first_compression":
        return await _act(core, psc, viewer, body, incident_id, incident.first_compression)
    if body.script is None:
        raise Refused("script_needed")
    return await _act(core, psc, viewer, body, incident_id, incident.recognise_arrest, script=body.script)


@router.get("/{incident_id}/recommendation", responses={200: {"model": documents.RecommendationDocument}})
async def recommendation(incident_id: UUID, psc: InPsc, core: InCore, _: Operator) -> dict[str, Any]:
    board = await Reader(core.db, psc.stream).load(("incident", str(incident_id)))
    advice = await advise(core, psc, board.get("incident", str(incident_id)))
    return advice.document


@router.post("/{incident_id}/dispatch", responses=ANSWER)
async def dispatch(
    incident_id: UUID, body: schemas.Dispatch, psc: InPsc, core: InCore, viewer: Operator
) -> dict[str, Any]:
    sent = await send(core, psc, command_of(core, viewer, body), body, str(incident_id))
    return sent.document()


@router.post("/{incident_id}/close", responses=ANSWER)
async def close(
    incident_id: UUID, body: schemas.CloseIncident, psc: InPsc, core: InCore, viewer: Operator
) -> dict[str, Any]:
    return await _act(
        core,
        psc,
        viewer,
        body,
        incident_id,
        closing.close,
        sealed={"note": body.note},
        with_calls=True,
        outcome=body.outcome,
        grade=viewer.grade,
    )


@router.post("/{incident_id}/reopen", responses=ANSWER)
async def reopen(incident_id: UUID, body: schemas.Reopen, psc: InPsc, core: InCore, viewer: Operator) -> dict[str, Any]:
    return await _act(core, psc, viewer, body, incident_id, incident.reopen, sealed={"reason": body.reason})


async def _act(
    core: Core, psc: Psc, viewer: Viewer, body: CommandBody, incident_id: UUID, decision: Any, **given: Any
) -> dict[str, Any]:
    command = command_of(core, viewer, body)
    done = await service.act(core, psc, command, body.asked(), str(incident_id), decision, **given)
    return done.document()
