"""What a set of units reaches within a time: roads, area, zones and their people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely

from routing.geo import BoolArray, FloatArray, IntArray, Plane
from routing.travel.answers import TravelTime
from routing.travel.arrivals import Outing, find_arrivals
from routing.travel.outline import outline, to_geojson
from routing.travel.travel import Fleet
from routing.travel.zones import ZoneRoads

ASSUMED_KNOWN_SHARE = 0.5
"""Assumption: where less of a zone than this is near a mapped road, its roads say nothing about its people."""


class FirstUnit(NamedTuple):
    """Who is first at a place.

    Args:
        source: the number of the unit.
        start_s: its turnout.
        travel: its way from there; a straight line or a skeleton says so.
    """

    source: int
    start_s: float
    travel: TravelTime

    @property
    def arrival_s(self) -> float:
        return self.start_s + self.travel.duration_s


def first_unit(times: Sequence[TravelTime], start_s: FloatArray) -> FirstUnit | None:
    """Who of some units is first, their turnout counted; None if there are none."""
    if not times:
        return None
    source = min(range(len(times)), key=lambda number: float(start_s[number]) + times[number].duration_s)
    return FirstUnit(source, float(start_s[source]), times[source])


class ZoneReach(NamedTuple):
    """One zone.

    Args:
        share: of the length of its roads that is reached in time; None if too little of the zone is mapped to say.
        mapped_share: of its area that lies near a mapped road.
        people, people_reached: None where not known. `people_reached` is an estimate: it takes people to live evenly
            along the zone's mapped roads.
        first: who is first at the middle of the zone; None if nobody was asked, or no moment was given.
    """

    id: str
    name: str
    share: float | None
    mapped_share: float
    people: float | None
    people_reached: float | None
    first: FirstUnit | None


class TimedRoads(NamedTuple):
    """Seconds until somebody is at points along the roads, edge by edge in order; inf where nobody is in time."""

    edge: IntArray
    lonlat: FloatArray
    seconds: FloatArray


class Reach(NamedTuple):
    """What a set of units reaches together.

    Args:
        area_km2: of the strip along the reached roads, a row of houses deep; water within it is not taken out.
        geojson: that strip, the union over all units, as a Feature; None if nothing is reached.
        people_reached: an estimate, see `ZoneReach`; None without zones whose people are known.
        people: of all zones whose people are known.
        people_unknown: of the zones of which too little is mapped: neither reached nor out of reach.
    """

    limit_s: float
    area_km2: float
    geojson: dict[str, Any] | None
    zones: tuple[ZoneReach, ...]
    people: float | None
    people_reached: float | None
    people_unknown: float
    roads: TimedRoads


def reach(
    outing: Outing,
    fleet: Fleet,
    start_s: FloatArray,
    zone_roads: ZoneRoads | None,
    first: Sequence[FirstUnit | None],
) -> Reach:
    """What a fleet reaches within `outing.limit_s`, by one search a profile.

    Args:
        start_s: per traveller the second after `outing.at` at which it sets out.
        first: per zone who is first there.
    """
    terrain, limit_s = outing.terrain, outing.limit_s
    arrivals = find_arrivals(outing, fleet, start_s)
    column, row, seconds = arrivals.squares()
    within = seconds <= limit_s
    area = outline(column[within], row[within])
    road_s = arrivals.road_s()
    road_s[road_s > limit_s] = np.inf
    zones = _zones(zone_roads, np.isfinite(road_s), outing, first) if zone_roads else ()
    counted = [zone for zone in zones if zone.people is not None]
    return Reach(
        limit_s=limit_s,
        area_km2=area.area / 1e6,
        geojson=_feature(area, terrain.network.plane, limit_s),
        zones=zones,
        people=sum(zone.people or 0 for zone in counted) if counted else None,
        people_reached=sum(zone.people_reached or 0 for zone in counted) if counted else None,
        people_unknown=sum(zone.people or 0 for zone in counted if zone.people_reached is None),
        roads=TimedRoads(terrain.samples.edge, terrain.network.plane.to_lonlat(terrain.samples.xy), road_s),
    )


def _zones(
    zone_roads: ZoneRoads, reached: BoolArray, outing: Outing, first: Sequence[FirstUnit | None]
) -> tuple[ZoneReach, ...]:
    shares = zone_roads.shares(outing.terrain.samples, reached)
    found = []
    for number, zone in enumerate(zone_roads.zones):
        mapped_share = float(zone_roads.mapped_share[number])
        known = mapped_share >= ASSUMED_KNOWN_SHARE and bool(np.isfinite(shares[number]))
        share = float(shares[number]) if known else None
        people_reached = None if share is None or zone.people is None else share * zone.people
        found.append(ZoneReach(zone.id, zone.name, share, mapped_share, zone.people, people_reached, first[number]))
    return tuple(found)


def _feature(area: shapely.MultiPolygon, plane: Plane, limit_s: float) -> dict[str, Any] | None:
    if area.is_empty:
        return None
    return {"type": "Feature", "properties": {"limit_s": limit_s}, "geometry": to_geojson(area, plane)}
