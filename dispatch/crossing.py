"""Journeys over the sea for screens: each part with its times, and whom to call where the timetable does not sail."""

from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel

import routing
from cities.city import City
from dispatch.domain.time import instant

BOAT = "kapal"
"""The capability of who can lend a boat."""


class PierMark(BaseModel):
    id: str
    name: str


class SeaLegDocument(BaseModel):
    """One crossing, its times in their order: waiting for its hours or a closure's end, until the boat is full,
    boarding, sailing. What is not known of `capacity` (people) and `stretcher` is null. `blocked_by` is what it had to
    be waited for. A unit's own boat has no `leg_id` and no `from_pier`: it sails from where it is.
    """

    leg_id: str | None
    from_pier: PierMark | None
    to_pier: PierMark
    wait_s: float
    filling_s: float
    boarding_s: float
    sailing_s: float
    service: routing.BoatKind
    capacity: int | None
    stretcher: bool | None
    blocked_by: routing.BoatCode | None


class SeaDocument(BaseModel):
    """A journey over the sea: land, crossings, land. The vehicle stays at the first pier.

    `met_by` is the vehicle of the island that is counted on to meet the crew, null where it walks or is met by its own
    kind (`from_pier_by`).
    """

    to_pier_by: routing.Profile
    to_pier_s: float
    legs: list[SeaLegDocument]
    from_pier_by: routing.Profile
    from_pier_s: float
    met_by: str | None
    note_code: routing.NoteCode | None


class BoatPartner(BaseModel):
    """Who can lend a boat; a number that nobody knows is null."""

    id: str
    name: str
    number: str | None
    verified: bool


class BoatAdviceDocument(BaseModel):
    """A boat has to be called: why, from where to where (the best landing first), whom, in the order in which to call,
    and when the next public boat is, counted from the answer; null where that is not known. `on_call` names the
    crossings of boats on call that the journey counts on.
    """

    code: routing.BoatCode
    from_pier: PierMark
    to_piers: list[PierMark]
    call: list[BoatPartner]
    on_call: list[str]
    first_public_s: float | None
    first_public_at: str | None


def sea_document(travel: routing.TravelTime) -> dict[str, Any] | None:
    """The sea part of a travel time as `SeaDocument`; None on land."""
    sea = travel.sea
    if sea is None:
        return None
    return {
        "to_pier_by": sea.to_pier,
        "to_pier_s": sea.to_pier_s,
        "legs": [_leg(leg) for leg in sea.legs],
        "from_pier_by": sea.from_pier,
        "from_pier_s": sea.from_pier_s,
        "met_by": sea.met_by,
        "note_code": travel.note_code,
    }


def boat_advice_document(city: City, advice: routing.BoatAdvice | None, at: datetime) -> dict[str, Any] | None:
    """Advice as `BoatAdviceDocument`; `at` is the aware instant that was asked about."""
    if advice is None:
        return None
    first_s = advice.first_public_s
    return {
        "code": advice.code,
        "from_pier": _mark(advice.from_pier),
        "to_piers": [_mark(pier) for pier in advice.to_piers],
        "call": [
            {"id": line.id, "name": line.name, "number": line.number, "verified": line.verified}
            for line in city.hotlines
            if BOAT in line.offers
        ],
        "on_call": list(advice.on_call),
        "first_public_s": first_s,
        "first_public_at": None if first_s is None else instant(at + timedelta(seconds=first_s)),
    }


def _leg(leg: routing.SeaLeg) -> dict[str, Any]:
    return {
        "leg_id": leg.id or None,
        "from_pier": _mark(leg.origin) if leg.origin.id else None,
        "to_pier": _mark(leg.destination),
        "wait_s": leg.wait_s,
        "filling_s": leg.filling_s,
        "boarding_s": leg.boarding_s,
        "sailing_s": leg.sailing_s,
        "service": leg.kind,
        "capacity": leg.capacity,
        "stretcher": leg.stretcher,
        "blocked_by": leg.blocked_by,
    }


def _mark(pier: routing.Pier) -> dict[str, str]:
    return {"id": pier.id, "name": pier.name}
