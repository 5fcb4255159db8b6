"""`psc119 user` on a real database."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dispatch.accounts.sessions import Sessions, SignedIn
from dispatch.domain.words import Grade, Role
from dispatch.http.problems import WrongCredentials
from dispatch.store.pool import Database
from psc119.console import user

pytestmark = pytest.mark.database

PASSWORD = "perahu-merah-7"
Console = Callable[..., Result]


@pytest.fixture
def console(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Console:
    @asynccontextmanager
    async def open_database(data_dir: Path | None) -> AsyncIterator[Database]:
        db = await Database.connect(database_url, size=2)
        try:
            yield db
        finally:
            await db.close()

    monkeypatch.setattr(user, "open_database", open_database)
    monkeypatch.setattr(user, "data_folder", lambda _: tmp_path)

    def run(*arguments: str, password: str = PASSWORD) -> Result:
        return CliRunner().invoke(user.app, list(arguments), input=f"{password}\n{password}\n")

    return run


def sign_in(database_url: str, username: str, password: str = PASSWORD) -> SignedIn:
    async def run() -> SignedIn:
        db = await Database.connect(database_url, size=2)
        try:
            sessions = Sessions(db, clock=lambda: datetime.now(UTC))
            return await sessions.sign_in(username=username, password=password, address="10.0.0.9")
        finally:
            await db.close()

    return asyncio.run(run())


def test_an_added_account_can_sign_in_with_its_roles(console: Console, database_url: str) -> None:
    roles = ("--role", "operator", "--role", "crew:psc-1", "--psc", "tanjungpinang")
    result = console("add", "Sari", "--name", "Sari Dewi", *roles, "--grade", "perawat", "--password-stdin")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    viewer = sign_in(database_url, "sari").session.viewer
    assert (viewer.name, viewer.grade) == ("Sari Dewi", "perawat")
    assert {(grant.psc, grant.role, grant.scope) for grant in viewer.roles} == {
        ("tanjungpinang", "operator", "tanjungpinang"),
        ("tanjungpinang", "crew", "psc-1"),
    }


def test_a_password_is_asked_for_twice_and_not_shown(console: Console, database_url: str) -> None:
    result = console("add", "sari", "--name", "Sari", "--role", "operator")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    assert sign_in(database_url, "sari").session.viewer.name == "Sari"


def test_accounts_are_listed_for_people_and_programs(console: Console) -> None:
    assert "psc119 user add" in console("list").output
    assert json.loads(console("list", "--json").output) == []
    console("add", "sari", "--name", "Sari", "--role", "hospital:rsud-rat", "--password-stdin")
    assert "hospital:rsud-rat" in console("list").output
    (account,) = json.loads(console("list", "--json").output)
    assert account["roles"] == [{"psc": "tanjungpinang", "role": "hospital", "scope": "rsud-rat"}]
    assert "password" not in str(account)


@pytest.mark.parametrize(
    ("arguments", "password", "exit_code", "word"),
    [
        (("--role", "pilot"), PASSWORD, 2, "pilot"),
        (("--role", "crew:psc-99"), PASSWORD, 2, "psc-1"),
        (("--role", "hospital:psc-1"), PASSWORD, 2, "psc-1"),
        (("--role", "coordinator"), PASSWORD, 2, "coordinator:"),
        (("--role", "operator", "--psc", "atlantis"), PASSWORD, 2, "atlantis"),
        (("--role", "operator"), "pendek", 2, "paling sedikit"),
        (("--role", "operator", "--language", "fr"), PASSWORD, 2, "fr"),
        (("--role", "operator", "--grade", "dukun"), PASSWORD, 2, "dukun"),
    ],
)
def test_what_does_not_fit_makes_no_account(
    console: Console, arguments: tuple[str, ...], password: str, exit_code: int, word: str
) -> None:
    result = console("add", "sari", "--name", "Sari", *arguments, "--password-stdin", password=password)
    assert result.exit_code == exit_code
    assert word in result.output
    assert json.loads(console("list", "--json").output) == []


def test_a_role_in_practice_is_given_apart(console: Console, database_url: str) -> None:
    practice = ("--role", "operator", "--psc", "tanjungpinang-latihan")
    assert console("add", "murid", "--name", "Murid", *practice, "--password-stdin").exit_code == 0
    assert sign_in(database_url, "murid").session.viewer.psc_keys == {"tanjungpinang-latihan"}


def test_a_database_without_its_schema_says_what_to_do(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    @asynccontextmanager
    async def open_database(data_dir: Path | None) -> AsyncIterator[Database]:
        db = await Database.connect(empty_database_url, size=1)
        try:
            yield db
        finally:
            await db.close()

    monkeypatch.setattr(user, "open_database", open_database)
    result = CliRunner().invoke(user.app, ["list"])
    assert (result.exit_code, "psc119 db upgrade" in result.output) == (1, True)


def test_a_name_is_given_once(console: Console) -> None:
    add = ("add", "sari", "--name", "Sari", "--role", "operator", "--password-stdin")
    assert console(*add).exit_code == 0
    second = console(*add)
    assert (second.exit_code, "sudah dipakai" in second.output) == (1, True)


def test_a_password_is_changed_and_an_account_closed_and_opened(console: Console, database_url: str) -> None:
    console("add", "sari", "--name", "Sari", "--role", "operator", "--password-stdin")
    assert console("password", "sari", "--password-stdin", password="kapal-biru-99").exit_code == 0
    with pytest.raises(WrongCredentials):
        sign_in(database_url, "sari")
    sign_in(database_url, "sari", "kapal-biru-99")
    assert console("deactivate", "sari").exit_code == 0
    with pytest.raises(WrongCredentials):
        sign_in(database_url, "sari", "kapal-biru-99")
    assert console("activate", "sari").exit_code == 0
    sign_in(database_url, "sari", "kapal-biru-99")


@pytest.mark.parametrize("command", ["password", "deactivate", "activate"])
def test_an_account_that_does_not_exist_is_named(console: Console, command: str) -> None:
    result = console(command, "nobody")
    assert (result.exit_code, "nobody" in result.output) == (1, True)


def test_a_lost_tablet_is_shut_out(console: Console, database_url: str) -> None:
    async def begin() -> str:
        db = await Database.connect(database_url, size=2)
        try:
            await db.execute(
                "INSERT INTO projection (kind, stream, id, version, data)"
                " VALUES ('unit', 'psc:tanjungpinang', 'psc-1', 1, '{}')"
            )
            sessions = Sessions(db, clock=lambda: datetime.now(UTC))
            signed_in = await sessions.sign_in(username="rina", password=PASSWORD, address="10.0.0.9", unit_id="psc-1")
            assert signed_in.device is not None
            return signed_in.device.id
        finally:
            await db.close()

    console("add", "rina", "--name", "Rina", "--role", "crew:psc-1", "--password-stdin")
    device_id = asyncio.run(begin())
    (use,) = json.loads(console("devices", "--json").output)
    assert (use["id"], use["unit_id"], use["last_person"]) == (device_id, "psc-1", "Rina")
    assert "Rina" in console("devices").output
    assert console("revoke", device_id).exit_code == 0
    assert json.loads(console("devices", "--json").output) == []
    assert console("revoke", device_id).exit_code == 1


def test_a_medical_director_is_a_doctor(console: Console, database_url: str) -> None:
    asked = ("add", "rahma", "--name", "dr. Rahma", "--role", "medical_director", "--password-stdin")
    refused = console(*asked, "--grade", "perawat")
    assert refused.exit_code == 2
    added = console(*asked, "--grade", "dokter")
    assert added.exit_code == 0, added.output
    viewer = sign_in(database_url, "rahma").session.viewer
    assert viewer.has_role("tanjungpinang", Role.MEDICAL_DIRECTOR)
    assert viewer.grade is Grade.DOKTER
