"""The whole demo against a real server: a fast city brings its first patient in."""

import io
from typing import Any

import pytest
from rich.console import Console

from dispatch.accounts import list_accounts
from dispatch.store.verify import verify_stream
from psc119.demo import Demo, Training
from psc119.demo.board import LiveBoard
from tests.psc119.demo.running import WITHIN_S, acting, prepared, quick, quiet, server, watching
from tests.serving import PSC, loopback

pytestmark = pytest.mark.database

STAFF = 44 + 9 * 2 + 2
"""TRC members, two for each ambulance, two for the boat."""


def find_brought_in(board: LiveBoard) -> dict[str, Any] | None:
    """A case whose patient a hospital has signed for and whose units are free again."""
    return next(
        (
            incident
            for incident in board.list_kind("incident")
            if incident["state"] == "closed"
            and incident["outcome"] == "dibawa"
            and any(
                handover["incident_id"] == incident["id"] and handover["state"] == "acknowledged"
                for handover in board.list_kind("handover")
            )
        ),
        None,
    )


async def test_a_city_by_autopilot_brings_a_patient_in(database_url: str) -> None:
    printed = io.StringIO()
    async with server(database_url) as running:
        demo = Demo(running.url, autopilot=True, tempo=quick(), console=Console(file=printed, width=140))
        async with acting(demo, running.core):
            await prepared(running.core)
            async with watching(running.url, "pengawas") as board:
                assert await board.until(lambda: find_brought_in(board), timeout_s=WITHIN_S)
                incident = find_brought_in(board)
                assert incident is not None
                tasks = [board.rows["task"][task_id] for task_id in incident["task_ids"]]
                carried = next(task for task in tasks if task["destination_id"])
                steps = ["acknowledged", "en_route", "on_scene", "with_patient", "transporting", "at_destination"]
                assert [step for step in carried["stamps"] if step in steps] == steps
                on_duty = [unit for unit in board.list_kind("unit") if unit["duty"] in ("available", "on_call")]
                assert len(on_duty) >= 12
                assert sum(len(unit["crew"]) for unit in on_duty) == 2 * len(on_duty)
        verified = await verify_stream(running.core.db, f"psc:{PSC}")
        assert verified.holds, verified.faults
    assert running.url in printed.getvalue()
    assert "kru-psc-1" in printed.getvalue()


async def test_accounts_and_people_are_made_once(database_url: str) -> None:
    async with server(database_url) as running:
        db = running.core.db
        for _ in range(2):
            running.core.demo_accounts.clear()
            async with acting(Demo(running.url, calls_per_hour=0, tempo=quick(), console=quiet()), running.core):
                await prepared(running.core)
                async with watching(running.url, "operator1") as board:
                    assert await board.until(lambda: len(board.rows.get("person", {})) >= STAFF, timeout_s=WITHIN_S)
        usernames = [account.username for account in await list_accounts(db)]
        assert len(set(usernames)) == len(usernames)
        registered = await db.value("SELECT count(*) FROM event WHERE type = 'person.registered'")
        assert registered == len(board.rows["person"]) == STAFF
        async with loopback(running.url) as http:
            listed = (await http.get("/api/demo/accounts")).json()
            assert {account["role"] for account in listed} == {
                "operator", "supervisor", "admin", "crew", "hospital", "coordinator",
                "medical_director",
            }  # fmt: skip
            for account in listed[:3]:
                who = {"username": account["username"], "password": account["password"]}
                assert (await http.post("/api/session", json=who)).status_code == 200


async def test_a_person_who_answers_hears_the_caller_and_practice_stays_apart(database_url: str) -> None:
    printed = io.StringIO()
    practice = f"{PSC}-latihan"
    async with server(database_url) as running:
        training = Training(running.url, tempo=quick(), console=Console(file=printed, width=140), between_s=0)
        async with acting(training, running.core):
            await prepared(running.core)
            async with watching(running.url, "latihan-operator1", psc=practice) as board:
                assert await board.until(lambda: board.list_kind("call"), timeout_s=WITHIN_S)
                call = board.list_kind("call")[0]
                await board.person.command(f"/calls/{call['id']}/answer")
                await board.person.command(f"/calls/{call['id']}/close", disposition="informasi")
                assert await board.until(lambda: len(board.list_kind("call")) > 1, timeout_s=WITHIN_S)
        assert await running.core.db.value("SELECT count(*) FROM call WHERE stream = $1", f"psc:{PSC}") == 0
    assert "1 dari 10" in printed.getvalue()
