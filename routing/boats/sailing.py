"""When a journey over any chain of boat legs arrives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np

from routing.boats.timetable import BoatKind, BoatService, Departure, Pier
from routing.geo import FloatArray, IntArray


class BoatCode(StrEnum):
    """Why somebody has to be called. The caller has the words."""

    PERAHU_UMUM_TUTUP = "perahu_umum_tutup"
    """No boat of the timetable at this hour."""
    PERAHU_DITUTUP = "perahu_ditutup"
    """A closure (weather, low tide) stops it."""
    PANGGIL_PERAHU = "panggil_perahu"
    """The journey counts on a boat that has to be called."""


@dataclass(frozen=True, slots=True)
class SeaLeg:
    """One boat leg of a journey, with its times in their order.

    Args:
        wait_s: at the pier, until its hours begin or a closure ends.
        filling_s: until a boat that leaves when full is full.
        boarding_s: finding the boat and getting on it.
        sailing_s: from casting off to landing.
        id: the crossing's name; "" for a boat of one's own.
        blocked_by: what the wait was for; None without one.
    """

    origin: Pier
    destination: Pier
    wait_s: float
    filling_s: float
    boarding_s: float
    sailing_s: float
    kind: BoatKind
    id: str = ""
    capacity: int | None = None
    stretcher: bool | None = None
    blocked_by: BoatCode | None = None

    @property
    def duration_s(self) -> float:
        """From coming to the first pier to landing at the second."""
        return self.wait_s + self.filling_s + self.boarding_s + self.sailing_s


@dataclass(frozen=True, slots=True, eq=False)
class Sailings:
    """Arrivals of many travellers at every pier by boat."""

    arrival_s: FloatArray
    """(travellers, piers): seconds after departure at which a traveller can stand on the pier."""
    leg: IntArray
    """(travellers, piers): the last boat leg taken to get there, -1 where the pier was reached over land."""
    departure: Departure | None
    """None where boats were taken to leave at once."""


def sail(service: BoatService, at: datetime | None, ready_s: FloatArray) -> Sailings:
    """The earliest arrivals at every pier, over any chain of boat legs.

    Args:
        at: the instant of departure; None if every boat is taken to leave at once at any hour.
        ready_s: (travellers, piers) seconds after `at` at which each traveller can be at each pier over land;
            inf where that is impossible.
    """
    arrival = ready_s.copy()
    last = np.full(arrival.shape, -1, dtype=np.int64)
    departure = None if at is None else service.departure(at)
    if not service.legs:
        return Sailings(arrival, last, departure)
    origins, cost_s, landings = service.columns
    rows = np.arange(len(arrival))
    for _ in service.piers:  # a shortest chain passes each pier once
        there = arrival[:, origins]
        if departure is not None:
            finite = np.where(np.isfinite(there), there, 0.0)
            there = there + departure.table.delay_s(departure.now_s + finite)
        there = there + cost_s
        changed = False
        for pier, legs in landings:
            quickest = legs[np.argmin(there[:, legs], axis=1)]
            landed_s = there[rows, quickest]
            better = landed_s < arrival[:, pier]
            if better.any():
                arrival[better, pier] = landed_s[better]
                last[better, pier] = quickest[better]
                changed = True
        if not changed:
            break
    return Sailings(arrival, last, departure)


def chain_to(sailings: Sailings, service: BoatService, traveller: int, pier: int) -> list[SeaLeg]:
    """The boat legs that bring a traveller to a pier, in order; [] if reached over land."""
    numbers: list[int] = []
    while (number := int(sailings.leg[traveller, pier])) >= 0:
        numbers.append(number)
        pier = service.ends[number][0]
    return [_sea_leg(service, sailings, traveller, number) for number in reversed(numbers)]


def _sea_leg(service: BoatService, sailings: Sailings, traveller: int, number: int) -> SeaLeg:
    leg, (origin, destination) = service.legs[number], service.ends[number]
    wait_s = filling_s = 0.0
    blocked = None
    if sailings.departure is not None:
        table, now_s = sailings.departure
        at_pier_s = now_s + float(sailings.arrival_s[traveller, origin])
        wait_s, filling_s = table.board(number, at_pier_s)
        if wait_s > 0:
            blocked = _blocked_by(service, number, at_pier_s, wait_s)
    return SeaLeg(
        origin=service.piers[origin],
        destination=service.piers[destination],
        wait_s=wait_s,
        filling_s=filling_s,
        boarding_s=leg.boarding_s,
        sailing_s=leg.duration_s,
        kind=leg.kind,
        id=leg.id,
        capacity=leg.capacity,
        stretcher=leg.stretcher,
        blocked_by=blocked,
    )


def _blocked_by(service: BoatService, number: int, at_pier_s: float, wait_s: float) -> BoatCode:
    """The closure, if without it the wait were shorter; else the hours."""
    if service.closed:
        by_hours_s = service.ordinary_week.board(number, at_pier_s).wait_s
        if by_hours_s < wait_s:
            return BoatCode.PERAHU_DITUTUP
    return BoatCode.PERAHU_UMUM_TUTUP


def blocked_by(chain: Sequence[SeaLeg]) -> BoatCode | None:
    """What a chain had to be waited for at its piers, a closure before the hours; None if it flows."""
    found = {leg.blocked_by for leg in chain}
    return next((code for code in (BoatCode.PERAHU_DITUTUP, BoatCode.PERAHU_UMUM_TUTUP) if code in found), None)
