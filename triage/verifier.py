"""Prove the properties a protocol must have before a medical director may sign it.

Every answer set of a card times every kind of patient its rows tell apart is enumerated up to `ENUMERATION_BOUND`, and
above it z3 proves the same claims. Both ask the engine's own conditions. Beside them the form of the rules (at-least
conditions, worst match, a catch-all) is checked by itself; where a large card meets a machine without z3 it stands
alone, and the report says so.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

import numpy as np

from triage.cases import Cases, run_case
from triage.checks import (
    Finding,
    check_early_stop,
    check_examples,
    check_first_compression,
    check_gate_dominance,
    check_graphs,
    check_options_used,
    check_rows_matter,
    check_unknown_answers,
    check_vital_facts,
    check_words,
)
from triage.engine import evaluate
from triage.grid import Grid, list_contexts, list_kinds
from triage.model import GATE_PREFIX, Card, Context, Determinant, Option, Protocol, Question, Text
from triage.proof import Proof, find_solver, lowered_by_not_knowing, lowered_by_worse, no_colour, with_answers
from triage.wording import answers_in_words, patient_in_words, prefixed

ENUMERATION_BOUND = 500_000
SAMPLES = 300

TITLES = {
    "T1": "every answer set has a colour",
    "T2": "the engine agrees with the enumeration, in any order of rows",
    "T3": "a worse answer never lowers the colour",
    "T4": "'tidak tahu' has a rank, never the best one without a source",
    "T5": "every row is reachable and matters",
    "T6": "every option is used or flagged",
    "T7": "instructions reach an end and leave every loop",
    "T8": "not conscious and not breathing normally is MERAH with RJP",
    "T9": "stopping at MERAH gives the colour of the whole interview",
    "T10": "a vital fact weighs no less than on the card for an unknown complaint",
    "T11": "what is not known never lowers the colour",
    "T12": "every row has a source, and its example comes true",
    "T13": "words to say are Indonesian and short",
    "T15": "every worked case comes out as its source expects",
    "T16": "the first compression is two replies away",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One property of one subject.

    Args:
        property_id: T1 … T16; T14 needs old calls and is no property of a protocol alone.
        title: the property in words.
        subject: a card, ``gate``, ``instructions`` or ``protocol``.
        method: ``enumeration`` of every case, ``z3`` where a solver proved it, ``structure`` where the form of the
            rules does, ``cases`` where named cases were run.
        count: how many cases were looked at.
        violations: what is wrong, in both languages; empty when it holds.
    """

    property_id: str
    title: str
    subject: str
    method: str
    count: int
    violations: tuple[Text, ...]

    @property
    def ok(self) -> bool:
        """Whether it holds."""
        return not self.violations


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """All checks of one protocol version.

    Args:
        cards: how many cards were checked.
        scripts: how many instruction graphs.
        answer_sets: how many answer sets of cards were decided, each for every kind of patient.
        seconds: how long it took.
    """

    version: str
    signed: bool
    cards: int
    scripts: int
    answer_sets: int
    seconds: float
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether every property holds."""
        return all(check.ok for check in self.checks)

    @property
    def violations(self) -> tuple[str, ...]:
        """Everything wrong, each with its property and subject, in English: for programs."""
        return tuple(text.in_language("en") for text in self.in_words)

    @property
    def in_words(self) -> tuple[Text, ...]:
        """As `violations`, in both languages: for clinicians."""
        return tuple(
            prefixed(f"{one.property_id} {one.subject}", text) for one in self.checks for text in one.violations
        )

    @property
    def count(self) -> int:
        """How many cases were looked at in all."""
        return sum(check.count for check in self.checks)


def verify(protocol: Protocol, cases: Cases | None = None) -> VerificationReport:
    """Check every property of `protocol`; takes some seconds.

    Args:
        protocol: from `load_protocol`.
        cases: from `load_cases`; without them their property is not in the report.
    """
    began = perf_counter()
    checks: list[Check] = []

    def add(property_id: str, subject: str, method: str, finding: Finding) -> None:
        checks.append(
            Check(property_id, TITLES[property_id], subject, method, finding.count, tuple(finding.violations))
        )

    gate_table = _gate_table(protocol)
    checks.extend(_check_rules("gate", gate_table, protocol.gate.determinants, total=False))
    add("T4", "gate", "structure", check_unknown_answers(gate_table))
    mattering = check_rows_matter(
        {"gate": protocol.gate.determinants} | {card.id: card.determinants for card in protocol.cards.values()}
    )
    add("T5", "gate", "structure", mattering["gate"])
    for card in protocol.cards.values():
        named = {key for row in card.determinants for key in row.when.options}
        table = {key: one for key, one in gate_table.items() if key in named} | dict(card.by_id)
        checks.extend(_check_rules(card.id, table, card.determinants, total=True))
        add("T2", card.id, "cases", _check_engine(protocol, card, Grid.of(table)))
        add("T4", card.id, "structure", check_unknown_answers(card.by_id))
        add("T5", card.id, "structure", mattering[card.id])
        add("T6", card.id, "structure", check_options_used(card))
        add("T8", card.id, "enumeration", check_gate_dominance(protocol, card))
        add("T9", card.id, "cases", check_early_stop(protocol, card))
        add("T10", card.id, "enumeration", check_vital_facts(protocol, card))
    add("T7", "instructions", "structure", check_graphs(protocol))
    add("T16", "instructions", "structure", check_first_compression(protocol))
    add("T12", "protocol", "cases", check_examples(protocol))
    add("T13", "protocol", "structure", check_words(protocol))
    for subject, group in (cases or {}).items():
        faults = [
            prefixed(one.where, fault) for one in map(partial(run_case, protocol), group) for fault in one.in_words
        ]
        add("T15", subject, "cases", Finding(len(group), faults))
    return VerificationReport(
        version=protocol.version,
        signed=protocol.signed,
        cards=len(protocol.cards),
        scripts=len(protocol.instructions),
        answer_sets=sum(one.count for one in checks if one.property_id == "T11" and one.method != "structure"),
        seconds=perf_counter() - began,
        checks=tuple(checks),
    )


def _check_rules(
    subject: str, questions: Mapping[str, Question], rows: Sequence[Determinant], *, total: bool
) -> Iterator[Check]:
    """T1, T3 and T11. The gate alone need not be total: a complaint is missing."""
    grid = Grid.of(questions)
    people = list_kinds(rows)
    size = grid.size * len(people)
    solver = find_solver() if size > ENUMERATION_BOUND else None
    if size <= ENUMERATION_BOUND:
        method, found = "enumeration", _enumerate(grid, questions, rows, people)
    elif solver is not None:
        proof = Proof(solver, questions, rows, people)
        found = {
            "T1": list(proof.find_without_colour()) if total else [],
            "T3": list(proof.find_lowered_by_worse()),
            "T11": list(proof.find_lowered_by_not_knowing()),
        }
        method = "z3"
    else:
        method, found = "", {}
    counts = {"T1": size, "T3": grid.worsenings * len(people), "T11": size}
    for property_id, violations in found.items():
        if total or property_id != "T1":
            title = TITLES[property_id]
            yield Check(property_id, title, subject, method, counts[property_id], tuple(violations))
    for property_id, violations in _faults_of_form(rows).items():
        if total or property_id != "T1":
            yield Check(property_id, TITLES[property_id], subject, "structure", len(rows), tuple(violations))


def _enumerate(
    grid: Grid, questions: Mapping[str, Question], rows: Sequence[Determinant], people: Sequence[Context]
) -> dict[str, list[Text]]:
    found: dict[str, list[Text]] = {"T1": [], "T3": [], "T11": []}
    unknown = grid.severities(rows, people[0])
    for who in people:
        severities = grid.severities(rows, who)
        found["T1"] += _places(grid, questions, severities < 0, no_colour(who))
        found["T11"] += _places(grid, questions, unknown < severities, lowered_by_not_knowing(who))
        for axis, key in enumerate(grid.keys):
            lowered = np.diff(severities, axis=axis) < 0
            found["T3"] += _places(grid, questions, lowered, lowered_by_worse(key, who))
    return found


def _places(
    grid: Grid, questions: Mapping[str, Question], wrong: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], what: Text
) -> Iterator[Text]:
    """The first places where `wrong` holds; a handful tells as much as a million."""
    for index in np.argwhere(wrong)[:3]:
        ranks = grid.ranks_at([int(i) for i in index])
        yield with_answers(what, answers_in_words(questions, ranks))


def _faults_of_form(rows: Iterable[Determinant]) -> dict[str, list[Text]]:
    """What the form of the rules promises by itself: a catch-all, at-least conditions, nobody unknown excluded."""
    listed = list(rows)
    return {
        "T1": []
        if any(row.when.is_always for row in listed)
        else [Text("tanpa penentu terakhir yang menampung semua", "no catch-all")],
        "T3": [
            Text(f"{row.id}: syarat yang bukan 'paling sedikit'", f"{row.id}: a condition that is no 'at least'")
            for row in listed
            if any(rank <= 0 for _, rank in row.when.thresholds)
        ],
        "T11": [
            Text(
                f"{row.id}: pasien yang tidak diketahui apa pun dikecualikan",
                f"{row.id}: a patient nobody knows anything of is excluded",
            )
            for row in listed
            if not row.when.partition.cannot_exclude(Context())
        ],
    }


def _check_engine(protocol: Protocol, card: Card, grid: Grid) -> Finding:
    """Draw whole interviews; the engine, also with its rows shuffled, must give the enumerated colour."""
    draw = random.Random(f"{protocol.version} {card.id}")
    rows = list(card.determinants)
    draw.shuffle(rows)
    shuffled = replace(protocol, cards={**protocol.cards, card.id: replace(card, determinants=tuple(rows))})
    contexts = list_contexts(row.when.partition for row in rows)
    kinds = list_kinds(rows)
    all_rows = [*protocol.gate.determinants, *rows]
    enumerable = grid.size * len(kinds) <= ENUMERATION_BOUND
    arrays = {_kind_of(one, rows): grid.severities(rows, one) for one in kinds} if enumerable else {}
    finding = Finding(SAMPLES)
    for _ in range(SAMPLES):
        context = draw.choice(contexts)
        gate = {one.id: _draw_option(one, draw) for one in protocol.gate.questions}
        answers = {one.id: _draw_option(one, draw) for one in card.questions}
        result, again = (
            evaluate(
                version,
                card_id=card.id,
                gate={key: option.id for key, option in gate.items()},
                answers={key: option.id for key, option in answers.items()},
                context=context,
            )
            for version in (protocol, shuffled)
        )
        given = {GATE_PREFIX + key: option for key, option in gate.items()} | answers
        ranks = {key: option.rank for key, option in given.items()}
        asked = protocol.gate.determinants if enumerable else all_rows
        expected = max((row.priority.severity for row in asked if row.when.holds(ranks, context)), default=-1)
        if enumerable:
            expected = max(expected, int(arrays[_kind_of(context, rows)][grid.index_of(ranks)]))
        shown = {key: option.id for key, option in given.items()}
        if result != again:
            finding.violations.append(
                Text(
                    f"urutan penentu berpengaruh pada {shown}, {patient_in_words(context).id}",
                    f"the order of rows matters for {shown}, {context}",
                )
            )
        if result.priority is not None and result.priority.severity != expected:
            finding.violations.append(
                Text(
                    f"mesin berkata {result.priority} untuk {shown}, {patient_in_words(context).id}",
                    f"the engine says {result.priority} for {shown}, {context}",
                )
            )
    return finding


def _kind_of(who: Context, rows: Sequence[Determinant]) -> tuple[bool, ...]:
    return tuple(row.when.partition.cannot_exclude(who) for row in rows)


def _draw_option(question: Question, draw: random.Random) -> Option:
    """Any option, the best one more often: with all drawn alike nearly every interview would be MERAH."""
    return question.options[0] if draw.random() < 0.6 else draw.choice(question.options)


def _gate_table(protocol: Protocol) -> dict[str, Question]:
    return {GATE_PREFIX + one.id: one for one in protocol.gate.questions}
