"""Units on the roads: where they are, what they have before them, who of them is free."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import routing
from cities.profile import FacilityKind, UnitKind
from dispatch.accounts import Viewer
from dispatch.core import Core, Psc
from dispatch.domain.rows import Row
from dispatch.domain.time import moment
from dispatch.domain.words import Duty, TaskState
from dispatch.guards import sight_in
from dispatch.http.problems import NotFound
from dispatch.live.positions import list_last
from dispatch.live.sight import Rows, Sight, cut, visible_units
from dispatch.travel.documents import route_document
from dispatch.whereabouts import Whereabouts, find_task_target, unit_whereabouts

ON_THE_WAY = (TaskState.EN_ROUTE, TaskState.TRANSPORTING)


@dataclass(frozen=True, slots=True)
class Journey:
    """A task whose unit is on its way: from where it was last seen to where it goes."""

    task: Row
    seen: Whereabouts
    target: routing.Point
    mode: routing.Mode


@dataclass(frozen=True, slots=True)
class Crew:
    """A unit that could be sent, and when it would roll."""

    unit_id: str
    source: routing.Source
    turnout_s: float


async def list_journeys(core: Core, psc: Psc, viewer: Viewer) -> list[Journey]:
    """Every unit on its way to somewhere the viewer may know, as exactly as they may know it."""
    rows = (await core.hub.feed(psc.stream)).rows
    fixes = await list_last(core.db, psc.stream)
    sight, now = sight_in(viewer, psc), core.clock()
    journeys = []
    for (kind, _), row in list(rows.by_key.items()):
        if kind == "task" and row["active"] and row["state"] in ON_THE_WAY:
            journey = _find_journey(psc, sight, rows, row, fixes, now)
            if journey is not None:
                journeys.append(journey)
    return journeys


def unit_way(psc: Psc, journey: Journey, now: datetime) -> dict[str, Any]:
    """The way before a unit, and when it is there."""
    route = psc.roads.router.route(journey.seen.point, journey.target, journey.mode, now)
    return {
        **route_document(psc.city, route, now),
        "task_id": journey.task["id"],
        "unit_id": journey.task["unit_id"],
        "state": journey.task["state"],
        "eta_low_s": route.low_s,
        "eta_high_s": route.high_s,
        "position_age_s": journey.seen.age_s,
        "from_post": journey.seen.from_post,
    }


async def get_unit_place(core: Core, psc: Psc, viewer: Viewer, unit_id: str) -> tuple[Whereabouts, routing.Mode]:
    """Where a unit is taken to be, and what it moves with.

    Raises:
        NotFound: there is no such unit, or the viewer may not know where it is.
    """
    rows = (await core.hub.feed(psc.stream)).rows
    unit = rows.find("unit", unit_id)
    visible = visible_units(sight_in(viewer, psc), rows)
    if unit is None or (visible is not None and unit_id not in visible):
        raise NotFound(kind="unit", id=unit_id)
    fixes = await list_last(core.db, psc.stream)
    return unit_whereabouts(psc.city, unit, fixes.get(unit_id), core.clock()), routing.Mode(unit["mode"])


async def list_free(core: Core, psc: Psc, at: datetime) -> list[Crew]:
    """Every unit that could be sent now, where it is, with its turnout at an instant."""
    rows = (await core.hub.feed(psc.stream)).rows
    fixes = await list_last(core.db, psc.stream)
    now = core.clock()
    found = []
    for (kind, id_), row in list(rows.by_key.items()):
        if kind == "unit" and row["task_id"] is None and row["duty"] in (Duty.AVAILABLE, Duty.ON_CALL):
            seen = unit_whereabouts(psc.city, row, fixes.get(id_), now)
            source = routing.Source(seen.point, routing.Mode(row["mode"]), seen.heading_deg)
            found.append(Crew(id_, source, _turnout_s(psc, id_, at)))
    return found


def list_puskesmas_ambulances(psc: Psc, at: datetime) -> list[Crew]:
    """Every ambulance that a puskesmas has, as if it stood free at its post."""
    found = []
    for unit in psc.city.units:
        post = psc.city.get_facility(unit.facility_id)
        if unit.kind is UnitKind.AMBULANS and post.kind is FacilityKind.PUSKESMAS:
            source = routing.Source(routing.Point(post.lat, post.lon), routing.Mode(unit.mode))
            found.append(Crew(unit.id, source, _turnout_s(psc, unit.id, at)))
    return found


def _find_journey(
    psc: Psc, sight: Sight, rows: Rows, task: Row, fixes: dict[str, dict[str, Any]], now: datetime
) -> Journey | None:
    incident, unit = rows.find("incident", task["incident_id"]), rows.find("unit", task["unit_id"])
    if incident is None or unit is None or cut(sight, "task", task, rows) is None:
        return None
    seen_incident = cut(sight, "incident", incident, rows)
    target = None if seen_incident is None else find_task_target(psc.city, task, seen_incident)
    if target is None:
        return None
    fix = fixes.get(unit["id"])
    seen = unit_whereabouts(psc.city, unit, fix, now)
    if fix is not None and seen.from_post:  # it is on its way: an old fix says more than the post it has left
        age_s = (now - moment(fix["at"])).total_seconds()
        seen = Whereabouts(routing.Point(fix["lat"], fix["lon"]), age_s, from_post=False)
    return Journey(task, seen, target, routing.Mode(unit["mode"]))


def _turnout_s(psc: Psc, unit_id: str, at: datetime) -> float:
    unit = psc.city.find_unit(unit_id)
    return psc.turnout.turnout_s(unit.turnout, at=at, zone=psc.city.tz) if unit else 0.0
