"""Where the extract stops the drawn roads go on: joined on land, never across water, all of it marked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import load_city
from cities.profile import Facility, Kelurahan
from psc119.roads import boats_of
from routing import Mode, Network, Point, RoadClass, Router, Source, TravelKind
from routing.network.building import NetworkBuilder
from routing.network.facts import Access, RoadFacts
from routing.network.gateways import AT_NODE_M, join_skeleton
from routing.network.splitting import split_edges
from tests.routing.network.test_simplify import steps
from tests.routing.worlds import NOON, grids, line_network, make_network

CITY = load_city("tanjungpinang")
DEGREE_M = 111_195.0
FAR_OUT = {"Dompak", "Batu IX", "Pinang Kencana", "Senggarang", "Kampung Bugis"}


def drawn(*roads: tuple[list[tuple[float, float]], RoadClass]) -> Network:
    """A drawing of roads and boat legs; roads meet where they share an end."""
    builder = NetworkBuilder()
    node_of: dict[tuple[float, float], int] = {}
    for line, road_class in roads:
        for place in (line[0], line[-1]):
            if place not in node_of:
                node_of[place] = builder.add_node(*place, where="uji")
        shape = [(lon, lat) for lat, lon in line]
        builder.add_edge(node_of[line[0]], node_of[line[-1]], road_class, name="Jl. Gambar", shape=shape, where="uji")
    return builder.build(label="skematik", schematic=True, attribution="gambar", where="uji")


MAIN, WATER = RoadClass.SECONDARY, RoadClass.LAUT


def test_a_drawn_road_goes_on_where_the_real_one_ends() -> None:
    real = line_network(length_m=None)
    joined = join_skeleton(real, drawn(([(0.0005, 104.0), (0.0005, 104.08)], MAIN))).network
    assert joined.edge_approximate.tolist() == [False] * 3 + [True, True]
    assert joined.arrays()["edge_a"][:3].tolist() == real.edge_a.tolist()
    assert joined.land_component.tolist() == [0] * joined.node_count
    assert joined.schematic is False
    assert (joined.label, joined.attribution) == ("uji", "uji · gambar")
    assert joined.name_of(3) == "Jl. Gambar"
    beyond_m = 0.05 * DEGREE_M
    assert float(joined.edge_length_m[3:].sum()) == pytest.approx(beyond_m, abs=20)
    assert joined.source_nodes == real.source_nodes


def test_main_roads_join_main_roads_and_small_ones_what_is_nearest() -> None:
    builder = NetworkBuilder()
    for lat, lon in [(0.0, 104.0), (0.0, 104.01), (0.002, 104.0), (0.002, 104.01)]:
        builder.add_node(lat, lon, where="uji")
    builder.add_edge(0, 1, RoadClass.RESIDENTIAL, where="uji")
    builder.add_edge(2, 3, RoadClass.PRIMARY, where="uji")
    builder.add_edge(0, 2, RoadClass.RESIDENTIAL, where="uji")
    real = builder.build(label="uji", attribution="uji", where="uji")
    for road_class, node in ((MAIN, 3), (RoadClass.RESIDENTIAL, 1)):
        joined = join_skeleton(real, drawn(([(0.0, 104.005), (0.0, 104.03)], road_class))).network
        assert int(joined.edge_b[-1]) == node


def test_a_gateway_far_from_an_end_cuts_the_real_road_and_closures_hold_for_all_its_parts() -> None:
    real = make_network([(0.0, 104.0), (0.0, 104.02)], [(0, 1, False)], length_m=3000.0, road_class=MAIN)
    joined = join_skeleton(real, drawn(([(0.0, 104.005), (0.03, 104.005)], MAIN)))
    assert joined.parts == {0: (0, 1)}
    assert joined.edges_of([0]) == {0, 1}
    network = joined.network
    assert network.edge_length_m[:2].tolist() == pytest.approx([750.0, 2250.0])
    assert network.edge_approximate.tolist() == [False, False, True, True]
    ends = {int(node) for node in (network.edge_a[3], network.edge_b[3])}
    assert int(network.edge_b[0]) in ends
    assert int(network.edge_a[1]) == int(network.edge_b[0])
    assert 0.005 * DEGREE_M > AT_NODE_M


def test_nothing_is_joined_across_water() -> None:
    """The other bank has a drawn road that ends 300 m from the real ones, and a boat from there."""
    real = line_network(length_m=None)
    bank = ([(0.0027, 104.01), (0.02, 104.01)], MAIN)
    crossing = ([(0.0, 104.01), (0.0027, 104.01)], WATER)
    joined = join_skeleton(real, drawn(bank, crossing, ([(0.0, 104.0), (0.0, 104.03)], MAIN))).network
    assert len(set(joined.land_component[joined.edge_a[~joined.is_sea]].tolist())) == 2
    assert joined.is_sea.sum() == 1
    assert joined.edge_approximate.sum() == 2


def test_an_island_is_not_joined_to_land_that_the_drawing_keeps_apart_from_it() -> None:
    """The island's road passes within 150 m of the real mainland; only the mainland's own road is joined."""
    real = line_network(length_m=None)
    island = ([(0.0012, 104.015), (0.02, 104.015)], MAIN)
    mainland = ([(0.0, 104.0), (0.0, 104.08)], MAIN)
    joined = join_skeleton(real, drawn(mainland, island)).network
    sizes = np.bincount(joined.land_component[np.unique(joined.edge_a[~joined.is_sea])])
    assert len(sizes) == 2


def test_what_the_real_roads_cover_is_left_out() -> None:
    real = line_network(length_m=None)
    beside = drawn(([(0.001, 104.0), (0.001, 104.03)], MAIN), ([(0.001, 104.03), (0.0025, 104.033)], MAIN))
    assert join_skeleton(real, beside).network is real


def test_a_drawn_road_that_alone_joins_two_pieces_is_kept_however_short() -> None:
    places = [(0.0, 104.0), (0.0, 104.01), (0.0, 104.015), (0.0, 104.03)]
    real = make_network(places, [(0, 1, False), (2, 3, False)], length_m=None)
    joined = join_skeleton(real, drawn(([(0.0, 104.0), (0.0, 104.03)], MAIN))).network
    assert set(joined.land_component.tolist()) == {0}
    assert joined.edge_approximate.sum() == 3


@given(grids(), st.data())
def test_edges_cut_anywhere_keep_lengths_shapes_and_bans(network: Network, data: st.DataObject) -> None:
    edges = st.integers(0, network.edge_count - 1)
    places = data.draw(st.lists(st.tuples(edges, st.sampled_from([0.25, 0.5, 0.75])), max_size=6))
    split = split_edges(network, places)
    after = split.network
    assert after.edge_count == network.edge_count + len(set(places))
    assert after.node_count == network.node_count + len(set(places))
    for edge in range(network.edge_count):
        parts = list(split.parts.get(edge, (edge,)))
        assert float(after.edge_length_m[parts].sum()) == pytest.approx(float(network.edge_length_m[edge]))
        assert (after.edge_a[parts[0]], after.edge_b[parts[-1]]) == (network.edge_a[edge], network.edge_b[edge])
        assert after.edge_b[parts[:-1]].tolist() == after.edge_a[parts[1:]].tolist()
        line = np.concatenate([after.shape_lonlat(part) for part in parts])
        assert line[[0, -1]].tolist() == network.shape_lonlat(edge)[[0, -1]].tolist()
        assert {int(after.edge_oneway[part]) for part in parts} == {int(network.edge_oneway[edge])}
    for (edge, fraction), node in split.node_of.items():
        lon = network.shape_lonlat(edge)[:, 0]
        assert float(after.node_lon[node]) == pytest.approx(float(lon[0] + fraction * (lon[-1] - lon[0])))
    if not places:
        assert steps(after) == steps(network)


def test_turn_bans_stay_at_their_node_when_an_edge_is_cut() -> None:
    builder = NetworkBuilder()
    for lon in (104.0, 104.01, 104.02):
        builder.add_node(0.0, lon, where="uji")
    first = builder.add_edge(0, 1, MAIN, where="uji")
    second = builder.add_edge(1, 2, MAIN, facts=RoadFacts(), where="uji")
    builder.ban_turn(first, 1, second, Access.ALL)
    builder.ban_turn(second, 1, first, Access.ALL)
    network = builder.build(label="uji", attribution="uji", where="uji")
    after = split_edges(network, [(first, 0.5), (second, 0.5)]).network
    bans = zip(after.ban_from_edge.tolist(), after.ban_to_edge.tolist(), strict=True)
    for come, go in bans:
        assert {1} <= {int(after.edge_a[come]), int(after.edge_b[come])}
        assert {1} <= {int(after.edge_a[go]), int(after.edge_b[go])}


@pytest.fixture(scope="module")
def router(tanjungpinang: Network, skeleton: Network) -> Router:
    return Router(tanjungpinang, boats=boats_of(CITY), skeleton=skeleton)


@pytest.mark.data
class TestTanjungpinang:
    """The real extract covers two thirds of the city."""

    def test_the_drawn_roads_are_joined_on_land_and_penyengat_stays_an_island(
        self, tanjungpinang: Network, skeleton: Network
    ) -> None:
        joined = join_skeleton(tanjungpinang, skeleton)
        network = joined.network
        added = network.edge_approximate & ~network.is_sea
        assert {network.name_of(edge) for edge in np.flatnonzero(added).tolist()} == {
            *("Jl. Adi Sucipto", "Jl. Ganet", "Jl. Batu 10", "Jl. Hanjoyo Putro", "Jl. Daeng Celak", "Jl. Air Raja"),
            *("Jl. Kampung Bugis", "Jl. Senggarang", "Jl. Raya Dompak", "Jl. Wacopek", "Jalan kampung Penyengat"),
        }
        on_land = np.bincount(network.land_component)
        assert on_land[1] == 2, "Penyengat's path"
        assert (on_land[2:] == 1).all(), "the piers in town that the boats leave from"
        assert int(network.is_sea.sum()) == 3
        alone = float(tanjungpinang.edge_length_m.sum())
        assert float(network.edge_length_m[~network.edge_approximate].sum()) == pytest.approx(alone)
        assert join_skeleton(tanjungpinang, skeleton).network.hash == network.hash

    @pytest.mark.parametrize(
        "place",
        [
            *(pytest.param(kelurahan, id=kelurahan.name) for kelurahan in CITY.kelurahan if kelurahan.name in FAR_OUT),
            *(pytest.param(place, id=place.id) for place in CITY.facilities if "bandara" in place.id),
        ],
    )
    def test_out_of_the_extract(self, router: Router, skeleton: Network, place: Kelurahan | Facility) -> None:
        point = Point(place.lat, place.lon)
        psc = Point(CITY.psc.lat, CITY.psc.lon)
        answer = router.travel_times_to(point, [Source(psc, Mode.AMBULANS)], NOON)[0]
        assert (answer.kind, answer.schematic) == (TravelKind.SKEMATIK, True)
        route = router.route(psc, point, Mode.AMBULANS, NOON)
        assert route.duration_s == pytest.approx(answer.duration_s, abs=1)
        drawn_only = Router(skeleton, boats=boats_of(CITY)).route(psc, point, Mode.AMBULANS, NOON)
        # The extract lacks a stretch west of Dompak Lama: over the real roads the way to Dompak is longer.
        assert 0.9 < route.duration_s / drawn_only.duration_s < 1.5
        assert len(route.coordinates) > len(drawn_only.coordinates), "along the bends of the real roads"
        on_real = [router.snap(Point(lat, lon)) is not None for lon, lat in route.coordinates]
        assert on_real[0]
        assert not on_real[-1]

    def test_within_the_extract_nothing_changes(self, router: Router, tanjungpinang: Network) -> None:
        psc = Point(CITY.psc.lat, CITY.psc.lon)
        hospitals = [Point(f.lat, f.lon) for f in CITY.facilities][:6]
        alone = Router(tanjungpinang, boats=boats_of(CITY))
        for hospital in hospitals:
            if alone.snap(hospital) is None:
                continue
            asked = [Source(psc, Mode.AMBULANS)]
            there = router.travel_times_to(hospital, asked, NOON)[0]
            assert there == alone.travel_times_to(hospital, asked, NOON)[0]
            assert there.schematic is False
