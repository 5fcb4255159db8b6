"""Piers and boat legs as plain data, and when a journey by boat arrives."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from routing.errors import RoutingInputError
from routing.geo import FloatArray, IntArray, Point

DAY_S = 86_400

WIB = ZoneInfo("Asia/Jakarta")


class BoatKind(StrEnum):
    """A public boat keeps hours; a boat on call comes when it is asked for (its call-out is in `boarding_s`)."""

    PUBLIC = "public"
    ON_CALL = "on_call"


@dataclass(frozen=True, slots=True)
class Pier:
    """A landing place.

    Args:
        walk_radius_m: how far off the mapped roads a crew still walks from here in a straight line. An island
            without mapped roads is served by its pier in this way.
    """

    id: str
    name: str
    lat: float
    lon: float
    walk_radius_m: float = 1_500.0

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class BoatLeg:
    """One way between two piers.

    Args:
        duration_s: from casting off to landing.
        boarding_s: finding the boat and getting on it.
        hours: "05:30-22:00" in the city's time, may pass midnight ("18:00-05:00"), or "" for all day. The boat
            leaves if boarding begins within the hours.
        id: by which a closure names it; the way back has the same.
    """

    origin: str
    destination: str
    duration_s: float
    boarding_s: float
    hours: str = ""
    kind: BoatKind = BoatKind.PUBLIC
    id: str = ""


@dataclass(frozen=True, slots=True)
class SeaLeg:
    """One boat leg of a journey, with its times."""

    origin: Pier
    destination: Pier
    wait_s: float
    boarding_s: float
    sailing_s: float
    kind: BoatKind


@dataclass(frozen=True)
class BoatService:
    """The boats of a city. Each leg is one way; `both_ways` makes the way back.

    Args:
        zone: the city's time zone; its offset at departure holds for the whole journey.
    """

    piers: tuple[Pier, ...] = ()
    legs: tuple[BoatLeg, ...] = ()
    zone: ZoneInfo = WIB

    def __post_init__(self) -> None:
        known = {pier.id for pier in self.piers}
        if len(known) != len(self.piers):
            raise ValueError("two piers have the same id")
        for leg in self.legs:
            for pier in (leg.origin, leg.destination):
                if pier not in known:
                    raise ValueError(f"boat leg {leg.origin} → {leg.destination}: no pier {pier!r}")
            if not (leg.duration_s > 0 and leg.boarding_s >= 0):
                raise ValueError(f"boat leg {leg.origin} → {leg.destination}: impossible duration")
            parse_hours(leg.hours)

    @classmethod
    def both_ways(cls, piers: Sequence[Pier], legs: Sequence[BoatLeg], zone: ZoneInfo) -> BoatService:
        """A service in which each leg is sailed back with the same times."""
        back = [
            BoatLeg(leg.destination, leg.origin, leg.duration_s, leg.boarding_s, leg.hours, leg.kind, leg.id)
            for leg in legs
        ]
        return cls(tuple(piers), (*legs, *back), zone)

    @cached_property
    def index(self) -> dict[str, int]:
        """The place of each pier in `piers`, by id."""
        return {pier.id: number for number, pier in enumerate(self.piers)}

    @cached_property
    def ends(self) -> list[tuple[int, int]]:
        """Per leg the numbers of its two piers."""
        return [(self.index[leg.origin], self.index[leg.destination]) for leg in self.legs]

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over piers, legs and zone."""
        return hashlib.sha256(repr((self.piers, self.legs, self.zone.key)).encode()).hexdigest()

    @cached_property
    def quickest_s(self) -> FloatArray:
        """Per pier the shortest boarding and sailing that ends there; a lower bound for any arrival."""
        quickest = np.full(len(self.piers), np.inf)
        for leg, (_, end) in zip(self.legs, self.ends, strict=True):
            quickest[end] = min(quickest[end], leg.boarding_s + leg.duration_s)
        return quickest


@dataclass(frozen=True, slots=True, eq=False)
class Sailings:
    """Arrivals of many travellers at every pier by boat."""

    arrival_s: FloatArray
    """(travellers, piers): seconds after departure at which a traveller can stand on the pier."""
    leg: IntArray
    """(travellers, piers): the last boat leg taken to get there, -1 where the pier was reached over land."""


def parse_hours(hours: str) -> tuple[int, int] | None:
    """Opening and closing second of the day, or None for all day.

    Raises:
        ValueError: not of the form "05:30-22:00".
    """
    if not hours:
        return None
    match = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", hours.replace("–", "-"))
    if match is None:
        raise ValueError(f"hours {hours!r} are not of the form 05:30-22:00")
    h1, m1, h2, m2 = map(int, match.groups())
    return h1 * 3600 + m1 * 60, h2 * 3600 + m2 * 60


def wait_s(hours: str, second_of_day: FloatArray) -> FloatArray:
    """Seconds until the hours next allow boarding; 0 within them. First in, first out by construction."""
    window = parse_hours(hours)
    second = np.mod(second_of_day, DAY_S)
    if window is None or window[1] - window[0] in {0, DAY_S}:
        return np.zeros_like(second)
    opens, closes = window
    is_open = (second >= opens) & (second < closes) if opens < closes else (second >= opens) | (second < closes)
    return np.where(is_open, 0.0, np.mod(opens - second, DAY_S))


def second_of_day(at: datetime, zone: ZoneInfo) -> float:
    """Seconds since local midnight of an aware instant."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise RoutingInputError("an instant without a time zone")
    local = at.astimezone(zone)
    return (timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)).total_seconds()


def sail(service: BoatService, at: datetime | None, ready_s: FloatArray) -> Sailings:
    """The earliest arrivals at every pier, over any chain of boat legs.

    Args:
        at: the instant of departure; None if every boat is taken to run at any hour.
        ready_s: (travellers, piers) seconds after `at` at which each traveller can be at each pier over land;
            inf where that is impossible.
    """
    arrival = ready_s.copy()
    last = np.full(arrival.shape, -1, dtype=np.int64)
    start = None if at is None else second_of_day(at, service.zone)
    for _ in service.piers:  # a shortest chain passes each pier once
        changed = False
        for number, (leg, (origin, destination)) in enumerate(zip(service.legs, service.ends, strict=True)):
            there = arrival[:, origin] + leg.boarding_s + leg.duration_s
            if start is not None:
                finite = np.where(np.isfinite(arrival[:, origin]), arrival[:, origin], 0.0)
                there += wait_s(leg.hours, start + finite)
            better = there < arrival[:, destination]
            if better.any():
                arrival[better, destination] = there[better]
                last[better, destination] = number
                changed = True
        if not changed:
            break
    return Sailings(arrival_s=arrival, leg=last)


def chain_to(sailings: Sailings, service: BoatService, traveller: int, pier: int) -> list[SeaLeg]:
    """The boat legs that bring a traveller to a pier, in order; [] if reached over land."""
    numbers: list[int] = []
    while (number := int(sailings.leg[traveller, pier])) >= 0:
        numbers.append(number)
        pier = service.ends[number][0]
    chain: list[SeaLeg] = []
    for number in reversed(numbers):
        leg, (origin, destination) = service.legs[number], service.ends[number]
        elapsed = sailings.arrival_s[traveller, destination] - sailings.arrival_s[traveller, origin]
        chain.append(
            SeaLeg(
                origin=service.piers[origin],
                destination=service.piers[destination],
                wait_s=float(elapsed - leg.boarding_s - leg.duration_s),
                boarding_s=leg.boarding_s,
                sailing_s=leg.duration_s,
                kind=leg.kind,
            )
        )
    return chain


def is_closed_night(chain: Sequence[SeaLeg]) -> bool:
    """True if a public boat of the chain had to be waited for until its hours begin."""
    return any(leg.kind is BoatKind.PUBLIC and leg.wait_s > 0 for leg in chain)
