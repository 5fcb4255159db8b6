"""Which places a closure cuts off: from the roads around them, or from the boats that served them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from routing.boats.timetable import BoatService
from routing.geo import BoolArray, IntArray, Point, distance_m
from routing.network.network import Network
from routing.places.snap import Snaps
from routing.speeds.profiles import Profile
from routing.speeds.weights import passable_edges
from routing.travel.closures import Closed
from routing.travel.terrain import MAINLAND, Terrain

NOWHERE = -1


def places_cut_off(terrain: Terrain, places: Sequence[Point], *, closed: Closed, closing: Closed) -> BoolArray:
    """Per place: an ambulance, or a boat to its island, comes there now, and no longer once `closing` is closed.

    Args:
        closed: what is closed anyway at that moment.
        closing: what is asked about.
    """
    cut = np.zeros(len(places), dtype=np.bool_)
    if closing.edges:
        usable = passable_edges(terrain.network, terrain.speeds, Profile.AMBULANS)
        snaps = terrain.index(Profile.AMBULANS).snap(places)
        cut |= cut_off_by_road(terrain.network, usable, snaps, closed=closed.edges, closing=closing.edges)
    if closing.boat_legs and terrain.boats.piers:
        piers = _lands(terrain, [pier.point for pier in terrain.boats.piers])
        legs, also = closed.boat_legs, closing.boat_legs
        lands = _lands(terrain, places)
        cut |= cut_off_by_sea(terrain.boats, piers, lands, closed=legs, closing=also)
        by_pier = np.append(cut_off_piers(terrain.boats, piers, closed=legs, closing=also), False)
        cut |= (lands == NOWHERE) & by_pier[_piers_of(terrain.boats, places)]
    return cut


def cut_off_by_road(
    network: Network, usable: BoolArray, places: Snaps, *, closed: Iterable[int], closing: Iterable[int]
) -> BoolArray:
    """Per place: roads join it to the most of its land mass now, both ways, and no longer do once `closing` is closed.

    A place on a closed edge is still left by both of its ends, as the router does it. Turn bans are not looked at.

    Args:
        usable: per edge, who is asked for may use it.
        places: where they lie on the network; a place off it is not cut off by a street.
        closed: the edges that are closed anyway.
        closing: the edges whose closure is asked about.
    """
    is_open = usable.copy()
    is_open[list(closed)] = False
    before = _joined(network, is_open, places)
    is_open[list(closing)] = False
    return before & ~_joined(network, is_open, places)


def cut_off_by_sea(
    boats: BoatService, land: IntArray, places: IntArray, *, closed: frozenset[str], closing: frozenset[str]
) -> BoolArray:
    """Per place: boats join its land mass to the mainland now, both ways, and no longer do once `closing` is closed.

    Args:
        land: per pier the number of its land mass, 0 the mainland; `NOWHERE` for a pier on no mapped road.
        places: the same per place; `NOWHERE` is not cut off.
        closed, closing: ids of boat legs.
    """
    before = _lands_joined(boats, land, closed)
    after = _lands_joined(boats, land, closed | closing)
    return np.array([place in before and place not in after for place in places.tolist()], dtype=np.bool_)


def cut_off_piers(boats: BoatService, land: IntArray, *, closed: frozenset[str], closing: frozenset[str]) -> BoolArray:
    """Per pier of an island: boats join it to the mainland now, and no longer do once `closing` is closed."""
    before, after = (_piers_joined(boats, land, legs) for legs in (closed, closed | closing))
    return np.asarray(before & ~after & (land != MAINLAND))


def _lands(terrain: Terrain, places: Sequence[Point]) -> IntArray:
    """Per place the number of its land mass, or `NOWHERE` off the mapped roads and paths."""
    snaps = terrain.index(Profile.JALAN_KAKI).snap(places)
    network = terrain.network
    return np.where(snaps.found, network.land_component[network.edge_a[snaps.edge]], NOWHERE)


def _piers_of(boats: BoatService, places: Sequence[Point]) -> IntArray:
    """Per place the pier that serves it off the roads, or -1 (the last of one more than there are)."""
    lat, lon = np.array(places, dtype=np.float64).reshape(-1, 2).T
    pier_lat, pier_lon = np.array([pier.point for pier in boats.piers], dtype=np.float64).T
    away_m = distance_m(lat[:, None], lon[:, None], pier_lat, pier_lon)
    radius_m = np.array([pier.walk_radius_m for pier in boats.piers], dtype=np.float64)
    away_m = np.where(away_m <= radius_m, away_m, np.inf)
    return np.where(np.isfinite(away_m).any(axis=1), np.argmin(away_m, axis=1), -1)


def _joined(network: Network, is_open: BoolArray, places: Snaps) -> BoolArray:
    """Per place: one of its edge's ends is reached from the middle of its land mass, and one leads there."""
    arcs = network.arcs
    open_arcs = np.flatnonzero(is_open[arcs.edge])
    ones = np.ones(len(open_arcs), dtype=np.int8)
    shape = (network.node_count, network.node_count)
    graph = csr_array((ones, (arcs.tail[open_arcs], arcs.head[open_arcs])), shape=shape)
    _, strong = connected_components(graph, directed=True, connection="strong")
    size = np.bincount(strong)[strong]
    found = np.flatnonzero(places.found)
    a, b = network.edge_a[places.edge[found]], network.edge_b[places.edge[found]]
    joined = np.zeros(len(places), dtype=np.bool_)
    for mass in np.unique(network.land_component[a]).tolist():
        nodes = np.flatnonzero(network.land_component == mass)
        hub = int(nodes[np.argmax(size[nodes])])
        onward, back = _reached(graph, hub), _reached(graph.T.tocsr(), hub)
        here = network.land_component[a] == mass
        joined[found[here]] = ((onward[a] | onward[b]) & (back[a] | back[b]))[here]
    return joined


def _reached(graph: csr_array, hub: int) -> BoolArray:
    reached = np.zeros(graph.shape[0], dtype=np.bool_)
    reached[breadth_first_order(graph, hub, return_predecessors=False)] = True
    return reached


def _lands_joined(boats: BoatService, land: IntArray, closed: frozenset[str]) -> set[int]:
    joined = _piers_joined(boats, land, closed)
    return {int(mass) for mass in land[joined].tolist()} - {NOWHERE}


def _piers_joined(boats: BoatService, land: IntArray, closed: frozenset[str]) -> BoolArray:
    """Per pier: open legs lead from the mainland to it and back."""
    legs = [ends for leg, ends in zip(boats.legs, boats.ends, strict=True) if leg.id not in closed]
    outward = _spread(legs, land)
    homeward = _spread([(end, start) for start, end in legs], land)
    return outward & homeward


def _spread(legs: Sequence[tuple[int, int]], land: IntArray) -> BoolArray:
    """Piers reached from those of the mainland; whoever lands may go on from every pier of that land mass."""
    reached = land == MAINLAND
    while True:
        lands = set(land[reached].tolist()) - {NOWHERE}
        wider = reached | np.isin(land, list(lands))
        for start, end in legs:
            wider[end] |= wider[start]
        if (wider == reached).all():
            return np.asarray(reached)
        reached = wider
