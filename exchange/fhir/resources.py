"""The last look before a document leaves: the models of FHIR R4B read it, and write it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from exchange.fhir.naming import Document

KNOWN = {
    "Questionnaire": "questionnaire",
    "QuestionnaireResponse": "questionnaireresponse",
    "Bundle": "bundle",
}


def checked(document: Document) -> bytes:
    """The document as JSON, as FHIR R4B allows it.

    Raises:
        pydantic.ValidationError: FHIR has no such thing.
    """
    kind = document["resourceType"]
    # 226 modules: loaded when somebody asks for a document, never by a server that dispatches.
    model: Any = getattr(import_module(f"fhir.resources.R4B.{KNOWN[kind]}"), kind)
    text: str = model.model_validate(document).model_dump_json(indent=2)
    return text.encode()


def bundle(documents: Iterable[Document]) -> Document:
    """Several documents in one file."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": document} for document in documents],
    }
