"""What benches stand on: the program in a process of its own, on a fresh data folder with a durable database."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from dispatch.store.embedded import EmbeddedServer
from dispatch.store.pool import Database
from psc119.bench.rows import BenchFailed

STARTS_WITHIN_S = 60
_POLL_S = 0.01
_LOG_SHOWN = 2000
# The program under measurement takes only these settings from whoever measures.
_OWN_SETTINGS = ("PSC119_DATABASE_URL", "PSC119_REDIS_URL", "PSC119_DATA_DIR", "PSC119_MASTER_KEY")


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under what a run measures.

    Args:
        window_s: how long each rate is measured.
        network: the road network that server and router take; None for the city's schematic main roads.
        streams: PSC streams beside the city's own.
    """

    window_s: float = 10.0
    network: Path | None = None
    streams: int = 20

    def environment(self) -> dict[str, str]:
        """The environment of a server under these conditions."""
        kept = {name: value for name, value in os.environ.items() if name not in _OWN_SETTINGS}
        kept.pop("PSC119_NETWORK", None)
        # A developer's setting: it would have the program compiled anew at each start.
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        if self.network is not None:
            kept["PSC119_NETWORK"] = str(self.network)
        return kept | {"PSC119_BENCH_STREAMS": str(self.streams)}


@dataclass(frozen=True, slots=True)
class Server:
    """`psc119 serve`, running."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def stop(self) -> None:
        """End it as an operator of the machine would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def data_folder() -> Iterator[Path]:
    """A fresh folder that the database's own user can enter, removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="psc119-bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def launch(folder: Path, conditions: Conditions) -> Server:
    """Start the program on `folder` without waiting for it."""
    port = _free_port()
    log = folder / "server.log"
    command = [sys.executable, "-m", "psc119.console", "serve", "--port", str(port), "--data-dir", str(folder)]
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=conditions.environment())  # noqa: S603 - our own program
    return Server(process, port, log)


def wait_for(server: Server, path: str) -> None:
    """Wait until `path` answers 200.

    Raises:
        BenchFailed: the server ended, or took longer than `STARTS_WITHIN_S`.
    """
    deadline = time.monotonic() + STARTS_WITHIN_S
    # One client for all the asking: making one takes processor time from the server that is starting.
    with httpx.Client(timeout=5) as http:
        while (status := _status(http, server.url + path)) != 200:
            if server.process.poll() is not None or time.monotonic() > deadline:
                raise BenchFailed(f"{path} answers {status or 'nothing'}:\n{server.log.read_text()[-_LOG_SHOWN:]}")
            time.sleep(_POLL_S)


def _status(http: httpx.Client, url: str) -> int:
    """The answer's status, nought for none."""
    try:
        return http.get(url).status_code
    except httpx.TransportError:
        return 0


@asynccontextmanager
async def running_server(conditions: Conditions) -> AsyncIterator[tuple[Server, Database]]:
    """A server that answers, and its database beside it.

    Raises:
        BenchFailed: the server does not come up, or its database would lose what it says it has stored.
    """
    with data_folder() as folder:
        server = launch(folder, conditions)
        embedded = EmbeddedServer(folder)
        try:
            await asyncio.to_thread(wait_for, server, "/api/health")
            address = await asyncio.to_thread(embedded.start)
            database = await Database.connect(address.dsn, size=2)
            try:
                await _expect_durable(database)
                yield server, database
            finally:
                await database.close()
        finally:
            await asyncio.to_thread(server.stop)
            await asyncio.to_thread(embedded.stop)


async def _expect_durable(database: Database) -> None:
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        if await database.value(f"SHOW {name}") != "on":
            raise BenchFailed(f"{name} is off: what is measured must be on disk")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
