"""Forgetting a person: every screen, list and log shows that they were erased, and the log is still proven."""

import os
import subprocess
import sys

import pytest

from dispatch.domain.words import Role
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import MASTER_KEY, House, open_house
from tests.dispatch.live.screen import Screen
from tests.serving import Person, open_case

pytestmark = pytest.mark.database

GONE = {"erased": True}


async def test_a_forgotten_person_is_erased_from_every_screen_at_once(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR), await house.person(Role.SUPERVISOR)
    admin = await house.person(Role.ADMIN)
    desk, wall = await house.screen(operator), await house.screen(supervisor)
    case, other = await _case(operator), await _case(operator)
    key_id = (await operator.get(f"/incidents/{case}"))["incident"]["key_id"]
    refused = await operator.post(f"/subjects/{key_id}/destroy", reason="permintaan keluarga")
    assert refused.status_code == 403
    assert (await admin.post(f"/subjects/{'0' * 32}/destroy", reason="x")).status_code == 404
    assert (await admin.post(f"/subjects/{key_id}/destroy", reason="")).status_code == 422
    done = await admin.post(f"/subjects/{key_id}/destroy", reason="permintaan keluarga")
    for screen in (desk, wall):
        await screen.until_seq(done.json()["seq"])
        _expect_erased(screen, case)
    assert desk.rows["incident", other]["address"] == "Jl. Sei Jang 5"
    shown = await operator.get(f"/incidents/{case}")
    assert shown["incident"]["address"] == shown["calls"][0]["phone"] == shown["patients"][0]["name"] == GONE
    for who in (operator, supervisor):
        log = await who.get(f"/incidents/{case}/events")
        opened = next(event for event in log if event["type"] == "incident.opened")
        assert opened["summary"]["address"] == GONE
        assert (log[-1]["type"], log[-1]["actor"]["id"]) == ("subject.key_destroyed", admin.account_id)
    assert "Sei Jang" not in str(await operator.get(f"/incidents/{case}/events"))
    wrapped = await house.core.db.value("SELECT wrapped FROM subject_key WHERE key_id = $1", key_id)
    assert wrapped is None
    await _holds(house)


async def test_words_added_after_the_forgetting_are_forgotten_with_the_next(house: House) -> None:
    operator, admin = await house.person(Role.OPERATOR), await house.person(Role.ADMIN)
    case = await _case(operator)
    key_id = (await operator.get(f"/incidents/{case}"))["incident"]["key_id"]
    await admin.do(f"/subjects/{key_id}/destroy", reason="permintaan keluarga")
    await operator.do(f"/incidents/{case}/notes", text="menelepon lagi")
    notes = (await operator.get(f"/incidents/{case}"))["incident"]["notes"]
    assert [note["text"] for note in notes] == [GONE, "menelepon lagi"]
    await admin.do(f"/subjects/{key_id}/destroy", reason="permintaan keluarga, sekali lagi")
    notes = (await operator.get(f"/incidents/{case}"))["incident"]["notes"]
    assert [note["text"] for note in notes] == [GONE, GONE]
    await _holds(house)


async def test_another_process_and_the_console_forget_too(database_url: str, house: House) -> None:
    async with open_house(database_url, house.folder) as second:
        operator = await house.person(Role.OPERATOR)
        case = await _case(operator)
        code = (await operator.get(f"/incidents/{case}"))["incident"]["code"]
        desk = await second.screen(await second.person(Role.OPERATOR))
        await desk.until(lambda s: s.row("incident", case))
        command = [sys.executable, "-m", "psc119.console", "privacy", "destroy"]
        environment = {**os.environ, "PSC119_DATABASE_URL": database_url, "PSC119_MASTER_KEY": MASTER_KEY}

        def console(*more: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run([*command, *more], env=environment, capture_output=True, text=True, check=False)

        missing = console("M-9999", "--reason", "uji", "--yes")
        assert (missing.returncode, "M-9999" in missing.stderr) == (1, True)
        done = console(code, "--reason", "permintaan tertulis", "--yes", "--json")
        assert done.returncode == 0, done.stderr
        await desk.until(lambda s: s.rows["incident", case]["address"] == GONE)
        _expect_erased(desk, case)
        here = await house.screen(operator)
        await here.until(lambda s: s.rows["incident", case]["address"] == GONE)
        await _holds(house)


def _expect_erased(screen: Screen, case: str) -> None:
    incident = screen.rows["incident", case]
    assert incident["address"] == incident["place"] == GONE
    assert incident["notes"][0]["text"] == GONE
    call = next(row for row in screen.list_kind("call") if row["incident_id"] == case)
    assert call["phone"] == GONE
    patient = next(row for row in screen.list_kind("patient") if row["incident_id"] == case)
    assert patient["name"] == GONE
    assert incident["code"].startswith("M-")


async def _case(operator: Person) -> str:
    case = await open_case(operator)
    await operator.do(f"/incidents/{case}/triage", gate={"sadar": "sadar", "napas": "tidak_normal"}, name="Budi")
    await operator.do(f"/incidents/{case}/notes", text="rumah pak Budi di belakang masjid")
    return case


async def _holds(house: House) -> None:
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults
