"""Problem documents (RFC 9457): what a person is told when a request cannot be served."""

from collections.abc import Mapping
from typing import Any, ClassVar, TypedDict

import orjson
from starlette.requests import HTTPConnection
from starlette.responses import Response

from dispatch.http.catalogue import problem_text
from dispatch.http.language import preferred_language


class FieldError(TypedDict):
    """One field that does not fit: its dotted path in the request, and what is wrong with it."""

    field: str
    message: str


class Problem(Exception):  # noqa: N818 - named after the document it becomes
    """A request that cannot be served. Raised anywhere below an endpoint, answered as `application/problem+json`.

    Args:
        reason: picks a more exact detail text from the catalogue; programs read it as the member `reason`.
        headers: response headers, e.g. `Retry-After`.
        extras: further members of the document.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "unexpected"

    def __init__(self, reason: str | None = None, *, headers: Mapping[str, str] | None = None, **extras: Any) -> None:
        super().__init__(reason or self.code)
        self.reason = reason
        self.headers = dict(headers or {})
        self.extras = extras


class NotSignedIn(Problem):
    status, code = 401, "not_signed_in"


class WrongCredentials(Problem):
    """Unknown name, wrong password or a closed account: the same answer for all three."""

    status, code = 401, "wrong_credentials"


class Forbidden(Problem):
    status, code = 403, "forbidden"


class CsrfFailed(Problem):
    status, code = 403, "csrf"


class NotFound(Problem):
    status, code = 404, "not_found"


class RefusedNow(Problem):
    """The present state does not allow the command; `current` and `allowed` say what it is and what is possible."""

    status, code = 409, "refused"

    def __init__(
        self,
        reason: str,
        *,
        current: str | None = None,
        allowed: tuple[str, ...] = (),
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(reason)
        self.extras = {**(facts or {}), "current": current, "allowed": list(allowed)}


class TooLarge(Problem):
    status, code = 413, "too_large"


class Invalid(Problem):
    """Fields that do not fit."""

    status, code = 422, "invalid"

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__(errors=errors)


class CommandReused(Problem):
    """A command id that was already used by another body or another person."""

    status, code = 422, "command_reused"


class TooManyAttempts(Problem):
    status, code = 429, "too_many_attempts"

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(headers={"Retry-After": str(retry_after_s)}, retry_after_s=retry_after_s)


class Contended(Problem):
    """The rows kept changing under the command; nothing was stored, sending it again is safe."""

    status, code = 503, "contended"

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class DatabaseUnavailable(Problem):
    status, code = 503, "database_unavailable"

    def __init__(self, retry_after_s: int = 2) -> None:
        super().__init__(headers={"Retry-After": str(retry_after_s)})


def problem_response(
    connection: HTTPConnection,
    *,
    status: int,
    code: str,
    reason: str | None = None,
    headers: Mapping[str, str] | None = None,
    extras: Mapping[str, Any] | None = None,
) -> Response:
    """The problem document in the language the caller asked for."""
    language = preferred_language(connection.headers.get("accept-language"))
    title, detail = problem_text(code, reason, language, dict(extras or {}))
    document = {
        **(extras or {}),
        **({"reason": reason} if reason else {}),
        "type": f"urn:psc119:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    return Response(
        orjson.dumps(document, default=str),
        status_code=status,
        media_type="application/problem+json",
        headers={"Content-Language": language, "Vary": "Accept-Language", **(headers or {})},
    )


def response_of(connection: HTTPConnection, problem: Problem) -> Response:
    """The answer to a raised `problem`."""
    return problem_response(
        connection,
        status=problem.status,
        code=problem.code,
        reason=problem.reason,
        headers=problem.headers,
        extras=problem.extras,
    )
