"""PostgreSQL for tests: one server a session, one fresh migrated database a test.

`PSC119_TEST_POSTGRES` says which server: `embedded` (the default), `system`, or the URL of a running one whose user
may create databases.
"""

import asyncio
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from dispatch.store.embedded import EmbeddedServer, find_binaries

CHOSEN = "postgres_server"
"""The fixture of the chosen server. Tests marked `database` without it bring a server of their own."""

_FASTER = {"fsync": "off", "full_page_writes": "off"}
"""Tests lose nothing in a power cut."""


@dataclass(frozen=True)
class PostgresServer:
    """A server on which tests may create databases."""

    dsn: str

    def dsn_of(self, database: str) -> str:
        """The URL of another database of this server."""
        return urlunsplit(urlsplit(self.dsn)._replace(path=f"/{database}"))

    def execute(self, statement: str) -> None:
        """Run one statement outside any transaction, blocking, also where an event loop runs."""
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, self._execute(statement)).result()

    @contextmanager
    def database(self, prefix: str, *, template: str = "template0") -> Iterator[str]:
        """The name of a new database that is dropped afterwards, whoever is still connected."""
        name = f"{prefix}_{uuid.uuid4().hex[:12]}"
        # Copying files takes half the time of logging every page (45 against 108 ms).
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        try:
            yield name
        finally:
            self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.dsn)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that anybody may enter, with a short path: PostgreSQL runs as another user than root."""
    folder = Path(tempfile.mkdtemp(prefix="psc119-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The session's server."""
    which = os.environ.get("PSC119_TEST_POSTGRES", "embedded")
    if "://" in which:
        yield PostgresServer(which)
        return
    if which not in ("embedded", "system"):
        pytest.fail(f"PSC119_TEST_POSTGRES={which}: say embedded, system or a URL")
    binaries = find_binaries("embedded" if which == "embedded" else "system")
    if binaries is None:
        pytest.skip(f"no {which} PostgreSQL is installed")
    with open_folder() as folder, EmbeddedServer(folder, binaries=binaries, settings=_FASTER) as server:
        yield PostgresServer(server.address.dsn)


def pytest_itemcollected(item: pytest.Item) -> None:
    if CHOSEN in getattr(item, "fixturenames", ()):
        item.add_marker("chosen_postgres")


@pytest.fixture(scope="session")
def migrated_template(postgres_server: PostgresServer) -> Iterator[str]:
    """The name of a database with the current schema, from which each test's is copied."""
    from dispatch.store.migrations import upgrade

    with postgres_server.database("template") as name:
        upgrade(postgres_server.dsn_of(name))
        yield name


@pytest.fixture
def database_url(postgres_server: PostgresServer, migrated_template: str, quick_passwords: None) -> Iterator[str]:
    """The URL of a database of this test's own, with the current schema and no rows."""
    with postgres_server.database("test", template=migrated_template) as name:
        yield postgres_server.dsn_of(name)


@pytest.fixture
def empty_database_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a database of this test's own, without a schema."""
    with postgres_server.database("empty") as name:
        yield postgres_server.dsn_of(name)
