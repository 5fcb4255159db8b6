"""Two server processes on one database: one unit goes to one incident, one command happens once."""

import asyncio
import uuid
from contextlib import AsyncExitStack

import pytest

from dispatch.domain.words import Role
from dispatch.store.pool import Database
from dispatch.store.verify import verify_stream
from tests.serving import PSC, Installation, Person, loopback, open_case, person, put_on_duty

pytestmark = pytest.mark.database

DISPATCHERS = 50


async def test_of_fifty_dispatchers_one_gets_the_unit_and_the_others_are_told_who_has_it(
    installation: Installation,
) -> None:
    with installation.server() as first, installation.server() as second:
        async with AsyncExitStack() as stack:
            url = installation.database_url
            one = await stack.enter_async_context(person(url, first.url, Role.OPERATOR))
            other = await stack.enter_async_context(person(url, second.url, Role.OPERATOR))
            await put_on_duty(one, "psc-1", "amb-sei-jang")
            cases = [await open_case(one) for _ in range(DISPATCHERS)]
            answers = await asyncio.gather(
                *(
                    (one if number % 2 else other).post(
                        f"/incidents/{case}/dispatch", unit_ids=["psc-1"], override_reason="uji perebutan"
                    )
                    for number, case in enumerate(cases)
                )
            )
        won = [answer for answer in answers if answer.status_code == 200]
        lost = [answer.json() for answer in answers if answer.status_code == 409]
        assert len(won) == 1
        assert len(lost) == DISPATCHERS - 1
        winner = won[0].request.url.path.split("/")[-2]
        for problem in lost:
            assert problem["reason"] == "unit_busy"
            assert problem["holder"]["incident_code"] == f"M-{cases.index(winner) + 1:04d}"
            assert problem["holder"]["by"]
            assert problem["holder"]["since"]
            assert [best["unit_id"] for best in problem["next_best"]] == ["amb-sei-jang"]
        await _holds(installation)


async def test_the_same_command_sent_twenty_times_to_both_happens_once(installation: Installation) -> None:
    with installation.server() as first, installation.server() as second:
        async with (
            person(installation.database_url, first.url, Role.OPERATOR) as one,
        ):
            other = await _same_person_at(one, second.url)
            await put_on_duty(one, "psc-1")
            case = await open_case(one)
            command_id = str(uuid.uuid4())
            answers = await asyncio.gather(
                *(
                    (one if number % 2 else other).post(
                        f"/incidents/{case}/dispatch", command_id=command_id, unit_ids=["psc-1"]
                    )
                    for number in range(20)
                )
            )
            assert {answer.status_code for answer in answers} == {200}
            assert len({answer.text for answer in answers}) == 1
            seen = await one.get(f"/incidents/{case}")
            assert len(seen["tasks"]) == 1
            again = await one.post(f"/incidents/{case}/dispatch", command_id=command_id, unit_ids=["amb-sei-jang"])
            assert again.status_code == 422
            assert again.json()["code"] == "command_reused"
            await other.http.aclose()
        await _holds(installation)


async def test_a_killed_server_leaves_log_and_tables_in_agreement(installation: Installation) -> None:
    server = installation.start()
    async with person(installation.database_url, server.url, Role.OPERATOR) as operator:
        await put_on_duty(operator, "psc-1", "amb-sei-jang", "amb-batu-10")
        cases = [await open_case(operator) for _ in range(12)]
        sending = [
            asyncio.create_task(
                operator.post(f"/incidents/{case}/dispatch", unit_ids=[unit], override_reason="uji mati mendadak")
            )
            for case, unit in zip(cases, ("psc-1", "amb-sei-jang", "amb-batu-10") * 4, strict=True)
        ]
        await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
        server.kill()
        await asyncio.gather(*sending, return_exceptions=True)
    await _holds(installation)
    revived = installation.start(port=server.port)
    try:
        async with person(installation.database_url, revived.url, Role.OPERATOR) as operator:
            await operator.do(f"/incidents/{cases[0]}/notes", text="setelah mati mendadak")
        await _holds(installation)
    finally:
        revived.stop()


async def _same_person_at(who: Person, url: str) -> Person:
    """The same session at the other server: sessions live in the database."""
    http = loopback(
        url,
        headers={"origin": url, "x-csrf-token": who.http.headers["x-csrf-token"]},
        cookies={cookie.name: cookie.value or "" for cookie in who.http.cookies.jar},
        timeout=30,
    )
    return Person(http, who.account_id)


async def _holds(installation: Installation) -> None:
    database = await Database.connect(installation.database_url, size=1)
    try:
        found = await verify_stream(database, f"psc:{PSC}")
        assert found.holds, found.faults
        assert found.events > 0
    finally:
        await database.close()
