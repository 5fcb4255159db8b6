"""`psc119 bench`: the program measured against the design's budgets."""

import logging
import os
from collections.abc import Callable
from typing import Annotated

import orjson
import structlog
import typer
from rich.console import Console
from rich.table import Table

from psc119.bench.core import NAMES, find_network, measure
from psc119.bench.roads.measuring import measure as measure_roads
from psc119.bench.roads.subjects import SUBJECTS
from psc119.bench.rows import BenchFailed, Row
from psc119.bench.stand import Conditions
from psc119.bench.triaging import measure as measure_triage

app = typer.Typer(help="Ukur program ini terhadap anggaran waktunya.", no_args_is_help=True)

MISSED = 1
BAD_INPUT = 2
FAILED = 3

progress = Console(stderr=True)


@app.callback()
def _bench() -> None:
    """Ukur program ini terhadap anggaran waktunya."""


@app.command()
def core(
    as_json: Annotated[
        bool, typer.Option("--json", help="Daftar {name, value, unit, budget, ok} untuk program.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="NAME", help="Hanya baris ini; boleh berulang.")
    ] = None,
    seconds: Annotated[float, typer.Option("--seconds", min=0.5, max=600, help="Lama tiap laju diukur.")] = 10.0,
) -> None:
    """Ukur inti pengiriman: rekomendasi, laju panggilan, sebaran ke layar, posisi, penyalaan.

    Server sungguhan dinyalakan pada folder data sementara dengan basis data tertanam yang menulis ke cakram.
    Jaringan jalan: PSC119_NETWORK, lalu data di samping checkout, lalu kerangka skematik.

    Kode keluar: 0 semua anggaran terpenuhi, 1 ada yang terlampaui, 2 nama baris tidak dikenal, 3 tidak dapat diukur.
    """
    if unknown := sorted(set(only or ()) - set(NAMES)):
        progress.print(f"Tidak ada baris {', '.join(unknown)}. Yang ada: {', '.join(NAMES)}", markup=False)
        raise typer.Exit(BAD_INPUT)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    conditions = Conditions(window_s=seconds, network=find_network())
    _measured(lambda tell: measure(conditions, only=only or NAMES, progress=tell), as_json=as_json)


@app.command()
def routing(
    as_json: Annotated[
        bool, typer.Option("--json", help="Daftar {name, value, unit, budget, ok} untuk program.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="NETWORK", help="Hanya jaringan ini; boleh berulang.")
    ] = None,
) -> None:
    """Ukur rute: mesin kami di samping scipy, networkx, dan lainnya, pada jaringan dan bobot yang sama.

    Jaringan: tanjungpinang dan coquimbo dari data di samping checkout, dan grid buatan (209.764 simpul). Pustaka yang
    tidak terpasang dilewati. Semua jawaban dibandingkan dulu: yang berbeda menghentikan pengukuran.

    Kode keluar: 0 semua anggaran terpenuhi, 1 ada yang terlampaui, 2 jaringan tidak dikenal, 3 tidak dapat diukur.
    """
    if unknown := sorted(set(only or ()) - set(SUBJECTS)):
        progress.print(f"Tidak ada jaringan {', '.join(unknown)}. Yang ada: {', '.join(SUBJECTS)}", markup=False)
        raise typer.Exit(BAD_INPUT)
    _measured(
        lambda tell: measure_roads(tuple(only or SUBJECTS), progress=tell),
        as_json=as_json,
    )


@app.command()
def triage(
    as_json: Annotated[
        bool, typer.Option("--json", help="Daftar {name, value, unit, budget, ok} untuk program.")
    ] = False,
) -> None:
    """Ukur triase: satu penilaian, dan seluruh protokol dari berkasnya.

    Penilaian diukur pada wawancara semua kasus contoh; kasus yang tidak sesuai menghentikan pengukuran.

    Kode keluar: 0 semua anggaran terpenuhi, 1 ada yang terlampaui, 3 tidak dapat diukur.
    """
    _measured(lambda tell: measure_triage(progress=tell), as_json=as_json)


def _measured(run: Callable[[Callable[[str], None]], list[Row]], *, as_json: bool) -> None:
    """Run a bench, say what it measures meanwhile, print its rows, and leave with what they say."""
    progress.print(f"Beban mesin sebelum mengukur: {_load()}", highlight=False)
    try:
        with progress.status("") as status:
            rows = run(lambda what: status.update(f"Mengukur: {what}"))
    except BenchFailed as failure:
        progress.print(str(failure), markup=False, highlight=False)
        raise typer.Exit(FAILED) from failure
    if as_json:
        typer.echo(orjson.dumps([row.document() for row in rows], option=orjson.OPT_INDENT_2))
    else:
        Console().print(_table(rows))
    progress.print(f"Beban mesin sesudah mengukur: {_load()}", highlight=False)
    if not all(row.ok for row in rows):
        raise typer.Exit(MISSED)


def _table(rows: list[Row]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("Baris", "Nilai", "Satuan", "Anggaran", ""):
        table.add_column(heading, no_wrap=True, justify="right" if heading in ("Nilai", "Anggaran") else "left")
    table.add_column("Keadaan")
    for row in rows:
        budget = f"{row.budget.bound} {row.budget.limit:g}" if row.budget else "–"
        kept = "" if row.budget is None else "[green]ya[/]" if row.ok else "[bold red]TIDAK[/]"
        table.add_row(row.name, f"{row.value:,.1f}", row.unit, budget, kept, row.note)
    return table


def _load() -> str:
    """The machine's load of the last minute: figures of a busy machine are compared only within one run."""
    return f"{os.getloadavg()[0]:.1f} pada {os.cpu_count()} inti"
