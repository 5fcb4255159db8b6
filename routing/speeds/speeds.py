"""A city's speeds: class tables, hours of the week, delays at junctions, and the spread of what comes of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from routing.errors import CalibrationError
from routing.geo import FloatArray
from routing.network.network import Network
from routing.network.roads import RoadClass
from routing.speeds.calibration import Calibration
from routing.speeds.delays import Delays
from routing.speeds.hours import HourTable
from routing.speeds.profiles import Profile
from routing.speeds.spread import ROADS, TimeSpread
from routing.speeds.tables import ASSUMED_CAR_KMH, ASSUMED_MOTORCYCLE_KMH


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
        hours: the periods of the week, and what each does to the class speeds.
        delays: seconds lost at junctions.
        spread: how wide the range about a time is, by kind of estimate.
        calibration: what the units' own trips say about all this, over one network; see `with_calibration`.
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
    hours: HourTable = field(default_factory=HourTable)
    delays: Delays = field(default_factory=Delays)
    spread: TimeSpread = field(default_factory=TimeSpread)
    calibration: Calibration | None = None

    def __post_init__(self) -> None:
        numbers = {
            **{f"car_kmh[{c}]": v for c, v in self.car_kmh.items()},
            **{f"motorcycle_kmh[{c}]": v for c, v in self.motorcycle_kmh.items()},
            **{name: value for name, value in vars(self).items() if isinstance(value, int | float)},
        }
        for name, value in numbers.items():
            if not 0 < value < 200:
                raise ValueError(f"{name} = {value} is not a speed or factor")

    def speed_kmh(self, profile: Profile, road_class: RoadClass) -> float | None:
        """The usual speed of a profile on a class of road, or None where it cannot pass."""
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

    def time_range(self, kind: str, duration_s: FloatArray, period: str) -> tuple[FloatArray, FloatArray]:
        """The P10 and P90 of durations (seconds, P50) of one kind of estimate, begun in a period of `hours`."""
        measured = self.calibration.measured_in(period) if self.calibration and kind == ROADS else None
        period_sigma = self.hours.get(period).sigma
        low, high = self.spread.factors(kind, duration_s, period_sigma=period_sigma, measured=measured)
        return duration_s * low, duration_s * high

    def period_of(self, at: datetime | None) -> str:
        """The period of `hours` that holds at an aware instant; the usual one where none is asked of."""
        return self.hours.usual.name if at is None else self.hours.period_of(at)

    def with_calibration(self, calibration: Calibration) -> Speeds:
        """These speeds, calibrated over the network that the calibration is of.

        Raises:
            CalibrationError: it is relative to other speeds.
        """
        plain = replace(self, calibration=None)
        if calibration.speeds_fingerprint != plain.fingerprint:
            raise CalibrationError(
                "kalibrasi ini dibuat dengan tabel kecepatan lain: jalankan psc119 network calibrate lagi."
            )
        return replace(plain, calibration=calibration)

    def for_network(self, network: Network) -> Speeds:
        """These speeds over a network: without the calibration, if that is of other roads."""
        if self.calibration is None or self.calibration.network_hash == network.hash:
            return self
        return replace(self, calibration=None)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all values: equal fingerprints give equal weights."""
        return hashlib.sha256(json.dumps(_plain(self), sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    plain = value
    match value:
        case Mapping():
            plain = {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            plain = [_plain(item) for item in value]
        case int() | float():
            plain = float(value)  # 45 and 45.0 are one speed
        case Calibration():
            plain = value.fingerprint
        case HourTable():
            plain = _plain(value.plain())
        case Speeds() | TimeSpread() | Delays():
            plain = _plain(vars(value))
    return plain
