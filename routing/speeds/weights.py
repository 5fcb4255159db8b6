"""What each direction of each road costs a profile in a period: milliseconds along it and at its end."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.engine.metric import CLOSED_MS
from routing.geo import BoolArray, FloatArray, IntArray
from routing.network.network import Network
from routing.network.roads import CLASSES, RoadClass
from routing.speeds.crossings import crossing_s
from routing.speeds.profiles import ACCESS_OF, Profile
from routing.speeds.speeds import Speeds
from routing.speeds.tables import BELIEVED_MAXSPEED_KMH


class Weights(NamedTuple):
    """Whole milliseconds per directed arc of a network.

    Args:
        travel_ms: along the arc, at least 1; `CLOSED_MS` where the profile cannot pass.
        crossing_ms: lost on arriving at the junction at the arc's head, whichever way one goes on; 0 where the
            arc cannot be passed.
    """

    travel_ms: IntArray
    crossing_ms: IntArray


def arc_weights(network: Network, speeds: Speeds, profile: Profile, period: str) -> Weights:
    """The weights of a profile in a period of `speeds.hours`, calibrated where `speeds` are.

    Raises:
        RoutingInputError: no such period.
        CalibrationError: the speeds are calibrated over another network.
    """
    travel_ms = _travel_ms(network, speeds, edge_speeds_kmh(network, speeds, profile, period))[network.arcs.edge]
    passable = travel_ms < CLOSED_MS
    crossing_ms = crossing_s(network, speeds.delays) * (speeds.delays.share(profile) * 1000)
    if speeds.calibration is not None:
        crossing_ms = crossing_ms * speeds.calibration.factors(network, profile, period)[network.arcs.edge]
    return Weights(travel_ms, np.where(passable, np.rint(crossing_ms), 0).astype(np.int64))


def edge_speeds_kmh(network: Network, speeds: Speeds, profile: Profile, period: str | None = None) -> FloatArray:
    """Speed along each edge, calibrated where `speeds` are; 0 where class, tags or a barrier stop the profile.

    A signed limit slows a vehicle and never speeds it up: most limits in the map are far above what the class
    of road allows in mixed traffic. Lights let an ambulance exceed the limit by the same factor as the class.

    Args:
        period: a name of `speeds.hours`; None is the usual one.
    """
    hours = speeds.hours.usual if period is None else speeds.hours.get(period)
    class_kmh = np.array([_class_kmh(speeds, profile, c) * hours.factor(profile, c) for c in CLASSES])
    speed_kmh: FloatArray = class_kmh[network.edge_class]
    if profile is not Profile.JALAN_KAKI:
        lowest, highest = BELIEVED_MAXSPEED_KMH
        signed = (network.edge_maxspeed_kmh >= lowest) & (network.edge_maxspeed_kmh <= highest)
        factor = speeds.lights_factor if profile is Profile.AMBULANS_SIRENE else 1.0
        speed_kmh[signed] = np.minimum(speed_kmh[signed], network.edge_maxspeed_kmh[signed] * factor)
    speed_kmh[(network.edge_access & ACCESS_OF[profile]) == 0] = 0.0
    if speeds.calibration is not None:
        speed_kmh = speed_kmh / speeds.calibration.factors(network, profile, hours.name)
    return speed_kmh


def passable_edges(network: Network, speeds: Speeds, profile: Profile) -> BoolArray:
    """Per edge: the profile may use it, at whatever hour."""
    return np.asarray(edge_speeds_kmh(network, speeds, profile) > 0)


def edge_weights_ms(network: Network, speeds: Speeds, profile: Profile) -> IntArray:
    """Whole milliseconds along each edge in the usual period, at least 1; `CLOSED_MS` where one cannot pass."""
    return _travel_ms(network, speeds, edge_speeds_kmh(network, speeds, profile))


def _class_kmh(speeds: Speeds, profile: Profile, road_class: RoadClass) -> float:
    return speeds.speed_kmh(profile, road_class) or 0.0


def _travel_ms(network: Network, speeds: Speeds, speed_kmh: FloatArray) -> IntArray:
    length_m = network.edge_length_m * np.where(network.edge_approximate, speeds.schematic_detour, 1.0)
    travel_ms = np.full(network.edge_count, CLOSED_MS, dtype=np.int64)
    passable = speed_kmh > 0
    travel_ms[passable] = np.clip(np.rint(length_m[passable] * (3600.0 / speed_kmh[passable])), 1, CLOSED_MS - 1)
    return travel_ms
