"""Who can go: gather what is known now, ask the policy, and say the answer in full."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import orjson
import structlog

import routing
from cities.city import City
from cities.targets import Zone
from dispatch.core import Core, Psc
from dispatch.crossing import boat_advice_document, sea_document
from dispatch.domain.rows import Eta, Row
from dispatch.domain.time import instant
from dispatch.domain.words import AMBULANS, Disposition, Duty, Priority, Transport
from dispatch.live.opening import open_row
from dispatch.policy import policy_version
from dispatch.policy.answers import Candidate, Ranked, Recommendation, Request
from dispatch.policy.codes import Status
from dispatch.policy.needs import Needs
from dispatch.policy.recommend import needs_of, recommend
from dispatch.whereabouts import find_case_point, unit_whereabouts

log = structlog.get_logger()

_NO_BOAT = (routing.NoteCode.PERAHU_UMUM_TUTUP, routing.NoteCode.PERAHU_DITUTUP)

_FLEET = """
    SELECT u.data, l.at, l.lat, l.lon, l.heading_deg, l.speed_kmh
      FROM unit u LEFT JOIN last_position l ON l.stream = u.stream AND l.unit_id = u.id
     WHERE u.stream = $1
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A unit as it was seen: its row, where it was taken to be, how old that is, and its way from there."""

    row: Row
    point: routing.Point
    age_s: float | None
    from_post: bool
    heading_deg: float | None = None
    travel: routing.TravelTime | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """The policy's answer with all that it saw."""

    recommendation: Recommendation
    seen: dict[str, Seen]
    document: dict[str, Any]
    metric: str
    needs: Needs


async def advise(core: Core, psc: Psc, incident: Row) -> Advice:
    """Who can go to `incident` (its stored, sealed row), now.

    A place nobody knows yet is taken as the middle of its kelurahan, or of the city: an empty list is never the answer.
    """
    now = core.clock()
    target = find_case_point(psc.city, await open_row(core.keys, incident))
    if target is None:
        target = routing.Point(psc.city.psc.lat, psc.city.psc.lon)
    fleet = await core.db.fetch(_FLEET, psc.stream)
    seen = [_see(psc.city, unit, now) for unit in fleet]
    times = await _travel_times(psc, target, seen, now)
    seen = [replace(s, travel=t) for s, t in zip(seen, times, strict=True)]
    candidates = [_candidate(psc, s, t, now) for s, t in zip(seen, times, strict=True)]
    request = _request(psc.city, incident, seen, times)
    answer = recommend(request, candidates)
    by_id = {s.row["id"]: s for s in seen}
    metric = psc.roads.router.metric_at(now)
    return Advice(answer, by_id, _document(psc, incident, request, answer, by_id, now), metric, needs_of(request))


def record(advice: Advice, psc: Psc, protocol_version: str) -> dict[str, Any]:
    """What a decision saw, for the log: positions, travel times, network, metric, policy and protocol."""
    return {
        "network": psc.roads.network.hash,
        "metric": advice.metric,
        "policy": policy_version(),
        "protocol": protocol_version,
        "proposal": list(advice.recommendation.proposal),
        "ranked": [
            {
                "unit_id": line.unit_id,
                "eta_s": line.eta_s,
                "travel_kind": line.travel_kind,
                "exclusions": [excluded.code for excluded in line.exclusions],
                "lat": advice.seen[line.unit_id].point.lat,
                "lon": advice.seen[line.unit_id].point.lon,
                "heading_deg": advice.seen[line.unit_id].heading_deg,
                "position_age_s": advice.seen[line.unit_id].age_s,
                "from_post": advice.seen[line.unit_id].from_post,
            }
            for line in advice.recommendation.ranked
        ],
    }


def eta_of(advice: Advice, unit_id: str) -> Eta | None:
    """The ETA that a task keeps of the moment its unit was chosen."""
    line = next((line for line in advice.recommendation.ranked if line.unit_id == unit_id), None)
    if line is None or line.travel_s is None or line.eta_low_s is None or line.eta_high_s is None:
        return None
    return {
        "turnout_s": line.turnout_s,
        "travel_s": line.travel_s,
        "low_s": line.eta_low_s,
        "high_s": line.eta_high_s,
        "kind": line.travel_kind,
        "from_post": advice.seen[unit_id].from_post,
    }


def _see(city: City, unit: Any, now: datetime) -> Seen:
    row = orjson.loads(unit["data"])
    place = unit_whereabouts(city, row, unit if unit["at"] is not None else None, now)
    return Seen(row, place.point, place.age_s, place.from_post, place.heading_deg)


async def _travel_times(
    psc: Psc, target: routing.Point, seen: list[Seen], now: datetime
) -> list[routing.TravelTime | None]:
    sources = [
        routing.Source(s.point, routing.Mode(s.row["mode"]), s.heading_deg, _turnout_s(psc, s.row, now)) for s in seen
    ]
    try:
        return list(await psc.roads.ask(lambda router: router.travel_times_to(target, sources, now)))
    except routing.RoutingError:
        # Nobody waits for a map: without travel times the list is still there, with duty and skills.
        log.exception("recommendation.without_travel_times", psc=psc.key)
        return [None] * len(seen)


def _candidate(psc: Psc, seen: Seen, travel: routing.TravelTime | None, now: datetime) -> Candidate:
    row = seen.row
    return Candidate(
        unit_id=row["id"],
        kind=row["kind"],
        capabilities=tuple(row["capabilities"]),
        status=_status(row),
        busy_with=row["incident_code"],
        position_age_s=seen.age_s,
        position_is_post=seen.from_post,
        turnout_s=_turnout_s(psc, row, now),
        travel_s=travel.duration_s if travel else None,
        travel_low_s=travel.low_s if travel else None,
        travel_high_s=travel.high_s if travel else None,
        travel_kind="skematik" if travel and travel.schematic else str(travel.kind) if travel else "garis_lurus",
    )


def _turnout_s(psc: Psc, row: Row, now: datetime) -> float:
    unit = psc.city.find_unit(row["id"])
    return psc.turnout.turnout_s(unit.turnout, at=now, zone=psc.city.tz) if unit else 0.0


def _status(row: Row) -> Status:
    if row["task_id"] is not None:
        return Status.ON_TASK
    return {
        Duty.AVAILABLE: Status.AVAILABLE,
        Duty.ON_CALL: Status.ON_CALL,
        Duty.OFF_DUTY: Status.OFF_DUTY,
        Duty.OUT_OF_SERVICE: Status.OUT_OF_SERVICE,
    }[Duty(row["duty"])]


def _request(city: City, incident: Row, seen: list[Seen], times: list[routing.TravelTime | None]) -> Request:
    triaged = incident["triage"]
    return Request(
        priority=Priority(incident["priority"]) if incident["priority"] else None,
        disposition=Disposition(incident["disposition"]) if incident["disposition"] else None,
        transport=_transport(triaged),
        capabilities=tuple(triaged["capabilities"]) if triaged else (),
        needs_boat=_needs_boat(city, incident, times),
        ambulance_due=incident.get("ambulance_offered_at") is not None,
        sent=tuple((s.row["kind"], *s.row["capabilities"]) for s in seen if s.row["incident_id"] == incident["id"]),
        position_limit_s=city.deadlines.position_freshness.seconds,
        partners=city.partners(),
    )


def _transport(triaged: dict[str, Any] | None) -> Transport | None:
    """Summaries of before transport was told apart from the colour do not have it."""
    word = triaged.get("transport") if triaged else None
    return Transport(word) if word else None


def _next_unit(needs: Needs, answer: Recommendation, seen: dict[str, Seen]) -> str | None:
    """The ambulance that carries the patient if the team asks for one; None when one is proposed already."""
    if not any(need.next for need in needs.roles):
        return None
    if any(seen[unit_id].row["kind"] == AMBULANS for unit_id in answer.proposal):
        return None
    free = (line for line in answer.ranked if not line.exclusions)
    return next((line.unit_id for line in free if seen[line.unit_id].row["kind"] == AMBULANS), None)


def _needs_boat(city: City, incident: Row, times: list[routing.TravelTime | None]) -> bool:
    """Whether only a boat leads there and no public one sails now."""
    kelurahan = city.find_kelurahan(incident["kelurahan_code"]) if incident["kelurahan_code"] else None
    if kelurahan is None or kelurahan.zone is not Zone.LAUT:
        return False
    return any(t is not None and t.note_code in _NO_BOAT for t in times)


def _document(
    psc: Psc, incident: Row, request: Request, answer: Recommendation, seen: dict[str, Seen], now: datetime
) -> dict[str, Any]:
    needs = needs_of(request)
    network = psc.roads.network
    return {
        "incident_id": incident["id"],
        "at": instant(now),
        "needs": {
            "capabilities": list(needs.capabilities),
            "transport": request.transport,
            "roles": [{"role": need.role, "required": need.required, "next": need.next} for need in needs.roles],
        },
        "network": {"label": network.label, "schematic": network.schematic},
        "ranked": [_line(line, seen[line.unit_id], line.unit_id in answer.proposal) for line in answer.ranked],
        "proposal": list(answer.proposal),
        "next_unit_id": _next_unit(needs, answer, seen),
        "shortfalls": [{"capability": s.capability, "next_best": list(s.partners)} for s in answer.shortfalls],
        "boat_advice": _boat_advice(psc.city, [seen[line.unit_id] for line in answer.ranked], now),
    }


def _boat_advice(city: City, ranked: list[Seen], now: datetime) -> dict[str, Any] | None:
    """What holds for the first in the list for whom a boat has to be called."""
    advice = next((s.travel.boat_advice for s in ranked if s.travel and s.travel.boat_advice), None)
    return boat_advice_document(city, advice, now)


def _line(line: Ranked, seen: Seen, proposed: bool) -> dict[str, Any]:
    row = seen.row
    busy = None
    if row["task_id"] is not None:
        busy = {"incident_code": row["incident_code"], "since": row["busy_since"], "by": row["busy_by"]["name"]}
    return {
        "unit_id": row["id"],
        "name": row["name"],
        "kind": row["kind"],
        "facility_id": row["facility_id"],
        "verified": row["verified"],
        "role": line.role,
        "eta_s": line.eta_s,
        "eta_low_s": line.eta_low_s,
        "eta_high_s": line.eta_high_s,
        "turnout_s": line.turnout_s,
        "travel_s": line.travel_s,
        "kind_of_travel": line.travel_kind,
        "sea": sea_document(seen.travel) if seen.travel else None,
        "proposed": proposed,
        "selectable": row["task_id"] is None and row["duty"] in (Duty.AVAILABLE, Duty.ON_CALL),
        "reasons": [asdict(reason) for reason in line.reasons],
        "exclusions": [asdict(excluded) for excluded in line.exclusions],
        "why_not_nearer": [asdict(nearer) for nearer in line.why_not_nearer],
        "busy": busy,
        "position": {"age_s": seen.age_s, "from_post": seen.from_post},
    }
