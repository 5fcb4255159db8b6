"""Vital signs over HTTP: taken by a crew's tablet, a hospital or an operator; judged for a form; their limits."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends

from dispatch.accounts import Reporter, Viewer, signed_in
from dispatch.commands import ANSWER, command_of
from dispatch.core import Core, Psc
from dispatch.crew.sender import Sender, who_taps
from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.words import Role
from dispatch.guards import InCore, InPsc
from dispatch.vitals import service
from dispatch.vitals.judging import is_trauma, judged_document, limits_document, read_vitals
from dispatch.vitals.schemas import JudgeVitals, TakeVitals, ValueLimits, VitalsJudged
from triage import Context
from triage.scores import retriage

router = APIRouter(tags=["vitals"])

SignedIn = Annotated[Viewer, Depends(signed_in)]


@router.post("/api/psc/{psc}/incidents/{incident_id}/patients/{patient_id}/vitals", responses=ANSWER)
async def take_vitals(
    incident_id: UUID, patient_id: UUID, body: TakeVitals, psc: InPsc, core: InCore, sender: Sender
) -> dict[str, Any]:
    """Keep vital signs. They raise the patient's colour at once where a score or a single sign says so."""
    command, allowed = await _who(core, psc, sender, body, str(patient_id))
    taken = await service.take(core, psc, command, body, str(incident_id), str(patient_id), allowed=allowed)
    return taken.document()


@router.get("/api/triage/vitals", responses={200: {"model": dict[str, ValueLimits]}})
async def show_limits(_: SignedIn) -> dict[str, ValueLimits]:
    return limits_document()


@router.post("/api/triage/vitals", responses={200: {"model": VitalsJudged}})
async def judge_vitals(body: JudgeVitals, core: InCore, _: SignedIn) -> VitalsJudged:
    """What vital signs say, without storing them."""
    context = Context(age_years=body.age_years, sex=body.sex, pregnant=body.pregnant)
    return judged_document(retriage(read_vitals(body.values), context, trauma=is_trauma(core.protocol, body.card)))


async def _who(core: Core, psc: Psc, sender: Reporter, body: TakeVitals, patient_id: str) -> tuple[Command, Any]:
    """The command, and whether its sender has to do with a case: an operator, a hospital that expects the patient, or
    the crew of a unit that was sent."""
    viewer = sender.viewer
    if viewer is not None and sender.device is None and viewer.has_role(psc.key, Role.HOSPITAL):

        def expects(board: Board) -> bool:
            return any(
                row["patient_id"] == patient_id and viewer.covers(psc.key, Role.HOSPITAL, row["hospital_id"])
                for row in board.list_kind("handover")
            )

        return command_of(core, viewer, body), expects
    command, unit_id = await who_taps(core, psc, sender, body, source=body.source)

    def was_sent(board: Board) -> bool:
        return unit_id is None or any(row["unit_id"] == unit_id for row in board.list_kind("task"))

    return command, was_sent
