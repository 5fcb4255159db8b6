"""Severe wasting in children of 6 to 59 months (gizi buruk)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from triage.scores.score import Band, Score, check_age, out_of_range, tally, yes
from triage.vocabulary import Priority

SOURCE = "WHO 2013/2023 dan pedoman gizi buruk Kemenkes: LiLA < 11,5 cm, BB/PB < -3 SD, edema kedua kaki"

SEVERE_ARM_CM = 11.5
MODERATE_ARM_CM = 12.5
SEVERE_WHZ = -3.0


class Complication(StrEnum):
    """What makes severe wasting an emergency."""

    DANGER_SIGN = "tanda_bahaya"
    CANNOT_EAT = "tidak_mau_makan"
    LETHARGY = "letargi"
    FEVER = "demam"
    COLD = "hipotermia"
    DEHYDRATION = "dehidrasi_berat"
    ANAEMIA = "anemia_berat"
    PNEUMONIA = "pneumonia"


def severe_wasting(
    *,
    arm_cm: float | None,
    whz: float | None,
    oedema: bool | None,
    complications: Mapping[Complication, bool | None] | None = None,
    age_years: float | None = None,
) -> Score:
    """One sign makes gizi buruk (puskesmas within 24 hours); with a complication it is referred at once.

    Args:
        arm_cm: LiLA, mid-upper arm circumference.
        whz: weight for length or height, in standard deviations.
        oedema: of both feet.

    Raises:
        TriageInputError: an impossible measure, or a known age outside 6 to 59 months.
    """
    check_age("Gizi buruk", age_years, from_years=0.5, below_years=5)
    for name, value, low, high in (("LiLA, cm", arm_cm, 5.0, 30.0), ("BB/PB, SD", whz, -8.0, 8.0)):
        if value is not None and not low <= value <= high:
            raise out_of_range("Gizi buruk", name, value, low, high)
    items = {
        "arm_cm": yes(None if arm_cm is None else arm_cm < SEVERE_ARM_CM),
        "whz": yes(None if whz is None else whz < SEVERE_WHZ),
        "oedema": yes(oedema),
    }
    signs = set(items)
    items |= {complication.value: yes((complications or {}).get(complication)) for complication in Complication}
    moderate = arm_cm is not None and SEVERE_ARM_CM <= arm_cm < MODERATE_ARM_CM

    def judge(points: Mapping[str, int]) -> Band:
        if not any(points[name] for name in signs):
            return Band("gizi kurang: LiLA 11,5–12,5 cm" if moderate else "tidak ada tanda", None)
        if any(points[name] for name in points if name not in signs):
            return Band("gizi buruk dengan komplikasi: rujuk sekarang", Priority.MERAH)
        return Band("gizi buruk: puskesmas dalam 24 jam", Priority.KUNING)

    return tally("Gizi buruk", items, judge, source=SOURCE, needs_signature=True)
