"""A triaged patient's answers as a FHIR R4B QuestionnaireResponse to the card they were asked by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from exchange.fhir import links
from exchange.fhir.naming import Document, Naming
from exchange.fhir.questionnaire import RESULTS, SEXES
from triage.model import GATE_PREFIX, Context, Protocol, Question, Text


@dataclass(frozen=True, slots=True)
class Answered:
    """One triage as it is kept.

    Args:
        id: of this triage; the same triage gets the same identifier in every export.
        patient_id: no name goes with it.
        card_id: the card that was asked, or None while only the gate was.
        version: the protocol version the answers were given to.
        author: account id and name of who asked.
        at: when, ISO 8601.
        results: by link id, the words the protocol answered with.
    """

    id: str
    patient_id: str
    card_id: str | None
    version: str
    complete: bool
    at: str
    author: tuple[str, str]
    gate: Mapping[str, str]
    answers: Mapping[str, str]
    context: Context
    results: Mapping[str, str | None] = field(default_factory=dict)
    determinants: tuple[str, ...] = ()


def response(protocol: Protocol, answered: Answered, naming: Naming) -> Document:
    """The QuestionnaireResponse.

    Words are added to the codes only where the answers were given to the version at hand: another version's words may
    say something else.
    """
    same = protocol if answered.version == protocol.version else None
    document: Document = {
        "resourceType": "QuestionnaireResponse",
        "identifier": naming.identifier("triase", answered.id),
        "status": "completed" if answered.complete else "in-progress",
        "subject": {"type": "Patient", "identifier": naming.identifier("pasien", answered.patient_id)},
        "authored": answered.at,
        "author": {
            "type": "Practitioner",
            "identifier": naming.identifier("akun", answered.author[0]),
            "display": answered.author[1],
        },
        "item": list(_groups(same, answered, naming)),
    }
    if answered.card_id is not None:
        document["questionnaire"] = f"{naming.questionnaire(answered.card_id)}|{answered.version}"
    return document


def _groups(protocol: Protocol | None, answered: Answered, naming: Naming) -> Iterator[Document]:
    card = protocol.cards.get(answered.card_id or "") if protocol else None
    gate = protocol.gate.by_id if protocol else {}
    yield from _group(
        links.GATE,
        [_answer(GATE_PREFIX + key, code, gate.get(key), naming, None) for key, code in answered.gate.items()],
    )
    yield from _group(links.PATIENT, list(_known(answered.context, naming)))
    own = card.by_id if card else {}
    yield from _group(
        links.CARD,
        [_answer(key, code, own.get(key), naming, answered.card_id) for key, code in answered.answers.items()],
    )
    yield from _group(links.RESULT, list(_results(protocol, answered, naming)))


def _answer(key: str, code: str, question: Question | None, naming: Naming, card_id: str | None) -> Document:
    link = links.link_of(key)
    coding = {"system": naming.answers(card_id, key), "code": code}
    option = question.find_option(code) if question else None
    item: Document = {"linkId": link}
    if question is not None and option is not None:
        item["text"] = question.text.id
        coding["display"] = option.label.id
    item["answer"] = [{"valueCoding": coding}]
    shells = _shells(question)
    for number in range(shells, 0, -1):
        item = {"linkId": links.shell_of(link, number), "item": [item]}
    return item


def _shells(question: Question | None) -> int:
    """How many groups stand around a question in the questionnaire: one fewer than its conditions."""
    if question is None:
        return 0
    when = question.ask_when
    part = when.partition
    clauses = sum(1 for _, least in when.thresholds if least > 0) + 4 * part.pregnant
    clauses += sum(limit is not None for limit in (part.above_years, part.below_years, part.sex))
    return max(0, clauses - 1)


def _known(context: Context, naming: Naming) -> Iterator[Document]:
    if context.age_years is not None:
        yield {"linkId": links.AGE, "answer": [{"valueDecimal": context.age_years}]}
    if context.sex is not None:
        coding = {
            "system": naming.words("jenis_kelamin"),
            "code": context.sex,
            "display": SEXES[context.sex].id,
        }
        yield {"linkId": links.SEX, "answer": [{"valueCoding": coding}]}
    if context.pregnant is not None:
        yield {"linkId": links.PREGNANT, "answer": [{"valueBoolean": context.pregnant}]}


def _results(protocol: Protocol | None, answered: Answered, naming: Naming) -> Iterator[Document]:
    for link, (vocabulary, _, _) in RESULTS.items():
        word = answered.results.get(link)
        if word is not None:
            coding = {"system": naming.words(vocabulary), "code": word}
            if protocol is not None:
                coding["display"] = protocol.labels.get(word, Text(word)).id
            yield {"linkId": link, "answer": [{"valueCoding": coding}]}
    if answered.determinants:
        yield {"linkId": links.DETERMINANT, "answer": [{"valueString": row} for row in answered.determinants]}


def _group(link_id: str, items: list[Document]) -> Iterator[Document]:
    if items:
        yield {"linkId": link_id, "item": items}
