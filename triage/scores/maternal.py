"""Pregnancy: the Poedji Rochjati card (KSPR), and blood pressure that endangers mother and child."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from triage.errors import TriageInputError
from triage.scores.score import Band, Item, Score, tally
from triage.scores.vitals import Vitals
from triage.vocabulary import Destination, Priority

KSPR_SOURCE = "Kartu Skor Poedji Rochjati (20 faktor)"
PRESSURE_SOURCE = "WHO/ICRC/MSF IITT: TD ≥160/110 pada kehamilan; 140/90 usulan penyusun"

START = 2
"""What every pregnant woman has."""


class Factor(StrEnum):
    """The risk factors of the card, in its order."""

    FIRST_AT_16_OR_LESS = "hamil_pertama_umur_16_atau_kurang"
    FIRST_AT_35_OR_MORE = "hamil_pertama_umur_35_atau_lebih"
    FIRST_AFTER_4_YEARS = "hamil_pertama_4_tahun_setelah_menikah"
    GAP_10_YEARS = "jarak_10_tahun_atau_lebih"
    GAP_2_YEARS = "jarak_2_tahun_atau_kurang"
    FOUR_CHILDREN = "anak_4_atau_lebih"
    AGE_35 = "umur_35_atau_lebih"
    HEIGHT_145 = "tinggi_145_cm_atau_kurang"
    FAILED_PREGNANCY = "pernah_gagal_kehamilan"
    ASSISTED_BIRTH = "pernah_vakum_plasenta_manual_atau_transfusi"
    CAESAREAN = "pernah_operasi_sesar"
    ILLNESS = "penyakit_ibu"
    SWOLLEN_AND_PRESSURE = "bengkak_dan_tekanan_darah_tinggi"
    TWINS = "kembar"
    HYDRAMNIOS = "hidramnion"
    DEAD_FETUS = "bayi_mati_dalam_kandungan"
    POST_TERM = "lebih_bulan"
    BREECH = "sungsang"
    TRANSVERSE = "lintang"
    BLEEDING = "perdarahan_kehamilan_ini"
    PREECLAMPSIA = "preeklampsia_berat_atau_kejang"


_EIGHT = frozenset({Factor.CAESAREAN, Factor.BREECH, Factor.TRANSVERSE, Factor.BLEEDING, Factor.PREECLAMPSIA})


@dataclass(frozen=True, slots=True)
class PregnancyRisk:
    """What a KSPR total means: risk to plan for, not acuity.

    Args:
        group: KRR, KRT or KRST.
        destinations: where the birth belongs; empty where any midwife will do. It adds to a case's needs, and never
            lowers its colour.
    """

    total: int
    group: str
    destinations: frozenset[Destination]


def kspr(factors: Mapping[Factor, bool | None]) -> PregnancyRisk:
    """The card's total and group from its factors; one that is unknown adds nothing and takes nothing off."""
    return read_kspr(START + sum(_points(factor) for factor, present in factors.items() if present))


def read_kspr(total: int) -> PregnancyRisk:
    """The meaning of a total that was written down.

    Every factor has 4 or 8 points, so a total is 2, 6, 10, 14 …

    Raises:
        TriageInputError: a total that no set of factors gives; it was added up or copied wrongly.
    """
    if total < START or (total - START) % 4:
        raise TriageInputError(what="value", where="KSPR", given=str(total), allowed=("2, 6, 10, 14, 18 …",))
    if total == START:
        return PregnancyRisk(total, "KRR", frozenset())
    if total <= 10:
        return PregnancyRisk(total, "KRT", frozenset())
    return PregnancyRisk(total, "KRST", frozenset({Destination.PONEK}))


def pregnancy_pressure(vitals: Vitals) -> Score:
    """Blood pressure in pregnancy and the six weeks after: severe from 160 or 110, raised from 140 or 90 mmHg."""
    items = {
        "systolic_mmhg": Item(_step(vitals.systolic_mmhg, 140, 160), 0, 2),
        "diastolic_mmhg": Item(_step(vitals.diastolic_mmhg, 90, 110), 0, 2),
    }

    def judge(points: Mapping[str, int]) -> Band:
        worst = max(points.values())
        return (Band("biasa", None), Band("meningkat", Priority.KUNING), Band("berat", Priority.MERAH))[worst]

    return tally("Tekanan darah hamil/nifas", items, judge, source=PRESSURE_SOURCE, needs_signature=True)


APGAR_SOURCE = "Apgar, Curr Res Anesth Analg 1953;32:260"


def apgar(
    *, colour: int | None, pulse: int | None, grimace: int | None, tone: int | None, breathing: int | None
) -> Score:
    """A newborn in its first minutes, five items of 0 to 2; a missing item counts as 2 and raises nothing."""
    given = {"colour": colour, "pulse": pulse, "grimace": grimace, "tone": tone, "breathing": breathing}
    items = {name: Item(points, 2, 0) for name, points in given.items()}

    def judge(points: Mapping[str, int]) -> Band:
        total = sum(points.values())
        if total <= 3:
            return Band("asfiksia berat: 0–3", Priority.MERAH)
        return Band("asfiksia sedang: 4–6", Priority.MERAH) if total <= 6 else Band("baik: 7–10", None)

    return tally("APGAR", items, judge, source=APGAR_SOURCE, needs_signature=True)


def _points(factor: Factor) -> int:
    return 8 if factor in _EIGHT else 4


def _step(value: float | None, raised: float, severe: float) -> int | None:
    if value is None:
        return None
    return int(value >= raised) + int(value >= severe)
