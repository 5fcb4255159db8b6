"""No request body larger than we could ever need, whether it announces its length or not."""

from collections import deque

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dispatch.http.problems import TooLarge, response_of

MAX_BODY_BYTES = 256 * 1024
UPLOADS = {"/api/protocols/drafts": 4 * 1024 * 1024}
"""Where files come in: a workbook in base64."""
# So much of an announced body is thrown away: a sender that is cut off in the middle never sees why.
DRAINED_BYTES = 8 * 1024 * 1024


class BodyLimit:
    """Pure ASGI. Takes a body in up to the limit before the endpoint sees any of it; beyond, answers 413."""

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_BODY_BYTES) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        most_bytes = max(self.max_bytes, UPLOADS.get(scope["path"], 0))
        if _announced_bytes(scope) > most_bytes:
            await _drain(receive)
            await self._refuse(scope, receive, send, most_bytes)
            return
        messages: deque[Message] = deque()
        received_bytes = 0
        while True:
            message = await receive()
            messages.append(message)
            received_bytes += len(message.get("body", b""))
            if received_bytes > most_bytes:
                await self._refuse(scope, receive, send, most_bytes)
                return
            if not message.get("more_body", False):
                break

        async def replay() -> Message:
            return messages.popleft() if messages else await receive()

        await self.app(scope, replay, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, most_bytes: int) -> None:
        problem = TooLarge(limit_kib=most_bytes // 1024, headers={"Connection": "close"})
        await response_of(Request(scope), problem)(scope, receive, send)


async def _drain(receive: Receive) -> None:
    drained_bytes = 0
    while drained_bytes < DRAINED_BYTES:
        message = await receive()
        drained_bytes += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return


def _announced_bytes(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0
