"""A drill: twenty victims tagged on the tablet, half of them without signal, each in three taps at most."""

import pytest
from playwright.async_api import expect

from dispatch.domain.words import Grade
from tests.e2e.people import Desk, House
from tests.e2e.screens import Size
from tests.serving import open_case

pytestmark = [pytest.mark.browser, pytest.mark.database]

TABLET = Size(1280, 800)
# What is tapped for a victim, and the colour that it comes to.
GREEN, RED_FAST, RED_PULSE, YELLOW, BLACK = (
    ("tag-walks", "tag-confirm"),
    ("tag-walks-not", "tag-rate_bad", "tag-confirm"),
    ("tag-walks-not", "tag-rate_ok", "tag-no_pulse"),
    ("tag-walks-not", "tag-rate_ok", "tag-fair"),
    ("tag-walks-not", "tag-none", "tag-black"),
)
VICTIMS = [*[RED_FAST] * 3, *[RED_PULSE] * 2, *[YELLOW] * 5, *[GREEN] * 9, BLACK]
COUNTS = {"merah": 5, "kuning": 5, "hijau": 9, "hitam": 1}


async def test_twenty_victims_are_tagged_on_the_tablet(house: House) -> None:
    crew = await house.crew("psc-1", grade=Grade.PERAWAT)
    incident_id = await open_case(house.caller)
    await house.caller.do(f"/incidents/{incident_id}/dispatch", unit_ids=["psc-1"])
    for step in ("acknowledged", "en_route", "on_scene"):
        await crew.click("crew-next", step=step)
        await crew.sees("crew-task", state=step)
    await crew.click("crew-others")
    await crew.click("crew-declare")
    await house.picture(crew, "declare")
    await crew.click("declare-20")
    await house.picture(crew, "task")
    await crew.click("victims-open")
    await _report_methane(house, crew)
    # The first is the patient of the call.
    await crew.click("victim", number="")
    await crew.click("victim-retag")
    await _tag(house, crew, VICTIMS[0], picture=True)
    for victim in VICTIMS[1:10]:
        await _tag_new(house, crew, victim)
    await crew.page.context.set_offline(True)
    for victim in VICTIMS[10:]:
        await _tag_new(house, crew, victim, picture=victim == BLACK)
    await crew.sees("crew-queue", "10 tindakan menunggu sinyal")
    await _counts(crew)
    await house.picture(crew, "victims-offline")
    await crew.page.context.set_offline(False)
    await expect(crew.it("crew-queue")).to_have_count(0)
    await _counts(crew)
    await house.picture(crew, "victims")
    case = await house.caller.get(f"/incidents/{incident_id}")
    assert case["incident"]["mass_casualty"]["counts"]["colours"] == {**COUNTS, "belum": 0}
    assert len({patient["tag"]["number"] for patient in case["patients"]}) == len(VICTIMS)
    black = next(patient for patient in case["patients"] if patient["priority"] == "hitam")
    assert black["tag"]["tagged_by"]["name"] == "Uji crew"
    await crew.page.set_viewport_size({"width": TABLET.width, "height": TABLET.height})
    await house.picture(crew, "victims-wide")


async def _tag_new(house: House, crew: Desk, taps: tuple[str, ...], *, picture: bool = False) -> None:
    await crew.click("victims-new")
    await _tag(house, crew, taps, picture=picture)


async def _tag(house: House, crew: Desk, taps: tuple[str, ...], *, picture: bool = False) -> None:
    assert len(taps) <= 3
    for number, tap in enumerate(taps):
        if picture:
            await crew.sees("tag-victim")
            await house.picture(crew, f"{taps[-1]}-{number}")
        await crew.click(tap)
    await crew.sees("victims-tagged")


async def _report_methane(house: House, crew: Desk) -> None:
    await crew.click("methane-open")
    for chosen in ("methane-type-kecelakaan", "methane-hazard-api", "methane-service-polisi", "methane-service-damkar"):
        await crew.click(chosen)
    await crew.it("methane-location").fill("Simpang Sei Jang, depan SPBU")
    await crew.it("methane-casualties").fill("20")
    await house.picture(crew, "methane")
    await crew.click("methane-send")
    await crew.sees_no("methane-send")


async def _counts(crew: Desk) -> None:
    for colour, count in COUNTS.items():
        await expect(crew.it("victims").locator(f'[data-colour="{colour}"][data-count="{count}"]')).to_have_count(1)
