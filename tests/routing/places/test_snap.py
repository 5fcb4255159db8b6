"""Snapping to edges."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
import shapely

from routing import Mode, Network, Point, RoadClass, Router, Source, TravelKind
from routing.network.building import NetworkBuilder
from routing.places.snap import ASSUMED_LIMIT_M, SnapIndex
from tests.routing.worlds import NOON, PLAIN, along, line_network


@pytest.mark.parametrize("fraction", [0.0, 0.25, 0.5, 1.0])
@pytest.mark.parametrize("edge", [0, 2])
def test_a_place_on_a_street_snaps_to_itself(edge: int, fraction: float) -> None:
    network = line_network()
    point = along(network, edge, fraction)
    snap = Router(network).snap(point)
    assert snap is not None
    assert snap.distance_m == pytest.approx(0, abs=0.01)
    assert snap.road_name in network.names
    assert (snap.lat, snap.lon) == pytest.approx(point, abs=1e-7)
    if 0 < fraction < 1:
        assert snap.edge == edge
        assert snap.fraction == pytest.approx(fraction, abs=1e-6)


def test_the_distance_is_in_metres_and_has_a_limit() -> None:
    router = Router(line_network())
    metre_deg = 1 / 111_195
    near = router.snap(Point(100 * metre_deg, 104.015))
    assert near is not None
    assert near.distance_m == pytest.approx(100, rel=0.001)
    assert (near.edge, near.road_name) == (1, "Jl. 1")
    assert router.snap(Point((ASSUMED_LIMIT_M + 5) * metre_deg, 104.015)) is None


def test_an_ambulance_is_not_snapped_into_an_alley() -> None:
    """A path beside the road: the motorcycle takes it, the ambulance stays on the road 111 m away."""
    builder = NetworkBuilder()
    for lat, lon in [(0.0, 104.0), (0.0, 104.01), (0.001, 104.01), (0.001, 104.0)]:
        builder.add_node(lat, lon, where="test")
    builder.add_edge(0, 1, RoadClass.RESIDENTIAL, where="test")
    builder.add_edge(1, 2, RoadClass.PATH, where="test")
    builder.add_edge(2, 3, RoadClass.PATH, where="test")
    network = builder.build(label="uji", schematic=False, attribution="uji", where="test")
    router = Router(network, speeds=PLAIN)
    alley, start = Point(0.001, 104.0), Point(0.0, 104.0)
    snap = router.snap(alley)
    assert snap is not None
    assert snap.edge == 2
    sources = [Source(start, Mode.AMBULANS), Source(start, Mode.MOTOR)]
    ambulans, motor = router.travel_times_to(alley, sources, NOON)
    assert ambulans.kind is motor.kind is TravelKind.JALAN
    assert ambulans.duration_s == pytest.approx(111.2 * 3.6 / PLAIN.off_road_kmh, rel=0.01)
    assert motor.duration_s == pytest.approx((1112 + 111 + 1112) / 10, rel=0.01)


def test_a_remembered_place_gets_the_same_answer_and_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.places.snap.SnapIndex.REMEMBERED", 3)
    router = Router(line_network(), speeds=PLAIN)
    points = [along(router.network, 1, step / 10) for step in range(1, 9)]
    sources = [Source(point, Mode.AMBULANS) for point in points]
    first = router.travel_times_to(points[0], sources, NOON)
    assert router.travel_times_to(points[0], sources, NOON) == first
    assert [round(answer.duration_s) for answer in first] == [10 * step for step in range(8)]


@pytest.mark.data
def test_real_positions_snap_to_the_nearest_street(tanjungpinang: Network) -> None:
    """Against the distance to every street, one by one."""
    rng = random.Random(7)
    router = Router(tanjungpinang)
    nodes = [rng.randrange(tanjungpinang.node_count) for _ in range(40)]
    for node in nodes:
        point = Point(
            float(tanjungpinang.node_lat[node]) + rng.uniform(-1e-3, 1e-3),
            float(tanjungpinang.node_lon[node]) + rng.uniform(-1e-3, 1e-3),
        )
        at = shapely.points(tanjungpinang.plane.to_xy([point.lat], [point.lon]))
        distances = shapely.distance(tanjungpinang.lines, at)
        snap = router.snap(point)
        assert snap is not None
        assert snap.distance_m == pytest.approx(float(np.min(distances)), abs=1e-6)


def test_a_position_that_was_remembered_is_not_looked_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    network = line_network()
    router = Router(network)
    source, target = Source(along(network, 0, 0.25), Mode.AMBULANS), along(network, 2, 0.5)
    (before,) = Router(network).travel_times_to(target, [source], NOON)
    router.remember([source])
    snapped: list[Point] = []
    monkeypatch.setattr(SnapIndex, "_snap_new", _noting(SnapIndex._snap_new, snapped))
    assert router.travel_times_to(target, [source], NOON) == [before]
    assert source.point not in snapped
    assert target in snapped


def _noting(snap: Callable[..., Any], snapped: list[Point]) -> Callable[..., Any]:
    def snap_new(index: SnapIndex, points: Sequence[Point], *more: Any) -> Any:
        snapped.extend(points)
        return snap(index, points, *more)

    return snap_new
