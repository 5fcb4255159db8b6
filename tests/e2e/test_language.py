"""A caller who speaks Mandarin: the language by key, the words of resuscitation in it, what they mean below."""

import pytest
from playwright.async_api import expect

from dispatch.domain.words import Role
from tests.e2e.people import OFFICE, SMALL, Desk, House
from tests.serving import put_on_duty

pytestmark = [pytest.mark.browser, pytest.mark.database]

FIRST_WORDS = "Tā de xīnzàng kěnéng tíng le."
MEANING = "Jantungnya mungkin berhenti."


async def first_words(operator: Desk) -> None:
    await operator.sees("say-words", FIRST_WORDS, node="mulai")
    await operator.sees("say-meaning", MEANING)
    await operator.sees("reply-siap", "Zhǔnbèi hǎo le")
    await operator.sees("reply-siap", "Siap")
    await operator.sees("language-bar", "Mandarin", language="zh-latn")
    await operator.sees("language-unsigned", "belum disahkan penutur asli")


async def test_mandarin_by_key_from_the_gate_to_compressions_through_a_reload(house: House) -> None:
    operator = await house.operator(size=OFFICE)
    await put_on_duty(house.caller, "psc-1")
    crew, colleague = await house.crew("psc-1"), await house.operator()
    supervisor = await house.open(Role.SUPERVISOR)
    await house.ring()
    await operator.sees("call-row", state="ringing")
    await operator.press("F2")
    await operator.has_focus("address")
    await operator.press("Escape")
    await operator.sees("question-words", "Apakah korban sadar?")
    await operator.sees_no("question-meaning")

    # The digits choose a language while it is asked for, and nothing is answered by them.
    await operator.press(";")
    await house.picture(operator, "choosing")
    await operator.press(await operator.key_of("language-zh-latn"))
    await operator.sees("question-words", "Bìngrén xǐngzhe ma?")
    await operator.sees("question-meaning", "Apakah korban sadar?")
    await operator.sees("option-tidak_sadar", "Méi yǒu zhījué")
    await expect(operator.it("option-tidak_sadar")).to_be_in_viewport(ratio=1)
    await operator.sees("language-phrase", "Dìzhǐ zài nǎlǐ?", phrase="alamat")
    await operator.sees_no("answered")
    await house.picture(operator, "gate-mandarin")

    for option in ("tidak_sadar", "tidak_normal"):
        await operator.press(await operator.key_of(f"option-{option}"))
    await first_words(operator)
    await house.picture(operator, "first-words-mandarin")
    await supervisor.sees("board-call", "bahasa: Mandarin")

    await operator.page.reload()
    await operator.sees("desk", link="live")
    await operator.click("incident-row")
    await first_words(operator)
    await operator.press("z", "z")
    await operator.sees("say-words", "Shǒubì shēn zhí.", node="tekan")
    await operator.sees("say-count", "yī · èr · sān · sì")
    await house.picture(operator, "pressing-mandarin")
    await expect(operator.it("say-words")).to_be_in_viewport(ratio=1)

    # Whoever else works on it knows the language, too.
    [incident] = (await house.board())["incident"]
    await house.send("psc-1", incident["id"])
    await crew.sees("crew-language", "Mandarin")
    await colleague.click("incident-row")
    await colleague.sees("language-bar", "Mandarin", language="zh-latn")
    await house.picture(crew, "crew-mandarin")


async def test_what_has_no_words_yet_is_indonesian_and_says_so(house: House) -> None:
    operator = await house.operator(size=SMALL)
    await house.ring()
    await operator.sees("call-row", state="ringing")
    await operator.press("F2")
    await operator.has_focus("address")
    await operator.press("Escape")
    await operator.sees("question", question="sadar")
    await operator.press("/")
    await operator.type("bahasa teochew")
    await operator.press("Enter")
    await operator.sees("question-words", "I u cheng-sin bo?")
    await house.picture(operator, "gate-teochew-small")
    for option in ("sadar", "normal"):
        await operator.press(await operator.key_of(f"option-{option}"))
    await operator.press(await operator.key_of("card-nyeri_dada"))
    await operator.sees("untranslated", "ucapkan dalam bahasa Indonesia")
    await operator.sees_no("question-meaning")

    # Back to Indonesian: nothing below, nothing unsigned.
    await operator.press(";", "1")
    await operator.sees_no("language-bar")
    await operator.sees_no("untranslated")
