"""From a folder of YAML files to a protocol, or to a `ProtocolError` with file and line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from triage.errors import ProtocolError, TriageInputError, name_the_known
from triage.gate import read_options
from triage.instructions import find_faults
from triage.languages import FOLDER as LANGUAGES
from triage.languages import check_listed, list_sayable, parse_language
from triage.model import (
    GATE_PREFIX,
    Card,
    Determinant,
    Effects,
    Gate,
    Instruction,
    Place,
    Protocol,
    Question,
    ScriptBand,
    Signature,
    SourceDocument,
    Text,
)
from triage.parse import (
    find_twice,
    parse_determinant,
    parse_effects,
    parse_instruction,
    parse_question,
    parse_text,
)
from triage.reader import Plain, Section, read_file
from triage.spoken import SpokenLanguage
from triage.vocabulary import Priority

PACKAGED = Path(__file__).with_name("protocols")
# Worked cases lie beside what they are about and are no part of the protocol.
CASES_SUFFIX = ".cases.yaml"


def load_protocol(folder: Path | None = None) -> Protocol:
    """Load and check a protocol folder.

    Args:
        folder: holds protocol.yaml, gate.yaml, common.yaml, cards/, instructions/, languages/ and, once the medical
            director has signed, signature.yaml. Default: the packaged protocol, read once a process.

    Raises:
        ProtocolError: the first mistake found, with its file and line.
    """
    return load_with_content(folder)[0]


def load_with_content(folder: Path | None = None) -> tuple[Protocol, Mapping[str, Plain]]:
    """As `load_protocol`, with the plain content of every file that the version is made of, by its path."""
    return _packaged() if folder is None else _load(folder)


@cache
def _packaged() -> tuple[Protocol, Mapping[str, Plain]]:
    return _load(PACKAGED)


def _load(folder: Path) -> tuple[Protocol, Mapping[str, Plain]]:
    loader = _Loader(folder)
    return loader.load(), loader.content


@dataclass
class _Loader:
    folder: Path
    content: dict[str, Plain] = field(default_factory=dict)
    sources: dict[str, SourceDocument] = field(default_factory=dict)
    graphs: dict[str, Instruction] = field(default_factory=dict)
    rows: dict[str, Place] = field(default_factory=dict)

    def load(self) -> Protocol:
        head = self._open("protocol.yaml")
        self.sources = self._read_sources(head)
        self.graphs = self._read_instructions()
        gate = self._read_gate()
        common = self._open("common.yaml")
        shared_questions = self._read_questions(common, {})
        shared_rows = self._read_rows(common, {**_gate_table(gate), **shared_questions})
        common.done()
        cards: dict[str, Card] = {}
        for path in self._list_files("cards"):
            card = self._read_card(path, gate, shared_questions, shared_rows)
            if card.id in cards:
                raise ProtocolError(path, 1, f"card {card.id!r} is there twice; rename one")
            cards[card.id] = card
        protocol = Protocol(
            version="",
            title=parse_text(head, "title"),
            gate=gate,
            cards=dict(sorted(cards.items(), key=lambda item: item[1].number)),
            instructions=self.graphs,
            sources=self.sources,
            baseline=self._read_baseline(head),
            scripts=self._read_scripts(head),
            labels=_read_labels(head),
        )
        protocol = replace(protocol, languages=self._read_languages(head, protocol, shared_questions))
        head.done()
        self._check_links(protocol)
        canonical = json.dumps(self.content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return replace(protocol, version=sha256(canonical.encode()).hexdigest(), signature=self._find_signature())

    def _open(self, name: str) -> Section:
        section, self.content[name] = read_file(self.folder, self.folder / name)
        return section

    def _list_files(self, name: str) -> list[str]:
        paths = (path.relative_to(self.folder).as_posix() for path in (self.folder / name).glob("*.yaml"))
        found = sorted(path for path in paths if not path.endswith(CASES_SUFFIX))
        if not found:
            raise ProtocolError(name, 1, "no .yaml file in this folder")
        return found

    def _read_sources(self, head: Section) -> dict[str, SourceDocument]:
        found: dict[str, SourceDocument] = {}
        for part in head.sections("sources", "source"):
            source = SourceDocument(part.text("id"), part.text("title"), part.text("reference"), part.flag("confirmed"))
            if source.id in found:
                raise part.error(f"source {source.id!r} is there twice; keep one", "id")
            part.done()
            found[source.id] = source
        return found

    def _read_instructions(self) -> dict[str, Instruction]:
        read: dict[str, tuple[Instruction, Section]] = {}
        for path in self._list_files("instructions"):
            section = self._open(path)
            graph = parse_instruction(section)
            if graph.id in read:
                raise section.error(f"instruction {graph.id!r} is there twice; rename one", "id")
            self._check_sources(section, graph.sources, graph.needs_signature)
            read[graph.id] = (graph, section)
        for graph, section in read.values():
            for fault in find_faults(graph, read):
                raise _node_section(section, fault.node_id).error(fault.message.in_language("en"))
        return {graph_id: graph for graph_id, (graph, _) in read.items()}

    def _read_gate(self) -> Gate:
        section = self._open("gate.yaml")
        questions = self._read_questions(section, {}, prefix=GATE_PREFIX)
        gate = Gate(tuple(questions.values()), ())
        rows = self._read_rows(section, _gate_table(gate))
        section.done()
        return replace(gate, determinants=tuple(sorted(rows, key=lambda row: row.order)))

    def _read_card(
        self,
        path: str,
        gate: Gate,
        shared_questions: Mapping[str, Question],
        shared_rows: Iterable[Determinant],
    ) -> Card:
        section = self._open(path)
        card_id = section.text("id")
        if Path(path).stem != card_id:
            raise section.error(f"the file of card {card_id!r} must be named {card_id}.yaml", "id")
        section.what = f"card {card_id}"
        questions = self._read_questions(section, shared_questions)
        gate_table = _gate_table(gate)
        own = self._read_rows(section, {**gate_table, **questions})
        if not any(row.when.is_always for row in own):
            raise section.error("no catch-all; add one determinant with `when: {}` and no context", "determinants")
        askable = {*gate_table, *questions}
        shared = [row for row in shared_rows if set(row.when.options) <= askable]
        number = section.find_number("number")
        if number is None:
            raise section.error("'number' is missing; give the complaint's number")
        card = Card(
            id=card_id,
            number=number,
            title=parse_text(section, "title"),
            kategori=section.text("kategori"),
            spesifikasi=section.text("spesifikasi"),
            icd10=section.text("icd10"),
            sources=tuple(section.names("sources")),
            questions=tuple(questions.values()),
            determinants=tuple(sorted([*own, *shared], key=lambda row: row.order)),
            resuscitates=section.flag("resuscitates"),
        )
        self._check_source_names(section, card.sources)
        section.done()
        return card

    def _read_questions(
        self, section: Section, shared: Mapping[str, Question], *, prefix: str = ""
    ) -> dict[str, Question]:
        found: dict[str, Question] = {}
        for part in section.sections("questions", "question"):
            name = part.find_text("use")
            if name is None:
                question = parse_question(part, {prefix + key: value for key, value in found.items()})
            elif name in shared:
                question = shared[name]
                part.done()
            else:
                raise part.error(f"no shared question {name!r}; {name_the_known(name, shared)}", "use")
            if question.id in found:
                raise part.error(f"question {question.id!r} is there twice; rename one")
            for option in question.options:
                self._check_instructions(part, option.effects)
                self._check_sources(part, option.sources, option.needs_signature)
            found[question.id] = question
        return found

    def _read_rows(self, section: Section, questions: Mapping[str, Question]) -> list[Determinant]:
        rows: list[Determinant] = []
        for part in section.sections("determinants", "determinant"):
            row = parse_determinant(part, questions)
            if row.id in self.rows:
                first = self.rows[row.id]
                raise part.error(f"id {row.id!r} is taken ({first.file}:{first.line}); rename one", "id")
            self.rows[row.id] = row.place
            self._check_sources(part, row.sources, row.needs_signature)
            self._check_instructions(part, row.effects)
            rows.append(row)
        return rows

    def _check_instructions(self, part: Section, effects: Effects) -> None:
        for name in sorted(effects.instructions):
            if name not in self.graphs:
                raise part.error(f"unknown instruction {name!r}; {name_the_known(name, self.graphs)}", "instructions")

    def _check_source_names(self, part: Section, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.sources:
                raise part.error(f"unknown source {name!r}; {name_the_known(name, self.sources)}", "sources")

    def _check_sources(self, part: Section, names: Iterable[str], needs_signature: bool) -> None:
        self._check_source_names(part, names)
        if not needs_signature and not all(self.sources[name].confirmed for name in names):
            raise part.error("a source is not confirmed; add `perlu_tanda_tangan: true`", "sources")

    def _read_baseline(self, head: Section) -> dict[Priority, Effects]:
        part = head.find_section("baseline", "baseline")
        if part is None:
            raise head.error("'baseline' is missing; say for each colour what it takes")
        found: dict[Priority, Effects] = {}
        for priority in Priority:
            needs = part.find_section(priority, f"baseline of {priority}")
            if needs is None:
                raise part.error(f"{priority!r} is missing; say what it takes")
            found[priority] = parse_effects(needs)
            needs.done()
            self._check_instructions(needs, found[priority])
        part.done()
        return found

    def _read_scripts(self, head: Section) -> tuple[ScriptBand, ...]:
        bands: list[ScriptBand] = []
        for part in head.sections("resuscitation", "resuscitation script"):
            script = part.text("script")
            if script not in self.graphs:
                raise part.error(f"unknown instruction {script!r}; {name_the_known(script, self.graphs)}", "script")
            below = part.find_number("below_years")
            bands.append(ScriptBand(script, below))
            part.done()
        limits = [band.below_years for band in bands]
        rising = all(a is not None and (b is None or a < b) for a, b in pairwise(limits))
        if not bands or limits[-1] is not None or not rising:
            raise head.error("list scripts by rising below_years; the last has none", "resuscitation")
        return tuple(bands)

    def _read_languages(
        self, head: Section, protocol: Protocol, shared: Mapping[str, Question]
    ) -> dict[str, SpokenLanguage]:
        codes = head.names("languages")
        there = (path.relative_to(self.folder).as_posix() for path in (self.folder / LANGUAGES).glob("*.yaml"))
        check_listed(codes, there, head)
        sayable = list_sayable(protocol.gate, shared, protocol.cards, protocol.instructions)
        found: dict[str, SpokenLanguage] = {}
        for code in codes:
            section = self._open(f"{LANGUAGES}/{code}.yaml")
            language = parse_language(section, sayable, next(iter(found.values()), None))
            self._check_sources(section, language.sources, language.needs_signature)
            found[code] = language
        return found

    def _check_links(self, protocol: Protocol) -> None:
        for row in protocol.gate.determinants:
            if row.opens_card is not None and row.opens_card not in protocol.cards:
                raise ProtocolError(*row.place, f"opens_card names the unknown card {row.opens_card!r}")
            if row.resuscitate and row.opens_card is None:
                raise ProtocolError(*row.place, "a row that resuscitates needs opens_card")
        for card in protocol.cards.values():
            withheld = [option for one in card.questions for option in one.options if option.withholds_resuscitation]
            if withheld and not card.resuscitates:
                raise ProtocolError(f"cards/{card.id}.yaml", 1, "only a card that resuscitates can withhold it")
            for row in card.determinants:
                if row.resuscitate or row.opens_card is not None:
                    raise ProtocolError(*row.place, "only the gate resuscitates or opens a card")
                self._check_example(protocol, card, row)
        for row in protocol.gate.determinants:
            self._check_example(protocol, None, row)
        for graph in protocol.instructions.values():
            for node in graph.nodes:
                for reply in node.replies:
                    try:
                        read_options(protocol.gate.by_id, reply.gate, where="gate")
                    except TriageInputError as error:
                        raise ProtocolError(
                            f"instructions/{graph.id}.yaml", 1, f"node {node.id}, reply {reply.id}: {error}"
                        ) from error

    def _check_example(self, protocol: Protocol, card: Card | None, row: Determinant) -> None:
        example = row.example
        if example is None:
            return
        try:
            if example.card_id is not None:
                card = protocol.get_card(example.card_id)
            read_options(protocol.gate.by_id, example.gate, where="gate")
            read_options(card.by_id if card else {}, example.answers, where=f"card {card.id if card else '-'}")
        except TriageInputError as error:
            raise ProtocolError(*example.place, f"example of {row.id}: {error}") from error

    def _find_signature(self) -> Signature | None:
        path = self.folder / "signature.yaml"
        if not path.exists():
            return None
        section, _ = read_file(self.folder, path)
        signature = Signature(section.text("name"), section.text("signed_at"), section.text("version"))
        section.done()
        return signature


def _gate_table(gate: Gate) -> dict[str, Question]:
    return {GATE_PREFIX + question.id: question for question in gate.questions}


def _node_section(section: Section, node_id: str) -> Section:
    parts = section.sections("nodes", "node")
    return next(part for part in parts if part.text("id") == node_id)


def _read_labels(head: Section) -> dict[str, Text]:
    labels = {part.text("name"): parse_text(part, "label") for part in head.sections("labels", "label")}
    twice = find_twice(part.text("name") for part in head.sections("labels", "label"))
    if twice is not None:
        raise head.error(f"label {twice!r} is there twice; keep one", "labels")
    return labels
