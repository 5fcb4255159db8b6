"""Routing over HTTP. Far places and closed ways get flagged estimates; what takes long runs off the event loop."""

import asyncio
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

import routing
from dispatch.core import Psc
from dispatch.domain.time import instant
from dispatch.guards import Anyone, InCore, InPsc, Staff
from dispatch.http.fields import Key
from dispatch.http.problems import Invalid, NotFound
from dispatch.places import PlaceHitDocument, names_of, search_documents
from dispatch.travel import schemas
from dispatch.travel.asked import At, From, Lights, ModeAsked, To, checked_moment, checked_point
from dispatch.travel.documents import route_document
from dispatch.travel.units import Crew, get_unit_place, list_free, list_journeys, list_puskesmas_ambulances, unit_way
from dispatch.travel.zones import zones_of
from dispatch.whereabouts import Whereabouts

router = APIRouter(prefix="/api/routing/{psc}", tags=["routing"])

MOST_ALTERNATIVES = 3

Alternatives = Annotated[int, Query(ge=0, le=MOST_ALTERNATIVES)]
Limit = Annotated[float, Query(ge=30, le=7_200)]
Limits = Annotated[list[Annotated[float, Query(ge=30, le=7_200)]], Query(min_length=1, max_length=6)]
Words = Annotated[str, Query(min_length=1, max_length=1000)]  # a pasted link is long
Degrees = Annotated[float | None, Query()]


@router.get("/route", responses={200: {"model": schemas.Ways}})
async def show_route(
    start: From,
    end: To,
    at: At,
    psc: InPsc,
    _: Anyone,
    mode: ModeAsked = routing.Mode.AMBULANS,
    lights: Lights = True,
    alternatives: Alternatives = 0,
) -> dict[str, Any]:
    """The quickest way from one place to another, street by street, and other ways that a driver could take."""
    ways = psc.roads.router
    found = await asyncio.to_thread(ways.routes, start, end, mode, at, lights=lights, alternatives=alternatives)
    return {
        "routes": [route_document(psc.city, route, at) for route in found],
        "at": instant(at),
        "metric": ways.metric_at(at),
    }


@router.get("/unit-routes", responses={200: {"model": list[schemas.UnitWay]}})
async def list_unit_routes(psc: InPsc, core: InCore, viewer: Anyone) -> list[dict[str, Any]]:
    """The way of each unit that is on its way to a place the viewer may know, from where it was last seen."""
    journeys, now = await list_journeys(core, psc, viewer), core.clock()
    return await asyncio.to_thread(lambda: [unit_way(psc, journey, now) for journey in journeys])


@router.post("/matrix", responses={200: {"model": schemas.MatrixDocument}})
async def show_matrix(body: schemas.AskMatrix, psc: InPsc, core: InCore, _: Anyone) -> dict[str, Any]:
    """Seconds from each source to each target."""
    at = core.clock() if body.at is None else checked_moment("at", body.at)
    sources = [
        routing.Source(checked_point(psc.city, f"sources.{number}", place.lat, place.lon), place.mode)
        for number, place in enumerate(body.sources)
    ]
    targets = [
        checked_point(psc.city, f"targets.{number}", place.lat, place.lon) for number, place in enumerate(body.targets)
    ]
    ways = psc.roads.router
    duration_s, kind = await asyncio.to_thread(_matrix, ways, sources, targets, at, lights=body.lights)
    return {
        "duration_s": duration_s,
        "kind": kind,
        "at": instant(at),
        "metric": ways.metric_at(at),
    }


@router.get("/isochrone", responses={200: {"model": schemas.IsochroneDocument}})
async def show_isochrone(
    limit_s: Limits,
    at: At,
    psc: InPsc,
    core: InCore,
    viewer: Anyone,
    lat: Degrees = None,
    lon: Degrees = None,
    unit_id: Annotated[Key | None, Query()] = None,
    facility_id: Annotated[Key | None, Query()] = None,
    mode: Annotated[routing.Mode | None, Query()] = None,
    lights: Lights = True,
    by_boat: Annotated[bool, Query()] = False,
) -> dict[str, Any]:
    """How far a unit, somebody at a facility or somebody at a point comes within one or more times."""
    moves = routing.Mode.AMBULANS
    if unit_id is not None:
        seen, moves = await get_unit_place(core, psc, viewer, unit_id)
    else:
        seen = Whereabouts(_place_of(psc, lat, lon, facility_id), None, from_post=False)
    moves = mode or moves
    ways, limits = psc.roads.router.own, sorted(set(limit_s))
    found = await asyncio.to_thread(
        ways.isochrones, seen.point, limits, mode=moves, lights=lights, at=at, by_boat=by_boat
    )
    return {
        "bands": [{"limit_s": limit, "area": one.geojson} for limit, one in zip(limits, found, strict=True)],
        "lat": seen.point.lat,
        "lon": seen.point.lon,
        "mode": moves,
        "lights": lights,
        "at": instant(at),
        "schematic": psc.roads.network.schematic,
        "position_age_s": seen.age_s,
        "from_post": seen.from_post,
    }


@router.get("/reach", responses={200: {"model": schemas.ReachDocument}})
async def show_reach(
    limit_s: Limit,
    at: At,
    psc: InPsc,
    core: InCore,
    _: Staff,
    units: Annotated[Literal["siaga", "puskesmas"], Query()] = "siaga",
    lights: Lights = True,
) -> dict[str, Any]:
    """What units reach together, their turnout counted: all that are free now (`siaga`), or every ambulance of a
    puskesmas as if it stood free at its post (`puskesmas`)."""
    if units == "siaga":
        crews = await list_free(core, psc, at)
    else:
        crews = list_puskesmas_ambulances(psc, at)
    ways, zones = psc.roads.router.own, zones_of(psc.city)
    sources, start_s = [crew.source for crew in crews], [crew.turnout_s for crew in crews]
    found = await asyncio.to_thread(ways.reach, sources, limit_s, at, start_s=start_s, zones=zones, lights=lights)
    return {
        "limit_s": limit_s,
        "area": found.geojson,
        "area_km2": found.area_km2,
        "people": found.people,
        "people_reached": found.people_reached,
        "zones": [_zone_document(zone, crews) for zone in found.zones],
        "unit_ids": [crew.unit_id for crew in crews],
        "lights": lights,
        "at": instant(at),
        "schematic": psc.roads.network.schematic,
    }


@router.get("/search", responses={200: {"model": list[PlaceHitDocument]}})
async def search(q: Words, psc: InPsc, _: Anyone) -> list[dict[str, Any]]:
    """Places that the words may mean: names as people say them, streets, junctions, coordinates, plus codes."""
    return await asyncio.to_thread(search_documents, psc, q)


@router.get("/snap", responses={200: {"model": schemas.SnapDocument}})
async def show_snap(
    lat: Annotated[float, Query()],
    lon: Annotated[float, Query()],
    psc: InPsc,
    _: Anyone,
    heading: Annotated[float | None, Query(ge=0, le=360)] = None,
) -> dict[str, Any]:
    """The road that a position is on, its kelurahan, and where that is in words."""
    point = checked_point(psc.city, "lat", lat, lon)
    snap = psc.roads.router.own.snap(point, heading)  # its edges are what can be closed
    area = psc.city.area_at(point.lat, point.lon)
    address = (await asyncio.to_thread(names_of, psc)).addresses.describe(point)
    return {
        "edge": snap.edge if snap else None,
        "network_hash": psc.roads.network.hash,
        "street": snap.road_name if snap else None,
        "distance_m": snap.distance_m if snap else None,
        "lat": snap.lat if snap else None,
        "lon": snap.lon if snap else None,
        "kelurahan": area.kelurahan.name if area else None,
        "address": address.text,
        "estimate": address.estimate,
    }


def _matrix(
    router: routing.TravelTimes,
    sources: list[routing.Source],
    targets: list[routing.Point],
    at: datetime,
    *,
    lights: bool,
) -> tuple[list[list[float]], list[list[routing.TravelKind]] | None]:
    """Seconds, and what each stands on where our own network answers: a routing server does not say."""
    if router is not router.own:
        return router.matrix(sources, targets, at=at, lights=lights).tolist(), None
    found = router.own.matrix_with_kinds(sources, targets, at=at, lights=lights)
    return found.duration_s.tolist(), [[list(routing.TravelKind)[code] for code in row] for row in found.kind.tolist()]


def _place_of(psc: Psc, lat: float | None, lon: float | None, facility_id: str | None) -> routing.Point:
    if facility_id is not None:
        pier = next((pier for pier in psc.city.piers if pier.id == facility_id), None)
        found = pier or psc.city.find_facility(facility_id)
        if found is None:
            raise NotFound(kind="facility", id=facility_id)
        return routing.Point(found.lat, found.lon)
    if lat is None or lon is None:
        raise Invalid([{"field": "lat", "message": "Beri lat dan lon, atau unit_id, atau facility_id."}])
    return checked_point(psc.city, "lat", lat, lon)


def _zone_document(zone: routing.ZoneReach, crews: list[Crew]) -> dict[str, Any]:
    first = None
    if zone.first is not None:
        first = {
            "unit_id": crews[zone.first.source].unit_id,
            "arrival_s": zone.first.arrival_s,
            "kind": zone.first.travel.kind,
        }
    return {
        "code": zone.id,
        "name": zone.name,
        "share": zone.share,
        "mapped_share": zone.mapped_share,
        "people": zone.people,
        "people_reached": zone.people_reached,
        "first": first,
    }
