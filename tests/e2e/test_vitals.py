"""A crew measures: large fields, what follows at once, the colour rises for everybody, also from a dead zone."""

import pytest

from dispatch.domain.words import Role
from tests.e2e.people import CONTROL_ROOM, PHONE, House, expect
from tests.serving import open_case

pytestmark = [pytest.mark.browser, pytest.mark.database]


async def test_vital_signs_raise_the_colour_on_every_screen(house: House) -> None:
    case = await open_case(house.caller, complaint_text="demam tiga hari, lemas")
    await house.caller.do(f"/incidents/{case}/triage", gate={"sadar": "sadar", "napas": "normal"}, age_years=67)
    crew = await house.crew("psc-1", size=PHONE)
    task = await house.send("psc-1", case)
    await house.report(task, "with_patient")
    await house.report(task, "transporting", destination_id="rsud-kota")
    operator = await house.operator(size=CONTROL_ROOM)
    igd = await house.open(Role.HOSPITAL, "rsud-kota")
    await operator.click("incident-row")

    await crew.click("vitals-take")
    await crew.it("vitals-spo2_pct").fill("140")
    await crew.sees("vitals-sheet", "0 sampai 100")
    await crew.it("vitals-spo2_pct").fill("55")
    await crew.sees("vitals-confirm", "SpO₂ 55 %")
    await crew.it("vitals-spo2_pct").fill("91")
    for name, value in (
        ("respiratory_rate", "26"),
        ("systolic_mmhg", "95"),
        ("pulse", "118"),
        ("temperature_c", "38,4"),
    ):
        await crew.it(f"vitals-{name}").fill(value)
    await crew.click("vitals-oxygen-no")
    await crew.click("vitals-alert")
    await crew.sees("vitals-follows", "NEWS2 11: MERAH")
    await house.picture(crew, "vitals-form")
    await crew.click("vitals-save")
    await crew.sees("crew-vitals", "NEWS2 11: MERAH")
    await house.picture(crew, "vitals-crew")
    await operator.sees("vitals-line", "NEWS2 11: MERAH")
    await expect(operator.page.get_by_text("tanda vital menaikkan warna").first).to_be_visible()
    await house.picture(operator, "vitals-operator")
    await igd.sees("vitals-line", "Napas 26 /mnt")
    await house.picture(igd, "vitals-hospital")


async def test_vital_signs_from_a_dead_zone_arrive_when_it_ends(house: House) -> None:
    case = await open_case(house.caller)
    crew = await house.crew("psc-1")
    task = await house.send("psc-1", case)
    await house.report(task, "with_patient")
    await crew.sees("vitals-take")
    await crew.page.context.set_offline(True)
    await crew.click("vitals-take")
    await crew.it("vitals-pulse").fill("155")
    await house.picture(crew, "vitals-offline")
    await crew.click("vitals-save")
    await crew.sees("crew-vitals", "menunggu sinyal")
    await crew.page.context.set_offline(False)
    await crew.sees("vitals-line", "nadi 155: MERAH")
    (row,) = (await house.board())["patient"]
    assert (row["priority"], row["vitals"][0]["source"]) == ("merah", "tablet")
