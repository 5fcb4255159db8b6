"""An OSRM and a Valhalla that answer from a small network by scipy's Dijkstra, in the true formats of both.

They share no search and no snapping with the router: streets are straight, and every traveller has one speed.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from routing import Network, Point, RoadClass
from routing.geo import distance_m
from tests.routing.remote.serving import Answer, Asked

VEHICLE_MPS, FOOT_MPS = 10.0, 1.0
"""Those of `tests.routing.worlds.PLAIN`."""

NOT_FOR_VEHICLES = {RoadClass.PATH, RoadClass.FOOTWAY}
"""What PLAIN's cars do not drive on; its motorcycles keep to it here as well."""


@dataclass(frozen=True)
class Place:
    """A point on an edge."""

    edge: int
    fraction: float
    lat: float
    lon: float


class Streets:
    """The streets that one kind of traveller uses, as a graph of metres."""

    def __init__(self, network: Network, *, on_foot: bool) -> None:
        self.network, self.mps = network, FOOT_MPS if on_foot else VEHICLE_MPS
        self.name_of = network.name_of
        closed = {RoadClass.LAUT} if on_foot else {RoadClass.LAUT, *NOT_FOR_VEHICLES}
        self.edges = [e for e in range(network.edge_count) if network.class_of(e) not in closed]

    def snap(self, point: Point) -> Place:
        """The nearest place on any street, by projecting onto each."""
        network = self.network
        a, b = network.edge_a[self.edges], network.edge_b[self.edges]
        scale = np.array([1.0, np.cos(np.radians(network.plane.lat))])
        begin = np.column_stack((network.node_lat[a], network.node_lon[a])) * scale
        along = np.column_stack((network.node_lat[b], network.node_lon[b])) * scale - begin
        at = np.array(point) * scale
        fraction = np.clip(((at - begin) * along).sum(axis=1) / (along**2).sum(axis=1), 0.0, 1.0)
        foot = begin + fraction[:, None] * along
        best = int(np.argmin(((at - foot) ** 2).sum(axis=1)))
        lat, lon = (foot[best] / scale).tolist()
        return Place(self.edges[best], float(fraction[best]), lat, lon)

    def metres(self, origins: Sequence[Place], target: Place, closed: frozenset[int] = frozenset()) -> np.ndarray:
        """(origins,) metres along the streets, inf where no way leads."""
        network, open_edges = self.network, [e for e in self.edges if e not in closed]
        nodes, target_node = network.node_count, network.node_count + len(origins)
        cuts = {edge: [] for edge in open_edges}  # type: dict[int, list[tuple[float, int]]]
        for node, place in [*((nodes + n, origin) for n, origin in enumerate(origins)), (target_node, target)]:
            if place.edge in cuts:
                cuts[place.edge].append((place.fraction, node))
        arcs: dict[tuple[int, int], float] = {}
        for edge, stops in cuts.items():
            length_m = float(network.edge_length_m[edge])
            line = [(0.0, int(network.edge_a[edge])), *sorted(stops), (1.0, int(network.edge_b[edge]))]
            for (begin, tail), (end, head) in itertools.pairwise(line):
                pairs = [(tail, head)] if network.edge_oneway[edge] else [(tail, head), (head, tail)]
                for pair in pairs:
                    # scipy takes a zero for "no arc"
                    arcs[pair] = min(arcs.get(pair, np.inf), max((end - begin) * length_m, 1e-9))
        tails, heads = zip(*arcs, strict=True)
        size = target_node + 1
        graph = coo_array((list(arcs.values()), (heads, tails)), shape=(size, size)).tocsr()
        return np.asarray(dijkstra(graph, indices=target_node))[nodes : nodes + len(origins)]


class FakeOsrm:
    """`/car/…` answers for vehicles, `/foot/…` for people on foot."""

    def __init__(self, network: Network) -> None:
        self._streets = {name: Streets(network, on_foot=name == "foot") for name in ("car", "foot")}

    def __call__(self, asked: Asked) -> Answer:
        parts = urlsplit(asked.target)
        _, data, service, version, _, coordinates = unquote(parts.path).split("/")
        assert version == "v1"
        points = [Point(float(lat), float(lon)) for lon, lat in (pair.split(",") for pair in coordinates.split(";"))]
        options = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return getattr(self, f"_{service}")(self._streets["foot" if data == "foot" else "car"], points, options)

    def _table(self, streets: Streets, points: list[Point], options: dict[str, str]) -> Answer:
        sources, targets = ([int(n) for n in options[name].split(";")] for name in ("sources", "destinations"))
        if len(points) > 100:
            return Answer.of({"code": "TooBig", "message": "Too many table coordinates"}, 400)
        places = [streets.snap(point) for point in points]
        columns = [streets.metres([places[s] for s in sources], places[t]) for t in targets]
        metres = np.array(columns).T
        return Answer.of(
            {
                "code": "Ok",
                "durations": _cells(metres / streets.mps, 1),
                "distances": _cells(metres, 1),
                "sources": [_waypoint(streets, points[s], places[s]) for s in sources],
                "destinations": [_waypoint(streets, points[t], places[t]) for t in targets],
            }
        )

    def _nearest(self, streets: Streets, points: list[Point], _: dict[str, str]) -> Answer:
        waypoints = [_waypoint(streets, point, streets.snap(point)) for point in points]
        return Answer.of({"code": "Ok", "waypoints": waypoints, "data_version": "2026-11-01T00:00:00Z"})

    def _route(self, streets: Streets, points: list[Point], _: dict[str, str]) -> Answer:
        a, b = (streets.snap(point) for point in points)
        metres = float(streets.metres([a], b)[0])
        if not np.isfinite(metres):
            return Answer.of({"code": "NoRoute", "message": "Impossible route between points"}, 400)
        step = {
            "mode": "driving",
            "name": streets.name_of(a.edge),
            "duration": metres / streets.mps,
            "distance": metres,
            "maneuver": {"type": "depart", "bearing_after": 90},
        }
        route = {
            "duration": round(metres / streets.mps, 1),
            "distance": round(metres, 1),
            "geometry": {"type": "LineString", "coordinates": [[a.lon, a.lat], [b.lon, b.lat]]},
            "legs": [{"steps": [step], "duration": metres / streets.mps, "distance": metres}],
        }
        return Answer.of({"code": "Ok", "routes": [route], "waypoints": []})


class FakeValhalla:
    """Valhalla's matrix, route, locate and status, with places that are too far from a road not found."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._streets = {on_foot: Streets(network, on_foot=on_foot) for on_foot in (False, True)}

    def __call__(self, asked: Asked) -> Answer:
        body = asked.body
        streets = self._streets[body.get("costing") == "pedestrian"]
        closed = frozenset(streets.snap(_point(place)).edge for place in body.get("exclude_locations", ()))
        return getattr(self, "_" + asked.target.strip("/"))(streets, body, closed)

    def _status(self, *_: object) -> Answer:
        return Answer.of({"version": "3.9.1", "tileset_last_modified": 1795913296, "available_actions": []})

    def _locate(self, streets: Streets, body: Any, _: frozenset[int]) -> Answer:
        return Answer.of([self._located(streets, _point(place)) for place in body["locations"]])

    def _located(self, streets: Streets, point: Point) -> dict[str, Any]:
        place = streets.snap(point)
        found = {
            "way_id": place.edge,
            "correlated_lat": round(place.lat, 6),
            "correlated_lon": round(place.lon, 6),
            "side_of_street": "neither",
            "percent_along": place.fraction,
        }
        near = distance_m(place.lat, place.lon, *point) < 35_000
        return {"input_lat": point.lat, "input_lon": point.lon, "edges": [found] if near else [], "nodes": []}

    def _sources_to_targets(self, streets: Streets, body: Any, closed: frozenset[int]) -> Answer:
        sources, targets = ([_point(p) for p in body[name]] for name in ("sources", "targets"))
        if len(sources) * len(targets) > 2500:
            return Answer.of({"error_code": 150, "error": "Exceeded max locations", "status_code": 400}, 400)
        if any(not self._located(streets, point)["edges"] for point in (*sources, *targets)):
            return Answer.of({"error_code": 171, "error": "No suitable edges near location", "status_code": 400}, 400)
        places = [streets.snap(point) for point in sources]
        metres = np.array([streets.metres(places, streets.snap(target), closed) for target in targets]).T
        if not np.isfinite(metres).any():
            return Answer.of({"error_code": 170, "error": "Locations are in unconnected regions."}, 400)
        lengths = np.where(np.isfinite(metres), metres, 0.0)  # as Valhalla does on foot
        answer = {"durations": _cells(metres / streets.mps, 0), "distances": _cells(lengths / 1000, 3)}
        return Answer.of({"sources_to_targets": answer, "units": "kilometers", "algorithm": "costmatrix"})

    def _route(self, streets: Streets, body: Any, closed: frozenset[int]) -> Answer:
        a, b = (streets.snap(_point(place)) for place in body["locations"])
        metres = float(streets.metres([a], b, closed)[0])
        if not np.isfinite(metres):
            return Answer.of({"error_code": 442, "error": "No path could be found for input"}, 400)
        summary = {"has_ferry": False, "time": round(metres / streets.mps, 3), "length": round(metres / 1000, 3)}
        maneuver = {"type": 1, "time": summary["time"], "length": summary["length"]}
        leg = {"summary": summary, "shape": encode6([a, b]), "maneuvers": [maneuver]}
        return Answer.of({"trip": {"legs": [leg], "summary": summary, "status": 0, "units": "kilometers"}})


def encode6(places: Sequence[Place]) -> str:
    """A polyline of six decimals."""
    text, last = "", [0, 0]
    for place in places:
        now = [round(place.lat * 1e6), round(place.lon * 1e6)]
        for value in (now[0] - last[0], now[1] - last[1]):
            rest = ~(value << 1) if value < 0 else value << 1
            while rest >= 0x20:
                text += chr((0x20 | rest & 0x1F) + 63)
                rest >>= 5
            text += chr(rest + 63)
        last = now
    return text


def _cells(values: np.ndarray, decimals: int) -> list[list[float | None]]:
    return [[round(v, decimals) if np.isfinite(v) else None for v in row] for row in values.tolist()]


def _waypoint(streets: Streets, point: Point, place: Place) -> dict[str, Any]:
    away_m = float(distance_m(place.lat, place.lon, *point))
    location = [round(place.lon, 6), round(place.lat, 6)]
    return {"distance": round(away_m, 6), "name": streets.name_of(place.edge), "location": location}


def _point(place: dict[str, float]) -> Point:
    return Point(place["lat"], place["lon"])
