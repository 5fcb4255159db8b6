"""Ranges of answers: by the hour of departure, and not about the time that a boat is waited for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from routing import Mode, Network, Point, Router, Source, Speeds
from tests.routing.worlds import NIGHT, NOON, PLAIN, ferry_service, line_network, node_point

MONDAY_RUSH = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # 07.00 WIB
ISLAND = Point(0.0, 104.105)


def test_the_hour_of_departure_decides_how_wide_the_range_is() -> None:
    router = Router(line_network(), speeds=Speeds())
    target, source = node_point(router.network, 0), Source(node_point(router.network, 3), Mode.AMBULANS)

    def relative(at: datetime) -> tuple[float, float]:
        answer = router.travel_times_to(target, [source], at)[0]
        return answer.low_s / answer.duration_s, answer.high_s / answer.duration_s

    (rush_low, rush_high), (low, high), (night_low, night_high) = map(relative, (MONDAY_RUSH, NOON, NIGHT))
    assert rush_low < low < night_low < 1 < night_high < high < rush_high


def test_waiting_for_the_first_boat_is_no_matter_of_chance() -> None:
    router = Router(line_network(), speeds=PLAIN, boats=ferry_service())
    source = Source(node_point(router.network, 0), Mode.AMBULANS)  # 300 s to the pier
    night = router.travel_times_to(ISLAND, [source], NIGHT)[0]
    assert night.sea is not None
    opens_s = 6 * 3600.0  # 23.30 to 05.30
    after_s = night.duration_s - opens_s
    assert 0 < after_s < 3600
    # PLAIN: half and twice, of what comes after the boat's hour.
    assert night.low_s == pytest.approx(opens_s + after_s / 2)
    assert night.high_s == pytest.approx(opens_s + after_s * 2)
    day = router.travel_times_to(ISLAND, [source], NOON)[0]
    assert day.low_s == pytest.approx(day.duration_s / 2)
    assert day.high_s == pytest.approx(day.duration_s * 2)


def test_a_route_carries_the_range_of_its_time(skeleton: Network) -> None:
    router = Router(skeleton)
    a, b = Point(0.9083, 104.4508), Point(0.9171, 104.4930)
    route, answer = (
        router.route(a, b, Mode.AMBULANS, NOON),
        router.travel_times_to(b, [Source(a, Mode.AMBULANS)], NOON)[0],
    )
    assert (route.low_s, route.high_s) == (answer.low_s, answer.high_s)
    assert route.low_s < route.duration_s < route.high_s
