"""A drill: twenty victims tagged on the tablet, half of them without signal, and divided over three hospitals."""

import pytest
from playwright.async_api import expect

from dispatch.domain.words import Grade, Role
from tests.e2e.people import CONTROL_ROOM, PHONE, Desk, House
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


async def test_twenty_victims_are_tagged_on_the_tablet_and_divided_over_three_hospitals(house: House) -> None:
    crew = await house.crew("psc-1", grade=Grade.PERAWAT)
    incident_id = await open_case(house.caller)
    await _tag_all(house, crew, incident_id)
    door, operator, supervisor = await _announce(house, incident_id)
    await _divide(house, operator, incident_id)
    await door.sees("planned-counts")
    await _bring_two(house, crew, door, incident_id)
    await _look(house, operator, supervisor, door)
    faults = await house.caller.get(f"/incidents/{incident_id}")
    assert faults["incident"]["mass_casualty"]["counts"]["total"] == len(VICTIMS)


async def _tag_all(house: House, crew: Desk, incident_id: str) -> None:
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
    # The link breaks with nothing under way, so that what waits is what is tagged without it.
    await crew.sees("victim", number="A10")
    await crew.sees_no("crew-queue")
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


async def _announce(house: House, incident_id: str) -> tuple[Desk, Desk, Desk]:
    """Three hospitals say what they can take: one on its screen, two by telephone to the operator."""
    door = await house.open(Role.HOSPITAL, "rsud-kota")
    await door.sees("hospital-mass-casualty")
    for _ in range(2):
        await door.click("capacity-merah-more")
    await door.it("capacity-kuning").fill("2")
    await door.it("capacity-hijau").fill("5")
    await door.click("capacity-send")
    await door.sees("capacity-said")
    operator = await house.operator()
    await operator.click("incident-row", incident=incident_id)
    await operator.sees("mass-casualty")
    await operator.click("mass-casualty-open")
    await operator.sees("methane", "20")
    for hospital_id, places in (("rsud-rat", (2, 2, 3)), ("rsal", (1, 1, 1))):
        await operator.page.locator(f'[data-hospital="{hospital_id}"] [data-testid="capacity-ask"]').click()
        for colour, count in zip(("merah", "kuning", "hijau"), places, strict=True):
            await operator.it(f"capacity-{colour}").fill(str(count))
        await operator.click("capacity-send")
        await expect(operator.page.locator(f'[data-hospital="{hospital_id}"][data-known="fresh"]')).to_have_count(1)
    supervisor = await house.open(Role.SUPERVISOR, size=CONTROL_ROOM)
    await supervisor.click("board-incident", incident=incident_id)
    await supervisor.sees("methane", "20")
    return door, operator, supervisor


async def _divide(house: House, operator: Desk, incident_id: str) -> None:
    await operator.click("plan-ask")
    # 5 red, 5 yellow and 9 green fill what was announced: 5, 5 and 9. Black is not sent.
    await expect(operator.it("plan-victim")).to_have_count(19)
    await expect(operator.it("plan-victim", hospital="")).to_have_count(0)
    await house.picture(operator, "plan")
    await operator.click("plan-confirm")
    await operator.sees("plan-none")
    case = await house.caller.get(f"/incidents/{incident_id}")
    meant = case["incident"]["mass_casualty"]["counts"]["hospitals"]
    planned = {
        hospital_id: {colour: n for colour, n in counts["at_scene"].items() if n}
        for hospital_id, counts in meant.items()
    }
    assert planned == {
        "rsud-kota": {"merah": 2, "kuning": 2, "hijau": 5},
        "rsud-rat": {"merah": 2, "kuning": 2, "hijau": 3},
        "rsal": {"merah": 1, "kuning": 1, "hijau": 1},
    }


async def _bring_two(house: House, crew: Desk, door: Desk, incident_id: str) -> None:
    """The ambulance takes two of those who are meant for the hospital whose screen is open."""
    case = await house.caller.get(f"/incidents/{incident_id}")
    meant = [patient for patient in case["patients"] if patient["hospital_id"] == "rsud-kota"]
    numbers = sorted(patient["tag"]["number"] for patient in meant)[:2]
    await crew.page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
    await crew.click("victims-back")
    await crew.click("crew-next", step="with_patient")
    await crew.click("crew-next", step="transporting")
    for number in numbers:
        await crew.click(f"aboard-{number}")
    await house.picture(crew, "aboard")
    await crew.click("destination", facility="rsud-kota")
    await crew.sees("crew-task", state="transporting")
    await expect(door.it("arrival")).to_have_count(2)
    on_the_way = door.it("coming-counts").locator('[data-colour="merah"][data-count="2"]')
    await expect(on_the_way).to_have_count(1)


async def _look(house: House, operator: Desk, supervisor: Desk, door: Desk) -> None:
    """Pictures in both themes."""
    for desk, name in ((operator, "operator"), (supervisor, "supervisor"), (door, "hospital")):
        for theme in ("control-room", "daylight"):
            await desk.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            await house.picture(desk, f"{name}-{theme}")
    await operator.press("Escape")
    await house.picture(operator, "operator-desk")


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
