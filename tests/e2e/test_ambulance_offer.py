"""The ambulance that is offered is named with its case, and one key sends it, whatever was chosen before."""

import pytest
from playwright.async_api import expect

from dispatch.domain.words import Role
from tests.dispatch.incidents.test_ambulance_offer import sent_team
from tests.e2e.people import PHONE, House

pytestmark = [pytest.mark.browser, pytest.mark.database]


async def test_one_key_sends_the_offered_ambulance(house: House) -> None:
    operator = await house.operator()
    incident_id, task_id = await sent_team(house.caller)
    code = (await house.caller.get(f"/incidents/{incident_id}"))["incident"]["code"]
    await operator.click("incident-row", incident=incident_id)
    await operator.sees("task-card", unit="trc-sei-jang")
    await operator.press("+")
    await operator.sees("alarm", "Tidak ada ambulans yang ditawarkan")
    await operator.sees_no("ambulance-offer")

    await house.caller.do(f"/tasks/{task_id}/cancel", reason="ban pecah")
    await operator.sees(
        "alarm", f"{code} tanpa unit: kirim ambulans?", alarm=f"not_acknowledged:{incident_id}:ambulance"
    )
    await operator.sees("send-ambulance", "Kirim PSC 1")
    assert await operator.key_of("send-ambulance") == "+"
    await house.picture(operator, "offer")
    await operator.press("+")
    await operator.sees("task-card", unit="psc-1")
    await operator.sees_no("ambulance-offer")
    [task] = [one for one in await house.tasks() if one["active"]]
    assert (task["unit_id"], task["recommended"], task["override_reason"]) == ("psc-1", True, None)
    await operator.press("?")
    await operator.sees("help", "kirim ambulans yang ditawarkan")


async def test_a_team_without_a_signal_asks_for_the_ambulance(house: House) -> None:
    incident_id, task_id = await sent_team(house.caller)
    crew = await house.open(Role.CREW, "trc-sei-jang", size=PHONE)
    await crew.sees("crew-task", state="assigned")
    await crew.sees_no("ask-transport")
    await house.report(task_id, "on_scene")
    await crew.sees("crew-task", state="on_scene")
    operator = await house.operator()
    await operator.click("incident-row", incident=incident_id)

    await crew.page.context.set_offline(True)
    await crew.click("ask-transport")
    await crew.click("ask-transport-tidak_bisa_jalan")
    await crew.sees("transport-asked", "Tidak bisa berjalan")
    await crew.sees("crew-queue", "1 tindakan menunggu sinyal")
    await house.picture(crew, "crew")
    await operator.sees_no("ambulance-offer")
    await crew.page.context.set_offline(False)
    await expect(crew.it("crew-queue")).to_have_count(0)
    await crew.sees("transport-asked", "Tidak bisa berjalan")

    await operator.sees("ambulance-offer", "TRC Sei Jang minta ambulans")
    await operator.sees("transport-asked", "Tidak bisa berjalan")
    await operator.sees("send-ambulance")
    await house.picture(operator, "asked")
    await operator.press("+")
    await operator.sees("task-card", unit="psc-1")
    await operator.sees_no("ambulance-offer")
