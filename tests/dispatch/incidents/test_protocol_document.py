"""Screens are typed by a model of the protocol document: it must be the document."""

import orjson
import pytest

import triage
from dispatch.incidents.protocol_document import ProtocolDocument


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_model_says_all_that_the_document_says(language: triage.Language) -> None:
    document = orjson.loads(orjson.dumps(triage.protocol_document(triage.load_protocol(), language)))
    assert ProtocolDocument.model_validate(document).model_dump(mode="json") == document
