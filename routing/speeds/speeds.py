"""How fast who goes where: speed by road class, as named assumptions that a city's profile replaces.

No Indonesian source for ambulance speeds by road class was found. The defaults stand well under the legal
limits (50 km/h in towns, 30 km/h in housing areas: PP 79/2013 article 23) because narrow, mixed traffic is the
rule; they are to be replaced by speeds from the units' own trips.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from routing.engine.metric import CLOSED_MS
from routing.geo import BoolArray, FloatArray, IntArray
from routing.network.facts import Access
from routing.network.network import Network
from routing.network.roads import CLASSES, RoadClass


class Mode(StrEnum):
    """What a unit moves with. A boat moves on water legs; its crew goes on foot from the pier."""

    AMBULANS = "ambulans"
    MOTOR = "motor"
    KAPAL = "kapal"


class Profile(StrEnum):
    """A set of weights over the roads: who travels, and how."""

    AMBULANS = "ambulans"
    AMBULANS_SIRENE = "ambulans_sirene"
    MOTOR = "motor"
    JALAN_KAKI = "jalan_kaki"


ASSUMED_CAR_KMH: Mapping[RoadClass, float] = {
    RoadClass.TRUNK: 45,
    RoadClass.PRIMARY: 40,
    RoadClass.SECONDARY: 35,
    RoadClass.TERTIARY: 30,
    RoadClass.UNCLASSIFIED: 25,
    RoadClass.RESIDENTIAL: 20,
    RoadClass.LIVING_STREET: 12,
    RoadClass.SERVICE: 12,
    RoadClass.TRACK: 10,
}
"""Assumption: an ambulance in ordinary city traffic without lights. A class that is absent cannot be driven."""

ASSUMED_MOTORCYCLE_KMH: Mapping[RoadClass, float] = {
    RoadClass.TRUNK: 45,
    RoadClass.PRIMARY: 40,
    RoadClass.SECONDARY: 36,
    RoadClass.TERTIARY: 32,
    RoadClass.UNCLASSIFIED: 28,
    RoadClass.RESIDENTIAL: 24,
    RoadClass.LIVING_STREET: 16,
    RoadClass.SERVICE: 16,
    RoadClass.TRACK: 15,
    RoadClass.PATH: 10,
}
"""Assumption: a motorcycle passes the narrow alleys (gang) that an ambulance cannot."""


BELIEVED_MAXSPEED_KMH = (5, 130)
"""A signed limit outside this range is a slip of the mapper's hand and is not followed."""

_ACCESS_OF = {
    Profile.AMBULANS: Access.AMBULANCE,
    Profile.AMBULANS_SIRENE: Access.AMBULANCE,
    Profile.MOTOR: Access.MOTORCYCLE,
    Profile.JALAN_KAKI: Access.FOOT,
}


@dataclass(frozen=True)
class Spread:
    """How far the truth may lie from an estimate: `low` and `high` multiply the duration."""

    low: float
    high: float


ASSUMED_SPREAD: Mapping[str, Spread] = {
    "jalan": Spread(0.8, 1.4),
    "jalan_laut": Spread(0.85, 1.6),
    "skematik": Spread(0.7, 1.8),
    "garis_lurus": Spread(0.7, 2.2),
}
"""Assumption: the range shown with an estimate, by its kind."""


@dataclass(frozen=True)
class Speeds:
    """A city's speeds. Every default is an assumption named here; `fingerprint` goes into the metric's id.

    Args:
        lights_factor: how much faster an ambulance is with lights and siren.
        foot_kmh: a crew on foot with its bags.
        off_road_kmh: the last metres between a position and the road it snaps to.
        straight_kmh, detour_factor: the estimate where no network answers: the great-circle distance times
            `detour_factor`, at `straight_kmh` for vehicles and `foot_kmh` for walkers.
        schematic_detour: a hand-drawn road is shorter than the true one by about this factor.
        schematic_off_road_kmh: the way from a skeleton road to a place, along the side streets it leaves out.
        boat_kmh, sea_detour: a unit's own boat between places without a leg in the timetable.
        spread: the stated range by kind of estimate.
    """

    car_kmh: Mapping[RoadClass, float] = field(default_factory=lambda: dict(ASSUMED_CAR_KMH))
    motorcycle_kmh: Mapping[RoadClass, float] = field(default_factory=lambda: dict(ASSUMED_MOTORCYCLE_KMH))
    lights_factor: float = 1.25
    foot_kmh: float = 4.5
    off_road_kmh: float = 10.0
    straight_kmh: float = 25.0
    detour_factor: float = 1.4
    schematic_detour: float = 1.15
    schematic_off_road_kmh: float = 18.0
    boat_kmh: float = 12.0
    sea_detour: float = 1.2
    spread: Mapping[str, Spread] = field(default_factory=lambda: dict(ASSUMED_SPREAD))

    def __post_init__(self) -> None:
        numbers = {
            **{f"car_kmh[{c}]": v for c, v in self.car_kmh.items()},
            **{f"motorcycle_kmh[{c}]": v for c, v in self.motorcycle_kmh.items()},
            **{name: value for name, value in vars(self).items() if isinstance(value, int | float)},
        }
        for name, value in numbers.items():
            if not 0 < value < 200:
                raise ValueError(f"{name} = {value} is not a speed or factor")
        for kind in ASSUMED_SPREAD:
            spread = self.spread.get(kind)
            if spread is None or not 0 < spread.low <= 1 <= spread.high:
                raise ValueError(f"spread[{kind}] = {spread} is not a range about the estimate")

    def speed_kmh(self, profile: Profile, road_class: RoadClass) -> float | None:
        """The speed of a profile on a class of road, or None where it cannot pass."""
        if road_class is RoadClass.LAUT:
            return None
        if profile is Profile.JALAN_KAKI:
            return self.foot_kmh
        if profile is Profile.MOTOR:
            return self.motorcycle_kmh.get(road_class)
        car_kmh = self.car_kmh.get(road_class)
        if car_kmh is None:
            return None
        return car_kmh * self.lights_factor if profile is Profile.AMBULANS_SIRENE else car_kmh

    def straight_speed_kmh(self, profile: Profile) -> float:
        """The speed over the detour of a straight-line estimate."""
        if profile is Profile.JALAN_KAKI:
            return self.foot_kmh
        return self.straight_kmh * (self.lights_factor if profile is Profile.AMBULANS_SIRENE else 1)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all values: equal fingerprints give equal weights."""
        return hashlib.sha256(json.dumps(_plain(self), sort_keys=True).encode()).hexdigest()


def profile_of(mode: Mode, *, lights: bool) -> Profile:
    """The road profile of a mode. A boat's crew walks on land."""
    if mode is Mode.KAPAL:
        return Profile.JALAN_KAKI
    if mode is Mode.MOTOR:
        return Profile.MOTOR
    return Profile.AMBULANS_SIRENE if lights else Profile.AMBULANS


def edge_speeds_kmh(network: Network, speeds: Speeds, profile: Profile) -> FloatArray:
    """Speed along each edge; 0 where its class, its tags or a barrier stop the profile.

    A signed limit slows a vehicle and never speeds it up: most limits in the map are far above what the class
    of road allows in mixed traffic. Lights let an ambulance exceed the limit by the same factor as the class.
    """
    class_kmh = np.array([speeds.speed_kmh(profile, road_class) or 0.0 for road_class in CLASSES])
    speed_kmh: FloatArray = class_kmh[network.edge_class]
    if profile is not Profile.JALAN_KAKI:
        lowest, highest = BELIEVED_MAXSPEED_KMH
        signed = (network.edge_maxspeed_kmh >= lowest) & (network.edge_maxspeed_kmh <= highest)
        factor = speeds.lights_factor if profile is Profile.AMBULANS_SIRENE else 1.0
        speed_kmh[signed] = np.minimum(speed_kmh[signed], network.edge_maxspeed_kmh[signed] * factor)
    speed_kmh[(network.edge_access & _ACCESS_OF[profile]) == 0] = 0.0
    return speed_kmh


def passable_edges(network: Network, speeds: Speeds, profile: Profile) -> BoolArray:
    """Per edge: the profile may use it."""
    return np.asarray(edge_speeds_kmh(network, speeds, profile) > 0)


def edge_weights_ms(network: Network, speeds: Speeds, profile: Profile) -> IntArray:
    """Whole milliseconds along each edge, at least 1; `CLOSED_MS` where the profile cannot pass."""
    speed_kmh = edge_speeds_kmh(network, speeds, profile)
    length_m = network.edge_length_m * (speeds.schematic_detour if network.schematic else 1.0)
    weights = np.full(network.edge_count, CLOSED_MS, dtype=np.int64)
    passable = speed_kmh > 0
    weights[passable] = np.clip(np.rint(length_m[passable] * (3600.0 / speed_kmh[passable])), 1, CLOSED_MS - 1)
    return weights


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Speeds | Spread):
        return _plain(vars(value))
    return value
