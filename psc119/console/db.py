"""`psc119 db`: bring the database's schema to the one this program was written for."""

import asyncio
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from dispatch.store.embedded import EmbeddedServerError
from dispatch.store.migrations import find_revision, newest_revision
from dispatch.store.migrations import upgrade as upgrade_schema
from dispatch.store.pool import AWAY, Database, DatabaseAway
from psc119.console.context import open_dsn

app = typer.Typer(help="Basis data: naikkan skema.", no_args_is_help=True, add_completion=False)

CANNOT_UPGRADE = 3


@app.callback()
def _group() -> None:
    """Basis data: naikkan skema."""


@app.command()
def upgrade(
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", help="Folder data program; bawaan: folder data pengguna.")
    ] = None,
    database_url: Annotated[
        str | None,
        typer.Option("--database-url", help="PostgreSQL lain, misalnya postgresql://psc119@db/psc119."),
    ] = None,
) -> None:
    """Naikkan skema ke revisi program ini. Aman diulang; catatan kejadian tidak berubah.

    Tanpa --database-url dipakai PSC119_DATABASE_URL, dan tanpa itu PostgreSQL milik program di folder data.
    Kode keluar: 0 skema terbaru, 3 tidak dapat dinaikkan (alasannya disebut).

    Contoh: psc119 db upgrade --data-dir /var/lib/psc119
    """
    try:
        before, after = asyncio.run(_upgrade_at(data_dir, database_url))
    except EmbeddedServerError as error:
        _fail(str(error))
    except (DatabaseAway, *AWAY) as error:
        _fail(f"Basis data tidak dapat dihubungi: {error}")
    if before == after:
        typer.echo(f"Skema sudah terbaru: revisi {after}.")
    else:
        typer.echo(f"Skema dinaikkan dari {before or 'kosong'} ke revisi {after}.")


async def _upgrade_at(data_dir: Path | None, database_url: str | None) -> tuple[str | None, str]:
    if database_url is not None:
        return await _upgrade(database_url)
    async with open_dsn(data_dir) as dsn:
        return await _upgrade(dsn)


async def _upgrade(dsn: str) -> tuple[str | None, str]:
    database = await Database.connect(dsn, size=1)
    try:
        before = await find_revision(database)
    finally:
        await database.close()
    if before is not None and before > newest_revision():
        _fail(
            f"Skema ada di revisi {before}, lebih baru daripada program ini ({newest_revision()}). Perbarui programnya."
        )
    with Console(stderr=True).status(f"Menaikkan skema ke revisi {newest_revision()} …"):
        return before, await asyncio.to_thread(upgrade_schema, dsn)


def _fail(message: str) -> NoReturn:
    Console(stderr=True).print(message, markup=False, highlight=False)
    raise typer.Exit(CANNOT_UPGRADE)
