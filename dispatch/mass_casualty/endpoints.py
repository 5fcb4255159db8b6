"""Mass casualty over HTTP: for tablets on scene, operators, supervisors and receiving hospitals."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from dispatch.accounts import Reporter, Viewer, require
from dispatch.commands import ANSWER, command_of
from dispatch.core import Core, Psc
from dispatch.crew.schemas import FromDevice
from dispatch.crew.sender import Sender, person_who_taps, who_taps
from dispatch.domain import mass_casualty, victim
from dispatch.domain.refusal import Missing
from dispatch.domain.words import Role
from dispatch.guards import InCore, InPsc, Operator
from dispatch.http.problems import Forbidden
from dispatch.mass_casualty import documents, schemas, service
from dispatch.mass_casualty.distributing import confirm_distribution, distribution_document, propose_distribution
from dispatch.mass_casualty.sheet import Tags, tag_sheet
from dispatch.store.reader import Reader

router = APIRouter(prefix="/api/psc/{psc}/incidents/{incident_id}/mass-casualty", tags=["mass-casualty"])

Supervisor = Annotated[Viewer, Depends(require(Role.SUPERVISOR))]
Receiver = Annotated[Viewer, Depends(require(Role.HOSPITAL, Role.OPERATOR))]
Leader = Annotated[Viewer, Depends(require(Role.OPERATOR, Role.SUPERVISOR))]
OnScene = Annotated[Viewer, Depends(require(Role.OPERATOR, Role.SUPERVISOR, Role.CREW))]
Series = Annotated[str, Query(pattern="^[A-Z]$")]
First = Annotated[int, Query(ge=1, le=900)]
LEADING = (Role.OPERATOR, Role.SUPERVISOR)


@router.post("/declare", responses=ANSWER)
async def declare(incident_id: UUID, body: schemas.Declare, psc: InPsc, core: InCore, sender: Sender) -> dict[str, Any]:
    sealed = {"reason": body.reason}
    told = body.victims_told
    return await _tap(core, psc, sender, body, incident_id, mass_casualty.declare, sealed=sealed, victims_told=told)


@router.post("/stand-down", responses=ANSWER)
async def stand_down(
    incident_id: UUID, body: schemas.StandDown, psc: InPsc, core: InCore, viewer: Supervisor
) -> dict[str, Any]:
    command, sealed = command_of(core, viewer, body), {"reason": body.reason}
    done = await service.act(
        core, psc, command, body.asked(), str(incident_id), mass_casualty.stand_down, sealed=sealed
    )
    return done.document()


@router.post("/victims-told", responses=ANSWER)
async def tell_victims(
    incident_id: UUID, body: schemas.TellVictims, psc: InPsc, core: InCore, viewer: Operator
) -> dict[str, Any]:
    command = command_of(core, viewer, body)
    done = await service.act(
        core, psc, command, body.asked(), str(incident_id), mass_casualty.tell_victims, count=body.count
    )
    return done.document()


@router.post("/sectors", responses=ANSWER)
async def name_sector(
    incident_id: UUID, body: schemas.NameSector, psc: InPsc, core: InCore, sender: Sender
) -> dict[str, Any]:
    given = {"sector_id": body.sector_id, "name": body.name, "lead": body.lead}
    return await _tap(core, psc, sender, body, incident_id, mass_casualty.name_sector, **given)


@router.post("/methane", responses=ANSWER)
async def report_methane(
    incident_id: UUID, body: schemas.ReportMethane, psc: InPsc, core: InCore, sender: Sender
) -> dict[str, Any]:
    told = body.model_dump(mode="json", include={"major", "type", "hazards", "casualties", "services"})
    sealed = {"location": body.location, "access": body.access}
    return await _tap(core, psc, sender, body, incident_id, mass_casualty.report_methane, sealed=sealed, **told)


@router.post("/victims", responses=ANSWER)
async def tag_victim(
    incident_id: UUID, body: schemas.TagVictim, psc: InPsc, core: InCore, sender: Sender
) -> dict[str, Any]:
    command, unit_id, person = await person_who_taps(core, psc, sender, body, source=body.source)
    done = await service.tag_victim(core, psc, command, body, str(incident_id), unit_id=unit_id, grade=person.grade)
    return done.document()


@router.post("/victims/{victim_id}/sector", responses=ANSWER)
async def place_victim(
    incident_id: UUID, victim_id: UUID, body: schemas.PlaceVictim, psc: InPsc, core: InCore, sender: Sender
) -> dict[str, Any]:
    given = {"victim_id": str(victim_id), "sector_id": body.sector_id}
    return await _tap(core, psc, sender, body, incident_id, victim.place, **given)


@router.post("/victims/{victim_id}/load", responses=ANSWER)
async def load_victim(
    incident_id: UUID, victim_id: UUID, body: schemas.LoadVictim, psc: InPsc, core: InCore, sender: Sender
) -> dict[str, Any]:
    task_id = str(body.task_id) if body.task_id else None
    absent = (("task", task_id),) if task_id else ()
    given = {"victim_id": str(victim_id), "task_id": task_id}
    return await _tap(core, psc, sender, body, incident_id, victim.load, absent=absent, **given)


@router.post("/victims/{victim_id}/depart", responses=ANSWER)
async def depart_victim(
    incident_id: UUID, victim_id: UUID, body: schemas.DepartVictim, psc: InPsc, core: InCore, sender: Sender
) -> dict[str, Any]:
    service.expect_receiver(psc, body.hospital_id)
    given = {"victim_id": str(victim_id), "hospital_id": body.hospital_id}
    return await _tap(core, psc, sender, body, incident_id, victim.depart, **given)


@router.post("/victims/{victim_id}/arrive", responses=ANSWER)
async def arrive_victim(
    incident_id: UUID, victim_id: UUID, body: schemas.ArriveVictim, psc: InPsc, core: InCore, viewer: Receiver
) -> dict[str, Any]:
    service.expect_receiver(psc, body.hospital_id)
    if not viewer.has_role(psc.key, Role.OPERATOR) and not viewer.covers(psc.key, Role.HOSPITAL, body.hospital_id):
        raise Forbidden("hospital_of_others")
    command = command_of(core, viewer, body)
    given: dict[str, Any] = {"victim_id": str(victim_id), "hospital_id": body.hospital_id}
    done = await service.act(core, psc, command, body.asked(), str(incident_id), victim.arrive, **given)
    return done.document()


@router.get("/distribution", responses={200: {"model": documents.DistributionDocument}})
async def propose(incident_id: UUID, psc: InPsc, core: InCore, _: Leader) -> dict[str, Any]:
    """Who could go where, and why; nothing is decided by it."""
    proposed = await propose_distribution(core, psc, Reader(core.db, psc.stream), str(incident_id))
    return distribution_document(proposed, psc)


@router.post("/distribution", responses=ANSWER)
async def confirm(
    incident_id: UUID, body: schemas.Distribute, psc: InPsc, core: InCore, viewer: Leader
) -> dict[str, Any]:
    command = command_of(core, viewer, body)
    done = await confirm_distribution(core, psc, command, body, str(incident_id))
    return done.document()


@router.get("/tags.svg", response_class=Response, responses={200: {"content": {"image/svg+xml": {}}}})
async def print_tags(
    incident_id: UUID, psc: InPsc, core: InCore, viewer: OnScene, series: Series = "A", first: First = 1
) -> Response:
    """A sheet of tags with QR codes, to be printed."""
    board = await Reader(core.db, psc.stream).load_case(str(incident_id))
    incident = board.get("incident", str(incident_id))
    sent = {board.get("task", task_id)["unit_id"] for task_id in incident["task_ids"]}
    if not viewer.has_role(psc.key, *LEADING) and sent.isdisjoint(viewer.crew_units(psc.key)):
        raise Missing("incident", str(incident_id))
    tags = Tags(psc.key, psc.name, incident["code"], series, first, psc.training)
    return Response(tag_sheet(tags), media_type="image/svg+xml")


async def _tap(
    core: Core, psc: Psc, sender: Reporter, body: FromDevice, incident_id: UUID, decision: Any, **given: Any
) -> dict[str, Any]:
    command, unit_id = await who_taps(core, psc, sender, body, desks=LEADING)
    done = await service.act(core, psc, command, body.asked(), str(incident_id), decision, unit_id=unit_id, **given)
    return done.document()
