"""What every score has in common: points of its items, bounds where items are missing, and a colour it raises to.

A missing item never lowers: the colour rests on the points that are known, as if every missing item were at its best,
so that one more finding can only raise it. The band is said only when it is the same at the missing items' worst.
A score never gives HIJAU and never `hitam`; it raises to KUNING or MERAH, or leaves the colour as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from triage.errors import TriageInputError
from triage.vocabulary import Priority


class Item(NamedTuple):
    """One item of a score: its points, None where unknown, and the points at its best and at its worst."""

    points: int | None
    best: int
    worst: int


class Band(NamedTuple):
    """What a total means: its word, and the colour it raises to (None: none)."""

    word: str
    raises_to: Priority | None


@dataclass(frozen=True, slots=True)
class Score:
    """The result of a score.

    Args:
        name: as clinicians call it.
        total: the points, None while an item is missing.
        bounds: the total with every missing item at its best, and at its worst.
        band: what the total means, None while a missing item could change it.
        raises_to: the colour that the known items raise to, or None. Never HIJAU, never `hitam`.
        known, missing: how many items are known, and the names of the others.
        source: where the score comes from.
        needs_signature: its thresholds for colours are a proposal until the medical director signs.
    """

    name: str
    total: int | None
    bounds: tuple[int, int]
    band: str | None
    raises_to: Priority | None
    known: int
    missing: tuple[str, ...]
    source: str
    needs_signature: bool


Judge = Callable[[Mapping[str, int]], Band]
"""From the points of every item to what they mean."""


def tally(
    name: str, items: Mapping[str, Item], judge: Judge, *, source: str, needs_signature: bool, start: int = 0
) -> Score:
    """Add a score up.

    Args:
        items: by name, each with its bounds.
        judge: what points mean; asked at the missing items' best and at their worst.
        start: points that everybody has.

    Raises:
        TriageInputError: points outside an item's bounds.
    """
    for item_name, item in items.items():
        low, high = sorted((item.best, item.worst))
        if item.points is not None and not low <= item.points <= high:
            raise out_of_range(name, item_name, item.points, low, high)
    best = {key: item.best if item.points is None else item.points for key, item in items.items()}
    worst = {key: item.worst if item.points is None else item.points for key, item in items.items()}
    missing = tuple(key for key, item in items.items() if item.points is None)
    certain, possible = judge(best), judge(worst)
    return Score(
        name=name,
        total=None if missing else start + sum(best.values()),
        bounds=(start + sum(best.values()), start + sum(worst.values())),
        band=certain.word if certain.word == possible.word else None,
        raises_to=certain.raises_to,
        known=len(items) - len(missing),
        missing=missing,
        source=source,
        needs_signature=needs_signature,
    )


def out_of_range(where: str, what: str, given: float, low: float, high: float) -> TriageInputError:
    """The error for a value that cannot be: it names the valid range."""
    return TriageInputError(what="value", where=f"{where}, {what}", given=str(given), allowed=(f"{low} … {high}",))


def check_age(name: str, age_years: float | None, *, from_years: float = 0, below_years: float | None = None) -> None:
    """Refuse a score for an age that it is not valid for; an unknown age is let pass.

    Raises:
        TriageInputError: the age is known and outside.
    """
    if age_years is None:
        return
    if age_years < from_years or (below_years is not None and age_years >= below_years):
        valid = f">= {from_years:g}" + ("" if below_years is None else f", < {below_years:g}")
        raise TriageInputError(what="age", where=name, given=f"{age_years:g}", allowed=(f"{valid} tahun",))


def yes(given: bool | None, points: int = 1) -> Item:
    """An item that is there or not, and bad where it is."""
    return Item(None if given is None else points * given, 0, points)


def by_total(*steps: tuple[int, Band], below: Band) -> Judge:
    """A judge by the sum alone: the band of the greatest limit that the sum reaches."""

    def judge(points: Mapping[str, int]) -> Band:
        total = sum(points.values())
        reached = [band for least, band in sorted(steps, key=lambda step: step[0]) if total >= least]
        return reached[-1] if reached else below

    return judge
