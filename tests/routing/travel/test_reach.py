"""What a set of units reaches together, and the people who live there."""

from __future__ import annotations

import math
from datetime import datetime

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from routing import Mode, Network, Point, Router, RoutingInputError, Source, TravelKind
from routing.travel.zones import Zone
from tests.routing.worlds import (
    NIGHT,
    NOON,
    PLAIN,
    along,
    ferry_service,
    grids,
    line_network,
    node_point,
)

WEST = Zone("barat", "Barat", shapely.box(103.995, -0.002, 104.015, 0.002), 1000)
EAST = Zone("timur", "Timur", shapely.box(104.015, -0.002, 104.035, 0.002), 500)
EMPTY = Zone("hutan", "Hutan", shapely.box(104.5, 0.5, 104.52, 0.52), 70)
ISLAND = Zone("pulau", "Pulau", shapely.box(104.095, -0.005, 104.105, 0.005), 200)


def town(**options: object) -> Router:
    return Router(line_network(), speeds=PLAIN, **options)  # type: ignore[arg-type]  # options are Router's own


@given(grids(), st.data())
def test_together_they_reach_what_each_reaches(network: Network, data: st.DataObject) -> None:
    router = Router(network, speeds=PLAIN)
    edges = st.integers(0, network.edge_count - 1)
    points = [along(network, data.draw(edges), 0.5) for _ in range(data.draw(st.integers(1, 3)))]
    modes = [data.draw(st.sampled_from([Mode.AMBULANS, Mode.MOTOR])) for _ in points]
    starts = [data.draw(st.floats(0, 200)) for _ in points]
    limit_s = data.draw(st.floats(0, 400))
    sources = [Source(point, mode) for point, mode in zip(points, modes, strict=True)]
    together = router.reach(sources, limit_s, NOON, start_s=starts)
    alone = [
        router.reach([source], limit_s, NOON, start_s=[start]) for source, start in zip(sources, starts, strict=True)
    ]
    expected = np.min([one.roads.seconds for one in alone], axis=0)
    assert np.allclose(together.roads.seconds, expected, atol=2e-3) or _differs_at_the_limit(
        together.roads.seconds, expected, limit_s
    )
    if together.geojson is None:
        assert all(one.geojson is None for one in alone)
    else:
        area = shape(together.geojson["geometry"])
        assert area.is_valid


def _differs_at_the_limit(found: np.ndarray, expected: np.ndarray, limit_s: float) -> bool:
    differs = ~np.isclose(found, expected, atol=2e-3)
    return bool((np.minimum(found, expected)[differs] > limit_s - 0.01).all())


def test_people_by_the_share_of_their_zones_roads() -> None:
    """From the west end 150 s reach 1.5 km: all of the west's roads and none of the east's."""
    router = town()
    start = Source(node_point(router.network, 0), Mode.AMBULANS)
    found = router.reach([start], 150, NOON, zones=[WEST, EAST])
    west, east = found.zones
    assert west.share == pytest.approx(1.0, abs=0.02)
    assert east.share == pytest.approx(0.0, abs=0.02)
    assert found.people == 1500
    assert found.people_reached == pytest.approx(1000, rel=0.03)
    assert found.people_unknown == 0
    half = router.reach([start], 225, NOON, zones=[WEST, EAST])
    assert half.zones[1].share == pytest.approx(0.5, abs=0.02)
    assert half.people_reached == pytest.approx(1250, rel=0.02)


def test_turnout_is_part_of_the_time() -> None:
    router = town()
    start = Source(node_point(router.network, 0), Mode.AMBULANS)
    late = router.reach([start], 150, NOON, start_s=[75], zones=[WEST])
    assert late.zones[0].share == pytest.approx(0.5, abs=0.03)
    first = late.zones[0].first
    assert first is not None
    assert (first.source, first.start_s) == (0, 75)
    assert first.arrival_s == pytest.approx(75 + first.travel.duration_s)


def test_who_is_first_counts_the_turnout() -> None:
    router = town()
    near, far = (Source(node_point(router.network, node), Mode.AMBULANS) for node in (0, 3))
    found = router.reach([near, far], 600, NOON, start_s=[600, 0], zones=[WEST])
    assert found.zones[0].first is not None
    assert found.zones[0].first.source == 1


def test_a_zone_without_mapped_roads_is_unknown_and_not_out_of_reach() -> None:
    router = town(boats=ferry_service())
    start = Source(node_point(router.network, 0), Mode.AMBULANS)
    found = router.reach([start], 600, NOON, zones=[WEST, EMPTY, ISLAND])
    _, empty, island = found.zones
    assert (empty.share, empty.people_reached, empty.mapped_share) == (None, None, 0.0)
    assert found.people_unknown == 270
    assert empty.first is not None
    assert empty.first.travel.kind is TravelKind.GARIS_LURUS
    assert island.first is not None
    assert island.first.travel.kind is TravelKind.JALAN_LAUT


def test_people_nobody_counted_are_not_counted() -> None:
    router = town()
    start = Source(node_point(router.network, 0), Mode.AMBULANS)
    found = router.reach([start], 150, NOON, zones=[WEST._replace(people=None)])
    assert (found.people, found.people_reached, found.people_unknown) == (None, None, 0)
    assert found.zones[0].share == pytest.approx(1.0, abs=0.02)
    assert router.reach([start], 150, NOON).people is None


def test_boats_count_unless_told_otherwise() -> None:
    router = town(boats=ferry_service())
    start = Source(node_point(router.network, 3), Mode.AMBULANS)
    pier = shapely.Point(104.10, 0.0)

    def reaches_the_island(at: datetime, *, by_boat: bool) -> bool:
        geojson = router.reach([start], 1800, at, by_boat=by_boat).geojson
        assert geojson is not None
        return bool(shape(geojson["geometry"]).contains(pier))

    assert reaches_the_island(NOON, by_boat=True)
    assert not reaches_the_island(NOON, by_boat=False)
    assert not reaches_the_island(NIGHT, by_boat=True)


def test_nobody_reaches_nothing() -> None:
    found = town().reach([], 600, NOON, zones=[WEST])
    assert (found.geojson, found.area_km2, found.people_reached) == (None, 0.0, 0.0)
    assert found.zones[0].first is None


def test_the_area_is_a_strip_along_the_road() -> None:
    found = town().reach([Source(Point(0.0, 104.0), Mode.AMBULANS)], 3600, NOON)
    assert found.area_km2 == pytest.approx(3.3 * 0.16, rel=0.1)


@pytest.mark.parametrize(
    ("zones", "message"),
    [
        ([WEST, WEST], "twice"),
        ([WEST._replace(area=shapely.Point(104, 0))], "polygon"),
        ([WEST._replace(area=shapely.box(0.0, 104.0, 0.1, 104.1))], "outside"),
        ([WEST._replace(people=-1)], "people"),
        ([WEST._replace(people=math.nan)], "people"),
    ],
)
def test_zones_that_are_none_are_refused(zones: list[Zone], message: str) -> None:
    with pytest.raises(RoutingInputError, match=message):
        town().reach([], 600, NOON, zones=zones)


@pytest.mark.parametrize("start_s", [[], [1, 2], [-1], [math.nan]])
def test_starts_must_fit_the_units(start_s: list[float]) -> None:
    with pytest.raises(RoutingInputError, match="start_s"):
        town().reach([Source(Point(0.0, 104.0), Mode.AMBULANS)], 600, NOON, start_s=start_s)
