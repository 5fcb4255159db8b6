"""Bad input gets a clear 4xx in the caller's language, and nothing is stored."""

import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from dispatch.domain.words import Role
from dispatch.store.pool import Database
from tests.serving import Installation, Person, ServerProcess, loopback, open_case, person, put_on_duty

pytestmark = pytest.mark.database

SOMEWHERE = {"kind": "point", "lat": 0.9, "lon": 104.47, "source": "peta"}


@pytest.fixture
def server(installation: Installation) -> Iterator[ServerProcess]:
    with installation.server() as running:
        yield running


@pytest.fixture
async def operator(installation: Installation, server: ServerProcess) -> AsyncIterator[Person]:
    async with person(installation.database_url, server.url, Role.OPERATOR) as who:
        yield who


async def test_fields_that_do_not_fit_are_named_and_nothing_is_stored(
    installation: Installation, operator: Person
) -> None:
    before = await _events(installation)
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("/calls", {"channel": "119", "phone": "0812-3456-7890", "warna": "merah"}, "warna"),
        ("/calls", {"channel": 119}, "channel"),
        ("/calls", {"channel": "119", "answered": "ya"}, "answered"),
        ("/calls", {"channel": "119", "phone": "bukan nomor"}, "phone"),
        ("/incidents", {"incident_id": str(uuid.uuid4()), "place": {**SOMEWHERE, "lat": -6.2, "lon": 106.8}}, "place"),
        ("/incidents", {"incident_id": str(uuid.uuid4()), "place": {**SOMEWHERE, "lat": 95.0}}, "place.lat"),
        ("/incidents", {"incident_id": str(uuid.uuid4()), "place": {**SOMEWHERE, "lon": None}}, "place"),
        ("/incidents", {"incident_id": "bukan-uuid"}, "incident_id"),
        ("/incidents", {"incident_id": str(uuid.uuid4()), "kelurahan_code": "99.99.99.9999"}, "kelurahan_code"),
        ("/incidents", {"incident_id": str(uuid.uuid4()), "address": "a\u0000b"}, "address"),
    ]
    for path, body, field in cases:
        answer = await operator.post(path, **body)
        problem = answer.json()
        assert answer.status_code == 422, (path, body, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        assert [error for error in problem["errors"] if error["field"].startswith(field)], (body, problem)
        assert all(error["message"] for error in problem["errors"])
    assert await _events(installation) == before


async def test_a_note_of_two_megabytes_is_refused_unread(installation: Installation, operator: Person) -> None:
    case = await open_case(operator)
    before = await _events(installation)
    answer = await operator.post(f"/incidents/{case}/notes", text="a" * 2_000_000)
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"
    assert await _events(installation) == before


async def test_a_closed_incident_says_so_and_what_is_possible(operator: Person) -> None:
    case = await open_case(operator)
    await operator.do(f"/incidents/{case}/close", outcome="dibatalkan")
    answer = await operator.post(f"/incidents/{case}/describe", complaint_text="masih sesak")
    problem = answer.json()
    assert answer.status_code == 409
    assert (problem["reason"], problem["current"]) == ("incident_closed", "closed")
    assert "reopen" in problem["allowed"]
    assert "kasus" in problem["detail"].lower() or "ditutup" in problem["detail"].lower()


async def test_a_strangers_task_does_not_exist_for_a_crew(
    installation: Installation, server: ServerProcess, operator: Person
) -> None:
    await put_on_duty(operator, "psc-1")
    case = await open_case(operator)
    sent = await operator.do(f"/incidents/{case}/dispatch", unit_ids=["psc-1"])
    async with person(
        installation.database_url, server.url, Role.CREW, "amb-sei-jang", unit_id="amb-sei-jang"
    ) as stranger:
        before = await _events(installation)
        answer = await stranger.post(f"/tasks/{sent['task_ids'][0]}/report", state="acknowledged", source="tablet")
        assert answer.status_code == 404
        assert (await stranger.http.get(f"/api/psc/{stranger.psc}/incidents/{case}")).status_code == 404
        assert await _events(installation) == before


async def test_the_answer_is_in_the_language_asked_for(operator: Person) -> None:
    body = {"command_id": str(uuid.uuid4()), "channel": "119", "phone": "bukan nomor"}
    url = f"/api/psc/{operator.psc}/calls"
    indonesian = (await operator.http.post(url, json=body)).json()
    english = (await operator.http.post(url, json=body, headers={"accept-language": "en"})).json()
    assert indonesian["title"] != english["title"]


async def test_without_session_or_with_anothers_page_nothing_opens(server: ServerProcess, operator: Person) -> None:
    async with loopback(server.url) as nobody:
        for path in ("/board", "/city", "/incidents", "/network.geojson"):
            assert (await nobody.get(f"/api/psc/{operator.psc}{path}")).status_code == 401
    body = {"command_id": str(uuid.uuid4()), "channel": "119"}
    url = f"/api/psc/{operator.psc}/calls"
    assert (await operator.http.post(url, json=body, headers={"origin": "https://lain.example"})).status_code == 403
    assert (await operator.http.post(url, json=body, headers={"x-csrf-token": "salah"})).status_code == 403


async def _events(installation: Installation) -> int:
    database = await Database.connect(installation.database_url, size=1)
    try:
        return int(await database.value("SELECT count(*) FROM event"))
    finally:
        await database.close()
