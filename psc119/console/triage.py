"""`psc119 triage`: go through a protocol card in the terminal, and prove what a protocol version promises."""

from dataclasses import asdict
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.prompt import Prompt
from rich.table import Table

from psc119.console.triage_cases import cases_command
from psc119.console.triage_files import VIOLATED, FolderOption, JsonOption, load, load_worked_cases, refused
from psc119.console.triage_mutants import mutate_command
from psc119.console.triage_replay import replay_command
from psc119.console.triage_workbook import export_command, import_command
from triage import Assessment, Context, Protocol, TriageInputError, VerificationReport, evaluate, verify
from triage.model import Question

app = typer.Typer(help="Protokol triase: jalankan kartu, dan buktikan sifat-sifatnya.", no_args_is_help=True)
app.command("cases")(cases_command)
app.command("mutate")(mutate_command)
app.command("export")(export_command)
app.command("import")(import_command)
app.command("replay")(replay_command)

COLOURS = {"merah": "bold white on red", "kuning": "bold black on yellow", "hijau": "bold white on green"}


@app.command()
def run(
    card: Annotated[str, typer.Argument(metavar="CARD", help="Kartu keluhan, misalnya nyeri_dada.")],
    answers: Annotated[str | None, typer.Option(help="Jawaban kartu tanpa bertanya: lama=akut,warna=biasa")] = None,
    gate: Annotated[str | None, typer.Option(help="Jawaban gerbang tanpa bertanya: sadar=sadar,napas=normal")] = None,
    age: Annotated[float | None, typer.Option(min=0, max=130, help="Umur dalam tahun; bayi 0.5.")] = None,
    sex: Annotated[str | None, typer.Option(help="Jenis kelamin: L atau P.")] = None,
    pregnant: Annotated[bool | None, typer.Option("--pregnant/--not-pregnant", help="Hamil atau nifas.")] = None,
    folder: FolderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Jalankan satu kartu: gerbang dulu, lalu pertanyaannya; tampilkan warna, alasan, dan panduan.

    Tanpa --answers, --gate atau --json, pertanyaan diajukan satu per satu di terminal.

    Contoh: psc119 triage run nyeri_dada --gate sadar=sadar,napas=normal --answers lama=akut --age 60 --json
    """
    console = Console()
    protocol = load(folder)
    try:
        context = _context(age, sex, pregnant)
        if answers is None and gate is None and not as_json:
            result = _interview(protocol, card, context, console)
        else:
            result = evaluate(
                protocol,
                card_id=card,
                gate=_pairs(gate, "--gate"),
                answers=_pairs(answers, "--answers"),
                context=context,
            )
    except TriageInputError as error:
        known = ", ".join(error.allowed) or "tidak ada"
        raise refused(f"'{error.given}' tidak dikenal ({error.where}). Yang dikenal: {known}.") from error
    if as_json:
        typer.echo(orjson.dumps(asdict(result), option=orjson.OPT_INDENT_2).decode())
    else:
        _show(protocol, result, console)


@app.command("verify")
def verify_command(folder: FolderOption = None, as_json: JsonOption = False) -> None:
    """Buktikan protokol: lengkap, monoton, setiap penentu tercapai, setiap contoh dan kasus benar.

    Kode keluar 1 bila ada yang dilanggar, 2 bila berkas protokol tidak dapat dibaca.

    Contoh: psc119 triage verify --json
    """
    protocol = load(folder)
    report = verify(protocol, load_worked_cases(protocol, folder))
    if as_json:
        document = {
            "ok": report.ok,
            "cards": report.cards,
            "scripts": report.scripts,
            "properties": len({check.property_id for check in report.checks}),
            "answer_sets": report.answer_sets,
            "violations": list(report.violations),
            "seconds": round(report.seconds, 2),
            "version": report.version,
            "signed": report.signed,
            "checks": [asdict(check) for check in report.checks],
        }
        typer.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
    else:
        _show_report(report, Console())
    if not report.ok:
        raise typer.Exit(VIOLATED)


def _pairs(text: str | None, option: str) -> dict[str, str]:
    """``a=b,c=d`` as a mapping."""
    found: dict[str, str] = {}
    for part in filter(None, (text or "").split(",")):
        key, equals, value = part.partition("=")
        if not equals or key.strip() in found:
            raise refused(f"{option}: '{part}' tidak terbaca. Tulis pertanyaan=jawaban, masing-masing sekali.")
        found[key.strip()] = value.strip()
    return found


def _context(age: float | None, sex: str | None, pregnant: bool | None) -> Context:
    if sex not in (None, "L", "P"):
        raise refused(f"--sex harus L atau P, bukan '{sex}'.")
    return Context(age_years=age, sex="L" if sex == "L" else "P" if sex == "P" else None, pregnant=pregnant)


def _interview(protocol: Protocol, card_id: str, context: Context, console: Console) -> Assessment:
    """Ask what the engine asks for next, until nothing is left; say MERAH the moment it is reached."""
    card = protocol.get_card(card_id)
    console.rule(card.title.id)
    gate: dict[str, str] = {}
    answers: dict[str, str] = {}
    announced = False
    while True:
        result = evaluate(protocol, card_id=card_id, gate=gate, answers=answers, context=context)
        if result.dispatch_now and not announced:
            console.print("MERAH: kirim sekarang, pertanyaan boleh diteruskan.", style=COLOURS["merah"])
            announced = True
        if result.ask_gate_again:
            console.print("Kejang: tunggu sampai berhenti, lalu gerbang ditanya ulang.")
            if Prompt.ask("Sudah berhenti?", choices=["ya", "petugas_tiba"], console=console) == "petugas_tiba":
                return result
            gate.clear()
        elif result.next_gate_question is not None:
            gate[result.next_gate_question] = _ask(protocol.gate.by_id[result.next_gate_question], console)
        elif result.next_question is not None:
            answers[result.next_question] = _ask(card.by_id[result.next_question], console)
        else:
            return result


def _ask(question: Question, console: Console) -> str:
    console.print(f"\n[bold]{question.text.id}[/bold]")
    if question.help is not None:
        console.print(question.help.id, style="dim")
    for number, option in enumerate(question.options, 1):
        console.print(f"  {number}. {option.label.id}", highlight=False)
    numbers = [str(number) for number in range(1, len(question.options) + 1)]
    choice = Prompt.ask("Jawaban", choices=numbers, show_choices=False, console=console)
    return question.options[int(choice) - 1].id


def _show(protocol: Protocol, result: Assessment, console: Console) -> None:
    def words(names: tuple[str, ...]) -> str:
        return ", ".join(protocol.labels[name].id if name in protocol.labels else name for name in names) or "-"

    colour = result.priority or "belum_ditriase"
    console.print()
    console.print(f" {words((colour,))} ", style=COLOURS.get(colour, "reverse"), end="")
    console.print("" if result.complete or result.dispatch_now else "  (belum selesai ditanya)")
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_row("Keputusan", words((result.disposition,) if result.disposition else ()))
    rows = {row.id: row for card in protocol.cards.values() for row in card.determinants}
    rows |= {row.id: row for row in protocol.gate.determinants}
    for row_id in result.determinants:
        row = rows[row_id]
        mark = " (usulan, perlu tanda tangan)" if row.needs_signature else ""
        table.add_row(row_id, f"{row.reason.id}{mark}")
    table.add_row("Yang dikirim", words(result.capabilities))
    table.add_row("Tujuan", words(result.destination_needs))
    table.add_row("Keamanan", words(result.safety_needs))
    table.add_row("Angkut", words((result.transport,) if result.transport else ()))
    table.add_row("Cara mengangkat", words(result.lifting_needs))
    if result.alerts:
        table.add_row("Perhatian", words(result.alerts))
    table.add_row("Panduan", ", ".join(protocol.instructions[name].title.id for name in result.instructions) or "-")
    console.print(table)
    if result.instructions:
        graph = protocol.instructions[result.instructions[0]]
        console.print(f"Ucapkan: [bold]{graph.by_id[graph.start].say.id}[/bold]")
    if not protocol.signed:
        console.print(f"Protokol {protocol.version[:12]}: {words(('belum_disahkan',))}.", style="dim")


def _show_report(report: VerificationReport, console: Console) -> None:
    table = Table("Sifat", "", "Cara", "Bagian", "Kasus", "Hasil", title=f"Protokol {report.version[:12]}")
    for property_id in sorted({check.property_id for check in report.checks}, key=lambda name: int(name[1:])):
        checks = [check for check in report.checks if check.property_id == property_id]
        broken = sum(len(check.violations) for check in checks)
        table.add_row(
            property_id,
            checks[0].title,
            " + ".join(sorted({check.method for check in checks})),
            str(len(checks)),
            f"{sum(check.count for check in checks):,}",
            f"{broken} pelanggaran" if broken else "baik",
        )
    console.print(table)
    for violation in report.violations:
        console.print(violation, markup=False, highlight=False)
    status = "sudah disahkan" if report.signed else "belum disahkan dokter penanggung jawab"
    console.print(
        f"{report.cards} kartu, {report.scripts} panduan, {report.answer_sets:,} susunan jawaban, "
        f"{len(report.checks)} pemeriksaan, {report.count:,} kasus dalam {report.seconds:.1f} detik; "
        f"versi {report.version}, {status}."
    )
