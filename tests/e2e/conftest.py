"""A real browser against a real server: the system's Chromium, driven by Playwright.

One browser for all of a session's tests, each of which opens profiles of its own in it; so they share an event loop.
"""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from dispatch.domain.words import Role
from psc119.paths import find_interface
from tests.e2e.people import House
from tests.e2e.screens import Screens
from tests.fixtures_postgres import open_folder
from tests.serving import Installation, ServerProcess, person, put_on_duty

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
ON_DUTY = ("psc-1", "trc-sei-jang")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the system's Chromium is; skips, naming what to install, where there is none."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium tidak ada: pasang dengan `apt install chromium` (atau paket browser sistem Anda)")
    if find_interface() is None:
        pytest.skip("antarmuka belum dibangun: jalankan `make install`")
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def screens(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Screens]:
    opened = Screens(browser, request.node.name.replace("[", "-").rstrip("]"))
    yield opened
    await opened.close()
    assert not opened.faults, opened.faults


@pytest.fixture
def installation(database_url: str) -> Iterator[Installation]:
    with open_folder() as folder:
        yield Installation(database_url, folder)


@pytest.fixture
def server(installation: Installation) -> Iterator[ServerProcess]:
    """A server on the schematic network."""
    with installation.server() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def house(installation: Installation, server: ServerProcess, screens: Screens) -> AsyncIterator[House]:
    """The PSC with an ambulance and a TRC team on duty."""
    async with person(installation.database_url, server.url, Role.OPERATOR) as caller:
        await put_on_duty(caller, *ON_DUTY)
        yield House(installation, server, screens, caller)
