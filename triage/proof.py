"""Properties of a card too large to enumerate, proven by z3 on the engine's own conditions.

A row is not taken at its written word: over the few questions it names, every combination of answers is asked of the
row itself, and where it holds becomes its formula. What is proven is therefore what the engine does; a row that a worse
answer escapes is found and not overlooked. A proof that fails gives the answers that break it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from types import ModuleType
from typing import Any

from triage.grid import Grid
from triage.model import Context, Determinant, Question, Text
from triage.wording import answers_in_words, patient_in_words

MILLISECONDS_A_PROOF = 20_000


def find_solver() -> ModuleType | None:
    """z3, or None where it is not installed (`pip install psc119[verify]`)."""
    try:
        import z3  # noqa: PLC0415 - an optional part, and half a second to load
    except ImportError:
        return None
    module: ModuleType = z3
    return module


class Proof:
    """The rows of one card as formulas over the ranks of its questions.

    Args:
        z3: the solver's module.
        questions: by the key that rows name them by.
        people: one patient of every kind the rows tell apart; the wholly unknown one first.
    """

    def __init__(
        self,
        z3: ModuleType,
        questions: Mapping[str, Question],
        rows: Sequence[Determinant],
        people: Sequence[Context],
    ) -> None:
        self._z3: Any = z3
        self._questions, self._rows, self._people = questions, rows, people
        self._grid = Grid.of(questions)
        self._ranks = {key: z3.Int(key) for key in questions}
        self._worse = {key: z3.Int(f"{key} worse") for key in questions}

    def find_without_colour(self) -> Iterator[Text]:
        """T1: answers for which no row holds."""
        for who in self._people:
            yield from self._refute(no_colour(who), self._z3.Not(self._at_least(0, who, self._ranks)))

    def find_lowered_by_worse(self) -> Iterator[Text]:
        """T3: answers of which one made worse gives a milder colour."""
        z3 = self._z3
        for who in self._people:
            for key in self._questions:
                changed = {**self._ranks, key: self._worse[key]}
                lowered = z3.Or(
                    *(
                        z3.And(self._at_least(colour, who, self._ranks), z3.Not(self._at_least(colour, who, changed)))
                        for colour in (0, 1, 2)
                    )
                )
                claim = z3.And(self._worse[key] > self._ranks[key], self._domain(key, self._worse[key]), lowered)
                yield from self._refute(lowered_by_worse(key, who), claim)

    def find_lowered_by_not_knowing(self) -> Iterator[Text]:
        """T11: answers for which a patient nobody knows anything of gets a milder colour than a known one."""
        z3 = self._z3
        unknown, *known = self._people
        for who in known:
            lowered = z3.Or(
                *(
                    z3.And(
                        self._at_least(colour, who, self._ranks), z3.Not(self._at_least(colour, unknown, self._ranks))
                    )
                    for colour in (0, 1, 2)
                )
            )
            yield from self._refute(lowered_by_not_knowing(who), lowered)

    def _refute(self, what: Text, claim: Any) -> Iterator[Text]:
        """Ask for answers that make `claim` true; none is the proof."""
        z3 = self._z3
        solver = z3.Solver()
        solver.set("timeout", MILLISECONDS_A_PROOF)
        solver.add(claim, *(self._domain(key, rank) for key, rank in self._ranks.items()))
        verdict = solver.check()
        if verdict == z3.sat:
            model = solver.model()
            ranks = {key: model.eval(rank, model_completion=True).as_long() for key, rank in self._ranks.items()}
            yield with_answers(what, answers_in_words(self._questions, ranks))
        elif verdict != z3.unsat:
            within_s = MILLISECONDS_A_PROOF // 1000
            yield with_answers(
                what,
                Text(
                    f"belum terbukti dalam {within_s} detik; perkecil kartunya",
                    f"not decided within {within_s} s; make the card smaller",
                ),
            )

    def _domain(self, key: str, rank: Any) -> Any:
        ladder = dict(zip(self._grid.keys, self._grid.ladders, strict=True))[key]
        return self._z3.Or(*(rank == step for step in ladder))

    def _at_least(self, severity: int, who: Context, ranks: Mapping[str, Any]) -> Any:
        """That some row of this colour or a worse one holds for this patient."""
        rows = (row for row in self._rows if row.priority.severity >= severity)
        return self._z3.Or(*(self._holds(row, who, ranks) for row in rows))

    def _holds(self, row: Determinant, who: Context, ranks: Mapping[str, Any]) -> Any:
        z3 = self._z3
        ladders = dict(zip(self._grid.keys, self._grid.ladders, strict=True))
        named = [key for key, _ in row.when.thresholds]
        best = {key: ladder[0] for key, ladder in ladders.items()}
        cells = [
            z3.And(*(ranks[key] == rank for key, rank in zip(named, chosen, strict=True)))
            for chosen in product(*(ladders[key] for key in named))
            if row.when.holds(best | dict(zip(named, chosen, strict=True)), who)
        ]
        return z3.Or(*cells)


def no_colour(who: Context) -> Text:
    """T1 fails for such a patient."""
    person = patient_in_words(who)
    return Text(f"tanpa warna untuk pasien dengan {person.id}", f"no colour for {person.in_language('en')}")


def lowered_by_worse(key: str, who: Context) -> Text:
    """T3 fails at the question `key` for such a patient."""
    person = patient_in_words(who)
    return Text(
        f"jawaban lebih buruk pada {key} menurunkan warna pasien dengan {person.id}",
        f"a worse answer to {key} lowers for {person.in_language('en')}",
    )


def lowered_by_not_knowing(who: Context) -> Text:
    """T11 fails for such a patient."""
    person = patient_in_words(who)
    return Text(
        f"tidak mengetahui menurunkan warna pasien dengan {person.id}",
        f"not knowing lowers for {person.in_language('en')}",
    )


def with_answers(what: Text, answers: Text) -> Text:
    """A failure with the answers that break it."""
    return Text(f"{what.id}: {answers.id}", f"{what.in_language('en')}: {answers.in_language('en')}")
