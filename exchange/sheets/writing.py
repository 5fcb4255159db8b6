"""From a protocol's content to a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exchange.content import Content
from exchange.sheets import layout
from exchange.sheets.cells import CellError, find_value, flatten, to_cell
from exchange.sheets.columns import HEADINGS, Column, Kind, Record
from exchange.sheets.languages import indonesian_of
from exchange.sheets.layout import Level, Table
from triage.model import GATE_PREFIX
from triage.reader import Plain

GUIDE = (
    "Satu lembar satu kartu. Pertanyaan: jawaban dari yang paling baik ke yang paling buruk.",
    "Penentu: isi sel pertanyaan dengan jawaban yang PALING SEDIKIT seburuk itu; warna adalah penentu terburuk.",
    "Jangan memindah atau mengganti nama kolom dan lembar. Nama kecil di atas kolom dipakai untuk membaca kembali.",
    "Pertanyaan baru: tambah barisnya, lalu sisipkan kolomnya di tabel penentu pada urutan yang sama.",
    "Tidak ada yang berlaku sebelum dokter penanggung jawab mengesahkan versi hasilnya.",
)
WIDE, NARROW = 46, 18
TEXT_FORMAT = "@"
_TITLE = Font(bold=True, size=13)
_HEADING = Font(bold=True)
_SIGN = Font(size=8, color="808080")
_HEADING_FILL = PatternFill("solid", fgColor="E7E6E6")
_COLOURS = {"merah": "F4B6B6", "kuning": "FFE699", "hijau": "C6E0B4"}
_MOST_INLINE = 250


@dataclass
class _Book:
    """The workbook being written, with what its validations and its form sheet need."""

    book: Workbook
    content: Content
    option_cells: dict[tuple[str, str], str] = field(default_factory=dict)
    form: list[tuple[str, ...]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)

    def sheet(self, name: str) -> Worksheet:
        sheet: Worksheet = self.book.create_sheet(name)
        sheet.sheet_view.zoomScale = 90
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self.form.append(("lembar", name))
        self.rows[name] = 1
        return sheet

    def next_row(self, sheet: Worksheet) -> int:
        row = self.rows[sheet.title]
        self.rows[sheet.title] = row + 1
        return row


def write_workbook(content: Content, version: str) -> bytes:
    """The workbook of a protocol's content.

    Args:
        version: the hash of the version, kept in the workbook to say what it was made from.

    Raises:
        CellError: something of it fits no cell.
    """
    made = _Book(Workbook(), content)
    made.book.remove(made.book.active)
    _write_protocol(made)
    gate = _part(content, "gate.yaml")
    _write_card(made, layout.GATE_SHEET, gate)
    _write_card(made, layout.COMMON_SHEET, _part(content, "common.yaml"))
    cards = {path: _part(content, path) for path in content.files if path.startswith("cards/")}
    for path, card in sorted(cards.items(), key=lambda item: (len(str(item[1].get("number"))), item[1]["number"])):
        _write_card(made, layout.sheet_of(path) or path, card)
    _write_graphs(made)
    _write_others(made)
    _write_words(made)
    _write_form(made, version)
    stream = BytesIO()
    made.book.save(stream)
    return stream.getvalue()


def _write_protocol(made: _Book) -> None:
    head = _part(made.content, "protocol.yaml")
    sheet = made.sheet(layout.PROTOCOL_SHEET)
    _put(sheet, made.next_row(sheet), 1, "PETUNJUK", font=_TITLE)
    for line in GUIDE:
        _put(sheet, made.next_row(sheet), 1, line, wrap=False)
    tables = ("sources", "labels", "resuscitation", "baseline")
    _write_head(made, sheet, head, "protocol.yaml", skip=tables)
    baseline = head["baseline"]
    colours: list[Record] = (
        [{"priority": name, **needs} for name, needs in baseline.items() if isinstance(needs, dict)]
        if isinstance(baseline, dict)
        else []
    )
    _write_table(made, sheet, layout.baseline_table(colours), colours)
    scripts = layout.records_under(head, "resuscitation")
    _write_table(made, sheet, layout.script_table(scripts), scripts)
    for name, table, key in (
        (layout.SOURCES_SHEET, layout.source_table, "sources"),
        (layout.LABELS_SHEET, layout.label_table, "labels"),
    ):
        records = layout.records_under(head, key)
        _write_table(made, made.sheet(name), table(records), records)


def _write_card(made: _Book, name: str, card: Mapping[str, Plain]) -> None:
    sheet = made.sheet(name)
    _write_head(made, sheet, card, layout.card_path(name), skip=("questions", "determinants"))
    questions = layout.records_under(card, "questions")
    table = layout.question_table(questions)
    begins = _write_table(made, sheet, table, questions)
    _note_options(made, name, table, questions, begins)
    rows = layout.records_under(card, "determinants")
    gate = layout.records_under(_part(made.content, "gate.yaml"), "questions")
    keys = layout.question_keys(gate, [] if name == layout.GATE_SHEET else questions)
    _write_table(made, sheet, layout.determinant_table(rows, keys), rows)


def _write_head(made: _Book, sheet: Worksheet, record: Record, path: str, skip: Sequence[str]) -> None:
    """Names and values, one a row; the name stands in the first column and is read again."""
    _put(sheet, made.next_row(sheet), 1, layout.HEAD, font=_TITLE)
    rows = [(layout.COMMENT, made.content.comments.get(path, ""))]
    for key, value in record.items():
        if key in skip:
            continue
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            rows.append((f"{key}[]", to_cell(Column(key, key, Kind.LIST), value)))
        elif isinstance(value, str):
            rows.append((key, value))
        else:
            rows.extend(flatten(value, f"/{key}"))
    for sign, text in rows:
        row = made.next_row(sheet)
        _put(sheet, row, 1, sign, font=_SIGN)
        _put(sheet, row, 2, text)
        _put(sheet, row, 3, HEADINGS.get(sign, "Catatan penyusun" if sign == layout.COMMENT else ""), font=_SIGN)
    made.next_row(sheet)


def _write_table(made: _Book, sheet: Worksheet, table: Table, records: Sequence[Record]) -> list[int]:
    """Title, headings, names, rows.

    Returns:
        The first row of each record.
    """
    _put(sheet, made.next_row(sheet), 1, table.title, font=_TITLE)
    columns = [(level, column) for level in table.levels for column in level.columns]
    headings, signs = made.next_row(sheet), made.next_row(sheet)
    for number, (level, column) in enumerate(columns, 1):
        _put(sheet, headings, number, column.heading, font=_HEADING, fill=_HEADING_FILL)
        _put(sheet, signs, number, level.sign(column), font=_SIGN, fill=_HEADING_FILL)
        _widen(sheet, number, column)
    begins = []
    first = made.rows[sheet.title]
    for record in records:
        begins.append(made.rows[sheet.title])
        for cells in _rows(table.levels, record):
            row = made.next_row(sheet)
            for number, text in cells.items():
                _put(sheet, row, number, text)
    last = max(first, made.rows[sheet.title] - 1)
    _validate(made, sheet, columns, first, last + 40)
    made.form.append(("kolom", sheet.title, table.title, *(level.sign(column) for level, column in columns)))
    made.next_row(sheet)
    return begins


def _rows(levels: Sequence[Level], record: Record, start: int = 1) -> Iterator[dict[int, str]]:
    """The rows of a record: itself and its first child side by side, the other children below."""
    level, below = levels[0], levels[1:]
    own = {
        number: to_cell(column, value)
        for number, column in enumerate(level.columns, start)
        if (value := _value_for(record, column)) is not None
    }
    children = layout.records_under(record, below[0].children) if below else []
    if not children:
        yield own
    for index, child in enumerate(children):
        for place, cells in enumerate(_rows(below, child, start + len(level.columns))):
            yield own | cells if index == place == 0 else cells


def _value_for(record: Record, column: Column) -> Plain | None:
    value = find_value(record, column.key)
    if column.key == "when":  # the flag of a row that says on purpose that it has no condition
        return "true" if value == {} else None
    return value


def _note_options(made: _Book, sheet: str, table: Table, questions: Sequence[Record], begins: Sequence[int]) -> None:
    """Keep where the answers of each question stand, but for the best: those a determinant may ask for."""
    letter = get_column_letter(len(table.levels[0].columns) + 1)
    for record, row in zip(questions, begins, strict=True):
        count = len(layout.records_under(record, "options"))
        if count > 1:
            made.option_cells[sheet, str(record.get("id"))] = f"{sheet}!${letter}${row + 1}:${letter}${row + count - 1}"


def _validate(made: _Book, sheet: Worksheet, columns: Sequence[tuple[Level, Column]], first: int, last: int) -> None:
    for number, (_, column) in enumerate(columns, 1):
        formula, strict = _choices(made, sheet.title, column)
        letter = get_column_letter(number)
        where = f"{letter}{first}:{letter}{last}"
        if formula:
            rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
            rule.error = "Pilih dari daftar."
            sheet.add_data_validation(rule)
            rule.add(where)
        if column.key == "priority":
            for colour, fill in _COLOURS.items():
                rule = FormulaRule(formula=[f'${letter}{first}="{colour}"'], fill=PatternFill(bgColor=fill))
                sheet.conditional_formatting.add(where, rule)


def _choices(made: _Book, sheet: str, column: Column) -> tuple[str | None, bool]:
    """The list to choose from, and whether anything else is refused: a cell may hold several words of some lists."""
    head, _, key = column.key.partition(".")
    if head == "when" and key:
        own = (layout.GATE_SHEET, key.removeprefix(GATE_PREFIX)) if key.startswith(GATE_PREFIX) else (sheet, key)
        return made.option_cells.get(own) or made.option_cells.get((layout.COMMON_SHEET, key)), True
    if column.kind is Kind.FLAG:
        return '"ya,tidak"', True
    if column.words and len(",".join(column.words)) < _MOST_INLINE:
        return f'"{",".join(column.words)}"', column.kind is not Kind.LIST
    if column.key in ("instructions", "graph"):
        count = sum(layout.is_graph(path) for path in made.content.files)
        return f"{layout.WORDS_SHEET}!$A$2:$A${count + 1}", column.key == "graph"
    if column.key == "sources":
        count = len(layout.records_under(_part(made.content, "protocol.yaml"), "sources"))
        return f"{layout.WORDS_SHEET}!$B$2:$B${count + 1}", False
    return None, False


def _write_graphs(made: _Book) -> None:
    sheet = made.sheet(layout.GRAPHS_SHEET)
    graphs: list[Record] = []
    for path in sorted(filter(layout.is_graph, made.content.files)):
        comment = made.content.comments.get(path)
        graphs.append({**_part(made.content, path), **({layout.COMMENT: comment} if comment else {})})
    _write_table(made, sheet, layout.graph_table(graphs), graphs)
    sheet.freeze_panes = "B4"


def _write_others(made: _Book) -> None:
    """Files that are no card, graph or table: every value with its path, so that none is lost."""
    others = [path for path in made.content.files if layout.sheet_of(path) is None and not layout.is_graph(path)]
    _write_values(made, layout.OTHERS_SHEET, layout.OTHERS, [one for one in others if not layout.is_language(one)], {})
    languages = list(filter(layout.is_language, others))
    if languages:
        meant = indonesian_of(made.content)
        sheet = _write_values(made, layout.LANGUAGES_SHEET, layout.LANGUAGES, languages, meant)
        for number, width in enumerate((NARROW * 1.5, WIDE, WIDE * 1.5, WIDE * 1.5), 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.freeze_panes = "A2"


def _write_values(made: _Book, name: str, title: str, paths: Sequence[str], meant: Mapping[str, str]) -> Worksheet:
    """File, place and value, one a row; beside it what it means, which is not read again."""
    sheet = made.sheet(name)
    _put(sheet, made.next_row(sheet), 1, title, font=_TITLE)
    for path in sorted(paths):
        comment = made.content.comments.get(path)
        head = [(layout.COMMENT, comment)] if comment else []
        for place, text in [*head, *flatten(made.content.files[path])]:
            row = made.next_row(sheet)
            for number, value in enumerate((path, place, text, *filter(None, [meant.get(place)])), 1):
                _put(sheet, row, number, value, **({"font": _SIGN} if number == 4 else {}))
    return sheet


def _write_words(made: _Book) -> None:
    sheet = made.sheet(layout.WORDS_SHEET)
    graphs = sorted(str(_part(made.content, path)["id"]) for path in made.content.files if layout.is_graph(path))
    sources = [str(one["id"]) for one in layout.records_under(_part(made.content, "protocol.yaml"), "sources")]
    for number, (heading, words) in enumerate((("Panduan", graphs), ("Sumber", sources)), 1):
        _put(sheet, 1, number, heading, font=_HEADING, fill=_HEADING_FILL)
        for row, word in enumerate(words, 2):
            _put(sheet, row, number, word)


def _write_form(made: _Book, version: str) -> None:
    rows = [("format", layout.FORMAT), ("versi", version), *made.form]
    sheet = made.sheet(layout.FORM_SHEET)
    sheet.sheet_state = "hidden"
    for row, values in enumerate(rows, 1):
        for number, value in enumerate(values, 1):
            _put(sheet, row, number, value)


def _widen(sheet: Worksheet, number: int, column: Column) -> None:
    letter = get_column_letter(number)
    wanted = WIDE if column.wide else NARROW
    sheet.column_dimensions[letter].width = max(sheet.column_dimensions[letter].width or 0, wanted)


def _put(sheet: Worksheet, row: int, column: int, text: str, *, wrap: bool = True, **style: Any) -> None:
    cell = sheet.cell(row, column)
    # As text whatever it looks like: no formula, no date, no number comes of it.
    cell.value = text
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)
    for name, value in style.items():
        setattr(cell, name, value)


def _part(content: Content, path: str) -> Mapping[str, Plain]:
    part = content.files[path]
    if not isinstance(part, dict):
        raise CellError(f"{path} bukan susunan nama dan nilai")
    return part
