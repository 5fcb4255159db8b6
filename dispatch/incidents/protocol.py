"""The triage protocol over HTTP: the cards for screens, and a judgement of answers without storing them."""

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Query, Response

import triage
from dispatch.accounts import Viewer, signed_in
from dispatch.guards import InCore
from dispatch.incidents.documents import AssessmentDocument, SuggestionDocument
from dispatch.incidents.protocol_document import ProtocolDocument
from dispatch.incidents.schemas import Evaluate, Told
from dispatch.incidents.triage import assess, assessment_document

router = APIRouter(prefix="/api/triage", tags=["triage"])

_DOCUMENTS: dict[tuple[str, bool, str], bytes] = {}
_LAY_WORDS: dict[str, triage.LayWords] = {}

Version = Annotated[str, Query(pattern=r"^[0-9a-f]{64}$")]
SignedIn = Annotated[Viewer, Depends(signed_in)]


@router.get("/protocol", responses={200: {"model": ProtocolDocument}})
async def show_protocol(
    core: InCore, _: SignedIn, lang: Literal["id", "en"] = "id", version: Version | None = None
) -> Response:
    """The version in use, or the one a call began with."""
    return Response(_document(await core.protocol_of(version), lang), media_type="application/json")


@router.post("/evaluate", responses={200: {"model": AssessmentDocument}})
async def evaluate(body: Evaluate, core: InCore, _: SignedIn) -> dict[str, Any]:
    return assessment_document(assess(await core.protocol_of(body.protocol_version), body))


@router.post("/suggest", responses={200: {"model": list[SuggestionDocument]}})
async def suggest(body: Told, core: InCore, _: SignedIn) -> list[dict[str, Any]]:
    """Cards that a caller's words may mean, and the gate where it should be asked again. Nothing is stored."""
    suggested = _lay_words(core.protocol).suggest(body.text)
    return [{"card": one.card, "heard": one.heard, "perlu_tanda_tangan": one.needs_signature} for one in suggested]


def _lay_words(protocol: triage.Protocol) -> triage.LayWords:
    """The packaged lay words as far as they lead somewhere in this version, read once a version."""
    if protocol.version not in _LAY_WORDS:
        words = triage.load_lay_words(triage.load_protocol())
        _LAY_WORDS[protocol.version] = triage.lay_words_within(words, protocol)
    return _LAY_WORDS[protocol.version]


def _document(protocol: triage.Protocol, lang: Literal["id", "en"]) -> bytes:
    """The document as bytes, made once a version, signature and language."""
    known = (protocol.version, protocol.signed, lang)
    if known not in _DOCUMENTS:
        _DOCUMENTS[known] = orjson.dumps(triage.protocol_document(protocol, lang))
    return _DOCUMENTS[known]
