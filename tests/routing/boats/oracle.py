"""Boats by brute force: every chain, every moment at which anything can change, asked of the calendar itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from routing import BoatKind, BoatLeg, BoatService, Filling, Pier, Window
from routing.speeds.hours import EVERY_DAY
from tests.routing.worlds import WIB

MONDAY = datetime(2026, 11, 23, tzinfo=WIB)
PIERS = 4
DAYS_AHEAD = 10
"""All hours come round within a week."""


@dataclass(frozen=True)
class Shutting:
    """A closure as tests draw it."""

    boat_legs: frozenset[str]
    from_at: datetime
    until_at: datetime | None


def holds(span: Window, at: datetime, zone: ZoneInfo) -> bool:
    """Whether an instant lies in a window, by the calendar: it began today or yesterday."""
    midnight = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    for begun in (midnight, midnight - timedelta(days=1)):
        if begun.weekday() in span.weekdays:
            opens = begun + timedelta(minutes=span.start_min)
            length = (span.end_min - span.start_min) % 1440 or 1440
            if opens <= at < opens + timedelta(minutes=length):
                return True
    return False


def is_open(leg: BoatLeg, at: datetime, service: BoatService, shut: Sequence[Shutting]) -> bool:
    """Whether a leg is boarded at an instant."""
    if not any(holds(span, at, service.zone) for span in leg.hours):
        return False
    return not any(
        leg.id in closure.boat_legs and closure.from_at <= at and (closure.until_at is None or at < closure.until_at)
        for closure in shut
    )


def moments(leg: BoatLeg, at: datetime, service: BoatService, shut: Sequence[Shutting]) -> Iterator[datetime]:
    """The instant itself, and all at which the leg may open or fill more quickly."""
    yield at
    ends = [closure.until_at for closure in shut if closure.until_at is not None]
    yield from (end for end in ends if end > at)
    spans = [*leg.hours, *(filling.window for filling in leg.fillings)]
    last = max([at, *ends])
    day = at.astimezone(service.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    while day <= last + timedelta(days=DAYS_AHEAD):
        for minute in {0, *(s.start_min for s in spans), *(s.end_min for s in spans)}:
            if day + timedelta(minutes=minute) > at:
                yield day + timedelta(minutes=minute)
        day += timedelta(days=1)


def leaves(leg: BoatLeg, at: datetime, service: BoatService, shut: Sequence[Shutting]) -> datetime | None:
    """When the boat is full of those who came to the pier at an instant; None if it never will be."""
    times = []
    for moment in moments(leg, at, service, shut):
        if is_open(leg, moment, service, shut):
            filling = next((f.seconds for f in leg.fillings if holds(f.window, moment, service.zone)), 0.0)
            times.append(moment + timedelta(seconds=filling))
    return min(times, default=None)


def arrivals(
    service: BoatService,
    at: datetime,
    ready_s: Sequence[float | None],
    shut: Sequence[Shutting] = (),
    *,
    by_boat: bool = False,
) -> list[float | None]:
    """Per pier the earliest seconds after `at` over all simple chains of legs; without `by_boat` also those of none."""

    @cache
    def left(number: int, come: datetime) -> datetime | None:
        return leaves(service.legs[number], come, service, shut)

    best: list[float | None] = [None] * len(service.piers)

    def walk(pier: int, now: datetime, visited: frozenset[int]) -> None:
        if len(visited) > 1 or not by_boat:
            spent = (now - at).total_seconds()
            known = best[pier]
            best[pier] = spent if known is None else min(known, spent)
        for number, (leg, (origin, destination)) in enumerate(zip(service.legs, service.ends, strict=True)):
            if origin != pier or destination in visited:
                continue
            off = left(number, now)
            if off is not None:
                landed = off + timedelta(seconds=leg.boarding_s + leg.duration_s)
                walk(destination, landed, visited | {destination})

    for pier, ready in enumerate(ready_s):
        if ready is not None:
            walk(pier, at + timedelta(seconds=ready), frozenset({pier}))
    return best


quarter_hours = st.integers(0, 95).map(lambda quarter: quarter * 15)
days = st.one_of(st.just(EVERY_DAY), st.sets(st.integers(0, 6), min_size=1).map(tuple))
spans = st.builds(Window, days, quarter_hours, quarter_hours)
zones = st.sampled_from([WIB, ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")])
instants = st.integers(0, 14 * 1440 - 1).map(lambda minute: MONDAY + timedelta(minutes=minute))


@st.composite
def fillings(draw: st.DrawFn) -> tuple[Filling, ...]:
    """Up to three waiting times that share no hour."""
    borders = sorted(draw(st.sets(quarter_hours, min_size=0, max_size=4)))
    seconds = st.integers(0, 180).map(lambda minutes: minutes * 60.0)
    return tuple(Filling(Window(EVERY_DAY, a, b), draw(seconds)) for a, b in pairwise(borders))


@st.composite
def services(draw: st.DrawFn, count: int | None = None) -> BoatService:
    """A few piers with legs between them, of all kinds."""
    count = count or draw(st.integers(2, PIERS))
    piers = [Pier(f"p{n}", f"Dermaga {n}", 0.0, 104.0 + n) for n in range(count)]
    pairs = st.permutations(range(count)).map(lambda order: (order[0], order[1]))
    legs = []
    for number, (a, b) in enumerate(draw(st.lists(pairs, max_size=6))):
        kind = draw(st.sampled_from(BoatKind))
        legs.append(
            BoatLeg(
                f"k{number % 4}",
                f"p{a}",
                f"p{b}",
                draw(st.integers(60, 4000)),
                draw(st.integers(0, 900)),
                hours=tuple(draw(st.lists(spans, min_size=1, max_size=3))),
                kind=kind,
                fillings=draw(fillings()) if kind is BoatKind.PUBLIC else (),
            )
        )
    return BoatService(tuple(piers), tuple(legs), draw(zones))


def closures_of(service: BoatService) -> st.SearchStrategy[list[Shutting]]:
    """Up to four closures of the service's legs, some without a known end."""
    names = sorted(service.leg_ids)
    if not names:
        return st.just([])

    @st.composite
    def one(draw: st.DrawFn) -> Shutting:
        from_at = MONDAY + timedelta(minutes=draw(st.integers(-3000, 20_000)))
        length = draw(st.one_of(st.none(), st.integers(1, 15_000)))
        until_at = None if length is None else from_at + timedelta(minutes=length)
        return Shutting(draw(st.sets(st.sampled_from(names), min_size=1).map(frozenset)), from_at, until_at)

    return st.lists(one(), max_size=4)


ready = st.one_of(st.none(), st.integers(0, 40_000))
