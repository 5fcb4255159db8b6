"""Closures with a begin and an end: the departure decides, borders included, and streams never share them."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import Closure, Mode, Network, NoteCode, Point, Router, RoutingInputError, Source, TravelKind
from routing.travel.closures import Schedule
from routing.travel.states import States
from tests.routing.worlds import (
    NOON,
    PLAIN,
    WIB,
    along,
    ferry_service,
    grids,
    line_network,
    make_network,
    node_point,
)

MIDNIGHT = datetime(2026, 11, 23, 0, 0, tzinfo=WIB)
NEXT_DAY = datetime(2026, 11, 23, 12, 0, tzinfo=WIB)
MOMENT = timedelta(microseconds=1)


def closure(
    *edges: int, begin: datetime = NOON, end: datetime | None = None, legs: tuple[str, ...] = (), id_: str = "k"
) -> Closure:
    return Closure(id_, frozenset(edges), frozenset(legs), begin, end)


def is_open(router: Router, at: datetime) -> bool:
    """Whether the middle street of a row of three may be driven."""
    start, target = along(router.network, 0, 0.5), along(router.network, 2, 0.5)
    return router.travel_times_to(target, [Source(start, Mode.AMBULANS)], at)[0].kind is TravelKind.JALAN


@st.composite
def schedules(draw: st.DrawFn) -> list[Closure]:
    minute = st.integers(0, 20)
    made = []
    for number in range(draw(st.integers(0, 5))):
        begin = draw(minute)
        length = draw(st.one_of(st.none(), st.integers(1, 10)))
        end = None if length is None else NOON + timedelta(minutes=begin + length)
        edges, legs = draw(st.sets(st.integers(0, 6))), draw(st.sets(st.sampled_from("ab")))
        made.append(Closure(str(number), frozenset(edges), frozenset(legs), NOON + timedelta(minutes=begin), end))
    return made


@given(schedules(), st.integers(-2, 70), st.sampled_from([-MOMENT, timedelta(0), MOMENT]))
def test_what_is_closed_is_the_union_of_what_is_active(
    closures: list[Closure], half_minutes: int, off: timedelta
) -> None:
    at = NOON + timedelta(seconds=30 * half_minutes) + off
    active = [c for c in closures if c.from_at <= at and (c.until_at is None or at < c.until_at)]
    closed = Schedule(closures, always=frozenset({99})).at(at)
    assert closed.edges == {99}.union(*(c.edges for c in active))
    assert closed.boat_legs == set().union(*(c.boat_legs for c in active))


@given(schedules())
def test_nothing_changes_between_two_borders(closures: list[Closure]) -> None:
    schedule = Schedule(closures)
    at = NOON - timedelta(minutes=1)
    while (border := schedule.next_border(at)) is not None:
        assert schedule.at(at) == schedule.at(border - MOMENT)
        at = border
    assert schedule.at(at) == schedule.at(at + timedelta(days=400))


def test_no_moment_asks_for_what_is_always_closed() -> None:
    assert Schedule([closure(1)], always=frozenset({2})).at(None) == (frozenset({2}), frozenset())


def test_it_begins_with_its_first_instant_and_ends_before_its_last() -> None:
    router = Router(line_network(), speeds=PLAIN)
    router.set_closures([closure(1, begin=MIDNIGHT, end=MIDNIGHT + timedelta(days=1))])
    seen = [
        is_open(router, MIDNIGHT + t) for t in (-MOMENT, timedelta(0), timedelta(days=1) - MOMENT, timedelta(days=1))
    ]
    assert seen == [True, False, False, True]
    assert not is_open(router, MIDNIGHT.astimezone(UTC)), "the same instant by another clock"


def test_setting_replaces_and_leaves_what_was_closed_by_hand() -> None:
    router = Router(line_network(), speeds=PLAIN)
    router.close([0])
    router.set_closures([closure(1)])
    router.set_closures([closure(2, id_="other")])
    assert router.schedule.at(NOON).edges == {0, 2}
    router.reopen([0])
    assert router.schedule.at(NOON).edges == {2}
    router.set_closures([])
    assert router.metric_at(NOON) == Router(line_network(), speeds=PLAIN).metric_id


def test_the_metric_names_what_is_closed_at_that_instant_boats_too() -> None:
    """A boat leg that closes later counts now: a journey that sets out now may come to its pier then."""
    router = Router(line_network(), speeds=PLAIN, boats=ferry_service())
    road, boat = closure(1, end=NOON + timedelta(hours=1)), closure(begin=MIDNIGHT, end=NEXT_DAY, legs=("pompong",))
    router.set_closures([road, boat])
    ids = [router.metric_at(at) for at in (NOON - MOMENT, NOON, NOON + timedelta(hours=1), MIDNIGHT, NEXT_DAY)]
    assert ids[0] == ids[2] == ids[3]
    assert ids[4] == router.metric_id
    assert len({*ids}) == 3


def test_every_way_of_asking_counts_the_closures_of_its_instant() -> None:
    router = Router(line_network(), speeds=PLAIN)
    before = NOON - MOMENT
    start, target = along(router.network, 0, 0.5), along(router.network, 2, 0.5)
    sources = [Source(start, Mode.AMBULANS)]
    whole = router.isochrone(start, 1000, at=before)
    router.set_closures([closure(1)])
    assert router.matrix(sources, [target], at=NOON)[0, 0] != router.matrix(sources, [target], at=before)[0, 0]
    assert router.route(start, target, Mode.AMBULANS, NOON).note_code is NoteCode.TIDAK_TERHUBUNG
    assert router.route(start, target, Mode.AMBULANS, before).kind is TravelKind.JALAN
    assert router.isochrone(start, 1000, at=NOON).node_mask.sum() < whole.node_mask.sum()
    assert (router.isochrone(start, 1000, at=before).node_s == whole.node_s).all()


@given(grids(), st.data())
def test_closing_never_shortens_and_opening_restores(network: Network, data: st.DataObject) -> None:
    router = Router(network, speeds=PLAIN)
    points = [node_point(network, node) for node in range(network.node_count)]
    sources = [Source(point, Mode.AMBULANS) for point in points]
    edges = st.sets(st.integers(0, network.edge_count - 1), min_size=1, max_size=3)

    def answers(at: datetime) -> list[list[tuple[float, TravelKind]]]:
        return [[(t.duration_s, t.kind) for t in router.travel_times_to(p, sources, at)] for p in points]

    opened = answers(NOON)
    first = closure(*data.draw(edges), end=NOON + timedelta(hours=2))
    second = closure(*data.draw(edges), begin=NOON + timedelta(hours=1), id_="second")
    router.set_closures([first, second])
    one, both = answers(NOON), answers(NOON + timedelta(hours=1))
    for was, now in ((opened, one), (one, both)):
        for was_row, now_row in zip(was, now, strict=True):
            for (was_s, was_kind), (now_s, now_kind) in zip(was_row, now_row, strict=True):
                assert not (now_kind is TravelKind.JALAN and was_kind is not TravelKind.JALAN)
                if was_kind is now_kind is TravelKind.JALAN:
                    assert now_s >= was_s
    assert answers(NOON - MOMENT) == opened
    router.set_closures([])
    assert answers(NOON) == opened


def test_a_twin_has_closures_of_its_own_and_shares_what_is_equal() -> None:
    router = Router(line_network(), speeds=PLAIN)
    twin = router.twin()
    twin.set_closures([closure(1)])
    assert (is_open(router, NOON), is_open(twin, NOON)) == (True, False)
    router.close([1])
    twin.set_closures([])
    assert (is_open(router, NOON), is_open(twin, NOON)) == (False, True)
    twin.set_closures([closure(1)])
    assert twin._state_at(NOON) is router._state_at(NOON)


def test_the_roads_beyond_of_a_twin_are_its_own_too() -> None:
    """What is closed is closed for who comes from beyond the network as well, by street and by boat."""
    skeleton = line_network(6, schematic=True)
    router = Router(line_network(), speeds=PLAIN, boats=ferry_service(), skeleton=skeleton)
    twin = router.twin()
    twin.set_closures([closure(0, 1, 2, legs=("pompong",))])
    assert twin._beyond is not None
    assert router._beyond is not None
    assert twin._beyond.schedule.at(NOON) == twin.schedule.at(NOON) == ({0, 1, 2}, {"pompong"})
    assert router._beyond.schedule.at(NOON) == (frozenset(), frozenset())


def test_wrong_closures_are_refused_and_nothing_changes() -> None:
    router = Router(line_network(), speeds=PLAIN)
    router.set_closures([closure(1)])
    with pytest.raises(RoutingInputError, match="no edge 3"):
        router.set_closures([closure(0), closure(3)])
    assert router.schedule.at(NOON).edges == {1}
    with pytest.raises(RoutingInputError, match="no time zone"):
        closure(0, begin=datetime(2026, 11, 22))  # noqa: DTZ001 - that is the point
    with pytest.raises(RoutingInputError, match="not after"):
        closure(0, end=NOON)


def test_states_are_kept_by_use_and_the_open_one_for_ever() -> None:
    router = Router(line_network(12), speeds=PLAIN)
    states: States = router._states
    period = PLAIN.period_of(NOON)
    opened, kept = states.of(frozenset(), period), states.of(frozenset({0}), period)
    for edge in range(1, States.KEPT + 2):
        states.of(frozenset({edge}), period)
        assert states.of(frozenset({0}), period) is kept
    assert len(states._kept) == States.KEPT
    assert states.of(frozenset(), period) is opened


def test_metrics_asked_for_are_ready_when_closures_take_effect() -> None:
    router = Router(line_network(), speeds=PLAIN)
    later = NOON + timedelta(hours=1)
    router.set_closures([closure(1), closure(2, begin=later)], warm_at=[NOON, later])
    assert {closed for closed, _ in router._states._kept} == {frozenset({1}), frozenset({1, 2})}


def test_threads_see_one_set_of_closures_or_the_other_and_never_a_blend() -> None:
    places = [(0.0, 104.0), (0.0, 104.01), (0.0, 104.02), (0.01, 104.02), (0.01, 104.01), (0.01, 104.0)]
    router = Router(make_network(places, [(n, (n + 1) % 6, False) for n in range(6)]), speeds=PLAIN)
    sources = [Source(along(router.network, 0, 0.1 + 0.02 * n), Mode.AMBULANS) for n in range(30)]
    target: Point = along(router.network, 2, 0.25)
    short = router.travel_times_to(target, sources, NOON)
    router.set_closures([closure(1)])
    long = router.travel_times_to(target, sources, NOON)
    assert all(a.duration_s < b.duration_s for a, b in zip(short, long, strict=True))
    seen: set[str] = set()
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            answer = router.travel_times_to(target, sources, NOON)
            seen.add("short" if answer == short else "long" if answer == long else f"blend: {answer}")

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    while not {"short", "long"} <= seen:
        router.set_closures([])
        router.set_closures([closure(1)])
    done.set()
    for thread in threads:
        thread.join()
    assert seen == {"short", "long"}
