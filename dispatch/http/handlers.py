"""From a raised error to the answer a caller gets."""

from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError, WebSocketRequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketState

from dispatch.domain.refusal import Missing, Refused
from dispatch.http.field_messages import field_errors
from dispatch.http.language import preferred_language
from dispatch.http.problems import (
    DatabaseUnavailable,
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    Problem,
    RefusedNow,
    problem_response,
    response_of,
)
from dispatch.store.pool import DatabaseAway

log = structlog.get_logger()

HTTP_CODES = {400: "malformed", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
CLOSE_CODES = {NotSignedIn.code: 4401, Forbidden.code: 4403}
CLOSE_POLICY_VIOLATION = 1008


def install_handlers(app: FastAPI) -> None:
    """Answer every known error of `app` as a problem document; on a websocket, as `refused` and a close."""
    kinds = (Problem, Refused, Missing, DatabaseAway, RequestValidationError, WebSocketRequestValidationError)
    for kind in kinds:
        app.add_exception_handler(kind, _answer)
    app.add_exception_handler(HTTPException, _answer_http)


def problem_of(error: Exception, connection: HTTPConnection) -> Problem:
    """The problem that a domain, storage or validation error is to the caller."""
    match error:
        case Problem():
            return error
        case Refused(code, current, allowed, facts):
            return RefusedNow(code, current=current, allowed=allowed, facts=facts)
        case Missing(kind, identifier):
            return NotFound(kind=kind, id=identifier)
        case DatabaseAway():
            log.warning("database away", path=connection.url.path)
            return DatabaseUnavailable()
        case RequestValidationError() | WebSocketRequestValidationError():
            language = preferred_language(connection.headers.get("accept-language"))
            return Invalid(field_errors(error.errors(), language))
    raise error


async def _answer(connection: Any, error: Exception) -> Any:
    # Starlette calls one handler for requests and websockets alike, which its types cannot say: hence Any.
    problem = problem_of(error, connection)
    if isinstance(connection, WebSocket):
        await _refuse(connection, problem)
        return None
    return response_of(connection, problem)


async def _refuse(websocket: WebSocket, problem: Problem) -> None:
    if websocket.application_state is WebSocketState.CONNECTING:
        # A browser cannot read why a handshake failed, so the reason is said on an open socket.
        await websocket.accept()
    if websocket.application_state is WebSocketState.CONNECTED:
        await websocket.send_json({"type": "refused", "code": problem.code})
        await websocket.close(CLOSE_CODES.get(problem.code, CLOSE_POLICY_VIOLATION))


async def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem_response(
        request,
        status=error.status_code,
        code=HTTP_CODES.get(error.status_code, "http_error"),
        headers=error.headers,
    )
