"""Map matching: noisy trips over known ways, and recordings that are out of order, doubled, broken or wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import MatchedTrip, Matcher, Network, Point, Profile, RecordedFix, RoutingInputError, import_network
from tests.routing.places.drives import START, Drive, drive, shortest_drive
from tests.routing.worlds import make_network

METRE_DEG = 1 / 111_195
BLOCK_M = 120.0


def town(rows: int = 5, columns: int = 5, oneway: tuple[int, ...] = ()) -> Network:
    """A grid of blocks of 120 m; edge numbers in `oneway` run one way only."""
    step = BLOCK_M * METRE_DEG
    places = [(row * step, 104 + column * step) for row in range(rows) for column in range(columns)]
    streets = [(n, n + 1) for n in range(rows * columns) if (n + 1) % columns]
    streets += [(n, n + columns) for n in range((rows - 1) * columns)]
    return make_network(places, [(a, b, number in oneway) for number, (a, b) in enumerate(streets)], length_m=None)


TOWN = town()
ALONG_AND_UP = [(0, True), (1, True), (2, True), (23, True), (28, True), (10, False), (27, False)]
"""East along the southern edge, north over two blocks, back west over one, and south again."""


def edges_of(trip: MatchedTrip) -> list[tuple[int, bool]]:
    return [(step.edge, step.forward) for step in trip.steps if step.share > 0.05]


def quiet(edges: list[tuple[int, bool]], network: Network = TOWN, **how: float) -> Drive:
    return drive(network, edges, np.random.default_rng(1), **{"noise_m": 3.0, **how})


def test_a_clean_trip_is_its_own_way_with_its_own_times() -> None:
    driven = quiet(ALONG_AND_UP, noise_m=0.01)
    trip = Matcher(TOWN).match(driven.fixes)
    assert edges_of(trip) == ALONG_AND_UP
    assert (len(trip.parts), trip.share_matched, trip.used) == (1, 1.0, len(driven.fixes))
    for step, entered_s in zip(trip.steps, driven.entered_s, strict=True):
        assert (step.entered_at - START).total_seconds() == pytest.approx(entered_s, abs=0.1)
    assert [step.seconds for step in trip.steps[:-1]] == pytest.approx([BLOCK_M / 10] * 6, abs=0.1)
    assert [step.begin for step in trip.steps] == pytest.approx([0, 0, 0, 0, 0, 1, 1], abs=1e-3)


def test_steps_of_a_part_join_and_their_times_fill_it() -> None:
    for seed in range(5):
        driven = drive(TOWN, ALONG_AND_UP, np.random.default_rng(seed), noise_m=8.0, every_s=4.0)
        (part,) = Matcher(TOWN).match(driven.fixes).parts
        span_s = (part.fixes[-1].at - part.fixes[0].at).total_seconds()
        assert sum(step.seconds for step in part.steps) == pytest.approx(span_s)
        for last, step in zip(part.steps, part.steps[1:], strict=False):
            assert step.entered_at >= last.entered_at
            if step.edge != last.edge:
                leaves = TOWN.edge_b[last.edge] if last.forward else TOWN.edge_a[last.edge]
                enters = TOWN.edge_a[step.edge] if step.forward else TOWN.edge_b[step.edge]
                assert leaves == enters
                assert last.end == (1.0 if last.forward else 0.0)


def test_out_of_order_and_doubled_is_the_same_trip() -> None:
    driven = quiet(ALONG_AND_UP)
    straight = Matcher(TOWN).match(driven.fixes)
    mixed = [*driven.fixes[::-1], *driven.fixes[3:9]]
    again = Matcher(TOWN).match(mixed)
    assert again.parts == straight.parts
    assert again.given == len(mixed)


def test_a_wild_fix_is_dropped_and_the_way_goes_on() -> None:
    driven = quiet(ALONG_AND_UP)
    fixes = list(driven.fixes)
    for wild, place in ((6, Point(0.0043, 104.0001)), (7, Point(0.2, 104.3)), (12, Point(0.0001, 104.0043))):
        fixes[wild] = fixes[wild]._replace(point=place)
    trip = Matcher(TOWN).match(fixes)
    assert edges_of(trip) == ALONG_AND_UP
    assert trip.matched == trip.used - 3
    assert len(trip.parts) == 1


def test_a_wild_fix_at_the_beginning_is_not_where_the_trip_began() -> None:
    driven = quiet(ALONG_AND_UP)
    fixes = [driven.fixes[0]._replace(point=Point(0.0043, 104.0043)), *driven.fixes[1:]]
    trip = Matcher(TOWN).match(fixes)
    assert edges_of(trip) == ALONG_AND_UP
    assert trip.matched == trip.used - 1


def test_a_poor_fix_is_not_used() -> None:
    driven = quiet(ALONG_AND_UP)
    poor = RecordedFix(START + timedelta(seconds=12), Point(0.004, 104.004), accuracy_m=800.0)
    assert Matcher(TOWN).match([*driven.fixes, poor]).parts == Matcher(TOWN).match(driven.fixes).parts


def test_a_gap_makes_two_parts_and_claims_nothing_between() -> None:
    driven = quiet(ALONG_AND_UP)
    later = [fix._replace(at=fix.at + timedelta(hours=1)) for fix in driven.fixes[9:]]
    trip = Matcher(TOWN).match([*driven.fixes[:9], *later])
    assert len(trip.parts) == 2
    first, second = trip.parts
    assert first.steps[-1].entered_at < START + timedelta(minutes=2)
    assert second.steps[0].entered_at >= START + timedelta(hours=1)
    assert sum(step.seconds for step in trip.steps) < driven.duration_s


def test_a_short_gap_is_bridged_by_the_shortest_way() -> None:
    driven = quiet(ALONG_AND_UP)
    trip = Matcher(TOWN).match(driven.fixes[:4] + driven.fixes[9:])
    assert len(trip.parts) == 1
    assert edges_of(trip)[:4] == ALONG_AND_UP[:4]


def test_over_ground_without_roads_the_way_is_broken_and_taken_up_again() -> None:
    """Twelve fixes across fields: no street is invented for them."""
    before, after = quiet(ALONG_AND_UP[:3]), quiet([(27, False), (22, False)])
    fields = [
        RecordedFix(START + timedelta(seconds=40 + 5 * n), Point(-0.004 - 0.0004 * n, 104.004)) for n in range(12)
    ]
    later = [fix._replace(at=fix.at + timedelta(seconds=120)) for fix in after.fixes]
    trip = Matcher(TOWN).match([*before.fixes, *fields, *later])
    assert len(trip.parts) == 2
    assert trip.share_matched < 0.8
    assert edges_of(trip) == [*ALONG_AND_UP[:3], (27, False), (22, False)]


def test_a_halt_is_time_on_its_edge_and_no_way_back() -> None:
    driven = quiet([(0, True), (1, True), (2, True)])
    rng = np.random.default_rng(2)
    stop = driven.fixes[4]
    standing = [
        RecordedFix(
            stop.at + timedelta(seconds=5 * n),
            Point(stop.point.lat + rng.normal(0, 4) * METRE_DEG, stop.point.lon + rng.normal(0, 4) * METRE_DEG),
        )
        for n in range(1, 25)
    ]
    moved_on = [fix._replace(at=fix.at + timedelta(seconds=120)) for fix in driven.fixes[5:]]
    trip = Matcher(TOWN).match([*driven.fixes[:5], *standing, *moved_on])
    assert edges_of(trip) == [(0, True), (1, True), (2, True)]
    seconds = {step.edge: step.seconds for step in trip.steps}
    assert seconds[1] == pytest.approx(120 + 12, abs=8)
    assert seconds[2] == pytest.approx(11, abs=4)


def test_against_a_one_way_street_the_way_goes_round() -> None:
    oneway = town(oneway=(1,))
    back = quiet([(2, False), (22, True), (5, False), (21, False), (0, False)], oneway)
    assert edges_of(Matcher(oneway).match(back.fixes)) == back.edges


def test_who_turns_round_on_the_road_is_followed_back() -> None:
    there = quiet([(0, True), (1, True)], every_s=3.0)
    back = quiet([(1, False), (0, False)], every_s=3.0)
    later = [fix._replace(at=fix.at + timedelta(seconds=there.duration_s + 3)) for fix in back.fixes]
    trip = Matcher(TOWN).match([*there.fixes, *later])
    assert len(trip.parts) == 1
    assert edges_of(trip) == [(0, True), (1, True), (1, False), (0, False)]


def test_what_cannot_be_matched_is_an_empty_answer() -> None:
    nothing = Matcher(TOWN).match([])
    assert (nothing.parts, nothing.share_matched) == ((), 0.0)
    lone = Matcher(TOWN).match([RecordedFix(START, Point(0.0, 104.001))])
    assert (lone.parts, lone.given) == ((), 1)
    far = Matcher(TOWN).match([RecordedFix(START + timedelta(seconds=n), Point(1.0 + n / 1e3, 104)) for n in range(9)])
    assert (far.parts, far.used, far.matched) == ((), 9, 0)


def test_what_is_no_fix_is_refused() -> None:
    with pytest.raises(RoutingInputError, match="time zone"):
        Matcher(TOWN).match([RecordedFix(datetime(2026, 11, 1), Point(0, 104))])  # noqa: DTZ001
    with pytest.raises(RoutingInputError, match="coordinate"):
        Matcher(TOWN).match([RecordedFix(START, Point(104.0, 0.0))])


def test_a_part_is_a_trip_for_a_calibration() -> None:
    (part,) = Matcher(TOWN).match(quiet(ALONG_AND_UP).fixes).parts
    trip = part.trip(Profile.AMBULANS, "biasa")
    assert [(step.edge, not step.is_reverse) for step in trip.steps] == ALONG_AND_UP
    assert all(0 < step.share <= 1 for step in trip.steps)
    assert sum(step.seconds for step in trip.steps) == pytest.approx(sum(step.seconds for step in part.steps))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 400),
            st.floats(-0.001, 0.006),
            st.floats(103.999, 104.006),
            st.sampled_from([None, 5.0, 50.0, 500.0]),
        ),
        max_size=25,
    )
)
def test_any_recording_is_answered(recorded: list[tuple[int, float, float, float | None]]) -> None:
    fixes = [RecordedFix(START + timedelta(seconds=s), Point(lat, lon), m) for s, lat, lon, m in recorded]
    trip = Matcher(TOWN).match(fixes)
    assert 0 <= trip.matched <= trip.used <= trip.given == len(fixes)
    for part in trip.parts:
        assert len(part.fixes) > 1
        span_s = (part.fixes[-1].at - part.fixes[0].at).total_seconds()
        assert sum(step.seconds for step in part.steps) == pytest.approx(span_s, abs=1e-3)
        assert all(step.seconds >= 0 and 0 <= step.begin <= 1 and 0 <= step.end <= 1 for step in part.steps)
        for step in part.steps:
            assert (step.end >= step.begin) if step.forward else (step.end <= step.begin)


@pytest.mark.data
@pytest.mark.parametrize("place", ["tanjungpinang", "bench/coquimbo_roads.geojson.gz"])
def test_of_a_real_citys_edges_at_least_95_of_100_are_right(shared_data: Path, place: str) -> None:
    """8 m of noise, a fix each 5 s: of the edges driven, and of the edges said to be driven, with direction."""
    network = import_network(shared_data / place)
    matcher, rng = Matcher(network), np.random.default_rng(3)
    driven = [shortest_drive(network, rng, least_m=800, speed_mps=9.0) for _ in range(12)]
    found = driven_count = right = said = 0
    for one in driven:
        trip = matcher.match(one.fixes)
        steps, truth = {(step.edge, step.forward) for step in trip.steps if step.share > 0}, set(one.edges)
        found, driven_count = found + len(steps & truth), driven_count + len(truth)
        right, said = right + len(truth & steps), said + len(steps)
        assert trip.share_matched > 0.97
    assert found / driven_count >= 0.95
    assert right / said >= 0.95
