"""Where units, cases and destinations are taken to be, from what is known of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import routing
from cities.city import City
from dispatch.domain.rows import Row
from dispatch.domain.time import moment
from dispatch.domain.words import TaskState


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a unit is taken to be, and how old that is; `age_s` is None where it was never seen.

    `heading_deg` is which way it moves, clockwise from north, while it does.
    """

    point: routing.Point
    age_s: float | None
    from_post: bool
    heading_deg: float | None = None


def unit_whereabouts(city: City, unit: Row, fix: Mapping[str, Any] | None, now: datetime) -> Whereabouts:
    """A unit's last fix (a position as screens get it) while that is fresh, else its declared post."""
    age_s = (now - _instant_of(fix["at"])).total_seconds() if fix is not None else None
    if fix is not None and age_s is not None and age_s <= city.deadlines.position_freshness.seconds:
        heading_deg = routing.believed_heading_deg(fix["heading_deg"], fix["speed_kmh"])
        return Whereabouts(routing.Point(fix["lat"], fix["lon"]), age_s, from_post=False, heading_deg=heading_deg)
    post = city.find_facility(unit["facility_id"]) or city.psc
    return Whereabouts(routing.Point(post.lat, post.lon), age_s, from_post=True)


def find_case_point(city: City, incident: Row) -> routing.Point | None:
    """The pin of an opened incident, else the middle of its kelurahan; None where neither is known."""
    place = incident["place"]
    if isinstance(place, dict) and place.get("lat") is not None:
        return routing.Point(place["lat"], place["lon"])
    kelurahan = city.find_kelurahan(incident["kelurahan_code"]) if incident["kelurahan_code"] else None
    return routing.Point(kelurahan.lat, kelurahan.lon) if kelurahan is not None else None


def find_task_target(city: City, task: Row, incident: Row) -> routing.Point | None:
    """Where a task leads its unit now: to the hospital once it carries the patient, else to the scene."""
    if task["state"] in (TaskState.TRANSPORTING, TaskState.AT_DESTINATION) and task["destination_id"]:
        destination = city.find_facility(task["destination_id"])
        if destination is not None:
            return routing.Point(destination.lat, destination.lon)
    return find_case_point(city, incident)


def _instant_of(at: datetime | str) -> datetime:
    return moment(at) if isinstance(at, str) else at
