"""What a browser may do with our pages: only what they need."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "worker-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "media-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(self), camera=(), microphone=(), payment=()"),
)
TLS_HEADERS = ((b"strict-transport-security", b"max-age=31536000; includeSubDomains"),)
# Answers of the API hold health data: no cache keeps them unless an endpoint says otherwise.
API_HEADERS = ((b"cache-control", b"no-store"),)


class SecurityHeaders:
    """Pure ASGI. Adds the headers an answer does not already carry."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        extra = HEADERS
        if scope["scheme"] == "https":
            extra += TLS_HEADERS
        if scope["path"].startswith("/api/"):
            extra += API_HEADERS

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*_missing(extra, message["headers"]), *message["headers"]]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _missing(
    wanted: Iterable[tuple[bytes, bytes]], present: Iterable[tuple[bytes, bytes]]
) -> list[tuple[bytes, bytes]]:
    names = {name for name, _ in present}
    return [header for header in wanted if header[0] not in names]
