"""What a routing server is asked and what it answers, whichever program it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

import numpy as np

from routing.errors import ServerDownError
from routing.geo import FloatArray, Point, distance_m
from routing.remote.clock import Deadline
from routing.remote.profiles import ServerProfile
from routing.travel.steps import Step

FASTEST_KMH = 200.0
"""Nobody drives faster: an answer that says so is in another unit, of another place, or broken."""

SLACK_M = 250.0
"""Rounding, and the snapping of both ends, make short ways look faster than they are."""


class ServerKind(StrEnum):
    """The programs that are spoken to: OSRM by its HTTP API v1 (OSRM 5 and later), Valhalla by that of Valhalla 3."""

    OSRM = "osrm"
    VALHALLA = "valhalla"


class Located(NamedTuple):
    """The place on the server's roads that is nearest to a point."""

    point: Point
    road_name: str


@dataclass(frozen=True, eq=False)
class Table:
    """Ways from origins to destinations.

    Args:
        seconds, length_m: (origins, destinations), from snap to snap; inf where no way leads.
        origin_snaps, destination_snaps: (n, 2) latitude and longitude on the server's roads; NaN where it has none.
    """

    seconds: FloatArray
    length_m: FloatArray
    origin_snaps: FloatArray
    destination_snaps: FloatArray

    def check(self) -> None:
        """Raise `ServerDownError` where a way is shorter than the straight line, or faster than anybody drives.

        Where there is no time there is no length either: Valhalla writes 0 for it on foot.
        """
        no_way = np.isinf(self.seconds)
        self.length_m[no_way] = np.inf
        if not np.array_equal(no_way, np.isinf(self.length_m)):
            raise ServerDownError("a time for a way without a length")
        (from_lat, from_lon), (to_lat, to_lon) = self.origin_snaps.T, self.destination_snaps.T
        straight_m = distance_m(from_lat[:, None], from_lon[:, None], to_lat, to_lon)
        if np.isnan(straight_m[~no_way]).any():
            raise ServerDownError("a way between places that have no road")
        if (~no_way & (self.length_m < straight_m - SLACK_M)).any():
            raise ServerDownError("a way that is shorter than the straight line")
        if (~no_way & (self.seconds * FASTEST_KMH / 3.6 < self.length_m - SLACK_M)).any():
            raise ServerDownError(f"a time that would take more than {FASTEST_KMH:.0f} km/h")


class ServerRoute(NamedTuple):
    """One way; `coordinates` are (lon, lat) from snap to snap.

    Args:
        sails: a ferry is part of it.
        steps: street by street, in the server's seconds.
    """

    seconds: float
    length_m: float
    coordinates: list[tuple[float, float]]
    sails: bool
    steps: tuple[Step, ...]


class RoadServer(Protocol):
    """A client of one server. Every method raises `ServerDownError` or `ServerRefusedError`, and nothing else."""

    @property
    def kind(self) -> ServerKind:
        """Which program it is."""

    @property
    def address(self) -> str:
        """Where it is, without anything secret."""

    @property
    def closable(self) -> int:
        """How many places can be closed in one question; 0 where the program cannot."""

    def table(
        self,
        profile: ServerProfile,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        closed: Sequence[Point],
        deadline: Deadline,
    ) -> Table:
        """Times and lengths of all pairs, none of them empty, in as many requests as the server's limits ask for.

        Args:
            closed: the edges nearest to these points are not used.
        """

    def routes(
        self, profile: ServerProfile, a: Point, b: Point, closed: Sequence[Point], deadline: Deadline, *, count: int = 1
    ) -> list[ServerRoute]:
        """Up to `count` ways, the quickest first; [] where none leads."""

    def locate(self, profile: ServerProfile, points: Sequence[Point], deadline: Deadline) -> list[Located | None]:
        """The nearest place on the roads for each point; None where the server has none."""

    def reach(
        self, profile: ServerProfile, origin: Point, limit_s: float, closed: Sequence[Point], deadline: Deadline
    ) -> dict[str, Any] | None:
        """The area within `limit_s` as a GeoJSON geometry, or None if this program has no such question."""

    def data_version(self, deadline: Deadline) -> str:
        """What names the server's data, "" where it does not say."""

    def close(self) -> None:
        """Let go of the connections."""
