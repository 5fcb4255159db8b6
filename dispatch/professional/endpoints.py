"""The professional line over HTTP: for operators, and for a facility's own people where they sign in."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from dispatch.accounts import Viewer, require
from dispatch.commands import command_of
from dispatch.domain.words import Role
from dispatch.guards import InCore, InPsc
from dispatch.http.problems import Forbidden
from dispatch.professional import service
from dispatch.professional.schemas import ReportAnswer, ReportPatient

router = APIRouter(prefix="/api/psc/{psc}", tags=["professional"])

Professional = Annotated[Viewer, Depends(require(Role.OPERATOR, Role.HOSPITAL, Role.COORDINATOR))]


@router.post("/professional-reports", responses={200: {"model": ReportAnswer}})
async def report_patient(body: ReportPatient, psc: InPsc, core: InCore, viewer: Professional) -> dict[str, Any]:
    """A health worker's report in SBAR: opens the case, dispatchable at once. A facility reports for itself alone."""
    if not viewer.has_role(psc.key, Role.OPERATOR):
        own = body.from_facility_id is not None and any(
            viewer.covers(psc.key, role, body.from_facility_id) for role in (Role.HOSPITAL, Role.COORDINATOR)
        )
        if not own or body.call is not None:
            raise Forbidden("facility_of_others")
    done = await service.report_patient(core, psc, command_of(core, viewer, body), body)
    return done.document()
