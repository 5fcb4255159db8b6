"""Pieces joined into roads: the same distances, lengths and shapes with fewer nodes."""

from __future__ import annotations

import csv
import math
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from routing import Network, RoadClass
from routing.geo import FloatArray
from routing.network.building import NetworkBuilder
from routing.network.facts import Access, RoadFacts, Surface
from routing.network.simplify import join_pieces

Piece = tuple[int, int, RoadClass, bool, RoadFacts]


def build(places: list[tuple[float, float]], pieces: list[Piece], bans: list[tuple[int, int, int]] = []) -> Network:  # noqa: B006 - read only
    builder = NetworkBuilder()
    for lat, lon in places:
        builder.add_node(lat, lon, where="uji")
    for a, b, road_class, oneway, facts in pieces:
        (lat_a, lon_a), (lat_b, lon_b) = places[a], places[b]
        bend = ((lon_a + lon_b) / 2, (lat_a + lat_b) / 2 + 0.0003)
        shape = [(lon_a, lat_a), bend, (lon_b, lat_b)]
        builder.add_edge(a, b, road_class, oneway=oneway, facts=facts, shape=shape, where="uji")
    for ban in bans:
        builder.ban_turn(*ban, Access.ALL)
    return builder.build(label="uji", schematic=False, attribution="uji", where="uji")


def chain(count: int, **facts: object) -> list[Piece]:
    known = RoadFacts(**facts)  # type: ignore[arg-type]  # facts are RoadFacts' own
    return [(n, n + 1, RoadClass.RESIDENTIAL, False, known) for n in range(count)]


ROW = [(0.0, 104 + n / 100) for n in range(8)]


def test_a_chain_becomes_one_edge_with_every_point_and_the_sum_of_lengths() -> None:
    pieces = chain(4)
    pieces[2] = (3, 2, *pieces[2][2:])  # drawn the other way round
    before = build(ROW[:5], pieces)
    after = join_pieces(before)
    assert (after.node_count, after.edge_count) == (2, 1)
    assert (after.source_nodes, after.source_edges) == (5, 4)
    assert after.edge_length_m.tolist() == [math.fsum(before.edge_length_m)]
    assert np.allclose(after.shape_lonlat(0)[:, 0], 104 + np.arange(9) / 200)


@pytest.mark.parametrize(
    "facts",
    [
        RoadFacts(access=Access.FOOT),
        RoadFacts(maxspeed_kmh=40),
        RoadFacts(lanes=2),
        RoadFacts(bridge=True),
        RoadFacts(surface=Surface.PAVED),
        RoadFacts(width_m=3.5),
        RoadFacts(way=7),
    ],
)
def test_no_fact_is_lost(facts: RoadFacts) -> None:
    pieces = chain(4)
    pieces[1] = (*pieces[1][:4], facts)
    after = join_pieces(build(ROW[:5], pieces))
    assert after.node_lon.tolist() == [104.0, 104.01, 104.02, 104.04]


def test_class_and_direction_part_pieces() -> None:
    pieces = chain(6)
    pieces[1] = (1, 2, RoadClass.TRUNK, False, RoadFacts())
    pieces[3] = (3, 4, RoadClass.RESIDENTIAL, True, RoadFacts())
    pieces[4] = (5, 4, RoadClass.RESIDENTIAL, True, RoadFacts())
    after = join_pieces(build(ROW[:7], pieces))
    assert after.node_count == 7


def test_one_way_pieces_become_one_way_in_their_direction() -> None:
    pieces = [(n + 1, n, RoadClass.RESIDENTIAL, True, RoadFacts()) for n in range(3)]
    after = join_pieces(build(ROW[:4], pieces))
    assert after.edge_oneway.tolist() == [True]
    assert (after.node_lon[after.edge_a[0]], after.node_lon[after.edge_b[0]]) == (104.03, 104.0)


def test_turn_bans_barriers_and_boat_legs_keep_their_nodes() -> None:
    pieces = [*chain(6), (6, 7, RoadClass.LAUT, False, RoadFacts())]
    after = join_pieces(build(ROW, pieces, [(2, 3, 3)]))
    assert after.node_lon.tolist() == [104.0, 104.03, 104.06, 104.07]
    assert (after.ban_from_edge.tolist(), after.ban_via_node.tolist(), after.ban_to_edge.tolist()) == ([0], [1], [1])


def test_a_barrier_without_length_stays_an_edge_of_its_own() -> None:
    builder = NetworkBuilder()
    for lat, lon in [*ROW[:2], *ROW[1:3]]:
        builder.add_node(lat, lon, where="uji")
    for node in range(3):
        builder.add_edge(node, node + 1, RoadClass.RESIDENTIAL, where="uji")
    network = builder.build(label="uji", schematic=False, attribution="uji", where="uji")
    assert join_pieces(network).edge_length_m.tolist() == network.edge_length_m.tolist()


RING = [(0.0, 104.0), (0.0, 104.01), (0.01, 104.01), (0.01, 104.0), (0.02, 104.0)]


@pytest.mark.parametrize(
    ("pieces", "nodes"),
    [
        ([(0, 1), (1, 2), (2, 3), (3, 0)], 3),  # a ring alone
        ([(0, 1), (1, 2), (2, 3), (3, 0), (3, 4)], 4),  # a ring at the end of a street
        ([(0, 1), (1, 2), (0, 3), (3, 2), (2, 4), (0, 4)], 4),  # three ways between the same two places
        ([(0, 1), (1, 0), (1, 2), (2, 3)], 3),  # what was parallel in the source stays
    ],
)
def test_no_loop_and_no_parallel_edge_comes_into_being(pieces: list[tuple[int, int]], nodes: int) -> None:
    places = RING[: 1 + max(max(piece) for piece in pieces)]
    before = build(places, [(a, b, RoadClass.SERVICE, False, RoadFacts()) for a, b in pieces])
    after = join_pieces(before)
    assert after.node_count == nodes
    assert not (after.edge_a == after.edge_b).any()
    assert parallels(after) <= parallels(before)
    assert float(after.edge_length_m.sum()) == pytest.approx(float(before.edge_length_m.sum()), rel=1e-12)


def parallels(network: Network) -> int:
    pairs = Counter(
        (min(a, b), max(a, b)) for a, b in zip(network.edge_a.tolist(), network.edge_b.tolist(), strict=True)
    )
    return sum(count - 1 for count in pairs.values())


@st.composite
def pieced_networks(draw: st.DrawFn) -> Network:
    """Random streets between few junctions, each of one to five pieces with few different facts."""
    junctions = draw(st.integers(2, 5))
    places = [(draw(st.integers(0, 9)) / 100, 104 + n / 1000) for n in range(junctions)]
    pieces: list[Piece] = []
    for _ in range(draw(st.integers(1, 8))):
        begin, end = draw(st.integers(0, junctions - 1)), draw(st.integers(0, junctions - 1))
        count = draw(st.integers(1, 5))
        nodes = [begin, *range(len(places), len(places) + count - 1), end]
        for _ in range(count - 1):
            places.append((draw(st.integers(0, 9)) / 100, 104 + len(places) / 1000))
        oneway = draw(st.booleans())
        for a, b in pairwise(nodes):
            road_class = draw(st.sampled_from([RoadClass.SERVICE] * 9 + [RoadClass.LAUT, RoadClass.TRUNK]))
            turned = not oneway and draw(st.booleans())
            pieces.append(
                (b, a, road_class, oneway, RoadFacts()) if turned else (a, b, road_class, oneway, RoadFacts())
            )
    bans = []
    if draw(st.booleans()):
        first = draw(st.integers(0, len(pieces) - 1))
        bans.append((first, pieces[first][1], first))
    return build(places, pieces, bans)


def distances_m(network: Network) -> FloatArray:
    arcs = network.arcs
    shortest: dict[tuple[int, int], float] = {}
    for tail, head, edge in zip(arcs.tail.tolist(), arcs.head.tolist(), arcs.edge.tolist(), strict=True):
        length_m = max(float(network.edge_length_m[edge]), 1e-9)  # scipy takes a stored 0 for no edge
        shortest[tail, head] = min(shortest.get((tail, head), math.inf), length_m)
    tails, heads = np.array(list(shortest), dtype=np.int64).T
    graph = coo_array((list(shortest.values()), (tails, heads)), shape=(network.node_count,) * 2)
    return np.asarray(dijkstra(graph.tocsr()))


def steps(network: Network) -> Counter[tuple[object, ...]]:
    """Every step of every shape, whichever way it is drawn."""
    return Counter(
        (int(network.edge_class[edge]), *sorted(map(tuple, step)))
        for edge in range(network.edge_count)
        for step in pairwise(network.shape_lonlat(edge).tolist())
        if step[0] != step[1]
    )


@given(pieced_networks())
def test_kept_nodes_keep_their_distances_lengths_and_shapes(before: Network) -> None:
    after = join_pieces(before)
    kept = kept_nodes(before, after)
    old, new = distances_m(before)[np.ix_(kept, kept)], distances_m(after)
    assert np.allclose(old, new, rtol=1e-9, atol=1e-6)
    assert float(after.edge_length_m.sum()) == pytest.approx(float(before.edge_length_m.sum()), rel=1e-12)
    assert steps(after) == steps(before)
    assert join_pieces(before).hash == after.hash
    assert join_pieces(after).node_count <= after.node_count


def kept_nodes(before: Network, after: Network) -> list[int]:
    """The nodes of `before` that `after` kept; no two of them lie on one meridian."""
    kept = [before.node_lon.tolist().index(lon) for lon in after.node_lon.tolist()]
    assert kept == sorted(kept)
    return kept


@pytest.mark.data
def test_the_real_city_has_a_third_of_its_nodes_left(tanjungpinang: Network, shared_data: Path) -> None:
    assert (tanjungpinang.source_nodes, tanjungpinang.source_edges) == (15_327, 16_219)
    assert (tanjungpinang.node_count, tanjungpinang.edge_count) == (4_543, 5_435)
    with (shared_data / "tanjungpinang" / "road_edges.csv").open() as table:
        length_km = math.fsum(float(row["length_km"]) for row in csv.DictReader(table))
    assert float(tanjungpinang.edge_length_m.sum()) == pytest.approx(length_km * 1000, rel=1e-12)
    assert len(set(tanjungpinang.land_component.tolist())) == 1
