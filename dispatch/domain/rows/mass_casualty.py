"""What a case with many victims has besides."""

from typing_extensions import TypedDict

from dispatch.domain.rows.shared import Actor, Instant, SealedText
from dispatch.domain.words import DisasterType, EmergencyService, SceneHazard


class ColourCounts(TypedDict):
    """Victims by the colour of their tag; `belum` has none yet."""

    merah: int
    kuning: int
    hijau: int
    hitam: int
    belum: int


class HospitalCounts(TypedDict):
    """The victims meant for one hospital, by colour: still at the scene, on the way, arrived."""

    at_scene: ColourCounts
    on_the_way: ColourCounts
    arrived: ColourCounts


class VictimCounts(TypedDict):
    """Every patient of an incident counted once by colour and once by place."""

    total: int
    colours: ColourCounts
    at_scene: int
    on_the_way: int
    arrived: int
    hospitals: dict[str, HospitalCounts]


class Sector(TypedDict):
    """A part of the scene. `lead` is a role or a unit, no patient."""

    id: str
    name: str
    lead: str | None


class Methane(TypedDict):
    """The first-on-scene report: Major incident, Exact location, Type, Hazards, Access, Number, Emergency services."""

    major: bool
    location: SealedText
    type: DisasterType
    hazards: list[SceneHazard]
    access: SealedText
    casualties: int | None
    services: list[EmergencyService]
    at: Instant
    by: Actor


class MassCasualty(TypedDict):
    """What an incident with many victims has beside the others; counts and reports also before it is declared."""

    active: bool
    declared_at: Instant | None
    declared_by: Actor | None
    reason: SealedText
    stood_down_at: Instant | None
    stood_down_by: Actor | None
    stood_down_reason: SealedText
    victims_told: int | None
    sectors: list[Sector]
    methane: Methane | None
    counts: VictimCounts
