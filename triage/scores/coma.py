"""The Glasgow Coma Scale, for adults and for children who do not speak yet."""

from __future__ import annotations

from triage.scores.score import Band, Item, Score, tally
from triage.scores.vitals import Vitals
from triage.vocabulary import Priority

GCS_SOURCE = "Teasdale dan Jennett, Lancet 1974;2:81"
GCS_CHILD_SOURCE = "James, Pediatr Ann 1986;15:16 (jawaban bersuara bayi dan anak di bawah 2 tahun)"

CHILD_VERBAL_BELOW_YEARS = 2.0
"""Younger children are judged by crying and cooing; the points are the same."""

_BEST = {"gcs_eye": 4, "gcs_verbal": 5, "gcs_motor": 6}


def gcs(vitals: Vitals, *, age_years: float | None = None) -> Score:
    """Eyes, voice and movement, 3 to 15. A missing part counts as its best, so that it never makes a coma."""
    items = {name: Item(getattr(vitals, name), best, 1) for name, best in _BEST.items()}
    child = age_years is not None and age_years < CHILD_VERBAL_BELOW_YEARS
    name, source = ("GCS anak", GCS_CHILD_SOURCE) if child else ("GCS", GCS_SOURCE)
    return tally(name, items, lambda points: _band(sum(points.values())), source=source, needs_signature=True)


def _band(total: int) -> Band:
    if total <= 8:
        return Band("berat: 3–8", Priority.MERAH)
    if total <= 13:
        return Band("sedang: 9–13", Priority.MERAH)
    return Band("ringan: 14", Priority.KUNING) if total == 14 else Band("penuh: 15", None)
