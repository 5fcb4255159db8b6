"""Small networks for the tests, and oracles that share no code with the router."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from routing import BoatKind, BoatLeg, BoatService, Network, Pier, Point, RoadClass, Speeds, TimeSpread, Window
from routing.boats.hours import ALWAYS
from routing.network.building import NetworkBuilder
from routing.speeds.delays import Delays
from routing.speeds.hours import EVERY_DAY, HourTable
from routing.speeds.spread import ASSUMED_SIGMA, Z90

WIB = ZoneInfo("Asia/Jakarta")
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)  # 12.00 WIB
NIGHT = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # 23.30 WIB

STEP_DEG = 0.01
"""Between neighbours of a grid: about 1.1 km, farther than a position is ever snapped."""

PLAIN = Speeds(
    car_kmh={c: 36.0 for c in RoadClass if c not in {RoadClass.PATH, RoadClass.FOOTWAY, RoadClass.LAUT}},
    motorcycle_kmh={c: 36.0 for c in RoadClass if c not in {RoadClass.FOOTWAY, RoadClass.LAUT}},
    lights_factor=1.0,
    foot_kmh=3.6,
    hours=HourTable.constant(),
    delays=Delays.none(),
    spread=TimeSpread(sigma=dict.fromkeys(ASSUMED_SIGMA, math.log(2) / Z90), short_sigma=0.0),
)
"""10 m/s by vehicle, 1 m/s on foot, at every hour and without delays; P10 and P90 are half and twice:
times that can be checked in the head."""

Street = tuple[int, int, bool]
"""Two nodes and whether the street is one-way from the first to the second."""


def make_network(
    places: Sequence[tuple[float, float]],
    streets: Iterable[Street],
    *,
    length_m: float | None = 1000.0,
    road_class: RoadClass = RoadClass.RESIDENTIAL,
    schematic: bool = False,
) -> Network:
    """A network from (lat, lon) places and straight streets, all of one length."""
    builder = NetworkBuilder()
    for lat, lon in places:
        builder.add_node(lat, lon, where="test")
    for number, (a, b, oneway) in enumerate(streets):
        builder.add_edge(a, b, road_class, name=f"Jl. {number}", oneway=oneway, length_m=length_m, where="test")
    return builder.build(label="uji", schematic=schematic, attribution="uji", where="test")


def line_network(nodes: int = 4, **options: object) -> Network:
    """Places in a row from west to east, each joined to the next; 1 km, 100 s by vehicle, apart."""
    places = [(0.0, 104.0 + STEP_DEG * n) for n in range(nodes)]
    return make_network(places, [(n, n + 1, False) for n in range(nodes - 1)], **options)  # type: ignore[arg-type]  # options are make_network's own


def node_point(network: Network, node: int) -> Point:
    return Point(float(network.node_lat[node]), float(network.node_lon[node]))


def along(network: Network, edge: int, fraction: float) -> Point:
    """A point on a straight edge."""
    a, b = network.edge_a[edge], network.edge_b[edge]
    return Point(
        float(network.node_lat[a] + fraction * (network.node_lat[b] - network.node_lat[a])),
        float(network.node_lon[a] + fraction * (network.node_lon[b] - network.node_lon[a])),
    )


@st.composite
def grids(draw: st.DrawFn, *, doubled: bool = True) -> Network:
    """Grids of up to 5 × 5 with random one-way streets, gaps and doubled streets."""
    kinds = ["two", "two", "two", "there", "back", "none", *(["double"] if doubled else [])]
    rows, columns = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    places = [(STEP_DEG * row, 104.0 + STEP_DEG * column) for row in range(rows) for column in range(columns)]
    streets: list[Street] = []
    for node in range(rows * columns):
        east = [node + 1] if (node + 1) % columns else []
        north = [node + columns] if node + columns < rows * columns else []
        for other in east + north:
            kind = draw(st.sampled_from(kinds))
            if kind != "none":
                ends = (other, node) if kind == "back" else (node, other)
                streets.append((*ends, kind in {"there", "back"}))
            if kind == "double":
                streets.append((other, node, True))
    if not streets:
        streets.append((0, 1, False))
    return make_network(places, streets, length_m=None)


Arc = tuple[int, int, float]


def dijkstra_s(arcs: Iterable[Arc], start: int) -> dict[int, float]:
    """Plain Dijkstra over (tail, head, cost) triples."""
    out: dict[int, list[tuple[int, float]]] = {}
    for tail, head, cost in arcs:
        out.setdefault(tail, []).append((head, cost))
    best = {start: 0.0}
    queue = [(0.0, start)]
    while queue:
        spent, node = heapq.heappop(queue)
        if spent > best[node]:
            continue
        for head, cost in out.get(node, ()):
            if spent + cost < best.get(head, float("inf")):
                best[head] = spent + cost
                heapq.heappush(queue, (best[head], head))
    return best


def street_arcs(network: Network, seconds: Sequence[float], closed: Iterable[int] = ()) -> list[Arc]:
    """The open directions of every edge with their cost in seconds."""
    shut, arcs = set(closed), []
    for edge in range(network.edge_count):
        if edge in shut:
            continue
        a, b = int(network.edge_a[edge]), int(network.edge_b[edge])
        arcs.append((a, b, seconds[edge]))
        if not network.edge_oneway[edge]:
            arcs.append((b, a, seconds[edge]))
    return arcs


ISLAND_PIER = Pier("pulau", "Dermaga Pulau", 0.0, 104.10, walk_radius_m=1500)
CITY_PIER = Pier("kota", "Dermaga Kota", 0.0, 104.03)


def window(hours: str, days: Iterable[int] = EVERY_DAY) -> Window:
    """Clock time on some days, from "05:30-22:00"."""
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in hours.split("-"))
    return Window(tuple(days), start, end)


def pompong(*, hours: str = "05:30-22:00", kind: BoatKind = BoatKind.PUBLIC) -> BoatLeg:
    spans = (window(hours),) if hours else ALWAYS
    return BoatLeg("pompong", "kota", "pulau", duration_s=900, boarding_s=300, hours=spans, kind=kind)


def ferry_service(*legs: BoatLeg) -> BoatService:
    """The boats of a city at the east end of `line_network()` and an island beyond it."""
    return BoatService.both_ways([CITY_PIER, ISLAND_PIER], legs or (pompong(),), WIB)
