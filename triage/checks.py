"""The verifier's checks that look at rows, options, graphs, examples and words one by one.

What is wrong is told in Indonesian, for the clinician who mends it, and in English, for whoever maintains the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from triage.engine import evaluate, list_matches
from triage.grid import list_contexts
from triage.instructions import find_faults, replies_to_compressions
from triage.model import GATE_PREFIX, UNKNOWN_ANSWER, Card, Context, Determinant, Protocol, Question, Text
from triage.vocabulary import Safety
from triage.wording import prefixed

MAX_WORDS = 20
FALLBACK_CARD = "tidak_diketahui"

# What the gate must treat as abnormal is written here once more, apart from the protocol's own rows, so that an
# edit of those cannot weaken it unseen.
FIRST_ABNORMAL = {
    "gate.sadar": "tidak_sadar",
    "gate.napas": "tidak_normal",
    "gate.hitung_napas": "mengorok_megap",
}
EFFECTS = ("capabilities", "destinations", "safety", "lifting", "alerts", "instructions")


@dataclass
class Finding:
    """How many cases were looked at, and what is wrong."""

    count: int = 0
    violations: list[Text] = field(default_factory=list)


def check_unknown_answers(questions: Mapping[str, Question]) -> Finding:
    """Every question lets the caller not know, at the gate that counts as abnormal.

    Where not knowing counts as the best answer although a worse one exists, it has a source and awaits a signature.
    """
    finding = Finding(len(questions))
    for key, question in questions.items():
        unknown = question.find_option(UNKNOWN_ANSWER)
        abnormal = question.find_option(FIRST_ABNORMAL[key]) if key in FIRST_ABNORMAL else None
        if unknown is None:
            finding.violations.append(
                Text(
                    f"{key} tidak punya pilihan {UNKNOWN_ANSWER!r}; penelepon mungkin tidak tahu",
                    f"{key} has no option {UNKNOWN_ANSWER!r}; a caller may not know",
                )
            )
        elif abnormal is not None and unknown.rank < abnormal.rank:
            finding.violations.append(
                Text(
                    f"{key}: {UNKNOWN_ANSWER!r} dihitung lebih baik daripada {abnormal.id!r}",
                    f"{key}: {UNKNOWN_ANSWER!r} counts as better than {abnormal.id!r}",
                )
            )
        elif unknown.rank == 0 < question.worst_rank and not (unknown.sources and unknown.needs_signature):
            finding.violations.append(
                Text(
                    f"{key}: {UNKNOWN_ANSWER!r} dihitung jawaban terbaik; sebut sumbernya dan perlu_tanda_tangan",
                    f"{key}: {UNKNOWN_ANSWER!r} counts as the best answer; name its sources and perlu_tanda_tangan",
                )
            )
    return finding


def check_rows_matter(cards: Mapping[str, Sequence[Determinant]]) -> dict[str, Finding]:
    """Every row decides the colour somewhere, or brings something that no other row brings there.

    A row that several cards share has to matter on one of them: T10 wants it on every card that asks its question.

    Args:
        cards: the rows of each subject, by its name.
    """
    idle = {name: set(_list_idle_rows(rows)) for name, rows in cards.items()}
    needed = {row.id for name, rows in cards.items() for row in rows if row.id not in idle[name]}
    return {
        name: Finding(
            len(rows),
            [
                Text(
                    f"{row.id} tidak mengubah apa pun: penentu lain selalu berkata sama",
                    f"{row.id} changes nothing: other rows always say as much",
                )
                for row in rows
                if row.id in idle[name] and row.id not in needed
            ],
        )
        for name, rows in cards.items()
    }


def _list_idle_rows(rows: Sequence[Determinant]) -> Iterable[str]:
    """The least answers that reach a row reach the fewest others, so looking at those alone is exact."""
    contexts = list_contexts(row.when.partition for row in rows)
    for row in rows:
        patients = [one for one in contexts if row.when.partition.cannot_exclude(one)]
        least = dict(row.when.thresholds)
        if not any(_matters(row, list_matches(rows, least, one)) for one in patients):
            yield row.id


def _matters(row: Determinant, matches: Iterable[Determinant]) -> bool:
    others = [one for one in matches if one.id != row.id]
    if row.resuscitate or all(one.priority.severity < row.priority.severity for one in others):
        return True
    if all(one.disposition.effort < row.disposition.effort for one in others):
        return True
    if all(one.transport.need < row.transport.need for one in others):
        return True
    return any(
        getattr(row.effects, name) - frozenset().union(*(getattr(one.effects, name) for one in others))
        for name in EFFECTS
    )


def check_options_used(card: Card) -> Finding:
    """Every option but the best is told apart by a row or a follow-up, has effects, or is flagged as a note."""
    finding = Finding()
    whens = [row.when for row in card.determinants] + [one.ask_when for one in card.questions]
    for question in card.questions:
        used = {rank for when in whens for key, rank in when.thresholds if key == question.id} | {0}
        for option in question.options:
            finding.count += 1
            idle = option.rank not in used or (option.rank == 0 and option is not question.options[0])
            brings = not option.effects.is_empty or option.transport is not None or option.note
            if idle and not brings and option.id != UNKNOWN_ANSWER:
                finding.violations.append(
                    Text(
                        f"{question.id}: tidak ada penentu yang memakai {option.id!r}; pakai, atau tulis `note: true`",
                        f"{question.id}: no row uses {option.id!r}; use it or set `note: true`",
                    )
                )
    return finding


def check_gate_dominance(protocol: Protocol, card: Card) -> Finding:
    """Not conscious and not breathing normally is MERAH with resuscitation, whatever the card's answers say."""
    finding = Finding()
    gate = protocol.gate.by_id
    counted = [None, *(option.id for option in gate["hitung_napas"].options)]
    card_answers = [{}, _extreme(card, worst=False), _extreme(card, worst=True)]
    ages = (None, 0.2, 4.0, 40.0)
    for sadar, napas, breaths in product(("tidak_sadar", UNKNOWN_ANSWER), gate["napas"].options, counted):
        if napas.id == "normal" and breaths in (None, "teratur"):
            continue
        given = {"sadar": sadar, "napas": napas.id} | ({"hitung_napas": breaths} if breaths else {})
        for answers, age in product(card_answers, ages):
            finding.count += 1
            result = evaluate(protocol, card_id=card.id, gate=given, answers=answers, context=Context(age_years=age))
            if not (result.dispatch_now and result.resuscitation_script and result.force_card):
                finding.violations.append(
                    Text(
                        f"{given} pada umur {age} bukan MERAH dengan RJP", f"{given} at age {age} is not MERAH with RJP"
                    )
                )
    finding.violations += _withheld_faults(protocol, card)
    return finding


def _withheld_faults(protocol: Protocol, card: Card) -> Iterable[Text]:
    """Sure signs of death spare the caller RJP and nothing else: MERAH stays, a unit goes, the police are told."""
    gate = {"sadar": "tidak_sadar", "napas": "tidak_bernapas"}
    for question in card.questions:
        for option in question.options:
            if not option.withholds_resuscitation:
                continue
            answers = {question.id: option.id}
            result = evaluate(protocol, card_id=card.id, gate=gate, answers=answers, context=Context())
            if not result.dispatch_now or Safety.POLISI not in result.safety_needs:
                yield Text(
                    f"{question.id} {option.id!r} meniadakan RJP tanpa MERAH dan polisi",
                    f"{question.id} {option.id!r} withholds RJP without MERAH and the police",
                )


def _extreme(card: Card, *, worst: bool) -> dict[str, str]:
    choose = max if worst else min
    return {one.id: choose(one.options, key=lambda option: option.rank).id for one in card.questions}


def check_early_stop(protocol: Protocol, card: Card) -> Finding:
    """Interviews asked in the card's order: once MERAH, it stays MERAH to the last question.

    For every row: the least answers that reach it on top of the best ones, then the worst interview of all.
    """
    finding = Finding()
    best = _extreme(card, worst=False)
    interviews = [_extreme(card, worst=True)]
    for row in card.determinants:
        interviews.append(best | {key: one for key, one in row.when.options.items() if key in card.by_id})
    for interview in interviews:
        answers: dict[str, str] = {}
        reached = False
        for question in card.questions:
            finding.count += 1
            answers[question.id] = interview[question.id]
            now = evaluate(protocol, card_id=card.id, gate={}, answers=answers, context=Context()).dispatch_now
            if reached and not now:
                finding.violations.append(Text(f"MERAH hilang sesudah {answers}", f"MERAH is lost after {answers}"))
            reached = reached or now
    return finding


def check_vital_facts(protocol: Protocol, card: Card) -> Finding:
    """A question shared with the card for an unknown complaint weighs at least as much here."""
    finding = Finding()
    fallback = protocol.cards.get(FALLBACK_CARD)
    if fallback is None:
        return finding
    patient = Context(30.0, "L", False)
    for key in fallback.by_id.keys() & card.by_id.keys():
        for option in fallback.by_id[key].options:
            finding.count += 1
            here = card.by_id[key].find_option(option.id)
            if here is None:
                finding.violations.append(
                    Text(
                        f"{key}: pilihan {option.id!r} dari {FALLBACK_CARD} tidak ada",
                        f"{key}: option {option.id!r} of {FALLBACK_CARD} is missing",
                    )
                )
            elif _severity(card, {key: here.rank}, patient) < _severity(fallback, {key: option.rank}, patient):
                finding.violations.append(
                    Text(
                        f"{key}: {option.id!r} lebih ringan daripada di {FALLBACK_CARD}",
                        f"{key}: {option.id!r} weighs less than on {FALLBACK_CARD}",
                    )
                )
    return finding


def _severity(card: Card, ranks: Mapping[str, int], context: Context) -> int:
    matches = list_matches(card.determinants, ranks, context)
    return matches[0].priority.severity if matches else -1


def check_graphs(protocol: Protocol) -> Finding:
    """No unknown target, no unreachable node, a way to an end from every node."""
    graphs = protocol.instructions
    return Finding(
        sum(len(graph.nodes) for graph in graphs.values()),
        [prefixed(graph.id, fault.message) for graph in graphs.values() for fault in find_faults(graph, graphs)],
    )


MOST_REPLIES_BEFORE_COMPRESSIONS = 2
"""Each reply costs seconds; AHA telephone CPR aims at the first compression within 90 s of the call."""


def check_first_compression(protocol: Protocol) -> Finding:
    """Every resuscitation script comes to the first compression by two replies at most."""
    finding = Finding()
    for band in protocol.scripts:
        finding.count += 1
        replies = replies_to_compressions(protocol.instructions[band.script])
        if replies is None:
            finding.violations.append(
                Text(
                    f"{band.script}: balasan pertama tidak pernah sampai ke kompresi",
                    f"{band.script}: the first replies never lead to a compression",
                )
            )
        elif replies > MOST_REPLIES_BEFORE_COMPRESSIONS:
            most = MOST_REPLIES_BEFORE_COMPRESSIONS
            finding.violations.append(
                Text(
                    f"{band.script}: {replies} balasan sebelum kompresi pertama, paling banyak {most}",
                    f"{band.script}: {replies} replies stand before the first compression, {most} at most",
                )
            )
    return finding


def check_examples(protocol: Protocol) -> Finding:
    """Every row names a source and has a case of its own that reaches it and comes out as it says."""
    finding = Finding()
    owners: dict[str, tuple[str | None, Determinant]] = {row.id: (None, row) for row in protocol.gate.determinants}
    for card in protocol.cards.values():
        owners |= {row.id: (card.id, row) for row in card.determinants}
    for card_id, row in owners.values():
        finding.count += 1
        finding.violations += [prefixed(row.id, fault) for fault in _example_faults(protocol, card_id, row)]
    return finding


def _example_faults(protocol: Protocol, card_id: str | None, row: Determinant) -> Iterable[Text]:
    if not row.sources:
        yield Text("tanpa sumber", "no source")
    example = row.example
    if example is None:
        yield Text("tanpa contoh", "no example")
        return
    result = evaluate(
        protocol,
        card_id=example.card_id or card_id,
        gate=example.gate,
        answers=example.answers,
        context=example.context,
    )
    if row.id not in result.determinants:
        reached = ", ".join(result.determinants)
        yield Text(
            f"contohnya tidak sampai ke sini, tetapi ke {reached or 'tidak satu pun'}",
            f"its example does not reach it, but {reached or 'nothing'}",
        )
    if "priority" not in example.expect:
        yield Text("contohnya tidak menyebut prioritas", "its example expects no priority")
    for name, wanted in example.expect.items():
        if getattr(result, name) != wanted:
            got = getattr(result, name)
            yield Text(
                f"contohnya mengharapkan {name} {wanted}, hasilnya {got}",
                f"its example expects {name} {wanted}, and gets {got}",
            )


def check_words(protocol: Protocol) -> Finding:
    """Questions of at most 20 words; in instructions, sentences of at most 20 words."""
    spoken = {GATE_PREFIX + one.id: one.text.id for one in protocol.gate.questions}
    for card in protocol.cards.values():
        spoken |= {f"{card.id}.{one.id}": one.text.id for one in card.questions}
    for graph in protocol.instructions.values():
        for node in graph.nodes:
            sentences = node.say.id.replace("?", ".").split(".")
            spoken |= {f"{graph.id}.{node.id}.{i}": sentence for i, sentence in enumerate(sentences)}
    return Finding(
        len(spoken),
        [
            Text(f"{where}: lebih dari {MAX_WORDS} kata", f"{where}: longer than {MAX_WORDS} words")
            for where, text in spoken.items()
            if len(text.split()) > MAX_WORDS
        ],
    )
