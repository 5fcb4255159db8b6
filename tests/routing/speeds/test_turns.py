"""Turns: directions from the shapes of roads, the right turn across traffic, nothing in housing streets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from routing import Network, Profile, RoadClass, Speeds
from routing.geo import IntArray
from routing.network.building import NetworkBuilder
from routing.speeds.delays import Delays
from routing.speeds.turns import turn_deg, turn_ms
from tests.routing.speeds.test_weights import star
from tests.routing.worlds import PLAIN, grids

NORTH, EAST, SOUTH, WEST = range(4)
CROSSROADS = star(*[(RoadClass.SECONDARY, "both")] * 4)
"""Arm `n` leads north, east, south and west of the middle."""


def turn(network: Network, from_arm: int, to_arm: int) -> tuple[IntArray, IntArray]:
    """The arcs of arriving along one arm of a star and leaving along another."""
    arcs = network.arcs
    into = np.flatnonzero((arcs.head == 0) & (arcs.tail == from_arm + 1))
    out = np.flatnonzero((arcs.tail == 0) & (arcs.head == to_arm + 1))
    return into, out


@pytest.mark.parametrize(
    ("from_arm", "to_arm", "degrees", "delay"),
    [
        (SOUTH, NORTH, 0, "straight_s"),
        (SOUTH, EAST, 90, "right_turn_s"),
        (SOUTH, WEST, -90, "left_turn_s"),
        (EAST, NORTH, 90, "right_turn_s"),
        (WEST, NORTH, -90, "left_turn_s"),
        (NORTH, WEST, 90, "right_turn_s"),
        (NORTH, NORTH, 180, "u_turn_s"),
    ],
)
def test_traffic_keeps_left(from_arm: int, to_arm: int, degrees: float, delay: str) -> None:
    delays = Delays(straight_s=1.0)
    pair = turn(CROSSROADS, from_arm, to_arm)
    assert abs(turn_deg(CROSSROADS, *pair)[0]) == pytest.approx(abs(degrees), abs=0.5)
    if abs(degrees) == 90:
        assert np.sign(turn_deg(CROSSROADS, *pair)[0]) == np.sign(degrees)
    for profile in Profile:
        expected = round(getattr(delays, delay) * delays.share(profile) * 1000)
        assert turn_ms(CROSSROADS, Speeds(delays=delays), profile, *pair).tolist() == [expected]


def test_the_right_turn_costs_most_short_of_turning_round() -> None:
    delays = Delays()
    assert delays.straight_s < delays.left_turn_s < delays.right_turn_s < delays.u_turn_s


def test_nothing_where_only_housing_roads_meet_and_on_foot() -> None:
    housing = star(*[(RoadClass.RESIDENTIAL, "both")] * 4)
    assert turn_ms(housing, Speeds(), Profile.AMBULANS, *turn(housing, SOUTH, EAST)).tolist() == [0]
    assert turn_ms(CROSSROADS, Speeds(), Profile.JALAN_KAKI, *turn(CROSSROADS, SOUTH, EAST)).tolist() == [0]


def test_the_direction_looks_past_the_last_kink() -> None:
    builder = NetworkBuilder()
    middle = builder.add_node(0.9, 104.4, where="uji")
    south, north, east = (
        builder.add_node(0.9 + dy, 104.4 + dx, where="uji") for dy, dx in ((-0.01, 0), (0.01, 0), (0, 0.01))
    )
    # The road from the south is drawn with a hook to the east in its last two metres.
    hook = [(104.4, 0.89), (104.4, 0.9 - 2e-5), (104.4 + 1e-5, 0.9 - 1e-5), (104.4, 0.9)]
    builder.add_edge(south, middle, RoadClass.PRIMARY, shape=hook, where="uji")
    builder.add_edge(middle, north, RoadClass.PRIMARY, where="uji")
    builder.add_edge(middle, east, RoadClass.PRIMARY, where="uji")
    network = builder.build(label="uji", schematic=False, attribution="uji", where="uji")
    assert abs(turn_deg(network, np.array([0]), np.array([1]))[0]) < 5


def test_the_way_back_over_one_edge_is_turning_round_whatever_its_shape() -> None:
    pair = turn(CROSSROADS, WEST, WEST)
    assert turn_ms(CROSSROADS, Speeds(), Profile.AMBULANS, *pair).tolist() == [20_000]


@given(grids())
def test_turning_the_other_way_round_mirrors_the_angle(network: Network) -> None:
    arcs = network.arcs
    two_way = np.flatnonzero(arcs.reverse_of_edge >= 0)
    back = {int(e): int(arcs.reverse_of_edge[e]) for e in two_way} | {
        int(arcs.reverse_of_edge[e]): int(e) for e in two_way
    }
    pairs = [(a, b) for a in back for b in back if arcs.head[a] == arcs.tail[b] and arcs.edge[a] != arcs.edge[b]]
    if not pairs:
        return
    there = np.array(pairs).T
    home = np.array([(back[b], back[a]) for a, b in pairs]).T
    out_deg, home_deg = turn_deg(network, *there), turn_deg(network, *home)
    assert np.allclose((out_deg + home_deg + 180) % 360, 180, atol=1e-6)
    assert turn_ms(network, PLAIN, Profile.AMBULANS, *there).sum() == 0


def test_arcs_that_do_not_meet_are_refused() -> None:
    into, out = turn(CROSSROADS, SOUTH, EAST)
    with pytest.raises(ValueError, match="begins where it ends"):
        turn_ms(CROSSROADS, Speeds(), Profile.AMBULANS, out, into)
    with pytest.raises(ValueError, match="begins where it ends"):
        turn_ms(CROSSROADS, Speeds(), Profile.AMBULANS, into, np.concatenate((out, out)))
    none = np.zeros(0, dtype=np.int64)
    assert turn_ms(CROSSROADS, Speeds(), Profile.AMBULANS, none, none).tolist() == []
