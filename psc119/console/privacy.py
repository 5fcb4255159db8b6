"""`psc119 privacy`: forget a person, as the law on personal data gives them the right to ask."""

import asyncio
import getpass
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console

from dispatch.domain.command import Command
from dispatch.domain.refusal import Missing
from dispatch.domain.time import instant
from dispatch.domain.words import Source
from dispatch.store.embedded import EmbeddedServerError
from dispatch.store.forgetting import forget_subject
from dispatch.store.keys import KeyRing
from dispatch.store.ledger import Ledger
from dispatch.store.migrations import SchemaOutdated, check
from dispatch.store.pool import Database, DatabaseAway
from psc119.console.context import data_folder, open_dsn
from psc119.settings import Settings

app = typer.Typer(help="Data pribadi: lupakan seseorang.", no_args_is_help=True)
errors = Console(stderr=True)

NOT_FOUND = 1
CANNOT_WORK = 3
_CODE = re.compile(r"M-\d{4,}")


@app.callback()
def _group() -> None:
    """Data pribadi: lupakan seseorang."""


@app.command()
def destroy(
    subject: Annotated[str, typer.Argument(metavar="KUNCI|KASUS", help="Id kunci, atau kode kasus seperti M-0007.")],
    reason: Annotated[str, typer.Option("--reason", help="Alasan; tersimpan di catatan bersama nama Anda.")],
    psc: Annotated[str, typer.Option("--psc", help="PSC yang menyimpannya.")] = "tanjungpinang",
    yes: Annotated[bool, typer.Option("--yes", help="Jangan bertanya lagi.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Sebagai JSON, untuk program.")] = False,
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", help="Folder data program; bawaan: folder data pengguna.")
    ] = None,
) -> None:
    """Hancurkan kunci data pribadi seseorang, untuk selamanya.

    Nama, nomor, alamat, catatan, dan jawaban yang tersegel dengannya tampil sebagai "dihapus" di setiap layar dan di
    seluruh catatan. Catatan tetap utuh dan dapat dibuktikan dengan `psc119 events verify`. Simpan id kuncinya: setelah
    pemulihan dari cadangan, hancurkan lagi.

    Kode keluar: 0 sudah dilupakan, 1 kunci atau kasus tidak ada, 3 basis data tidak dapat dibuka.
    """
    if not yes:
        typer.confirm(f"Hancurkan kunci {subject}? Ini tidak dapat dibatalkan.", abort=True)
    try:
        key_id, seq = asyncio.run(_destroy(subject, reason, f"psc:{psc}", data_dir))
    except Missing as error:
        errors.print(f"{subject} tidak ada di {psc}.", markup=False, highlight=False)
        raise typer.Exit(NOT_FOUND) from error
    except (DatabaseAway, EmbeddedServerError, SchemaOutdated) as error:
        errors.print(str(error), markup=False, highlight=False)
        raise typer.Exit(CANNOT_WORK) from error
    if as_json:
        typer.echo(orjson.dumps({"key_id": key_id, "seq": seq}).decode())
    else:
        typer.echo(f"Kunci {key_id} dihancurkan, tercatat di nomor {seq}.")


async def _destroy(subject: str, reason: str, stream: str, data_dir: Path | None) -> tuple[str, int]:
    from psc119.assembly import Install, master_key  # noqa: PLC0415 - the help of this command needs no assembly

    settings = Settings()
    async with open_dsn(data_dir) as dsn:
        database = await Database.connect(dsn, size=2)
        try:
            await check(database)
            key_id = await _key_of(database, stream, subject)
            keys = KeyRing(database, master_key(Install(dsn, data_folder(data_dir), settings)))
            name = getpass.getuser()
            command = Command(
                id=str(uuid.uuid4()),
                actor={"id": f"konsol:{name}", "name": f"{name} (konsol)"},
                at=instant(datetime.now(UTC)),
                on_behalf=Source.SCREEN,
            )
            answer = await forget_subject(Ledger(database, keys), stream, command, key_id, reason=reason)
            return key_id, answer.seq
        finally:
            await database.close()


async def _key_of(database: Database, stream: str, subject: str) -> str:
    """The key that a case's code stands for; anything else is a key's id itself."""
    if not _CODE.fullmatch(subject):
        return subject
    key_id: str | None = await database.value(
        "SELECT data->>'key_id' FROM incident WHERE stream = $1 AND data->>'code' = $2", stream, subject
    )
    if key_id is None:
        raise Missing("incident", subject)
    return key_id
