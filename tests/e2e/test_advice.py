"""Advice by telephone with keys alone: read, said back, where to go, who stays, a doctor's word, a promised call."""

import uuid

import pytest
from playwright.async_api import expect

from tests.e2e.people import OFFICE, Desk, House
from tests.e2e.test_accessibility import RUN, axe
from tests.serving import advised

__all__ = ["axe"]

pytestmark = [pytest.mark.browser, pytest.mark.database]

HERE = {"kind": "point", "lat": 0.9166, "lon": 104.4516, "source": "klik"}


async def green_case(house: House) -> str:
    """A caller is on the line whose patient was judged HIJAU, advice only."""
    call = await house.caller.do("/calls", channel="119", phone="0812-7777-1234", answered=True)
    case = str(uuid.uuid4())
    await house.caller.do("/incidents", incident_id=case, call_id=call["call_id"], address="Jl. Merdeka 1", place=HERE)
    await advised(house.caller, case)
    return case


async def say_back(operator: Desk) -> None:
    """Each danger sign by its digit."""
    signs = operator.it("danger-sign")
    await expect(signs.first).to_be_visible()
    for number in range(await signs.count()):
        await operator.press(str(number + 1))
        await expect(signs.nth(number)).to_be_checked()


async def test_an_operator_gives_advice_and_closes_with_a_doctor_on_the_line(house: House, axe: str) -> None:
    operator = await house.operator(size=OFFICE, grade=None)
    case = await green_case(house)
    await operator.click("incident-row", incident=case)
    await operator.sees("advice-state", holds="none")

    # Around the net there is no way: closing asks for the advice first.
    await operator.click("close-incident")
    await operator.sees("advice-first")
    await expect(operator.it("close-incident-confirm")).to_have_attribute("aria-disabled", "true")
    await operator.press("Escape")

    await operator.press("o")
    await operator.press(await operator.key_of("other-advice"))
    await operator.sees("advice", "Telepon 119 lagi segera bila")
    await expect(operator.it("advice-keep")).to_have_attribute("aria-disabled", "true")
    await say_back(operator)
    await expect(operator.it("go-to").first).to_be_checked()
    await operator.press("s")
    await operator.sees("advice-callback", "60 menit: sendirian")
    await operator.press("d")
    await operator.sees("advice-callback", "dalam 4 jam")
    await house.picture(operator, "operator-advice")
    await operator.page.evaluate(axe)
    assert await operator.page.evaluate(RUN) == []
    await operator.it("doctor-name").fill("dr. Lina")
    await operator.it("doctor-name").press("Enter")
    await operator.sees("advice", "Dokter di telepon: dr. Lina")
    await operator.press("Control+Enter")
    await operator.sees_no("advice")
    await operator.sees_no("incident-row", incident=case)

    board = await house.board()
    incident = next(row for row in board["incident"] if row["id"] == case)
    assert (incident["outcome"], incident["advice"]["doctor"]["name"]) == ("saran", "dr. Lina")
    await house.caller.do(f"/calls/{incident['advice']['call_id']}/close", disposition="kasus")
    await operator.sees("callback-row", "1234", call=incident["advice"]["call_id"])
    await house.picture(operator, "operator-advice-callback")


async def test_what_was_told_waits_for_a_nurse_and_a_second_call_undoes_it(house: House) -> None:
    operator = await house.operator(size=OFFICE, grade=None)
    nurse = await house.operator(size=OFFICE)
    case = await green_case(house)
    await operator.click("incident-row", incident=case)
    await operator.click("advice-open")
    await say_back(operator)
    await operator.press("d")
    await operator.press("Control+Enter")
    await operator.sees("advice-state", "menunggu perawat atau dokter", holds="true")
    await operator.sees("incident-row", "saran, tunggu ditutup", incident=case)
    await operator.sees("log-row", "Saran dibacakan", type="incident.advice_given")
    await house.picture(operator, "operator-advice-given")

    await nurse.click("incident-row", incident=case)
    await nurse.click("close-incident")
    await nurse.click("incident-outcome-saran")
    await expect(nurse.it("close-incident-confirm")).not_to_have_attribute("aria-disabled", "true")
    await nurse.press("Escape")

    again = await house.caller.do("/calls", channel="119", phone="0813-4444-5555", answered=True)
    await house.caller.do(f"/calls/{again['call_id']}/link", incident_id=case)
    await operator.sees("called-again", "KUNING")
    await operator.sees("advice-state", "tidak berlaku lagi", holds="false")
    await nurse.click("close-incident")
    await nurse.sees("advice-first", "hanya untuk pasien HIJAU")
