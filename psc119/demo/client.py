"""One simulated person at their screen: a session, a CSRF token, commands with ids, over the API that everyone uses."""

import asyncio
import ssl
import uuid
from functools import cache
from typing import Any

import httpx
import structlog

log = structlog.get_logger()

RETRY_S = 0.5
LONGEST_RETRY_S = 5.0
ATTEMPTS = 8
TIMEOUT_S = 15.0

Document = dict[str, Any]


class Refused(Exception):  # noqa: N818
    """The server said no, in a way that asking again will not change."""

    def __init__(self, status: int, document: Document) -> None:
        super().__init__(f"{status} {document.get('code')}: {document.get('detail')}")
        self.status = status
        self.code = str(document.get("code", ""))
        self.document = document


class Away(Exception):  # noqa: N818
    """The server could not be reached for a while."""


class Person:
    """Someone signed in. Signs in again when the session is gone; sends a command again under the same id when the
    answer was lost, so that it happens once.

    Args:
        url: of the server, e.g. `http://localhost:8119`.
        psc: the key of the PSC whose commands this person gives.
        unit_id: for a crew, the unit; makes this client that unit's tablet.
        transport: shared by the people of one demo, so that they share connections.
    """

    def __init__(
        self,
        url: str,
        *,
        psc: str,
        username: str,
        password: str,
        unit_id: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.url, self.psc, self.username, self.unit_id = url, psc, username, unit_id
        self.account_id = ""
        self.name = username
        self._password = password
        self._csrf = ""
        self._signing_in = asyncio.Lock()
        # A proxy of the environment has no part in a talk with our own server.
        self._http = httpx.AsyncClient(
            base_url=url,
            transport=transport or httpx.AsyncHTTPTransport(verify=_certificates()),
            timeout=TIMEOUT_S,
            trust_env=False,
        )

    @property
    def cookie_header(self) -> str:
        """The cookies of this person, for the websocket."""
        return "; ".join(f"{name}={value}" for name, value in self._http.cookies.items())

    async def sign_in(self) -> None:
        """Begin a session, patiently: the server may still be starting, or counting somebody's attempts."""
        stale = self._csrf
        async with self._signing_in:
            if self._csrf != stale:
                return
            body = {"username": self.username, "password": self._password}
            document = await self._send(
                "POST", "/api/session", json=body | ({"unit_id": self.unit_id} if self.unit_id else {})
            )
            self._csrf = document["csrf"]
            self.account_id, self.name = document["account"]["id"], document["account"]["name"]

    async def get(self, path: str, **query: Any) -> Any:
        """What `path` (below the PSC) answers."""
        return await self._ask("GET", f"/api/psc/{self.psc}{path}", params=query)

    async def command(self, path: str, **body: Any) -> Document:
        """Give a command; return its result.

        Raises:
            Refused: the server says no.
            Away: no answer after several attempts.
        """
        body.setdefault("command_id", str(uuid.uuid4()))
        answer = await self._ask("POST", f"/api/psc/{self.psc}{path}", json=body)
        result: Document = answer.get("result") or {}
        return result

    async def post(self, path: str, body: Document) -> None:
        """Send something that is no command, such as positions."""
        await self._ask("POST", f"/api/psc/{self.psc}{path}", json=body)

    async def evaluate(self, asked: Document) -> Document:
        """What the triage protocol makes of answers, without storing them."""
        document: Document = await self._ask("POST", "/api/triage/evaluate", json=asked)
        return document

    async def protocol(self) -> Document:
        """The triage protocol as screens receive it."""
        document: Document = await self._ask("GET", "/api/triage/protocol")
        return document

    async def close(self) -> None:
        await self._http.aclose()

    async def _ask(self, method: str, path: str, **given: Any) -> Any:
        if not self._csrf:
            await self.sign_in()
        try:
            return await self._send(method, path, **given)
        except Refused as refusal:
            if refusal.status != 401 and refusal.code not in ("csrf", "not_signed_in"):
                raise
        await self.sign_in()
        return await self._send(method, path, **given)

    async def _send(self, method: str, path: str, **given: Any) -> Any:
        wait_s = RETRY_S
        for _ in range(ATTEMPTS):
            try:
                answer = await self._http.request(method, path, headers={"X-CSRF-Token": self._csrf}, **given)
            except httpx.TransportError as error:
                log.info("demo.away", person=self.username, reason=type(error).__name__)
            else:
                if answer.is_success:
                    return answer.json()
                if answer.status_code not in (429, 500, 502, 503):
                    raise Refused(answer.status_code, _problem(answer))
                wait_s = max(wait_s, float(answer.headers.get("retry-after", 0)))
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, LONGEST_RETRY_S)
        raise Away(f"{method} {path}")


@cache
def _certificates() -> ssl.SSLContext:
    """Whom the machine trusts, read once for everybody: it takes as long as a sign-in."""
    return httpx.create_ssl_context(trust_env=False)


def _problem(answer: httpx.Response) -> Document:
    try:
        document = answer.json()
    except ValueError:
        document = {}
    return document if isinstance(document, dict) else {}
