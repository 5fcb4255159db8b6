"""A route in time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psc119.demo.drive import Journey, journey_of, metres_between

ROAD = {"duration_s": 100.0, "coordinates": [[104.45, 0.91], [104.46, 0.91], [104.46, 0.93]], "sea": None}
CROSSING = {
    "duration_s": 1200.0,
    "coordinates": [[104.46, 0.93], [104.42, 0.93]],
    "sea": {"wait_s": 0.0, "boarding_s": 300.0, "sailing_s": 900.0},
}


def test_a_unit_moves_at_its_legs_pace() -> None:
    journey = journey_of({"legs": [ROAD]})
    assert journey.duration_s == pytest.approx(100)
    start, end = journey.at(0), journey.at(100)
    assert (start.lat, start.lon) == (0.91, 104.45)
    assert (end.lat, end.lon, end.speed_kmh) == (0.93, 104.46, 0.0)
    whole_m = metres_between((0.91, 104.45), (0.91, 104.46)) + metres_between((0.91, 104.46), (0.93, 104.46))
    assert journey.at(50).speed_kmh == pytest.approx(whole_m / 100 * 3.6, rel=1e-6)


def test_a_crossing_waits_at_the_pier_and_names_its_steps() -> None:
    journey = journey_of({"legs": [ROAD, CROSSING]})
    assert journey.duration_s == pytest.approx(1300)
    assert journey.sea == ((100.0, "at_pier"), (400.0, "aboard"), (1300.0, "landed"))
    assert journey.at(250).lon == pytest.approx(104.46)
    assert journey.at(250).speed_kmh == 0.0


def test_a_route_without_a_line_is_no_journey() -> None:
    assert journey_of({"legs": []}).points == ()


points = st.tuples(st.floats(0.85, 0.98), st.floats(104.41, 104.55))
journeys = st.lists(st.tuples(st.floats(0, 300), points), min_size=2, max_size=12).map(
    lambda steps: Journey(
        tuple(sum(step for step, _ in steps[: number + 1]) - steps[0][0] for number in range(len(steps))),
        tuple(point for _, point in steps),
    )
)


@given(journeys, st.floats(0, 1))
def test_the_way_home_is_the_way_out_backwards(journey: Journey, share: float) -> None:
    time_s = journey.duration_s * share
    out, home = journey.at(time_s), journey.back().at(journey.duration_s - time_s)
    moving = all(b - a > 1 for a, b in zip(journey.times_s, journey.times_s[1:], strict=False))
    if moving and 0 < share < 1:
        assert (home.lat, home.lon) == pytest.approx((out.lat, out.lon), abs=1e-6)
    assert journey.back().back().points == journey.points


@given(journeys, st.floats(0, 1))
def test_what_is_driven_ends_where_the_unit_is(journey: Journey, share: float) -> None:
    time_s = journey.duration_s * share
    driven, here = journey.before(time_s), journey.at(time_s)
    assert driven.duration_s == pytest.approx(time_s)
    assert driven.points[-1] == (here.lat, here.lon)


@given(journeys, journeys)
def test_two_ways_take_the_time_of_both(first: Journey, second: Journey) -> None:
    both = first.then(second)
    assert both.duration_s == pytest.approx(first.duration_s + second.duration_s)
    assert len(both.points) == len(first.points) + len(second.points)
    assert list(both.times_s) == sorted(both.times_s)
