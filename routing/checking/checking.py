"""Is a network fit to dispatch on? Pieces nobody reaches, one-way traps, places off the road, impossible speeds.

Everything is seen as an ambulance drives, because its times decide who is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from routing.boats.timetable import BoatService, Pier
from routing.engine.metric import CLOSED_MS
from routing.geo import BoolArray, FloatArray, IntArray, Point, distance_m
from routing.network.network import Network
from routing.places.snap import ASSUMED_LIMIT_M, ASSUMED_SCHEMATIC_LIMIT_M, SnapIndex
from routing.speeds.profiles import Profile
from routing.speeds.speeds import Speeds
from routing.speeds.tables import BELIEVED_MAXSPEED_KMH
from routing.speeds.weights import edge_weights_ms, passable_edges

ASSUMED_HARMLESS_M = 150.0
"""Assumption: a piece of road shorter than this is a driveway or a car park, not a street people live in."""

ASSUMED_FAR_M = 200.0
"""Assumption: a facility farther than this from a road an ambulance can use lies in a gap of the map."""

ASSUMED_SCHEMATIC_FAR_M = 1_500.0
"""Assumption: the same over the hand-drawn main roads, which leave out every side street."""

IMPOSSIBLE_KMH = 120.0
"""No ambulance covers ground faster than this in a city."""

LENGTH_TOLERANCE = 0.02
"""How much shorter than the straight line between its ends a road may be written, for rounding."""

EXAMPLES = 5


class FindingCode(StrEnum):
    """What is wrong; the screens and the console have the words."""

    TERPISAH = "terpisah"
    """Land that no road or path joins to the main part, and no pier either."""
    PULAU_BERDERMAGA = "pulau_berdermaga"
    """The same with a pier: reached by boat, as it should be."""
    TERPUTUS_BAGI_AMBULANS = "terputus_bagi_ambulans"
    """Joined only by alleys, barriers or refused roads: a crew walks, but a snapped ambulance has no way."""
    TANPA_JALAN_KELUAR = "tanpa_jalan_keluar"
    TANPA_JALAN_MASUK = "tanpa_jalan_masuk"
    TEMPAT_JAUH_DARI_JALAN = "tempat_jauh_dari_jalan"
    TEMPAT_TIDAK_TERJANGKAU = "tempat_tidak_terjangkau"
    KECEPATAN_MUSTAHIL = "kecepatan_mustahil"
    """Time along the road is too short for the ground covered: its length is wrong, or its speed."""
    BATAS_TIDAK_DIPERCAYA = "batas_tidak_dipercaya"
    """A signed limit that is no speed; it is not followed."""


NEVER_MISLEADS = frozenset({FindingCode.PULAU_BERDERMAGA, FindingCode.BATAS_TIDAK_DIPERCAYA})


class Place(NamedTuple):
    """A facility, base or pier that travel times begin or end at."""

    name: str
    point: Point


class Example(NamedTuple):
    """One case of a finding; `amount` is metres of road, metres from the road, or km/h, by the code."""

    lat: float
    lon: float
    name: str
    amount: float
    way: int
    misleads: bool


@dataclass(frozen=True)
class Finding:
    """All cases of one kind, the gravest `EXAMPLES` of them with their place."""

    code: FindingCode
    count: int
    misleading: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, eq=False)
class NetworkCheck:
    """What was found. `edge_finding` is per edge the index of its finding, or -1: for drawing."""

    findings: tuple[Finding, ...]
    edge_finding: NDArray[np.int8]
    places: tuple[Place, ...]
    place_is_fine: BoolArray

    @property
    def misleads(self) -> bool:
        """True if a dispatch over this network would be told a wrong or missing time somewhere."""
        return any(finding.misleading for finding in self.findings)


def check_network(
    network: Network, *, places: Sequence[Place] = (), speeds: Speeds | None = None, boats: BoatService | None = None
) -> NetworkCheck:
    """Look a network over before it is dispatched on.

    Args:
        places: what must lie near a road and be reachable, such as hospitals and bases.
        speeds: the speeds it will be used with.
        boats: the timetable; land with a pier is no finding against the map.
    """
    checker = _Checker(network, speeds or Speeds(), boats.piers if boats else ())
    found: list[tuple[FindingCode, list[Example]]] = []
    marks = np.full(network.edge_count, -1, dtype=np.int8)
    for code, edges in checker.pieces():
        _add(found, code, checker.examples_of_pieces(code, edges), marks, edges)
    for code, edges, amount in checker.speed_faults():
        _add(found, code, checker.examples_of_edges(code, edges, amount), marks, edges)
    fine = checker.place_faults(places, found)
    findings = tuple(
        Finding(code, len(cases), sum(case.misleads for case in cases), tuple(cases[:EXAMPLES]))
        for code, cases in found
    )
    return NetworkCheck(findings, marks, tuple(places), fine)


def _add(
    found: list[tuple[FindingCode, list[Example]]],
    code: FindingCode,
    cases: list[Example],
    marks: NDArray[np.int8],
    edges: IntArray,
) -> None:
    if cases:
        marks[edges] = len(found)
        found.append((code, sorted(cases, key=lambda case: -case.amount)))


class _Checker:
    def __init__(self, network: Network, speeds: Speeds, piers: Sequence[Pier]) -> None:
        self.network, self.speeds, self.piers = network, speeds, piers
        self.passable = passable_edges(network, speeds, Profile.AMBULANS)
        arcs = network.arcs
        open_arcs = self.passable[arcs.edge]
        self.tail, self.head = arcs.tail[open_arcs], arcs.head[open_arcs]

    @cached_property
    def _strong(self) -> BoolArray:
        """Per node: in the largest part within which an ambulance gets from anywhere to anywhere."""
        _, label = connected_components(self._graph(self.tail, self.head), directed=True, connection="strong")
        return np.asarray(label == np.bincount(label).argmax())

    @cached_property
    def _joined(self) -> BoolArray:
        """Per node: roads that an ambulance may use lead from or to the largest part, directions ignored."""
        _, label = connected_components(self._graph(self.tail, self.head), directed=False)
        return np.asarray(label == label[self._strong][0])

    @cached_property
    def _entered(self) -> BoolArray:
        """Per node: an ambulance from the largest part can drive there."""
        start = int(np.flatnonzero(self._strong)[0])
        reached = np.zeros(self.network.node_count, dtype=np.bool_)
        order = breadth_first_order(self._graph(self.tail, self.head), start, return_predecessors=False)
        reached[order] = True
        return reached

    def _graph(self, tail: IntArray, head: IntArray) -> coo_array:
        count = self.network.node_count
        # Every arc costs one: scipy sums parallel arcs, which changes nothing here.
        return coo_array((np.ones(len(tail)), (tail, head)), shape=(count, count)).tocsr()

    # -- pieces -----------------------------------------------------------------------------------------

    def pieces(self) -> list[tuple[FindingCode, IntArray]]:
        """Edges by what is wrong with the piece they belong to."""
        network, land = self.network, ~self.network.is_sea
        a, b = network.edge_a, network.edge_b
        mainland = network.land_component[np.flatnonzero(self._strong)[0]]
        # Where an ambulance can drive nowhere, there is no main part to belong to.
        apart = land & ((network.land_component[a] != mainland) | ~self.passable.any())
        with_pier = apart & self._has_pier[network.land_component[a]]
        driven = self.passable & ~apart
        cut_off = driven & ~self._joined[a]
        trap = driven & self._joined[a] & ~(self._strong[a] & self._strong[b])
        entered = self._entered[a] & self._entered[b]
        return [
            (FindingCode.TERPISAH, np.flatnonzero(apart & ~with_pier)),
            (FindingCode.PULAU_BERDERMAGA, np.flatnonzero(with_pier)),
            (FindingCode.TERPUTUS_BAGI_AMBULANS, np.flatnonzero(cut_off)),
            (FindingCode.TANPA_JALAN_KELUAR, np.flatnonzero(trap & entered)),
            (FindingCode.TANPA_JALAN_MASUK, np.flatnonzero(trap & ~entered)),
        ]

    @cached_property
    def _has_pier(self) -> BoolArray:
        """Per land mass: a pier of the timetable lies within its walking radius of a road there."""
        network = self.network
        found = np.zeros(int(network.land_component.max()) + 1, dtype=np.bool_)
        for pier in self.piers:
            away_m = distance_m(network.node_lat, network.node_lon, pier.lat, pier.lon)
            found[network.land_component[away_m <= min(pier.walk_radius_m, ASSUMED_LIMIT_M)]] = True
        return found

    def examples_of_pieces(self, code: FindingCode, edges: IntArray) -> list[Example]:
        """One example for each connected piece of the given edges, shown at its longest edge."""
        if len(edges) == 0:
            return []
        network = self.network
        a, b = network.edge_a[edges], network.edge_b[edges]
        # Traps touch the sound part with one end; only their own nodes join them into pieces.
        own = ~self._strong
        joins = own[a] & own[b]
        _, label = connected_components(self._graph(a[joins], b[joins]), directed=False)
        piece = label[np.where(own[a], a, b)]
        examples = []
        by_piece = np.argsort(piece, kind="stable")
        for members in np.split(edges[by_piece], np.flatnonzero(np.diff(piece[by_piece])) + 1):
            length_m = float(network.edge_length_m[members].sum())
            longest = int(members[network.edge_length_m[members].argmax()])
            misleads = length_m >= ASSUMED_HARMLESS_M and code not in NEVER_MISLEADS
            examples.append(self._example(longest, length_m, misleads=misleads))
        return examples

    # -- speeds -----------------------------------------------------------------------------------------

    def speed_faults(self) -> list[tuple[FindingCode, IntArray, FloatArray]]:
        """Edges with a speed that cannot be, and that speed in km/h over the ground or on the sign."""
        network = self.network
        weights_ms = edge_weights_ms(network, self.speeds, Profile.AMBULANS_SIRENE)
        a, b = network.edge_a, network.edge_b
        straight_m = distance_m(network.node_lat[a], network.node_lon[a], network.node_lat[b], network.node_lon[b])
        ground_kmh = straight_m / weights_ms * 3600
        too_short = network.edge_length_m < straight_m * (1 - LENGTH_TOLERANCE) - 1
        impossible = (weights_ms < CLOSED_MS) & (too_short | (ground_kmh > IMPOSSIBLE_KMH))
        signed = network.edge_maxspeed_kmh.astype(np.float64)
        lowest, highest = BELIEVED_MAXSPEED_KMH
        doubted = (signed > 0) & ((signed < lowest) | (signed > highest))
        return [
            (FindingCode.KECEPATAN_MUSTAHIL, np.flatnonzero(impossible), ground_kmh),
            (FindingCode.BATAS_TIDAK_DIPERCAYA, np.flatnonzero(doubted), signed),
        ]

    def examples_of_edges(self, code: FindingCode, edges: IntArray, amount: FloatArray) -> list[Example]:
        misleads = code not in NEVER_MISLEADS
        return [self._example(int(edge), float(amount[edge]), misleads=misleads) for edge in edges]

    def _example(self, edge: int, amount: float, *, misleads: bool) -> Example:
        shape = self.network.shape_lonlat(edge)
        lon, lat = shape[len(shape) // 2]
        way = int(self.network.edge_way[edge])
        return Example(float(lat), float(lon), self.network.name_of(edge), amount, way, misleads)

    # -- places -----------------------------------------------------------------------------------------

    def place_faults(self, places: Sequence[Place], found: list[tuple[FindingCode, list[Example]]]) -> BoolArray:
        """Add the places that are off the road or out of reach; per place, it is neither."""
        fine = np.ones(len(places), dtype=np.bool_)
        if not places:
            return fine
        network, schematic = self.network, self.network.schematic
        # Everything is snapped, so that the distance can be told; what is too far is judged here.
        points = [place.point for place in places]
        snaps = SnapIndex(network, self.passable, np.inf).snap(points)
        by_boat = self._by_boat(points)
        limit_m = ASSUMED_SCHEMATIC_LIMIT_M if schematic else ASSUMED_LIMIT_M
        far_m = min(limit_m, ASSUMED_SCHEMATIC_FAR_M if schematic else ASSUMED_FAR_M)
        far, unreached = [], []
        for row, (place, edge, away_m) in enumerate(
            zip(places, snaps.edge.tolist(), snaps.distance_m.tolist(), strict=True)
        ):
            reached = edge >= 0 and self._strong[network.edge_a[edge]] and self._strong[network.edge_b[edge]]
            case = Example(place.point.lat, place.point.lon, place.name, away_m, 0, misleads=not by_boat[row])
            if not reached and (by_boat[row] or (edge >= 0 and away_m <= far_m)):
                unreached.append(case)
            elif away_m > far_m or edge < 0:
                far.append(case)
            else:
                continue
            fine[row] = False
        for code, cases in (
            (FindingCode.TEMPAT_JAUH_DARI_JALAN, far),
            (FindingCode.TEMPAT_TIDAK_TERJANGKAU, unreached),
        ):
            if cases:
                found.append((code, sorted(cases, key=lambda case: -case.amount)))
        return fine

    def _by_boat(self, points: list[Point]) -> BoolArray:
        """Per point: on land with a pier other than the mainland, or by a pier where no roads are mapped."""
        network = self.network
        ground = SnapIndex(network, ~network.is_sea, ASSUMED_LIMIT_M)
        snaps = ground.snap(points)
        mainland = network.land_component[np.flatnonzero(self._strong)[0]]
        component = network.land_component[network.edge_a[snaps.edge]]
        by_boat = snaps.found & (component != mainland) & self._has_pier[component]
        lat, lon = np.array(points, dtype=np.float64).T
        for pier in self.piers:
            if not ground.snap([pier.point]).found[0]:
                by_boat |= distance_m(lat, lon, pier.lat, pier.lon) <= pier.walk_radius_m
        return np.asarray(by_boat)
