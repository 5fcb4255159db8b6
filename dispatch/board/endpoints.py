"""What screens read over HTTP."""

from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.concurrency import run_in_threadpool

import routing
from dispatch.accounts import Viewer, require
from dispatch.board import reading, schemas
from dispatch.board.city import base_map_json, city_document
from dispatch.commands import command_of, run
from dispatch.crossing import boat_advice_document
from dispatch.domain import rows
from dispatch.domain.refusal import Refused
from dispatch.domain.words import Role
from dispatch.guards import Anyone, InCore, InPsc, Staff, sight_in
from dispatch.http import problems
from dispatch.live.positions import list_last
from dispatch.places import PlaceHitDocument, search_documents
from dispatch.store.forgetting import forget_subject
from dispatch.store.ledger import CommandReused, Decision
from dispatch.store.reader import Reader
from dispatch.whereabouts import find_task_target

router = APIRouter(prefix="/api/psc/{psc}", tags=["board"])

Limit = Annotated[int, Query(ge=1, le=200)]
Words = Annotated[str, Query(min_length=1, max_length=1000)]  # a pasted link is long
KeyId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Admin = Annotated[Viewer, Depends(require(Role.ADMIN))]


@router.get("/city", responses={200: {"model": schemas.CityDocument}})
async def show_city(psc: InPsc, _: Anyone) -> dict[str, Any]:
    return city_document(psc)


@router.get("/network.geojson", response_class=Response, responses={200: {"content": {"application/geo+json": {}}}})
async def show_network(psc: InPsc, _: Anyone) -> Response:
    body = await run_in_threadpool(base_map_json, psc.roads.network)
    headers = {"Cache-Control": "private, max-age=86400", "ETag": f'"{psc.roads.network.hash}"'}
    return Response(body, media_type="application/geo+json", headers=headers)


@router.get("/places", responses={200: {"model": list[PlaceHitDocument]}})
async def search_places(q: Words, psc: InPsc, _: Anyone) -> list[dict[str, Any]]:
    """Places that the words may mean; also coordinates, links of map programs, plus codes and "simpang A dan B"."""
    return await run_in_threadpool(search_documents, psc, q)


@router.get("/route", responses={200: {"model": schemas.RouteDocument}})
async def show_route(task_id: UUID, psc: InPsc, core: InCore, viewer: Anyone) -> dict[str, Any]:
    """The way a unit has before it: to the scene, or to the hospital once it carries the patient."""
    board = await Reader(core.db, psc.stream).load(("task", str(task_id)))
    task = board.get("task", str(task_id))
    case = await reading.read_case(core, psc, viewer, task["incident_id"])
    unit = psc.city.find_unit(task["unit_id"])
    target = find_task_target(psc.city, task, case["incident"])
    if unit is None or target is None:
        raise Refused("place_unknown", task["state"])
    fixes = await list_last(core.db, psc.stream)
    post = psc.city.get_facility(unit.facility_id)
    fix = fixes.get(unit.id, {"lat": post.lat, "lon": post.lon})
    start, mode, now = routing.Point(fix["lat"], fix["lon"]), routing.Mode(unit.mode), core.clock()
    route = await psc.roads.ask(lambda router: router.route(start, target, mode, now))
    document: dict[str, Any] = orjson.loads(orjson.dumps(route._asdict(), default=_plain))
    return {**document, "boat_advice": boat_advice_document(psc.city, route.boat_advice, now)}


@router.get("/incidents", responses={200: {"model": list[rows.IncidentRow]}})
async def list_closed(psc: InPsc, core: InCore, viewer: Staff, limit: Limit = 50) -> list[dict[str, Any]]:
    return await reading.list_closed(core, psc, viewer, limit)


@router.get("/incidents/{incident_id}", responses={200: {"model": schemas.Case}})
async def show_case(incident_id: UUID, psc: InPsc, core: InCore, viewer: Anyone) -> dict[str, Any]:
    return await reading.read_case(core, psc, viewer, str(incident_id))


@router.get("/incidents/{incident_id}/events", responses={200: {"model": list[schemas.EventDocument]}})
async def list_events(incident_id: UUID, psc: InPsc, core: InCore, viewer: Staff) -> list[dict[str, Any]]:
    return await reading.list_events(core, psc, viewer, str(incident_id))


@router.post("/reveal", responses={200: {"model": schemas.Revealed}})
async def reveal(body: schemas.Reveal, psc: InPsc, core: InCore, viewer: Staff) -> dict[str, Any]:
    """Look behind a mask. The look is in the log before the answer is given."""
    row = await reading.find_revealed(core, psc, body.kind, str(body.id))
    command = command_of(core, viewer, body)

    async def decide(reader: Reader) -> Decision:
        board = await reader.load((body.kind, str(body.id)))
        board.get(body.kind, str(body.id))
        subjects = (str(body.id), *([row["incident_id"]] if row.get("incident_id") else []))
        return Decision([command.event("subject.revealed", *subjects, kind=body.kind, reason=body.reason)])

    await run(core, psc, command, body.asked(), decide)
    return {"row": row}


@router.post("/subjects/{key_id}/destroy")
async def forget(key_id: KeyId, body: schemas.Forget, psc: InPsc, core: InCore, viewer: Admin) -> dict[str, Any]:
    """Forget a person: from now on their words show as erased, on every screen and in the whole log."""
    command = command_of(core, viewer, body)
    try:
        done = await forget_subject(core.ledger, psc.stream, command, key_id, reason=body.reason)
    except CommandReused as error:
        raise problems.CommandReused from error
    return done.document()


@router.get("/board", responses={200: {"model": schemas.Snapshot}})
async def show_board(psc: InPsc, core: InCore, viewer: Anyone) -> Response:
    """The board as the live stream would send it first: for programs, and for a first look without a socket."""
    feed = await core.hub.feed(psc.stream)
    return Response(feed.snapshot(sight_in(viewer, psc)), media_type="application/json")


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return value._asdict()
    return str(value)
