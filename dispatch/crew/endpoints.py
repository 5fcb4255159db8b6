"""Tasks over HTTP, for crews' tablets and for operators who move a task along from the radio."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from dispatch.accounts import Reporter
from dispatch.commands import ANSWER, command_of
from dispatch.core import Core, Psc
from dispatch.crew import schemas, service
from dispatch.crew.sender import Sender, who_taps
from dispatch.domain import task
from dispatch.guards import InCore, InPsc, Operator

router = APIRouter(prefix="/api/psc/{psc}/tasks", tags=["crew"])


@router.post("/{task_id}/report", responses=ANSWER)
async def report(task_id: UUID, body: schemas.Report, psc: InPsc, core: InCore, sender: Sender) -> dict[str, Any]:
    command, unit_id = await who_taps(core, psc, sender, body, source=body.source)
    done = await service.report(core, psc, command, body, str(task_id), unit_id=unit_id)
    return done.document()


@router.post("/{task_id}/undo", responses=ANSWER)
async def undo(task_id: UUID, body: schemas.Undo, psc: InPsc, core: InCore, sender: Sender) -> dict[str, Any]:
    undone = str(body.command_id_undone)
    return await _act(core, psc, sender, body, task_id, task.undo_report, undone_command_id=undone)


@router.post("/{task_id}/decline", responses=ANSWER)
async def decline(task_id: UUID, body: schemas.Decline, psc: InPsc, core: InCore, sender: Sender) -> dict[str, Any]:
    return await _act(core, psc, sender, body, task_id, task.decline, reason=body.reason)


@router.post("/{task_id}/ask-transport", responses=ANSWER)
async def ask_transport(
    task_id: UUID, body: schemas.AskTransport, psc: InPsc, core: InCore, sender: Sender
) -> dict[str, Any]:
    command, unit_id = await who_taps(core, psc, sender, body)
    asked = await service.ask_transport(core, psc, command, body, str(task_id), unit_id=unit_id)
    return asked.document()


@router.post("/{task_id}/acknowledge-cancel", responses=ANSWER)
async def acknowledge_cancel(
    task_id: UUID, body: schemas.AcknowledgeCancel, psc: InPsc, core: InCore, sender: Sender
) -> dict[str, Any]:
    return await _act(core, psc, sender, body, task_id, task.acknowledge_cancel)


@router.post("/{task_id}/cancel", responses=ANSWER)
async def cancel(task_id: UUID, body: schemas.Cancel, psc: InPsc, core: InCore, viewer: Operator) -> dict[str, Any]:
    command = command_of(core, viewer, body)
    done = await service.act(
        core, psc, command, body.asked(), str(task_id), task.cancel, unit_id=None, reason=body.reason
    )
    return done.document()


async def _act(
    core: Core, psc: Psc, sender: Reporter, body: schemas.FromDevice, task_id: UUID, decision: Any, **given: Any
) -> dict[str, Any]:
    command, unit_id = await who_taps(core, psc, sender, body)
    done = await service.act(core, psc, command, body.asked(), str(task_id), decision, unit_id=unit_id, **given)
    return done.document()
