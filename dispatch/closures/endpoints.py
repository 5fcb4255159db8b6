"""Closures over HTTP: looked at before, made, moved, reopened."""

from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends

from dispatch.accounts import Viewer, require
from dispatch.closures import schemas, service
from dispatch.commands import ANSWER, command_of
from dispatch.domain.rows import ClosureRow
from dispatch.domain.words import Role
from dispatch.guards import Anyone, InCore, InPsc

router = APIRouter(prefix="/api/routing/{psc}/closures", tags=["routing"])

Closer = Annotated[Viewer, Depends(require(Role.OPERATOR, Role.SUPERVISOR))]

_OPEN = """
    SELECT data FROM closure WHERE stream = $1 AND data->>'ended_at' IS NULL
     ORDER BY data->>'from_at', id
"""


@router.get("", responses={200: {"model": list[ClosureRow]}})
async def list_closures(psc: InPsc, core: InCore, _: Anyone) -> list[dict[str, Any]]:
    """Every closure that is in effect or planned, by its begin."""
    return [orjson.loads(row["data"]) for row in await core.db.fetch(_OPEN, psc.stream)]


@router.post("/preview", responses={200: {"model": schemas.ClosureEffect}})
async def preview(body: schemas.WhatCloses, psc: InPsc, core: InCore, _: Closer) -> dict[str, Any]:
    """What it would close, whom it would cut off, and whose times it would change; nothing is stored."""
    return (await service.look(core, psc, body)).effect


@router.post("", responses={200: {"model": schemas.ClosedAnswer}})
async def close(body: schemas.Close, psc: InPsc, core: InCore, viewer: Closer) -> dict[str, Any]:
    """Close it: in effect for the next query in every process; the answer says what it changed."""
    return (await service.close(core, psc, command_of(core, viewer, body), body)).document()


@router.post("/{closure_id}/change", responses=ANSWER)
async def change_end(
    closure_id: UUID, body: schemas.ChangeEnd, psc: InPsc, core: InCore, viewer: Closer
) -> dict[str, Any]:
    done = await service.change_end(core, psc, command_of(core, viewer, body), body, str(closure_id))
    return done.document()


@router.post("/{closure_id}/end", responses=ANSWER)
async def reopen(closure_id: UUID, body: schemas.Reopen, psc: InPsc, core: InCore, viewer: Closer) -> dict[str, Any]:
    done = await service.reopen(core, psc, command_of(core, viewer, body), body, str(closure_id))
    return done.document()
