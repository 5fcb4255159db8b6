"""A workbook to change as a person would, and what its import then says."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exchange.content import Content, load_content, read_content
from exchange.sheets.checking import import_workbook
from exchange.sheets.export import export_workbook
from exchange.sheets.faults import Fault, WorkbookRefused
from triage import Protocol

CARD = "nyeri_dada"
NEEDED_CARDS = ("henti_jantung", "tidak_sadar", "sesak_napas", "kejang", "tidak_diketahui")


@cache
def packaged() -> tuple[Protocol, Content]:
    return read_content()


@cache
def small() -> tuple[Protocol, Content]:
    """The packaged protocol with the few cards that its gate and its shared rows name, and the one to change."""
    content = packaged()[1]
    cards = {f"cards/{name}.yaml" for name in (CARD, *NEEDED_CARDS)}
    files = {path: plain for path, plain in content.files.items() if not path.startswith("cards/") or path in cards}
    few = Content(files, {path: text for path, text in content.comments.items() if path in files})
    return load_content(few), few


@cache
def exported() -> bytes:
    protocol, content = small()
    return export_workbook(content, protocol.version)


def changed(change: Callable[[Workbook], Any]) -> bytes:
    book = load_workbook(BytesIO(exported()))
    change(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def faults_of(change: Callable[[Workbook], Any]) -> list[Fault]:
    """What the import says of a changed workbook; an accepted one has none."""
    try:
        import_workbook(changed(change))
    except WorkbookRefused as refused:
        return list(refused.faults)
    return []


def row_of(sheet: Worksheet, text: str, *, column: int = 1, after: int = 0) -> int:
    return next(n for n in range(after + 1, sheet.max_row + 1) if sheet.cell(n, column).value == text)


def column_of(sheet: Worksheet, block: str, sign: str) -> int:
    row = row_of(sheet, block) + 2
    return next(n for n in range(1, sheet.max_column + 1) if sheet.cell(row, n).value == sign)


def place(sheet: Worksheet, row_id: str, sign: str) -> str:
    """The cell of a determinant under a column."""
    return str(sheet.cell(row_of(sheet, row_id), column_of(sheet, "PENENTU", sign)).coordinate)


def write(row_id: str, sign: str, value: Any, *, sheet: str = CARD) -> Callable[[Workbook], None]:
    """Write into a determinant's cell."""

    def change(book: Workbook) -> None:
        book[sheet][place(book[sheet], row_id, sign)].value = value

    return change
