"""Quality review on the supervisor's screen: drawn, scored with the total as it grows, and what the weeks say."""

import pytest
from playwright.async_api import expect

from dispatch.domain.words import Role
from tests.e2e.people import CONTROL_ROOM, House
from tests.e2e.test_accessibility import DESK_THEMES, RUN, axe
from tests.serving import open_case

__all__ = ["axe"]

pytestmark = [pytest.mark.browser, pytest.mark.database]

CRITERIA = ("lokasi", "gate", "pertanyaan_kunci", "instruksi", "disposisi", "kesantunan")


async def test_a_supervisor_draws_a_case_and_scores_it(house: House, axe: str) -> None:
    incident_id = await open_case(house.caller)
    await house.triage(incident_id, gate={"sadar": "sadar", "napas": "normal"})
    await house.caller.do(f"/incidents/{incident_id}/close", outcome="ditangani")
    supervisor = await house.open(Role.SUPERVISOR, size=CONTROL_ROOM)
    await supervisor.sees("show-reviews")
    await supervisor.press("t")
    await supervisor.sees("reviews", "Belum")
    await supervisor.click("draw-acak")
    await supervisor.sees("review-case", "Uji operator")
    await supervisor.click("review-case")
    await supervisor.sees("review-form", "Uji operator")

    await expect(supervisor.it("review-save")).to_be_disabled()
    for name in CRITERIA[1:]:
        await supervisor.it("criterion", criterion=name).get_by_test_id("points-2").click()
    first = supervisor.it("criterion", criterion=CRITERIA[0])
    await first.get_by_test_id("points-1").click()
    await expect(supervisor.it("review-save")).to_be_disabled()
    await first.locator("input, textarea").fill("Patokan tidak ditanyakan.")
    # 11 of 12 points.
    await supervisor.sees("review-total", "91,7")
    # The total and the button are in view on a control room's screen.
    await expect(supervisor.it("review-save")).to_be_in_viewport()
    for theme in DESK_THEMES:
        await supervisor.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        await house.picture(supervisor, f"review-{theme}")
        await supervisor.page.evaluate(axe)
        assert await supervisor.page.evaluate(RUN) == [], theme
    await supervisor.click("review-save")
    await supervisor.sees("review-case", "91,7")
    await supervisor.sees("review-week", "belum cukup")
    await supervisor.press("Escape")
    await supervisor.sees_no("reviews")
