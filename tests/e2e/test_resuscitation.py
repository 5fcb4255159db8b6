"""Telephone CPR: two key presses from "napas tidak normal", or from R, to the first words that say to press."""

import pytest
from playwright.async_api import expect

from dispatch.domain.words import Grade
from tests.e2e.people import CONTROL_ROOM, OFFICE, Desk, House

pytestmark = [pytest.mark.browser, pytest.mark.database]

MOST_PRESSES = 2
NODE_SHOWN = "(element) => element.dataset.node"


async def take_a_call(house: House, operator: Desk, age: str | None = None) -> None:
    """A call on the line with its gate before it, and nothing known of the place."""
    await house.ring()
    await operator.sees("call-row", state="ringing")
    await operator.press("F2")
    await operator.has_focus("address")
    await operator.press("Escape")
    await operator.sees("question", question="sadar")
    if age is not None:
        await operator.it("age").fill(age)
        await operator.press("Escape")


async def press_until_compressions(operator: Desk, script: str) -> int:
    """Answer each prompt with its first key until the metronome runs; returns how many presses that took."""
    await operator.sees("say-words", node="mulai")
    await operator.sees("rjp-clocks")
    presses = 0
    while await operator.it("metronome").count() == 0:
        shown = await operator.it("say-words").evaluate(NODE_SHOWN)
        reply = await operator.it("say").locator('[data-testid^="reply-"]').first.get_attribute("aria-keyshortcuts")
        assert reply, f"{script}, {shown}: the first answer has no key"
        await operator.press(reply)
        presses += 1
        await expect(operator.it("say-words")).not_to_have_attribute("data-node", shown)
    await operator.sees("say-words", node="tekan")
    await expect(operator.it("say-words")).to_be_in_viewport(ratio=1)
    await expect(operator.it("metronome")).to_have_attribute("data-bpm", "110")
    return presses


@pytest.mark.parametrize(
    ("age", "script", "words"),
    [
        (None, "rjp_dewasa", "Luruskan siku. Tekan sekuat-kuatnya"),
        ("4", "rjp_anak", "sampai sepertiga tebal dada"),
        ("0,5", "rjp_bayi", "Tekan kuat dan cepat"),
    ],
)
async def test_from_breathing_not_normal_to_the_first_compression(
    house: House, age: str | None, script: str, words: str
) -> None:
    theme = "daylight" if script == "rjp_anak" else "control-room"
    operator = await house.operator(query=f"?theme={theme}", size=OFFICE if script == "rjp_bayi" else CONTROL_ROOM)
    await take_a_call(house, operator, age)
    await operator.press(await operator.key_of("option-tidak_sadar"))
    # Help can leave before the next answer; the words on screen are then not those of resuscitation yet.
    await operator.sees("dispatch-now")
    await operator.sees("question", question="napas")
    await operator.press("z")
    await operator.press(await operator.key_of("option-tidak_normal"))
    await house.picture(operator, f"{script}-first")

    assert await press_until_compressions(operator, script) <= MOST_PRESSES
    await operator.sees("say-words", words)
    await operator.press("d")
    await operator.sees("log-row", "Henti jantung dikenali", type="incident.arrest_recognised")
    await operator.sees("log-row", "Tekanan pertama", type="incident.compressions_started")
    await operator.sees("clock-recognised", "sejak dering")
    await operator.sees("clock-compression", "sejak dering")
    await house.picture(operator, f"{script}-pressing-{theme}")
    [incident] = (await house.board())["incident"]
    assert incident["resuscitation"]["script"] == script
    assert incident["resuscitation"]["first_compression_at"] >= incident["resuscitation"]["recognised_at"]


async def test_r_leads_to_the_first_compression_from_a_card_with_an_empty_address(house: House) -> None:
    operator = await house.operator()
    await take_a_call(house, operator)
    for option in ("sadar", "normal"):
        await operator.press(await operator.key_of(f"option-{option}"))
    await operator.press(await operator.key_of("card-nyeri_dada"))
    await operator.sees("card-chosen", card="nyeri_dada")
    await operator.press("r")
    assert await press_until_compressions(operator, "rjp_dewasa") <= MOST_PRESSES
    await operator.sees("log-row", type="incident.arrest_recognised")
    [incident] = (await house.board())["incident"]
    assert incident["address"] is None


async def test_breaths_are_counted_by_key_and_silence_is_an_arrest(house: House) -> None:
    operator = await house.operator(grade=Grade.PERAWAT)
    await operator.page.clock.install()
    await take_a_call(house, operator)
    for option in ("tidak_sadar", "normal"):
        await operator.press(await operator.key_of(f"option-{option}"))
    await operator.sees("question", "Bilang YA tiap kali ia menarik napas", question="hitung_napas")
    await operator.press("y")
    await operator.sees("answer-clock", "1 napas")
    await house.picture(operator, "breaths")
    await operator.page.clock.run_for(6_500)
    await operator.sees("answered", "Jeda 6 detik", question="hitung_napas")
    await operator.sees("say-words", node="mulai")

    # "Keadaan berubah": the gate from its first question; then ten seconds of silence are an answer as well.
    await operator.press("0")
    await operator.sees("question", question="sadar")
    for option in ("tidak_sadar", "normal"):
        await operator.press(await operator.key_of(f"option-{option}"))
    await operator.sees("answer-clock")
    await operator.page.clock.run_for(10_500)
    await operator.sees("answered", "Tidak ada jawaban", question="hitung_napas")


async def test_a_seizure_that_stops_is_asked_again(house: House) -> None:
    operator = await house.operator()
    await take_a_call(house, operator)
    await operator.press(await operator.key_of("option-kejang"))
    await operator.sees("say-words", node="lindungi")
    await house.picture(operator, "seizure")
    await operator.press("0")
    await operator.sees("question", question="sadar")
