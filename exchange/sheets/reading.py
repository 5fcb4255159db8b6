"""From a workbook to a protocol's content, with the cell that each value came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exchange.content import Content, is_inside
from exchange.sheets import layout
from exchange.sheets.blocks import Records, read_records
from exchange.sheets.cells import CellError, from_cell, steps_of, unflatten
from exchange.sheets.columns import Column, Kind
from exchange.sheets.faults import Fault, WorkbookRefused
from exchange.sheets.grid import Grid, read_grids
from triage.reader import Plain

Path = tuple[str | int, ...]
LIST_MARK = "[]"
_VALUES_SHEETS = (layout.OTHERS_SHEET, layout.LANGUAGES_SHEET)


@dataclass
class Origins:
    """Where each value of the content stands in the workbook."""

    cells: dict[tuple[str, Path], tuple[str, str]] = field(default_factory=dict)

    def find(self, file: str, path: Path) -> tuple[str | None, str | None]:
        """Sheet and cell of a value, or of the nearest thing that holds it."""
        for length in range(len(path), -1, -1):
            found = self.cells.get((file, path[:length]))
            if found is not None:
                return found
        return None, None


@dataclass
class Reading:
    """A workbook read: its content, where each value stands, and the version it was made from."""

    content: Content
    origins: Origins
    made_from: str


def read_workbook(data: bytes) -> Reading:
    """The content of a workbook.

    Raises:
        WorkbookRefused: with every mistake of form found: a sheet or column missing, moved or renamed, a cell that
            cannot be read.
    """
    faults: list[Fault] = []
    grids = read_grids(data, faults)
    reader = _Reader(grids, faults)
    reader.read()
    if faults:
        raise WorkbookRefused(faults)
    return Reading(Content(reader.files, reader.comments), reader.origins, reader.made_from)


@dataclass
class _Reader:
    grids: Mapping[str, Grid]
    faults: list[Fault]
    files: dict[str, Plain] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    origins: Origins = field(default_factory=Origins)
    form: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    made_from: str = ""

    def read(self) -> None:
        self._read_form()
        if self.faults:
            return
        gate = self._read_questions(layout.GATE_SHEET)
        keys = [str(one.get("id", "")) for one in gate.items]
        self._read_card(layout.GATE_SHEET, gate, keys)
        for name in self.grids:
            if name == layout.COMMON_SHEET or self._is_card(name):
                self._read_card(name, self._read_questions(name), keys)
        self._read_protocol()
        self._read_graphs()
        for name in _VALUES_SHEETS:
            if name in self.grids:  # the one of the languages is not in workbooks of versions without any
                self._read_values(self.grids[name])
        for path in self.files:
            # A name becomes a file's name: a stranger's must not lead out of the folder.
            if not is_inside(path):
                sheet, cell = self.origins.find(path, ())
                self.faults.append(Fault(sheet, cell, "nama ini hanya boleh huruf kecil, angka, dan garis bawah"))

    def _is_card(self, name: str) -> bool:
        special = {layout.GRAPHS_SHEET, layout.SOURCES_SHEET, layout.LABELS_SHEET, *_VALUES_SHEETS}
        return name not in special | layout.HELP_SHEETS | set(layout.FIXED_FILES)

    def _read_form(self) -> None:
        """What the workbook looked like when it was made; sheets that have gone are told."""
        form = self.grids.get(layout.FORM_SHEET)
        rows = [[form.text(n, c) for c in range(1, max(form.rows[n]) + 1)] for n in form.numbers()] if form else []
        if not rows or rows[0] != ["format", layout.FORMAT]:
            self.faults.append(
                Fault(None, None, "Ini bukan buku kerja protokol, atau lembar '_bentuk' hilang. Ekspor lagi lalu ubah.")
            )
            return
        wanted = [*layout.FIXED_FILES, layout.GRAPHS_SHEET, layout.SOURCES_SHEET, layout.LABELS_SHEET]
        wanted.append(layout.OTHERS_SHEET)
        for kind, *values in rows[1:]:
            if kind == "versi":
                self.made_from = values[0]
            elif kind == "kolom":
                self.form[values[0], values[1]] = values[2:]
            elif kind == "lembar":
                wanted.append(values[0])
        for name in dict.fromkeys(wanted):
            if name not in self.grids:
                self.faults.append(Fault(name, None, "lembar ini hilang atau namanya diganti; kembalikan"))

    def _read_questions(self, name: str) -> Records:
        return self._records(name, layout.QUESTIONS, layout.question_table([]))

    def _read_card(self, name: str, questions: Records, gate: Sequence[str]) -> None:
        path = layout.card_path(name)
        card = self._read_head(name, path)
        own = [] if name == layout.GATE_SHEET else questions.items
        conditions = layout.question_keys([{"id": key} for key in gate], own)
        rows = self._records(name, layout.DETERMINANTS, layout.determinant_table([], conditions), conditions)
        for key, records in (("questions", questions), ("determinants", rows)):
            card[key] = list(records.items)
            self._note(path, (key,), records)
        self.files[path] = card

    def _read_protocol(self) -> None:
        name, path = layout.PROTOCOL_SHEET, "protocol.yaml"
        head = self._read_head(name, path)
        baseline = self._records(name, layout.BASELINES, layout.baseline_table([]))
        colours: dict[str, Plain] = {}
        for index, item in enumerate(baseline.items):
            colour = str(item.get("priority", ""))
            colours[colour] = {key: value for key, value in item.items() if key != "priority"}
            self._note_one(path, ("baseline", colour), baseline, index)
        for key, sheet, title, table in (
            ("resuscitation", name, layout.SCRIPTS, layout.script_table([])),
            ("sources", layout.SOURCES_SHEET, layout.SOURCES, layout.source_table([])),
            ("labels", layout.LABELS_SHEET, layout.LABELS, layout.label_table([])),
        ):
            records = self._records(sheet, title, table)
            head[key] = list(records.items)
            self._note(path, (key,), records)
        self.files[path] = {**head, "baseline": colours}

    def _read_graphs(self) -> None:
        records = self._records(layout.GRAPHS_SHEET, layout.GRAPHS, layout.graph_table([]))
        for index, item in enumerate(records.items):
            graph = dict(item)
            path = f"instructions/{graph.get('id')}.yaml"
            comment = graph.pop(layout.COMMENT, None)
            if isinstance(comment, str):
                self.comments[path] = comment
            if path in self.files:
                self.faults.append(
                    Fault(layout.GRAPHS_SHEET, records.cell_of(index), f"panduan {graph['id']} dua kali")
                )
            self.files[path] = graph
            self._note_one(path, (), records, index)

    def _read_values(self, grid: Grid) -> None:
        rows: dict[str, dict[str, str]] = {}
        for number in grid.numbers():
            path, place, text = (grid.text(number, column) for column in (1, 2, 3))
            if place == layout.COMMENT:
                self.comments.update({path: text} if text else {})
            elif place:
                rows.setdefault(path, {})[place] = text
                self._note_value(grid, number, path, steps_of(place))
        for path, values in rows.items():
            try:
                self.files[path] = unflatten(values)
            except CellError as error:
                self.faults.append(Fault(grid.name, None, str(error)))

    def _note_value(self, grid: Grid, number: int, path: str, steps: Path) -> None:
        """Keep the cell of a value, and the row in which each part that holds it begins."""
        self.origins.cells[path, steps] = (grid.name, f"C{number}")
        for length in range(len(steps)):
            self.origins.cells.setdefault((path, steps[:length]), (grid.name, f"A{number}"))

    def _read_head(self, name: str, path: str) -> dict[str, Plain]:
        grid = self.grids[name]
        start = next((n for n in grid.numbers() if grid.text(n, 1) == layout.HEAD), None)
        found: dict[str, Plain] = {}
        nested: dict[str, str] = {}
        self.origins.cells[path, ()] = (name, f"A{start or 1}")
        if start is None:
            self.faults.append(Fault(name, None, f"blok {layout.HEAD} hilang; kembalikan"))
            return found
        row = start + 1
        while sign := grid.text(row, 1):
            text, key = grid.text(row, 2), sign.removesuffix(LIST_MARK)
            if sign == layout.COMMENT:
                self.comments.update({path: text} if text else {})
            elif sign.startswith("/"):
                nested[sign] = text
            elif text:
                column = Column(key, key, Kind.LIST if sign != key else Kind.TEXT)
                try:
                    found[key] = from_cell(column, text)
                except CellError as error:
                    self.faults.append(grid.fault(row, 2, str(error)))
            self.origins.cells[path, (key,)] = (name, f"B{row}")
            row += 1
        try:
            more: Any = unflatten(nested) if nested else {}
        except CellError as error:
            self.faults.append(Fault(name, f"A{start}", str(error)))
            more = {}
        return {**found, **more}

    def _records(self, name: str, title: str, table: layout.Table, conditions: Sequence[str] | None = None) -> Records:
        grid = self.grids[name]
        return read_records(grid, table, self.form.get((name, title)), self.faults, conditions)

    def _note(self, file: str, path: Path, records: Records) -> None:
        for index in range(len(records.items)):
            self._note_one(file, (*path, index), records, index)

    def _note_one(self, file: str, path: Path, records: Records, index: int) -> None:
        """Keep the cells of one record under its place in the file."""
        for inside, cell in records.cells[index].items():
            self.origins.cells[file, (*path, *inside)] = (records.sheet, cell)
