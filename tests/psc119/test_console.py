"""The console: each command teaches, says what went wrong by its exit code, and opens no door by default."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.core import TyperGroup, TyperOption
from typer.main import get_command
from typer.testing import CliRunner

from dispatch.store.pool import Database
from psc119.console import main
from psc119.console.main import COMMANDS
from psc119.console.serving import CANNOT_SERVE
from tests.serving import Installation, loopback

BAD_USAGE = 2
TAUGHT = 25


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """`serve` says where logs go; in this process that is the runner's output, which ends with the command."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def _commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that call it, groups among them."""
    waiting: list[tuple[tuple[str, ...], Any]] = [((), get_command(main))]
    while waiting:
        words, group = waiting.pop()
        for name in group.list_commands(None):
            command = group.get_command(None, name)
            yield (*words, name), command
            if isinstance(command, TyperGroup):
                waiting.append(((*words, name), command))


def test_each_command_teaches() -> None:
    found = dict(_commands())
    assert {words[0] for words in found} == set(COMMANDS)
    for words, command in found.items():
        shown = CliRunner().invoke(main, [*words, "--help"])
        assert shown.exit_code == 0, (words, shown.output)
        assert len(command.help or "") >= TAUGHT, f"{' '.join(words)} does not say what it is for"
        for parameter in command.params:
            if isinstance(parameter, TyperOption) and "--help" not in parameter.opts:
                assert parameter.help, f"{' '.join(words)} {parameter.opts[0]} says nothing"


def test_the_list_of_commands_names_each_with_what_it_does() -> None:
    shown = CliRunner().invoke(main, ["--help"])
    assert shown.exit_code == 0
    for name, (_, _, help_) in COMMANDS.items():
        assert name in shown.output
        assert help_ in shown.output


@pytest.mark.parametrize("words", [["menari"], ["serve", "--warna", "merah"], ["serve", "--port", "0"], ["events"]])
def test_what_is_not_understood_is_bad_usage(words: list[str]) -> None:
    assert CliRunner().invoke(main, words).exit_code == BAD_USAGE


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::", "psc.example"])
def test_off_localhost_nothing_runs_plain(host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PSC119_BEHIND_TLS", raising=False)
    refused = CliRunner().invoke(main, ["serve", "--host", host, "--data-dir", str(tmp_path)])
    assert refused.exit_code == CANNOT_SERVE
    assert "--tls-cert" in refused.output
    assert list(tmp_path.iterdir()) == []


def test_a_certificate_without_its_key_is_refused(tmp_path: Path) -> None:
    certificate = tmp_path / "cert.pem"
    certificate.touch()
    refused = CliRunner().invoke(main, ["serve", "--tls-cert", str(certificate), "--data-dir", str(tmp_path / "data")])
    assert refused.exit_code == CANNOT_SERVE
    assert "--tls-key" in refused.output


def test_a_database_that_is_not_there_or_has_no_schema_is_named(
    tmp_path: Path, empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PSC119_DATABASE_URL", empty_database_url)
    empty = CliRunner().invoke(main, ["serve", "--data-dir", str(tmp_path)])
    assert empty.exit_code == CANNOT_SERVE
    assert "psc119 db upgrade" in empty.output
    monkeypatch.setenv("PSC119_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    assert CliRunner().invoke(main, ["serve", "--data-dir", str(tmp_path)]).exit_code == CANNOT_SERVE


@pytest.mark.database
async def test_a_new_server_has_no_account_and_no_password(installation: Installation) -> None:
    with installation.server() as server:
        async with loopback(server.url, headers={"origin": server.url}) as http:
            for username, password in (("admin", "admin"), ("operator", "operator"), ("psc119", "psc119")):
                answer = await http.post("/api/session", json={"username": username, "password": password})
                assert answer.status_code == 401
            assert (await http.get("/api/demo/accounts")).status_code == 404
    database = await Database.connect(installation.database_url, size=1)
    try:
        assert await database.value("SELECT count(*) FROM account") == 0
    finally:
        await database.close()
    assert "psc119 user add" in server.log.read_text()
