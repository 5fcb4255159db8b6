"""What things are called outside this installation: URNs made of the PSC's key, and the code systems of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from triage.model import GATE_PREFIX, Text

Document = dict[str, Any]

ICD10 = "http://hl7.org/fhir/sid/icd-10"
USAGE_CONTEXT = "http://terminology.hl7.org/CodeSystem/usage-context-type"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
ORDINAL_VALUE = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
ITEM_CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
ITEM_CONTROL_CODES = "http://hl7.org/fhir/questionnaire-item-control"
# The words of the national ticket; its publisher gives them no address.
SERVICE_CATEGORY = "urn:psc119:tiket-nasional:kategori-layanan"
SERVICE_SPECIFICATION = "urn:psc119:tiket-nasional:spesifikasi-layanan"


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of one installation.

    Args:
        psc: the PSC's key, such as "tanjungpinang". No host stands for it: a URN stays true when a server moves.
    """

    psc: str

    def questionnaire(self, card_id: str) -> str:
        """The canonical name of a card, the same in every version."""
        return f"urn:psc119:{self.psc}:kuesioner:{card_id}"

    def answers(self, card_id: str | None, key: str) -> str:
        """The code system of one question's answers: "ya" means something else at each question.

        The gate's are the same on every card. `key` is the question as conditions name it.
        """
        whose = key if key.startswith(GATE_PREFIX) else f"{card_id}:{key}"
        return f"urn:psc119:{self.psc}:jawaban:{whose}"

    def words(self, vocabulary: str) -> str:
        """The code system of a closed vocabulary, such as the colours."""
        return f"urn:psc119:{self.psc}:istilah:{vocabulary}"

    def identifier(self, kind: str, id_: str) -> Document:
        """A thing of ours as others may refer to it."""
        return {"system": f"urn:psc119:{self.psc}:{kind}", "value": id_}


def said(name: str, text: Text) -> Document:
    """A text with its translation, as FHIR puts it beside a primitive value."""
    found: Document = {name: text.id}
    if text.en:
        parts = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": text.en}]
        found[f"_{name}"] = {"extension": [{"url": TRANSLATION, "extension": parts}]}
    return found
