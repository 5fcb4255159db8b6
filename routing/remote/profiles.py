"""Which profile of a server stands for which of ours, and what its times are multiplied by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routing.speeds.profiles import Profile
from routing.speeds.speeds import Speeds


@dataclass(frozen=True, slots=True)
class ServerProfile:
    """How one of our profiles is asked for.

    Args:
        name: the server's word: an OSRM profile ("driving"), a Valhalla costing ("auto").
        factor: multiplies the server's seconds.
        speed_kmh: where given, the seconds are the length of the server's way at this speed instead.
        exclude: classes of road that an OSRM server is told to leave out. One that does not know them refuses.
    """

    name: str
    factor: float = 1.0
    speed_kmh: float | None = None
    exclude: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name or not 0.1 <= self.factor <= 10:
            raise ValueError(f"server profile {self.name!r} with factor {self.factor}: not a profile")
        if self.speed_kmh is not None and not 0 < self.speed_kmh < 200:
            raise ValueError(f"server profile {self.name!r}: {self.speed_kmh} km/h is not a speed")


Profiles = Mapping[Profile, ServerProfile]

ASSUMED_MOTOR_AS_CAR = 1.0
"""Assumption: over OSRM a motorcycle takes a car's time. OSRM brings no profile for motorcycles, so the alleys (gang)
that only they pass are not used either."""

ASSUMED_CAR_FACTOR = 1.0
"""Assumption: an ambulance without lights takes the server's own time for a car. The speeds that OSRM and Valhalla
bring are for open roads; set a greater factor where they prove to be too fast."""


def osrm_profiles(speeds: Speeds) -> Profiles:
    """Ours by OSRM's. Lights quicken by `speeds.lights_factor`; a walk is the length of the way at `speeds.foot_kmh`.

    A server answers from the one set of data it was started with, whatever profile the address names: walking times
    must not stand on its seconds, because they may be a car's.
    """
    car, ferries = "driving", ("ferry",)
    return {
        Profile.AMBULANS: ServerProfile(car, ASSUMED_CAR_FACTOR, exclude=ferries),
        Profile.AMBULANS_SIRENE: ServerProfile(car, ASSUMED_CAR_FACTOR / speeds.lights_factor, exclude=ferries),
        Profile.MOTOR: ServerProfile(car, ASSUMED_CAR_FACTOR * ASSUMED_MOTOR_AS_CAR, exclude=ferries),
        Profile.JALAN_KAKI: ServerProfile("foot", speed_kmh=speeds.foot_kmh),
    }


def osrm_profiles_of_one_server(speeds: Speeds) -> Profiles:
    """As `osrm_profiles` where only one server with a car's data is there: people walk along the roads of cars."""
    profiles = osrm_profiles(speeds)
    walk = ServerProfile("driving", speed_kmh=speeds.foot_kmh, exclude=("ferry",))
    return {**profiles, Profile.JALAN_KAKI: walk}


def valhalla_profiles(speeds: Speeds) -> Profiles:
    """Ours by Valhalla's costings. Lights quicken by `speeds.lights_factor`; a walk is its length at `foot_kmh`."""
    return {
        Profile.AMBULANS: ServerProfile("auto", ASSUMED_CAR_FACTOR),
        Profile.AMBULANS_SIRENE: ServerProfile("auto", ASSUMED_CAR_FACTOR / speeds.lights_factor),
        Profile.MOTOR: ServerProfile("motor_scooter"),
        Profile.JALAN_KAKI: ServerProfile("pedestrian", speed_kmh=speeds.foot_kmh),
    }
