"""An operator who never touches the mouse, from a ringing call to the dispatch, and its BATAL that the crew sees."""

import pytest
from playwright.async_api import expect

from tests.e2e.people import OFFICE, Desk, House
from tests.serving import open_case

pytestmark = [pytest.mark.browser, pytest.mark.database]


async def test_from_a_ringing_call_to_the_dispatch_and_its_undo_with_keys_alone(house: House) -> None:
    crew = await house.crew("psc-1")
    operator = await house.operator(size=OFFICE)
    await house.ring()
    await operator.sees("call-row", state="ringing")
    await operator.press("F2")
    await operator.has_focus("address")
    await type_the_place(operator, house)
    await answer_the_questions(operator)
    await operator.sees("dispatch", "PSC 1")

    # Enter goes on to the next field, or presses what has the focus; alone it never sends anybody.
    for _ in range(3):
        await operator.press("Enter")
    await operator.press("u", "Enter", "Enter")
    assert await house.tasks() == []

    await operator.press("F9")
    await operator.sees("task-card", unit="psc-1", state="assigned")
    await crew.sees("crew-task", state="assigned")
    await operator.sees("undo-dispatch", "BATAL")
    await house.picture(operator, "operator-batal")
    await operator.press("b")
    await operator.sees("task-card", unit="psc-1", state="cancelled")
    await crew.sees("cancel-card", "BATAL")
    await crew.sees("cancel-card", "Salah kirim")
    await house.picture(crew, "crew-batal")
    await crew.click("cancel-acknowledge")
    await crew.sees("crew-idle")
    await operator.sees("log-row", "Pembatalan diketahui kru", type="task.cancel_acknowledged")


async def type_the_place(operator: Desk, house: House) -> None:
    """Live updates arrive between the keys: the focus and what is typed stay."""
    await operator.type("Jl. Sei Jang")
    await house.ring("0813-1111-2222")
    await operator.sees("call-row", "2222")
    await operator.has_focus("address")
    await operator.type(" 5")
    await open_case(house.caller, address="Jl. Merdeka 1")
    await expect(operator.it("incident-row")).to_have_count(2)
    await operator.has_focus("address")
    await expect(operator.it("address")).to_have_value("Jl. Sei Jang 5")
    await operator.press("Enter")
    await operator.has_focus("patokan")
    await operator.type("dekat masjid")
    await operator.press("Enter")
    await operator.has_focus("place-search")
    await operator.type("sei jang")
    await operator.sees("place-hit", "Sei Jang")
    await operator.press("Enter")
    await operator.sees("place-folded", "Sei Jang")


async def answer_the_questions(operator: Desk) -> None:
    await operator.sees("question", question="sadar")
    await operator.press(await operator.key_of("option-sadar"))
    await operator.sees("question", question="napas")
    await operator.press(await operator.key_of("option-tidak_normal"))
    await operator.sees("card-sesak_napas")
    await operator.press(await operator.key_of("card-sesak_napas"))
    await operator.sees("card-chosen", card="sesak_napas")
