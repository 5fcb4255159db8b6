"""One call the whole way, from ring to handed over and clear, on four screens that follow live without a reload."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dispatch.domain.words import Role
from tests.e2e.people import CONTROL_ROOM, Desk, House
from tests.serving import Installation, ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.database]


@pytest.fixture
def server(installation: Installation, request: pytest.FixtureRequest) -> Iterator[ServerProcess]:
    """A server on the network that the test names: the schematic one, or the city's real roads."""
    with installation.server(PSC119_NETWORK=request.getfixturevalue("roads")) as running:
        yield running


@pytest.fixture(params=["schematic", pytest.param("real", marks=pytest.mark.data)])
def roads(request: pytest.FixtureRequest) -> str:
    """The network's folder; empty for the schematic one."""
    if request.param == "schematic":
        return ""
    data: Path = request.getfixturevalue("shared_data")
    return str(data / "tanjungpinang")


async def test_a_call_from_ring_to_handed_over_and_clear(house: House, roads: str) -> None:
    operator = await house.operator()
    crew = await house.crew("psc-1")
    hospital = await house.open(Role.HOSPITAL, "rsud-kota", size=CONTROL_ROOM)
    supervisor = await house.open(Role.SUPERVISOR, size=CONTROL_ROOM)
    everybody = (operator, crew, hospital, supervisor)
    for desk in everybody:
        await desk.mark()

    await house.ring()
    code = await take_the_call(house, operator, schematic=not roads)
    await supervisor.sees("board-incident", code)
    await send_help(house, operator)
    await operator.press("t", "1")  # the call is closed with its disposition, the case goes on
    await operator.sees_no("close-kasus")
    await bring_to_hospital(house, crew, hospital)
    await hospital.click("handover-acknowledge")
    await operator.sees("log-row", "Serah terima selesai", type="handover.acknowledged")
    await crew.click("crew-next", step="clear")
    await crew.click("crew-outcome-dibawa")
    await crew.sees("crew-idle")
    await move_along_by_radio(house, operator, "trc-sei-jang")

    await supervisor.sees("board-incident", code, state="closed")
    await operator.sees("log-row", type="incident.closed")
    await house.picture(supervisor, "supervisor-closed")
    await house.picture(hospital, "hospital-received")
    for desk in everybody:
        assert await desk.is_marked(), "a screen was reloaded"


async def take_the_call(house: House, operator: Desk, *, schematic: bool) -> str:
    await operator.sees("call-row", "7890", state="ringing")
    await house.picture(operator, "operator-ringing")
    await operator.press("a")
    await operator.it("address").fill("Jl. Sei Jang 5")
    await operator.press("Enter")
    await operator.it("patokan").fill("dekat masjid")
    await operator.it("place-search").fill("Sei Jang")
    await operator.click("place-hit")
    await operator.sees("incident-code", "M-")
    code = await operator.text_of("incident-code")
    await operator.press("Escape")
    await operator.click("option-tidak_sadar")
    await operator.sees("recommendation-row", "PSC 1", unit="psc-1")
    if schematic:
        await operator.sees("schematic")
    else:
        await operator.sees_no("schematic")
    return code


async def send_help(house: House, operator: Desk) -> None:
    """One key sends the ambulance and the first responders, and its label names both."""
    await operator.sees("dispatch", "PSC 1")
    await operator.sees("dispatch", "TRC Sei Jang")
    await house.picture(operator, "operator-before-sending")
    await operator.press("F9")
    await operator.sees("task-card", "PSC 1", unit="psc-1")
    await operator.sees("task-card", "TRC Sei Jang", unit="trc-sei-jang")
    await house.picture(operator, "operator-after-sending")


async def bring_to_hospital(house: House, crew: Desk, hospital: Desk) -> None:
    await crew.sees("crew-task")
    await crew.sees("crew-patokan", "dekat masjid")
    await house.picture(crew, "crew-task")
    for state in ("acknowledged", "en_route", "on_scene", "with_patient"):
        await crew.click("crew-next", step=state)
    await crew.click("crew-next", step="transporting")
    await house.picture(crew, "crew-destination")
    await crew.click("destination", facility="rsud-kota")
    await hospital.sees("arrival", "PSC 1")
    await house.picture(hospital, "hospital-announced")
    await hospital.click("handover-accept")
    await crew.sees("crew-handover")
    await crew.click("crew-next", step="at_destination")


async def move_along_by_radio(house: House, operator: Desk, unit_id: str) -> None:
    """The team has no tablet: the operator records what it says on the radio, with the true time."""
    now = datetime.now(ZoneInfo("Asia/Jakarta")).strftime("%H.%M")
    for step in ("on_scene", "clear"):
        await operator.it("task-card", unit=unit_id).get_by_test_id("task-move").click()
        await operator.click(f"step-{step}")
        await operator.click("source-radio")
        await operator.it("task-time").fill(now)
        if step == "clear":
            await operator.click("outcome-ditangani")
        await house.picture(operator, f"operator-radio-{step}")
        await operator.click("task-record")
        await operator.sees_no("task-record")
        await operator.sees("task-card", unit=unit_id, state=step)
    await operator.sees("task-card", "radio", unit=unit_id)
