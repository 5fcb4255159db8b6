"""One call the whole way, from ring to handed over and clear, on four screens that follow live without a reload."""

from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from dispatch.domain.words import Grade, Role
from tests.e2e.conftest import Screens
from tests.e2e.people import Desk, sign_in
from tests.serving import Installation, ServerProcess, make_account, person, put_on_duty

pytestmark = [pytest.mark.browser, pytest.mark.database]

CALLER = "0812-3456-7890"


@pytest.fixture
def real_roads(installation: Installation, shared_data: Path) -> Iterator[ServerProcess]:
    """A server on the city's real road network."""
    with installation.server(PSC119_NETWORK=str(shared_data / "tanjungpinang")) as running:
        yield running


async def test_a_call_from_ring_to_clear_on_the_schematic_network(
    installation: Installation, server: ServerProcess, screens: Screens
) -> None:
    await walk_the_path(installation, server, screens, schematic=True)


@pytest.mark.data
async def test_a_call_from_ring_to_clear_on_real_roads(
    installation: Installation, real_roads: ServerProcess, screens: Screens
) -> None:
    await walk_the_path(installation, real_roads, screens, schematic=False)


async def walk_the_path(
    installation: Installation, server: ServerProcess, screens: Screens, *, schematic: bool
) -> None:
    async with AsyncExitStack() as stack:
        url = installation.database_url
        caller = await stack.enter_async_context(person(url, server.url, Role.OPERATOR))
        await put_on_duty(caller, "psc-1", "trc-sei-jang")
        operator = await open_desk(screens, server, "/operator", await make_account(url, Role.OPERATOR, grade=Grade.PERAWAT))
        crew = await open_crew(screens, server, await make_account(url, Role.CREW, "psc-1"))
        hospital = await open_desk(screens, server, "/hospital", await make_account(url, Role.HOSPITAL, "rsud-kota"))
        supervisor = await open_desk(screens, server, "/supervisor", await make_account(url, Role.SUPERVISOR))
        marks = [await mark(desk) for desk in (operator, crew, hospital, supervisor)]

        await caller.do("/calls", channel="119", phone=CALLER)
        code = await take_the_call(operator, schematic=schematic)
        await supervisor.sees("board-incident", code)
        await send_help(operator, screens)
        await bring_to_hospital(crew, hospital, screens)
        await hospital.click("handover-acknowledge")
        await supervisor.sees("board-incidents")
        await crew.click("crew-next", step="clear")
        await crew.click("crew-outcome-dibawa")
        await crew.sees("crew-idle")
        await screens.picture(supervisor.page, "supervisor")
        for desk, was in zip((operator, crew, hospital, supervisor), marks, strict=True):
            assert await is_marked(desk, was), "a screen was reloaded"


async def take_the_call(operator: Desk, *, schematic: bool) -> str:
    await operator.sees("call-row", "7890")
    await operator.press("a")
    await operator.it("address").fill("Jl. Sei Jang 5")
    await operator.press("Enter")
    await operator.it("patokan").fill("dekat masjid")
    await operator.it("place-search").fill("Sei Jang")
    await operator.click("place-hit")
    await operator.sees("incident-code", "M-")
    code = await operator.it("incident-code").first.inner_text()
    await operator.page.locator("body").click(position={"x": 5, "y": 5})
    await operator.click("option-tidak_sadar")
    await operator.sees("recommendation-row", "PSC 1", unit="psc-1")
    if schematic:
        await operator.sees("schematic")
    return code.strip()


async def send_help(operator: Desk, screens: Screens) -> None:
    await operator.sees("dispatch", "PSC 1")
    await screens.picture(operator.page, "operator-before-sending")
    await operator.press("F9")
    await operator.sees("task-card", "PSC 1", unit="psc-1")
    await screens.picture(operator.page, "operator-after-sending")


async def bring_to_hospital(crew: Desk, hospital: Desk, screens: Screens) -> None:
    await crew.sees("crew-task")
    await crew.sees("crew-patokan", "dekat masjid")
    await screens.picture(crew.page, "crew-task")
    for state in ("acknowledged", "en_route", "on_scene", "with_patient"):
        await crew.click("crew-next", step=state)
    await crew.click("crew-next", step="transporting")
    await crew.click("destination", facility="rsud-kota")
    await hospital.sees("arrival", "PSC 1")
    await screens.picture(hospital.page, "hospital-announced")
    await hospital.click("handover-accept")
    await crew.sees("crew-handover")
    await crew.click("crew-next", step="at_destination")


async def open_desk(screens: Screens, server: ServerProcess, path: str, username: str) -> Desk:
    return await sign_in(screens, server.url, path, username, width=1920, height=1080)


async def open_crew(screens: Screens, server: ServerProcess, username: str) -> Desk:
    desk = await sign_in(screens, server.url, "/crew", username, width=360, height=640)
    await desk.sees("crew-idle")
    return desk


async def mark(desk: Desk) -> str:
    """Leave a mark in the page that a reload would wipe away."""
    return str(await desk.page.evaluate("() => (window.__mark = String(Math.random()))"))


async def is_marked(desk: Desk, was: str) -> bool:
    return bool(await desk.page.evaluate("was => window.__mark === was", was))
