"""The embedded server: starts, is shared, survives what kills servers, and says clearly what it cannot do."""

import asyncio
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from dispatch.store.embedded import Binaries, EmbeddedServer, EmbeddedServerError, find_binaries
from dispatch.store.embedded.postmaster import find_postmaster, is_running
from tests.fixtures_postgres import open_folder

pytestmark = pytest.mark.database

FASTER = {"fsync": "off"}
ROOT_OF_PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture(params=["embedded", "system"])
def binaries(request: pytest.FixtureRequest) -> Binaries:
    found = find_binaries(request.param)
    if found is None:
        pytest.skip(f"no {request.param} PostgreSQL is installed")
    return found


def query(server: EmbeddedServer, *statements: str) -> Any:
    """Run the statements and give the last one's first value."""

    async def run() -> Any:
        connection = await asyncpg.connect(server.address.dsn)
        try:
            for statement in statements[:-1]:
                await connection.execute(statement)
            return await connection.fetchval(statements[-1])
        finally:
            await connection.close()

    return asyncio.run(run())


def pid_of(server: EmbeddedServer) -> int:
    found = find_postmaster(server.pgdata)
    assert found is not None
    return found.pid


def test_starts_from_nothing_and_again_with_its_rows(folder: Path, binaries: Binaries) -> None:
    with EmbeddedServer(folder / "data", binaries=binaries) as server:
        assert server.owner
        assert server.version_major == binaries.version_major
        query(server, "CREATE TABLE event (seq int)", "INSERT INTO event VALUES (119)")
        pid = pid_of(server)
    assert not is_running(pid, server.pgdata)
    with EmbeddedServer(folder / "data", binaries=binaries) as again:
        assert query(again, "SELECT seq FROM event") == 119


def test_is_durable_private_and_locale_proof(folder: Path, binaries: Binaries) -> None:
    with EmbeddedServer(folder, binaries=binaries) as server:
        expected = {
            "fsync": "on",
            "synchronous_commit": "on",
            "full_page_writes": "on",
            "data_checksums": "on",
            "listen_addresses": "",
            "TimeZone": "UTC",
            "server_encoding": "UTF8",
        }
        assert {name: query(server, f"SHOW {name}") for name in expected} == expected
        assert query(server, "SELECT 'Z' < 'a' AND lower('É') = 'é'"), "sorts by code point, yet knows letters"
        assert server.address.host.stat().st_mode & 0o777 == 0o700
        assert Path(f"/proc/{pid_of(server)}").stat().st_uid != 0


def test_the_callers_environment_does_not_reach_the_server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGHOST", "example.invalid")
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    with EmbeddedServer(folder, settings=FASTER) as server:
        assert query(server, "SELECT 1") == 1


def test_a_second_one_attaches_and_leaves_it_alone(folder: Path) -> None:
    with EmbeddedServer(folder, settings=FASTER) as first:
        with EmbeddedServer(folder) as second:
            assert (first.owner, second.owner) == (True, False)
            assert second.address == first.address
        assert query(first, "SELECT 1") == 1


def test_the_last_one_out_stops_it(folder: Path) -> None:
    first, second = EmbeddedServer(folder, settings=FASTER), EmbeddedServer(folder)
    first.start()
    second.start()
    pid = pid_of(first)
    first.stop()
    assert query(second, "SELECT 1") == 1, "a console command that started the server must not take it from `serve`"
    second.stop()
    assert not is_running(pid, second.pgdata)
    second.stop()


def test_starting_together_launches_one(folder: Path) -> None:
    servers = [EmbeddedServer(folder, settings=FASTER) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        addresses = set(pool.map(EmbeddedServer.start, servers))
    assert len(addresses) == 1
    assert [server.owner for server in servers].count(True) == 1
    for server in servers:
        server.stop()


def test_start_can_be_called_where_an_event_loop_runs(folder: Path) -> None:
    async def inside() -> int:
        with EmbeddedServer(folder, settings=FASTER) as server:
            connection = await asyncpg.connect(server.address.dsn)
            try:
                return int(await connection.fetchval("SELECT 1"))
            finally:
                await connection.close()

    assert asyncio.run(inside()) == 1


def test_a_killed_program_leaves_its_server_to_the_next(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from dispatch.store.embedded import EmbeddedServer;"
        "EmbeddedServer(Path(sys.argv[1]), settings={'fsync': 'off'}).start();"
        "print('ready', flush=True); sys.stdin.read()"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", script, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT_OF_PROJECT,
    )
    assert program.stdin is not None
    assert program.stdout is not None
    with program.stdin, program.stdout:
        assert "ready\n" in program.stdout, "it prints its log before"
        program.kill()
        program.wait()
    server = EmbeddedServer(folder)
    server.start()
    pid = pid_of(server)
    assert not server.owner, "the running one is used, not a second one launched"
    server.stop()
    assert not is_running(pid, server.pgdata), "the killed program no longer counts as a user"


def test_a_killed_server_comes_back_with_its_rows(folder: Path, binaries: Binaries) -> None:
    first = EmbeddedServer(folder, binaries=binaries)
    first.start()

    async def write_and_kill() -> None:
        connection = await asyncpg.connect(first.address.dsn)
        await connection.execute("CREATE TABLE event (seq int)")
        await connection.execute("INSERT INTO event SELECT generate_series(1, 1000)")
        # The connection stays open: its backend is the orphan that holds the memory for a while.
        os.kill(pid_of(first), signal.SIGKILL)
        connection.terminate()

    asyncio.run(write_and_kill())
    assert not first.is_alive()
    second = EmbeddedServer(folder, binaries=binaries)
    second.start()
    assert second.owner
    assert query(second, "SELECT count(*) FROM event") == 1000
    first.start()
    assert first.is_alive()
    first.stop()
    second.stop()


def test_an_unrelated_process_with_the_dead_servers_number_is_no_obstacle(folder: Path) -> None:
    with EmbeddedServer(folder, settings=FASTER) as server:
        marked = (server.pgdata / "postmaster.pid").read_text()
        pid = str(pid_of(server))
    (server.pgdata / "postmaster.pid").write_text(marked.replace(pid, str(os.getppid()), 1))
    with EmbeddedServer(folder, settings=FASTER) as again:
        assert again.owner


def test_a_server_of_other_data_is_not_taken_for_ours(folder: Path) -> None:
    with EmbeddedServer(folder, name="one", settings=FASTER) as one:
        with EmbeddedServer(folder, name="two", settings=FASTER) as two:
            assert two.address != one.address
        (two.pgdata / "postmaster.pid").write_text((one.pgdata / "postmaster.pid").read_text())
        with EmbeddedServer(folder, name="two", settings=FASTER) as two:
            assert two.owner
            assert query(two, "SHOW data_directory") == str(two.pgdata)


def test_waits_for_whoever_is_starting_it_and_names_them(folder: Path) -> None:
    with (folder / "postgres.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write("4711")
        held.flush()
        with pytest.raises(EmbeddedServerError, match="Proses 4711"):
            EmbeddedServer(folder, patience_s=0.05).start()
    assert not (folder / "postgres").exists()


def test_data_of_another_major_version_are_refused(folder: Path) -> None:
    with EmbeddedServer(folder, settings=FASTER) as server:
        owner = server.pgdata.stat()
    version = server.pgdata / "PG_VERSION"
    version.write_text("14\n")
    os.chown(version, owner.st_uid, owner.st_gid)
    with pytest.raises(EmbeddedServerError, match=r"PostgreSQL 14.*pg_dump"):
        EmbeddedServer(folder).start()


def test_takes_the_installed_programs_that_fit_the_data(folder: Path, binaries: Binaries) -> None:
    with EmbeddedServer(folder, binaries=binaries, settings=FASTER):
        pass
    with EmbeddedServer(folder, settings=FASTER) as server:
        assert int(query(server, "SHOW server_version_num")) // 10000 == binaries.version_major


def test_a_long_path_gets_a_short_socket_folder(folder: Path) -> None:
    long = folder / ("panjang-" * 9) / ("sekali-" * 9)
    with EmbeddedServer(long, settings=FASTER) as server:
        assert len(os.fsencode(server.address.socket)) <= 107
        assert long not in server.address.host.parents
        assert query(server, "SELECT 1") == 1
        with EmbeddedServer(long) as second:
            assert second.address == server.address
        socket_folder = server.address.host
    socket_folder.rmdir()


def test_what_the_server_complains_of_is_shown(folder: Path) -> None:
    with pytest.raises(EmbeddedServerError, match="no_such_setting"):
        EmbeddedServer(folder, settings={"no_such_setting": "1"}).start()


def test_a_folder_with_something_else_is_refused(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "foto.jpg").touch()
    if os.geteuid() == 0:
        os.chown(folder / "postgres", 65534, 65534)
    with pytest.raises(EmbeddedServerError, match="bukan data PostgreSQL"):
        EmbeddedServer(folder).start()
    assert (folder / "postgres" / "foto.jpg").exists()


def test_an_address_before_the_start_is_a_mistake(folder: Path) -> None:
    server = EmbeddedServer(folder)
    assert not server.is_alive()
    with pytest.raises(RuntimeError, match="not started"):
        _ = server.address
    server.stop()
