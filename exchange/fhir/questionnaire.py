"""A card as a FHIR R4B Questionnaire: the gate, what is known of the patient, the card's questions, the result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from exchange.fhir import links
from exchange.fhir.conditions import clauses_of, conditional
from exchange.fhir.naming import (
    ICD10,
    ITEM_CONTROL,
    ITEM_CONTROL_CODES,
    ORDINAL_VALUE,
    SERVICE_CATEGORY,
    SERVICE_SPECIFICATION,
    USAGE_CONTEXT,
    Document,
    Naming,
    said,
)
from triage.model import GATE_PREFIX, Card, Protocol, Question, Text
from triage.vocabulary import Disposition, Priority, Transport

SEXES = {"L": Text("Laki-laki", "Male"), "P": Text("Perempuan", "Female")}
RESULTS = {
    links.PRIORITY: ("warna", Text("Warna", "Colour"), tuple(Priority)),
    links.DISPOSITION: ("disposisi", Text("Keputusan", "Disposition"), tuple(Disposition)),
    links.TRANSPORT: ("angkut", Text("Angkut", "Transport"), tuple(Transport)),
}


def questionnaire(protocol: Protocol, card_id: str, naming: Naming) -> Document:
    """The Questionnaire of a card; a draft until the medical director has signed this version.

    Raises:
        TriageInputError: there is no such card.
    """
    card = protocol.get_card(card_id)
    asked = {**{GATE_PREFIX + one.id: one for one in protocol.gate.questions}, **card.by_id}
    gate = [_question(GATE_PREFIX + one.id, one, asked, naming, card_id) for one in protocol.gate.questions]
    own = [_question(one.id, one, asked, naming, card_id) for one in card.questions]
    groups = [_group(links.GATE, Text("Gerbang", "Gate"), gate), _patient(naming)]
    if own:
        groups.append(_group(links.CARD, card.title, own))
    return {
        "resourceType": "Questionnaire",
        "language": "id",
        "url": naming.questionnaire(card_id),
        "version": protocol.version,
        "name": card_id.title().replace("_", ""),
        **said("title", card.title),
        **_signing(protocol),
        "subjectType": ["Patient"],
        "code": [
            {"system": SERVICE_CATEGORY, "code": card.kategori},
            {"system": SERVICE_SPECIFICATION, "code": card.spesifikasi},
        ],
        "useContext": [_focus(card)],
        "item": [*groups, _result(protocol, naming)],
    }


def _signing(protocol: Protocol) -> Document:
    if not protocol.signed or protocol.signature is None:
        label = protocol.labels.get("belum_disahkan", Text("belum_disahkan"))
        return {"status": "draft", "description": f"{label.id}."}
    signed: Document = {"status": "active", "description": f"Disahkan oleh {protocol.signature.name}."}
    try:
        signed["approvalDate"] = date.fromisoformat(protocol.signature.signed_at[:10]).isoformat()
    except ValueError:
        # A day in words stays readable, and is no date.
        signed["description"] = f"Disahkan oleh {protocol.signature.name}, {protocol.signature.signed_at}."
    return signed


def _focus(card: Card) -> Document:
    """The complaint as ICD-10 suggests it: what the questionnaire is about, and nobody's diagnosis."""
    return {
        "code": {"system": USAGE_CONTEXT, "code": "focus"},
        "valueCodeableConcept": {"coding": [{"system": ICD10, "code": card.icd10}], "text": card.title.id},
    }


def _question(key: str, question: Question, asked: Mapping[str, Question], naming: Naming, card_id: str) -> Document:
    link = links.link_of(key)
    document: Document = {
        "linkId": link,
        **said("text", question.text),
        "type": "choice",
        "required": False,
        "answerOption": [
            {
                "valueCoding": {
                    "extension": [{"url": ORDINAL_VALUE, "valueDecimal": option.rank}],
                    "system": naming.answers(card_id, key),
                    "code": option.id,
                    **said("display", option.label),
                }
            }
            for option in question.options
        ],
    }
    if question.help is not None:
        control = {"coding": [{"system": ITEM_CONTROL_CODES, "code": "help"}]}
        hint = {
            "extension": [{"url": ITEM_CONTROL, "valueCodeableConcept": control}],
            "linkId": f"{link}.help",
            **said("text", question.help),
            "type": "display",
        }
        document["item"] = [hint]
    clauses = clauses_of(question.ask_when, asked, naming, card_id)
    if not clauses:
        return document
    document = conditional(document, clauses[-1])
    for number, clause in reversed(list(enumerate(clauses[:-1], 1))):
        shell = {"linkId": links.shell_of(link, number), "type": "group", "item": [document]}
        document = conditional(shell, clause)
    return document


def _patient(naming: Naming) -> Document:
    sexes = [{"valueCoding": _coding(naming.words("jenis_kelamin"), code, text)} for code, text in SEXES.items()]
    age = Text("Umur dalam tahun; bayi dengan pecahan", "Age in years; babies as a fraction")
    pregnant = Text("Hamil, atau nifas sampai 42 hari", "Pregnant, or gave birth within 42 days")
    items: list[Document] = [
        {"linkId": links.AGE, **said("text", age), "type": "decimal"},
        {"linkId": links.SEX, **said("text", Text("Jenis kelamin", "Sex")), "type": "choice", "answerOption": sexes},
        {"linkId": links.PREGNANT, **said("text", pregnant), "type": "boolean"},
    ]
    return _group(links.PATIENT, Text("Pasien", "Patient"), items)


def _result(protocol: Protocol, naming: Naming) -> Document:
    """What the protocol made of the answers: filled in by the program, never by hand."""
    items: list[Document] = [
        {
            "linkId": link,
            **said("text", title),
            "type": "choice",
            "readOnly": True,
            "answerOption": [
                {"valueCoding": _coding(naming.words(vocabulary), word, protocol.labels.get(word, Text(word)))}
                for word in words
            ],
        }
        for link, (vocabulary, title, words) in RESULTS.items()
    ]
    rows = Text("Penentu yang berlaku", "Determinants that hold")
    items.append(
        {"linkId": links.DETERMINANT, **said("text", rows), "type": "string", "repeats": True, "readOnly": True}
    )
    return _group(links.RESULT, Text("Hasil triase", "Triage result"), items)


def _coding(system: str, code: str, text: Text) -> Document:
    return {"system": system, "code": str(code), **said("display", text)}


def _group(link_id: str, title: Text, items: Iterable[Document]) -> Document:
    return {"linkId": link_id, **said("text", title), "type": "group", "item": list(items)}
