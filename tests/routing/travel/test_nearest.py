"""Which facility is reached first, and one to many."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import Mode, Network, Point, Router, RoutingInputError, Source, TravelKind
from tests.routing.worlds import NIGHT, NOON, PLAIN, ferry_service, grids, line_network, node_point

ISLAND = Point(0.0, 104.1)
AT_SEA = Point(0.0, 103.5)


@given(grids(), st.data())
def test_one_to_many_says_what_many_to_one_says(network: Network, data: st.DataObject) -> None:
    router = Router(network, speeds=PLAIN)
    points = [node_point(network, node) for node in range(network.node_count)]
    source = Source(data.draw(st.sampled_from(points)), data.draw(st.sampled_from(Mode)))
    expected = [router.travel_times_to(point, [source], NOON)[0] for point in points]
    assert router.travel_times_from(source, points, NOON) == expected


@given(grids(), st.data())
def test_nearest_are_the_quickest_in_order(network: Network, data: st.DataObject) -> None:
    router = Router(network, speeds=PLAIN)
    points = [node_point(network, node) for node in range(network.node_count)]
    here, k = data.draw(st.sampled_from(points)), data.draw(st.integers(1, len(points) + 2))
    found = router.nearest(here, points, k, Mode.AMBULANS, NOON)
    times = [travel.duration_s for travel in router.travel_times_from(Source(here, Mode.AMBULANS), points, NOON)]
    assert [near.travel.duration_s for near in found] == sorted(times)[:k]
    assert all(times[near.facility] == near.travel.duration_s for near in found)
    assert all(near.travel.low_s <= near.travel.duration_s <= near.travel.high_s for near in found)


def test_a_hospital_over_the_sea_is_nearest_when_the_boat_sails() -> None:
    router = Router(line_network(), speeds=PLAIN, boats=ferry_service())
    pier, far = node_point(router.network, 3), Point(0.3, 104.0)
    for at, first in ((NOON, 0), (NIGHT, 1)):
        found = router.nearest(pier, [ISLAND, far], 2, Mode.AMBULANS, at)
        assert found[0].facility == first
        kinds = {near.facility: near.travel.kind for near in found}
        assert kinds == {0: TravelKind.JALAN_LAUT, 1: TravelKind.GARIS_LURUS}


def test_nothing_to_choose_from_gives_nothing() -> None:
    router = Router(line_network(), speeds=PLAIN)
    assert router.nearest(Point(0.0, 104.0), [], 3, Mode.AMBULANS, NOON) == []
    assert router.travel_times_from(Source(AT_SEA, Mode.KAPAL), [], NOON) == []


def test_bad_questions_are_refused() -> None:
    router, here = Router(line_network(), speeds=PLAIN), Point(0.0, 104.0)
    with pytest.raises(RoutingInputError, match="at least one"):
        router.nearest(here, [here], 0, Mode.AMBULANS, NOON)
    with pytest.raises(RoutingInputError, match="coordinate"):
        router.nearest(here, [Point(104.0, 0.0)], 1, Mode.AMBULANS, NOON)
    with pytest.raises(RoutingInputError, match="time zone"):
        router.nearest(here, [here], 1, Mode.AMBULANS, datetime(2026, 11, 25))  # noqa: DTZ001 - the point of the test
