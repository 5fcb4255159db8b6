"""Weights per arc: periods change speeds, junctions of main roads cost time, housing roads do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import Network, Profile, RoadClass, RoutingInputError, Speeds
from routing.engine.metric import CLOSED_MS
from routing.network.building import NetworkBuilder
from routing.network.junctions import main_junctions
from routing.speeds.delays import Delays
from routing.speeds.hours import HourTable
from routing.speeds.weights import arc_weights, edge_weights_ms
from tests.routing.worlds import PLAIN, grids, line_network

DRIVEN = [c for c in RoadClass if c not in {RoadClass.PATH, RoadClass.FOOTWAY, RoadClass.LAUT}]


def star(*arms: tuple[RoadClass, str]) -> Network:
    """Roads that meet at node 0, each given as class and "both", "in" or "out"; arm `n` ends at node `n + 1`."""
    builder = NetworkBuilder()
    builder.add_node(0.9, 104.4, where="uji")
    for number, (road_class, way) in enumerate(arms):
        angle = 2 * np.pi * number / len(arms)
        end = builder.add_node(0.9 + 0.01 * np.cos(angle), 104.4 + 0.01 * np.sin(angle), where="uji")
        ends = (end, 0) if way == "in" else (0, end)
        builder.add_edge(*ends, road_class, oneway=way != "both", length_m=1000.0, where="uji")
    return builder.build(label="uji", schematic=False, attribution="uji", where="uji")


def waits_s(network: Network, speeds: Speeds | None = None, profile: Profile = Profile.AMBULANS) -> dict[int, float]:
    """Per arm of a star: seconds lost on arriving at its middle."""
    arcs = network.arcs
    crossing_ms = arc_weights(network, speeds or Speeds(), profile, "biasa").crossing_ms
    return {int(arcs.tail[a]) - 1: float(crossing_ms[a]) / 1000 for a in np.flatnonzero(arcs.head == 0)}


PRIMARY, SECONDARY, HOUSING = RoadClass.PRIMARY, RoadClass.SECONDARY, RoadClass.RESIDENTIAL


def test_a_lesser_road_waits_and_the_greater_goes_through() -> None:
    yield_s = Delays().yield_s[PRIMARY]
    assert waits_s(star((PRIMARY, "both"), (HOUSING, "both"), (PRIMARY, "both"))) == {0: 0, 1: yield_s, 2: 0}


def test_equals_of_housing_roads_do_not_wait_and_crossing_main_roads_do() -> None:
    assert set(waits_s(star(*[(HOUSING, "both")] * 4)).values()) == {0}
    assert set(waits_s(star(*[(SECONDARY, "both")] * 4)).values()) == {Delays().equals_s}


def test_a_bend_and_a_road_that_changes_its_class_are_no_junction() -> None:
    assert set(waits_s(star((PRIMARY, "both"), (PRIMARY, "both"))).values()) == {0}
    assert set(waits_s(star((PRIMARY, "both"), (HOUSING, "both"))).values()) == {0}
    # An alley that joins from the side makes no junction for cars.
    assert set(waits_s(star((PRIMARY, "both"), (PRIMARY, "both"), (RoadClass.FOOTWAY, "both"))).values()) == {0}


def test_a_road_that_splits_into_its_carriageways_waits_for_nobody() -> None:
    assert waits_s(star((PRIMARY, "both"), (PRIMARY, "in"), (PRIMARY, "out"))) == {0: 0, 1: 0}


def test_a_road_that_only_begins_at_a_junction_is_not_waited_for() -> None:
    assert set(waits_s(star((PRIMARY, "out"), (HOUSING, "both"), (HOUSING, "both"))).values()) == {0}


def test_lights_and_motorcycles_wait_less_and_walkers_not() -> None:
    network, delays = star((PRIMARY, "both"), (HOUSING, "both"), (PRIMARY, "both")), Delays()
    for profile in Profile:
        share = delays.share(profile)
        assert waits_s(network, profile=profile)[1] == pytest.approx(delays.yield_s[PRIMARY] * share)
    shares = [delays.share(p) for p in (Profile.JALAN_KAKI, Profile.AMBULANS_SIRENE, Profile.AMBULANS)]
    assert shares == sorted(shares)
    assert shares[0] == 0


def test_a_motorcycle_out_of_an_alley_waits_too() -> None:
    network = star((PRIMARY, "both"), (RoadClass.PATH, "both"), (PRIMARY, "both"), (HOUSING, "both"))
    assert waits_s(network, profile=Profile.MOTOR)[1] > 0
    assert waits_s(network, profile=Profile.AMBULANS)[1] == 0  # it cannot come from there


@given(grids(), st.sampled_from(list(Profile)), st.sampled_from(HourTable().names))
def test_weights_keep_their_promises(network: Network, profile: Profile, period: str) -> None:
    speeds = Speeds()
    weights = arc_weights(network, speeds, profile, period)
    for array in weights:
        assert array.dtype == np.int64
        assert array.shape == (len(network.arcs),)
    assert weights.travel_ms.min() >= 1
    assert weights.travel_ms.max() <= CLOSED_MS
    assert weights.crossing_ms.min() >= 0
    again = arc_weights(network, Speeds(), profile, period)
    assert all(np.array_equal(a, b) for a, b in zip(weights, again, strict=True))


@pytest.mark.parametrize("profile", list(Profile))
def test_the_usual_period_drives_at_the_class_speed(profile: Profile) -> None:
    network = star(*[(c, "both") for c in RoadClass])
    speeds = Speeds()
    edge_ms = edge_weights_ms(network, speeds, profile)
    assert np.array_equal(arc_weights(network, speeds, profile, "biasa").travel_ms, edge_ms[network.arcs.edge])
    for edge, road_class in enumerate(RoadClass):
        speed_kmh = speeds.speed_kmh(profile, road_class)
        assert edge_ms[edge] == (CLOSED_MS if speed_kmh is None else round(3_600_000 / speed_kmh))


@pytest.mark.parametrize("road_class", DRIVEN)
def test_rush_is_slower_night_is_not_and_lights_feel_less_of_it(road_class: RoadClass) -> None:
    network = line_network(2, road_class=road_class)

    def ms(profile: Profile, period: str) -> int:
        return int(arc_weights(network, Speeds(), profile, period).travel_ms[0])

    for profile in (Profile.AMBULANS, Profile.AMBULANS_SIRENE, Profile.MOTOR):
        assert ms(profile, "malam") <= ms(profile, "biasa") <= ms(profile, "sibuk_pagi")
        assert ms(profile, "sibuk_pagi") == ms(profile, "sibuk_sore")
    lost = ms(Profile.AMBULANS, "sibuk_pagi") / ms(Profile.AMBULANS, "biasa")
    lost_with_lights = ms(Profile.AMBULANS_SIRENE, "sibuk_pagi") / ms(Profile.AMBULANS_SIRENE, "biasa")
    assert 1 <= lost_with_lights <= lost
    assert ms(Profile.JALAN_KAKI, "sibuk_pagi") == ms(Profile.JALAN_KAKI, "biasa")
    assert 3_600_000 / ms(Profile.AMBULANS_SIRENE, "malam") < 65


def with_lights_at(network: Network, *nodes: int) -> Network:
    signal = np.zeros(network.node_count, dtype=np.bool_)
    signal[list(nodes)] = True
    return replace(network, node_signal=signal)


def test_traffic_lights_replace_waiting_for_a_gap() -> None:
    crossing = star((PRIMARY, "both"), (HOUSING, "both"), (PRIMARY, "both"))
    delays = Delays()
    assert set(waits_s(with_lights_at(crossing, 0)).values()) == {delays.signal_s}
    lights = waits_s(with_lights_at(crossing, 0), profile=Profile.AMBULANS_SIRENE)
    assert set(lights.values()) == {delays.signal_s * delays.lights_share}


def test_lights_at_stop_lines_count_once_on_the_way_through() -> None:
    builder = NetworkBuilder()
    for n in range(5):  # far - stop line - junction - stop line - far, from west to east
        builder.add_node(0.9, 104.4 + 0.001 * n, where="uji")
    side = builder.add_node(0.91, 104.402, where="uji")
    for a in range(4):
        builder.add_edge(a, a + 1, PRIMARY, length_m=30.0 if a in {1, 2} else 500.0, where="uji")
    builder.add_edge(2, side, HOUSING, length_m=500.0, where="uji")
    network = with_lights_at(builder.build(label="uji", schematic=False, attribution="uji", where="uji"), 1, 3)
    crossing_ms = arc_weights(network, Speeds(), Profile.AMBULANS, "biasa").crossing_ms
    arcs = network.arcs
    ahead = [int(crossing_ms[(arcs.tail == n) & (arcs.head == n + 1)][0]) for n in range(4)]
    assert ahead == [7_500, 0, 7_500, 0]
    assert crossing_ms[(arcs.tail == side) & (arcs.head == 2)].tolist() == [0]  # the lights say who goes


def test_a_closed_arc_has_no_crossing_and_an_unknown_period_is_refused() -> None:
    network = star((PRIMARY, "both"), (RoadClass.PATH, "both"), (PRIMARY, "both"), (HOUSING, "both"))
    weights = arc_weights(network, Speeds(), Profile.AMBULANS, "biasa")
    closed = weights.travel_ms == CLOSED_MS
    assert closed.any()
    assert not weights.crossing_ms[closed].any()
    with pytest.raises(RoutingInputError, match="subuh"):
        arc_weights(network, Speeds(), Profile.AMBULANS, "subuh")


@given(grids())
def test_housing_grids_have_no_main_junction_and_no_delay(network: Network) -> None:
    assert not main_junctions(network).any()
    assert not arc_weights(network, Speeds(), Profile.AMBULANS, "biasa").crossing_ms.any()


def test_main_junctions_need_three_driven_roads_and_a_main_one() -> None:
    def is_main(*classes: RoadClass) -> bool:
        return bool(main_junctions(star(*[(c, "both") for c in classes]))[0])

    assert is_main(RoadClass.TERTIARY, HOUSING, HOUSING)
    assert not is_main(RoadClass.UNCLASSIFIED, HOUSING, HOUSING)
    assert not is_main(RoadClass.TERTIARY, HOUSING)
    assert not is_main(RoadClass.TERTIARY, HOUSING, RoadClass.FOOTWAY)
    assert not main_junctions(line_network()).any()


def test_plain_speeds_have_no_delay() -> None:
    assert set(waits_s(star(*[(PRIMARY, "both")] * 4), PLAIN).values()) == {0}


@pytest.mark.parametrize(
    "wrong", [{"equals_s": -1.0}, {"u_turn_s": 601.0}, {"lights_share": 1.1}, {"yield_s": {PRIMARY: float("nan")}}]
)
def test_impossible_delays_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Delays(**wrong)  # type: ignore[arg-type]  # one case gives a mapping
