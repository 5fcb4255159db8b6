"""A real browser against a real server: the system's Chromium, driven by Playwright."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from psc119.paths import find_interface
from tests.fixtures_postgres import open_folder
from tests.serving import Installation, ServerProcess

ARTIFACTS = Path(__file__).parent / "artifacts"
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


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the system's Chromium is; skips, naming what to install, where there is none."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium tidak ada: pasang dengan `apt install chromium` (atau paket browser sistem Anda)")
    if find_interface() is None:
        pytest.skip("antarmuka belum dibangun: jalankan `make install`")
    return found


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        await launched.close()


@pytest.fixture
def installation(database_url: str) -> Iterator[Installation]:
    with open_folder() as folder:
        yield Installation(database_url, folder)


@pytest.fixture
def server(installation: Installation) -> Iterator[ServerProcess]:
    """A server on the schematic network."""
    with installation.server() as running:
        yield running


class Screens:
    """Opened screens; what goes wrong in any of them fails the test."""

    def __init__(self, browser: Browser, name: str) -> None:
        self._browser, self._folder = browser, ARTIFACTS / name
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    async def open(
        self, url: str, path: str, *, width: int = 1366, height: int = 768, locale: str = "id-ID"
    ) -> Page:
        """A new browser profile on `path`; errors of its page are collected."""
        context = await self._browser.new_context(
            base_url=url, viewport={"width": width, "height": height}, locale=locale, timezone_id="Asia/Jakarta"
        )
        context.set_default_timeout(20_000)
        self._contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{path}: {error}"))
        await page.goto(path)
        return page

    async def picture(self, page: Page, name: str) -> None:
        """Keep a screenshot as a test artefact."""
        self._folder.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=self._folder / f"{name}.png")

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()


@pytest.fixture
async def screens(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Screens]:
    opened = Screens(browser, request.node.name.replace("[", "-").rstrip("]"))
    yield opened
    await opened.close()
    assert not opened.faults, opened.faults
