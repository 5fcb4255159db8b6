"""Which file stands on which sheet, and the blocks of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from exchange.sheets.columns import (
    ALWAYS,
    BASELINE,
    DETERMINANT,
    DETERMINANT_END,
    GRAPH,
    LABEL,
    NODE,
    OPTION,
    QUESTION,
    REPLY,
    SCRIPT,
    SOURCE,
    Column,
    Record,
    with_strangers,
)
from triage.model import GATE_PREFIX
from triage.reader import Plain

FORMAT = "psc119-protokol-1"
FORM_SHEET = "_bentuk"
PROTOCOL_SHEET, GATE_SHEET, COMMON_SHEET = "protokol", "gerbang", "umum"
GRAPHS_SHEET, SOURCES_SHEET, LABELS_SHEET, WORDS_SHEET = "panduan", "sumber", "istilah", "kosakata"
OTHERS_SHEET, LANGUAGES_SHEET = "lain", "bahasa"
FIXED_FILES = {PROTOCOL_SHEET: "protocol.yaml", GATE_SHEET: "gate.yaml", COMMON_SHEET: "common.yaml"}
HELP_SHEETS = frozenset((FORM_SHEET, WORDS_SHEET))

HEAD, QUESTIONS, DETERMINANTS = "KARTU", "PERTANYAAN", "PENENTU"
BASELINES, SCRIPTS = "DASAR TIAP WARNA", "SKRIP RJP MENURUT USIA"
GRAPHS, SOURCES, LABELS, OTHERS, LANGUAGES = "PANDUAN", "SUMBER", "ISTILAH", "LAIN", "BAHASA"
COMMENT = "#"
COMMENT_COLUMN = Column(COMMENT, "Catatan penyusun")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a nested table.

    Args:
        children: the name under which a record of the level above lists these; empty for the first level.
        names: the columns that name a record; one of them is filled where a record begins.
    """

    children: str
    columns: tuple[Column, ...]
    names: tuple[str, ...] = ("id",)

    def sign(self, column: Column) -> str:
        """The name above a column, with the level where another level has the same."""
        return f"{self.children}:{column.sign}" if self.children else column.sign


@dataclass(frozen=True, slots=True)
class Table:
    """A block of a sheet: its title, and what its rows hold."""

    title: str
    levels: tuple[Level, ...]


def card_path(sheet: str) -> str:
    """The file of a sheet that is a card's."""
    return FIXED_FILES.get(sheet, f"cards/{sheet}.yaml")


def sheet_of(path: str) -> str | None:
    """The sheet of a file, or None for one that shares a sheet with others."""
    for sheet, file in FIXED_FILES.items():
        if file == path:
            return sheet
    return PurePosixPath(path).stem if path.startswith("cards/") else None


def is_language(path: str) -> bool:
    """Whether the file holds the words of a spoken language."""
    return path.startswith("languages/")


def is_graph(path: str) -> bool:
    """Whether the file holds an instruction graph."""
    return path.startswith("instructions/")


def question_table(records: Sequence[Record]) -> Table:
    """The table of questions, with a column for every name that the records have."""
    options = [option for record in records for option in records_under(record, "options")]
    return Table(
        QUESTIONS,
        (
            Level("", tuple(with_strangers(QUESTION, records, ("options",))), ("id", "use")),
            Level("options", tuple(with_strangers(OPTION, options))),
        ),
    )


def determinant_table(records: Sequence[Record], conditions: Sequence[str]) -> Table:
    """The table of determinants: a column for each question that a condition may name."""
    fixed = [*DETERMINANT, ALWAYS, *DETERMINANT_END]
    strangers = with_strangers(fixed, records)[len(fixed) :]
    asked = tuple(Column(f"when.{key}", key) for key in conditions)
    return Table(DETERMINANTS, (Level("", (*DETERMINANT, *asked, ALWAYS, *DETERMINANT_END, *strangers)),))


def graph_table(records: Sequence[Record]) -> Table:
    """The table of instruction graphs: graph, step, reply."""
    nodes = [node for record in records for node in records_under(record, "nodes")]
    replies = [reply for node in nodes for reply in records_under(node, "replies")]
    return Table(
        GRAPHS,
        (
            Level("", tuple(with_strangers((*GRAPH, COMMENT_COLUMN), records, ("nodes",)))),
            Level("nodes", tuple(with_strangers(NODE, nodes, ("replies",)))),
            Level("replies", tuple(with_strangers(REPLY, replies))),
        ),
    )


def flat_table(title: str, columns: tuple[Column, ...], records: Sequence[Record], name: str) -> Table:
    """A table without levels below."""
    return Table(title, (Level("", tuple(with_strangers(columns, records)), (name,)),))


def source_table(records: Sequence[Record]) -> Table:
    """The table of sources."""
    return flat_table(SOURCES, SOURCE, records, "id")


def label_table(records: Sequence[Record]) -> Table:
    """The table of words."""
    return flat_table(LABELS, LABEL, records, "name")


def baseline_table(records: Sequence[Record]) -> Table:
    """What each colour takes."""
    return flat_table(BASELINES, BASELINE, records, "priority")


def script_table(records: Sequence[Record]) -> Table:
    """Resuscitation by age."""
    return flat_table(SCRIPTS, SCRIPT, records, "script")


def question_keys(gate: Sequence[Record], own: Sequence[Record]) -> list[str]:
    """Every question that a determinant may name: the gate's first, then the card's in their order."""
    asked = [str(record.get("id") or record.get("use") or "") for record in own]
    return [*(GATE_PREFIX + str(record.get("id", "")) for record in gate), *filter(None, asked)]


def records_under(record: Plain | Record | None, key: str) -> list[Record]:
    """The mappings listed under a name; absent or of another form is none."""
    value = record.get(key) if isinstance(record, dict) else None
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
