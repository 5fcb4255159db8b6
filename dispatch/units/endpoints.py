"""Units, people and positions over HTTP."""

from datetime import timedelta
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends

import routing
from dispatch.accounts import Viewer, require
from dispatch.commands import ANSWER, command_of
from dispatch.core import Psc
from dispatch.domain.rows import PersonRow
from dispatch.domain.words import Role
from dispatch.guards import Anyone, InCore, InPsc
from dispatch.http.problems import Forbidden, Invalid
from dispatch.live.positions import Fix, store_fixes
from dispatch.units import schemas, service

router = APIRouter(prefix="/api/psc/{psc}", tags=["units"])

DutySetter = Annotated[Viewer, Depends(require(Role.OPERATOR, Role.COORDINATOR, Role.SUPERVISOR, Role.CREW))]
Mover = Annotated[Viewer, Depends(require(Role.OPERATOR, Role.CREW))]

# A clock a little ahead is normal; a fix from tomorrow is not.
CLOCK_TOLERANCE = timedelta(minutes=2)


@router.post("/units/{unit_id}/duty", responses=ANSWER)
async def set_duty(unit_id: str, body: schemas.SetDuty, psc: InPsc, core: InCore, viewer: DutySetter) -> dict[str, Any]:
    facility_id = await service.expect_unit(core, psc, unit_id)
    if not _may_set_duty(viewer, psc, unit_id, facility_id):
        raise Forbidden("unit_of_others")
    done = await service.set_duty(core, psc, command_of(core, viewer, body), body, unit_id)
    return done.document()


@router.post("/positions", status_code=202, responses={202: {"model": schemas.Stored}})
async def store_positions(body: schemas.Positions, psc: InPsc, core: InCore, viewer: Mover) -> dict[str, Any]:
    """Positions of one's own unit, or of any unit for an operator. Late ones are kept, future ones refused."""
    latest = core.clock() + CLOCK_TOLERANCE
    own = None if viewer.has_role(psc.key, Role.OPERATOR) else viewer.crew_units(psc.key)
    for number, fix in enumerate(body.fixes):
        if own is not None and fix.unit_id not in own:
            raise Forbidden("unit_of_others")
        if psc.city.find_unit(fix.unit_id) is None:
            raise Invalid([{"field": f"fixes.{number}.unit_id", "message": f"Unit {fix.unit_id} tidak dikenal"}])
        if fix.at > latest:
            raise Invalid([{"field": f"fixes.{number}.at", "message": "Waktu posisi ada di masa depan"}])
    sources = [
        routing.Source(
            routing.Point(f.lat, f.lon), _mode(psc, f.unit_id), routing.believed_heading_deg(f.heading_deg, f.speed_kmh)
        )
        for f in body.fixes
    ]
    psc.roads.router.remember(sources)
    await store_fixes(core.db, psc.stream, [Fix(**fix.model_dump()) for fix in body.fixes])
    return {"stored": len(body.fixes)}


@router.get("/persons", responses={200: {"model": list[PersonRow]}})
async def list_persons(psc: InPsc, core: InCore, viewer: Anyone) -> list[dict[str, Any]]:
    """People who can be a crew: all for operators and supervisors, one's own facility for the others."""
    rows = await core.db.fetch("SELECT data FROM person WHERE stream = $1 ORDER BY data->>'name'", psc.stream)
    people = [orjson.loads(row["data"]) for row in rows]
    if viewer.has_role(psc.key, Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN):
        return people
    homes = {
        unit.facility_id for unit_id in viewer.crew_units(psc.key) if (unit := psc.city.find_unit(unit_id)) is not None
    } | viewer.scopes(psc.key, Role.COORDINATOR)
    return [person for person in people if person["facility_id"] in homes]


def _mode(psc: Psc, unit_id: str) -> routing.Mode:
    return routing.Mode(psc.city.get_unit(unit_id).mode)


def _may_set_duty(viewer: Viewer, psc: Psc, unit_id: str, facility_id: str) -> bool:
    return (
        viewer.has_role(psc.key, Role.OPERATOR, Role.SUPERVISOR)
        or viewer.covers(psc.key, Role.COORDINATOR, facility_id)
        or unit_id in viewer.crew_units(psc.key)
    )
