"""Seconds lost at junctions: waiting for a gap, and turning. Traffic keeps to the left, as in Indonesia."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from routing.network.roads import RoadClass
from routing.speeds.profiles import Profile

ASSUMED_YIELD_S: Mapping[RoadClass, float] = {
    RoadClass.TRUNK: 10.0,
    RoadClass.PRIMARY: 8.0,
    RoadClass.SECONDARY: 6.0,
    RoadClass.TERTIARY: 4.0,
}
"""Assumption: the wait for a gap when a lesser road ends at or crosses a road of this class."""


@dataclass(frozen=True)
class Delays:
    """Delays of a car without lights, in seconds; every default is an assumption.

    No Indonesian measurements were found. The defaults are of the order of the penalties that OSRM's car profile
    uses (7.5 s for the sharpest turn, 20 s for turning round), with more for the turn across traffic.

    Args:
        yield_s: arriving at a junction with a road of this, higher, class.
        equals_s: arriving at a junction of main roads of the same class.
        signal_s: arriving at traffic lights; a red phase r of a cycle c costs r²/(2c) on average (Webster's uniform
            delay with little traffic), 15 s for one minute of two.
        right_turn_s: across the traffic that comes against one.
        left_turn_s: with the traffic.
        u_turn_s: turning round.
        straight_s: going on ahead.
        lights_share: what part of a delay is left with lights and siren.
        motorcycle_share: what part of a delay is left to a motorcycle, which filters to the front.
    """

    yield_s: Mapping[RoadClass, float] = field(default_factory=lambda: dict(ASSUMED_YIELD_S))
    equals_s: float = 5.0
    signal_s: float = 15.0
    right_turn_s: float = 8.0
    left_turn_s: float = 3.0
    u_turn_s: float = 20.0
    straight_s: float = 0.0
    lights_share: float = 0.5
    motorcycle_share: float = 0.7

    def __post_init__(self) -> None:
        seconds = {f"yield_s[{c}]": s for c, s in self.yield_s.items()}
        seconds |= {name: value for name, value in self._numbers().items() if name.endswith("_s")}
        for name, value in seconds.items():
            if not 0 <= value <= 600:
                raise ValueError(f"{name} = {value} is not a delay at a junction")
        for name in ("lights_share", "motorcycle_share"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} = {getattr(self, name)} is outside 0 to 1")

    @classmethod
    def none(cls) -> Delays:
        """No delay anywhere."""
        return cls(yield_s={}, equals_s=0.0, signal_s=0.0, right_turn_s=0.0, left_turn_s=0.0, u_turn_s=0.0)

    def share(self, profile: Profile) -> float:
        """What part of a car's delay a profile has; nothing on foot."""
        match profile:
            case Profile.JALAN_KAKI:
                return 0.0
            case Profile.MOTOR:
                return self.motorcycle_share
            case Profile.AMBULANS_SIRENE:
                return self.lights_share
            case Profile.AMBULANS:
                return 1.0

    def _numbers(self) -> dict[str, float]:
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "yield_s"}
