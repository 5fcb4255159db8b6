"""Tasks over HTTP, for crews' tablets and for operators who move a task along from the radio."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends

from dispatch.accounts import Reporter, Viewer, acting_account, reporter
from dispatch.commands import ANSWER, command_of
from dispatch.core import Core, Psc
from dispatch.crew import schemas, service
from dispatch.domain import task
from dispatch.domain.command import Command
from dispatch.domain.time import moment
from dispatch.domain.words import Role, Source
from dispatch.guards import InCore, InPsc, Operator
from dispatch.http.problems import Forbidden

router = APIRouter(prefix="/api/psc/{psc}/tasks", tags=["crew"])

Sender = Annotated[Reporter, Depends(reporter)]


@router.post("/{task_id}/report", responses=ANSWER)
async def report(task_id: UUID, body: schemas.Report, psc: InPsc, core: InCore, sender: Sender) -> dict[str, Any]:
    command, unit_id = await _who(core, psc, sender, body, source=body.source)
    done = await service.report(core, psc, command, body, str(task_id), unit_id=unit_id)
    return done.document()


@router.post("/{task_id}/undo", responses=ANSWER)
async def undo(task_id: UUID, body: schemas.Undo, psc: InPsc, core: InCore, sender: Sender) -> dict[str, Any]:
    undone = str(body.command_id_undone)
    return await _act(core, psc, sender, body, task_id, task.undo_report, undone_command_id=undone)


@router.post("/{task_id}/decline", responses=ANSWER)
async def decline(task_id: UUID, body: schemas.Decline, psc: InPsc, core: InCore, sender: Sender) -> dict[str, Any]:
    return await _act(core, psc, sender, body, task_id, task.decline, reason=body.reason)


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
    command, unit_id = await _who(core, psc, sender, body)
    done = await service.act(core, psc, command, body.asked(), str(task_id), decision, unit_id=unit_id, **given)
    return done.document()


async def _who(
    core: Core, psc: Psc, sender: Reporter, body: schemas.FromDevice, *, source: Source | None = None
) -> tuple[Command, str | None]:
    """The command in the name of whoever tapped, and the unit they are crew of (None for an operator)."""
    if sender.viewer is not None and sender.viewer.has_role(psc.key, Role.OPERATOR) and sender.device is None:
        return command_of(core, sender.viewer, body, source=source or Source.SCREEN), None
    # Only the time matters here: who was on the tablet then. The command is made again in that person's name.
    happened = command_of(core, _Nobody(), body, sent_at=body.sent_at, is_report=True)
    person = await acting_account(core.db, sender, tapped_by=body.tapped_by, occurred_at=moment(happened.at))
    unit_id = _crew_unit(person, psc)
    return command_of(core, person, body, source=Source.DEVICE, sent_at=body.sent_at, is_report=True), unit_id


def _crew_unit(person: Viewer, psc: Psc) -> str:
    units = person.crew_units(psc.key)
    if len(units) != 1:
        raise Forbidden("crew_of_no_unit")
    return next(iter(units))


class _Nobody:
    account_id = ""
    name = ""
