"""The last line: an unexpected error is logged with a number, and the caller is told the number and nothing else."""

import secrets

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dispatch.http.problems import problem_response

log = structlog.get_logger()


class FaultBarrier:
    """Pure ASGI. Stands inside the header middleware, unlike Starlette's own, so that a 500 carries the headers too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception:
            error_id = secrets.token_hex(4)
            log.exception("request failed", error_id=error_id, method=scope["method"], path=scope["path"])
            if started:
                raise
            response = problem_response(Request(scope), status=500, code="unexpected", extras={"error_id": error_id})
            await response(scope, receive, send)
