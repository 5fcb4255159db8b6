"""Conditions, needs and patients in words, Indonesian and English, for whoever compares or checks a protocol."""

from __future__ import annotations

from collections.abc import Mapping

from triage.model import Context, Determinant, Partition, Protocol, Question, Text, When

EVERYBODY = Text("setiap kasus", "every case")


def name_of(title: Text) -> Text:
    """A card's title as it stands within a sentence."""
    return Text(_in_sentence(title.id), _in_sentence(title.in_language("en")))


def condition_in_words(when: When, questions: Mapping[str, Question]) -> Text:
    """Such as ``usia ≥ 35, “Ya” atau lebih buruk pada “Apakah …?”``.

    Args:
        questions: every question the condition may name, the gate's with its prefix.
    """
    parts = [partition_in_words(when.partition)] if not when.partition.is_everybody else []
    for key, option_id in sorted(when.options.items()):
        question = questions[key]
        option = question.find_option(option_id)
        label = option.label if option is not None else Text(option_id)
        parts.append(
            Text(
                f"“{label.id}” ({question.text.id})", f"“{label.in_language('en')}” ({question.text.in_language('en')})"
            )
        )
    return _joined(parts) if parts else EVERYBODY


def partition_in_words(part: Partition) -> Text:
    """Such as ``usia ≥ 35`` or ``hamil atau nifas``."""
    parts: list[Text] = []
    if part.above_years is not None:
        parts.append(_age("≥" if part.above_inclusive else ">", part.above_years))
    if part.below_years is not None:
        parts.append(_age("≤" if part.below_inclusive else "<", part.below_years))
    if part.sex is not None:
        parts.append(Text("laki-laki", "male") if part.sex == "L" else Text("perempuan", "female"))
    if part.pregnant:
        parts.append(Text("hamil atau nifas", "pregnant or after birth"))
    return _joined(parts) if parts else EVERYBODY


def answers_in_words(questions: Mapping[str, Question], ranks: Mapping[str, int]) -> Text:
    """One answer set by its ranks, such as ``Sejak kapan nyerinya? “Hari ini”``; best answers are left out."""
    parts: list[Text] = []
    for key, question in questions.items():
        option = next((one for one in question.options if one.rank == ranks[key]), None)
        if option is not None and option.rank > 0:
            asked, label = question.text, option.label
            parts.append(
                Text(
                    f"{asked.id} “{label.id}” ({key})", f"{asked.in_language('en')} “{label.in_language('en')}” ({key})"
                )
            )
    return _joined(parts) if parts else Text("semua jawaban terbaik", "every answer the best")


def patient_in_words(context: Context) -> Text:
    """What is known of a patient; what is not known is said to be so."""
    parts = [
        Text("umur tidak diketahui", "age unknown")
        if context.age_years is None
        else Text(f"umur {_number(context.age_years)}", f"age {context.age_years:g}")
    ]
    if context.sex is not None:
        parts.append(Text("laki-laki", "male") if context.sex == "L" else Text("perempuan", "female"))
    if context.pregnant:
        parts.append(Text("hamil atau nifas", "pregnant or after birth"))
    return _joined(parts)


def needs_in_words(row: Determinant, protocol: Protocol) -> Text:
    """Disposition, transport, needs and instructions of a row by the protocol's own labels."""
    effects = row.effects
    words = [
        row.disposition,
        row.transport,
        *sorted(effects.capabilities),
        *sorted(effects.destinations),
        *sorted(effects.safety),
        *sorted(effects.lifting),
        *sorted(effects.alerts),
    ]
    labels = [protocol.labels.get(word, Text(word)) for word in words]
    graphs = [protocol.instructions[name].title for name in sorted(effects.instructions)]
    return _joined([name_of(label) for label in (*labels, *graphs)])


def prefixed(where: str, text: Text) -> Text:
    """``where: text``, in both languages."""
    return Text(f"{where}: {text.id}", f"{where}: {text.in_language('en')}")


def _age(sign: str, years: float) -> Text:
    return Text(f"usia {sign} {_number(years)}", f"age {sign} {years:g}")


def _number(years: float) -> str:
    """With the Indonesian decimal comma."""
    return f"{years:g}".replace(".", ",")


def _joined(parts: list[Text]) -> Text:
    return Text(", ".join(part.id for part in parts), ", ".join(part.in_language("en") for part in parts))


def _in_sentence(title: str) -> str:
    """Small at the start, unless it is an abbreviation."""
    first = title.split(" ", 1)[0]
    return title if first.isupper() else title[:1].lower() + title[1:]
