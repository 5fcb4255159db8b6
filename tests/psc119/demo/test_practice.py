"""Practice on demand, against a real server: everyone gets a case of their own, and the actors leave it to them."""

import uuid
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

import triage
from cities import load_city
from dispatch.places import make_gazetteer
from psc119.demo import Demo
from psc119.demo.accounts import PASSWORD
from psc119.demo.board import LiveBoard
from psc119.demo.told import COMPLAINT, list_lines, spot_of
from tests.psc119.demo.running import WITHIN_S, Running, acting, prepared, quick, quiet, server, watching
from tests.serving import loopback

RINGS_WITHIN_S = 2.0
UNIT, HOSPITAL = "amb-batu-10", "rsud-rat"


def demo(running: Running, **given: Any) -> Demo:
    return Demo(running.url, calls_per_hour=0, tempo=quick(), console=quiet(), **given)


async def ask(running: Running, username: str, role: str, *, command_id: str | None = None) -> httpx.Response:
    """Ask for a practice, as the guide on the screen of this account does."""
    async with loopback(running.url) as http:
        session = await http.post("/api/session", json={"username": username, "password": PASSWORD})
        body = {"command_id": command_id or str(uuid.uuid4()), "role": role}
        return await http.post("/api/demo/practice", json=body, headers={"X-CSRF-Token": session.json()["csrf"]})


async def begin(running: Running, username: str, role: str) -> dict[str, Any]:
    answer = await ask(running, username, role)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def find_task(board: LiveBoard, unit_id: str) -> dict[str, Any] | None:
    unit = board.find("unit", unit_id)
    return board.find("task", unit["task_id"]) if unit else None


def get_task(board: LiveBoard, unit_id: str) -> dict[str, Any]:
    task = find_task(board, unit_id)
    assert task is not None
    return task


async def report(tablet: LiveBoard, task_id: str, state: str, **given: Any) -> None:
    now = datetime.now(UTC).isoformat()
    await tablet.person.command(f"/tasks/{task_id}/report", state=state, occurred_at=now, **given)


def test_the_caller_says_what_the_protocol_and_the_city_know() -> None:
    protocol, city = triage.load_protocol(), load_city("tanjungpinang")
    said = {line["topic"]: line["answer"] for line in list_lines(spot_of(city))}
    gate = {question: said[question] for question in ("sadar", "napas")}
    found = triage.evaluate(protocol, gate=gate, card_id=said["kartu"], answers={}, context=triage.Context())
    assert found.next_gate_question is None
    assert found.force_card in (None, said["kartu"])
    assert said["kartu"] == COMPLAINT.card
    assert make_gazetteer(city, []).search(said["kelurahan"])[0].kind == "kelurahan"


@pytest.mark.database
async def test_an_operators_caller_rings_at_once_and_waits_for_them_alone(database_url: str) -> None:
    async with server(database_url) as running, acting(demo(running, autopilot=True), running.core):
        await prepared(running.core)
        async with watching(running.url, "operator1") as board:
            practice = await begin(running, "operator1", "operator")
            call_id = practice["call_id"]
            assert practice["caller_words"][0]["words"] == COMPLAINT.words
            assert await board.until(lambda: board.find("call", call_id), timeout_s=RINGS_WITHIN_S)

            def taken() -> list[str]:
                return [call["id"] for call in board.list_kind("call") if call["operator"]]

            # The simulated operators have taken calls that came later, and this one is still there.
            before = len(taken())
            assert await board.until(lambda: len(taken()) >= before + 3, timeout_s=WITHIN_S)
            assert call_id not in taken()
            assert board.rows["call"][call_id]["state"] == "ringing"
            assert (await begin(running, "operator1", "operator"))["call_id"] == call_id
            await board.person.command(f"/calls/{call_id}/answer")
            assert (await begin(running, "operator1", "operator"))["call_id"] != call_id


@pytest.mark.database
async def test_a_crew_is_sent_alone_and_taps_every_step_itself(database_url: str) -> None:
    async with server(database_url) as running, acting(demo(running), running.core):
        await prepared(running.core)
        async with watching(running.url, "operator1") as board:
            await begin(running, f"kru-{UNIT}", "crew")
            assert await board.until(lambda: find_task(board, UNIT), timeout_s=WITHIN_S)
            task = get_task(board, UNIT)
            assert board.rows["incident"][task["incident_id"]]["task_ids"] == [task["id"]]
            async with watching(running.url, f"kru-{UNIT}", unit_id=UNIT) as tablet:
                for state in ("acknowledged", "en_route", "on_scene", "with_patient"):
                    await report(tablet, task["id"], state)
                await report(tablet, task["id"], "transporting", destination_id=HOSPITAL)
                await report(tablet, task["id"], "at_destination")
                await report(tablet, task["id"], "clear", outcome="dibawa")
                me = tablet.person.account_id
            assert await board.until(lambda: not board.rows["task"][task["id"]]["active"], timeout_s=WITHIN_S)
            assert {one["by"]["id"] for one in board.rows["task"][task["id"]]["reports"]} == {me}


@pytest.mark.database
async def test_actors_relieve_a_crew_that_taps_no_more(database_url: str) -> None:
    async with server(database_url) as running, acting(demo(running, idle_s=1.0), running.core):
        await prepared(running.core)
        async with watching(running.url, "operator1") as board:
            await begin(running, f"kru-{UNIT}", "crew")
            assert await board.until(lambda: find_task(board, UNIT), timeout_s=WITHIN_S)
            task = get_task(board, UNIT)
            async with watching(running.url, f"kru-{UNIT}", unit_id=UNIT) as tablet:
                await report(tablet, task["id"], "acknowledged")
                me = tablet.person.account_id

            def reporters() -> list[str]:
                return [one["by"]["id"] for one in board.rows["task"][task["id"]]["reports"]]

            assert await board.until(lambda: len(reporters()) >= 3, timeout_s=WITHIN_S)
            assert reporters()[0] == me
            assert me not in reporters()[1:]


@pytest.mark.database
async def test_an_ambulance_comes_to_a_hospital_whose_desk_is_left_to_the_person(database_url: str) -> None:
    # With the autopilot the hospitals' actors answer at once, unless somebody practises there.
    async with server(database_url) as running, acting(demo(running, autopilot=True), running.core):
        await prepared(running.core)
        async with watching(running.url, "operator1") as board, watching(running.url, "rs-rsud-rat") as desk:
            await begin(running, "rs-rsud-rat", "hospital")

            def find_announced() -> dict[str, Any] | None:
                """What the ambulance of this practice has announced."""
                return next(
                    (
                        handover
                        for handover in board.list_kind("handover")
                        if board.rows["incident"][handover["incident_id"]]["opened_by"]["name"].startswith("Pembimbing")
                    ),
                    None,
                )

            assert await board.until(lambda: (found := find_announced()) and found["arrived_at"], timeout_s=WITHIN_S)
            handover = find_announced()
            assert handover is not None
            assert (handover["hospital_id"], handover["priority"]) == (HOSPITAL, "merah")
            assert (handover["answered_by"], handover["offloaded_at"]) == (None, None)
            await desk.person.command(f"/handovers/{handover['id']}/acknowledge")
            assert await board.until(lambda: (found := find_announced()) and found["acknowledged_at"], timeout_s=2)


@pytest.mark.database
async def test_who_looks_on_has_a_case_of_their_units_to_look_at(database_url: str) -> None:
    async with server(database_url) as running, acting(demo(running), running.core):
        await prepared(running.core)
        async with watching(running.url, "koord-mekar-baru") as own, watching(running.url, "admin") as city:
            await begin(running, "koord-mekar-baru", "coordinator")
            assert await own.until(lambda: own.list_kind("task"), timeout_s=WITHIN_S)
            assert own.list_kind("task")[0]["unit_id"] in ("amb-mekar-baru", "trc-mekar-baru")
            await begin(running, "admin", "supervisor")
            assert await city.until(lambda: city.list_kind("incident"), timeout_s=WITHIN_S)


@pytest.mark.database
async def test_only_who_has_the_role_and_asks_for_it_gets_a_practice(database_url: str) -> None:
    async with server(database_url) as running:
        async with acting(demo(running), running.core):
            await prepared(running.core)
            command_id = str(uuid.uuid4())
            first = await ask(running, "operator1", "operator", command_id=command_id)
            again = await ask(running, "operator1", "operator", command_id=command_id)
            assert first.json() == again.json()
            stranger = await ask(running, "operator2", "operator", command_id=command_id)
            assert (stranger.status_code, stranger.json()["code"]) == (422, "command_reused")
            assert (await ask(running, "operator1", "hospital")).status_code == 403
            async with loopback(running.url) as http:
                assert (await http.post("/api/demo/practice", json={})).status_code == 401
        assert (await ask(running, "operator1", "operator")).status_code == 404
