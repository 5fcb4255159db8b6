"""A client of OSRM's HTTP API v1 (OSRM 5 and later): table, route and nearest.

OSRM has no way to close a road for one question, and no isochrones.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from routing.errors import ServerDownError, ServerRefusedError
from routing.geo import FloatArray, Point
from routing.remote.clock import Deadline
from routing.remote.profiles import ServerProfile
from routing.remote.reading import LONGEST_M, LONGEST_S, line, lonlat, matrix, member, members, number
from routing.remote.server import Located, ServerKind, ServerRoute, Table
from routing.remote.steps import osrm_steps
from routing.remote.wire import Reply, Request, Wire

MOST_PLACES = 100
"""`osrm-routed --max-table-size` as it comes; counted over both sides, which every version accepts."""

MOST_ALTERNATIVES = 3
"""`osrm-routed --max-alternatives` as it comes."""

SLACK_M = 10.0
"""OSRM's MLD writes lengths a little under 0 between places beside each other (-0.8 m was seen)."""

NEAREST_AT_ONCE = 4
"""So many places are asked for one by one; more are cheaper as the ends of one table."""


class Osrm:
    """One OSRM server, or several behind one address.

    Args:
        url: `http://host:port`. Each `osrm-routed` answers from one set of data; where a proxy stands before one for
            cars and one for people on foot, `{profile}` in the address is replaced by the profile's name.
    """

    kind = ServerKind.OSRM
    closable = 0

    def __init__(self, url: str) -> None:
        self.address = url
        self._wires: dict[str, Wire] = {}
        self._wire("driving")

    def table(
        self,
        profile: ServerProfile,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        closed: Sequence[Point],
        deadline: Deadline,
    ) -> Table:
        _refuse_closures(closed)
        columns = min(len(destinations), MOST_PLACES // 2)
        rows = MOST_PLACES - columns
        row_blocks = [slice(start, start + rows) for start in range(0, len(origins), rows)]
        column_blocks = [slice(start, start + columns) for start in range(0, len(destinations), columns)]
        blocks = list(itertools.product(row_blocks, column_blocks))
        requests = [_table_request(profile, origins[row], destinations[column]) for row, column in blocks]
        table = Table(
            seconds=np.full((len(origins), len(destinations)), np.inf),
            length_m=np.full((len(origins), len(destinations)), np.inf),
            origin_snaps=np.full((len(origins), 2), np.nan),
            destination_snaps=np.full((len(destinations), 2), np.nan),
        )
        for (row, column), reply in zip(blocks, self._ask(profile, requests, deadline), strict=True):
            shape = (len(origins[row]), len(destinations[column]))
            document = _accepted(reply)
            table.seconds[row, column] = matrix(document.get("durations"), shape, "durations", high=LONGEST_S)
            table.length_m[row, column] = matrix(
                document.get("distances"), shape, "distances", high=LONGEST_M, slack=SLACK_M
            )
            table.origin_snaps[row] = _snaps(document, "sources", shape[0])
            table.destination_snaps[column] = _snaps(document, "destinations", shape[1])
        table.check()
        return table

    def routes(
        self, profile: ServerProfile, a: Point, b: Point, closed: Sequence[Point], deadline: Deadline, *, count: int = 1
    ) -> list[ServerRoute]:
        _refuse_closures(closed)
        more = min(count - 1, MOST_ALTERNATIVES)
        options = f"alternatives={more or 'false'}&steps=true&geometries=geojson&overview=full&{_common(profile)}"
        request = Request(f"/route/v1/{profile.name}/{_places([a, b])}?{options}")
        try:
            document = _accepted(self._ask(profile, [request], deadline)[0])
        except ServerRefusedError as error:
            if error.code == "NoRoute":
                return []
            raise
        found = [_route(route) for route in members(document, "routes")]
        if not found:
            raise ServerDownError("a route that is Ok and not there")
        return found[:count]

    def locate(self, profile: ServerProfile, points: Sequence[Point], deadline: Deadline) -> list[Located | None]:
        if len(points) > NEAREST_AT_ONCE:
            table = self.table(profile, points, points[:1], (), deadline)
            return [Located(Point(lat, lon), "") for lat, lon in table.origin_snaps.tolist()]
        requests = [Request(f"/nearest/v1/{profile.name}/{_places([p])}?{_common(profile)}") for p in points]
        return [_nearest(reply) for reply in self._ask(profile, requests, deadline)]

    def reach(
        self, profile: ServerProfile, origin: Point, limit_s: float, closed: Sequence[Point], deadline: Deadline
    ) -> dict[str, Any] | None:
        return None

    def data_version(self, deadline: Deadline) -> str:
        reply = self._wire("driving").ask([Request("/nearest/v1/driving/0,0?generate_hints=false")], deadline)[0]
        member(reply.document, "code")
        return str(reply.document.get("data_version", ""))

    def close(self) -> None:
        for wire in self._wires.values():
            wire.close()

    def _wire(self, profile_name: str) -> Wire:
        url = self.address.replace("{profile}", profile_name)
        if url not in self._wires:
            self._wires[url] = Wire(url)
        return self._wires[url]

    def _ask(self, profile: ServerProfile, requests: Sequence[Request], deadline: Deadline) -> list[Reply]:
        return self._wire(profile.name).ask(requests, deadline)


def _table_request(profile: ServerProfile, origins: Sequence[Point], destinations: Sequence[Point]) -> Request:
    split, end = len(origins), len(origins) + len(destinations)
    sources, targets = (";".join(map(str, numbers)) for numbers in (range(split), range(split, end)))
    options = f"sources={sources}&destinations={targets}&annotations=duration,distance&{_common(profile)}"
    return Request(f"/table/v1/{profile.name}/{_places([*origins, *destinations])}?{options}")


def _places(points: Sequence[Point]) -> str:
    return ";".join(f"{point.lon:.6f},{point.lat:.6f}" for point in points)


def _common(profile: ServerProfile) -> str:
    exclude = f"&exclude={','.join(profile.exclude)}" if profile.exclude else ""
    return f"generate_hints=false{exclude}"


def _refuse_closures(closed: Sequence[Point]) -> None:
    if closed:
        raise ServerRefusedError("NoClosures", "OSRM cannot close a road for one question")


def _accepted(reply: Reply) -> dict[str, Any]:
    document, code = reply.document, member(reply.document, "code")
    if reply.status == 200 and code == "Ok":
        return dict(document)
    if reply.status == 400 and isinstance(code, str) and code != "Ok":
        raise ServerRefusedError(code, str(document.get("message", ""))[:200])
    raise ServerDownError(f"status {reply.status} with code {code!r}")


def _snaps(document: dict[str, Any], name: str, count: int) -> FloatArray:
    positions = [lonlat(member(waypoint, "location"), name) for waypoint in members(document, name, count)]
    return np.array(positions, dtype=np.float64).reshape(-1, 2)[:, ::-1]


def _nearest(reply: Reply) -> Located | None:
    try:
        waypoints = members(_accepted(reply), "waypoints")
    except ServerRefusedError as error:
        if error.code == "NoSegment":
            return None
        raise
    if not waypoints:
        return None
    lon, lat = lonlat(member(waypoints[0], "location"), "waypoints")
    return Located(Point(lat, lon), str(waypoints[0].get("name", "")))


def _route(route: Any) -> ServerRoute:
    steps = [step for leg in members(route, "legs") for step in members(leg, "steps")]
    return ServerRoute(
        seconds=number(member(route, "duration"), "duration", high=LONGEST_S),
        length_m=number(member(route, "distance"), "distance", high=LONGEST_M),
        coordinates=line(member(member(route, "geometry"), "coordinates"), "geometry"),
        sails=any(member(step, "mode") == "ferry" for step in steps),
        steps=osrm_steps(steps),
    )
