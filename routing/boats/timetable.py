"""Piers and boat legs as plain data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

import numpy as np

from routing.boats.boarding import BoardingTable, Shut
from routing.boats.hours import ALWAYS, Filling, Piece, week_pieces
from routing.errors import RoutingInputError
from routing.geo import FloatArray, IntArray, Point
from routing.speeds.hours import EVERY_DAY, Window

WIB = ZoneInfo("Asia/Jakarta")

KEPT_TABLES = 8


class BoatKind(StrEnum):
    """A public boat keeps hours; a boat on call comes when it is asked for (its call-out is in `boarding_s`)."""

    PUBLIC = "public"
    ON_CALL = "on_call"


@dataclass(frozen=True, slots=True)
class IslandVehicle:
    """What meets a crew where it lands, so that it need not walk.

    Args:
        name: what people call it.
        speed_kmh: along the ways that a walker takes.
        wait_s: from landing until it leaves.
    """

    name: str
    speed_kmh: float
    wait_s: float = 0.0

    def __post_init__(self) -> None:
        if not (0 < self.speed_kmh < 100 and self.wait_s >= 0):
            raise ValueError(f"{self.name}: impossible speed or wait")


@dataclass(frozen=True, slots=True)
class Pier:
    """A landing place.

    Args:
        walk_radius_m: how far off the mapped roads a crew still walks from here in a straight line. An island
            without mapped roads is served by its pier in this way.
        vehicle: what meets a crew that lands here; None if nothing does.
    """

    id: str
    name: str
    lat: float
    lon: float
    walk_radius_m: float = 1_500.0
    vehicle: IslandVehicle | None = None

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class BoatLeg:
    """One way between two piers.

    Args:
        id: the crossing's name; a closure of it stops every leg of that name, so both ways share one.
        duration_s: from casting off to landing.
        boarding_s: finding the boat and getting on it.
        hours: local time in which boarding begins; once begun, the boat leaves.
        fillings: how long it takes to fill, where it leaves when full; 0 at other hours.
        capacity: people; None is not known.
        stretcher: whether a patient can lie on it; None is not known.
        hazards: names of what closes it, such as weather or low tide.
    """

    id: str
    origin: str
    destination: str
    duration_s: float
    boarding_s: float
    hours: tuple[Window, ...] = ALWAYS
    kind: BoatKind = BoatKind.PUBLIC
    fillings: tuple[Filling, ...] = ()
    capacity: int | None = None
    stretcher: bool | None = None
    hazards: frozenset[str] = frozenset()

    @property
    def back(self) -> BoatLeg:
        """The same crossing the other way, with the same times."""
        return replace(self, origin=self.destination, destination=self.origin)

    @property
    def week(self) -> tuple[Piece, ...]:
        """When it takes people, from Monday's midnight on."""
        return _week_of(self.hours, self.fillings)


class Shutdown(NamedTuple):
    """Aware instants from which, included, to which, excluded, a leg is closed; None has no end yet."""

    from_at: datetime
    until_at: datetime | None


class ClosesLegs(Protocol):
    """A closure as far as boats are concerned."""

    @property
    def boat_legs(self) -> frozenset[str]: ...
    @property
    def from_at(self) -> datetime: ...
    @property
    def until_at(self) -> datetime | None: ...


class LegColumns(NamedTuple):
    """Per leg its first pier and its seconds without waiting; per pier the legs that land there."""

    origin: IntArray
    cost_s: FloatArray
    landings: list[tuple[int, IntArray]]


class Departure(NamedTuple):
    """An instant as the boats see it: the tables of its week, and its place on their clock."""

    table: BoardingTable
    now_s: float


@dataclass(frozen=True)
class BoatService:
    """The boats of a city. Each leg is one way; `both_ways` makes the way back.

    Args:
        zone: the city's time zone; its offset at departure holds for the whole journey.
        closed: by leg id when it is not boarded.
    """

    piers: tuple[Pier, ...] = ()
    legs: tuple[BoatLeg, ...] = ()
    zone: ZoneInfo = WIB
    closed: Mapping[str, tuple[Shutdown, ...]] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        known = {pier.id for pier in self.piers}
        if len(known) != len(self.piers):
            raise ValueError("two piers have the same id")
        for leg in self.legs:
            where = f"boat leg {leg.id} ({leg.origin} → {leg.destination})"
            for pier in (leg.origin, leg.destination):
                if pier not in known:
                    raise ValueError(f"{where}: no pier {pier!r}")
            if leg.origin == leg.destination or not (leg.duration_s > 0 and leg.boarding_s >= 0):
                raise ValueError(f"{where}: impossible duration")
            try:
                _ = leg.week
            except ValueError as error:
                raise ValueError(f"{where}: {error}") from error

    @classmethod
    def both_ways(cls, piers: Sequence[Pier], legs: Sequence[BoatLeg], zone: ZoneInfo) -> BoatService:
        """A service in which each leg is sailed back with the same times."""
        return cls(tuple(piers), (*legs, *(leg.back for leg in legs)), zone)

    def with_closures(self, closures: Iterable[ClosesLegs]) -> BoatService:
        """The service under exactly these closures, whatever it was under before.

        Raises:
            RoutingInputError: no leg of that name, or an instant without a zone.
        """
        closed: dict[str, tuple[Shutdown, ...]] = {}
        for closure in closures:
            for leg_id in closure.boat_legs:
                if leg_id not in self.leg_ids:
                    raise RoutingInputError(f"no boat leg {leg_id!r}; there are {', '.join(sorted(self.leg_ids))}")
                for border in (closure.from_at, closure.until_at):
                    if border is not None:
                        check_aware(border)
                closed[leg_id] = (*closed.get(leg_id, ()), Shutdown(closure.from_at, closure.until_at))
        return replace(self, closed=closed) if closed or self.closed else self

    def is_closed(self, leg_id: str, at: datetime) -> bool:
        """Whether a closure of a leg is in force at an aware instant."""
        return any(w.from_at <= at and (w.until_at is None or at < w.until_at) for w in self.closed.get(leg_id, ()))

    def legs_closed_by(self, hazard: str) -> frozenset[str]:
        """The names of the legs that a hazard, such as weather or low tide, closes."""
        return frozenset(leg.id for leg in self.legs if hazard in leg.hazards)

    @cached_property
    def leg_ids(self) -> frozenset[str]:
        return frozenset(leg.id for leg in self.legs)

    @cached_property
    def index(self) -> dict[str, int]:
        """The place of each pier in `piers`, by id."""
        return {pier.id: number for number, pier in enumerate(self.piers)}

    @cached_property
    def ends(self) -> list[tuple[int, int]]:
        """Per leg the numbers of its two piers."""
        return [(self.index[leg.origin], self.index[leg.destination]) for leg in self.legs]

    @cached_property
    def public_legs(self) -> dict[tuple[int, int], list[int]]:
        """By the numbers of their two piers the numbers of the legs of public boats."""
        found: dict[tuple[int, int], list[int]] = {}
        for number, (leg, ends) in enumerate(zip(self.legs, self.ends, strict=True)):
            if leg.kind is BoatKind.PUBLIC:
                found.setdefault(ends, []).append(number)
        return found

    @cached_property
    def is_daily(self) -> bool:
        """Every day has the same hours and fillings."""
        windows = [w for leg in self.legs for w in (*leg.hours, *(filling.window for filling in leg.fillings))]
        return all(set(EVERY_DAY) <= set(window.weekdays) for window in windows)

    @cached_property
    def columns(self) -> LegColumns:
        """The legs as arrays."""
        ends = np.array(self.ends, dtype=np.int64).reshape(-1, 2)
        cost_s = np.array([leg.boarding_s + leg.duration_s for leg in self.legs], dtype=np.float64)
        landings = [(int(pier), np.flatnonzero(ends[:, 1] == pier)) for pier in np.unique(ends[:, 1])]
        return LegColumns(ends[:, 0], cost_s, landings)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over piers, legs, zone and closures."""
        legs = [(*(getattr(leg, name) for name in _PLAIN), sorted(leg.hazards), leg.week) for leg in self.legs]
        closed = sorted((leg, sorted(map(repr, windows))) for leg, windows in self.closed.items())
        return hashlib.sha256(repr((self.piers, legs, self.zone.key, closed)).encode()).hexdigest()

    @cached_property
    def quickest_s(self) -> FloatArray:
        """Per pier the shortest boarding and sailing that ends there; a lower bound for any arrival."""
        quickest = np.full(len(self.piers), np.inf)
        for leg, (_, end) in zip(self.legs, self.ends, strict=True):
            quickest[end] = min(quickest[end], leg.boarding_s + leg.duration_s)
        return quickest

    def departure(self, at: datetime) -> Departure:
        """An aware instant as the boats see it.

        Raises:
            RoutingInputError: an instant without a zone.
        """
        check_aware(at)
        local = at.astimezone(self.zone)
        since_monday = timedelta(local.weekday(), local.second, local.microsecond, 0, local.minute, local.hour)
        now_s = since_monday.total_seconds()
        return Departure(self._table_of(at.astimezone(UTC) - since_monday), now_s)

    @cached_property
    def ordinary_week(self) -> BoardingTable:
        """The tables of any week as if nothing were closed."""
        return BoardingTable([leg.week for leg in self.legs], [[] for _ in self.legs])

    def _table_of(self, monday: datetime) -> BoardingTable:
        """The tables from an instant on at which a week begins."""
        if not self.closed:
            return self.ordinary_week
        table = self._tables.get(monday)
        if table is None:
            closed = [[_shut(shutdown, monday) for shutdown in self.closed.get(leg.id, ())] for leg in self.legs]
            table = BoardingTable([leg.week for leg in self.legs], closed)
            if len(self._tables) >= KEPT_TABLES:
                self._tables.clear()
            self._tables[monday] = table
        return table

    @cached_property
    def _tables(self) -> dict[datetime, BoardingTable]:
        return {}


_PLAIN = ("id", "origin", "destination", "duration_s", "boarding_s", "kind", "capacity", "stretcher")


def check_aware(at: datetime) -> None:
    """Refuse an instant without a zone."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise RoutingInputError(f"{at!r} has no time zone")


@lru_cache(maxsize=256)
def _week_of(hours: tuple[Window, ...], fillings: tuple[Filling, ...]) -> tuple[Piece, ...]:
    return tuple(week_pieces(hours, fillings))


def _shut(shutdown: Shutdown, monday: datetime) -> Shut:
    until_s = np.inf if shutdown.until_at is None else (shutdown.until_at - monday).total_seconds()
    return (shutdown.from_at - monday).total_seconds(), until_s
