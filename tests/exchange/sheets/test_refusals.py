"""What people get wrong in a spreadsheet is told with card and cell, and nothing is taken over."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from exchange.content import write_content
from exchange.sheets.checking import import_workbook
from exchange.sheets.faults import WorkbookRefused
from psc119.console.triage import app
from tests.exchange.sheets.workbooks import CARD, changed, column_of, exported, faults_of, place, row_of, small, write
from triage import load_protocol

RUN = CliRunner()


def cell_of(row_id: str, sign: str) -> str:
    from openpyxl import load_workbook

    return place(load_workbook(BytesIO(exported()))[CARD], row_id, sign)


@pytest.mark.parametrize(
    ("row_id", "sign", "value", "says"),
    [
        ("ND-M1", "when.lama", "akutt", "pilihan 'akutt' tidak dikenal; yang ada: berhari_hari, akut, tidak_tahu"),
        ("ND-M1", "when.lama", "berhari_hari", "jawaban terbaik"),
        ("ND-K0", "instructions[]", "nyeri", "panduan 'nyeri' tidak dikenal; mungkin 'nyeri_dada'"),
        ("ND-M1", "sources[]", "iitt, koran", "sumber 'koran' tidak dikenal"),
        ("ND-M1", "capabilities[]", "als, helikopter", "kemampuan 'helikopter' tidak dikenal"),
        ("ND-M1", "priority", "hitam", "warna 'hitam' tidak dikenal; yang ada: merah, kuning, hijau"),
        ("ND-M1", "context.usia", "tua", "usia tidak terbaca"),
        ("ND-M1", "perlu_tanda_tangan", "mungkin", "isi 'ya' atau 'tidak'"),
        ("ND-M1", "when.pingsan", "=1+1", "rumus"),
        ("ND-M1", "example.answers{}", "lama", "tulis nama=nilai"),
    ],
)
def test_a_wrong_cell_is_named(row_id: str, sign: str, value: str, says: str) -> None:
    faults = faults_of(write(row_id, sign, value))
    assert [(one.sheet, one.cell) for one in faults] == [(CARD, cell_of(row_id, sign))]
    assert says in faults[0].message
    assert str(faults[0]).startswith(f"kartu {CARD}, sel {cell_of(row_id, sign)}: ")


def test_a_missing_translation_is_named() -> None:
    (fault,) = faults_of(write("ND-M1", "reason_en", None))
    assert fault.cell == cell_of("ND-M1", "reason")
    assert "terjemahan" in fault.message


def test_a_source_that_nobody_confirmed_needs_a_signature() -> None:
    (fault,) = faults_of(write("ND-M1", "perlu_tanda_tangan", None))
    assert fault.cell == cell_of("ND-M1", "sources[]")


def test_a_row_that_lost_its_condition_does_not_silently_hold_for_everybody() -> None:
    (fault,) = faults_of(write("ND-M9", "when.pingsan", None))
    assert fault.cell == cell_of("ND-M9", "id")
    assert "tanpa syarat" in fault.message


def test_a_row_that_can_never_decide_is_named() -> None:
    # Acute pain at 35 or over, without the acute pain: now every row about breath over 35 says nothing more.
    faults = faults_of(write("ND-M1", "when.lama", None))
    assert cell_of("ND-M3", "id") in [one.cell for one in faults]
    assert all("tidak pernah menentukan" in one.message for one in faults)


def _rename(book: Workbook) -> None:
    sheet = book[CARD]
    sheet.cell(row_of(sheet, "PENENTU") + 2, column_of(sheet, "PENENTU", "priority")).value = "warna"


def _swap(book: Workbook) -> None:
    sheet = book[CARD]
    row = row_of(sheet, "PENENTU") + 2
    for n in range(row, sheet.max_row + 1):
        a, b = sheet.cell(n, 4), sheet.cell(n, 5)
        a.value, b.value = b.value, a.value


def _drop(book: Workbook) -> None:
    sheet = book[CARD]
    first = column_of(sheet, "PENENTU", "when.lama")
    for n in range(row_of(sheet, "PENENTU") + 1, sheet.max_row + 1):
        for column in range(first, sheet.max_column + 1):
            sheet.cell(n, column).value = sheet.cell(n, column + 1).value


@pytest.mark.parametrize(
    ("change", "sign", "says"),
    [
        (_rename, "priority", "kolom 'warna' tidak dikenal; namanya harus 'priority'"),
        (_swap, "priority", "ia pindah ke kolom E"),
        (_drop, "when.lama", "kolom 'when.lama' hilang"),
    ],
)
def test_a_moved_renamed_or_missing_column_is_named(change: Callable[[Workbook], Any], sign: str, says: str) -> None:
    (fault,) = faults_of(change)
    assert says in fault.message
    heading = cell_of("ND-M1", sign).rstrip("0123456789")
    assert (fault.sheet, (fault.cell or "").rstrip("0123456789")) == (CARD, heading)


def test_a_sheet_that_is_gone_or_renamed_is_named() -> None:
    (fault,) = faults_of(lambda book: setattr(book[CARD], "title", "nyeri"))
    assert (fault.sheet, fault.cell) == (CARD, None)
    (fault,) = faults_of(lambda book: book.remove(book["_bentuk"]))
    assert "_bentuk" in fault.message


def test_a_cycle_without_exit_is_named_at_its_step() -> None:
    def trap(book: Workbook) -> None:
        sheet = book["panduan"]
        column = column_of(sheet, "PANDUAN", "replies:next")
        row = row_of(sheet, "muntah", column=column_of(sheet, "PANDUAN", "nodes:id"))
        sheet.cell(row, column).value = "muntah"

    (fault,) = faults_of(trap)
    assert fault.sheet == "panduan"
    assert "berputar tanpa akhir" in fault.message


def test_a_name_never_leads_out_of_the_folder() -> None:
    def escape(book: Workbook) -> None:
        sheet = book["panduan"]
        sheet.cell(row_of(sheet, "aed"), 1).value = "../../aed"

    assert any("hanya boleh huruf" in one.message for one in faults_of(escape))


def test_what_is_no_workbook_is_refused() -> None:
    bomb = BytesIO()
    with ZipFile(bomb, "w", 8) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    for data in (b"", b"PK\x03\x04 but no", bomb.getvalue()):
        with pytest.raises(WorkbookRefused):
            import_workbook(data)


def test_the_console_writes_nothing_of_a_wrong_workbook(tmp_path: Path) -> None:
    folder = tmp_path / "protocols"
    write_content(small()[1], folder)
    book = tmp_path / "p.xlsx"
    book.write_bytes(changed(write("ND-M1", "when.lama", "akutt")))
    result = RUN.invoke(app, ["import", str(book), "--to", str(folder)])
    assert result.exit_code == 2
    assert f"kartu {CARD}, sel {cell_of('ND-M1', 'when.lama')}" in result.stderr
    assert load_protocol(folder).version == small()[0].version


def test_the_console_exports_and_imports(tmp_path: Path) -> None:
    book, old, new = tmp_path / "p.xlsx", tmp_path / "lama", tmp_path / "baru"
    write_content(small()[1], old)
    assert RUN.invoke(app, ["export", str(book), "--protocol", str(old)]).exit_code == 0
    result = RUN.invoke(app, ["import", str(book), "--to", str(new)])
    assert result.exit_code == 0, result.output
    assert small()[0].version in result.stdout
    assert load_protocol(new).version == small()[0].version
    (tmp_path / "surat.txt").write_text("x")
    assert RUN.invoke(app, ["import", str(book), "--to", str(tmp_path)]).exit_code == 2


def test_a_sentence_of_a_language_that_names_nothing_is_told_with_its_cell() -> None:
    rows: list[int] = []

    def misspell(book: Workbook) -> None:
        rows.append(row_of(book["bahasa"], "/questions/gate.sadar/answers/kejang", column=2))
        book["bahasa"].cell(rows[0], 2).value = "/questions/gate.sadar/answers/kejng"

    (fault,) = faults_of(misspell)
    assert (fault.sheet, fault.cell) == ("bahasa", f"C{rows[0]}")
    assert "jawaban ini tidak ada" in fault.message
