"""The columns of each table: the name in the protocol's files, the heading people read, and how a cell is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from triage.reader import Plain
from triage.vocabulary import Alert, Capability, Destination, Disposition, Lifting, Priority, Safety, Transport

Record = Mapping[str, Plain]


class Kind(StrEnum):
    """How a value stands in one cell."""

    TEXT = "teks"
    FLAG = "ya/tidak"
    LIST = "daftar"
    """Words with commas between them."""
    PAIRS = "pasangan"
    """``name=value`` with commas between them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        key: name in the file; a dot reaches into a mapping (``context.usia``).
        heading: what people read above it.
        words: the closed list that its values come from, or empty.
        wide: it holds sentences.
    """

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    words: tuple[str, ...] = ()
    wide: bool = False

    @property
    def sign(self) -> str:
        """The name written above the column, from which it is read again."""
        return self.key + {Kind.LIST: "[]", Kind.PAIRS: "{}"}.get(self.kind, "")


def _words(vocabulary: type[StrEnum]) -> tuple[str, ...]:
    return tuple(str(word) for word in vocabulary)


EFFECTS = (
    Column("capabilities", "Kemampuan", Kind.LIST, _words(Capability)),
    Column("destinations", "Kebutuhan tujuan", Kind.LIST, _words(Destination)),
    Column("safety", "Keamanan", Kind.LIST, _words(Safety)),
    Column("lifting", "Pengangkatan", Kind.LIST, _words(Lifting)),
    Column("alerts", "Perhatian", Kind.LIST, _words(Alert)),
    Column("instructions", "Panduan", Kind.LIST),
)
TRANSPORT = Column("angkut", "Perlu diangkut", words=_words(Transport))
QUESTION = (
    Column("id", "Pertanyaan"),
    Column("text", "Ucapan", wide=True),
    Column("text_en", "Ucapan (Inggris)", wide=True),
    Column("use", "Pertanyaan umum"),
    Column("help", "Petunjuk"),
    Column("help_en", "Petunjuk (Inggris)"),
    Column("ask_when", "Ditanya bila", Kind.PAIRS),
    Column("ask_context", "Ditanya pada", Kind.PAIRS),
    Column("after_merah", "Juga sesudah MERAH", Kind.FLAG),
    Column("answer_within_s", "Batas jawab (detik)"),
    Column("silence", "Diam berarti"),
)
OPTION = (
    Column("id", "Pilihan"),
    Column("label", "Bunyi pilihan"),
    Column("label_en", "Bunyi pilihan (Inggris)"),
    Column("rank", "Seburuk"),
    Column("note", "Hanya catatan", Kind.FLAG),
    Column("ask_again", "Gerbang diulang", Kind.FLAG),
    Column("withholds_resuscitation", "Tanpa RJP", Kind.FLAG),
    TRANSPORT,
    *EFFECTS,
)
DETERMINANT = (
    Column("id", "Penentu"),
    Column("reason", "Alasan", wide=True),
    Column("reason_en", "Alasan (Inggris)", wide=True),
    Column("priority", "Warna", words=_words(Priority)),
    Column("disposition", "Keputusan", words=_words(Disposition)),
    TRANSPORT,
)
# Before the conditions, so that a row without any says so on purpose.
ALWAYS = Column("when", "Tanpa syarat", Kind.FLAG)
DETERMINANT_END = (
    Column("context.usia", "Usia (tahun)"),
    Column("context.jenis_kelamin", "Jenis kelamin", words=("L", "P")),
    Column("context.hamil", "Hamil atau nifas", words=("ya",)),
    *EFFECTS,
    Column("icd10", "ICD-10"),
    Column("resuscitate", "Mulai RJP", Kind.FLAG),
    Column("opens_card", "Membuka kartu"),
    Column("sources", "Sumber", Kind.LIST),
    Column("perlu_tanda_tangan", "Perlu tanda tangan", Kind.FLAG),
    Column("example.card", "Contoh: kartu"),
    Column("example.gate", "Contoh: gerbang", Kind.PAIRS),
    Column("example.answers", "Contoh: jawaban", Kind.PAIRS),
    Column("example.context", "Contoh: pasien", Kind.PAIRS),
    Column("example.expect", "Contoh: hasil", Kind.PAIRS),
)
GRAPH = (
    Column("id", "Panduan"),
    Column("title", "Judul", wide=True),
    Column("title_en", "Judul (Inggris)", wide=True),
    Column("order", "Urutan"),
    Column("sources", "Sumber", Kind.LIST),
    Column("perlu_tanda_tangan", "Perlu tanda tangan", Kind.FLAG),
    Column("during_resuscitation", "Juga saat RJP", Kind.FLAG),
)
NODE = (
    Column("id", "Langkah"),
    Column("say", "Ucapan", wide=True),
    Column("say_en", "Ucapan (Inggris)", wide=True),
    Column("note", "Petunjuk"),
    Column("note_en", "Petunjuk (Inggris)"),
    Column("metronome_bpm", "Metronom (per menit)"),
    Column("check_every_s", "Ulangi tiap (detik)"),
    Column("end", "Selesai", Kind.FLAG),
)
REPLY = (
    Column("id", "Jawaban"),
    Column("label", "Bunyi jawaban"),
    Column("label_en", "Bunyi jawaban (Inggris)"),
    Column("next", "Ke langkah"),
    Column("graph", "Ke panduan"),
    Column("gate", "Jawaban gerbang", Kind.PAIRS),
    Column("ask_gate", "Tanya gerbang lagi", Kind.FLAG),
)
SOURCE = (
    Column("id", "Sumber"),
    Column("title", "Judul", wide=True),
    Column("reference", "Rujukan", wide=True),
    Column("confirmed", "Dibaca di sumbernya", Kind.FLAG),
)
LABEL = (
    Column("name", "Istilah"),
    Column("label", "Bunyi", wide=True),
    Column("label_en", "Bunyi (Inggris)", wide=True),
)
BASELINE = (Column("priority", "Warna", words=_words(Priority)), *EFFECTS)
SCRIPT = (Column("script", "Skrip RJP"), Column("below_years", "Di bawah usia (tahun)"))
HEADINGS = {
    "id": "Kartu",
    "number": "Nomor",
    "title": "Judul",
    "title_en": "Judul (Inggris)",
    "kategori": "Kategori layanan",
    "spesifikasi": "Spesifikasi layanan",
    "icd10": "ICD-10",
    "sources[]": "Sumber",
    "resuscitates": "Memulai RJP",
}


def with_strangers(columns: Iterable[Column], records: Iterable[Record], skip: Iterable[str] = ()) -> list[Column]:
    """The columns, and one more for each name in the records that has none: what is not known yet is kept too."""
    found = list(columns)
    known = {column.key.split(".")[0] for column in found} | set(skip)
    for record in records:
        for key, value in record.items():
            if key not in known:
                known.add(key)
                kind = Kind.PAIRS if isinstance(value, dict) else Kind.LIST if isinstance(value, list) else Kind.TEXT
                found.append(Column(key, key, kind))
    return found
