"""Turn bans, turn delays, one-ways and closures: exactly what an arc-by-arc search of the same model finds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import Network, Profile, RoadClass, Speeds
from routing.engine.graph import NO_ARC, TurnGraph, graph_of
from routing.engine.hierarchy import CchEngine
from routing.network.building import NetworkBuilder
from routing.network.facts import Access
from routing.places.snap import Snaps
from routing.speeds.delays import Delays
from routing.travel.costs import CostBook
from routing.travel.profile_roads import ProfileRoads
from tests.routing.travel.town_oracle import Oracle, Place, towns
from tests.routing.worlds import STEP_DEG

SPEEDS = Speeds()
PERIOD = SPEEDS.period_of(None)

FRACTIONS = [0.0, 2**-12, 0.25, 0.5, 1 - 2**-12, 1.0]
"""Exact in binary, so that both sides round the same numbers; the second lies 27 cm from the end of its street."""


def snaps(places: list[Place]) -> Snaps:
    edge, fraction = zip(*places, strict=True)
    return Snaps(np.array(edge), np.array(fraction), np.zeros(len(places)))


def roads_of(
    network: Network, profile: Profile, closed: frozenset[int] = frozenset(), *, fast: bool = True
) -> ProfileRoads:
    graph = graph_of(network)
    shut = np.array(sorted(closed), dtype=np.int64)
    costs = CostBook(graph, SPEEDS).get(profile, PERIOD)
    return ProfileRoads(graph, costs, closed=shut, engine=CchEngine(graph) if fast else None)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Network, Profile, frozenset[int], list[Place], list[Place]]:
    network = draw(towns())
    profile = draw(st.sampled_from(list(Profile)))
    usable = np.flatnonzero(roads_of(network, profile, fast=False).passable_arcs[: network.edge_count])
    if len(usable) == 0:
        profile = Profile.JALAN_KAKI
        usable = np.arange(network.edge_count)
    place = st.tuples(st.sampled_from(usable.tolist()), st.sampled_from(FRACTIONS))
    closed = draw(st.frozensets(st.integers(0, network.edge_count - 1), max_size=3))
    return (
        network,
        profile,
        closed,
        draw(st.lists(place, min_size=1, max_size=3)),
        draw(st.lists(place, min_size=1, max_size=2)),
    )


@settings(max_examples=150, deadline=None)
@given(questions())
def test_every_time_is_the_oracle_s(
    question: tuple[Network, Profile, frozenset[int], list[Place], list[Place]],
) -> None:
    network, profile, closed, sources, targets = question
    oracle = Oracle(network, SPEEDS, profile, PERIOD, closed)
    expected = [[oracle.duration_ms(a, b) / 1000 for b in targets] for a in sources]
    for fast in (True, False):
        roads = roads_of(network, profile, closed, fast=fast)
        assert np.array_equal(roads.seconds(snaps(sources), snaps(targets)), expected)
        for row, a in enumerate(sources):
            for column, b in enumerate(targets):
                path = roads.find_path(snaps([a]), snaps([b]))
                assert (path.duration_s if path else np.inf) == pytest.approx(expected[row][column], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(questions(), st.data())
def test_closing_never_shortens_and_opening_restores_the_same_bytes(
    question: tuple[Network, Profile, frozenset[int], list[Place], list[Place]], data: st.DataObject
) -> None:
    network, profile, closed, sources, targets = question
    more = closed | data.draw(st.frozensets(st.integers(0, network.edge_count - 1), max_size=3))
    before = roads_of(network, profile, closed).seconds(snaps(sources), snaps(targets))
    during = roads_of(network, profile, more).seconds(snaps(sources), snaps(targets))
    after = roads_of(network, profile, closed).seconds(snaps(sources), snaps(targets))
    assert (during >= before).all()
    assert after.tobytes() == before.tobytes()


@settings(max_examples=60, deadline=None)
@given(towns(), st.sampled_from(list(Profile)))
def test_between_directed_states_no_detour_is_shorter(network: Network, profile: Profile) -> None:
    """The triangle inequality holds between states, which know the way in, and not between places: a place in
    between may be left by a turn that who passes through it may not make."""
    roads = roads_of(network, profile)
    states = np.arange(roads.graph.state_count)
    times = roads.oracle.times_to(states, [[(int(state), 0)] for state in states])
    through = (times[:, :, None] + times[None, :, :]).min(axis=1)
    assert (times <= through).all()


def crossroads(*, banned_for: Access) -> Network:
    """Main roads that cross in the middle (node 0), arms to the west, north, east and south; from the west to the
    north is forbidden, and a block of housing roads leads round over the east."""
    builder = NetworkBuilder()
    for lat, lon in [(0, 0), (0, -1), (1, 0), (0, 1), (-1, 0), (1, 1)]:
        builder.add_node(lat * STEP_DEG, 104.0 + lon * STEP_DEG, where="uji")
    for end in (1, 2, 3, 4):
        builder.add_edge(0, end, RoadClass.SECONDARY, where="uji")
    builder.add_edge(3, 5, RoadClass.RESIDENTIAL, where="uji")
    builder.add_edge(5, 2, RoadClass.RESIDENTIAL, where="uji")
    builder.ban_turn(0, 0, 1, banned_for)
    return builder.build(label="uji", schematic=False, attribution="uji", where="uji")


def test_a_banned_turn_is_driven_round_by_those_it_binds_and_walked_by_the_rest() -> None:
    west, north = snaps([(0, 0.5)]), snaps([(1, 0.5)])
    free, bound = crossroads(banned_for=Access.NONE), crossroads(banned_for=Access.AMBULANCE)
    ways = {}
    for name, network in (("free", free), ("bound", bound)):
        for profile in Profile:
            path = roads_of(network, profile).find_path(west, north)
            assert path is not None
            ways[name, profile] = [stretch.edge for stretch in path.stretches]
    for profile in Profile:
        assert ways["free", profile] == [0, 1]
    for profile in (Profile.AMBULANS, Profile.AMBULANS_SIRENE):
        assert ways["bound", profile] != [0, 1]
        assert ways["bound", profile][-1] == 1
    for profile in (Profile.MOTOR, Profile.JALAN_KAKI):
        assert ways["bound", profile] == [0, 1]


def test_turns_are_told_apart_only_where_they_matter() -> None:
    builder = NetworkBuilder()
    for number in range(6):
        builder.add_node(0, 104 + number * STEP_DEG, where="uji")
    for a, b in [(0, 1), (1, 2), (2, 3), (1, 4), (2, 5)]:
        builder.add_edge(a, b, RoadClass.RESIDENTIAL, where="uji")
    housing = builder.build(label="uji", schematic=False, attribution="uji", where="uji")
    graph = graph_of(housing)
    assert graph.state_count == housing.node_count
    assert (graph.from_arc == NO_ARC).all()
    assert np.array_equal(graph.arc, np.arange(len(housing.arcs)))

    builder.ban_turn(0, 1, 3, Access.AMBULANCE)
    banned = graph_of(builder.build(label="uji", schematic=False, attribution="uji", where="uji"))
    # The ban's junction and the three next to it: one state for each arc that leads in.
    assert sorted(set(banned.state_node[banned.state_arc != NO_ARC].tolist())) == [0, 1, 2, 4]
    assert banned.state_count == 2 + sum(np.isin(housing.arcs.head, [0, 1, 2, 4]))
    (step,) = np.flatnonzero(banned.banned_for)
    assert (housing.arcs.edge[banned.from_arc[step]], housing.arcs.edge[banned.arc[step]]) == (0, 3)


def test_right_turns_cost_more_than_left_ones_where_traffic_keeps_left() -> None:
    roads = roads_of(crossroads(banned_for=Access.NONE), Profile.AMBULANS)
    from_west = snaps([(0, 0.5)])
    left, straight, right = roads.seconds(from_west, snaps([(1, 0.5), (2, 0.5), (3, 0.5)]))[0]
    assert straight < left < right


@settings(max_examples=40, deadline=None)
@given(towns())
def test_a_graph_with_every_turn_told_apart_gives_the_same_times(network: Network) -> None:
    """Merging the states of a plain junction loses nothing but what turning round there would cost."""
    speeds = Speeds(delays=replace(Delays(), u_turn_s=0.0))
    plain, full = graph_of(network), TurnGraph.of(network, np.ones(network.node_count, dtype=np.bool_))
    shut = np.empty(0, dtype=np.int64)
    every = snaps([(edge, 0.5) for edge in range(network.edge_count)])
    for profile in (Profile.AMBULANS, Profile.JALAN_KAKI):
        ways = [
            ProfileRoads(graph, CostBook(graph, speeds).get(profile, PERIOD), closed=shut, engine=None)
            for graph in (plain, full)
        ]
        assert np.array_equal(*(roads.seconds(every, every) for roads in ways))
