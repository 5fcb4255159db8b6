"""The ambulance that is offered is named with its case, and one key sends it, whatever was chosen before."""

import pytest

from tests.dispatch.incidents.test_ambulance_offer import sent_team
from tests.e2e.people import House

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
