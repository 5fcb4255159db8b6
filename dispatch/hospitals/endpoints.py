"""Handovers over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends

from dispatch.accounts import Viewer, require
from dispatch.commands import ANSWER, CommandBody, command_of
from dispatch.core import Core, Psc
from dispatch.domain import handover
from dispatch.domain.rows import Row
from dispatch.domain.words import Role, Source
from dispatch.guards import InCore, InPsc, OperatorOrCrew
from dispatch.hospitals import schemas, service
from dispatch.hospitals.announcing import expect_hospital
from dispatch.http.fields import Key
from dispatch.http.problems import Forbidden

router = APIRouter(prefix="/api/psc/{psc}/handovers", tags=["hospitals"])

capacity_router = APIRouter(prefix="/api/psc/{psc}/hospitals", tags=["hospitals"])

Receiver = Annotated[Viewer, Depends(require(Role.HOSPITAL, Role.OPERATOR))]
Involved = Annotated[Viewer, Depends(require(Role.HOSPITAL, Role.OPERATOR, Role.CREW))]


@router.post("", responses=ANSWER)
async def announce(body: schemas.Announce, psc: InPsc, core: InCore, viewer: OperatorOrCrew) -> dict[str, Any]:
    command = command_of(core, viewer, body)
    done = await service.announce(core, psc, command, body, allowed=lambda task: _crews(viewer, psc, task))
    return done.document()


@router.post("/{handover_id}/accept", responses=ANSWER)
async def accept(handover_id: UUID, body: CommandBody, psc: InPsc, core: InCore, viewer: Receiver) -> dict[str, Any]:
    return await _act(core, psc, viewer, body, handover_id, handover.accept)


@router.post("/{handover_id}/redirect", responses=ANSWER)
async def redirect(
    handover_id: UUID, body: schemas.Redirect, psc: InPsc, core: InCore, viewer: Receiver
) -> dict[str, Any]:
    expect_hospital(psc, body.redirected_to)
    given = {"doctor": body.doctor, "reason": body.reason, "redirected_to": body.redirected_to}
    return await _act(core, psc, viewer, body, handover_id, handover.redirect, **given)


@router.post("/{handover_id}/acknowledge-redirect", responses=ANSWER)
async def acknowledge_redirect(
    handover_id: UUID, body: CommandBody, psc: InPsc, core: InCore, viewer: OperatorOrCrew
) -> dict[str, Any]:
    return await _act(core, psc, viewer, body, handover_id, handover.acknowledge_redirect)


@router.post("/{handover_id}/arrive", responses=ANSWER)
async def arrive(handover_id: UUID, body: CommandBody, psc: InPsc, core: InCore, viewer: Involved) -> dict[str, Any]:
    return await _act(core, psc, viewer, body, handover_id, handover.arrive)


@router.post("/{handover_id}/offload", responses=ANSWER)
async def offload(handover_id: UUID, body: CommandBody, psc: InPsc, core: InCore, viewer: Involved) -> dict[str, Any]:
    return await _act(core, psc, viewer, body, handover_id, handover.offload)


@router.post("/{handover_id}/acknowledge", responses=ANSWER)
async def acknowledge(
    handover_id: UUID, body: CommandBody, psc: InPsc, core: InCore, viewer: Receiver
) -> dict[str, Any]:
    return await _act(core, psc, viewer, body, handover_id, handover.acknowledge)


async def _act(
    core: Core, psc: Psc, viewer: Viewer, body: CommandBody, handover_id: UUID, decision: Any, **given: Any
) -> dict[str, Any]:
    done = await service.act(
        core,
        psc,
        command_of(core, viewer, body),
        body.asked(),
        str(handover_id),
        decision,
        allowed=lambda row, task: _receives(viewer, psc, row) or _crews(viewer, psc, task),
        **given,
    )
    return done.document()


def _receives(viewer: Viewer, psc: Psc, row: Row) -> bool:
    return viewer.covers(psc.key, Role.HOSPITAL, row["hospital_id"])


def _crews(viewer: Viewer, psc: Psc, task: Row) -> bool:
    return viewer.has_role(psc.key, Role.OPERATOR) or task["unit_id"] in viewer.crew_units(psc.key)


@capacity_router.post("/{hospital_id}/capacity", responses=ANSWER)
async def announce_capacity(
    hospital_id: Key, body: schemas.Capacity, psc: InPsc, core: InCore, viewer: Receiver
) -> dict[str, Any]:
    """What the hospital can take from now on, by colour; an operator writes down what it says by telephone."""
    expect_hospital(psc, hospital_id)
    if not viewer.has_role(psc.key, Role.OPERATOR) and not viewer.covers(psc.key, Role.HOSPITAL, hospital_id):
        raise Forbidden("hospital_of_others")
    source = body.source or Source.SCREEN
    done = await service.announce_capacity(core, psc, command_of(core, viewer, body, source=source), body, hospital_id)
    return done.document()
