"""LATIHAN: practice says what it is on every screen, and a real call breaks through it."""

import pytest

from dispatch.accounts import RoleGrant
from dispatch.domain.words import Role
from tests.e2e.people import OFFICE, PAGES, PHONE, Desk, House
from tests.serving import PRACTICE, make_account

pytestmark = [pytest.mark.browser, pytest.mark.database]

SCOPES = {
    Role.OPERATOR: PRACTICE,
    Role.CREW: "psc-1",
    Role.HOSPITAL: "rsud-kota",
    Role.SUPERVISOR: PRACTICE,
    Role.COORDINATOR: "pkm-sei-jang",
}


async def test_every_practice_screen_is_framed_and_a_real_call_breaks_through(house: House) -> None:
    for role, scope in SCOPES.items():
        desk = await house.open(role, scope, psc=PRACTICE, size=PHONE if role is Role.CREW else OFFICE)
        await desk.sees("training-frame")
        await desk.sees("training-tag", "LATIHAN")
        await house.picture(desk, f"training-{role}")

    both = await make_account(
        house.installation.database_url, Role.OPERATOR, more=[RoleGrant(PRACTICE, Role.OPERATOR, PRACTICE)]
    )
    learner = await house.open_for(both, f"{PAGES[Role.OPERATOR]}?psc={PRACTICE}")
    await learner.sees("desk", link="live")
    await learner.sees("training-tag", "LATIHAN")
    await house.ring()
    await learner.sees("alarm", "Panggilan sungguhan berdering …7890")
    await learner.sees_no("call-row")
    await house.picture(learner, "training-real-call")
    await learner.page.get_by_role("button", name="Ke panggilan sungguhan").click()
    real = Desk(learner.page)
    await real.sees("call-row", "7890", state="ringing")
    await real.sees_no("training-frame")
