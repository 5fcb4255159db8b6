"""Every surface in each of its themes: nothing that axe calls serious, and nothing cut off at 200 % zoom."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect

from dispatch.domain.words import Role
from tests.e2e.people import OFFICE, PHONE, SMALL, Desk, House
from tests.serving import open_case

pytestmark = [pytest.mark.browser, pytest.mark.database]

AXE = Path(__file__).parents[2] / "callcenter_ui" / "node_modules" / "axe-core" / "axe.min.js"
DESK_THEMES = ("control-room", "daylight")
IN_VIEW = (
    "queue",
    "call-panel",
    "who-panel",
    "dispatch",
    "option-normal",
    "option-tidak_bernapas",
    "rjp",
    "close-call",
    "command",
)
RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .filter(({impact}) => ['serious', 'critical'].includes(impact))
    .flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) => `${id} ${target}: ${failureSummary}`))"""
CUT_OFF = """() => [...document.querySelectorAll('button, input, select, textarea, a[href]')]
    .filter((element) => element.checkVisibility({visibilityProperty: true}) && !element.closest('.maplibregl-map'))
    .filter((element) => {
        const {left, right, width} = element.getBoundingClientRect();
        return width > 0 && (left < -1 || right > innerWidth + 1);
    })
    .map((element) => element.dataset.testid ?? element.textContent.trim())"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, which the interface's packages bring along."""
    if not AXE.is_file():
        pytest.skip("axe-core tidak ada: jalankan `make install`")
    return AXE.read_text(encoding="utf-8")


async def test_axe_finds_nothing_serious_on_any_surface_in_any_theme(house: House, axe: str) -> None:
    found: dict[str, list[str]] = {}

    async def look(desk: Desk, name: str) -> None:
        await house.picture(desk, name)
        await desk.page.evaluate(axe)
        if violations := await desk.page.evaluate(RUN):
            found[name] = violations

    start = Desk(await house.screens.open(house.server.url, "/", OFFICE))
    await start.sees("login-username")
    await look(start, "start")

    crew = await house.crew("psc-1")
    await look(crew, "crew-idle")
    incident_id = await open_case(house.caller)
    await house.triage(incident_id, gate={"sadar": "tidak_sadar", "napas": "tidak_normal"})
    task_id = await house.send("psc-1", incident_id)
    await crew.sees("crew-task")
    await look(crew, "crew-task")
    await house.report(task_id, "transporting", destination_id="rsud-kota")
    await house.ring()

    for theme in DESK_THEMES:
        query = f"?theme={theme}"
        operator = await house.operator(query=query)
        await operator.click("incident-row", incident=incident_id)
        await operator.sees("recommendation")
        await look(operator, f"operator-{theme}")
        hospital = await house.open(Role.HOSPITAL, "rsud-kota", query=query)
        await hospital.sees("arrival")
        await look(hospital, f"hospital-{theme}")
        supervisor = await house.open(Role.SUPERVISOR, query=query)
        await supervisor.click("board-incident", incident=incident_id)
        await supervisor.sees("event")
        await look(supervisor, f"supervisor-{theme}")
        coordinator = await house.open(Role.COORDINATOR, "pkm-sei-jang", query=query)
        await coordinator.sees("own-unit")
        await look(coordinator, f"coordinator-{theme}")
    assert not found, json.dumps(found, indent=1)


async def test_axe_finds_nothing_serious_where_there_are_many_victims(house: House, axe: str) -> None:
    found: dict[str, list[str]] = {}

    async def look(desk: Desk, name: str) -> None:
        await house.picture(desk, name)
        await desk.page.evaluate(axe)
        if violations := await desk.page.evaluate(RUN):
            found[name] = violations

    incident_id = await open_case(house.caller)
    task_id = await house.send("psc-1", incident_id)
    await house.report(task_id, "on_scene")
    many = f"/incidents/{incident_id}/mass-casualty"
    await house.caller.do(f"{many}/declare", reason="uji")
    await house.caller.do(f"{many}/methane", major=True, type="kecelakaan", hazards=["api"], services=["polisi"])
    for number, colour in enumerate(("merah", "kuning", "hijau"), start=1):
        victim = {"victim_id": str(uuid4()), "number": f"A0{number}", "colour": colour, "source": "radio"}
        await house.caller.do(f"{many}/victims", **victim)
    crew = await house.open(Role.CREW, "psc-1", size=PHONE)
    await crew.click("victims-open")
    await look(crew, "victims")
    await assert_nothing_cut_off(crew.page)
    await crew.click("victims-new")
    for step, tap in (("walks", "tag-walks-not"), ("breathing", "tag-rate_ok"), ("circulation", "tag-close")):
        await crew.sees("tag-victim", step=step)
        await look(crew, f"tag-{step}")
        await assert_nothing_cut_off(crew.page)
        await crew.click(tap)
    await crew.click("methane-open")
    await look(crew, "methane")
    for theme in DESK_THEMES:
        query = f"?theme={theme}"
        operator = await house.operator(query=query, size=OFFICE)
        await operator.click("incident-row", incident=incident_id)
        await operator.click("mass-casualty-open")
        await operator.click("plan-ask")
        await operator.sees("plan-victim")
        await look(operator, f"lead-{theme}")
        await assert_nothing_cut_off(operator.page)
        hospital = await house.open(Role.HOSPITAL, "rsud-kota", query=query)
        await hospital.sees("hospital-mass-casualty")
        await look(hospital, f"hospital-many-{theme}")
        supervisor = await house.open(Role.SUPERVISOR, query=query)
        await supervisor.click("board-incident", incident=incident_id)
        await supervisor.sees("methane")
        await look(supervisor, f"supervisor-many-{theme}")
    assert not found, json.dumps(found, indent=1)


async def test_axe_finds_nothing_serious_in_the_form_of_the_professional_line(house: House, axe: str) -> None:
    found: dict[str, list[str]] = {}

    async def look(desk: Desk, name: str) -> None:
        await desk.click("professional")
        await desk.sees("sbar-case")
        await house.picture(desk, name)
        await desk.page.evaluate(axe)
        if violations := await desk.page.evaluate(RUN):
            found[name] = violations
        await assert_nothing_cut_off(desk.page)

    incident_id = await open_case(house.caller)
    task_id = await house.send("psc-1", incident_id)
    await house.send("trc-sei-jang", incident_id)
    crew = await house.open(Role.CREW, "psc-1", size=PHONE)
    await crew.sees("crew-task")
    await look(crew, "sbar-crew")
    await house.report(task_id, "transporting", destination_id="rsud-kota")
    for theme in DESK_THEMES:
        query = f"?theme={theme}"
        await look(await house.operator(query=query), f"sbar-operator-{theme}")
        hospital = await house.open(Role.HOSPITAL, "rsud-kota", query=query)
        await hospital.sees("arrival")
        await look(hospital, f"sbar-hospital-{theme}")
        coordinator = await house.open(Role.COORDINATOR, "pkm-sei-jang", query=query)
        await coordinator.sees("own-task")
        await look(coordinator, f"sbar-coordinator-{theme}")
    assert not found, json.dumps(found, indent=1)


async def test_at_200_percent_zoom_columns_stay_and_the_map_is_one_key_away(house: House) -> None:
    operator = await house.operator(size=SMALL)
    await house.ring()
    await operator.sees("call-row", state="ringing")
    await operator.press("a")
    await operator.it("address").fill("Jl. Sei Jang 5")
    await operator.press("Enter")
    await operator.sees("incident-code", "M-")
    await operator.press("Escape")
    await operator.click("option-sadar")
    await operator.sees("recommendation-row")
    for testid in IN_VIEW:
        await expect(operator.it(testid).first).to_be_in_viewport(ratio=0.99)
    await assert_nothing_cut_off(operator.page)
    await house.picture(operator, "operator-small")

    city = operator.page.locator("section.city")
    await expect(city).not_to_be_visible()
    await operator.press("m")
    await expect(city).to_be_in_viewport(ratio=0.99)
    await operator.sees("map", phase="ready")
    await expect(operator.page.get_by_role("button", name="Tutup peta")).to_be_in_viewport()
    await house.picture(operator, "operator-small-map")
    await operator.press("m")
    await expect(city).not_to_be_visible()


async def test_no_surface_scrolls_sideways_on_a_small_screen(house: House) -> None:
    incident_id = await open_case(house.caller)
    task_id = await house.send("psc-1", incident_id)
    await house.report(task_id, "transporting", destination_id="rsud-kota")
    crew = await house.open(Role.CREW, "psc-1", size=PHONE)
    await crew.sees("crew-next")
    hospital = await house.open(Role.HOSPITAL, "rsud-kota", size=SMALL)
    await hospital.sees("arrival")
    supervisor = await house.open(Role.SUPERVISOR, size=SMALL)
    await supervisor.click("board-incident", incident=incident_id)
    await supervisor.sees("event")
    coordinator = await house.open(Role.COORDINATOR, "pkm-sei-jang", size=SMALL)
    await coordinator.sees("own-unit")
    start = Desk(await house.screens.open(house.server.url, "/", PHONE))
    await start.sees("login-submit")
    screens = {"crew": crew, "hospital": hospital, "supervisor": supervisor, "coordinator": coordinator, "start": start}
    for name, desk in screens.items():
        await house.picture(desk, f"{name}-small")
        await assert_nothing_cut_off(desk.page)


async def assert_nothing_cut_off(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    assert await page.evaluate(CUT_OFF) == []
