"""The Revised Trauma Score: coded coma scale, pressure and breathing."""

from __future__ import annotations

from bisect import bisect_right

from triage.scores.score import Band, Item, Score, check_age, tally
from triage.scores.vitals import Vitals
from triage.vocabulary import Priority

RTS_SOURCE = "Champion dkk., J Trauma 1989;29:623"

WEIGHTS = {"gcs": 0.9368, "systolic_mmhg": 0.7326, "respiratory_rate": 0.2908}
"""Of the coded values, for the weighted score (0 to 7.8408)."""

FULL_CODE = 4


def rts(vitals: Vitals, *, age_years: float | None = None) -> Score:
    """The triage form: the sum of the three codes, 0 to 12. Less than 12 asks for a trauma centre.

    A missing value counts as its best code, so that it raises nothing; the band is then not said.

    Raises:
        TriageInputError: a known age under 12, for which the codes are not valid.
    """
    check_age("RTS", age_years, from_years=12)
    items = {name: Item(code, FULL_CODE, 0) for name, code in _codes(vitals).items()}
    return tally("RTS", items, lambda points: _band(sum(points.values())), source=RTS_SOURCE, needs_signature=True)


def weighted_rts(vitals: Vitals) -> float | None:
    """The weighted score for records and comparison, 0 to 7.8408; None while a value is missing."""
    total = 0.0
    for name, code in _codes(vitals).items():
        if code is None:
            return None
        total += WEIGHTS[name] * code
    return total


def _codes(vitals: Vitals) -> dict[str, int | None]:
    parts = (vitals.gcs_eye, vitals.gcs_verbal, vitals.gcs_motor)
    coma = None if None in parts else sum(part for part in parts if part is not None)
    return {
        "gcs": None if coma is None else bisect_right((4, 6, 9, 13), coma),
        "systolic_mmhg": None if vitals.systolic_mmhg is None else bisect_right((1, 50, 76, 90), vitals.systolic_mmhg),
        "respiratory_rate": _breathing_code(vitals.respiratory_rate),
    }


def _breathing_code(rate: float | None) -> int | None:
    if rate is None:
        return None
    return 3 if rate > 29 else bisect_right((1, 6), rate) + 2 * (rate >= 10)


def _band(total: int) -> Band:
    if total <= 10:
        return Band("trauma berat", Priority.MERAH)
    return Band("perlu rumah sakit trauma", Priority.MERAH) if total == 11 else Band("tanpa gangguan", None)
