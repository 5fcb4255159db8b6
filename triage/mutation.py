"""Mutants: the protocol with one small mistake in it, to see whether verifier and cases would notice.

A row is dropped, given another colour, bound one answer higher or lower, asks another question, or holds for other
patients (an age limit that no longer counts itself, or now does; everybody instead of the pregnant). Rows are monotone,
so where a mutant differs from the protocol at all, it differs at the least answers that reach the changed row or the
row it became: those few points are tried through the engine, and only a mutant that no such point tells apart is
called equal. A shared row lies in one file and is changed on all its cards at once.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from triage.cases import GATE, Cases, run_case
from triage.checks import FALLBACK_CARD
from triage.engine import Assessment, evaluate
from triage.grid import list_kinds
from triage.model import GATE_PREFIX, Card, Context, Determinant, Option, Partition, Protocol, Question, When
from triage.verifier import verify
from triage.vocabulary import Priority

# The share of differing mutants that has to be caught.
LEAST_CAUGHT = 0.95


class Kind(StrEnum):
    """What was done to the row."""

    DROP = "drop"
    PRIORITY = "priority"
    BOUND = "bound"
    QUESTION = "question"
    PATIENT = "patient"


class Fate(StrEnum):
    """What became of a mutant: no answers tell it from the protocol, something caught it, or nobody did."""

    EQUAL = "equal"
    CASES = "cases"
    VERIFIER = "verifier"
    SURVIVED = "survived"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed row.

    Args:
        subject: a card that has the row, or ``gate``.
        detail: the change in words.
        changed: the row as it became; None when it was dropped.
    """

    subject: str
    row: Determinant
    kind: Kind
    detail: str
    changed: Determinant | None

    @property
    def name(self) -> str:
        """Row and change, such as ``ND-M1 priority: kuning``."""
        return f"{self.row.id} {self.kind}{f': {self.detail}' if self.detail else ''}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A mutant and what became of it."""

    mutant: Mutant
    fate: Fate


@dataclass(frozen=True, slots=True)
class MutationReport:
    """All verdicts of one protocol version."""

    version: str
    verdicts: tuple[Verdict, ...]

    def count(self, fate: Fate, kind: Kind | None = None) -> int:
        """How many mutants had this fate."""
        return sum(one.fate is fate and kind in (None, one.mutant.kind) for one in self.verdicts)

    @property
    def caught_share(self) -> float:
        """The share caught of those that differ from the protocol at all; 1 when none does."""
        differing = len(self.verdicts) - self.count(Fate.EQUAL)
        return 1.0 - self.count(Fate.SURVIVED) / differing if differing else 1.0

    @property
    def ok(self) -> bool:
        """Whether verifier and cases notice enough."""
        return self.caught_share >= LEAST_CAUGHT

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """The mutants that nobody noticed."""
        return tuple(one.mutant for one in self.verdicts if one.fate is Fate.SURVIVED)


def list_mutants(protocol: Protocol) -> list[Mutant]:
    """Every mutant of the gate's rows and of the cards', a shared row once."""
    gate = _gate_table(protocol)
    subjects: list[tuple[str, Sequence[Determinant], Mapping[str, Question]]] = [
        (GATE, protocol.gate.determinants, gate)
    ]
    subjects += [(card.id, card.determinants, gate | dict(card.by_id)) for card in protocol.cards.values()]
    found: dict[str, list[Mutant]] = {}
    for subject, rows, questions in subjects:
        for row in rows:
            if row.id not in found:
                found[row.id] = list(_mutate(subject, row, questions))
    return [mutant for mutants in found.values() for mutant in mutants]


def judge(protocol: Protocol, cases: Cases, mutants: Iterable[Mutant]) -> MutationReport:
    """Try every mutant; all of a whole protocol take a minute or two, `draw` picks a part of them."""
    judge_one = _Judge(protocol, cases)
    return MutationReport(protocol.version, tuple(Verdict(one, judge_one.fate(one)) for one in mutants))


def draw(mutants: Sequence[Mutant], size: int, *, seed: int) -> list[Mutant]:
    """Some of the mutants, the same for the same seed."""
    return random.Random(seed).sample(mutants, min(size, len(mutants)))


def apply(protocol: Protocol, mutant: Mutant) -> Protocol:
    """The protocol with the mutant in place of its row, reduced to the cards it can reach.

    A gate row reaches every card; the arrest card and the fallback that other cards are held against always stay.
    """

    def changed(rows: Sequence[Determinant]) -> tuple[Determinant, ...]:
        kept = (mutant.changed if row.id == mutant.row.id else row for row in rows)
        return tuple(sorted((row for row in kept if row is not None), key=lambda row: row.order))

    cards = {
        card.id: replace(card, determinants=changed(card.determinants))
        for card in protocol.cards.values()
        if mutant.subject == GATE or card.resuscitates or card.id == FALLBACK_CARD or _has(card, mutant.row)
    }
    return replace(protocol, cards=cards, gate=replace(protocol.gate, determinants=changed(protocol.gate.determinants)))


class _Judge:
    """Runs mutants of one protocol against one set of cases."""

    def __init__(self, protocol: Protocol, cases: Cases) -> None:
        self.protocol = protocol
        self.cases = cases

    def fate(self, mutant: Mutant) -> Fate:
        """What becomes of one mutant; the cheaper question is asked first."""
        version = apply(self.protocol, mutant)
        touched = _list_touched(self.protocol, mutant)
        if not any(_differ(self.protocol, version, card, mutant) for card in touched):
            return Fate.EQUAL
        # The gate's own cases have no card, so a card's row cannot change them.
        names = [card.id if card else GATE for card in touched]
        if any(run_case(version, case).faults for name in names for case in self.cases.get(name, ())):
            return Fate.CASES
        return Fate.SURVIVED if verify(version).ok else Fate.VERIFIER


def _list_touched(protocol: Protocol, mutant: Mutant) -> list[Card | None]:
    """The cards that have the row; for a row of the gate the gate alone first, and every card after it."""
    if mutant.subject == GATE:
        return [None, *protocol.cards.values()]
    return [card for card in protocol.cards.values() if _has(card, mutant.row)]


def _has(card: Card, row: Determinant) -> bool:
    return any(one.id == row.id for one in card.determinants)


def _gate_table(protocol: Protocol) -> dict[str, Question]:
    return {GATE_PREFIX + one.id: one for one in protocol.gate.questions}


def _mutate(subject: str, row: Determinant, questions: Mapping[str, Question]) -> Iterator[Mutant]:
    yield Mutant(subject, row, Kind.DROP, "", None)
    for priority in Priority:
        if priority is not row.priority:
            yield Mutant(subject, row, Kind.PRIORITY, priority, replace(row, priority=priority))
    for key, rank in row.when.thresholds:
        for shifted in (rank - 1, rank + 1):
            if shifted <= questions[key].worst_rank:
                when = _with_thresholds(row.when, _without(row.when, key) | {key: shifted}, questions)
                yield Mutant(subject, row, Kind.BOUND, f"{key} {rank} to {shifted}", replace(row, when=when))
        other = _find_other_question(row.when, key, rank, questions)
        if other is not None:
            when = _with_thresholds(row.when, _without(row.when, key) | {other: rank}, questions)
            yield Mutant(subject, row, Kind.QUESTION, f"{key} to {other}", replace(row, when=when))

    for detail, partition in _list_other_patients(row.when.partition):
        yield Mutant(subject, row, Kind.PATIENT, detail, replace(row, when=replace(row.when, partition=partition)))


def _list_other_patients(part: Partition) -> Iterator[tuple[str, Partition]]:
    if part.above_years is not None:
        yield f"from {part.above_years:g}", replace(part, above_inclusive=not part.above_inclusive)
    if part.below_years is not None:
        yield f"to {part.below_years:g}", replace(part, below_inclusive=not part.below_inclusive)
    if part.pregnant:
        yield "not only pregnant", replace(part, pregnant=False)


def _without(when: When, key: str) -> dict[str, int]:
    return {name: rank for name, rank in when.thresholds if name != key}


def _find_other_question(when: When, key: str, rank: int, questions: Mapping[str, Question]) -> str | None:
    """The next question in speaking order that the row does not ask yet and that has an answer so bad."""
    keys = list(questions)
    after = keys.index(key)
    named = dict(when.thresholds)
    around = keys[after + 1 :] + keys[:after]
    return next((one for one in around if one not in named and questions[one].worst_rank >= rank), None)


def _with_thresholds(when: When, ranks: Mapping[str, int], questions: Mapping[str, Question]) -> When:
    """The same partition with other at-least conditions; rank 0 always holds and is left out."""
    asked = {key: rank for key, rank in ranks.items() if rank > 0}
    options = {
        key: next(option.id for option in questions[key].options if option.rank == rank) for key, rank in asked.items()
    }
    return replace(when, options=options, thresholds=tuple(sorted(asked.items())))


def _differ(protocol: Protocol, version: Protocol, card: Card | None, mutant: Mutant) -> bool:
    """Whether some answers tell the two apart on this card: every answer to the questions either row asks.

    All others have their best answer, at which the fewest further rows hold: what does not differ there differs
    nowhere.
    """
    rows = [*protocol.gate.determinants, *(card.determinants if card else ())]
    people = list_kinds(rows)
    asked = set(mutant.row.when.options) | (set(mutant.changed.when.options) if mutant.changed else set())
    questions = _gate_table(protocol) | (dict(card.by_id) if card else {})
    choices = [question.options if key in asked else question.options[:1] for key, question in questions.items()]
    for chosen in product(*choices):
        answers = dict(zip(questions, chosen, strict=True))
        if any(_outcome(protocol, card, answers, one) != _outcome(version, card, answers, one) for one in people):
            return True
    return False


def _outcome(
    protocol: Protocol, card: Card | None, answers: Mapping[str, Option], context: Context
) -> tuple[object, ...]:
    """All that anybody acts on. Names of rows and the suggested diagnosis are left out: they move nobody."""
    result: Assessment = evaluate(
        protocol,
        card_id=card.id if card else None,
        gate={k.removeprefix(GATE_PREFIX): v.id for k, v in answers.items() if k.startswith(GATE_PREFIX)},
        answers={key: option.id for key, option in answers.items() if not key.startswith(GATE_PREFIX)},
        context=context,
    )
    return (
        result.priority,
        result.disposition,
        result.transport,
        result.capabilities,
        result.destination_needs,
        result.safety_needs,
        result.lifting_needs,
        result.alerts,
        result.instructions,
        result.force_card,
        result.suggested_card,
        result.resuscitation_script,
    )
