"""FHIR R4B over HTTP, for supervisors: a card as a Questionnaire, the triage of a case as QuestionnaireResponses."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.concurrency import run_in_threadpool

from dispatch.accounts import Viewer, require
from dispatch.commands import command_of
from dispatch.domain.refusal import Missing
from dispatch.domain.words import Role
from dispatch.fhir import service
from dispatch.fhir.schemas import ExportTriage
from dispatch.guards import InCore, InPsc
from dispatch.http.fields import Key
from exchange.fhir import Naming, checked, questionnaire

MEDIA_TYPE = "application/fhir+json"
_SHOWN = {"content": {MEDIA_TYPE: {}}, "description": "FHIR R4B"}

router = APIRouter(prefix="/api/psc/{psc}", tags=["fhir"])

Supervisor = Annotated[Viewer, Depends(require(Role.SUPERVISOR))]


@router.get("/protocol/cards/{card_id}/fhir", response_class=Response, responses={200: _SHOWN})
async def show_card(card_id: Key, psc: InPsc, core: InCore, _: Supervisor) -> Response:
    """The card as a FHIR Questionnaire; a draft until the protocol is signed."""
    if card_id not in core.protocol.cards:
        raise Missing("card", card_id)
    document = questionnaire(core.protocol, card_id, Naming(psc.key))
    return Response(await run_in_threadpool(checked, document), media_type=MEDIA_TYPE)


@router.post("/incidents/{incident_id}/triage/fhir", response_class=Response, responses={200: _SHOWN})
async def export_triage(
    incident_id: UUID, body: ExportTriage, psc: InPsc, core: InCore, viewer: Supervisor
) -> Response:
    """Every triaged patient's answers, as a Bundle without names. The look is in the log before the answer is given."""
    document = await service.export_triage(core, psc, command_of(core, viewer, body), body, str(incident_id))
    return Response(await run_in_threadpool(checked, document), media_type=MEDIA_TYPE)
