"""One city, ready to be asked: its profile, its areas, and lookups by id and point."""

from datetime import datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import PrivateAttr

from cities.areas import Area, Areas
from cities.facts import Fact, walk_facts
from cities.profile import Facility, FacilityKind, Kelurahan, Profile, TurnoutRule, Unit
from cities.targets import ResponseTargets, version_valid_on


class City(Profile):
    """A city's profile with lookups. `get_x` raises KeyError when absent, `find_x` returns None."""

    _areas: Areas = PrivateAttr()
    _folder: Path = PrivateAttr()

    @classmethod
    def of(cls, profile: Profile, *, areas: Areas, folder: Path) -> "City":
        """Make a city of a profile, its areas, and the folder that holds its map files."""
        city = cls.model_construct(**{name: getattr(profile, name) for name in Profile.model_fields})
        city._areas = areas
        city._folder = folder
        return city

    @property
    def stream(self) -> str:
        """Id of the city's stream in the event log."""
        return f"psc:{self.stream_key}"

    @cached_property
    def tz(self) -> ZoneInfo:
        """The zone of screens, schedules and report days."""
        return ZoneInfo(self.zone)

    @property
    def areas(self) -> Areas:
        return self._areas

    @property
    def main_roads_file(self) -> Path:
        """The hand-made skeleton of main roads (schematic)."""
        return self._folder / "main_roads.geojson"

    @property
    def outline_file(self) -> Path:
        """The coarse hand-made outline of the city's land."""
        return self._folder / "outline.geojson"

    @cached_property
    def psc(self) -> Facility:
        """The PSC itself."""
        return self.list_facilities(FacilityKind.PSC)[0]

    def contains(self, lat: float, lon: float) -> bool:
        """Whether a point in degrees is near enough to the city to be a place of ours."""
        return self.bounding_box.contains(lat, lon)

    def area_at(self, lat: float, lon: float) -> Area | None:
        """The kelurahan of a point, flagged where approximate; None outside the city."""
        return self._areas.area_at(lat, lon) if self.contains(lat, lon) else None

    def get_unit(self, unit_id: str) -> Unit:
        return self._units[unit_id]

    def find_unit(self, unit_id: str) -> Unit | None:
        return self._units.get(unit_id)

    def get_facility(self, facility_id: str) -> Facility:
        return self._facilities[facility_id]

    def find_facility(self, facility_id: str) -> Facility | None:
        return self._facilities.get(facility_id)

    def list_facilities(self, kind: FacilityKind) -> list[Facility]:
        """Facilities of one kind, in the profile's order."""
        return [facility for facility in self.facilities if facility.kind is kind]

    def find_kelurahan(self, code: str) -> Kelurahan | None:
        return self._kelurahan.get(code)

    def list_turnout_rules(self, unit: Unit) -> list[TurnoutRule]:
        """The rows of the turnout table that apply to a unit."""
        return [rule for rule in self.turnout if rule.turnout == unit.turnout]

    def targets_at(self, at: datetime) -> ResponseTargets:
        """The response times to be held for a case opened at an aware instant, by the city's own calendar."""
        return version_valid_on(self.response_targets, at.astimezone(self.tz).date())

    def partners(self) -> dict[str, tuple[str, ...]]:
        """For each capability the hotlines that can lend it, in the order in which to call them."""
        return {
            capability.id: tuple(line.id for line in self.hotlines if capability.id in line.offers)
            for capability in self.capabilities
        }

    def list_unverified(self) -> list[tuple[str, Fact]]:
        """Every statement that nobody has verified yet, with the path at which the profile makes it."""
        return [(".".join(map(str, loc)), fact) for loc, fact in walk_facts(self) if not fact.verified]

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def _facilities(self) -> dict[str, Facility]:
        return {facility.id: facility for facility in self.facilities}

    @cached_property
    def _kelurahan(self) -> dict[str, Kelurahan]:
        return {area.code: area for area in self.kelurahan}
