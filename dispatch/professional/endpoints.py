"""The professional line over HTTP: operators, facilities on their own screens, crews on their tablets."""

from typing import Any

from fastapi import APIRouter

from dispatch.crew.sender import Sender
from dispatch.guards import InCore, InPsc
from dispatch.professional import service
from dispatch.professional.reporting import who_reports
from dispatch.professional.schemas import ReportAnswer, ReportPatient

router = APIRouter(prefix="/api/psc/{psc}", tags=["professional"])


@router.post("/professional-reports", responses={200: {"model": ReportAnswer}})
async def report_patient(body: ReportPatient, psc: InPsc, core: InCore, sender: Sender) -> dict[str, Any]:
    """A health worker's report in SBAR: opens the case, dispatchable at once, or adds to the patient's open case.

    A facility reports for itself alone; a patient whom the reporter has nothing to do with does not exist for them.
    """
    reporting = await who_reports(core, psc, sender, body)
    done = await service.report_patient(core, psc, reporting, body)
    return done.document()
