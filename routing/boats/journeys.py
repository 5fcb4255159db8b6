"""Journeys with a boat: land, sea, land, joined over all pairs of piers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np

from routing.boats.timetable import BoatKind, BoatService, Pier, Sailings, SeaLeg, chain_to, sail
from routing.geo import BoolArray, FloatArray, IntArray, Point, distance_m
from routing.speeds.profiles import Profile
from routing.speeds.speeds import Speeds

AT_PIER_M = 300.0
"""A unit's own boat this near to a pier lies at it, and sails the timetable's legs at their durations."""


class SeaJourney(NamedTuple):
    """The parts of a journey with a boat: to the first pier, the boat legs, from the last pier."""

    to_pier_s: float
    legs: tuple[SeaLeg, ...]
    from_pier_s: float
    to_pier: Profile
    from_pier: Profile


@dataclass(frozen=True, eq=False)
class Ends:
    """Land times at both ends of a sea journey, seconds; inf where there is no way.

    Args:
        by_vehicle: per traveller: it has its vehicle with it at the start. The vehicle stays at the first
            pier and the crew walks from the last. A traveller without one (it starts on an island) walks to the
            first pier, and is met by the vehicle at the last one where a road leads on.
        to_pier: (travellers, piers) from each traveller to each pier.
        last_foot, last_vehicle: (piers,) from each pier to the target.
        vehicle: the profile of the vehicle.
    """

    by_vehicle: BoolArray
    to_pier: FloatArray
    last_foot: FloatArray
    last_vehicle: FloatArray
    vehicle: Profile


class Found(NamedTuple):
    """The best sea journey of each traveller: its seconds (inf = none) and its last pier."""

    duration_s: FloatArray
    pier: IntArray
    sailings: Sailings
    on_foot: BoolArray


def best_journeys(service: BoatService, at: datetime | None, ends: Ends) -> Found:
    """The earliest arrival of each traveller over any chain of public boats and boats on call."""
    sailings = sail(service, at, ends.to_pier)
    met = np.minimum(ends.last_foot, ends.last_vehicle)
    last = np.where(ends.by_vehicle[:, None], ends.last_foot, met)
    total = np.where(sailings.leg >= 0, sailings.arrival_s + last, np.inf)
    return _choose(total, sailings, ends.by_vehicle[:, None] | (ends.last_foot <= ends.last_vehicle))


def own_boat_journeys(service: BoatService, speeds: Speeds, boats: list[Point], last_foot: FloatArray) -> Found:
    """The earliest arrival of units that are boats: no hours, no boarding; the crew walks from the pier."""
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
    return _choose(arrival + last_foot, Sailings(arrival, none), np.ones(arrival.shape, dtype=np.bool_))


def journey_of(service: BoatService, ends: Ends, found: Found, traveller: int) -> SeaJourney:
    """The parts of a traveller's best journey."""
    pier = int(found.pier[traveller])
    chain = chain_to(found.sailings, service, traveller, pier)
    first = service.index[chain[0].origin.id]
    by_vehicle, walks = bool(ends.by_vehicle[traveller]), bool(found.on_foot[traveller])
    return SeaJourney(
        to_pier_s=float(ends.to_pier[traveller, first]),
        legs=tuple(chain),
        from_pier_s=float((ends.last_foot if walks else ends.last_vehicle)[pier]),
        to_pier=ends.vehicle if by_vehicle else Profile.JALAN_KAKI,
        from_pier=Profile.JALAN_KAKI if walks else ends.vehicle,
    )


def own_boat_journey(
    service: BoatService, boat: Point, last_foot: FloatArray, found: Found, traveller: int
) -> SeaJourney:
    """The parts of a boat unit's journey: it sails from where it is."""
    pier = int(found.pier[traveller])
    leg = SeaLeg(
        origin=Pier(id="", name="", lat=boat.lat, lon=boat.lon),
        destination=service.piers[pier],
        wait_s=0.0,
        boarding_s=0.0,
        sailing_s=float(found.sailings.arrival_s[traveller, pier]),
        kind=BoatKind.ON_CALL,
    )
    return SeaJourney(0.0, (leg,), float(last_foot[pier]), Profile.JALAN_KAKI, Profile.JALAN_KAKI)


def _choose(total: FloatArray, sailings: Sailings, on_foot: BoolArray) -> Found:
    rows = np.arange(len(total))
    pier = np.argmin(total, axis=1)
    walks = np.broadcast_to(on_foot, total.shape)[rows, pier]
    return Found(total[rows, pier], pier, sailings, walks)
