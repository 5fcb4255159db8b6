"""The triage protocol over HTTP: the cards for screens, and a judgement of answers without storing them."""

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Response

import triage
from dispatch.accounts import Viewer, signed_in
from dispatch.guards import InCore
from dispatch.incidents.documents import AssessmentDocument
from dispatch.incidents.protocol_document import ProtocolDocument
from dispatch.incidents.schemas import Evaluate
from dispatch.incidents.triage import assess, assessment_document

router = APIRouter(prefix="/api/triage", tags=["triage"])

_DOCUMENTS: dict[tuple[str, str], bytes] = {}

SignedIn = Annotated[Viewer, Depends(signed_in)]


@router.get("/protocol", responses={200: {"model": ProtocolDocument}})
async def show_protocol(core: InCore, _: SignedIn, lang: Literal["id", "en"] = "id") -> Response:
    return Response(_document(core.protocol, lang), media_type="application/json")


@router.post("/evaluate", responses={200: {"model": AssessmentDocument}})
async def evaluate(body: Evaluate, core: InCore, _: SignedIn) -> dict[str, Any]:
    return assessment_document(assess(core, body))


def _document(protocol: triage.Protocol, lang: Literal["id", "en"]) -> bytes:
    """The document as bytes, made once a version and language."""
    known = (protocol.version, lang)
    if known not in _DOCUMENTS:
        _DOCUMENTS[known] = orjson.dumps(triage.protocol_document(protocol, lang))
    return _DOCUMENTS[known]
