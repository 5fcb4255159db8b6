"""Where a position is, in words: street, distance to the next junction, kelurahan; what is near where streets have no
names; how far the road is where there is none."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from routing.geo import BoolArray, FloatArray, Point, check_point, distance_m
from routing.network.network import Network
from routing.places.hits import NamedPlace
from routing.places.near import EdgeTree, Near
from routing.places.wording import AreaName, Beside, address_text

ASSUMED_OFF_ROAD_M = 150.0
"""Assumption: farther than this from every road a position is not on one, and from a named street not at it."""

ASSUMED_JUNCTION_REACH_M = 1_500.0
"""Assumption: a junction farther away along the street helps nobody to find the place."""

ASSUMED_LANDMARK_REACH_M = 1_000.0
"""Assumption: the same for a landmark, in a straight line."""


FindArea = Callable[[Point], AreaName | None]
"""Asked for the kelurahan of a point; None outside the city."""


@dataclass(frozen=True, slots=True)
class Address:
    """A position in parts and in words.

    Args:
        street: the street it is on, or a named one within reach; None where there is none.
        on_street: its own road has that name; false where the nearest road has none, and another has.
        junction: the nearest street that meets it, and how far that is along the street.
        landmark: the nearest named place, where the street or the junction is not known.
        area: its kelurahan.
        road_m: how far the nearest road is; inf on a network without roads.
        estimate: something of it is drawn by hand, approximate, unverified, or not the position's own road.
        text: Indonesian, with distances as round as they are sure.
    """

    street: str | None
    on_street: bool
    junction: Beside | None
    landmark: Beside | None
    area: AreaName | None
    road_m: float
    estimate: bool
    text: str


class Addresses:
    """Puts positions into words; immutable, shared between threads.

    Args:
        network: the roads.
        places: landmarks.
        find_area: who knows the kelurahan of a point.
    """

    def __init__(self, network: Network, *, places: Sequence[NamedPlace] = (), find_area: FindArea) -> None:
        self._network, self._find_area = network, find_area
        self._places = list(places)
        self._place_lat = np.array([place.lat for place in self._places], dtype=np.float64)
        self._place_lon = np.array([place.lon for place in self._places], dtype=np.float64)
        named: BoolArray = (network.edge_name != 0) & ~network.is_sea
        self._roads = EdgeTree(network, ~network.is_sea)
        self._streets = EdgeTree(network, named)
        self._names_at = _names_at(network, named)
        self._edges_at = _edges_at(network, named)

    def describe(self, point: Point) -> Address:
        """The address of a position, wherever it is.

        Raises:
            RoutingInputError: a coordinate that is none.
        """
        check_point(point)
        xy = self._network.plane.to_xy([point.lat], [point.lon])
        road_m, drawn, street = self._street_at(xy)
        area = self._find_area(point)
        junction = self._junction_beside(street) if street is not None else None
        landmark = None if junction is not None or road_m > ASSUMED_OFF_ROAD_M else self._landmark_beside(point)
        name = self._network.name_of(int(street.edge[0])) if street is not None else None
        on_street = street is not None and bool(street.distance_m[0] <= road_m)
        unsure = area is not None and area.approximate
        return Address(
            street=name,
            on_street=on_street,
            junction=junction,
            landmark=landmark[0] if landmark else None,
            area=area,
            road_m=road_m,
            estimate=(
                drawn
                or unsure
                or road_m > ASSUMED_OFF_ROAD_M
                or (street is not None and not on_street)
                or (landmark is not None and not landmark[1].verified)
            ),
            text=address_text(
                point=point,
                street=name,
                on_street=on_street,
                junction=junction,
                landmark=landmark[0] if landmark else None,
                area=area,
                road_m=road_m if road_m > ASSUMED_OFF_ROAD_M else None,
                road_drawn=drawn,
            ),
        )

    def _street_at(self, xy: FloatArray) -> tuple[float, bool, Near | None]:
        """Metres to the nearest road, whether that is drawn by hand, and the place on the nearest named street.

        Far from any road it is the nearest with a name, however far, if it is the nearest road.
        """
        nearest = self._roads.nearest(xy)
        if len(nearest) == 0:
            return np.inf, False, None
        road_m, drawn = float(nearest.distance_m[0]), bool(self._network.edge_approximate[nearest.edge[0]])
        street = self._streets.nearest(xy)
        if len(street) == 0 or street.distance_m[0] > max(ASSUMED_OFF_ROAD_M, road_m):
            return road_m, drawn, None
        return road_m, drawn, street

    def _junction_beside(self, place: Near) -> Beside | None:
        """The nearest node along a street at which another named one meets it."""
        network, edge = self._network, int(place.edge[0])
        name, length_m = int(network.edge_name[edge]), float(network.edge_length_m[edge])
        along_m = float(place.fraction[0]) * length_m
        queue = [(along_m, int(network.edge_a[edge])), (length_m - along_m, int(network.edge_b[edge]))]
        heapq.heapify(queue)
        done: set[int] = set()
        while queue:
            away_m, node = heapq.heappop(queue)
            if away_m > ASSUMED_JUNCTION_REACH_M:
                return None
            if node in done:
                continue
            done.add(node)
            others = [other for other in self._names_at.get(node, ()) if other != name]
            if others:
                return Beside(network.names[others[0]], away_m)
            for neighbour, step_m, street in self._edges_at.get(node, ()):
                if street == name:
                    heapq.heappush(queue, (away_m + step_m, neighbour))
        return None

    def _landmark_beside(self, point: Point) -> tuple[Beside, NamedPlace] | None:
        if not self._places:
            return None
        away_m = distance_m(point.lat, point.lon, self._place_lat, self._place_lon)
        nearest = int(np.argmin(away_m))
        if away_m[nearest] > ASSUMED_LANDMARK_REACH_M:
            return None
        place = self._places[nearest]
        return Beside(place.name, float(away_m[nearest])), place


def _names_at(network: Network, named: BoolArray) -> dict[int, list[int]]:
    """The names of the streets at each node where several meet, the greatest street first."""
    edges = np.flatnonzero(named)
    order = edges[np.lexsort((network.edge_name[edges], network.edge_class[edges]))]
    at: dict[int, list[int]] = {}
    for name, a, b in zip(
        network.edge_name[order].tolist(), network.edge_a[order].tolist(), network.edge_b[order].tolist(), strict=True
    ):
        for node in (a, b):
            names = at.setdefault(node, [])
            if name not in names:
                names.append(name)
    return {node: names for node, names in at.items() if len(names) > 1}


def _edges_at(network: Network, named: BoolArray) -> dict[int, list[tuple[int, float, int]]]:
    """The named edges at each node: the other end, the length, the name."""
    edges = np.flatnonzero(named)
    at: dict[int, list[tuple[int, float, int]]] = {}
    for a, b, length_m, name in zip(
        network.edge_a[edges].tolist(),
        network.edge_b[edges].tolist(),
        network.edge_length_m[edges].tolist(),
        network.edge_name[edges].tolist(),
        strict=True,
    ):
        at.setdefault(a, []).append((b, length_m, name))
        at.setdefault(b, []).append((a, length_m, name))
    return at
