"""What console commands share: the data folder, the database they work on, and how they speak."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from dispatch.store.embedded import EmbeddedServer, default_data_dir
from dispatch.store.pool import Database
from psc119.errors import CannotServe
from psc119.settings import Settings


def data_folder(data_dir: Path | None) -> Path:
    """The folder a command works on: the given one, the environment's, else the default; made when it is missing."""
    folder = data_dir or Settings().data_dir or default_data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def claim_folder(folder: Path, *, demo: bool) -> None:
    """Mark a data folder as the demo's or as a real PSC's, once and for all.

    The demo prints its passwords, so its accounts must never open a real PSC; and nothing simulated enters real data.

    Raises:
        CannotServe: the folder belongs to the other.
    """
    mark, mine = folder / "KIND", "demo" if demo else "psc"
    if not mark.exists():
        mark.write_text(f"{mine}\n", encoding="ascii")
        return
    if mark.read_text(encoding="ascii").strip() != mine:
        whose = "PSC yang sesungguhnya" if demo else "peragaan"
        raise CannotServe(f"Folder {folder} berisi data {whose}. Pilih folder lain dengan --data-dir.")


@asynccontextmanager
async def open_dsn(data_dir: Path | None) -> AsyncIterator[str]:
    """The address of the database: `PSC119_DATABASE_URL`, else the embedded server on the data folder.

    A server that `demo` or `serve` runs on the folder already is joined, and left running.
    """
    settings = Settings()
    if settings.database_url:
        yield settings.database_url
        return
    server = EmbeddedServer(data_folder(data_dir))
    address = await asyncio.to_thread(server.start)
    try:
        yield address.dsn
    finally:
        await asyncio.to_thread(server.stop)


@asynccontextmanager
async def open_database(data_dir: Path | None) -> AsyncIterator[Database]:
    """The database a command works on."""
    async with open_dsn(data_dir) as dsn:
        database = await Database.connect(dsn, size=4)
        try:
            yield database
        finally:
            await database.close()
