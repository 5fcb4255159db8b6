"""At MERAH the colour is final, not the interview: help leaves first, and the crew sees what is not asked yet."""

import pytest
from playwright.async_api import expect

from tests.e2e.people import OFFICE, House

pytestmark = [pytest.mark.browser, pytest.mark.database]


async def test_a_merah_call_is_dispatched_before_the_interview_ends(house: House) -> None:
    crew = await house.crew("psc-1")
    operator = await house.operator(size=OFFICE)
    await house.ring()
    await operator.sees("call-row", state="ringing")
    await operator.press("F2")
    await operator.has_focus("address")
    await operator.type("Jl. Sei Jang 5")
    await operator.it("place-search").fill("sei jang")
    await operator.sees("place-hit", "Sei Jang")
    await operator.it("place-search").press("Enter")
    await operator.sees("place-folded", "Sei Jang")

    # Not conscious: help is offered before the next answer, and sent before anything else is asked.
    await operator.sees("question", question="sadar")
    await operator.press(await operator.key_of("option-tidak_sadar"))
    await operator.sees("dispatch-now")
    await operator.sees("question", question="napas")
    await operator.sees("dispatch", "PSC 1")
    await operator.press("F9")
    await operator.sees("task-card", unit="psc-1", state="assigned")
    await crew.sees("crew-task", state="assigned")
    await crew.sees("crew-fact", "belum ditanya", fact="Napas")

    # The interview goes on: safety and victims, and what comes replaces "belum ditanya" on the tablet.
    await operator.press(await operator.key_of("option-normal"))
    await operator.sees("question", question="hitung_napas")
    await operator.press(await operator.key_of("option-teratur"))
    await operator.press("k")
    await operator.sees("card-kecelakaan_lalu_lintas")
    await operator.click("card-kecelakaan_lalu_lintas")
    await crew.sees("crew-fact", "belum ditanya", fact="Bahaya")
    await crew.sees("crew-fact", "belum ditanya", fact="Jumlah")
    await house.picture(crew, "crew-unasked")
    await operator.sees("question", question="bahaya")
    await operator.press(await operator.key_of("option-aman"))
    await operator.sees("question", question="jumlah")
    await operator.press(await operator.key_of("option-dua"))
    await crew.sees("crew-fact", "Dua", fact="Jumlah", known="true")
    await crew.sees("crew-fact", "Aman", fact="Bahaya", known="true")
    await expect(crew.it("crew-fact", known="false").first).to_be_visible()
    await crew.it("crew-fact").last.scroll_into_view_if_needed()
    await house.picture(crew, "crew-answered")
    await house.picture(operator, "operator-after-merah")
