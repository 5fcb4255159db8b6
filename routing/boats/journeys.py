"""Journeys with a boat: land, sea, land, joined over all pairs of piers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np

from routing.boats.sailing import BoatCode, Sailings, SeaLeg, chain_to, sail
from routing.boats.timetable import BoatKind, BoatService, Pier
from routing.geo import BoolArray, FloatArray, IntArray, Point, distance_m
from routing.speeds.profiles import Profile
from routing.speeds.speeds import Speeds

AT_PIER_M = 300.0
"""A unit's own boat this near to a pier lies at it, and sails the timetable's legs at their durations."""


class Onward(IntEnum):
    """How a traveller goes on from the pier where it lands."""

    WALKS = 0
    MET_BY_ISLAND_VEHICLE = 1
    MET_BY_OWN_KIND = 2


class SeaJourney(NamedTuple):
    """The parts of a journey with a boat: to the first pier, the boat legs, from the last pier.

    Args:
        met_by: the island's vehicle that meets the crew where it lands; None without one. It goes where
            `from_pier` goes, in `from_pier_s`, its own wait included.
    """

    to_pier_s: float
    legs: tuple[SeaLeg, ...]
    from_pier_s: float
    to_pier: Profile
    from_pier: Profile
    met_by: str | None = None


@dataclass(frozen=True, eq=False)
class Ends:
    """Land times at both ends of a sea journey, seconds; inf where there is no way.

    Args:
        by_vehicle: per traveller: it has its vehicle with it at the start. The vehicle stays at the first pier; from
            the last the crew walks or is met by a vehicle of the island. A traveller without one (it starts on an
            island) walks to the first pier, and is met by its own kind at the last one where a road leads on.
        to_pier: (travellers, piers) from each traveller to each pier.
        last_foot, last_vehicle: (piers,) from each pier to the target.
        vehicle: the profile of the vehicle.
        turnout_s: (travellers,) seconds after the question at which each sets out; its times count from there.
    """

    by_vehicle: BoolArray
    to_pier: FloatArray
    last_foot: FloatArray
    last_vehicle: FloatArray
    vehicle: Profile
    turnout_s: FloatArray

    @cached_property
    def at_pier_s(self) -> FloatArray:
        """(travellers, piers) seconds after the question at which each traveller can be at each pier."""
        return self.to_pier + self.turnout_s[:, None]


class Found(NamedTuple):
    """The best sea journey of each traveller: its seconds (inf = none), its last pier, and its way on from there.

    Args:
        last_s: (ways on, piers) seconds from each pier to the target.
    """

    duration_s: FloatArray
    pier: IntArray
    onward: IntArray
    sailings: Sailings
    last_s: FloatArray


def best_journeys(service: BoatService, speeds: Speeds, at: datetime | None, ends: Ends) -> Found:
    """The earliest arrival of each traveller over any chain of public boats and boats on call."""
    sailings = sail(service, at, ends.at_pier_s)
    last_s = np.stack((ends.last_foot, met_s(service, speeds, ends.last_foot), ends.last_vehicle))
    landed_s = np.where(sailings.leg >= 0, sailings.arrival_s - ends.turnout_s[:, None], np.inf)
    return _choose(landed_s, last_s, ends.by_vehicle, sailings)


def met_s(service: BoatService, speeds: Speeds, last_foot: FloatArray) -> FloatArray:
    """Seconds from each pier to the target by the vehicle that meets a crew there; inf where none does."""
    met = np.full(len(service.piers), np.inf)
    for number, pier in enumerate(service.piers):
        if pier.vehicle is not None:
            met[number] = pier.vehicle.wait_s + last_foot[number] * speeds.foot_kmh / pier.vehicle.speed_kmh
    return met


def own_boat_journeys(service: BoatService, speeds: Speeds, boats: list[Point], last_foot: FloatArray) -> Found:
    """The earliest arrival of units that are boats: no hours, no boarding, and no closure stops them."""
    lat, lon = np.array(boats).reshape(-1, 2).T
    pier_lat = np.array([pier.lat for pier in service.piers])
    pier_lon = np.array([pier.lon for pier in service.piers])
    away_m = distance_m(lat[:, None], lon[:, None], pier_lat, pier_lon)
    arrival = away_m * speeds.sea_detour / (speeds.boat_kmh / 3.6)
    for leg, (origin, destination) in zip(service.legs, service.ends, strict=True):
        moored = away_m[:, origin] <= AT_PIER_M
        arrival[moored, destination] = leg.duration_s
    arrival[away_m <= AT_PIER_M] = 0.0
    none = np.full(arrival.shape, -1, dtype=np.int64)
    last_s = np.stack((last_foot, met_s(service, speeds, last_foot), np.full(last_foot.shape, np.inf)))
    return _choose(arrival, last_s, np.ones(len(boats), dtype=np.bool_), Sailings(arrival, none, None))


def journey_of(service: BoatService, ends: Ends, found: Found, traveller: int) -> SeaJourney:
    """The parts of a traveller's best journey."""
    pier, onward = int(found.pier[traveller]), Onward(int(found.onward[traveller]))
    chain = chain_to(found.sailings, service, traveller, pier)
    first = service.index[chain[0].origin.id]
    return SeaJourney(
        to_pier_s=float(ends.to_pier[traveller, first]),
        legs=tuple(chain),
        from_pier_s=float(found.last_s[onward, pier]),
        to_pier=ends.vehicle if ends.by_vehicle[traveller] else Profile.JALAN_KAKI,
        from_pier=ends.vehicle if onward is Onward.MET_BY_OWN_KIND else Profile.JALAN_KAKI,
        met_by=_met_by(service, pier, onward),
    )


def own_boat_journey(
    service: BoatService, at: datetime | None, boat: Point, found: Found, traveller: int
) -> SeaJourney:
    """The parts of a boat unit's journey: it sails from where it is, flagged where the timetable's boats may not."""
    pier, onward = int(found.pier[traveller]), Onward(int(found.onward[traveller]))
    landing = [leg.id for leg in service.legs if leg.destination == service.piers[pier].id]
    is_closed = at is not None and bool(landing) and all(service.is_closed(leg_id, at) for leg_id in landing)
    leg = SeaLeg(
        origin=Pier(id="", name="", lat=boat.lat, lon=boat.lon),
        destination=service.piers[pier],
        wait_s=0.0,
        filling_s=0.0,
        boarding_s=0.0,
        sailing_s=float(found.sailings.arrival_s[traveller, pier]),
        kind=BoatKind.ON_CALL,
        blocked_by=BoatCode.PERAHU_DITUTUP if is_closed else None,
    )
    foot = Profile.JALAN_KAKI
    from_pier_s = float(found.last_s[onward, pier])
    return SeaJourney(0.0, (leg,), from_pier_s, foot, foot, _met_by(service, pier, onward))


def _met_by(service: BoatService, pier: int, onward: Onward) -> str | None:
    vehicle = service.piers[pier].vehicle
    return vehicle.name if vehicle is not None and onward is Onward.MET_BY_ISLAND_VEHICLE else None


def _choose(landed_s: FloatArray, last_s: FloatArray, by_vehicle: BoolArray, sailings: Sailings) -> Found:
    """The best pier and way on of each traveller; a crew that left its own vehicle behind is not met by its kind."""
    left_behind = last_s.copy()
    left_behind[Onward.MET_BY_OWN_KIND] = np.inf
    best_s = np.where(by_vehicle[:, None], left_behind.min(axis=0), last_s.min(axis=0))
    onward = np.where(by_vehicle[:, None], left_behind.argmin(axis=0), last_s.argmin(axis=0))
    rows = np.arange(len(landed_s))
    total = landed_s + best_s
    pier = np.argmin(total, axis=1)
    return Found(total[rows, pier], pier, onward[rows, pier], sailings, last_s)
