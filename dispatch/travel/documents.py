"""What routing answers, as plain data for a screen."""

from datetime import datetime
from typing import Any

import routing
from cities.city import City
from dispatch.crossing import boat_advice_document


def route_document(city: City, route: routing.Route, at: datetime) -> dict[str, Any]:
    """A way with its legs, for who sets out at an aware instant; coordinates are longitude and latitude."""
    return {
        "duration_s": route.duration_s,
        "low_s": route.low_s,
        "high_s": route.high_s,
        "length_m": route.length_m,
        "kind": route.kind,
        "note_code": route.note_code,
        "schematic": route.schematic,
        "boat_advice": boat_advice_document(city, route.boat_advice, at),
        "coordinates": route.coordinates,
        "legs": [_leg_document(leg) for leg in route.legs],
    }


def _leg_document(leg: routing.RouteLeg) -> dict[str, Any]:
    return {
        "means": leg.means,
        "duration_s": leg.duration_s,
        "length_m": leg.length_m,
        "coordinates": leg.coordinates,
        "steps": [step._asdict() for step in leg.steps],
        "sea": None if leg.sea is None else _sea_document(leg.sea),
    }


def _sea_document(leg: routing.SeaLeg) -> dict[str, Any]:
    return {
        "origin": _pier_document(leg.origin),
        "destination": _pier_document(leg.destination),
        "id": leg.id,
        "wait_s": leg.wait_s,
        "filling_s": leg.filling_s,
        "boarding_s": leg.boarding_s,
        "sailing_s": leg.sailing_s,
        "kind": leg.kind,
        "blocked_by": leg.blocked_by,
    }


def _pier_document(pier: routing.Pier) -> dict[str, Any]:
    return {"id": pier.id, "name": pier.name, "lat": pier.lat, "lon": pier.lon}
