"""The response time on the screens: what is left of the target, then how it was held, then the report."""

import pytest

from dispatch.domain.words import Role
from tests.e2e.people import CONTROL_ROOM, House
from tests.serving import open_case, put_on_duty

pytestmark = [pytest.mark.browser, pytest.mark.database]

NOT_BREATHING = {"sadar": "tidak_sadar", "napas": "tidak_normal"}


async def test_the_target_runs_on_the_boards_and_ends_in_the_report(house: House) -> None:
    operator = await house.operator()
    await put_on_duty(house.caller, "psc-1")
    incident_id = await open_case(house.caller)
    await house.triage(incident_id, gate=NOT_BREATHING)
    await operator.sees("incident-row", "sisa 1", incident=incident_id)
    await operator.click("incident-row", incident=incident_id)
    await operator.sees("who-panel", "dari 15 mnt")
    await operator.sees("who-panel", "(asumsi)")
    await house.picture(operator, "operator")
    supervisor = await house.open(Role.SUPERVISOR, size=CONTROL_ROOM)
    await supervisor.sees("board-incident", "sisa 1", incident=incident_id)

    task_id = await house.send("psc-1", incident_id)
    for state in ("acknowledged", "on_scene"):
        await house.report(task_id, state)
    await operator.sees("who-panel", "tiba 0 mnt, sasaran 15 mnt")
    await supervisor.click("board-incident", incident=incident_id)
    await supervisor.sees("event-log", "tiba 0 mnt, sasaran 15 mnt")
    await house.picture(supervisor, "supervisor")
    await house.report(task_id, "clear", outcome="ditangani")
    await supervisor.press("t")
    await supervisor.sees("response-times", "1 dari 1", version="awal")
    await house.picture(supervisor, "report")
