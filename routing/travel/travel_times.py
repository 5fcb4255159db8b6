"""What the rest of the program asks of travel times, whether a network in this process or a server answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from routing.geo import FloatArray, Point
from routing.places.snap import Snap
from routing.speeds.profiles import Mode
from routing.travel.answers import Isochrone, Route, Source, TravelTime
from routing.travel.closures import Closure
from routing.travel.router import Router


class TravelTimes(Protocol):
    """Answers from any thread, and never raises for a strange place: what it does not know gets an estimate that
    says so. `Router` has the meaning of each question in full.
    """

    @property
    def waits(self) -> bool:
        """An answer may wait for another machine: ask in a thread, not on the event loop."""

    @property
    def own(self) -> Router:
        """The network of ours: what is counted on edges and nodes (closures, reach, streets) is asked of it."""

    def twin(self) -> TravelTimes:
        """The same with closures of its own, none at first."""

    def travel_times_to(
        self, target: Point, sources: Sequence[Source], at: datetime, lights: bool = True
    ) -> list[TravelTime]:
        """How long each source takes to the target."""

    def matrix(
        self, sources: Sequence[Source], targets: Sequence[Point], *, at: datetime | None = None, lights: bool = True
    ) -> FloatArray:
        """(sources, targets) seconds."""

    def route(self, a: Point, b: Point, mode: Mode, at: datetime, *, lights: bool = True) -> Route:
        """The way with its shape."""

    def routes(
        self, a: Point, b: Point, mode: Mode, at: datetime, *, lights: bool = True, alternatives: int = 0
    ) -> list[Route]:
        """The way, and up to so many others over land."""

    def snap(self, point: Point, heading_deg: float | None = None) -> Snap | None:
        """The road that a position is on."""

    def remember(self, sources: Sequence[Source], *, lights: bool = True) -> None:
        """Positions that will be asked about."""

    def isochrone(
        self,
        point: Point,
        limit_s: float,
        *,
        mode: Mode = Mode.AMBULANS,
        lights: bool = True,
        at: datetime | None = None,
        by_boat: bool = False,
    ) -> Isochrone:
        """What can be reached."""

    def set_closures(self, closures: Iterable[Closure], *, warm_at: Iterable[datetime] = ()) -> None:
        """Have exactly these closures."""

    def metric_at(self, at: datetime) -> str:
        """Names what answers stand on, for decision records."""

    @property
    def metric_id(self) -> str:
        """As `metric_at`, of no moment."""

    def warm_up(self, at: datetime | None = None) -> None:
        """Make ready now what the first question would wait for."""
