"""`psc119 triage replay`: a call's triage run again by the versions it was made with."""

import asyncio
import re
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

from psc119.console.context import data_folder, open_dsn
from psc119.console.triage_files import JsonOption
from psc119.settings import Settings

DIFFERS = 1
NOT_FOUND = 2
CANNOT_READ = 3
_CODE = re.compile(r"M-\d{4,}")

OUTCOMES = {
    "equal": "sama",
    "differs": "BERBEDA",
    "version_missing": "versi protokolnya tidak tersimpan, atau rusak",
    "erased": "jawabannya sudah dihapus",
    "unreadable": "jawabannya tidak dikenal versi itu",
}


def replay_command(
    incident: Annotated[str, typer.Argument(metavar="KASUS", help="Kode kasus seperti M-0007, atau id-nya.")],
    psc: Annotated[str, typer.Option("--psc", help="PSC yang menyimpannya.")] = "tanjungpinang",
    as_json: JsonOption = False,
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", help="Folder data program; bawaan: folder data pengguna.")
    ] = None,
) -> None:
    """Ulangi triase satu kasus dengan versi protokol dan jawaban yang dipakai waktu itu.

    Jawaban penelepon tidak ditampilkan. Kode keluar: 0 semua sama, 1 ada yang berbeda atau tidak dapat diulang,
    2 kasus tidak ada atau belum ditriase, 3 basis data tidak dapat dibuka.

    Contoh: psc119 triage replay M-0007
    """
    from dispatch.http.problems import NotFound  # noqa: PLC0415 - other triage commands need no database
    from dispatch.store.embedded import EmbeddedServerError  # noqa: PLC0415
    from dispatch.store.migrations import SchemaOutdated  # noqa: PLC0415
    from dispatch.store.pool import DatabaseAway  # noqa: PLC0415

    errors = Console(stderr=True)
    try:
        played = asyncio.run(_replay(incident, f"psc:{psc}", data_dir))
    except NotFound as error:
        errors.print(f"Kasus {incident} tidak ada di {psc}, atau belum pernah ditriase.", markup=False)
        raise typer.Exit(NOT_FOUND) from error
    except (DatabaseAway, EmbeddedServerError, SchemaOutdated) as error:
        errors.print(str(error), markup=False)
        raise typer.Exit(CANNOT_READ) from error
    if as_json:
        typer.echo(orjson.dumps(played, option=orjson.OPT_INDENT_2).decode())
    else:
        for one in played:
            typer.echo(
                f"{one['at']}  {one['card'] or 'gerbang'}  {one['priority'] or '-'}  versi"
                f" {one['protocol_version'][:12]}: {OUTCOMES[one['outcome']]}"
            )
            for field in one["differs"]:
                typer.echo(f"    {field['name']}: waktu itu {field['then']}, sekarang {field['now']}")
    if any(one["outcome"] != "equal" for one in played):
        raise typer.Exit(DIFFERS)


async def _replay(incident: str, stream: str, data_dir: Path | None) -> Any:
    from dispatch.incidents.replay import replay_triage  # noqa: PLC0415 - as above
    from dispatch.protocols.versions import get_content, load_checked  # noqa: PLC0415
    from dispatch.store.keys import KeyRing  # noqa: PLC0415
    from dispatch.store.migrations import check  # noqa: PLC0415
    from dispatch.store.pool import Database  # noqa: PLC0415
    from psc119.assembly import Install, master_key  # noqa: PLC0415

    async with open_dsn(data_dir) as dsn:
        database = await Database.connect(dsn, size=2)
        try:
            await check(database)
            keys = KeyRing(database, master_key(Install(dsn, data_folder(data_dir), Settings())))

            async def find(version: str) -> Any:
                return load_checked(version, await get_content(database, version))

            incident_id = await _id_of(database, stream, incident)
            return await replay_triage(database, keys, find, stream=stream, incident_id=incident_id)
        finally:
            await database.close()


async def _id_of(database: Any, stream: str, incident: str) -> str:
    if not _CODE.fullmatch(incident):
        return incident
    found: str | None = await database.value(
        "SELECT id FROM incident WHERE stream = $1 AND data->>'code' = $2", stream, incident
    )
    return found or incident
