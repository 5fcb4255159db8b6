"""`psc119 triage cases`: the worked cases beside each card, run against the protocol."""

from collections.abc import Mapping
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from psc119.console.triage_files import VIOLATED, FolderOption, JsonOption, load, load_worked_cases, refused
from triage import CaseResult, run_cases
from triage.errors import name_the_known


def cases_command(
    card: Annotated[
        str | None, typer.Argument(metavar="[CARD]", help="Hanya kartu ini, dengan tiap kasusnya; atau gate.")
    ] = None,
    folder: FolderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Jalankan kasus contoh di samping tiap kartu: yang diharapkan sumbernya, dan yang keluar.

    Kode keluar 1 bila ada yang tidak sesuai, 2 bila berkas tidak dapat dibaca.

    Contoh: psc119 triage cases nyeri_dada
    """
    protocol = load(folder)
    cases = load_worked_cases(protocol, folder)
    if card is not None:
        if card not in cases:
            raise refused(f"Tidak ada kasus untuk '{card}'. {name_the_known(card, cases)}")
        cases = {card: cases[card]}
    results = {name: run_cases(protocol, {name: group}) for name, group in cases.items()}
    violations = [f"{one.where}: {fault}" for group in results.values() for one in group for fault in one.faults]
    if as_json:
        document = {
            "ok": not violations,
            "version": protocol.version,
            "count": sum(map(len, results.values())),
            "violations": violations,
            "cases": [_document(name, one) for name, group in results.items() for one in group],
        }
        typer.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
    else:
        console = Console()
        console.print(_table(results) if card is None else _case_table(results[card]))
        for violation in violations:
            console.print(violation, markup=False, highlight=False)
        console.print(f"{sum(map(len, results.values()))} kasus, {len(violations)} tidak sesuai.")
    if violations:
        raise typer.Exit(VIOLATED)


def _document(name: str, one: CaseResult) -> dict[str, Any]:
    case, result = one.case, one.assessment
    return {
        "card": name,
        "file": case.place.file,
        "line": case.place.line,
        "shows": case.shows,
        "source": case.source,
        "expected": {
            "priority": case.expect.priority,
            "disposition": case.expect.disposition,
            "transport": case.expect.transport,
            "instructions": case.expect.instructions,
        },
        "got": {
            "priority": result.priority,
            "disposition": result.disposition,
            "transport": result.transport,
            "instructions": result.instructions,
        },
        "faults": one.faults,
    }


def _table(results: Mapping[str, list[CaseResult]]) -> Table:
    table = Table("Kartu", "Kasus", "Hasil", box=None)
    for name, group in results.items():
        wrong = sum(bool(one.faults) for one in group)
        table.add_row(name, str(len(group)), f"[bold red]{wrong} tidak sesuai[/]" if wrong else "baik")
    return table


def _case_table(group: list[CaseResult]) -> Table:
    table = Table("Baris", "Menunjukkan", "Sumber", "Warna", "Keputusan", "Angkut", "", box=None)
    for one in group:
        case = one.case
        expect = case.expect
        told = "[bold red]TIDAK[/]" if one.faults else "baik"
        line = str(case.place.line)
        table.add_row(line, case.shows, case.source, expect.priority, expect.disposition, expect.transport, told)
    return table
