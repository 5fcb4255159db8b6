"""What differs between two protocol versions: in words for who signs, and in the colours of calls already taken.

A difference is told by its consequence ("nyeri dada: usia ≥ 35 kini MERAH") and never by its file: who signs is a
clinician. Which old calls would get another colour is shown before the signature.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from triage.engine import evaluate
from triage.errors import TriageInputError
from triage.model import GATE_PREFIX, Context, Determinant, Instruction, Option, Protocol, Question, Text
from triage.spoken import BASE, IN_CARDS, SpokenLanguage
from triage.vocabulary import Priority
from triage.wording import condition_in_words, name_of, needs_in_words, patient_in_words

Part = TypeVar("Part", bound=Question | Option | Determinant | str)

GATE_NAME = Text("gerbang", "gate")


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """What was known when a call was triaged: as `evaluate` takes it."""

    card_id: str | None
    gate: Mapping[str, str]
    answers: Mapping[str, str]
    context: Context


@dataclass(frozen=True, slots=True)
class Change:
    """A call whose colour differs under the new version.

    Args:
        before: the colour under the old version; None before it is shown.
        after: the colour under the new version; None also when the answers cannot be read by it any more.
        words: what changes and why.
    """

    answer_set: AnswerSet
    before: Priority | None
    after: Priority | None
    words: Text

    @property
    def lowered(self) -> bool:
        """Whether the new version gives the milder colour, or none: what a signatory has to look at first."""
        return _severity(self.after) < _severity(self.before)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two versions.

    Args:
        subject: a card's id, ``gate`` or an instruction's id.
        part: id of the row, question or option it is about, or None for the subject as a whole.
        words: what is so now, and what was before.
    """

    subject: str
    part: str | None
    words: Text


def compare_versions(old: Protocol, new: Protocol, answer_sets: Iterable[AnswerSet]) -> list[Change]:
    """Run old calls on both versions and list those whose colour differs, lowered ones first.

    Args:
        answer_sets: what was stored with the calls. Answers that the old version does not know raise
            `TriageInputError`; answers that only the new one does not know are a change, told in words.
    """
    changes = [change for one in answer_sets if (change := _compare(old, new, one)) is not None]
    return sorted(changes, key=lambda change: (not change.lowered, -_severity(change.before)))


def _compare(old: Protocol, new: Protocol, given: AnswerSet) -> Change | None:
    before = _run(old, given)
    try:
        after = _run(new, given)
    except TriageInputError as error:
        name, where = _subject(old, given.card_id), f"{error.where}: {error.given}"
        lost = Text(
            f"{name.id}: jawaban lama tidak terbaca lagi ({where})",
            f"{name.in_language('en')}: old answers can no longer be read ({where})",
        )
        return Change(given, before[0], None, lost)
    if before[0] is after[0]:
        return None
    row = _find_row(new, after[1]) or _find_row(old, before[1])
    name, who = _subject(new, given.card_id), patient_in_words(given.context)
    reason = row.reason if row else Text("belum ditriase", "not triaged yet")
    words = Text(
        f"{name.id}, {who.id}: {_colour(before[0])} menjadi {_colour(after[0])} ({reason.id})",
        f"{name.in_language('en')}, {who.in_language('en')}: "
        f"{_colour(before[0])} becomes {_colour(after[0])} ({reason.in_language('en')})",
    )
    return Change(given, before[0], after[0], words)


def _run(protocol: Protocol, given: AnswerSet) -> tuple[Priority | None, str | None]:
    """The colour and the first row that gives it."""
    result = evaluate(protocol, card_id=given.card_id, gate=given.gate, answers=given.answers, context=given.context)
    return result.priority, next(iter(result.determinants), None)


def describe_difference(old: Protocol, new: Protocol) -> list[Difference]:
    """What the new version says differently: gate and cards row by row and question by question, then instructions,
    then the words of each spoken language."""
    return [
        *_parts("gate", GATE_NAME, old, new, _Rules.of_gate(old), _Rules.of_gate(new)),
        *_cards(old, new),
        *_instructions(old.instructions, new.instructions),
        *_languages(old, new),
    ]


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a card or the gate is made of, with every question its rows may name."""

    questions: Mapping[str, Question]
    rows: Mapping[str, Determinant]
    nameable: Mapping[str, Question]

    @classmethod
    def of_gate(cls, protocol: Protocol) -> _Rules:
        named = {GATE_PREFIX + key: one for key, one in protocol.gate.by_id.items()}
        return cls(protocol.gate.by_id, {row.id: row for row in protocol.gate.determinants}, named)

    @classmethod
    def of_card(cls, protocol: Protocol, card_id: str) -> _Rules:
        card = protocol.cards[card_id]
        gate = {GATE_PREFIX + key: one for key, one in protocol.gate.by_id.items()}
        return cls(card.by_id, {row.id: row for row in card.determinants}, {**gate, **card.by_id})


def _cards(old: Protocol, new: Protocol) -> Iterator[Difference]:
    for card_id in [*new.cards, *(name for name in old.cards if name not in new.cards)]:
        name = _subject(new if card_id in new.cards else old, card_id)
        if card_id not in old.cards:
            yield Difference(card_id, None, _said(name, "kartu baru", "new card"))
        elif card_id not in new.cards:
            yield Difference(card_id, None, _said(name, "kartu dihapus", "card removed"))
        else:
            yield from _parts(card_id, name, old, new, _Rules.of_card(old, card_id), _Rules.of_card(new, card_id))


def _parts(subject: str, name: Text, old: Protocol, new: Protocol, was: _Rules, now: _Rules) -> Iterator[Difference]:
    for row_id, before, after in _pairs(was.rows, now.rows):
        for words in _row_differences(before, after, was, now, old, new):
            yield Difference(subject, row_id, _said(name, words.id, words.in_language("en")))
    for question_id, asked, asks in _pairs(was.questions, now.questions):
        for words in _question_differences(asked, asks):
            yield Difference(subject, question_id, _said(name, words.id, words.in_language("en")))


def _row_differences(
    before: Determinant | None, after: Determinant | None, was: _Rules, now: _Rules, old: Protocol, new: Protocol
) -> Iterator[Text]:
    if after is None:
        assert before is not None
        met, colour = condition_in_words(before.when, was.nameable), _colour(before.priority)
        yield Text(f"{met.id} bukan lagi alasan {colour}", f"{met.en} is no longer a reason for {colour}")
        return
    met, colour = condition_in_words(after.when, now.nameable), _colour(after.priority)
    if before is None:
        yield Text(f"{met.id} kini {colour}", f"{met.en} is now {colour}")
        return
    used = condition_in_words(before.when, was.nameable)
    if used != met:
        yield Text(f"{met.id} kini {colour}, sebelumnya {used.id}", f"{met.en} is now {colour}, before {used.en}")
    if before.priority is not after.priority:
        earlier = _colour(before.priority)
        yield Text(f"{met.id} kini {colour}, sebelumnya {earlier}", f"{met.en} is now {colour}, before {earlier}")
    earlier_needs, needs = needs_in_words(before, old), needs_in_words(after, new)
    if earlier_needs != needs:
        yield Text(
            f"{met.id} kini: {needs.id}; sebelumnya: {earlier_needs.id}",
            f"{met.en} now: {needs.en}; before: {earlier_needs.en}",
        )


def _question_differences(before: Question | None, after: Question | None) -> Iterator[Text]:
    if before is None or after is None:
        one = after or before
        assert one is not None
        if after is None:
            yield Text(f"tidak lagi ditanya: {one.text.id}", f"no longer asked: {one.text.in_language('en')}")
        else:
            yield Text(f"kini ditanya: {one.text.id}", f"now asked: {one.text.in_language('en')}")
        return
    if before.text != after.text:
        yield Text(
            f"kini ditanya: {after.text.id} Sebelumnya: {before.text.id}",
            f"now asked: {after.text.in_language('en')} Before: {before.text.in_language('en')}",
        )
    if before.ask_when != after.ask_when:
        yield _about(after, "kapan ditanya berubah", "when it is asked changed")
    for _, chosen, choice in _pairs(_by_id(before.options), _by_id(after.options)):
        yield from _option_differences(after, before, chosen, choice)


def _option_differences(
    question: Question, earlier: Question, before: Option | None, after: Option | None
) -> Iterator[Text]:
    if after is None:
        assert before is not None
        yield _about(question, f"tanpa jawaban “{before.label.id}”", f"without the answer “{_en(before.label)}”")
    elif before is None:
        yield _about(question, f"jawaban baru “{after.label.id}”", f"new answer “{_en(after.label)}”")
    else:
        was, now = _standing(earlier, before), _standing(question, after)
        if was.id != now.id:
            yield _about(
                question,
                f"“{after.label.id}” kini {now.id}, sebelumnya {was.id}",
                f"“{_en(after.label)}” now {now.en}, before {was.en}",
            )
        elif before.label != after.label:
            yield _about(
                question,
                f"“{after.label.id}” menggantikan “{before.label.id}”",
                f"“{_en(after.label)}” replaces “{_en(before.label)}”",
            )
        if before.effects != after.effects:
            yield _about(
                question,
                f"kebutuhan atau panduan pada “{after.label.id}” berubah",
                f"needs or instructions at “{_en(after.label)}” changed",
            )


def _standing(question: Question, option: Option) -> Text:
    """How bad an answer counts: as bad as the first answer of its rank, or worse than the one before."""
    peer = next(one for one in question.options if one.rank == option.rank)
    if peer.id != option.id:
        return Text(f"dihitung seperti “{peer.label.id}”", f"counts as “{_en(peer.label)}”")
    milder = [one for one in question.options if one.rank < option.rank]
    if not milder:
        return Text("jawaban terbaik", "the best answer")
    nearest = max(milder, key=lambda one: one.rank)
    return Text(f"lebih buruk dari “{nearest.label.id}”", f"worse than “{_en(nearest.label)}”")


def _instructions(old: Mapping[str, Instruction], new: Mapping[str, Instruction]) -> Iterator[Difference]:
    for graph_id in sorted({*old, *new}):
        before, after = old.get(graph_id), new.get(graph_id)
        title = (after or before).title  # type: ignore[union-attr] # one of the two has the id
        name = Text(f"panduan {title.id}", f"instructions {title.in_language('en')}")
        if before is None:
            yield Difference(graph_id, None, _said(name, "baru", "new"))
        elif after is None:
            yield Difference(graph_id, None, _said(name, "dihapus", "removed"))
        else:
            for node_id in [*after.by_id, *(one for one in before.by_id if one not in after.by_id)]:
                was, now = before.by_id.get(node_id), after.by_id.get(node_id)
                if was is None and now is not None:
                    words = _said(name, f"langkah baru: {now.say.id}", f"new step: {_en(now.say)}")
                elif now is None and was is not None:
                    words = _said(name, f"tanpa langkah: {was.say.id}", f"without the step: {_en(was.say)}")
                elif was is not None and now is not None and was.say != now.say:
                    words = _said(name, f"kini diucapkan: {now.say.id}", f"now said: {_en(now.say)}")
                elif was != now and now is not None:
                    words = _said(name, f"jawaban atau irama berubah: {now.say.id}", f"replies changed: {_en(now.say)}")
                else:
                    continue
                yield Difference(graph_id, node_id, words)


def _languages(old: Protocol, new: Protocol) -> Iterator[Difference]:
    """Words of the languages, but for those that stand in the cards: these are told with their questions and steps."""
    meant = {key for key, was, now in _pairs(_indonesian(old), _indonesian(new)) if was and now}
    for code in [*new.languages, *(one for one in old.languages if one not in new.languages)]:
        before, after = old.languages.get(code), new.languages.get(code)
        name = _spoken_in((after or before).name)  # type: ignore[union-attr] # one of the two has the code
        if before is None:
            yield Difference(code, None, _said(name, "baru", "new"))
        elif after is None:
            yield Difference(code, None, _said(name, "dihapus", "removed"))
        else:
            if before.needs_signature and not after.needs_signature:
                yield Difference(code, None, _said(name, "disahkan penutur asli", "signed by a native speaker"))
            elif after.needs_signature and not before.needs_signature:
                yield Difference(
                    code, None, _said(name, "belum disahkan penutur asli", "not signed by a native speaker")
                )
            was, now = _sentences(before), _sentences(after)
            for key in [*now, *(one for one in was if one not in now)]:
                if was.get(key) != now.get(key):
                    said = now.get(key, "—")
                    yield Difference(code, key, _said(name, f"{key} kini “{said}”", f"{key} is now “{said}”"))
                elif key in meant:
                    stale = f"{key} masih “{now[key]}”, padahal kalimat Indonesianya berubah"
                    yield Difference(
                        code, key, _said(name, stale, f"{key} is still “{now[key]}”, and its Indonesian changed")
                    )


def _spoken_in(language: Text) -> Text:
    return Text(f"bahasa {language.id}", f"spoken {language.in_language('en')}")


def _indonesian(protocol: Protocol) -> dict[str, str]:
    base = protocol.languages.get(BASE)
    return {} if base is None else _sentences(base, in_cards=True)


def _sentences(language: SpokenLanguage, *, in_cards: bool = False) -> dict[str, str]:
    """Every sentence of a language by where it stands, but for the cards' own unless asked for."""
    found = {f"phrases.{key}": words for key, words in language.phrases.items()}
    found["count"] = " ".join(language.count)
    if language.code in IN_CARDS and not in_cards:
        return found
    for key, words in {**language.questions, **language.nodes}.items():
        found |= {key: words.said} if words.said is not None else {}
        found |= {f"{key}.{answer}": label for answer, label in words.answers.items()}
    return found


def _pairs(old: Mapping[str, Part], new: Mapping[str, Part]) -> Iterator[tuple[str, Part | None, Part | None]]:
    """By id, in the new order, what is gone last; only where something differs."""
    for name in [*new, *(one for one in old if one not in new)]:
        before, after = old.get(name), new.get(name)
        if before != after:
            yield name, before, after


def _by_id(options: Sequence[Option]) -> dict[str, Option]:
    return {option.id: option for option in options}


def _subject(protocol: Protocol, card_id: str | None) -> Text:
    return GATE_NAME if card_id is None else name_of(protocol.cards[card_id].title)


def _find_row(protocol: Protocol, row_id: str | None) -> Determinant | None:
    rows = [*protocol.gate.determinants, *(row for card in protocol.cards.values() for row in card.determinants)]
    return next((row for row in rows if row.id == row_id), None)


def _about(question: Question, words: str, words_en: str) -> Text:
    return Text(f"{question.text.id} {words}", f"{question.text.in_language('en')} {words_en}")


def _said(name: Text, words: str, words_en: str) -> Text:
    return Text(f"{name.id}: {words}", f"{name.in_language('en')}: {words_en}")


def _en(text: Text) -> str:
    return text.in_language("en")


def _severity(priority: Priority | None) -> int:
    return -1 if priority is None else priority.severity


def _colour(priority: Priority | None) -> str:
    return "belum ditriase" if priority is None else str(priority).upper()
