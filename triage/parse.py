"""From YAML sections to the model's parts: questions, determinants, instruction graphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from triage.errors import TriageInputError, name_the_known
from triage.model import (
    UNKNOWN_ANSWER,
    Context,
    Determinant,
    Effects,
    Example,
    Instruction,
    Node,
    Option,
    Partition,
    Place,
    Question,
    Reply,
    Text,
    When,
)
from triage.reader import Section
from triage.vocabulary import Alert, Capability, Destination, Disposition, Lifting, Priority, Safety, Transport

Word = TypeVar("Word", bound=StrEnum)

DEFAULT_DISPOSITION = {
    Priority.MERAH: Disposition.EVAKUASI,
    Priority.KUNING: Disposition.DI_TEMPAT,
    Priority.HIJAU: Disposition.SARAN,
}
# Where a row says nothing: who is in danger is carried, who is not walks, and in between the team on scene decides.
DEFAULT_TRANSPORT = {
    Priority.MERAH: Transport.YA,
    Priority.KUNING: Transport.MUNGKIN,
    Priority.HIJAU: Transport.TIDAK,
}
EXPECTABLE = ("priority", "disposition", "transport", "force_card", "resuscitation_script", "suggested_card")
_AGE_BOUND = re.compile(r"(>=|>|<=|<)(\d+(?:\.\d+)?)")


def parse_text(section: Section, key: str) -> Text:
    """`key` in Indonesian and, where written, ``<key>_en`` in English."""
    return Text(section.text(key), section.find_text(f"{key}_en"))


def find_parsed_text(section: Section, key: str) -> Text | None:
    """As `parse_text`, or None when absent."""
    return parse_text(section, key) if key in section else None


def parse_word(section: Section, key: str, vocabulary: type[Word], value: str) -> Word:
    """One word of a closed vocabulary."""
    try:
        return vocabulary(value)
    except ValueError:
        raise section.error(f"{key}: {value!r} is unknown; {name_the_known(value, vocabulary)}", key) from None


def parse_effects(section: Section) -> Effects:
    """The needs and instructions written beside an option or a determinant."""

    def words(key: str, vocabulary: type[Word]) -> frozenset[Word]:
        return frozenset(parse_word(section, key, vocabulary, value) for value in section.names(key))

    return Effects(
        capabilities=words("capabilities", Capability),
        destinations=words("destinations", Destination),
        safety=words("safety", Safety),
        lifting=words("lifting", Lifting),
        alerts=words("alerts", Alert),
        instructions=frozenset(section.names("instructions")),
    )


def parse_question(section: Section, known: Mapping[str, Question]) -> Question:
    """One question.

    Args:
        section: where it is written.
        known: questions asked before it, which its ``ask_when`` may name.
    """
    question_id = section.text("id")
    options: list[Option] = []
    for item in section.sections("options", f"question {question_id}, option"):
        options.append(_parse_option(item, options))
    if len(options) < 2:
        raise section.error("a question needs at least two options, best first", "options")
    if options[0].rank != 0:
        raise section.error("the first option is the best one", "options")
    ask_when = When()
    if "ask_when" in section or "ask_context" in section:
        ask_when = parse_when(section, known, when_key="ask_when", context_key="ask_context")
    question = Question(
        id=question_id,
        text=parse_text(section, "text"),
        options=tuple(options),
        ask_when=ask_when,
        after_merah=section.flag("after_merah"),
        help=find_parsed_text(section, "help"),
        answer_within_s=section.find_number("answer_within_s"),
        silence=section.find_text("silence"),
    )
    if (question.silence is None) != (question.answer_within_s is None):
        raise section.error("answer_within_s and silence belong together; write both or none")
    if question.silence is not None and question.find_option(question.silence) is None:
        raise section.error(f"silence names the unknown option {question.silence!r}", "silence")
    section.done()
    return question


def _parse_option(section: Section, earlier: list[Option]) -> Option:
    option_id = section.text("id")
    known = {option.id: option.rank for option in earlier}
    if option_id in known:
        raise section.error(f"option {option_id!r} is there twice; keep one", "id")
    same_as = section.find_text("rank")
    if same_as is None and option_id == UNKNOWN_ANSWER:
        raise section.error(f"{UNKNOWN_ANSWER} needs `rank: <option>`: say as bad as which answer it counts", "id")
    if same_as is not None and same_as not in known:
        raise section.error(f"rank names {same_as!r}, no earlier option; {name_the_known(same_as, known)}", "rank")
    option = Option(
        id=option_id,
        label=parse_text(section, "label"),
        rank=known[same_as] if same_as is not None else max(known.values(), default=-1) + 1,
        effects=parse_effects(section),
        note=section.flag("note"),
        ask_again=section.flag("ask_again"),
        withholds_resuscitation=section.flag("withholds_resuscitation"),
        transport=_find_transport(section),
        sources=tuple(section.names("sources")),
        needs_signature=section.flag("perlu_tanda_tangan"),
    )
    section.done()
    return option


def _find_transport(section: Section) -> Transport | None:
    written = section.find_text("angkut")
    return None if written is None else parse_word(section, "angkut", Transport, written)


def parse_when(
    section: Section,
    questions: Mapping[str, Question],
    *,
    when_key: str = "when",
    context_key: str = "context",
) -> When:
    """At-least conditions under `when_key` and the partition under `context_key`."""
    options: dict[str, str] = {}
    thresholds: list[tuple[str, int]] = []
    conditions = section.find_section(when_key, f"{section.what}, {when_key}")
    for key in conditions.keys() if conditions else []:
        assert conditions is not None
        question = questions.get(key)
        if question is None:
            raise conditions.error(f"unknown question {key!r}; {name_the_known(key, questions)}", key)
        option_id = conditions.text(key)
        option = question.find_option(option_id)
        if option is None:
            known = [one.id for one in question.options]
            raise conditions.error(
                f"question {key!r} has no option {option_id!r}; {name_the_known(option_id, known)}", key
            )
        if option.rank == 0:
            raise conditions.error(
                f"at least {option_id!r} is always true, it is a best answer of {key!r}; leave it out", key
            )
        options[key] = option_id
        thresholds.append((key, option.rank))
    return When(options, tuple(sorted(thresholds)), parse_partition(section, context_key))


def parse_partition(section: Section, key: str) -> Partition:
    """Who is meant, under `key`; everybody when absent."""
    part = section.find_section(key, f"{section.what}, {key}")
    if part is None:
        return Partition()
    low: float | None = None
    high: float | None = None
    low_inclusive = high_inclusive = False
    for bound in (part.find_text("usia") or "").split():
        match = _AGE_BOUND.fullmatch(bound)
        if match is None:
            raise part.error(f"usia: {bound!r} is no bound; write such as '>=35', '<5' or '>=1 <8'", "usia")
        operator, years = match[1], float(match[2])
        if operator.startswith(">"):
            low, low_inclusive = years, operator == ">="
        else:
            high, high_inclusive = years, operator == "<="
    if low is not None and high is not None and low >= high:
        raise part.error("usia: nobody has this age; the lower bound comes first", "usia")
    sex = part.find_text("jenis_kelamin")
    if sex not in (None, "L", "P"):
        raise part.error(f"jenis_kelamin must be L or P, not {sex!r}", "jenis_kelamin")
    pregnant = part.find_text("hamil")
    if pregnant not in (None, "ya"):
        raise part.error("hamil can only be 'ya': what is not known must never lower", "hamil")
    part.done()
    return Partition(
        above_years=low,
        above_inclusive=low_inclusive,
        below_years=high,
        below_inclusive=high_inclusive,
        sex="L" if sex == "L" else "P" if sex == "P" else None,
        pregnant=pregnant == "ya",
    )


def parse_determinant(section: Section, questions: Mapping[str, Question]) -> Determinant:
    """One row; `questions` are those it may name, the gate's with the prefix ``gate.``."""
    row_id = section.text("id")
    section.what = f"determinant {row_id}"
    priority = parse_word(section, "priority", Priority, section.text("priority"))
    written = section.find_text("disposition")
    disposition = (
        DEFAULT_DISPOSITION[priority] if written is None else parse_word(section, "disposition", Disposition, written)
    )
    transport = _find_transport(section) or DEFAULT_TRANSPORT[priority]
    if disposition is Disposition.EVAKUASI and transport is not Transport.YA:
        raise section.error("evakuasi carries the patient; write `angkut: ya`", "disposition")
    sources = tuple(section.names("sources"))
    if not sources:
        raise section.error("sources is missing; name at least one, `usulan` for a proposal")
    row = Determinant(
        id=row_id,
        priority=priority,
        reason=parse_text(section, "reason"),
        when=parse_when(section, questions),
        effects=parse_effects(section),
        disposition=disposition,
        transport=transport,
        sources=sources,
        needs_signature=section.flag("perlu_tanda_tangan"),
        example=_parse_example(section),
        place=Place(section.file, section.line),
        resuscitate=section.flag("resuscitate"),
        opens_card=section.find_text("opens_card"),
        icd10=section.find_text("icd10"),
    )
    section.done()
    return row


def _parse_example(section: Section) -> Example | None:
    part = section.find_section("example", f"{section.what}, example")
    if part is None:
        return None
    expect = parse_pairs(part, "expect")
    for key in expect:
        if key not in EXPECTABLE:
            raise part.error(f"expect: unknown {key!r}; {name_the_known(key, EXPECTABLE)}", "expect")
    example = Example(
        card_id=part.find_text("card"),
        gate=parse_pairs(part, "gate") or {"sadar": "sadar", "napas": "normal"},
        answers=parse_pairs(part, "answers"),
        context=parse_context(part),
        expect=expect,
        place=Place(part.file, part.line),
    )
    part.done()
    return example


def parse_context(section: Section) -> Context:
    """What is known of the patient, under ``context``; nothing when absent."""
    part = section.find_section("context", f"{section.what}, context")
    if part is None:
        return Context()
    age, sex, pregnant = (part.find_text(key) for key in ("usia", "jenis_kelamin", "hamil"))
    part.done()
    if pregnant not in (None, "ya", "tidak"):
        raise section.error(f"hamil must be ya or tidak, not {pregnant!r}", "context")
    if sex not in (None, "L", "P"):
        raise section.error(f"jenis_kelamin must be L or P, not {sex!r}", "context")
    try:
        return Context(
            age_years=None if age is None else float(age),
            sex="L" if sex == "L" else "P" if sex == "P" else None,
            pregnant=None if pregnant is None else pregnant == "ya",
        )
    except (TriageInputError, ValueError) as error:
        raise section.error(f"usia must be an age in years: {error}", "context") from error


def parse_pairs(section: Section, key: str) -> dict[str, str]:
    """Names and words under `key`; none when absent."""
    part = section.find_section(key, f"{section.what}, {key}")
    return {name: part.text(name) for name in part.keys()} if part else {}  # noqa: SIM118 - not a dict


def parse_instruction(section: Section) -> Instruction:
    """One instruction graph, not yet checked for dead ends."""
    graph_id = section.text("id")
    order = section.find_number("order")
    if order is None:
        raise section.error("'order' is missing; give a number, lower is said earlier")
    nodes = [_parse_node(part) for part in section.sections("nodes", f"instruction {graph_id}, node")]
    twice = find_twice(node.id for node in nodes)
    if twice is not None:
        raise section.error(f"node {twice!r} is there twice; rename one", "nodes")
    if not nodes:
        raise section.error("a graph needs at least one node", "nodes")
    graph = Instruction(
        id=graph_id,
        title=parse_text(section, "title"),
        order=order,
        start=nodes[0].id,
        nodes=tuple(nodes),
        sources=tuple(section.names("sources")),
        needs_signature=section.flag("perlu_tanda_tangan"),
        during_resuscitation=section.flag("during_resuscitation"),
    )
    if not graph.sources:
        raise section.error("sources is missing; name at least one, `usulan` for a proposal")
    section.done()
    return graph


def _parse_node(section: Section) -> Node:
    node_id = section.text("id")
    section.what = f"node {node_id}"
    node = Node(
        id=node_id,
        say=parse_text(section, "say"),
        replies=tuple(_parse_reply(part) for part in section.sections("replies", f"node {node_id}, reply")),
        note=find_parsed_text(section, "note"),
        metronome_bpm=section.find_number("metronome_bpm"),
        check_every_s=section.find_number("check_every_s"),
        end=section.flag("end"),
    )
    twice = find_twice(reply.id for reply in node.replies)
    if twice is not None:
        raise section.error(f"reply {twice!r} is there twice; rename one", "replies")
    section.done()
    return node


def _parse_reply(section: Section) -> Reply:
    reply = Reply(
        id=section.text("id"),
        label=parse_text(section, "label"),
        next=section.find_text("next"),
        graph=section.find_text("graph"),
        gate=parse_pairs(section, "gate"),
        ask_gate=section.flag("ask_gate"),
    )
    leads = [reply.next is not None, reply.graph is not None, bool(reply.gate), reply.ask_gate]
    if sum(leads) != 1:
        raise section.error("a reply leads to exactly one of: next, graph, gate, ask_gate")
    section.done()
    return reply


def find_twice(names: Iterable[str]) -> str | None:
    """The first name that comes a second time, or None."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None
