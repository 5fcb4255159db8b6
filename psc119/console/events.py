"""`psc119 events`: follow the event log, and prove that it and the tables say the same."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from dispatch.domain.time import instant
from dispatch.store.embedded import EmbeddedServerError
from dispatch.store.log import LoggedEvent, head_seq, list_events, list_streams
from dispatch.store.migrations import SchemaOutdated, check
from dispatch.store.pool import Database, DatabaseAway
from dispatch.store.verify import Verification, verify_stream
from psc119.console.context import open_database

app = typer.Typer(
    help="Catatan kejadian: ikuti, dan buktikan bahwa ia utuh.", no_args_is_help=True, add_completion=False
)

DIFFERS = 1
BAD_INPUT = 2
CANNOT_READ = 3
LOOK_EVERY_S = 1.0
SHOWN_AT_FIRST = 20
PROGRESS_STEP = 500

DataDirOption = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Folder data program; peragaan memakai subfolder demo di dalamnya."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Sebagai JSON, untuk program.")]

Result = TypeVar("Result")
Print = Callable[[LoggedEvent], None]


@app.command()
def tail(
    psc: Annotated[str, typer.Option("--psc", help="PSC yang diikuti.")] = "tanjungpinang",
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Terus ikuti sampai Ctrl-C.")] = False,
    from_seq: Annotated[
        int | None,
        typer.Option("--from", min=1, metavar="SEQ", help=f"Mulai dari nomor ini; bawaan: {SHOWN_AT_FIRST} terakhir."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Satu dokumen JSON tiap baris, lengkap dengan isi.")] = False,
    data_dir: DataDirOption = None,
) -> None:
    """Tampilkan kejadian menurut urutan pencatatan. Jam dalam UTC; data pribadi tetap tersegel.

    Contoh: psc119 events tail --follow

    Contoh: psc119 events tail --from 1 --json > catatan.jsonl
    """
    say = _say_json if as_json else _say_line

    async def work(database: Database) -> None:
        stream = f"psc:{psc}"
        await _expect_stream(database, stream)
        after = from_seq - 1 if from_seq else max(0, await head_seq(database, stream) - SHOWN_AT_FIRST)
        await _tail(database, stream, after, say, follow=follow)

    try:
        _run(data_dir, work)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None  # the way to end `--follow`


@app.command()
def verify(
    psc: Annotated[str | None, typer.Option("--psc", help="Hanya PSC ini; bawaan: semua.")] = None,
    as_json: JsonOption = False,
    data_dir: DataDirOption = None,
) -> None:
    """Hitung ulang rantai catatan, bangun ulang setiap baris darinya, dan bandingkan dengan tabel.

    Tidak memerlukan kunci: data yang sudah dihapus pun tetap terbukti. Boleh dijalankan selagi server bekerja.
    Kode keluar: 0 semua cocok, 1 ada yang tidak cocok (masing-masing disebut), 2 PSC tidak dikenal,
    3 basis data tidak terbaca.

    Contoh: psc119 events verify --json
    """

    async def work(database: Database) -> list[Verification]:
        if psc is not None:
            await _expect_stream(database, f"psc:{psc}")
        return await _verify(database, [f"psc:{psc}"] if psc else await list_streams(database))

    found = _run(data_dir, work)
    holds = all(each.holds for each in found)
    if as_json:
        document = {"holds": holds, "streams": [_document(each) for each in found]}
        typer.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
    else:
        _show(found)
    if not holds:
        raise typer.Exit(DIFFERS)


async def _tail(database: Database, stream: str, after: int, say: Print, *, follow: bool) -> None:
    while True:
        page = await list_events(database, stream, after=after)
        for logged in page:
            say(logged)
            after = logged.seq
        if page:
            continue
        if not follow:
            return
        await asyncio.sleep(LOOK_EVERY_S)


async def _verify(database: Database, streams: list[str]) -> list[Verification]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        return [await _verify_one(database, stream, progress) for stream in streams]


async def _verify_one(database: Database, stream: str, progress: Progress) -> Verification:
    bar = progress.add_task(stream, total=await head_seq(database, stream))

    def step(seq: int) -> None:
        if seq % PROGRESS_STEP == 0:
            progress.update(bar, completed=seq)

    found = await verify_stream(database, stream, progress=step)
    progress.update(bar, completed=found.events)
    return found


async def _expect_stream(database: Database, stream: str) -> None:
    known = await list_streams(database)
    if stream not in known:
        there = ", ".join(name.removeprefix("psc:") for name in known if name.startswith("psc:")) or "belum ada"
        _fail(f"Tidak ada catatan untuk PSC '{stream.removeprefix('psc:')}'. Yang ada: {there}.", BAD_INPUT)


def _say_line(logged: LoggedEvent) -> None:
    event = logged.event
    recorded = logged.recorded_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    who = f"{event.actor['name']} ({event.on_behalf})"
    typer.echo(f"{logged.seq:>7}  {recorded}  {event.type:<28}  {event.subjects[0]:<36}  {who}")


def _say_json(logged: LoggedEvent) -> None:
    event = logged.event
    document = {
        "stream": logged.stream,
        "seq": logged.seq,
        "type": event.type,
        "recorded_at": instant(logged.recorded_at),
        "hash": logged.hash,
        **orjson.loads(event.body()),
    }
    typer.echo(orjson.dumps(document).decode())


def _show(found: list[Verification]) -> None:
    console = Console()
    if not found:
        console.print("Belum ada kejadian: basis data kosong.")
        return
    table = Table("Catatan", "Kejadian", "Baris", "Hasil")
    for each in found:
        verdict = "cocok" if each.holds else f"{len(each.faults)} tidak cocok"
        table.add_row(each.stream, str(each.events), str(each.rows), verdict)
    console.print(table)
    for each in found:
        for fault in each.faults:
            console.print(f"{each.stream}: {fault}", markup=False, highlight=False, soft_wrap=True)


def _document(found: Verification) -> dict[str, Any]:
    return {
        "stream": found.stream,
        "events": found.events,
        "rows": found.rows,
        "holds": found.holds,
        "faults": found.faults,
    }


def _run(data_dir: Path | None, work: Callable[[Database], Awaitable[Result]]) -> Result:
    async def run() -> Result:
        async with open_database(data_dir) as database:
            await check(database)
            return await work(database)

    try:
        return asyncio.run(run())
    except (SchemaOutdated, EmbeddedServerError) as error:
        _fail(str(error), CANNOT_READ)
    except DatabaseAway as error:
        _fail(f"Basis data tidak dapat dihubungi: {error}", CANNOT_READ)


def _fail(message: str, code: int) -> NoReturn:
    Console(stderr=True).print(message, markup=False, highlight=False)
    raise typer.Exit(code)
