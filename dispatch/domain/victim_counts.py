"""How many victims: by colour, by where they are, and by the hospital they are for."""

from collections.abc import Iterable

from dispatch.domain.rows import ColourCounts, HospitalCounts, Row, VictimCounts
from dispatch.domain.words import Whereabouts


def count_victims(patients: Iterable[Row]) -> VictimCounts:
    """Counts of one incident's patients; each stands in exactly one colour and one place. Untagged are `belum`."""
    total, colours = 0, _none()
    places = dict.fromkeys(Whereabouts, 0)
    hospitals: dict[str, HospitalCounts] = {}
    for patient in patients:
        colour, place = colour_of(patient), whereabouts_of(patient)
        total += 1
        colours[colour] += 1  # type: ignore[literal-required]  # the words of ColourCounts, by `colour_of`
        places[place] += 1
        hospital_id = patient.get("hospital_id")
        if hospital_id is not None:
            of_hospital = hospitals.setdefault(
                hospital_id, {"at_scene": _none(), "on_the_way": _none(), "arrived": _none()}
            )
            of_hospital[place.value][colour] += 1  # type: ignore[literal-required]  # as above
    return {
        "total": total,
        "colours": colours,
        "at_scene": places[Whereabouts.AT_SCENE],
        "on_the_way": places[Whereabouts.ON_THE_WAY],
        "arrived": places[Whereabouts.ARRIVED],
        "hospitals": hospitals,
    }


def colour_of(patient: Row) -> str:
    """The colour of a victim's tag, `belum` without one: what the telephone said is not what the scene says."""
    return str(patient["priority"]) if patient.get("tag") is not None and patient["priority"] else "belum"


def whereabouts_of(patient: Row) -> Whereabouts:
    return Whereabouts(patient.get("whereabouts") or Whereabouts.AT_SCENE)


def _none() -> ColourCounts:
    return {"merah": 0, "kuning": 0, "hijau": 0, "hitam": 0, "belum": 0}
