"""People at their screens: what they look at and press."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from playwright.async_api import Locator, Page, expect

from dispatch.domain.words import Grade, Role
from tests.e2e.screens import PATIENCE_MS, Screens, Size
from tests.serving import PASSWORD, PSC, Installation, Person, ServerProcess, make_account

expect.set_options(timeout=PATIENCE_MS)

PAGES = {
    Role.OPERATOR: "/operator",
    Role.CREW: "/crew",
    Role.HOSPITAL: "/hospital",
    Role.SUPERVISOR: "/supervisor",
    Role.COORDINATOR: "/coordinator",
    Role.MEDICAL_DIRECTOR: "/supervisor/protokol",
}
CONTROL_ROOM, OFFICE, SMALL, PHONE = Size(1920, 1080), Size(1366, 640), Size(1093, 510), Size(360, 640)


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

    async def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        await self.page.keyboard.type(text)

    async def sees(self, testid: str, text: str | None = None, **attributes: str) -> None:
        """Wait until it is there, with this text in it."""
        found = self.it(testid, **attributes).first
        await expect(found).to_be_visible()
        if text is not None:
            await expect(found).to_contain_text(text)

    async def sees_no(self, testid: str, **attributes: str) -> None:
        """Wait until it is gone."""
        await expect(self.it(testid, **attributes)).to_have_count(0)

    async def has_focus(self, testid: str) -> None:
        """Wait until this control has the focus."""
        await expect(self.it(testid).first).to_be_focused()

    async def click(self, testid: str, **attributes: str) -> None:
        await self.it(testid, **attributes).first.click()

    async def key_of(self, testid: str) -> str:
        """The key that is shown on a button."""
        key = await self.it(testid).first.get_attribute("aria-keyshortcuts")
        assert key, f"{testid} shows no key"
        return key

    async def text_of(self, testid: str) -> str:
        return (await self.it(testid).first.inner_text()).strip()

    async def mark(self) -> None:
        """Leave a mark in the page that a reload would wipe away."""
        await self.page.evaluate("() => { window.__mark = true; }")

    async def is_marked(self) -> bool:
        return bool(await self.page.evaluate("() => window.__mark === true"))


@dataclass
class House:
    """A running PSC, somebody who rings its telephone, and the screens that were opened in it."""

    installation: Installation
    server: ServerProcess
    screens: Screens
    caller: Person

    async def open(
        self,
        role: Role,
        scope: str = PSC,
        *,
        grade: Grade | None = None,
        psc: str = PSC,
        query: str = "",
        size: Size = OFFICE,
        script: str = "",
    ) -> Desk:
        """The screen of a new person of this role, signed in on its own form."""
        username = await make_account(self.installation.database_url, role, scope, psc=psc, grade=grade)
        return await self.open_for(username, f"{PAGES[role]}{query}", size, script)

    async def open_for(self, username: str, path: str, size: Size = OFFICE, script: str = "") -> Desk:
        """The screen of an account that exists."""
        desk = Desk(await self.screens.open(self.server.url, path, size, script=script))
        await sign_in(desk, username)
        return desk

    async def operator(self, **more: Any) -> Desk:
        """An operator's screen that is live."""
        desk = await self.open(Role.OPERATOR, **{"grade": Grade.PERAWAT, "size": CONTROL_ROOM, **more})
        await desk.sees("desk", link="live")
        return desk

    async def crew(self, unit_id: str, **more: Any) -> Desk:
        """The tablet of a unit without a task."""
        desk = await self.open(Role.CREW, unit_id, **{"size": PHONE, **more})
        await desk.sees("crew-idle")
        return desk

    async def ring(self, phone: str = "0812-3456-7890") -> str:
        """Somebody rings 119; returns the call's id."""
        return str((await self.caller.do("/calls", channel="119", phone=phone))["call_id"])

    async def board(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of the live board by kind."""
        rows: dict[str, list[dict[str, Any]]] = (await self.caller.get("/board"))["rows"]
        return rows

    async def tasks(self) -> list[dict[str, Any]]:
        return (await self.board())["task"]

    async def triage(self, incident_id: str, *, gate: dict[str, str]) -> None:
        """The gate's answers, given to the server without a screen."""
        await self.caller.do(f"/incidents/{incident_id}/triage", gate=gate, answers={})

    async def send(self, unit_id: str, incident_id: str) -> str:
        """Send a unit without a screen; returns its task's id."""
        sent = await self.caller.do(f"/incidents/{incident_id}/dispatch", unit_ids=[unit_id])
        return str(sent["task_ids"][0])

    async def report(self, task_id: str, state: str, **more: Any) -> None:
        """A crew tells its step on the radio."""
        now = datetime.now(UTC).isoformat()
        await self.caller.do(f"/tasks/{task_id}/report", state=state, occurred_at=now, source="radio", **more)

    async def picture(self, desk: Desk, name: str) -> None:
        await self.screens.picture(desk.page, name)


async def sign_in(desk: Desk, username: str) -> None:
    """Sign in on the form of a surface."""
    await desk.it("login-username").fill(username)
    await desk.it("login-password").fill(PASSWORD)
    await desk.click("login-submit")
