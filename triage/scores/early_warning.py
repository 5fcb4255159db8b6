"""Scores over vital signs: NEWS2, qSOFA, shock index for adults; the Brighton PEWS for children."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from triage.scores.score import Band, Item, Score, by_total, check_age, tally, yes
from triage.scores.vitals import Consciousness, Vitals
from triage.vocabulary import Priority

NEWS2_SOURCE = "Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017"
QSOFA_SOURCE = "Singer dkk., Sepsis-3, JAMA 2016;315:801"
SHOCK_INDEX_SOURCE = "Allgöwer dan Burri 1967; batas 0,9"
PEWS_SOURCE = "Monaghan, Paediatric Nursing 2005;17(1):32 (Brighton PEWS)"

Cuts = Sequence[tuple[float, int]]
"""From a value on (included) these points, ascending; the first begins at minus infinity."""

NO_LIMIT = -math.inf
_RATE: Cuts = ((NO_LIMIT, 3), (9, 1), (12, 0), (21, 2), (25, 3))
_SPO2: Cuts = ((NO_LIMIT, 3), (92, 2), (94, 1), (96, 0))
_SPO2_HYPERCAPNIC: Cuts = ((NO_LIMIT, 3), (84, 2), (86, 1), (88, 0))
_SPO2_HYPERCAPNIC_ON_OXYGEN: Cuts = (*_SPO2_HYPERCAPNIC, (93, 1), (95, 2), (97, 3))
_SYSTOLIC: Cuts = ((NO_LIMIT, 3), (91, 2), (101, 1), (111, 0), (220, 3))
_PULSE: Cuts = ((NO_LIMIT, 3), (41, 1), (51, 0), (91, 1), (111, 2), (131, 3))
_TEMPERATURE: Cuts = ((NO_LIMIT, 3), (35.1, 1), (36.1, 0), (38.1, 1), (39.1, 2))

NEWS2_FROM_YEARS = 16
NEWS2_CUTS: Mapping[str, Cuts] = {
    "respiratory_rate": _RATE,
    "spo2_pct": _SPO2,
    "systolic_mmhg": _SYSTOLIC,
    "pulse": _PULSE,
    "temperature_c": _TEMPERATURE,
}
"""What NEWS2 gives for each measured value, oxygen by scale 1."""


def news2(vitals: Vitals, *, age_years: float | None = None, hypercapnic: bool = False) -> Score:
    """NEWS2, from 16 years on and not in pregnancy.

    Args:
        hypercapnic: use oxygen scale 2; only where a clinician decided so for this patient.

    Raises:
        TriageInputError: a known age under 16.
    """
    check_age("NEWS2", age_years, from_years=NEWS2_FROM_YEARS)
    spo2 = _spo2_points(vitals, hypercapnic=hypercapnic)
    items = {
        "respiratory_rate": Item(_points(_RATE, vitals.respiratory_rate), 0, 3),
        "spo2_pct": Item(spo2, 0, 3),
        "on_oxygen": yes(vitals.on_oxygen, 2),
        "systolic_mmhg": Item(_points(_SYSTOLIC, vitals.systolic_mmhg), 0, 3),
        "pulse": Item(_points(_PULSE, vitals.pulse), 0, 3),
        "consciousness": yes(_is_altered(vitals), 3),
        "temperature_c": Item(_points(_TEMPERATURE, vitals.temperature_c), 0, 3),
    }
    return tally("NEWS2", items, _judge_news2, source=NEWS2_SOURCE, needs_signature=True)


def qsofa(vitals: Vitals, *, age_years: float | None = None) -> Score:
    """Quick SOFA, from 18 years on: breathing 22 or more, systolic 100 or less, not alert; two of them are a risk."""
    check_age("qSOFA", age_years, from_years=18)
    rate, systolic = vitals.respiratory_rate, vitals.systolic_mmhg
    items = {
        "respiratory_rate": yes(None if rate is None else rate >= 22),
        "systolic_mmhg": yes(None if systolic is None else systolic <= 100),
        "consciousness": yes(_is_altered(vitals)),
    }
    judge = by_total((2, Band("risiko tinggi", Priority.MERAH)), below=Band("risiko rendah", None))
    return tally("qSOFA", items, judge, source=QSOFA_SOURCE, needs_signature=True)


def shock_index(vitals: Vitals, *, age_years: float | None = None) -> Score:
    """Pulse over systolic pressure, from 16 years on: 1 point from 0.9, 2 from 1.4.

    Raises:
        TriageInputError: a known age under 16.
    """
    check_age("Indeks syok", age_years, from_years=16)
    points = None
    if vitals.pulse is not None and vitals.systolic_mmhg is not None:
        ratio = math.inf if vitals.systolic_mmhg == 0 else vitals.pulse / vitals.systolic_mmhg
        points = _points(((NO_LIMIT, 0), (0.9, 1), (1.4, 2)), ratio)
    judge = by_total(
        (1, Band("meningkat", Priority.KUNING)), (2, Band("syok", Priority.MERAH)), below=Band("biasa", None)
    )
    items = {"pulse_over_systolic": Item(points, 0, 2)}
    return tally("Indeks syok", items, judge, source=SHOCK_INDEX_SOURCE, needs_signature=True)


def pews(
    *,
    behaviour: int | None,
    circulation: int | None,
    breathing: int | None,
    nebulised_or_vomiting: bool | None,
    age_years: float | None = None,
) -> Score:
    """The Brighton PEWS, under 16 years; each column as its card ranks it, 0 (best) to 3.

    Args:
        behaviour: 0 playing, 1 sleeping, 2 irritable, 3 lethargic, confused or hardly answering to pain.
        circulation: 0 pink or refill 1 to 2 s, 1 pale or 3 s, 2 grey or 4 s or pulse 20 above normal, 3 grey and
            mottled or 5 s or pulse 30 above normal, or slow.
        breathing: 0 normal, 1 rate 10 above normal or helping muscles or oxygen from 4 l, 2 rate 20 above or
            recession or oxygen from 6 l, 3 rate 30 above or 5 below with recession or grunting, or oxygen from 8 l.
        nebulised_or_vomiting: nebulised every quarter of an hour, or vomiting on and on after surgery: 2 points.
    """
    check_age("PEWS", age_years, below_years=16)
    items = {
        "behaviour": Item(behaviour, 0, 3),
        "circulation": Item(circulation, 0, 3),
        "breathing": Item(breathing, 0, 3),
        "nebulised_or_vomiting": yes(nebulised_or_vomiting, 2),
    }
    return tally("PEWS", items, _judge_pews, source=PEWS_SOURCE, needs_signature=True)


def _judge_news2(points: Mapping[str, int]) -> Band:
    total = sum(points.values())
    if total >= 7:
        return Band("gawat: 7 ke atas", Priority.MERAH)
    if total >= 5:
        return Band("mendesak: 5–6", Priority.KUNING)
    if any(points[name] == 3 for name in points):
        return Band("mendesak: satu nilai 3", Priority.KUNING)
    return Band("rendah: 0–4", None)


def _judge_pews(points: Mapping[str, int]) -> Band:
    if any(points[name] == 3 for name in ("behaviour", "circulation", "breathing")):
        return Band("gawat: satu nilai 3", Priority.MERAH)
    if sum(points.values()) >= 3:
        return Band("mendesak: 3 ke atas", Priority.KUNING)
    return Band("rendah: 0–2", None)


def _spo2_points(vitals: Vitals, *, hypercapnic: bool) -> int | None:
    if not hypercapnic:
        return _points(_SPO2, vitals.spo2_pct)
    if vitals.on_oxygen is None and vitals.spo2_pct is not None and vitals.spo2_pct >= 93:
        return None  # with oxygen too much of it is bad, without oxygen it is good
    return _points(_SPO2_HYPERCAPNIC_ON_OXYGEN if vitals.on_oxygen else _SPO2_HYPERCAPNIC, vitals.spo2_pct)


def _is_altered(vitals: Vitals) -> bool | None:
    return None if vitals.consciousness is None else vitals.consciousness is not Consciousness.ALERT


def _points(cuts: Cuts, value: float | None) -> int | None:
    if value is None:
        return None
    return cuts[bisect_right([least for least, _ in cuts], value) - 1][1]
