"""Quality review over HTTP, for supervisors."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from dispatch.accounts import Viewer, require
from dispatch.commands import ANSWER, CommandAnswer, command_of
from dispatch.domain.review_scoring import RULE
from dispatch.domain.rows import ReviewRow
from dispatch.domain.words import Role
from dispatch.guards import InCore, InPsc
from dispatch.review import schemas, service
from dispatch.review.overrides import list_overrides
from dispatch.review.response_times import list_response_times
from dispatch.review.trends import ASSUMED_LEAST_CASES, list_weeks

router = APIRouter(prefix="/api/psc/{psc}/reviews", tags=["review"])

Supervisor = Annotated[Viewer, Depends(require(Role.SUPERVISOR))]
Days = Annotated[int, Query(ge=1, le=366)]
Weeks = Annotated[int, Query(ge=1, le=104)]


class DrawAnswer(CommandAnswer):
    """The answer to a draw: as any command's, with what was drawn."""

    result: schemas.DrawDone  # type: ignore[assignment]  # the API document says which result this is


@router.get("", responses={200: {"model": list[ReviewRow]}})
async def list_reviews(psc: InPsc, core: InCore, _: Supervisor, days: Days = 31) -> list[dict[str, Any]]:
    """Every case that was drawn, complained of or scored, by the day it was taken; what was noted is veiled."""
    return await service.list_reviews(core, psc, days=days)


@router.post("/draws", responses={200: {"model": DrawAnswer}})
async def draw(body: schemas.Draw, psc: InPsc, core: InCore, viewer: Supervisor) -> dict[str, Any]:
    return (await service.draw(core, psc, command_of(core, viewer, body), body)).document()


@router.get("/trends", responses={200: {"model": schemas.TrendsDocument}})
async def show_trends(psc: InPsc, core: InCore, _: Supervisor, weeks: Weeks = 12) -> dict[str, Any]:
    """Weekly means by operator, by name. Weeks with few cases have none, so that nobody is judged by chance."""
    rows = await service.list_reviews(core, psc, days=weeks * 7)
    found = list_weeks(rows, psc.city.tz)
    return {"rule": RULE, "least_cases": ASSUMED_LEAST_CASES, "weeks": found}


@router.get("/overrides", responses={200: {"model": list[schemas.OverrideDocument]}})
async def show_overrides(psc: InPsc, core: InCore, _: Supervisor, days: Days = 31) -> list[dict[str, Any]]:
    return await list_overrides(core, psc, since=core.clock() - timedelta(days=days))


@router.get("/response-times", responses={200: {"model": list[schemas.ResponseTimesDocument]}})
async def show_response_times(psc: InPsc, core: InCore, _: Supervisor, days: Days = 31) -> list[dict[str, Any]]:
    """The cases closed within the last days against the targets that were valid when each was opened."""
    return await list_response_times(core, psc, since=core.clock() - timedelta(days=days))


@router.post("/{incident_id}/scores", responses=ANSWER)
async def score(incident_id: UUID, body: schemas.Score, psc: InPsc, core: InCore, viewer: Supervisor) -> dict[str, Any]:
    return (await service.score(core, psc, command_of(core, viewer, body), body, str(incident_id))).document()


@router.post("/{incident_id}/complaints", responses=ANSWER)
async def complain(
    incident_id: UUID, body: schemas.Complain, psc: InPsc, core: InCore, viewer: Supervisor
) -> dict[str, Any]:
    return (await service.complain(core, psc, command_of(core, viewer, body), body, str(incident_id))).document()


@router.post("/{incident_id}/reveal", responses={200: {"model": schemas.RevealedReview}})
async def reveal(
    incident_id: UUID, body: schemas.RevealReview, psc: InPsc, core: InCore, viewer: Supervisor
) -> dict[str, Any]:
    """Look behind the veil. The look is in the log before the answer is given."""
    return await service.reveal(core, psc, command_of(core, viewer, body), body, str(incident_id))
