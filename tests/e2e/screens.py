"""Opened screens: browser profiles, the pictures kept of them, and what went wrong in them."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.async_api import Browser, BrowserContext, Page

ARTIFACTS = Path(__file__).parent / "artifacts"
PATIENCE_MS = 20_000


class Size(NamedTuple):
    """A window's inner size in CSS pixels."""

    width: int
    height: int


class Screens:
    """Opened screens; what goes wrong in any of them fails the test."""

    def __init__(self, browser: Browser, name: str) -> None:
        self._browser, self._folder = browser, ARTIFACTS / name
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    async def open(self, url: str, path: str, size: Size, *, script: str = "") -> Page:
        """A new browser profile on `path`, with `script` run before the page's own; its errors are collected."""
        context = await self._browser.new_context(
            base_url=url,
            viewport={"width": size.width, "height": size.height},
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        if script:
            await context.add_init_script(script)
        page = await context.new_page()
        page.on("pageerror", self._note_fault(path))
        await page.goto(path)
        return page

    def _note_fault(self, path: str) -> Callable[[object], None]:
        return lambda error: self.faults.append(f"{path}: {error}")

    async def picture(self, page: Page, name: str) -> None:
        """Keep a screenshot as a test artefact."""
        self._folder.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=self._folder / f"{name}.png")

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()
