"""What a closure cuts off, by road and by sea."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from routing import BoatLeg, BoatService, Closure, Network, Pier, Point, Router
from tests.routing.worlds import NOON, PLAIN, WIB, along, dijkstra_s, grids, line_network, make_network, street_arcs


def closing(*edges: int, legs: tuple[str, ...] = ()) -> Closure:
    return Closure("uji", frozenset(edges), frozenset(legs), NOON)


def test_a_dead_end_loses_its_puskesmas_and_the_town_stays_whole() -> None:
    router = Router(line_network(6), speeds=PLAIN)
    places = [along(router.network, edge, 0.5) for edge in range(5)]
    assert router.cut_off(places, closing(3), NOON) == [False, False, False, False, True]
    assert router.cut_off(places, closing(), NOON) == [False] * 5


def test_a_place_on_the_closed_street_itself_is_still_reached_by_its_open_end() -> None:
    router = Router(line_network(4), speeds=PLAIN)
    assert router.cut_off([along(router.network, 2, 0.5)], closing(2), NOON) == [False]


def test_what_was_cut_off_before_is_not_cut_off_by_this() -> None:
    router = Router(line_network(6), speeds=PLAIN)
    router.set_closures(
        [Closure("lama", frozenset({3}), frozenset(), NOON - timedelta(hours=1), NOON + timedelta(hours=1))]
    )
    place = along(router.network, 4, 0.9)
    assert router.cut_off([place], closing(2), NOON) == [False]
    assert router.cut_off([place], closing(2), NOON + timedelta(hours=1)) == [True]


def test_two_ways_in_must_both_be_closed() -> None:
    ring = make_network(
        [(0.0, 104.0), (0.0, 104.01), (0.01, 104.01), (0.01, 104.0), (0.02, 104.0), (0.02, 104.01)],
        [(0, 1, False), (1, 2, False), (2, 3, False), (3, 0, False), (3, 4, False), (4, 5, False)],
    )
    router = Router(ring, speeds=PLAIN)
    place = [along(ring, 5, 0.5)]
    assert router.cut_off(place, closing(2), NOON) == [False]
    router.close([2])
    assert router.cut_off(place, closing(3), NOON) == [True]


def test_a_place_one_can_only_leave_is_cut_off() -> None:
    """East of the town the only way in is one-way and beside it the only way out."""
    network = make_network(
        [(0.0, 104.0), (0.0, 104.01), (0.0, 104.02), (0.0, 104.03), (0.0, 104.04)],
        [(0, 1, False), (1, 2, False), (2, 3, True), (3, 2, True), (3, 4, False)],
    )
    router = Router(network, speeds=PLAIN)
    assert router.cut_off([along(network, 4, 0.5)], closing(2), NOON) == [True]
    assert router.cut_off([along(network, 4, 0.5)], closing(3), NOON) == [True]


@given(grids(), st.data())
def test_it_agrees_with_a_search_by_hand(network: Network, data: st.DataObject) -> None:
    """On networks in one piece whose middle is plain: more than half of all corners reach each other."""
    assume(network.land_component.max() == 0)  # another piece is a land mass with a middle of its own
    router = Router(network, speeds=PLAIN)
    shut = data.draw(st.sets(st.integers(0, network.edge_count - 1), max_size=2))
    edges = data.draw(st.sets(st.integers(0, network.edge_count - 1), min_size=1, max_size=3))
    router.close(shut)
    before, after = _joined_by_hand(network, shut), _joined_by_hand(network, shut | edges)
    assume(before is not None and after is not None)
    assert before is not None
    assert after is not None
    places = [along(network, edge, 0.5) for edge in range(network.edge_count)]
    cut = router.cut_off(places, closing(*edges), NOON)
    for edge, place in enumerate(places):
        snapped = router.snap(place)
        if snapped is not None and snapped.edge == edge:  # of doubled streets the other may be nearer
            assert cut[edge] == (before[edge] and not after[edge])


def _joined_by_hand(network: Network, shut: set[int]) -> list[bool] | None:
    """Per edge: an end reached from the middle, and an end that leads there; None where there is no plain middle."""
    arcs = street_arcs(network, [1.0] * network.edge_count, shut)
    reach = [set(dijkstra_s(arcs, node)) for node in range(network.node_count)]
    mutual = [{other for other in reach[node] if node in reach[other]} for node in range(network.node_count)]
    hub = max(range(network.node_count), key=lambda node: len(mutual[node]))
    if 2 * len(mutual[hub]) <= network.node_count:
        return None
    ends = zip(network.edge_a.tolist(), network.edge_b.tolist(), strict=True)
    return [any(e in reach[hub] for e in pair) and any(hub in reach[e] for e in pair) for pair in ends]


TOWN_PIER = Pier("kota", "Pelantar", 0.0, 104.03)
NEAR_PIER = Pier("dekat", "Pulau Dekat", 0.0, 104.10, walk_radius_m=1500)
FAR_PIER = Pier("jauh", "Pulau Jauh", 0.0, 104.20, walk_radius_m=1500)
BOATS = BoatService.both_ways(
    [TOWN_PIER, NEAR_PIER, FAR_PIER],
    [
        BoatLeg("kota-dekat", "kota", "dekat", 600, 60),
        BoatLeg("dekat-jauh", "dekat", "jauh", 600, 60),
        BoatLeg("kota-jauh", "kota", "jauh", 900, 60),
    ],
    WIB,
)


def test_an_island_is_cut_off_when_its_last_leg_is_closed() -> None:
    router = Router(line_network(), speeds=PLAIN, boats=BOATS)
    places = [TOWN_PIER.point, NEAR_PIER.point, FAR_PIER.point, Point(0.003, 104.10)]
    assert router.cut_off(places, closing(legs=("kota-dekat",)), NOON) == [False] * 4
    assert router.cut_off(places, closing(legs=("kota-dekat", "dekat-jauh")), NOON) == [False, True, False, True]
    router.set_closures([Closure("lama", frozenset(), frozenset({"dekat-jauh"}), NOON)])
    assert router.cut_off(places, closing(legs=("kota-dekat",)), NOON) == [False, True, False, True]


def test_a_mapped_island_loses_its_puskesmas_with_its_boat() -> None:
    """The island has a street of its own, and the pier stands on it."""
    network = make_network(
        [(0.0, 104.0), (0.0, 104.01), (0.0, 104.02), (0.0, 104.03), (0.0, 104.10), (0.0, 104.11)],
        [(0, 1, False), (1, 2, False), (2, 3, False), (4, 5, False)],
    )
    router = Router(network, speeds=PLAIN, boats=BOATS)
    puskesmas = along(network, 3, 0.9)
    assert router.cut_off([puskesmas], closing(legs=("kota-dekat", "dekat-jauh")), NOON) == [True]
    assert router.cut_off([puskesmas], closing(0, 1, 2), NOON) == [False], "no street of the town leads there"
    assert router.cut_off([along(network, 0, 0.5)], closing(legs=("kota-dekat", "kota-jauh")), NOON) == [False]


def test_supposing_leaves_the_router_as_it_is_and_replaces_by_id() -> None:
    router = Router(line_network(), speeds=PLAIN)
    router.set_closures([Closure("a", frozenset({0}), frozenset(), NOON)])
    supposed = router.supposing(Closure("a", frozenset({2}), frozenset(), NOON))
    assert supposed.schedule.at(NOON).edges == {2}
    assert router.schedule.at(NOON).edges == {0}
