"""Evaluate answers: pure, deterministic, and monotone by construction.

Every condition says "at least this bad" and the colour is the worst match, so another or a worse answer can only
add matches. MERAH can therefore be acted on at once: no later answer takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import TypeVar

from triage.errors import TriageInputError
from triage.gate import (
    cannot_exclude_arrest,
    find_forcing_row,
    find_next_gate_question,
    has_to_be_asked_again,
    prefixed,
    read_options,
)
from triage.model import Card, Context, Determinant, Effects, Option, Protocol, Question, Ranks
from triage.vocabulary import Alert, Capability, Destination, Disposition, Lifting, Priority, Safety, Transport

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Category:
    """The service category a report to the health office names."""

    kategori: str
    spesifikasi: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the answers so far mean.

    Args:
        priority: the colour. Below MERAH it is a floor until `complete`; HIJAU is said only when everything that
            applies was asked. None is "belum ditriase", which every queue treats as MERAH.
        disposition: advice, treatment on scene or evacuation; None as long as `priority` is.
        transport: whether the patient has to be carried, apart from the colour; None as long as `priority` is.
        determinants: ids of the rows that hold, worst first; hijau rows only when nothing is worse.
        capabilities: what the responders must be able to do.
        destination_needs: what the receiving hospital must have.
        safety_needs: who or what keeps the crew safe.
        lifting_needs: what carrying the patient takes.
        alerts: what the supervisor should know at once.
        instructions: ids of instruction graphs, in the order to give them.
        force_card: the card the gate imposes ("henti_jantung"), whatever card was chosen.
        suggested_card: the card the gate's answers lead to, or None.
        dispatch_now: MERAH is reached; no later answer changes the colour.
        next_gate_question: the gate question to ask now; it comes before `next_question`.
        ask_pregnancy: a row of this card asks whether she is pregnant or gave birth within 42 days, and nobody said.
        ask_gate_again: the gate has to be asked again when the present state (a seizure) ends.
        next_question: the card question to ask now; after MERAH only those for safety and victims.
        complete: nothing is left to ask.
        resuscitation_script: the instruction graph that leads resuscitation at this age, or None.
        category: of the chosen or forced card; None without a card.
        icd10_suggestion: a suggestion for the record, not a diagnosis.
    """

    priority: Priority | None
    disposition: Disposition | None
    transport: Transport | None
    determinants: tuple[str, ...]
    capabilities: tuple[Capability, ...]
    destination_needs: tuple[Destination, ...]
    safety_needs: tuple[Safety, ...]
    lifting_needs: tuple[Lifting, ...]
    alerts: tuple[Alert, ...]
    instructions: tuple[str, ...]
    force_card: str | None
    suggested_card: str | None
    dispatch_now: bool
    next_gate_question: str | None
    ask_gate_again: bool
    ask_pregnancy: bool
    next_question: str | None
    complete: bool
    resuscitation_script: str | None
    category: Category | None
    icd10_suggestion: str | None


def list_matches(rows: Iterable[Determinant], ranks: Ranks, context: Context) -> list[Determinant]:
    """The rows that hold, worst first."""
    return _worst_first([row for row in rows if row.when.holds(ranks, context)])


def _worst_first(rows: list[Determinant]) -> list[Determinant]:
    return sorted(rows, key=attrgetter("order")) if len(rows) > 1 else rows


def _list_rows(card: Card | None, leading: Card | None) -> Sequence[Determinant]:
    """The rows of the chosen card and of the one that leads; a row that both have counts once."""
    if card is None or card is leading or leading is None:
        return leading.determinants if leading else ()
    return list({row.id: row for row in (*card.determinants, *leading.determinants)}.values())


def evaluate(
    protocol: Protocol,
    *,
    card_id: str | None,
    gate: Mapping[str, str],
    answers: Mapping[str, str],
    context: Context,
) -> Assessment:
    """What the answers so far mean: colour, disposition, needs, instructions, next question.

    Args:
        protocol: from `load_protocol`.
        card_id: the complaint, or None before it is known.
        gate: answers to the gate's questions, by question id.
        answers: answers to the card's questions, by question id.
        context: age, sex and pregnancy; what is not known never lowers.

    Raises:
        TriageInputError: an unknown card, question or option.
    """
    gate_chosen = read_options(protocol.gate.by_id, gate, where="gate")
    card = None if card_id is None else protocol.get_card(card_id)
    if card is None and answers:
        raise TriageInputError(what="question", where="no card chosen", given=next(iter(answers)), allowed=())
    card_chosen = read_options(card.by_id, answers, where=f"card {card.id}") if card else {}
    gate_ranks = {key: option.rank for key, option in gate_chosen.items()}
    ranks = prefixed(gate_ranks)
    for key, option in card_chosen.items():
        ranks[key] = option.rank

    gate_matches = list_matches(protocol.gate.determinants, ranks, context)
    forcing = find_forcing_row(gate_matches)
    force_card = forcing.opens_card if forcing else None
    leading = protocol.cards[force_card] if force_card else card
    rows = _list_rows(card, leading)
    matches = _worst_first([*gate_matches, *(row for row in rows if row.when.holds(ranks, context))])

    merah = bool(matches) and matches[0].priority is Priority.MERAH
    again = not forcing and has_to_be_asked_again(gate_chosen.values())
    next_gate = None if forcing or again else find_next_gate_question(protocol.gate, gate, gate_ranks, context)
    next_question = (
        _find_next_question(card.questions, answers, ranks, context, merah=merah) if card and card is leading else None
    )
    complete = leading is not None and next_gate is None and not again and next_question is None
    counted = _counted(matches, answered=bool(gate or answers), complete=complete)
    priority = counted[0].priority if counted else None
    # A hijau row says "nothing worse": beside a worse one it would contradict it.
    shown = [row for row in counted if row.priority is not Priority.HIJAU or priority is Priority.HIJAU]
    worst = [row for row in shown if row.priority is priority]
    arrest = forcing or (card and card.resuscitates and cannot_exclude_arrest(protocol.gate, gate_ranks, context))
    script = _script(protocol, context) if arrest and not _is_withheld(card, card_chosen.values()) else None
    chosen = [*gate_chosen.values(), *card_chosen.values()]
    effects = [
        *(option.effects for option in chosen),
        *(row.effects for row in counted),
        *((protocol.baseline[priority],) if priority else ()),
    ]
    return Assessment(
        priority=priority,
        disposition=max((row.disposition for row in counted), key=lambda one: one.effort, default=None),
        transport=_transport(counted, chosen),
        determinants=tuple(row.id for row in shown),
        capabilities=_in_order(Capability, [one.capabilities for one in effects]),
        destination_needs=_in_order(Destination, [one.destinations for one in effects]),
        safety_needs=_in_order(Safety, [one.safety for one in effects]),
        lifting_needs=_in_order(Lifting, [one.lifting for one in effects]),
        alerts=_in_order(Alert, [one.alerts for one in effects]),
        instructions=_instructions(protocol, effects, script),
        force_card=force_card,
        suggested_card=next((row.opens_card for row in gate_matches if row.opens_card), None),
        dispatch_now=merah,
        next_gate_question=next_gate,
        ask_gate_again=again,
        ask_pregnancy=_has_to_ask_pregnancy([*protocol.gate.determinants, *rows], context),
        next_question=next_question,
        complete=complete,
        resuscitation_script=script,
        category=_category(leading),
        icd10_suggestion=next((row.icd10 for row in worst if row.icd10), leading.icd10 if leading else None),
    )


def list_unasked(
    protocol: Protocol,
    *,
    card_id: str | None,
    gate: Mapping[str, str],
    answers: Mapping[str, str],
    context: Context,
) -> tuple[str, ...]:
    """The questions of the card that leads which apply to this patient and nobody answered, in speaking order.

    At MERAH the interview may stop before them; whoever comes to the patient has to know what was not asked.

    Args:
        protocol, card_id, gate, answers, context: as `evaluate` takes them.

    Raises:
        TriageInputError: an unknown card, question or option.
    """
    gate_chosen = read_options(protocol.gate.by_id, gate, where="gate")
    ranks = prefixed({key: option.rank for key, option in gate_chosen.items()})
    forcing = find_forcing_row(list_matches(protocol.gate.determinants, ranks, context))
    chosen_id = forcing.opens_card if forcing and forcing.opens_card else card_id
    if chosen_id is None:
        return ()
    card = protocol.get_card(chosen_id)
    given = answers if chosen_id == card_id else {}
    ranks |= {key: option.rank for key, option in read_options(card.by_id, given, where=f"card {card.id}").items()}
    return tuple(one.id for one in card.questions if one.id not in given and one.ask_when.holds(ranks, context))


def _counted(matches: list[Determinant], *, answered: bool, complete: bool) -> list[Determinant]:
    """The matches that may already be shown.

    HIJAU needs the whole interview, because a missing answer could still raise it; and below MERAH a colour needs
    at least one answer. MERAH needs nothing more: the operator's one key for resuscitation has no answers at all.
    """
    worst = matches[0].priority if matches else None
    if worst is Priority.MERAH or complete or (worst is Priority.KUNING and answered):
        return matches
    return []


def _find_next_question(
    questions: Sequence[Question],
    answers: Mapping[str, str],
    ranks: Ranks,
    context: Context,
    *,
    merah: bool,
) -> str | None:
    for question in questions:
        if question.id in answers or (merah and not question.after_merah):
            continue
        if question.ask_when.holds(ranks, context):
            return question.id
    return None


def _transport(counted: Sequence[Determinant], chosen: Iterable[Option]) -> Transport | None:
    """The greatest need among the rows and, once a colour is shown, among the answers."""
    if not counted:
        return None
    needs = [*(row.transport for row in counted), *(one.transport for one in chosen if one.transport is not None)]
    return max(needs, key=lambda one: one.need)


def _in_order(vocabulary: type[Word], parts: Iterable[frozenset[Word]]) -> tuple[Word, ...]:
    wanted = {word for words in parts for word in words}
    if len(wanted) < 2:
        return tuple(wanted)
    return tuple(word for word in vocabulary if word in wanted)


def _instructions(protocol: Protocol, effects: Iterable[Effects], script: str | None) -> tuple[str, ...]:
    graphs = protocol.instructions
    wanted = {name for one in effects for name in one.instructions}
    if script is not None:
        wanted = {name for name in wanted if graphs[name].during_resuscitation} | {script}
    return tuple(sorted(wanted, key=lambda name: (graphs[name].order, name)))


def _script(protocol: Protocol, context: Context) -> str:
    """The script for this age; an unknown age takes the last (adult) one, which asks for a child itself."""
    for band in protocol.scripts:
        if band.below_years is None:
            return band.script
        if context.age_years is not None and context.age_years < band.below_years:
            return band.script
    raise AssertionError("the last script has no age limit: checked at load")


def _is_withheld(card: Card | None, chosen: Iterable[Option]) -> bool:
    """Whether somebody trusted told sure signs of death; only the card of an arrest has such an answer."""
    return card is not None and card.resuscitates and any(option.withholds_resuscitation for option in chosen)


def _has_to_ask_pregnancy(rows: Iterable[Determinant], context: Context) -> bool:
    return context.pregnant is None and context.may_be_pregnant and any(row.when.partition.pregnant for row in rows)


def _category(card: Card | None) -> Category | None:
    return Category(card.kategori, card.spesifikasi) if card else None
