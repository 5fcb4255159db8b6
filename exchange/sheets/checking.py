"""A workbook's content checked as a protocol; every mistake is told with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory

import yaml

from exchange.content import Content
from exchange.sheets import layout
from exchange.sheets.columns import EFFECTS, Record
from exchange.sheets.faults import Fault, WorkbookRefused, known_ones
from exchange.sheets.reading import Path, Reading, read_workbook
from exchange.yaml_text import to_yaml
from triage import Protocol, ProtocolError, load_protocol
from triage.checks import check_rows_matter
from triage.model import GATE_PREFIX
from triage.reader import Plain
from triage.vocabulary import Disposition, Priority, Transport

TRANSLATED = ("title", "reason", "text", "say", "label", "help", "note")
# What the loader says in English and people can cause in a sheet; the rest is told as it says it.
_SAYINGS = (
    ("never reaches an end", "langkah ini berputar tanpa akhir; beri jawaban yang keluar dari putaran"),
    ("no reply leads to", "tidak ada jawaban yang menuju langkah ini; sambungkan atau hapus"),
    ("is a dead end", "langkah ini buntu; beri jawaban, atau isi Selesai = ya"),
    ("is an end and has replies", "langkah ini selesai tetapi punya jawaban; pilih salah satu"),
    ("leads to the unknown node", "sebuah jawaban menuju langkah yang tidak ada"),
    ("a reply leads to exactly one", "sebuah jawaban menuju tepat satu: langkah, panduan, jawaban gerbang, gerbang"),
    ("no catch-all", "kartu ini tidak punya penentu tanpa syarat; isi Tanpa syarat = ya pada satu baris tanpa konteks"),
    ("at least two options", "pertanyaan butuh paling sedikit dua pilihan, yang terbaik lebih dulu"),
    ("needs `rank:", "tidak_tahu butuh kolom Seburuk: sebut pilihan yang sama buruknya"),
    ("no earlier option", "kolom Seburuk menyebut pilihan yang tidak ada di atasnya"),
    ("is no bound", "usia tidak terbaca; tulis misalnya >=35, <5, atau >=1 <8"),
    ("nobody has this age", "tidak ada orang dengan usia ini; batas bawah lebih dulu"),
    ("answer_within_s and silence belong together", "Batas jawab dan Diam berarti diisi dua-duanya, atau kosong"),
    ("is there twice", "nama ini sudah dipakai; ganti salah satu"),
    ("is taken", "nama penentu ini sudah dipakai di tempat lain; ganti salah satu"),
    ("must be named", "nama lembar harus sama dengan id kartunya"),
    ("must be a whole number", "isi dengan bilangan bulat"),
    ("unknown phrase", "kalimat ini tidak ada dalam bahasa Indonesia; periksa namanya"),
    ("unknown step", "langkah ini tidak ada di panduan mana pun; periksa namanya"),
    ("unknown answer", "jawaban ini tidak ada pada pertanyaan atau langkah itu; periksa namanya"),
    ("unknown language", "bahasa ini belum terdaftar; tambahkan di lembar protokol, baris languages"),
    ("is no language code", "kode bahasa tidak terbaca; tulis misalnya en atau zh-latn"),
    ("stand in the cards", "kalimat bahasa ini ditulis di kartunya; ubah di sana"),
    ("is missing", "ada yang wajib dan belum diisi"),
)  # fmt: skip


@dataclass(frozen=True)
class Imported:
    """A workbook that makes a protocol."""

    protocol: Protocol
    content: Content
    made_from: str


def import_workbook(data: bytes) -> Imported:
    """The protocol of a workbook.

    Raises:
        WorkbookRefused: with every mistake found, each with its sheet and cell.
    """
    reading = read_workbook(data)
    faults = list(_Check(reading).faults())
    if faults:
        raise WorkbookRefused(faults)
    protocol = _load(reading)
    idle = list(_list_idle(protocol, reading))
    if idle:
        raise WorkbookRefused(idle)
    return Imported(protocol, reading.content, reading.made_from)


def _load(reading: Reading) -> Protocol:
    """Load it from files with one value a line, so that a line leads back to its cell."""
    with TemporaryDirectory(prefix="psc119-workbook-") as name:
        folder = FilePath(name)
        for path, plain in reading.content.files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(to_yaml(plain, by_line=True), encoding="utf-8")
        try:
            return load_protocol(folder)
        except ProtocolError as error:
            file = folder / error.file
            place = _place_at(file.read_text(encoding="utf-8"), error.line) if file.is_file() else ()
            sheet, cell = reading.origins.find(error.file, place)
            raise WorkbookRefused([Fault(sheet, cell, _in_indonesian(error.message))]) from error


def _in_indonesian(message: str) -> str:
    said = next((words for part, words in _SAYINGS if part in message), None)
    return f"{said} ({message})" if said else message


def _place_at(text: str, line: int) -> Path:
    """The deepest value that begins on a line of a file."""
    best: Path = ()
    for place, at in _walk(yaml.compose(text, Loader=yaml.SafeLoader), ()):
        if at == line:
            best = place
    return best


def _walk(node: yaml.Node | None, place: Path) -> Iterator[tuple[Path, int]]:
    if node is None:
        return
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*place, key.value), key.start_mark.line + 1
            yield from _walk(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(item, (*place, index))


def _list_idle(protocol: Protocol, reading: Reading) -> Iterator[Fault]:
    """Rows that can never decide: others always say as much."""
    cards = {card.id: card.determinants for card in protocol.cards.values()}
    idle = {text.id.split(" ")[0] for one in check_rows_matter(cards).values() for text in one.violations}
    for path, plain in reading.content.files.items():
        for index, row in enumerate(layout.records_under(plain, "determinants")):
            if row.get("id") in idle:
                sheet, cell = reading.origins.find(path, ("determinants", index, "id"))
                yield Fault(
                    sheet, cell, f"penentu {row['id']!r} tidak pernah menentukan: baris lain selalu berkata sama"
                )


class _Check:
    """What people most often get wrong in a sheet, each told in their words."""

    def __init__(self, reading: Reading) -> None:
        self.files = reading.content.files
        self.origins = reading.origins
        head = self.files["protocol.yaml"]
        sources = layout.records_under(head, "sources")
        self.sources = {str(one.get("id")): one.get("confirmed") == "true" for one in sources}
        self.graphs = [
            str(plain.get("id"))
            for path, plain in self.files.items()
            if layout.is_graph(path) and isinstance(plain, dict)
        ]
        self.gate = self._questions("gate.yaml", {})
        self.common = self._questions("common.yaml", {})

    def faults(self) -> Iterator[Fault]:
        """Every mistake found."""
        for path, plain in self.files.items():
            if layout.is_language(path):
                continue  # its names are those of the protocol: the loader knows each
            yield from self._untranslated(path, plain, ())
            yield from self._unknown_names(path, plain, ())
            if layout.sheet_of(path) is not None:
                yield from self._determinants(path)

    def _fault(self, file: str, path: Path, message: str) -> Fault:
        return Fault(*self.origins.find(file, path), message)

    def _questions(self, path: str, shared: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """The options of a file's questions, by question."""
        found: dict[str, list[str]] = {}
        for question in layout.records_under(self.files.get(path), "questions"):
            name = str(question.get("id") or question.get("use"))
            options = [str(one.get("id")) for one in layout.records_under(question, "options")]
            found[name] = options or list(shared.get(name, ()))
        return found

    def _untranslated(self, file: str, plain: Plain, path: Path) -> Iterator[Fault]:
        if isinstance(plain, list):
            for index, item in enumerate(plain):
                yield from self._untranslated(file, item, (*path, index))
        if not isinstance(plain, dict):
            return
        for key, value in plain.items():
            sentence = key in TRANSLATED and isinstance(value, str) and value not in ("true", "false")
            if sentence and f"{key}_en" not in plain and path[:1] != ("sources",):
                yield self._fault(
                    file, (*path, key), f"terjemahan Inggris dari {value!r} belum ada; isi kolom sebelahnya"
                )
            elif key.endswith("_en") and key.removesuffix("_en") not in plain:
                yield self._fault(file, (*path, key), "kalimat Indonesianya belum ada; isi kolom sebelahnya")
            yield from self._untranslated(file, value, (*path, key))

    def _unknown_names(self, file: str, plain: Plain, path: Path) -> Iterator[Fault]:
        """Words of the closed lists, instructions and sources, wherever they are named."""
        if isinstance(plain, list):
            for index, item in enumerate(plain):
                yield from self._unknown_names(file, item, (*path, index))
        if not isinstance(plain, dict):
            return
        for key, value in plain.items():
            known = self._known(key)
            given = value if isinstance(value, list) else [value]
            if known is not None and all(isinstance(one, str) for one in given):
                for one in given:
                    if one not in known[1]:
                        message = f"{known[0]} {one!r} tidak dikenal; {known_ones(str(one), known[1])}"
                        yield self._fault(file, (*path, key), message)
            else:
                yield from self._unknown_names(file, value, (*path, key))

    def _known(self, key: str) -> tuple[str, Sequence[str]] | None:
        for column in EFFECTS:
            if column.key == key and column.words:
                return column.heading.lower(), column.words
        others: dict[str, tuple[str, Sequence[str]]] = {
            "instructions": ("panduan", self.graphs),
            "graph": ("panduan", self.graphs),
            "sources": ("sumber", list(self.sources)),
            "priority": ("warna", [str(one) for one in Priority]),
            "disposition": ("keputusan", [str(one) for one in Disposition]),
            "angkut": ("perlu diangkut", [str(one) for one in Transport]),
        }
        return others.get(key)

    def _determinants(self, path: str) -> Iterator[Fault]:
        own = {} if path == "gate.yaml" else self._questions(path, self.common)
        known = {**{GATE_PREFIX + key: options for key, options in self.gate.items()}, **own}
        rows = layout.records_under(self.files[path], "determinants")
        for index, row in enumerate(rows):
            yield from self._conditions(path, ("determinants", index), row, known)
            yield from self._unconfirmed(path, ("determinants", index), row)

    def _conditions(self, file: str, path: Path, row: Record, known: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
        when = row.get("when")
        if not when and "when" not in row and not row.get("context"):
            yield self._fault(
                file, (*path, "id"), "baris ini tanpa syarat; isi satu pertanyaan, atau Tanpa syarat = ya"
            )
        for key, option in when.items() if isinstance(when, dict) else ():
            options = known.get(key, ())
            if option not in options:
                message = f"pilihan {option!r} tidak dikenal; {known_ones(str(option), options)}"
                yield self._fault(file, (*path, "when", key), message)
            elif option == options[0]:
                message = f"{option!r} jawaban terbaik, jadi selalu berlaku; kosongkan sel ini"
                yield self._fault(file, (*path, "when", key), message)

    def _unconfirmed(self, file: str, path: Path, row: Record) -> Iterator[Fault]:
        named: Iterable[Plain] = row.get("sources", ())
        weak = [one for one in named if isinstance(one, str) and self.sources.get(one) is False]
        if weak and row.get("perlu_tanda_tangan") != "true":
            message = f"sumber {weak[0]!r} belum dibaca di sumbernya; isi Perlu tanda tangan = ya"
            yield self._fault(file, (*path, "sources"), message)
