"""A workbook as sheets of texts: opened with care, since people send it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from exchange.sheets.cells import CellError, text_of
from exchange.sheets.faults import Fault, WorkbookRefused

MOST_BYTES = 8_000_000
MOST_UNPACKED_BYTES = 60_000_000
MOST_CELLS = 500_000


@dataclass(frozen=True)
class Grid:
    """One sheet.

    Args:
        rows: texts by row and column from 1; blank cells are absent.
    """

    name: str
    rows: Mapping[int, Mapping[int, str]]

    def text(self, row: int, column: int) -> str:
        """The text of a cell; blank is empty."""
        return self.rows.get(row, {}).get(column, "")

    def fault(self, row: int, column: int, message: str) -> Fault:
        """What is wrong with one cell."""
        return Fault(self.name, f"{get_column_letter(column)}{row}", message)

    def numbers(self) -> Iterator[int]:
        """The numbers of the rows that hold something."""
        yield from sorted(self.rows)


def read_grids(data: bytes, faults: list[Fault]) -> dict[str, Grid]:
    """The sheets of a workbook by name; cells that cannot be read are added to `faults`.

    Raises:
        WorkbookRefused: it is no XLSX file, or unreasonably large.
    """
    _expect_reasonable(data)
    try:
        book = load_workbook(BytesIO(data))
    except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise WorkbookRefused([Fault(None, None, "Berkas ini tidak terbaca sebagai XLSX. Simpan ulang.")]) from error
    grids = {}
    for sheet in book.worksheets:
        if len(sheet._cells) > MOST_CELLS:
            raise WorkbookRefused([Fault(sheet.title, None, "lembar ini terlalu besar")])
        rows: dict[int, dict[int, str]] = {}
        # The cells that are there, not all up to the last: a program may format a million rows.
        for (row, column), cell in sorted(sheet._cells.items()):
            where = f"{get_column_letter(column)}{row}"
            if cell.data_type in ("f", "e"):
                faults.append(Fault(sheet.title, where, "sel ini berisi rumus atau galat; tulis kata-katanya"))
                continue
            try:
                text = text_of(cell.value).strip()
            except CellError as error:
                faults.append(Fault(sheet.title, where, str(error)))
                continue
            if text:
                rows.setdefault(row, {})[column] = text
        grids[sheet.title] = Grid(sheet.title, rows)
    return grids


def _expect_reasonable(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise WorkbookRefused([Fault(None, None, f"Berkas terlalu besar; paling besar {MOST_BYTES // 1_000_000} MB.")])
    try:
        with ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except BadZipFile as error:
        raise WorkbookRefused(
            [Fault(None, None, "Berkas ini bukan XLSX. Simpan sebagai .xlsx lalu coba lagi.")]
        ) from error
    if unpacked > MOST_UNPACKED_BYTES:
        raise WorkbookRefused([Fault(None, None, "Isi berkas terlalu besar.")])
