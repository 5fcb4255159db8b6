"""`psc119 triage mutate`: small mistakes put into the protocol one at a time, and whether anything notices them."""

from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from psc119.console.triage_files import VIOLATED, FolderOption, JsonOption, load, load_worked_cases
from triage.mutation import LEAST_CAUGHT, Fate, Kind, MutationReport, draw, judge, list_mutants

KINDS = {
    Kind.DROP: "penentu dihapus",
    Kind.PRIORITY: "warna diganti",
    Kind.BOUND: "batas jawaban digeser",
    Kind.QUESTION: "pertanyaan ditukar",
    Kind.PATIENT: "batas umur atau kehamilan diubah",
}


def mutate_command(
    size: Annotated[int | None, typer.Option("--sample", min=1, help="Coba sekian mutan saja, dipilih acak.")] = None,
    seed: Annotated[int, typer.Option(help="Pilihan acak yang sama untuk angka yang sama.")] = 119,
    folder: FolderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ubah protokol satu demi satu, dan hitung berapa yang ketahuan oleh pembuktian atau kasus contoh.

    Mutan yang tidak berbeda pada jawaban apa pun tidak dihitung. Kode keluar 1 bila kurang dari 95 persen ketahuan.

    Contoh: psc119 triage mutate --sample 200
    """
    protocol = load(folder)
    cases = load_worked_cases(protocol, folder)
    mutants = list_mutants(protocol)
    chosen = mutants if size is None else draw(mutants, size, seed=seed)
    progress = Console(stderr=True)
    report = judge(protocol, cases, track(chosen, description="Mutan", console=progress, transient=True))
    if as_json:
        typer.echo(orjson.dumps(_document(report), option=orjson.OPT_INDENT_2).decode())
    else:
        _show(report, Console())
    if not report.ok:
        raise typer.Exit(VIOLATED)


def _document(report: MutationReport) -> dict[str, object]:
    return {
        "ok": report.ok,
        "version": report.version,
        "mutants": len(report.verdicts),
        **{str(fate): report.count(fate) for fate in Fate},
        "caught_share": round(report.caught_share, 4),
        "least_caught": LEAST_CAUGHT,
        "kinds": {str(kind): {str(fate): report.count(fate, kind) for fate in Fate} for kind in Kind},
        "survivors": [{"subject": one.subject, "name": one.name} for one in report.survivors],
    }


def _show(report: MutationReport, console: Console) -> None:
    table = Table("Mutan", "Jumlah", "Setara", "Ketahuan kasus", "Ketahuan pembuktian", "Lolos", box=None)
    for kind, words in KINDS.items():
        counts = [report.count(fate, kind) for fate in (Fate.EQUAL, Fate.CASES, Fate.VERIFIER, Fate.SURVIVED)]
        table.add_row(words, str(sum(counts)), *map(str, counts))
    console.print(table)
    for mutant in report.survivors:
        console.print(f"Lolos: {mutant.subject}, {mutant.name}", markup=False, highlight=False)
    equal = report.count(Fate.EQUAL)
    console.print(
        f"{len(report.verdicts)} mutan, {equal} setara; dari {len(report.verdicts) - equal} lainnya ketahuan "
        f"{report.caught_share:.1%} (paling sedikit {LEAST_CAUGHT:.0%}).",
        highlight=False,
    )
