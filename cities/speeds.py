"""How fast who travels in a city: class speeds, hours of the week, delays at junctions, and the spread of times."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from cities.facts import Fact, HourSpan, Identifier, Record, Text

Kmh = Annotated[float, Field(gt=0, lt=200)]
Factor = Annotated[float, Field(ge=0.1, le=3)]
Share = Annotated[float, Field(ge=0, le=1)]
DelaySeconds = Annotated[float, Field(ge=0, le=600)]


class RoadClass(StrEnum):
    """Classes of road that a vehicle can use, from the greatest; the words are OpenStreetMap's."""

    TRUNK = "trunk"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"
    UNCLASSIFIED = "unclassified"
    RESIDENTIAL = "residential"
    LIVING_STREET = "living_street"
    SERVICE = "service"
    TRACK = "track"
    PATH = "path"


class Weekday(StrEnum):
    SENIN = "senin"
    SELASA = "selasa"
    RABU = "rabu"
    KAMIS = "kamis"
    JUMAT = "jumat"
    SABTU = "sabtu"
    MINGGU = "minggu"


class EstimateKind(StrEnum):
    """What a travel time stands on: mapped roads, roads and a boat, hand-drawn roads, a straight line."""

    JALAN = "jalan"
    JALAN_LAUT = "jalan_laut"
    SKEMATIK = "skematik"
    GARIS_LURUS = "garis_lurus"


class ClassSpeed(Fact):
    """Usual speeds on a class of road without lights; null where the vehicle cannot pass."""

    road_class: RoadClass
    car_kmh: Kmh | None
    motorcycle_kmh: Kmh | None


class Speed(Fact):
    kmh: Kmh


class Multiplier(Fact):
    factor: Annotated[float, Field(ge=1, le=5)]


class PeriodWindow(Record):
    """Local clock time on some weekdays; it belongs to the day on which it starts."""

    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    hours: HourSpan

    def __str__(self) -> str:
        days = "setiap hari" if set(self.weekdays) == set(Weekday) else ", ".join(self.weekdays)
        return f"{self.hours} {days}"


class TrafficPeriod(Fact):
    """Hours of the week with the same traffic; without windows it is every hour that no other period takes.

    `car` and `motorcycle` multiply the class speeds, 1 where a class is absent; `lights_share` is how much of the
    car's factor is left with lights, on the logarithm; `sigma` is the period's part of the spread of times.
    """

    id: Identifier
    name: Text
    windows: tuple[PeriodWindow, ...]
    car: dict[RoadClass, Factor]
    motorcycle: dict[RoadClass, Factor]
    lights_share: Share
    sigma: Share


class Yield(Fact):
    """Seconds that a lesser road waits at a junction with a road of this class."""

    road_class: RoadClass
    seconds: DelaySeconds


class Delay(Fact):
    seconds: DelaySeconds


class PartOfDelay(Fact):
    share: Share


class JunctionDelays(Record):
    """Seconds that a car without lights loses at a junction, and what part of them others lose."""

    yields: tuple[Yield, ...]
    equals: Delay
    signal: Delay
    right_turn: Delay
    left_turn: Delay
    u_turn: Delay
    straight: Delay
    lights: PartOfDelay
    motorcycle: PartOfDelay


class KindSpread(Fact):
    """Spread of travel times on the logarithm, by what they stand on."""

    kind: EstimateKind
    sigma: Share


class ShortTripSpread(Fact):
    """What the shortest trips have more: `sigma` at no length, half of its square left at `seconds`."""

    sigma: Share
    seconds: Annotated[float, Field(gt=0, le=3600)]


class TimeSpread(Record):
    kinds: Annotated[tuple[KindSpread, ...], Field(min_length=1)]
    short_trips: ShortTripSpread


class CitySpeeds(Record):
    """Everything that travel times are made of, beside the roads and boats themselves.

    `straight_line` with `detour` is the estimate where no network answers; the `schematic` values belong to the
    hand-drawn main roads; `own_boat` and `sea_detour` to a boat between places without a leg in the timetable.
    """

    classes: Annotated[tuple[ClassSpeed, ...], Field(min_length=1)]
    lights: Multiplier
    foot: Speed
    off_road: Speed
    straight_line: Speed
    detour: Multiplier
    schematic_detour: Multiplier
    schematic_off_road: Speed
    own_boat: Speed
    sea_detour: Multiplier
    periods: Annotated[tuple[TrafficPeriod, ...], Field(min_length=1)]
    delays: JunctionDelays
    spread: TimeSpread
