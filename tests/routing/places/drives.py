"""Recorded trips whose true way is known: driven at a steady speed, seen by a noisy receiver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routing import Network, Point, RecordedFix

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Drive:
    """A drive along arcs: what was recorded, the directed edges it took, and when each was entered."""

    fixes: list[RecordedFix]
    edges: list[tuple[int, bool]]
    entered_s: list[float]
    duration_s: float


def drive(
    network: Network,
    edges: list[tuple[int, bool]],
    rng: np.random.Generator,
    *,
    speed_mps: float = 10.0,
    every_s: float = 5.0,
    noise_m: float = 8.0,
) -> Drive:
    """Drive along directed edges from the beginning of the first to the end of the last."""
    shapes = [network.shape_lonlat(edge)[:: 1 if forward else -1] for edge, forward in edges]
    line = shapely.LineString(np.concatenate([network.plane.to_xy(shape[:, 1], shape[:, 0]) for shape in shapes]))
    lengths = [float(network.lines[edge].length) for edge, _ in edges]
    seconds = np.arange(0, line.length / speed_mps, every_s)
    places = shapely.get_coordinates(shapely.line_interpolate_point(line, seconds * speed_mps))
    lonlat = network.plane.to_lonlat(places + rng.normal(0, noise_m, places.shape))
    fixes = [
        RecordedFix(START + timedelta(seconds=float(at)), Point(float(lat), float(lon)))
        for at, (lon, lat) in zip(seconds, lonlat, strict=True)
    ]
    entered = np.concatenate(([0.0], np.cumsum(lengths)[:-1])) / speed_mps
    return Drive(fixes, edges, entered.tolist(), line.length / speed_mps)


def shortest_drive(network: Network, rng: np.random.Generator, *, least_m: float, **how: float) -> Drive:
    """Drive the shortest way between two random nodes."""
    arcs = network.arcs
    length_m = network.edge_length_m[arcs.edge]
    by_length = np.argsort(-length_m, kind="stable")  # of parallel arcs the shortest comes last, and stays
    arc_of = {(int(arcs.tail[arc]), int(arcs.head[arc])): int(arc) for arc in by_length}
    kept = np.array(list(arc_of.values()))
    shape = (network.node_count, network.node_count)
    graph = csr_array((length_m[kept], (arcs.tail[kept], arcs.head[kept])), shape=shape)
    while True:
        a, b = (int(node) for node in rng.integers(0, network.node_count, 2))
        away_m, before = dijkstra(graph, indices=a, return_predecessors=True)
        if least_m < away_m[b] < np.inf:
            break
    edges, node = list[tuple[int, bool]](), b
    while node != a:
        arc, node = arc_of[int(before[node]), node], int(before[node])
        edges.append((int(arcs.edge[arc]), not bool(arcs.is_reverse[arc])))
    return drive(network, edges[::-1], rng, **how)
