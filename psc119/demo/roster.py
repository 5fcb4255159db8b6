"""The staff of the demo's city: TRC members and ambulance crews by name, grade and skill."""

from dataclasses import dataclass
from typing import Any

from cities.city import City
from cities.profile import Unit, UnitKind
from dispatch.domain.words import Grade
from psc119.demo.names import draw_names

SEED = 2172
ON_A_TASK = 2
"""Two go: driver and nurse on an ambulance, two members of a TRC team."""

# A TRC team of a puskesmas, most needed first; a team is as long as the city's profile says.
_TRC: tuple[tuple[Grade, tuple[str, ...]], ...] = (
    (Grade.PERAWAT, ("btcls", "ppgd")),
    (Grade.BIDAN, ("persalinan", "ppgd")),
    (Grade.PERAWAT, ("btcls",)),
    (Grade.DOKTER, ("acls", "ppgd")),
    (Grade.PERAWAT, ("ppgd",)),
    (Grade.BIDAN, ("persalinan",)),
)
_AMBULANCE: tuple[tuple[Grade | None, tuple[str, ...]], ...] = (
    (Grade.PERAWAT, ("btcls", "ppgd")),
    (None, ("mengemudi_aman", "bhd")),
)
_BOAT: tuple[tuple[Grade | None, tuple[str, ...]], ...] = (
    (None, ("tekong", "bhd")),
    (None, ("penyelamatan_air",)),
)


@dataclass(frozen=True, slots=True)
class Staff:
    """One member of a unit's crew."""

    id: str
    unit_id: str
    facility_id: str
    name: str
    grade: Grade | None
    skills: tuple[str, ...]

    @property
    def facts(self) -> dict[str, Any]:
        """As the log takes a person in."""
        return {
            "name": self.name,
            "grade": self.grade,
            "facility_id": self.facility_id,
            "skills": list(self.skills),
        }


def make_roster(city: City) -> dict[str, tuple[Staff, ...]]:
    """Everyone of every unit, by unit; the first `ON_A_TASK` of a unit are on duty."""
    names = draw_names(SEED)
    return {
        unit.id: tuple(
            Staff(
                id=f"{unit.id}-{number}",
                unit_id=unit.id,
                facility_id=unit.facility_id,
                name=next(names)[0],
                grade=grade,
                skills=skills,
            )
            for number, (grade, skills) in enumerate(_seats(unit), 1)
        )
        for unit in city.units
    }


def _seats(unit: Unit) -> list[tuple[Grade | None, tuple[str, ...]]]:
    if unit.kind is UnitKind.TRC:
        members = unit.members or ON_A_TASK
        return [_TRC[number % len(_TRC)] for number in range(members)]
    return list(_BOAT if unit.kind is UnitKind.KAPAL else _AMBULANCE)
