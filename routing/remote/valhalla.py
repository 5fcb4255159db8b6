"""A client of Valhalla 3's HTTP API: sources_to_targets, route, isochrone, locate and status."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from routing.errors import ServerDownError, ServerRefusedError
from routing.geo import FloatArray, IntArray, Point, distance_m
from routing.remote.clock import Deadline
from routing.remote.profiles import ServerProfile
from routing.remote.reading import LONGEST_M, LONGEST_S, area, array, matrix, member, members, number, polyline6
from routing.remote.server import Located, ServerKind, ServerRoute, Table
from routing.remote.steps import valhalla_steps
from routing.remote.wire import Reply, Request, Wire

MOST_ROWS = MOST_COLUMNS = 50
"""`max_matrix_location_pairs` as it comes is 2,500."""

MOST_CLOSED = 50
"""`max_exclude_locations` as it comes."""

MOST_ALTERNATIVES = 2
"""`max_alternates` as it comes."""

MOST_REACH_S = 7_200.0
"""`max_time_contour` as it comes is 120 minutes."""

TOO_FAR, UNCONNECTED, NO_EDGE, NO_PATH = 154, 170, 171, 442
"""Valhalla's numbers for: farther apart than the server looks, in regions that nothing joins, no road near, no way."""

REMEMBERED = 20_000
"""Places that were found are kept; stations, hospitals and parked units are asked for again and again."""

LEAST_FERRY_LIKING = 0.0
"""`use_ferry`: a ferry is taken only where nothing else leads. It cannot be ruled out for one question unless the
server allows hard exclusions."""


class Valhalla:
    """One Valhalla server."""

    kind = ServerKind.VALHALLA
    closable = MOST_CLOSED

    def __init__(self, url: str) -> None:
        self.address = url
        self._wire = Wire(url)
        self._located: dict[tuple[str, Point], Located | None] = {}

    def table(
        self,
        profile: ServerProfile,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        closed: Sequence[Point],
        deadline: Deadline,
    ) -> Table:
        table = Table(
            seconds=np.full((len(origins), len(destinations)), np.inf),
            length_m=np.full((len(origins), len(destinations)), np.inf),
            origin_snaps=np.full((len(origins), 2), np.nan),
            destination_snaps=np.full((len(destinations), 2), np.nan),
        )
        # One place without a road fails a whole matrix, so those are found first.
        located = self.locate(profile, [*origins, *destinations], deadline)
        _put_snaps(table.origin_snaps, located[: len(origins)])
        _put_snaps(table.destination_snaps, located[len(origins) :])
        rows, columns = (np.flatnonzero(np.isfinite(s[:, 0])) for s in (table.origin_snaps, table.destination_snaps))
        blocks = list(itertools.product(_parts(rows, MOST_ROWS), _parts(columns, MOST_COLUMNS)))
        while blocks:
            requests = [_table_request(profile, origins, destinations, block, closed) for block in blocks]
            replies = self._wire.ask(requests, deadline)
            failed = [block for block, reply in zip(blocks, replies, strict=True) if not _put(table, block, reply)]
            blocks = [half for block in failed for half in _halves(block)]
        table.check()
        return table

    def routes(
        self, profile: ServerProfile, a: Point, b: Point, closed: Sequence[Point], deadline: Deadline, *, count: int = 1
    ) -> list[ServerRoute]:
        body: dict[str, Any] = {
            "locations": [_place(a), _place(b)],
            "units": "kilometers",
            "directions_type": "maneuvers",
            **_costing(profile, closed),
        }
        if count > 1:
            body["alternates"] = min(count - 1, MOST_ALTERNATIVES)
        reply = self._wire.ask([Request("/route", body)], deadline)[0]
        if _error_of(reply) in {TOO_FAR, UNCONNECTED, NO_EDGE, NO_PATH}:
            return []
        document = _accepted(reply)
        others = [member(other, "trip") for other in array(document.get("alternates", []), "alternates")]
        return [_route(trip) for trip in (member(document, "trip"), *others)][:count]

    def locate(self, profile: ServerProfile, points: Sequence[Point], deadline: Deadline) -> list[Located | None]:
        known = self._located
        unknown = [point for point in dict.fromkeys(points) if (profile.name, point) not in known]
        if len(known) + len(unknown) > REMEMBERED:
            known = self._located = {}
            unknown = list(dict.fromkeys(points))
        if unknown:
            found = self._locate(profile, unknown, deadline)
            known.update({(profile.name, point): place for point, place in zip(unknown, found, strict=True)})
        return [known[profile.name, point] for point in points]

    def _locate(self, profile: ServerProfile, points: Sequence[Point], deadline: Deadline) -> list[Located | None]:
        body = {"locations": [_place(point) for point in points], "verbose": False, **_costing(profile, ())}
        reply = self._wire.ask([Request("/locate", body)], deadline)[0]
        places = array(_accepted(reply), "locate", len(points))
        return [_located(point, place) for point, place in zip(points, places, strict=True)]

    def reach(
        self, profile: ServerProfile, origin: Point, limit_s: float, closed: Sequence[Point], deadline: Deadline
    ) -> dict[str, Any] | None:
        if not 0 < limit_s <= MOST_REACH_S:
            return None
        contour = {"time": round(limit_s / 60, 3)}
        body = {
            "locations": [_place(origin)],
            "contours": [contour],
            "polygons": True,
            **_costing(profile, closed),
        }
        document = _accepted(self._wire.ask([Request("/isochrone", body)], deadline)[0])
        features = members(document, "features")
        return area(member(features[0], "geometry"), "isochrone") if features else None

    def data_version(self, deadline: Deadline) -> str:
        self._located = {}
        reply = self._wire.ask([Request("/status", {})], deadline)[0]
        document = _accepted(reply)
        return f"{member(document, 'version')} {document.get('tileset_last_modified', '')}".strip()

    def close(self) -> None:
        self._wire.close()


Block = tuple[IntArray, IntArray]
"""Rows and columns of a table that are asked for at once."""


def _parts(numbers: IntArray, size: int) -> list[IntArray]:
    return [numbers[start : start + size] for start in range(0, len(numbers), size)]


def _halves(block: Block) -> list[Block]:
    """A block cut in two along its longer side; [] if it is a single pair."""
    rows, columns = block
    if len(rows) == len(columns) == 1:
        return []
    if len(rows) >= len(columns):
        return [(half, columns) for half in np.array_split(rows, 2)]
    return [(rows, half) for half in np.array_split(columns, 2)]


def _table_request(
    profile: ServerProfile,
    origins: Sequence[Point],
    destinations: Sequence[Point],
    block: Block,
    closed: Sequence[Point],
) -> Request:
    rows, columns = block
    body = {
        "sources": [_place(origins[row]) for row in rows],
        "targets": [_place(destinations[column]) for column in columns],
        "verbose": False,
        "units": "kilometers",
        **_costing(profile, closed),
    }
    return Request("/sources_to_targets", body)


def _put(table: Table, block: Block, reply: Reply) -> bool:
    """Write a block's answer into the table. False if one pair of it that nothing joins has spoilt the others."""
    if _error_of(reply) in {TOO_FAR, UNCONNECTED, NO_PATH}:
        return False
    document = _accepted(reply)
    answer, shape, cells = member(document, "sources_to_targets"), (len(block[0]), len(block[1])), np.ix_(*block)
    table.seconds[cells] = matrix(member(answer, "durations"), shape, "durations", high=LONGEST_S)
    table.length_m[cells] = 1000 * matrix(member(answer, "distances"), shape, "distances", high=LONGEST_M / 1000)
    _check_units(document)
    return True


def _put_snaps(snaps: FloatArray, places: Sequence[Located | None]) -> None:
    for row, place in enumerate(places):
        if place is not None:
            snaps[row] = place.point


def _place(point: Point) -> dict[str, Any]:
    return {"lat": round(float(point.lat), 6), "lon": round(float(point.lon), 6)}


def _costing(profile: ServerProfile, closed: Sequence[Point]) -> dict[str, Any]:
    if len(closed) > MOST_CLOSED:
        raise ServerRefusedError("TooManyClosures", f"{len(closed)} closed places, {MOST_CLOSED} are allowed")
    costing: dict[str, Any] = {
        "costing": profile.name,
        "costing_options": {profile.name: {"use_ferry": LEAST_FERRY_LIKING}},
    }
    if closed:
        costing["exclude_locations"] = [_place(point) for point in closed]
    return costing


def _error_of(reply: Reply) -> int | None:
    """Valhalla's number of what it refused; None for an answer."""
    code = reply.document.get("error_code") if isinstance(reply.document, dict) else None
    return code if isinstance(code, int) else None


def _accepted(reply: Reply) -> Any:
    code = _error_of(reply)
    if code is not None and 400 <= reply.status < 500:
        raise ServerRefusedError(str(code), str(reply.document.get("error", ""))[:200])
    if code is not None or reply.status != 200:
        raise ServerDownError(f"status {reply.status} with error {code!r}")
    return reply.document


def _check_units(document: Any) -> None:
    if member(document, "units") != "kilometers":
        raise ServerDownError(f"lengths in {document['units']!r}")


def _located(point: Point, place: Any) -> Located | None:
    """The nearest of the edges and nodes that a place was found on."""
    found = []
    for edge in array(member(place, "edges") or [], "edges"):
        lat = number(member(edge, "correlated_lat"), "correlated_lat", low=-90, high=90)
        lon = number(member(edge, "correlated_lon"), "correlated_lon", low=-180, high=180)
        found.append(Point(lat, lon))
    if not found:
        return None
    away_m = distance_m([at.lat for at in found], [at.lon for at in found], point.lat, point.lon)
    return Located(found[int(np.argmin(away_m))], "")


def _route(trip: Any) -> ServerRoute:
    _check_units(trip)
    summary, legs = member(trip, "summary"), members(trip, "legs")
    sails = member(summary, "has_ferry")
    if not isinstance(sails, bool):
        raise ServerDownError("'has_ferry' is no truth value")
    return ServerRoute(
        seconds=number(member(summary, "time"), "time", high=LONGEST_S),
        length_m=1000 * number(member(summary, "length"), "length", high=LONGEST_M / 1000),
        coordinates=[at for leg in legs for at in polyline6(member(leg, "shape"), "shape")],
        sails=sails,
        steps=valhalla_steps(maneuver for leg in legs for maneuver in members(leg, "maneuvers")),
    )
