"""The demo's guided practice over HTTP: asks for a case of one's own. Always documented, found only in a demo.

It stands outside `psc119.demo`, so that `serve` does not load the demo's actors.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from dispatch.accounts import Viewer, signed_in
from dispatch.domain.words import Role
from dispatch.guards import InCore
from dispatch.http.body import StrictBody
from dispatch.http.problems import Forbidden, NotFound

router = APIRouter(prefix="/api", tags=["demo"])


class AskPractice(StrictBody):
    """Who practises. The same id asks once, however often it is sent."""

    command_id: UUID
    role: Role


class CallerLine(BaseModel):
    """One thing a caller says, because no audio passes through the program.

    `topic` is what it answers (`keluhan`, `alamat`, `kelurahan`, `kartu`, or a question of the gate); `answer` is what
    an operator makes of it: the text to type, or the id of the option or card to choose.
    """

    topic: str
    words: str
    answer: str


class PracticeDocument(BaseModel):
    """What is being played for this person. `call_id`: the call that is theirs to answer; it rings in a moment."""

    role: Role
    call_id: str | None
    caller_words: list[CallerLine]


@router.post("/demo/practice", responses={200: {"model": PracticeDocument}})
async def practise(body: AskPractice, core: InCore, viewer: Annotated[Viewer, Depends(signed_in)]) -> dict[str, Any]:
    """Have the demo's actors play a case for this person; not found anywhere but in the demo."""
    if not core.settings.demo or core.demo_practice is None:
        raise NotFound
    if not viewer.has_role_anywhere(body.role, Role.ADMIN):
        raise Forbidden
    return core.demo_practice(viewer, body.role, body.command_id)
