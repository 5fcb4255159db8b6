"""One block of a sheet: its columns checked against those it was made with, its rows read to nested records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from exchange.sheets.cells import CellError, from_cell
from exchange.sheets.columns import Column, Kind
from exchange.sheets.faults import Fault
from exchange.sheets.grid import Grid
from exchange.sheets.layout import DETERMINANTS, QUESTIONS, Level, Table
from triage.reader import Plain

Inside = tuple[str | int, ...]
_KINDS = {"[]": Kind.LIST, "{}": Kind.PAIRS}
WHEN = "when."


@dataclass
class Records:
    """The records of a block.

    Args:
        cells: for each record, the cell of every value by its place inside the record; ``()`` is where it begins.
    """

    sheet: str
    items: list[dict[str, Plain]] = field(default_factory=list)
    cells: list[dict[Inside, str]] = field(default_factory=list)

    def cell_of(self, index: int) -> str:
        """Where a record begins."""
        return self.cells[index][()]


@dataclass(frozen=True, slots=True)
class _Heading:
    number: int
    level: int
    column: Column


def read_records(
    grid: Grid, table: Table, made_with: Sequence[str] | None, faults: list[Fault], conditions: Sequence[str] | None
) -> Records:
    """The records of the block that `table` describes; mistakes are added to `faults`.

    Args:
        made_with: the names above the columns when the workbook was made; None on a sheet that somebody added.
        conditions: the questions that have a column each, in their order, or None.
    """
    records = Records(grid.name)
    start = next((number for number in grid.numbers() if grid.text(number, 1) == table.title), None)
    if start is None:
        faults.append(Fault(grid.name, None, f"blok {table.title} hilang; kembalikan judulnya di kolom A"))
        return records
    expected = _expected(table, made_with, conditions)
    headings = _read_headings(grid, start + 2, table, expected, faults)
    if headings is None:
        return records
    end = _end_of(grid, start + 3, table)
    _Rows(grid, table, headings, records, faults).read(range(start + 3, end))
    return records


def _expected(table: Table, made_with: Sequence[str] | None, conditions: Sequence[str] | None) -> list[str]:
    signs = [level.sign(column) for level in table.levels for column in level.columns]
    if made_with is None:
        return signs
    if conditions is None:
        return list(made_with)
    # Questions may have been added or taken away: their columns follow the questions, the others stand as made.
    old = [sign for sign in made_with if not sign.startswith(WHEN)]
    place = next(index for index, sign in enumerate(made_with) if sign.startswith(WHEN) or sign == "when")
    return [*old[:place], *(WHEN + key for key in conditions), *old[place:]]


def _read_headings(
    grid: Grid, row: int, table: Table, expected: Sequence[str], faults: list[Fault]
) -> list[_Heading] | None:
    """The columns, or None after telling what is missing, moved or renamed."""
    there = grid.rows.get(row, {})
    last = max(there, default=0)
    found = [there.get(number, "") for number in range(1, max(last, len(expected)) + 1)]
    if found != [*expected, *[""] * (len(found) - len(expected))]:
        faults.append(_tell_difference(grid, row, expected, found))
        return None
    known = {level.sign(column): (at, column) for at, level in enumerate(table.levels) for column in level.columns}
    return [_Heading(number, *known.get(sign, _stranger(table, sign))) for number, sign in enumerate(expected, 1)]


def _tell_difference(grid: Grid, row: int, expected: Sequence[str], found: Sequence[str]) -> Fault:
    number = next((n for n, (a, b) in enumerate(zip(expected, found, strict=False), 1) if a != b), len(expected) + 1)
    wanted = expected[number - 1] if number <= len(expected) else ""
    given = found[number - 1] if number <= len(found) else ""
    if not wanted:
        return grid.fault(row, number, f"kolom {given!r} tidak dikenal; hapus, atau daftarkan pertanyaannya dulu")
    if wanted in found:
        elsewhere = get_column_letter(found.index(wanted) + 1)
        return grid.fault(row, number, f"di sini harus kolom {wanted!r}; ia pindah ke kolom {elsewhere}. Kembalikan")
    if given and given not in expected:
        return grid.fault(row, number, f"kolom {given!r} tidak dikenal; namanya harus {wanted!r}. Kembalikan namanya")
    return grid.fault(row, number, f"kolom {wanted!r} hilang; sisipkan di sini")


def _stranger(table: Table, sign: str) -> tuple[int, Column]:
    """A column that the workbook was made with and this program has no words for."""
    prefix, colon, rest = sign.rpartition(":")
    at = next(index for index, level in enumerate(table.levels) if level.children == prefix) if colon else 0
    kind = _KINDS.get(rest[-2:], Kind.TEXT)
    key = rest if kind is Kind.TEXT else rest[:-2]
    return at, Column(key, key, kind)


def _end_of(grid: Grid, start: int, table: Table) -> int:
    """The row of the next block's title, or one after the last row."""
    titles = {QUESTIONS, DETERMINANTS, "SKRIP RJP MENURUT USIA", "DASAR TIAP WARNA"} - {table.title}
    for number in grid.numbers():
        if number >= start and grid.text(number, 1) in titles:
            return number
    return max(grid.rows, default=0) + 1


@dataclass
class _Rows:
    grid: Grid
    table: Table
    headings: Sequence[_Heading]
    records: Records
    faults: list[Fault]

    def read(self, rows: range) -> None:
        open_records: list[tuple[dict[str, Plain], Inside]] = []
        for row in rows:
            if row not in self.grid.rows:
                continue
            for at, level in enumerate(self.table.levels):
                values = {
                    heading: text
                    for heading in self.headings
                    if heading.level == at and (text := self.grid.text(row, heading.number))
                }
                if not values:
                    continue
                first = next(iter(values))
                if not any(heading.column.key in level.names for heading in values):
                    self.faults.append(self._nameless(row, first, level))
                    continue
                if at > len(open_records):
                    above = self.table.levels[at - 1].columns[0].heading
                    self.faults.append(self.grid.fault(row, first.number, f"baris ini tidak berada di bawah {above!r}"))
                    continue
                del open_records[at:]
                open_records.append(self._begin(open_records, level, row, first))
                for heading, text in values.items():
                    self._take(open_records[-1], heading, row, text)

    def _nameless(self, row: int, first: _Heading, level: Level) -> Fault:
        name = next(h for h in self.headings if h.column.key == level.names[0] and h.level == first.level)
        return self.grid.fault(row, name.number, f"isi kolom {name.column.heading!r}: baris ini punya isi tanpa nama")

    def _begin(
        self, above: list[tuple[dict[str, Plain], Inside]], level: Level, row: int, first: _Heading
    ) -> tuple[dict[str, Plain], Inside]:
        record: dict[str, Plain] = {}
        where = f"{get_column_letter(first.number)}{row}"
        if not above:
            self.records.items.append(record)
            self.records.cells.append({(): where})
            return record, ()
        parent, place = above[-1]
        siblings = parent.setdefault(level.children, [])
        assert isinstance(siblings, list)
        siblings.append(record)
        inside = (*place, level.children, len(siblings) - 1)
        self.records.cells[-1][inside] = where
        return record, inside

    def _take(self, into: tuple[dict[str, Plain], Inside], heading: _Heading, row: int, text: str) -> None:
        record, place = into
        column = heading.column
        try:
            value = from_cell(column, text)
        except CellError as error:
            self.faults.append(self.grid.fault(row, heading.number, str(error)))
            return
        head, dot, rest = column.key.partition(".")
        if column.key == "when":
            if value == "true":
                record.setdefault("when", {})
        elif dot:
            part = record.setdefault(head, {})
            assert isinstance(part, dict)
            part[rest] = value
        else:
            record[head] = value
        inside = (*place, head, rest) if dot else (*place, head)
        self.records.cells[-1][inside] = f"{get_column_letter(heading.number)}{row}"
