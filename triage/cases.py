"""Worked cases beside each card: what the sources expect of a patient, written apart from the card's own rows.

``cards/<card>.cases.yaml`` and ``gate.cases.yaml`` are no part of the protocol: its version does not depend on them.
They are the second opinion that a changed card is held against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from triage.engine import Assessment, evaluate
from triage.errors import ProtocolError, TriageInputError, name_the_known
from triage.gate import read_options
from triage.load import CASES_SUFFIX, PACKAGED
from triage.model import Card, Context, Place, Protocol, Question, Text
from triage.parse import parse_context, parse_pairs, parse_word
from triage.reader import Section, read_file
from triage.vocabulary import Alert, Capability, Destination, Disposition, Lifting, Priority, Safety, Transport

GATE = "gate"
LEAST_CASES = 6
NEEDS = ("capabilities", "destination_needs", "safety_needs", "lifting_needs", "alerts")
# What a case may say of an assessment besides colour, disposition and instructions, each compared as it is.
EXACT = ("force_card", "suggested_card", "resuscitation_script")
# What is compared, as a clinician calls it.
WORDS = {
    "priority": "warna",
    "disposition": "disposisi",
    "transport": "angkut",
    "instructions": "panduan",
    "needs": "kebutuhan",
    "without": "yang tidak boleh",
    "force_card": "kartu yang dipaksa gerbang",
    "suggested_card": "kartu yang disarankan",
    "resuscitation_script": "panduan RJP",
}
NONE = "none"
AWAKE = {"sadar": "sadar", "napas": "normal"}


@dataclass(frozen=True, slots=True)
class Expectation:
    """What has to come out.

    Args:
        instructions: graphs that are given in this order; others may stand between them.
        needs: capabilities, destinations, safety, lifting and alerts that are among those asked for.
        without: needs and instructions that are not given.
        exact: further fields of the assessment by name.
    """

    priority: Priority
    disposition: Disposition
    transport: Transport
    instructions: tuple[str, ...]
    needs: tuple[str, ...]
    without: tuple[str, ...]
    exact: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """One patient as told by telephone, and what the source expects.

    Args:
        card_id: the complaint; None for a case of the gate alone.
        shows: what the case is there for, in one Indonesian line.
        source: id of the source that expects it.
        answers: a whole interview: what the file leaves out has its best answer.
    """

    card_id: str | None
    shows: str
    source: str
    gate: Mapping[str, str]
    answers: Mapping[str, str]
    context: Context
    expect: Expectation
    place: Place


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came out, and every way in which it is not what the case expects."""

    case: Case
    assessment: Assessment
    in_words: tuple[Text, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """The same in English, for programs."""
        return tuple(text.in_language("en") for text in self.in_words)

    @property
    def where(self) -> str:
        """File, line and what the case is there for."""
        return f"{self.case.place.file}:{self.case.place.line} ({self.case.shows})"


Cases = Mapping[str, tuple[Case, ...]]


def load_cases(protocol: Protocol, folder: Path | None = None) -> Cases:
    """The cases of the gate and of every card.

    Args:
        protocol: from `load_protocol` of the same folder.
        folder: as for `load_protocol`.

    Returns:
        Cases by card id; those of the gate alone under ``gate``.

    Raises:
        ProtocolError: the first mistake, with its file and line: an unknown question, option, source or need, a card
            with fewer than `LEAST_CASES`, a file that belongs to no card.
    """
    base = PACKAGED if folder is None else folder
    known = {f"cards/{card_id}{CASES_SUFFIX}" for card_id in protocol.cards}
    for path in sorted((base / "cards").glob(f"*{CASES_SUFFIX}")):
        label = path.relative_to(base).as_posix()
        if label not in known:
            raise ProtocolError(label, 1, f"no card has this name; {name_the_known(path.name, protocol.cards)}")
    found = {GATE: _load_file(protocol, None, base)}
    return found | {card.id: _load_file(protocol, card, base) for card in protocol.cards.values()}


def load_cases_that_fit(protocol: Protocol) -> tuple[Cases, dict[str, Text]]:
    """The packaged cases for a version edited elsewhere: each card's where they can be read, else why they cannot."""
    found: dict[str, tuple[Case, ...]] = {}
    names = sorted(path.name.removesuffix(CASES_SUFFIX) for path in (PACKAGED / "cards").glob(f"*{CASES_SUFFIX}"))
    unread = {
        name: Text(f"versi ini tidak punya kartu {name!r}", f"no card {name!r} in this version")
        for name in names
        if name not in protocol.cards
    }
    for card in (None, *protocol.cards.values()):
        name = card.id if card else GATE
        try:
            found[name] = _load_file(protocol, card, PACKAGED)
        except ProtocolError as error:
            place = f"{error.file} baris {error.line}"
            unread[name] = Text(f"{place} menyebut yang tidak ada di kartu ini, atau kurang", str(error))
        except OSError as error:
            unread[name] = Text("berkas kasus contohnya tidak ada", str(error))
    return found, unread


def run_cases(protocol: Protocol, cases: Cases) -> list[CaseResult]:
    """Run all cases against `protocol`, in the order of the files."""
    return [run_case(protocol, case) for group in cases.values() for case in group]


def run_case(protocol: Protocol, case: Case) -> CaseResult:
    """Run one case."""
    result = evaluate(protocol, card_id=case.card_id, gate=case.gate, answers=case.answers, context=case.context)
    return CaseResult(case, result, tuple(_faults(case.expect, result)))


def _faults(expect: Expectation, result: Assessment) -> Iterator[Text]:
    for name in ("priority", "disposition", "transport"):
        wanted, got = getattr(expect, name), getattr(result, name)
        if wanted != got:
            yield _expected(name, wanted, got)
    for name, word in expect.exact.items():
        if getattr(result, name) != word:
            yield _expected(name, word, getattr(result, name))
    if not _in_order(expect.instructions, result.instructions):
        yield _expected("instructions", *(", ".join(one) or NONE for one in (expect.instructions, result.instructions)))
    needs = {word for name in NEEDS for word in getattr(result, name)}
    missing = [word for word in expect.needs if word not in needs]
    if missing:
        yield _expected("needs", ", ".join(missing), ", ".join(sorted(needs)) or NONE)
    unwanted = [word for word in expect.without if word in needs or word in result.instructions]
    if unwanted:
        words = ", ".join(unwanted)
        yield Text(f"{WORDS['without']}: mengharapkan tanpa {words}", f"without: expects no {words}")


def _expected(name: str, wanted: object, got: object) -> Text:
    wanted_id, got_id = ("tidak ada" if one in (None, NONE) else one for one in (wanted, got))
    return Text(f"{WORDS[name]}: mengharapkan {wanted_id}, hasilnya {got_id}", f"{name}: expects {wanted}, gets {got}")


def _in_order(wanted: Iterable[str], given: Iterable[str]) -> bool:
    rest = iter(given)
    return all(word in rest for word in wanted)


def _load_file(protocol: Protocol, card: Card | None, base: Path) -> tuple[Case, ...]:
    path = base / (f"cards/{card.id}{CASES_SUFFIX}" if card else f"{GATE}{CASES_SUFFIX}")
    section, _ = read_file(base, path)
    named = section.text("card")
    if named != (card.id if card else GATE):
        raise section.error(f"card must be {card.id if card else GATE!r}, as the file is named", "card")
    parts = section.sections("cases", "case")
    section.done()
    if len(parts) < LEAST_CASES:
        raise section.error(f"{len(parts)} cases; a card needs at least {LEAST_CASES}", "cases")
    return tuple(_parse_cases(protocol, card, parts))


def _parse_cases(protocol: Protocol, card: Card | None, parts: Iterable[Section]) -> Iterator[Case]:
    lines: dict[str, int] = {}
    for part in parts:
        case = _parse_case(protocol, card, part)
        facts = f"{sorted(case.gate.items())} {sorted(case.answers.items())} {case.context}"
        if facts in lines:
            raise part.error(f"the same patient as in line {lines[facts]}; leave one out")
        lines[facts] = part.line
        yield case


def _parse_case(protocol: Protocol, card: Card | None, part: Section) -> Case:
    source = part.text("source")
    if source not in protocol.sources:
        raise part.error(f"unknown source {source!r}; {name_the_known(source, protocol.sources)}", "source")
    gate = parse_pairs(part, "gate") or AWAKE
    questions = card.by_id if card else {}
    best = {question.id: question.options[0].id for question in card.questions} if card else {}
    answers = parse_pairs(part, "answers")
    _check_answers(part, "gate", protocol.gate.by_id, gate)
    _check_answers(part, "answers", questions, answers)
    case = Case(
        card_id=card.id if card else None,
        shows=part.text("shows"),
        source=source,
        gate=gate,
        answers=best | answers,
        context=parse_context(part),
        expect=_parse_expectation(protocol, part),
        place=Place(part.file, part.line),
    )
    part.done()
    return case


def _check_answers(part: Section, key: str, questions: Mapping[str, Question], answers: Mapping[str, str]) -> None:
    try:
        read_options(questions, answers, where=key)
    except TriageInputError as error:
        raise part.error(f"unknown {error.what}; {name_the_known(error.given, error.allowed)}", key) from error


def _parse_expectation(protocol: Protocol, part: Section) -> Expectation:
    expect = part.find_section("expect", "case, expect")
    if expect is None:
        raise part.error("'expect' is missing; say priority, disposition, angkut and instructions")
    needs = {str(word) for vocabulary in (Capability, Destination, Safety, Lifting, Alert) for word in vocabulary}
    graphs = set(protocol.instructions)
    expectation = Expectation(
        priority=parse_word(expect, "priority", Priority, expect.text("priority")),
        disposition=parse_word(expect, "disposition", Disposition, expect.text("disposition")),
        transport=parse_word(expect, "angkut", Transport, expect.text("angkut")),
        instructions=_known_names(expect, "instructions", graphs),
        needs=_known_names(expect, "needs", needs),
        without=_known_names(expect, "without", needs | graphs),
        exact={key: expect.text(key) for key in EXACT if key in expect},
    )
    if not expectation.instructions:
        raise expect.error("'instructions' is missing; every colour gives some")
    expect.done()
    return expectation


def _known_names(section: Section, key: str, known: set[str]) -> tuple[str, ...]:
    names = section.names(key)
    for name in names:
        if name not in known:
            raise section.error(f"{key}: unknown {name!r}; {name_the_known(name, known)}", key)
    return tuple(names)
