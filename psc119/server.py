"""Runs the server: a database that is ready, then uvicorn over the application."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
import uvicorn

from dispatch.core import Core
from dispatch.store import migrations
from dispatch.store.embedded import EmbeddedServer
from dispatch.store.pool import Database
from psc119.app import make_app
from psc119.assembly import Install, running_core
from psc119.errors import CannotServe
from psc119.roads import download_and_switch
from psc119.settings import Settings

log = structlog.get_logger()

LOOPBACK = ("localhost", "127.0.0.1", "::1")
Companion = Callable[[Core], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens."""

    host: str
    port: int
    tls_cert: Path | None = None
    tls_key: Path | None = None

    @property
    def url(self) -> str:
        scheme = "https" if self.tls_cert else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"

    def check(self, *, behind_tls: bool) -> None:
        """Off localhost nothing runs plain: passwords and health data would cross the network readable."""
        if (self.tls_cert is None) != (self.tls_key is None):
            raise CannotServe("--tls-cert dan --tls-key harus diberikan bersama.")
        if self.host not in LOOPBACK and self.tls_cert is None and not behind_tls:
            raise CannotServe(
                f"{self.host} dapat dijangkau dari luar mesin ini, jadi memerlukan TLS: berikan --tls-cert dan "
                "--tls-key, atau PSC119_BEHIND_TLS=1 bila sebuah proksi TLS berdiri di depannya."
            )


@asynccontextmanager
async def ready_database(settings: Settings, data_dir: Path) -> AsyncIterator[str]:
    """The address of a database at this program's revision: the given one, else the embedded server.

    Raises:
        SchemaOutdated: a given database is behind; upgrading somebody's server is their decision.
    """
    if settings.database_url:
        await _check(settings.database_url)
        yield settings.database_url
        return
    server = EmbeddedServer(data_dir)
    address = await asyncio.to_thread(server.start)
    try:
        try:
            await _check(address.dsn)
        except migrations.SchemaOutdated:
            await asyncio.to_thread(_upgrade_apart, data_dir)
        yield address.dsn
    finally:
        await asyncio.to_thread(server.stop)


async def serve_for_ever(
    address: Address,
    settings: Settings,
    data_dir: Path,
    *,
    demo: bool = False,
    companion: Companion | None = None,
) -> None:
    """Serve until a signal ends it. `companion` runs beside the server once it answers."""
    async with ready_database(settings, data_dir) as dsn:
        install = Install(
            dsn=dsn,
            data_dir=data_dir,
            settings=settings,
            demo=demo,
            public_url=settings.public_url or address.url,
            tls=address.tls_cert is not None,
        )
        async with running_core(install) as core:
            server = _Server(_config(address, core))
            for number in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(number, server.handle_exit, number, None)
            serving = asyncio.create_task(server.serve())
            beside = [asyncio.create_task(_when_up(server, work)) for work in _companions(core, install, companion)]
            await serving
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)


KEEP_ALIVE_S = 75
"""Longer than clients and proxies keep an idle connection (mostly 5 to 60 s): a command sent just as the server closes
one would be lost without an answer."""


class _Server(uvicorn.Server):
    """uvicorn, but a signal only ends serving: raised again afterwards it would kill us before the database is shut."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _config(address: Address, core: Core) -> uvicorn.Config:
    return uvicorn.Config(
        make_app(core=core),
        host=address.host,
        port=address.port,
        ssl_certfile=address.tls_cert,
        ssl_keyfile=address.tls_key,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=3,
    )


def _companions(core: Core, install: Install, companion: Companion | None) -> list[Callable[[], Awaitable[None]]]:
    """What runs beside the server: the given companion, and the search for better roads than the skeleton."""
    found: list[Callable[[], Awaitable[None]]] = []
    if companion is not None:
        found.append(lambda: companion(core))
    psc = next(iter(core.streams.values()))
    if psc.roads.network.schematic and install.settings.download_roads:
        found.append(lambda: download_and_switch(core, psc.city, install.data_dir, install.settings))
    return found


async def _when_up(server: uvicorn.Server, companion: Callable[[], Awaitable[None]]) -> None:
    while not server.started:  # noqa: ASYNC110 - uvicorn tells of its start only by this flag
        await asyncio.sleep(0.02)
    try:
        await companion()
    except asyncio.CancelledError:
        raise
    except Exception:
        log.exception("companion.failed")
        signal.raise_signal(signal.SIGTERM)


async def _check(dsn: str) -> None:
    database = await Database.connect(dsn, size=1)
    try:
        await migrations.check(database)
    finally:
        await database.close()


def _upgrade_apart(data_dir: Path) -> None:
    """Upgrade in a process of its own: the server itself never loads the migration tools."""
    command = [sys.executable, "-m", "psc119.console", "db", "upgrade", "--data-dir", str(data_dir)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    if done.returncode != 0:
        raise CannotServe(f"Skema basis data tidak dapat dinaikkan: {done.stderr.strip()}")
