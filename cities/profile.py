"""The shape of a city's profile. A city is data; this module says which data, and holds none of it."""

from enum import StrEnum
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from cities.facts import Fact, HourSpan, Identifier, Latitude, Longitude, Position, Record, Text
from cities.speeds import CitySpeeds, PeriodWindow
from cities.targets import ResponseTargets, Seconds, Zone

Phone = Annotated[str, Field(pattern=r"^\+?[0-9]{3,15}$")]
KelurahanCode = Annotated[str, Field(pattern=r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$")]


class FacilityKind(StrEnum):
    PSC = "psc"
    PUSKESMAS = "puskesmas"
    PUSTU = "pustu"
    RS = "rs"
    BPBD = "bpbd"
    POLISI = "polisi"
    BANDARA = "bandara"


class UnitKind(StrEnum):
    AMBULANS = "ambulans"
    TRC = "trc"
    KAPAL = "kapal"


class Mode(StrEnum):
    """How a unit moves; chooses its speeds and which ways it may take."""

    AMBULANS = "ambulans"
    MOTOR = "motor"
    KAPAL = "kapal"


class BoatService(StrEnum):
    PUBLIC = "public"
    ON_CALL = "on_call"


class BoundingBox(Record):
    """The part of the earth in which the city answers calls, in degrees.

    `margin_deg` widens it: a call from just outside is still ours to answer.
    """

    south: Latitude
    west: Longitude
    north: Latitude
    east: Longitude
    margin_deg: Annotated[float, Field(ge=0, le=1)]

    @model_validator(mode="after")
    def _has_an_inside(self) -> Self:
        if self.south >= self.north or self.west >= self.east:
            raise ValueError("south must be below north and west left of east")
        return self

    def contains(self, lat: float, lon: float) -> bool:
        """Whether a point lies in the box or its margin; false for NaN."""
        margin = self.margin_deg
        return self.south - margin <= lat <= self.north + margin and self.west - margin <= lon <= self.east + margin


class Population(Fact):
    count: Annotated[int, Field(gt=0)]
    as_of: Text


class Hotline(Fact):
    """Another service that can be called. `offers`: capabilities it can lend when our units have none."""

    id: Identifier
    name: Text
    number: Phone | None
    offers: tuple[Identifier, ...] = ()


class Channel(Fact):
    """A way by which a call for help reaches the PSC."""

    id: Identifier
    name: Text


class OperatorLine(Fact):
    """The telephone on an operator's desk that a telephony provider rings; no number, no ringing."""

    id: Identifier
    name: Text
    number: Phone | None


class Kelurahan(Fact):
    """The smallest area with a name that every caller knows."""

    code: KelurahanCode
    name: Text
    kecamatan: Text
    lat: Latitude
    lon: Longitude
    zone: Zone
    aliases: tuple[Text, ...] = ()

    @property
    def kecamatan_code(self) -> str:
        """Code of the kecamatan, the first three groups of the kelurahan's own."""
        return self.code.rpartition(".")[0]


class Service(Fact):
    """One thing a hospital can do, such as `igd` or `icu`."""

    id: Identifier


class HospitalFacts(Record):
    """What is known of a hospital's capability. What is not known is null, never guessed."""

    hospital_class: Text | None
    beds: Annotated[int, Field(gt=0)] | None
    services: tuple[Service, ...]


class Facility(Fact):
    """A place with a name in the health network; how well its position is known, the position itself says."""

    id: Identifier
    name: Text
    kind: FacilityKind
    kelurahan_code: KelurahanCode | None
    address: Text | None
    phone: Phone | None
    position: Position
    hospital: HospitalFacts | None = None
    aliases: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _hospital_facts_belong_to_a_hospital(self) -> Self:
        if (self.hospital is not None) != (self.kind is FacilityKind.RS):
            raise ValueError("'hospital' is given for a facility of kind rs, and only there")
        return self

    @property
    def lat(self) -> float:
        return self.position.lat

    @property
    def lon(self) -> float:
        return self.position.lon


class IslandVehicle(Fact):
    """What meets a crew where it lands, such as a becak motor. `wait_s` is from landing until it leaves."""

    name: Text
    speed_kmh: Annotated[float, Field(gt=0, lt=100)]
    wait_s: Annotated[float, Field(ge=0, le=3600)]


class Pier(Fact):
    """A landing place for boats. The vehicle stays there: the crew walks on, or `vehicle` meets it."""

    id: Identifier
    name: Text
    kelurahan_code: KelurahanCode
    position: Position
    vehicle: IslandVehicle | None = None

    @property
    def lat(self) -> float:
        return self.position.lat

    @property
    def lon(self) -> float:
        return self.position.lon


class Duration(Fact):
    """A length of time with a source of its own."""

    seconds: Seconds


class Filling(Fact):
    """How long a boat that leaves when it is full is waited for, to who comes within the window."""

    window: PeriodWindow
    seconds: Seconds


class Hazard(StrEnum):
    """What closes a crossing: wind and waves, or low tide."""

    CUACA = "cuaca"
    SURUT = "surut"


class BoatLeg(Fact):
    """A crossing between two piers, sailed both ways; one boards within `hours`.

    `boarding` is the time to find the boat and get aboard, `filling` the wait until it is full, none at other hours.
    What is not known of `capacity` (people) or `stretcher` (a patient can lie on it) is null.
    """

    id: Identifier
    from_pier: Identifier
    to_pier: Identifier
    duration_s: Seconds
    boarding: Duration
    hours: Annotated[tuple[PeriodWindow, ...], Field(min_length=1)]
    filling: tuple[Filling, ...] = ()
    service: BoatService
    capacity: Annotated[int, Field(gt=0)] | None
    stretcher: bool | None
    hazards: tuple[Hazard, ...] = ()

    @property
    def boarding_s(self) -> float:
        return self.boarding.seconds


class Capability(Record):
    """A word of the city's capability vocabulary: what a unit can do, and what a complaint can need."""

    id: Identifier
    name: Text


class Equipment(Fact):
    """What a unit can do: its crew's skills and what it carries."""

    capabilities: tuple[Identifier, ...]


class Team(Fact):
    """How many people a team draws on."""

    members: Annotated[int, Field(gt=0)]


class Unit(Fact):
    """A vehicle with its crew, or a team. `turnout` names the row of the turnout table that applies to it."""

    id: Identifier
    name: Text
    kind: UnitKind
    mode: Mode
    facility_id: Identifier
    turnout: Identifier
    equipment: Equipment
    team: Team | None = None

    @model_validator(mode="after")
    def _only_trc_is_a_team(self) -> Self:
        if (self.team is not None) != (self.kind is UnitKind.TRC):
            raise ValueError("'team' is given for a unit of kind trc, and only there")
        return self

    @property
    def capabilities(self) -> tuple[str, ...]:
        return self.equipment.capabilities

    @property
    def members(self) -> int | None:
        """People of the team, None for a vehicle."""
        return self.team.members if self.team else None


class TurnoutRule(Fact):
    """Seconds from assignment to rolling, for units that name this `turnout`, within these local hours."""

    turnout: Identifier
    hours: HourSpan
    seconds: Seconds


class Deadlines(Record):
    """Promises with a time: each becomes a durable deadline or a limit on screen."""

    undo: Duration
    acknowledge: Duration
    callback: Duration
    advice_callback: Duration
    advice_callback_fragile: Duration
    handover_answer: Duration
    team_acceptance: Duration
    team_arrival: Duration
    position_freshness: Duration


class ServiceHours(Fact):
    """When facilities of a kind see patients who come by themselves, in local time."""

    kind: FacilityKind
    windows: Annotated[tuple[PeriodWindow, ...], Field(min_length=1)]


class VictimThreshold(Fact):
    """From how many victims on mass-casualty mode is offered."""

    victims: Annotated[int, Field(ge=2, le=1000)]


class MassCasualtyRules(Record):
    """When many are too many, and how long a hospital's word on its capacity is taken as news."""

    threshold: VictimThreshold
    capacity_freshness: Duration


class Profile(Record):
    """Everything the program knows about one city. Read it by `cities.load_city`."""

    id: Identifier
    name: Text
    stream_key: Identifier
    region_code: Annotated[str, Field(pattern=r"^\d{2}\.\d{2}$")]
    psc_code: Text | None
    zone: Text
    bounding_box: BoundingBox
    population: Population
    sources: dict[Identifier, Text]
    hotlines: tuple[Hotline, ...]
    channels: tuple[Channel, ...]
    operator_lines: tuple[OperatorLine, ...]
    kelurahan: Annotated[tuple[Kelurahan, ...], Field(min_length=1)]
    facilities: Annotated[tuple[Facility, ...], Field(min_length=1)]
    piers: tuple[Pier, ...]
    boat_legs: tuple[BoatLeg, ...]
    capabilities: Annotated[tuple[Capability, ...], Field(min_length=1)]
    units: Annotated[tuple[Unit, ...], Field(min_length=1)]
    turnout: Annotated[tuple[TurnoutRule, ...], Field(min_length=1)]
    response_targets: Annotated[tuple[ResponseTargets, ...], Field(min_length=1)]
    deadlines: Deadlines
    service_hours: tuple[ServiceHours, ...]
    mass_casualty: MassCasualtyRules
    speeds: CitySpeeds

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"'{value}' is no IANA time zone, such as Asia/Jakarta") from error
        return value
