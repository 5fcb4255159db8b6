"""The demo's first page: a newcomer follows nothing but the guide on the screen, as far as a dispatch."""

from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from tests.e2e.people import OFFICE, PHONE, Desk
from tests.e2e.screens import Screens
from tests.fixtures_postgres import open_folder
from tests.serving import Installation, ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.database]

SURFACES = {"crew": "crew-link", "hospital": "incoming", "coordinator": "own-units", "supervisor": "board-incidents"}
FINISHED = "finished"


@pytest.fixture(scope="module")
def demo() -> Iterator[ServerProcess]:
    """`psc119 demo` with its crews; nobody rings but who is asked to."""
    with open_folder() as folder, Installation("", folder).demo("--calls-per-hour", "0") as running:
        yield running


async def test_a_newcomer_follows_only_the_guide_to_a_dispatch(demo: ServerProcess, screens: Screens) -> None:
    newcomer = Desk(await screens.open(demo.url, "/", OFFICE))
    await newcomer.sees("practice-operator")
    await screens.picture(newcomer.page, "start")
    await newcomer.click("practice-operator")
    done = []
    while (step := await get_step(newcomer)) != FINISHED:
        await follow(newcomer)
        done.append(step)
        if step == "operator.send":
            await newcomer.sees("task-card", state="assigned")
            await screens.picture(newcomer.page, "sent")
    assert {"operator.answer", "operator.send", "operator.close"} <= set(done)
    await screens.picture(newcomer.page, "finished")


@pytest.mark.parametrize("role", SURFACES)
async def test_every_other_role_opens_its_surface_with_its_guide(
    demo: ServerProcess, screens: Screens, role: str
) -> None:
    newcomer = Desk(await screens.open(demo.url, "/", PHONE if role == "crew" else OFFICE))
    await newcomer.click(f"practice-{role}")
    await newcomer.sees(SURFACES[role])
    step = await get_step(newcomer)
    assert step.startswith(f"{role}.")
    await screens.picture(newcomer.page, role)


async def get_step(desk: Desk) -> str:
    await desk.sees("guide")
    return await desk.it("guide").get_attribute("data-guide-step") or ""


async def follow(desk: Desk) -> None:
    """Do what the guide says, at the control it points to, and wait until it says something else."""
    guide = desk.it("guide")
    step = await guide.get_attribute("data-guide-step") or ""
    target = await guide.get_attribute("data-guide-target") or ""
    value = await guide.get_attribute("data-guide-value") or ""
    match await guide.get_attribute("data-guide-action"):
        case "click":
            await desk.click(target)
        case "key":
            await desk.press(value)
        case "type":
            await desk.it(target).first.click()
            await desk.type(value)
        case "look":
            await desk.click("guide-next")
        case "wait":
            await desk.sees(target)
    said = f'[data-testid="guide"][data-guide-step="{step}"][data-guide-target="{target}"]'
    await expect(desk.page.locator(said)).to_have_count(0)
