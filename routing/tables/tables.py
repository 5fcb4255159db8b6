"""Travel times between places, by who travels and by the hour of the week."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from routing.errors import RoutingInputError
from routing.geo import IntArray, Point, check_point
from routing.speeds.profiles import Mode
from routing.travel.answers import TravelKind
from routing.travel.estimates import KINDS

WEEK_H = 7 * 24

HALF_HOUR = timedelta(minutes=30)


class TablePlace(NamedTuple):
    """A zone, represented by a point in it, or a facility."""

    id: str
    point: Point


class Mover(NamedTuple):
    """Who travels."""

    mode: Mode
    lights: bool


MOVERS: tuple[Mover, ...] = (
    Mover(Mode.AMBULANS, lights=True),
    Mover(Mode.AMBULANS, lights=False),
    Mover(Mode.MOTOR, lights=False),
)


class Departure(NamedTuple):
    """An instant that stands for others.

    Args:
        at: the middle of an hour, aware.
        metric_id: the weights in force then (`Router.metric_at`).
    """

    at: datetime
    metric_id: str


@dataclass(frozen=True, eq=False)
class Tables:
    """Seconds and kinds from each place to each other.

    Args:
        network_hash: of the roads the times stand on.
        zone: the city's zone, which decides the hour of the week.
        departure_of_hour: (168,) per hour of the week, Monday 00 first, the number of its departure.
        layer: (movers, departures) the number of the layer; equal layers are kept once.
        seconds: (layers, places, places) from row to column.
        kind: as `seconds`, the place in `routing.travel.estimates.KINDS`.
    """

    places: tuple[TablePlace, ...]
    movers: tuple[Mover, ...]
    departures: tuple[Departure, ...]
    network_hash: str
    zone: ZoneInfo
    departure_of_hour: IntArray
    layer: IntArray
    seconds: NDArray[np.float32]
    kind: NDArray[np.uint8]

    def at(self, mover: Mover, at: datetime) -> NDArray[np.float32]:
        """(places, places) seconds for who sets out at an aware instant.

        Raises:
            RoutingInputError: a mover that has no table, or an instant without a zone.
        """
        layer: NDArray[np.float32] = self.seconds[self._layer_at(mover, at)]
        return layer

    def kinds_at(self, mover: Mover, at: datetime) -> list[list[TravelKind]]:
        """What each number of `at` stands on."""
        return [[KINDS[code] for code in row] for row in self.kind[self._layer_at(mover, at)].tolist()]

    def _layer_at(self, mover: Mover, at: datetime) -> int:
        if mover not in self.movers:
            raise RoutingInputError(f"no table for {mover}; there are {', '.join(map(str, self.movers))}")
        departure = self.departure_of_hour[hour_of_week(at, self.zone)]
        return int(self.layer[self.movers.index(mover), departure])

    @property
    def key(self) -> str:
        """Names what the numbers stand on: roads, weights, boats, places, movers and hours."""
        return key_of(self.network_hash, self.departures, self.departure_of_hour, self.places, self.movers)


def key_of(
    network_hash: str,
    departures: Sequence[Departure],
    departure_of_hour: IntArray,
    places: Sequence[TablePlace],
    movers: Sequence[Mover],
) -> str:
    """SHA-256 over what tables are computed from; equal keys give equal tables."""
    content = {
        "network": network_hash,
        "departures": [[departure.at.strftime("%w %H:%M"), departure.metric_id] for departure in departures],
        "hours": departure_of_hour.tolist(),
        "places": places_hash(places),
        "movers": [[str(mover.mode), mover.lights] for mover in movers],
    }
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def places_hash(places: Sequence[TablePlace]) -> str:
    """SHA-256 over ids and points, in their order."""
    content = [[place.id, place.point.lat, place.point.lon] for place in places]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def check_places(places: Sequence[TablePlace]) -> None:
    """Raise `RoutingInputError` for an id twice or a point that is none."""
    seen: set[str] = set()
    for place in places:
        check_point(place.point)
        if place.id in seen:
            raise RoutingInputError(f"place {place.id} is there twice")
        seen.add(place.id)


def hour_of_week(at: datetime, zone: ZoneInfo) -> int:
    """0 for Monday 00.00 to 01.00 in the city's time, 167 for Sunday 23.00 to 24.00."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise RoutingInputError(f"{at!r} has no time zone")
    local = at.astimezone(zone)
    return local.weekday() * 24 + local.hour


def hours_of_week(within: datetime, zone: ZoneInfo) -> list[datetime]:
    """The middles of the 168 hours of the week that an aware instant lies in, Monday first."""
    if within.tzinfo is None or within.utcoffset() is None:
        raise RoutingInputError(f"{within!r} has no time zone")
    local = within.astimezone(zone)
    monday = (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    return [monday + timedelta(hours=hour) + HALF_HOUR for hour in range(WEEK_H)]
