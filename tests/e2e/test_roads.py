"""Closed roads and reach on the screens: drawn by hand, seen by everybody, and what they change."""

from typing import Any

import pytest
from playwright.async_api import expect

from dispatch.domain.words import Role
from tests.e2e.maps import CityOnScreen
from tests.e2e.people import CONTROL_ROOM, OFFICE, Desk, House
from tests.e2e.test_accessibility import RUN, axe
from tests.serving import open_case

__all__ = ["axe"]

pytestmark = [pytest.mark.browser, pytest.mark.database]

AROUND_SEI_JANG = ((0.912, 104.462), (0.912, 104.49), (0.886, 104.49), (0.886, 104.462))
NOWHERE = (0.99, 104.41)


async def test_a_closure_drawn_on_the_map_changes_times_and_stands_on_every_screen(house: House, axe: str) -> None:
    await open_case(house.caller)
    operator = await house.operator()
    supervisor = await house.open(Role.SUPERVISOR, size=CONTROL_ROOM)
    await house.ring()
    await operator.sees("call-row", state="ringing")
    await operator.press("a")
    await operator.has_focus("address")
    await operator.type("Jl. Merdeka 1")
    await operator.press("Escape")

    city = await CityOnScreen.of(operator, house)
    await operator.press("j")
    await operator.sees("closure-panel", view="draw")
    await draw(operator, city, *AROUND_SEI_JANG)
    await operator.sees("closure-drawing", "4 sudut")
    await operator.click("closure-reason-banjir")
    await operator.sees("closure-preview", "Menutup", ready="true")
    await operator.sees("closure-eta", "→")
    await house.picture(operator, "closure-preview")
    assert await serious(operator, axe) == []
    await operator.click("closure-confirm")
    await operator.sees("closure-done", "Sudah ditutup")
    await operator.sees("closure-eta", "ETA")

    await supervisor.click("closures-shown")
    await supervisor.sees("closure-row", "Banjir", status="active")
    await house.picture(supervisor, "closure-list")
    assert await serious(supervisor, axe) == []

    # The call in hand was there all the time, as it was typed.
    await operator.press("Escape")
    await operator.sees_no("closure-panel")
    await expect(operator.it("address")).to_have_value("Jl. Merdeka 1")

    await supervisor.click("closure-reopen")
    await supervisor.click("closure-reopen-sure")
    await supervisor.sees_no("closure-row")
    await operator.sees_no("closures-shown")


async def test_a_crossing_is_closed_with_keys_alone(house: House) -> None:
    operator = await house.operator(size=OFFICE)
    await operator.press("j")
    await operator.sees("closure-panel")
    for testid in ("closure-means-boat", "closure-leg-pompong-penyengat", "closure-reason-gelombang"):
        await operator.it(testid).focus()
        await operator.press("Enter")
    await operator.it("closure-until").focus()
    await operator.type("23.59")
    await operator.sees("closure-preview", "Menutup penyeberangan", ready="true")
    await operator.it("closure-confirm").focus()
    await operator.press("Enter")
    await operator.sees("closure-done")
    await operator.it("closure-view-list").focus()
    await operator.press("Enter")
    await operator.sees("closure-row", "Gelombang", status="active")
    await operator.sees("closure-row", "sampai 23.59")
    await house.picture(operator, "closure-crossing")


async def test_escape_leaves_the_tool_and_keeps_the_drawing(house: House) -> None:
    operator = await house.operator()
    city = await CityOnScreen.of(operator, house)
    await operator.press("j")
    await draw(operator, city, *AROUND_SEI_JANG)
    await operator.press("Escape")
    await operator.sees_no("closure-panel")
    await operator.press("j")
    await operator.sees("closure-drawing", "4 sudut")


async def test_pointing_at_a_unit_shows_how_far_it_comes(house: House) -> None:
    operator = await house.operator()
    city = await CityOnScreen.of(operator, house)
    post = await post_of(house, "psc-1")
    await operator.page.mouse.move(*city.pixel(post["lat"], post["lon"]))
    await operator.sees("reach-legend", "15 mnt")
    await operator.sees("reach-legend", "ambulans, dengan sirene")
    await house.picture(operator, "reach-by-pointer")
    await operator.page.mouse.move(*city.pixel(*NOWHERE))
    await expect(operator.it("reach-legend")).not_to_be_visible()


async def test_the_reach_of_a_unit_or_post_without_a_mouse(house: House) -> None:
    await open_case(house.caller)
    operator = await house.operator(size=OFFICE)
    await operator.click("incident-row")
    await operator.sees("recommendation-row", unit="psc-1")
    await operator.page.mouse.move(5, 5)
    # Tab, not a click: only a focus that the keyboard brought asks.
    await operator.it("who-panel").locator(".body").focus()
    await operator.press("Tab")
    await operator.sees("reach-legend", "Jangkauan")
    await operator.press("i")
    await operator.has_focus("reach-picker")
    await operator.it("reach-picker").select_option("facility:pkm-sei-jang")
    await operator.sees("reach-legend", "Puskesmas Sei Jang")
    await operator.press("Escape")
    await expect(operator.it("reach-legend")).not_to_be_visible()


async def draw(desk: Desk, city: CityOnScreen, *corners: tuple[float, float]) -> None:
    """Click the corners and finish with a double click on the last."""
    await desk.sees("closure-drawing")
    await city.follow(desk)
    for corner in corners[:-1]:
        await desk.page.mouse.click(*city.pixel(*corner))
    await desk.page.mouse.dblclick(*city.pixel(*corners[-1]))


async def post_of(house: House, unit_id: str) -> dict[str, Any]:
    """The facility that a unit stands at."""
    city = await house.caller.get("/city")
    unit = next(one for one in city["units"] if one["id"] == unit_id)
    position: dict[str, Any] = next(one for one in city["facilities"] if one["id"] == unit["facility_id"])["position"]
    return position


async def serious(desk: Desk, axe: str) -> list[str]:
    """What axe calls serious on the screen now."""
    await desk.page.evaluate(axe)
    found: list[str] = await desk.page.evaluate(RUN)
    return found
