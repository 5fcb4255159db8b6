"""Every kind of error over HTTP and on a websocket, through the installed stack."""

import ast
import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, WebSocket
from httpx import ASGITransport, AsyncClient
from starlette.types import Message
from structlog.testing import capture_logs

import dispatch
from dispatch import http
from dispatch.domain.refusal import Missing, Refused
from dispatch.http.body import StrictBody
from dispatch.http.catalogue import PROBLEMS
from dispatch.http.fields import Lat, Phone
from dispatch.http.language import Language
from dispatch.http.limits import MAX_BODY_BYTES
from dispatch.http.problems import CommandReused, Forbidden, NotSignedIn, Problem, TooManyAttempts
from dispatch.http.reasons import REASONS
from dispatch.store.pool import DatabaseAway

SOURCES = Path(dispatch.__file__).parent

BUSY = {"unit_name": "PSC 1", "holder": {"incident_code": "M-0007", "by": "Sari"}, "reason": "a fact of that name"}


class Note(StrictBody):
    text: str
    lat: Lat | None = None
    phone: Phone | None = None


def make_app() -> FastAPI:
    app = FastAPI()
    http.install(app)
    app.state.stored = []

    @app.post("/api/note")
    async def note(body: Note) -> dict[str, str]:
        app.state.stored.append(body.text)
        return {"text": body.text}

    @app.get("/api/error/{kind}")
    async def error(kind: str) -> None:
        raise {
            "refused": Refused("unit_busy", "assigned", ("clear",), BUSY),
            "unknown_refusal": Refused("never_heard_of"),
            "missing": Missing("task", "t1"),
            "away": DatabaseAway("connection lost to 10.0.0.7"),
            "not_signed_in": NotSignedIn(),
            "command_reused": CommandReused(),
            "attempts": TooManyAttempts(30),
            "bug": ZeroDivisionError("secret of the inside"),
        }[kind]

    @app.get("/page")
    async def page() -> str:
        return "page"

    @app.websocket("/api/live")
    async def live(websocket: WebSocket) -> None:
        raise Forbidden

    return app


@pytest.fixture
def app() -> FastAPI:
    return make_app()


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(app), base_url="http://psc.test") as client:
        yield client


async def test_a_refusal_says_what_is_and_what_is_possible(client: AsyncClient) -> None:
    response = await client.get("/api/error/refused")
    assert response.status_code == 409
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "urn:psc119:refused",
        "title": "Belum dapat dilakukan",
        "status": 409,
        "detail": "PSC 1 sudah bertugas di kasus M-0007, dikirim oleh Sari.",
        "code": "refused",
        "reason": "unit_busy",
        "current": "assigned",
        "allowed": ["clear"],
        "holder": {"incident_code": "M-0007", "by": "Sari"},
        "unit_name": "PSC 1",
    }


async def test_a_refusal_without_a_text_of_its_own_still_speaks(client: AsyncClient) -> None:
    document = (await client.get("/api/error/unknown_refusal", headers={"Accept-Language": "en"})).json()
    assert (document["reason"], document["detail"]) == (
        "never_heard_of",
        "The present state does not allow this action.",
    )


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("missing", 404, "not_found"),
        ("away", 503, "database_unavailable"),
        ("not_signed_in", 401, "not_signed_in"),
        ("command_reused", 422, "command_reused"),
        ("attempts", 429, "too_many_attempts"),
    ],
)
async def test_each_error_has_its_code(client: AsyncClient, kind: str, status: int, code: str) -> None:
    response = await client.get(f"/api/error/{kind}")
    document = response.json()
    assert (response.status_code, document["status"], document["code"]) == (status, status, code)
    assert "10.0.0.7" not in response.text


async def test_a_wait_is_said_in_the_header_and_in_the_text(client: AsyncClient) -> None:
    response = await client.get("/api/error/attempts")
    assert response.headers["retry-after"] == "30"
    assert "30 detik" in response.json()["detail"]
    assert int((await client.get("/api/error/away")).headers["retry-after"]) >= 1


async def test_a_fault_is_logged_with_a_number_and_shows_nothing_else(client: AsyncClient) -> None:
    with capture_logs() as logs:
        response = await client.get("/api/error/bug")
    document = response.json()
    assert response.status_code == 500
    assert "secret of the inside" not in response.text
    assert document["error_id"] in document["detail"]
    assert [entry["error_id"] for entry in logs] == [document["error_id"]]
    assert response.headers["content-security-policy"]


async def test_fields_are_named_in_the_language_of_the_caller(client: AsyncClient) -> None:
    body = {"text": 5, "lat": 100, "phone": "halo", "extra": True}
    indonesian = await client.post("/api/note", json=body)
    assert indonesian.status_code == 422
    assert indonesian.json()["errors"] == [
        {"field": "text", "message": "Harus berupa teks."},
        {"field": "lat", "message": "Paling besar 90."},
        {"field": "phone", "message": "Bukan nomor telepon."},
        {"field": "extra", "message": "Isian ini tidak dikenal."},
    ]
    english = await client.post("/api/note", json=body, headers={"Accept-Language": "en"})
    assert english.json()["errors"][2] == {"field": "phone", "message": "Input is not a telephone number"}


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"{", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b'{"text": "a"}', "text/plain", 422),
        (b"\xff\xfe", "application/json", 422),
        (b'{"text": ' + b"[" * 400 + b"]" * 400 + b"}", "application/json", 422),
        (b"[" * 100_000, "application/json", 400),
    ],
)
async def test_a_body_that_is_no_json_object_is_a_clear_error(
    app: FastAPI, client: AsyncClient, content: bytes, content_type: str, status: int
) -> None:
    response = await client.post("/api/note", content=content, headers={"Content-Type": content_type})
    assert response.status_code == status
    assert response.json()["type"].startswith("urn:psc119:")
    assert app.state.stored == []


async def test_unknown_paths_and_methods_are_problem_documents_too(client: AsyncClient) -> None:
    assert (await client.get("/api/nothing")).json()["code"] == "not_found"
    response = await client.delete("/page")
    assert (response.json()["code"], response.headers["allow"]) == ("method_not_allowed", "GET")


async def test_a_two_megabyte_note_is_refused_and_not_stored(app: FastAPI, client: AsyncClient) -> None:
    response = await client.post("/api/note", json={"text": "x" * 2_000_000})
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert app.state.stored == []


async def test_a_body_without_a_length_is_cut_off_at_the_limit(app: FastAPI, client: AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 16_384
            yield b" " * 16_384

    response = await client.post("/api/note", content=endless())
    assert response.status_code == 413
    assert sent <= MAX_BODY_BYTES + 2 * 16_384
    assert app.state.stored == []


async def test_a_body_in_pieces_below_the_limit_arrives_whole(client: AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b'{"text"', b': "dekat', b' masjid"}'):
            yield piece

    response = await client.post("/api/note", content=pieces(), headers={"Content-Type": "application/json"})
    assert response.json() == {"text": "dekat masjid"}


async def test_headers_keep_pages_to_themselves(client: AsyncClient) -> None:
    page = await client.get("/page")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "cache-control" not in page.headers
    assert "strict-transport-security" not in page.headers
    assert (await client.get("/api/nothing")).headers["cache-control"] == "no-store"


async def test_under_tls_the_browser_is_told_to_stay_there(app: FastAPI) -> None:
    async with AsyncClient(transport=ASGITransport(app), base_url="https://psc.test") as client:
        assert "max-age" in (await client.get("/page")).headers["strict-transport-security"]


async def test_a_websocket_hears_why_before_it_is_closed(app: FastAPI) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "websocket",
        "scheme": "ws",
        "path": "/api/live",
        "query_string": b"",
        "headers": [],
        "subprotocols": [],
    }
    await app(scope, receive, send)
    assert [message["type"] for message in sent] == ["websocket.accept", "websocket.send", "websocket.close"]
    assert json.loads(sent[1]["text"]) == {"type": "refused", "code": "forbidden"}
    assert sent[2]["code"] == 4403


def problems(kind: type[Problem]) -> Iterator[type[Problem]]:
    for each in kind.__subclasses__():
        yield each
        yield from problems(each)


def test_every_problem_has_its_text_in_both_languages() -> None:
    assert {each.code for each in problems(Problem)} <= PROBLEMS.keys()
    for texts in PROBLEMS.values():
        assert texts.keys() == set(Language)
        assert len({placeholders(" ".join(text)) for text in texts.values()}) == 1


def test_every_reason_to_refuse_is_said_in_both_languages() -> None:
    raised = set[str]()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS and node.args:
                raised |= {str(argument.value) for argument in node.args[:1] if isinstance(argument, ast.Constant)}
    assert "unit_busy" in raised
    assert raised <= REASONS.keys()
    for indonesian, english in REASONS.values():
        assert placeholders(indonesian) == placeholders(english)


REFUSALS = ("Refused", "Forbidden", "CsrfFailed", "RefusedNow")


def placeholders(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"{(\w+)}", text))
