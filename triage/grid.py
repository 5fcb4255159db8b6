"""All answer sets of a card at once: the colour as an array with one axis a question.

A row looks only at the questions it names, so its own condition is asked on those few axes and spread over the
others: half a million answer sets take milliseconds, and each is decided by the engine's conditions themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from triage.model import (
    PREGNANCY_BELOW_YEARS,
    PREGNANCY_FROM_YEARS,
    Context,
    Determinant,
    Partition,
    Question,
    Sex,
    When,
)

Severities = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Grid:
    """The axes: one a question, along it the distinct ranks of its options, best first."""

    keys: tuple[str, ...]
    ladders: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, questions: Mapping[str, Question]) -> Grid:
        """The grid of these questions."""
        ladders = (tuple(sorted({option.rank for option in one.options})) for one in questions.values())
        return cls(tuple(questions), tuple(ladders))

    @property
    def size(self) -> int:
        """How many answer sets it has."""
        return prod(len(ladder) for ladder in self.ladders)

    @property
    def worsenings(self) -> int:
        """How many single steps to the next worse answer it has."""
        return sum(self.size // len(ladder) * (len(ladder) - 1) for ladder in self.ladders)

    def severities(self, rows: Iterable[Determinant], context: Context) -> Severities:
        """The colour of every answer set for one patient: 0 hijau … 2 merah, -1 where no row holds."""
        found: Severities = np.full([len(ladder) for ladder in self.ladders], -1, dtype=np.int8)
        for row in rows:
            holds = self._where(row.when, context)
            np.maximum(found, np.where(holds, np.int8(row.priority.severity), np.int8(-1)), out=found)
        return found

    def _where(self, when: When, context: Context) -> NDArray[np.bool_]:
        """Where the condition holds; an axis it does not name has length one."""
        named = {key for key, _ in when.thresholds}
        axes = [ladder if key in named else ladder[:1] for key, ladder in zip(self.keys, self.ladders, strict=True)]
        cells = [when.holds(dict(zip(self.keys, ranks, strict=True)), context) for ranks in product(*axes)]
        return np.array(cells).reshape([len(axis) for axis in axes])

    def index_of(self, ranks: Mapping[str, int]) -> tuple[int, ...]:
        """Where these ranks are; other questions than the grid's do not matter."""
        return tuple(ladder.index(ranks[key]) for key, ladder in zip(self.keys, self.ladders, strict=True))

    def ranks_at(self, index: Sequence[int]) -> dict[str, int]:
        """The ranks of one answer set, by question."""
        return {key: ladder[i] for key, ladder, i in zip(self.keys, self.ladders, index, strict=True)}


def list_contexts(partitions: Iterable[Partition]) -> list[Context]:
    """One patient of every kind these partitions can tell apart; the wholly unknown one comes first."""
    parts = [part for part in partitions if not part.is_everybody]
    bounds = sorted({b for part in parts for b in (part.above_years, part.below_years) if b is not None})
    if any(part.pregnant for part in parts):
        bounds = sorted({*bounds, PREGNANCY_FROM_YEARS, PREGNANCY_BELOW_YEARS})
    ages = [None, *sorted({age for b in bounds for age in (max(b - 0.5, 0), b, b + 0.5)})]
    by_sex = any(part.sex is not None or part.pregnant for part in parts)
    sexes: tuple[Sex | None, ...] = (None, "L", "P") if by_sex else (None,)
    pregnancies = (None, False, True) if any(part.pregnant for part in parts) else (None,)
    return [Context(age, sex, pregnant) for age, sex, pregnant in product(ages, sexes, pregnancies)]


def list_kinds(rows: Sequence[Determinant]) -> list[Context]:
    """One patient for each set of rows that can hold, the wholly unknown one first: those of a kind fare alike."""
    kinds: dict[tuple[bool, ...], Context] = {}
    for who in list_contexts(row.when.partition for row in rows):
        kinds.setdefault(tuple(row.when.partition.cannot_exclude(who) for row in rows), who)
    return list(kinds.values())
