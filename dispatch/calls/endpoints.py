"""Calls over HTTP."""

from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter

from dispatch.accounts import Viewer, get_colleague
from dispatch.calls import schemas, service
from dispatch.commands import ANSWER, CommandBody, command_of
from dispatch.core import Core, Psc
from dispatch.domain import call
from dispatch.domain.words import Role
from dispatch.guards import InCore, InPsc, Operator

router = APIRouter(prefix="/api/psc/{psc}", tags=["calls"])


@router.post("/calls", responses=ANSWER)
async def ring(body: schemas.Ring, psc: InPsc, core: InCore, viewer: Operator) -> dict[str, Any]:
    incoming = service.Incoming(
        call_id=str(body.call_id or uuid4()),
        channel=body.channel,
        phone=body.phone,
        caller_name=body.caller_name,
        answered=body.answered,
        direction=body.direction,
    )
    answer = await service.ring(core, psc, command_of(core, viewer, body), body.asked(), incoming)
    return answer.document()


@router.post("/calls/{call_id}/answer", responses=ANSWER)
async def answer(call_id: UUID, body: CommandBody, psc: InPsc, core: InCore, viewer: Operator) -> dict[str, Any]:
    return await _act(core, psc, viewer, body, call_id, call.answer)


@router.post("/calls/{call_id}/hold", responses=ANSWER)
async def hold(call_id: UUID, body: CommandBody, psc: InPsc, core: InCore, viewer: Operator) -> dict[str, Any]:
    return await _act(core, psc, viewer, body, call_id, call.hold)


@router.post("/calls/{call_id}/resume", responses=ANSWER)
async def resume(call_id: UUID, body: CommandBody, psc: InPsc, core: InCore, viewer: Operator) -> dict[str, Any]:
    return await _act(core, psc, viewer, body, call_id, call.resume)


@router.post("/calls/{call_id}/hand-over", responses=ANSWER)
async def hand_over(
    call_id: UUID, body: schemas.HandOver, psc: InPsc, core: InCore, viewer: Operator
) -> dict[str, Any]:
    colleague = await get_colleague(core.db, body.to_account_id, psc=psc.key, role=Role.OPERATOR)
    return await _act(core, psc, viewer, body, call_id, call.hand_over, to=colleague)


@router.post("/calls/{call_id}/abandon", responses=ANSWER)
async def abandon(call_id: UUID, body: CommandBody, psc: InPsc, core: InCore, viewer: Operator) -> dict[str, Any]:
    due_at = service.callback_due(psc, command_of(core, viewer, body))
    return await _act(core, psc, viewer, body, call_id, call.abandon, callback_due_at=due_at)


@router.post("/calls/{call_id}/close", responses=ANSWER)
async def close(call_id: UUID, body: schemas.CloseCall, psc: InPsc, core: InCore, viewer: Operator) -> dict[str, Any]:
    return await _act(
        core,
        psc,
        viewer,
        body,
        call_id,
        call.close,
        sealed={"note": body.note},
        with_case=True,
        disposition=body.disposition,
        callback_due_at=service.callback_due(psc, command_of(core, viewer, body)),
    )


@router.post("/calls/{call_id}/callback", responses=ANSWER)
async def call_back(
    call_id: UUID, body: schemas.CallBack, psc: InPsc, core: InCore, viewer: Operator
) -> dict[str, Any]:
    return await _act(
        core,
        psc,
        viewer,
        body,
        call_id,
        call.call_back,
        sealed={"note": body.note},
        outcome=body.outcome,
        give_up=body.give_up,
    )


@router.post("/calls/{call_id}/link", responses=ANSWER)
async def link(call_id: UUID, body: schemas.Link, psc: InPsc, core: InCore, viewer: Operator) -> dict[str, Any]:
    command = command_of(core, viewer, body)
    linked = await service.link(core, psc, command, body.asked(), str(call_id), str(body.incident_id))
    return linked.document()


@router.post("/calls/{call_id}/language", responses=ANSWER)
async def choose_language(
    call_id: UUID, body: schemas.ChooseLanguage, psc: InPsc, core: InCore, viewer: Operator
) -> dict[str, Any]:
    """Speak the script in this language: kept with the call, and seen by whoever works on it."""
    language = await service.spoken_in(core, body.language, body.protocol_version)
    return await _act(core, psc, viewer, body, call_id, call.choose_language, language=language)


@router.post("/calls/{call_id}/doctor", responses=ANSWER)
async def join_doctor(
    call_id: UUID, body: schemas.DoctorJoins, psc: InPsc, core: InCore, viewer: Operator
) -> dict[str, Any]:
    """A doctor comes on the line: clinical authority for this case while the call lasts."""
    return await _act(core, psc, viewer, body, call_id, call.join_doctor, doctor=service.doctor_of(viewer, body.name))


@router.post("/calls/{call_id}/sms", responses=ANSWER)
async def send_sms(call_id: UUID, body: schemas.Sms, psc: InPsc, core: InCore, viewer: Operator) -> dict[str, Any]:
    command = command_of(core, viewer, body)
    sent = await service.send_sms(core, psc, command, body.asked(), str(call_id), body.text)
    return sent.document()


@router.get("/colleagues", responses={200: {"model": list[schemas.Colleague]}})
async def list_colleagues(psc: InPsc, core: InCore, _: Operator) -> list[dict[str, Any]]:
    """The operators on duty, oneself among them: to whom a call can be handed over."""
    return await service.list_colleagues(core, psc)


@router.get("/callers", responses={200: {"model": schemas.CallerHistory}})
async def list_callers(call_id: UUID, psc: InPsc, core: InCore, _: Operator) -> dict[str, Any]:
    return {"calls": await service.list_callers(core, psc, str(call_id))}


async def _act(
    core: Core, psc: Psc, viewer: Viewer, body: CommandBody, call_id: UUID, decision: Any, **given: Any
) -> dict[str, Any]:
    command = command_of(core, viewer, body)
    done = await service.act(core, psc, command, body.asked(), str(call_id), decision, **given)
    return done.document()
