"""Advice over HTTP: what a caller has to hear, and that they heard it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from dispatch.advice import service
from dispatch.advice.schemas import AdviceDocument, GiveAdvice
from dispatch.commands import ANSWER, command_of
from dispatch.guards import InCore, InPsc, Operator

router = APIRouter(prefix="/api/psc/{psc}/incidents", tags=["advice"])


@router.get("/{incident_id}/advice", responses={200: {"model": AdviceDocument}})
async def show_advice(incident_id: UUID, psc: InPsc, core: InCore, _: Operator) -> dict[str, Any]:
    """The danger signs to read, the places to name, and when the caller is called back."""
    return await service.show(core, psc, str(incident_id))


@router.post("/{incident_id}/advice", responses=ANSWER)
async def give_advice(
    incident_id: UUID, body: GiveAdvice, psc: InPsc, core: InCore, viewer: Operator
) -> dict[str, Any]:
    """The caller said the danger signs back and knows where to go; the call to them is promised durably."""
    given = await service.give(core, psc, command_of(core, viewer, body), body, str(incident_id))
    return given.document()
