"""What people see when something breaks: nothing typed is lost, the last board stays, and all goes on by itself."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Error, expect

from dispatch.domain.words import Role
from dispatch.store.embedded import EmbeddedServer
from dispatch.store.migrations import upgrade
from tests.e2e.people import Desk, House
from tests.fixtures_postgres import open_folder
from tests.serving import Installation, eventually, open_case

pytestmark = [pytest.mark.browser, pytest.mark.database]

ADDRESS, MORE = "Gang Merpati 4", " rumah cat hijau"
COMMAND_ATTEMPTS = 4


async def test_a_killed_server_leaves_a_copy_and_screens_resume_by_themselves(house: House) -> None:
    incident_id = await open_case(house.caller)
    operator, supervisor = await house.operator(), await house.open(Role.SUPERVISOR)
    crew = await house.crew("psc-1")
    await start_a_case(house, operator)
    await supervisor.sees("board-incident", incident=incident_id)
    for desk in (operator, supervisor, crew):
        await desk.mark()

    house.server.kill()
    await operator.sees("copy-mark", "salinan")
    await operator.sees("incident-row", incident=incident_id)
    await supervisor.sees("link", "salinan")
    await supervisor.sees("board-incident", incident=incident_id)
    await crew.sees("crew-link", "Salinan")
    await type_more(operator)
    await operator.sees("unsent")
    await house.picture(operator, "operator-copy")
    await house.picture(supervisor, "supervisor-copy")

    house.server = house.installation.start(house.server.port)
    try:
        await operator.sees("desk", link="live")
        await supervisor.sees("link", "Tersambung")
        await crew.sees("crew-link", "Tersambung")
        for desk in (operator, supervisor, crew):
            assert await desk.is_marked(), "a screen was reloaded"
        await operator.sees_no("copy-mark")
        await operator.sees_no("unsent")
        assert await eventually(lambda: has_address(house, ADDRESS + MORE))
    finally:
        house.server.stop()


async def test_what_was_typed_outlives_a_reload_while_the_server_is_away(house: House) -> None:
    operator = await house.operator()
    await start_a_case(house, operator)
    house.server.kill()
    await operator.sees("copy-mark")
    await type_more(operator)
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        await operator.page.reload()

    house.server = house.installation.start(house.server.port)
    try:
        await operator.page.goto("/operator")
        await operator.sees("desk", link="live")
        assert await eventually(lambda: has_address(house, ADDRESS + MORE))
    finally:
        house.server.stop()


async def test_a_stopped_database_is_said_at_once_and_all_goes_on(house: House, database: EmbeddedServer) -> None:
    operator, supervisor = await house.operator(), await house.open(Role.SUPERVISOR)
    await start_a_case(house, operator)
    refused: list[str] = []
    operator.page.on("response", lambda answer: refused.append(answer.url) if answer.status == 503 else None)
    database.stop()
    await expect(operator.it("alarm", alarm="database")).to_contain_text("Basis data", timeout=5_000)
    await expect(supervisor.page.get_by_role("alert")).to_be_visible(timeout=5_000)
    await supervisor.click("board-incident")
    await supervisor.sees("event-log", "belum")
    await type_more(operator)
    await operator.sees("unsent")
    await house.picture(operator, "operator-database-away")
    await eventually(lambda: gave_up(refused))
    database.start()
    await expect(operator.it("alarm", alarm="database")).to_have_count(0)
    await operator.sees_no("unsent")
    assert await eventually(lambda: has_address(house, ADDRESS + MORE))
    await supervisor.sees("event", type="call.rang")
    await house.ring("0813-1111-2222")
    await operator.sees("call-row", "2222")


@pytest.fixture
def database() -> Iterator[EmbeddedServer]:
    """A database server of this test's own, which it may stop."""
    with open_folder() as folder, EmbeddedServer(folder, settings={"fsync": "off"}) as server:
        upgrade(server.address.dsn)
        yield server


@pytest.fixture
def installation(request: pytest.FixtureRequest) -> Iterator[Installation]:
    """On a database of its own where the test stops it, else on the session's."""
    if "database" in request.fixturenames:
        url = request.getfixturevalue("database").address.dsn
    else:
        url = request.getfixturevalue("database_url")
    with open_folder() as folder:
        yield Installation(url, folder)


async def start_a_case(house: House, operator: Desk) -> None:
    """The operator answers and has typed the beginning of an address."""
    await house.ring()
    await operator.sees("call-row", state="ringing")
    await operator.press("a")
    await operator.it("address").fill(ADDRESS)
    await operator.press("Enter")
    await operator.sees("incident-code", "M-")
    await operator.sees_no("unsent")


async def type_more(operator: Desk) -> None:
    """The caller goes on speaking, and the operator goes on typing."""
    await operator.press("F4")
    await operator.has_focus("address")
    await operator.press("End")
    await operator.type(MORE)


async def gave_up(refused: list[str]) -> bool:
    """Whether the screen has used up its quick retries: from here on only the database's return helps."""
    return sum("/place" in url for url in refused) >= COMMAND_ATTEMPTS


async def has_address(house: House, address: str) -> bool:
    """Whether the server has a case with this address."""
    cases = (await house.board())["incident"]
    return any(case["address"] == address for case in cases)
