"""Closures with a begin and an end: what is closed at an instant, and when that next changes. Pure, no clock."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from routing.boats.timetable import BoatService
from routing.errors import RoutingInputError


@dataclass(frozen=True, slots=True)
class Closure:
    """Edges and boat legs that cannot be used from `from_at`, included, to `until_at`, excluded.

    Args:
        id: the caller's own name for it.
        edges: edges of the router's network, closed in both directions along their whole length.
        boat_legs: ids of boat legs that are not boarded by who comes to the pier then.
        from_at, until_at: aware instants; `until_at` None has no end yet.

    Raises:
        RoutingInputError: an instant without a zone, or an end that is not after the begin.
    """

    id: str
    edges: frozenset[int]
    boat_legs: frozenset[str]
    from_at: datetime
    until_at: datetime | None = None

    def __post_init__(self) -> None:
        for border in (self.from_at, self.until_at):
            if border is not None and border.utcoffset() is None:
                raise RoutingInputError(f"closure {self.id}: {border!r} has no time zone")
        if self.until_at is not None and self.until_at <= self.from_at:
            raise RoutingInputError(f"closure {self.id}: ends at {self.until_at}, not after {self.from_at}")

    def is_active(self, at: datetime) -> bool:
        """Whether it is in effect for who sets out at an aware instant."""
        return self.from_at <= at and (self.until_at is None or at < self.until_at)


class Closed(NamedTuple):
    """What cannot be used at an instant."""

    edges: frozenset[int]
    boat_legs: frozenset[str]


class Schedule:
    """The closures of one router, never changed: a query's departure decides which of them count, so that a planned
    begin or end needs no timer.

    Args:
        closures: in any order; they may overlap.
        always: edges that are closed at any time.
    """

    def __init__(self, closures: Iterable[Closure] = (), *, always: frozenset[int] = frozenset()) -> None:
        self.closures: Sequence[Closure] = tuple(closures)
        self.always = always
        self._borders = sorted({b for c in self.closures for b in (c.from_at, c.until_at) if b is not None})
        self._by_span: dict[int, Closed] = {}
        self._anytime = Closed(always, frozenset())
        self._boats: tuple[BoatService, BoatService] | None = None

    def at(self, instant: datetime | None) -> Closed:
        """What is closed for who sets out at an aware instant; None asks of no moment, so only `always` counts."""
        if instant is None or not self._borders:
            return self._anytime
        span = bisect_right(self._borders, instant)
        if span not in self._by_span:
            self._by_span[span] = self._closed_in(span)
        return self._by_span[span]

    def boats(self, boats: BoatService) -> BoatService:
        """The router's boats under these closures: all of them, because a boat leg is closed by the hour at which one
        comes to its pier, not by that of departure.

        Raises:
            RoutingInputError: a closure names a leg that there is not.
        """
        if self._boats is None or self._boats[0] is not boats:
            self._boats = boats, boats.with_closures(closure for closure in self.closures if closure.boat_legs)
        return self._boats[1]

    def next_border(self, after: datetime) -> datetime | None:
        """The next instant, later than `after`, at which something closes or opens."""
        place = bisect_right(self._borders, after)
        return self._borders[place] if place < len(self._borders) else None

    def _closed_in(self, span: int) -> Closed:
        """What is closed between two neighbouring borders: nothing changes there, so its begin stands for it."""
        if span == 0:
            return self._anytime
        active = [closure for closure in self.closures if closure.is_active(self._borders[span - 1])]
        return Closed(
            self.always.union(*(closure.edges for closure in active)),
            frozenset().union(*(closure.boat_legs for closure in active)),
        )
