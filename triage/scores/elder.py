"""Elders: SKILAS finds who needs a visit, the modified Barthel index says how much help daily life takes."""

from __future__ import annotations

from triage.scores.score import Band, Item, Score, by_total, check_age, tally, yes
from triage.vocabulary import Lifting

SKILAS_SOURCE = "SKILAS, Kemenkes (6 ranah)"
BARTHEL_SOURCE = "Indeks Barthel modifikasi, Kemenkes (0–20)"

SKILAS_FROM_YEARS = 60.0

_WORST_HELP = {
    "bowels": 2,
    "bladder": 2,
    "grooming": 1,
    "toilet": 2,
    "feeding": 2,
    "transfer": 3,
    "mobility": 3,
    "dressing": 2,
    "stairs": 2,
    "bathing": 1,
}
"""The ten activities and the points of doing each alone; together 20."""


def skilas(
    *,
    cognition: bool | None,
    chair_stand: bool | None,
    nutrition: bool | None,
    sight: bool | None,
    hearing: bool | None,
    mood: bool | None,
    age_years: float | None = None,
) -> Score:
    """Decline in one of six domains refers to the puskesmas. It is no acuity and raises no colour.

    Args:
        chair_stand: unable to rise five times within 14 s.
        nutrition: lost more than 3 kg in 3 months, or no appetite, or LiLA under 21 cm.
    """
    check_age("SKILAS", age_years, from_years=SKILAS_FROM_YEARS)
    given = {
        "cognition": cognition,
        "chair_stand": chair_stand,
        "nutrition": nutrition,
        "sight": sight,
        "hearing": hearing,
        "mood": mood,
    }
    judge = by_total((1, Band("rujuk ke puskesmas", None)), below=Band("tidak ada penurunan", None))
    return tally(
        "SKILAS", {key: yes(value) for key, value in given.items()}, judge, source=SKILAS_SOURCE, needs_signature=True
    )


def barthel(activities: dict[str, int | None]) -> Score:
    """The modified Barthel index, 0 (needs all help) to 20 (alone).

    Args:
        activities: points by activity; one that is absent is missing.

    Raises:
        KeyError: an activity that the index does not have.
    """
    for name in activities:
        if name not in _WORST_HELP:
            raise KeyError(f"no activity {name!r}; the index has {', '.join(_WORST_HELP)}")
    items = {name: Item(activities.get(name), best, 0) for name, best in _WORST_HELP.items()}
    judge = by_total(
        (5, Band("ketergantungan berat: 5–8", None)),
        (9, Band("ketergantungan sedang: 9–11", None)),
        (12, Band("ketergantungan ringan: 12–19", None)),
        (20, Band("mandiri: 20", None)),
        below=Band("ketergantungan total: 0–4", None),
    )
    return tally("Barthel", items, judge, source=BARTHEL_SOURCE, needs_signature=True)


def lifting_of(index: Score) -> frozenset[Lifting]:
    """What carrying takes: a stretcher from heavy dependence on, and wherever that cannot be excluded."""
    return frozenset({Lifting.TANDU}) if index.bounds[1] <= 8 else frozenset()
