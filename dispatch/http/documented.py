"""How the API's document tells of errors: every one of them is a problem document."""

from functools import partial
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict

_NAME = "ProblemDocument"
_CONTENT = {"application/problem+json": {"schema": {"$ref": f"#/components/schemas/{_NAME}"}}}

PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "Not possible, and why, in the caller's language", "content": _CONTENT},
    "503": {"description": "The database is away; nothing was stored", "content": _CONTENT},
}
"""The responses that every endpoint may give besides its own (`FastAPI(responses=…)`)."""


class ProblemDocument(BaseModel):
    """An RFC 9457 problem document. What else a person needs to know stands in further members."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str | None = None
    code: str


def document_problems(app: FastAPI) -> None:
    """Let the document of `app` say what a problem document is."""
    app.openapi = partial(_openapi, app)  # type: ignore[method-assign]  # the way FastAPI documents for this


def _openapi(app: FastAPI) -> dict[str, Any]:
    document = FastAPI.openapi(app)
    document.setdefault("components", {}).setdefault("schemas", {})[_NAME] = ProblemDocument.model_json_schema()
    return document
