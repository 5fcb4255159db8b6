"""Speeds by road class, as named assumptions that a city's profile replaces.

No Indonesian source for ambulance speeds by road class was found. The defaults stand well under the legal
limits (50 km/h in towns, 30 km/h in housing areas: PP 79/2013 article 23) because narrow, mixed traffic is the
rule; they are to be replaced by speeds from the units' own trips (`routing.speeds.calibration`).
"""

from __future__ import annotations

from collections.abc import Mapping

from routing.network.roads import RoadClass

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
