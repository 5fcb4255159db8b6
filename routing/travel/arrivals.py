"""When travellers first get to every place of the city: over land, and by boat where that is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from routing.boats.journeys import own_boat_journeys
from routing.boats.sailing import sail
from routing.geo import FloatArray, IntArray
from routing.network.network import Network
from routing.places.snap import Snaps
from routing.speeds.profiles import Mode, Profile
from routing.travel.ground import OwnGround, unmapped_walk_s
from routing.travel.near_roads import CELL_M
from routing.travel.spreading import Spread, spread
from routing.travel.terrain import Terrain
from routing.travel.travel import Fleet, Group


@dataclass(frozen=True, eq=False)
class Outing:
    """Where and when travellers set out.

    Args:
        at: the aware instant of departure; None takes every boat to run at any hour.
        by_boat: boats are taken as well: by motorcycles wherever there is one, by ambulances' crews where no road
            leads, as `travel_times_to` has it. From where they land they walk: an island's vehicle, that nobody has
            promised, is not counted, so that what is called reached is no more than that.
        limit_s: nothing later than this after `at` is looked for.
    """

    ground: OwnGround
    at: datetime | None
    by_boat: bool
    limit_s: float

    @property
    def terrain(self) -> Terrain:
        return self.ground.terrain


@dataclass(frozen=True, eq=False)
class Landing:
    """A pier of an island without mapped roads: from here a crew walks straight."""

    xy: FloatArray
    arrival_s: float
    radius_m: float


@dataclass(frozen=True, eq=False)
class Arrivals:
    """The earliest arrivals of any of some travellers.

    Args:
        by_profile: the searches that were made, each with the profile that moved.
        walk_s_per_m: the pace of a straight walk, detour included.
    """

    terrain: Terrain
    by_profile: list[tuple[Profile, Spread]]
    landings: list[Landing]
    walk_s_per_m: float

    def node_s(self, network: Network) -> FloatArray:
        """(nodes,) seconds to each node; inf where nobody gets in time."""
        node_s = np.full(network.node_count, np.inf)
        for _, found in self.by_profile:
            np.minimum(node_s, found.node_s, out=node_s)
        return node_s

    def road_s(self) -> FloatArray:
        """Seconds to each of `Terrain.samples`."""
        road_s = np.full(len(self.terrain.samples.edge), np.inf)
        for profile, found in self.by_profile:
            np.minimum(road_s, found.seconds(self.terrain.near_roads(profile).roads), out=road_s)
        return road_s

    def squares(self) -> tuple[IntArray, IntArray, FloatArray]:
        """Columns and rows of squares with the seconds to each; a square may be there more than once."""
        columns, rows, seconds = [], [], []
        for profile, found in self.by_profile:
            near = self.terrain.near_roads(profile)
            columns.append(near.column)
            rows.append(near.row)
            seconds.append(found.seconds(near.squares))
            starts, begun_s = found.starts()
            columns.append(np.floor(starts[:, 0] / CELL_M).astype(np.int64))
            rows.append(np.floor(starts[:, 1] / CELL_M).astype(np.int64))
            seconds.append(begun_s)
        for landing in self.landings:
            column, row, away_m = _squares_about(landing)
            columns.append(column)
            rows.append(row)
            seconds.append(landing.arrival_s + away_m * self.walk_s_per_m)
        if not columns:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0)
        return np.concatenate(columns), np.concatenate(rows), np.concatenate(seconds)


def find_arrivals(outing: Outing, fleet: Fleet, start_s: FloatArray) -> Arrivals:
    """Search outwards from a fleet.

    Args:
        start_s: per traveller of the fleet the second after `outing.at` at which it sets out.
    """
    speeds = outing.terrain.speeds
    searches: list[tuple[Profile, Spread]] = []
    landed = _Landed.nowhere(len(outing.terrain.boats.piers))
    for group in fleet.groups:
        ready_s = start_s[group.rows]
        sails = outing.by_boat and len(outing.terrain.boats.piers) > 0
        if not (sails and group.mode is Mode.KAPAL):
            snaps = outing.terrain.index(group.profile).snap(group.points)
            roads = outing.ground.state.roads(group.profile)
            searches.append((group.profile, spread(roads, snaps, ready_s, outing.limit_s)))
        if sails:
            landed.add(outing, group, ready_s)
    for profile, arrival_s in landed.by_profile.items():
        if (arrival_s <= outing.limit_s).any():
            piers = _pier_snaps(outing.terrain, profile)
            searches.append((profile, spread(outing.ground.state.roads(profile), piers, arrival_s, outing.limit_s)))
    pace = speeds.detour_factor / (speeds.foot_kmh / 3.6)
    return Arrivals(outing.terrain, searches, _landings(outing, landed.by_profile, pace), pace)


@dataclass(frozen=True, eq=False)
class _Landed:
    """Per profile that goes on from the piers, the earliest landing at each pier."""

    by_profile: dict[Profile, FloatArray]

    @classmethod
    def nowhere(cls, piers: int) -> _Landed:
        return cls({Profile.JALAN_KAKI: np.full(piers, np.inf)})

    def add(self, outing: Outing, group: Group, ready_s: FloatArray) -> None:
        """Let a group sail."""
        if group.mode is Mode.KAPAL:
            self._put(Profile.JALAN_KAKI, _own_boats(outing, group) + ready_s[:, None])
            return
        terrain, foot = outing.terrain, Profile.JALAN_KAKI
        snaps = terrain.index(group.profile).snap(group.points)
        by_road = outing.ground.state.roads(group.profile).seconds(snaps, _pier_snaps(terrain, group.profile))
        has_vehicle = terrain.on_mainland(snaps)[:, None]
        walkers = terrain.index(foot).snap(group.points)
        on_foot = outing.ground.state.roads(foot).seconds(walkers, _pier_snaps(terrain, foot))
        on_foot = np.minimum(on_foot, unmapped_walk_s(outing.ground, group.points))
        to_pier = np.where(has_vehicle, by_road, on_foot) + ready_s[:, None]
        sailings = sail(outing.ground.boats, outing.at, to_pier)
        arrival_s = np.where(sailings.leg >= 0, sailings.arrival_s, np.inf)
        if group.mode is not Mode.MOTOR:
            # An ambulance is not left at a pier while a road leads to the patient.
            arrival_s = np.where(has_vehicle & np.isfinite(by_road), np.inf, arrival_s)
        self._put(foot, arrival_s)
        # Who starts on an island is met by the vehicle where the boat lands.
        self._put(group.profile, np.where(has_vehicle, np.inf, arrival_s))

    def _put(self, profile: Profile, arrival_s: FloatArray) -> None:
        earliest = arrival_s.min(axis=0)
        known = self.by_profile.get(profile)
        self.by_profile[profile] = earliest if known is None else np.minimum(known, earliest)


def _own_boats(outing: Outing, group: Group) -> FloatArray:
    boats = outing.terrain.boats
    nobody_walks = np.zeros(len(boats.piers))
    return own_boat_journeys(boats, outing.terrain.speeds, group.points, nobody_walks).sailings.arrival_s


def _pier_snaps(terrain: Terrain, profile: Profile) -> Snaps:
    return terrain.index(profile).snap([pier.point for pier in terrain.boats.piers])


def _landings(outing: Outing, arrival_s: dict[Profile, FloatArray], pace: float) -> list[Landing]:
    terrain = outing.terrain
    if not terrain.boats.piers:
        return []
    mapped = _pier_snaps(terrain, Profile.JALAN_KAKI).found
    at_s = np.minimum.reduce(list(arrival_s.values()))
    xy = terrain.network.plane.to_xy(
        [pier.lat for pier in terrain.boats.piers], [pier.lon for pier in terrain.boats.piers]
    )
    return [
        Landing(xy[pier], float(at_s[pier]), min(pier_of.walk_radius_m, (outing.limit_s - float(at_s[pier])) / pace))
        for pier, pier_of in enumerate(terrain.boats.piers)
        if not mapped[pier] and at_s[pier] <= outing.limit_s
    ]


def _squares_about(landing: Landing) -> tuple[IntArray, IntArray, FloatArray]:
    low = np.floor((landing.xy - landing.radius_m) / CELL_M).astype(np.int64)
    high = np.floor((landing.xy + landing.radius_m) / CELL_M).astype(np.int64)
    column, row = np.meshgrid(np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1))
    middle = np.stack((column, row), axis=-1) * CELL_M + CELL_M / 2
    away_m = np.hypot(*(middle - landing.xy).transpose(2, 0, 1))
    near = away_m <= landing.radius_m
    return column[near], row[near], away_m[near]
