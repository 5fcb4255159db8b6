"""People at their screens: what they look at and press."""

from dataclasses import dataclass
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import Screens
from tests.serving import PASSWORD


@dataclass
class Desk:
    """One screen with somebody signed in."""

    page: Page

    def it(self, testid: str, **attributes: str) -> Locator:
        """An element by its test id, and by data attributes where there are several."""
        more = "".join(f'[data-{name}="{value}"]' for name, value in attributes.items())
        return self.page.locator(f'[data-testid="{testid}"]{more}')

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def sees(self, testid: str, text: str | None = None, **attributes: str) -> None:
        """Wait until it is there, with this text in it."""
        found = self.it(testid, **attributes).first
        await expect(found).to_be_visible()
        if text is not None:
            await expect(found).to_contain_text(text)

    async def click(self, testid: str, **attributes: str) -> None:
        await self.it(testid, **attributes).first.click()


async def sign_in(screens: Screens, url: str, path: str, username: str, **size: Any) -> Desk:
    """Open a surface and sign in on its own form."""
    desk = Desk(await screens.open(url, path, **size))
    await desk.it("login-username").fill(username)
    await desk.it("login-password").fill(PASSWORD)
    await desk.click("login-submit")
    return desk
