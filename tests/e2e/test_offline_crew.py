"""A crew in a dead zone: what it taps waits on the tablet and arrives once, in order, with its true times."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from tests.e2e.people import House
from tests.serving import open_case

pytestmark = [pytest.mark.browser, pytest.mark.database]

STEPS = ["acknowledged", "en_route", "on_scene"]


async def test_taps_without_a_signal_wait_and_arrive_as_they_were_lived(house: House) -> None:
    crew = await house.crew("psc-1")
    incident_id = await open_case(house.caller)
    await house.caller.do(f"/incidents/{incident_id}/dispatch", unit_ids=["psc-1"])
    await crew.sees("crew-task", state="assigned")

    await crew.page.context.set_offline(True)
    tapped = []
    for step in STEPS:
        await crew.click("crew-next", step=step)
        tapped.append(datetime.now(UTC))
        await crew.sees("crew-task", state=step)
    await crew.sees("crew-queue", "3 tindakan menunggu sinyal")
    await house.picture(crew, "crew-offline")
    assert [task["state"] for task in await house.tasks()] == ["assigned"]

    back = datetime.now(UTC)
    await crew.page.context.set_offline(False)
    await expect(crew.it("crew-queue")).to_have_count(0)
    await crew.sees("crew-task", state="on_scene")
    events = await house.caller.get(f"/incidents/{incident_id}/events")
    reports = [event for event in events if event["type"] == "task.reported"]
    assert [event["summary"]["state"] for event in reports] == STEPS
    for event, at in zip(reports, tapped, strict=True):
        happened = datetime.fromisoformat(event["at"])
        assert abs((happened - at).total_seconds()) < 1, "the step has the time of its tap"
        assert happened < back <= datetime.fromisoformat(event["recorded_at"])


CITY_LOST_ONCE = """() => {
    const reach = window.fetch;
    let lost = false;
    window.fetch = (...asked) => {
        const url = String(asked[0]?.url ?? asked[0]);
        if (lost || !url.endsWith('/city')) return reach(...asked);
        lost = true;
        return Promise.reject(new TypeError('no signal'));
    };
}"""


async def test_hospitals_can_be_chosen_although_their_list_was_lost_once(house: House) -> None:
    incident_id = await open_case(house.caller)
    crew = await house.crew("psc-1", script=f"({CITY_LOST_ONCE})()")
    task_id = await house.send("psc-1", incident_id)
    await house.report(task_id, "with_patient")
    await crew.sees("crew-task", state="with_patient")
    await crew.click("crew-next", step="transporting")
    await crew.sees("destination", facility="rsud-kota")
