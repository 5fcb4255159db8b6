"""Two versions compared in words, and old calls run on the new one before it is signed."""

import shutil
from pathlib import Path

import pytest

from tests.triage.interviews import PROTOCOL
from triage import Context, Priority, Protocol, TriageInputError, load_protocol
from triage.difference import AnswerSet, Difference, compare_versions, describe_difference
from triage.load import PACKAGED

CALM = {"sadar": "sadar", "napas": "normal"}
CHEST = "cards/nyeri_dada.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGED, tmp_path / "protocol"))


def changed(folder: Path, name: str, old: str, new: str) -> Protocol:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_protocol(folder)


def words(differences: list[Difference]) -> list[str]:
    return [one.words.id for one in differences]


def acute(age_years: float) -> AnswerSet:
    answers = {
        "warna": "biasa",
        "bicara": "kalimat_penuh",
        "lama": "akut",
        "menjalar": "tidak",
        "riwayat": "tidak",
        "pingsan": "tidak",
    }
    return AnswerSet("nyeri_dada", CALM, answers, Context(age_years, "L"))


def test_a_version_differs_in_nothing_from_itself() -> None:
    assert describe_difference(PROTOCOL, PROTOCOL) == []
    assert compare_versions(PROTOCOL, PROTOCOL, [acute(20), acute(60)]) == []


def test_an_age_that_moved_is_told_by_its_consequence(folder: Path) -> None:
    old = changed(folder, CHEST, 'usia: ">=35"', 'usia: ">50"')
    told = describe_difference(old, PROTOCOL)
    assert [one.part for one in told] == ["ND-M1"]
    assert told[0].words.id.startswith("nyeri dada: usia ≥ 35, ")
    assert "kini MERAH, sebelumnya usia > 50" in told[0].words.id
    assert told[0].words.en is not None
    assert "is now MERAH, before age > 50" in told[0].words.en


def test_old_calls_whose_colour_changes_are_listed_and_no_others(folder: Path) -> None:
    old = changed(folder, CHEST, 'usia: ">=35"', 'usia: ">50"')
    changes = compare_versions(old, PROTOCOL, [acute(20), acute(40), acute(60)])
    assert [(one.answer_set.context.age_years, one.before, one.after, one.lowered) for one in changes] == [
        (40, Priority.KUNING, Priority.MERAH, False)
    ]
    assert changes[0].words.id == (
        "nyeri dada, umur 40, laki-laki: KUNING menjadi MERAH (Nyeri dada akut, umur 35 ke atas)"
    )


def test_lowered_calls_come_first(folder: Path) -> None:
    new = changed(folder, CHEST, 'usia: ">=35"', 'usia: ">50"')
    new = changed(
        folder,
        CHEST,
        'priority: kuning\n    reason: "Nyeri dada tanpa',
        'priority: merah\n    reason: "Nyeri dada tanpa',
    )
    first, *rest = compare_versions(PROTOCOL, new, [acute(20)])
    assert not rest
    assert (first.before, first.after, first.lowered) == ("kuning", "merah", False)
    lowered = compare_versions(load_protocol(folder), PROTOCOL, [acute(20), acute(60)])
    assert [one.lowered for one in lowered] == [True]


def test_a_row_added_removed_or_recoloured_is_told(folder: Path) -> None:
    recoloured = changed(
        folder,
        CHEST,
        'priority: merah\n    reason: "Nyeri dada dengan pingsan"',
        'priority: kuning\n    angkut: ya\n    disposition: evakuasi\n    reason: "Nyeri dada dengan pingsan"',
    )
    assert any("kini KUNING, sebelumnya MERAH" in one for one in words(describe_difference(PROTOCOL, recoloured)))
    text = (folder / CHEST).read_text(encoding="utf-8")
    start, end = text.index("  - id: ND-M9\n"), text.index("  - id: ND-M10\n")
    (folder / CHEST).write_text(text[:start] + text[end:], encoding="utf-8")
    removed = load_protocol(folder)
    assert [one for one in words(describe_difference(PROTOCOL, removed)) if "bukan lagi alasan MERAH" in one]
    assert [one for one in words(describe_difference(removed, PROTOCOL)) if one.endswith("kini MERAH")]


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (
            CHEST,
            "Sejak kapan nyerinya?",
            "Mulai jam berapa nyerinya?",
            "nyeri dada: kini ditanya: Mulai jam berapa nyerinya?",
        ),
        (CHEST, "rank: akut}", "rank: berhari_hari}", "“Tidak tahu” kini dihitung seperti “Lebih dari 24 jam"),
        (CHEST, 'label: "Kurang dari 24 jam, ', 'label: "Hari ini, ', "menggantikan"),
        (CHEST, "capabilities: [als, aed]", "capabilities: [als]", "sebelumnya: evakuasi ke faskes rujukan"),
        (CHEST, ", lifting: [tandu]", "", "kebutuhan atau panduan pada “Ya” berubah"),
        ("gate.yaml", "priority: kuning", "priority: merah", "gerbang: "),
        (
            "instructions/rjp_anak.yaml",
            "buka bajunya.",
            "lepas bajunya.",
            "panduan RJP anak, 1 sampai 8 tahun: kini diucapkan: ",
        ),
    ],
)
def test_each_kind_of_edit_is_told(folder: Path, name: str, old: str, new: str, says: str) -> None:
    told = words(describe_difference(PROTOCOL, changed(folder, name, old, new)))
    assert any(says in one for one in told), told


def test_answers_that_the_new_version_cannot_read_are_a_change(folder: Path) -> None:
    path = folder / CHEST
    text = path.read_text(encoding="utf-8")
    for old, renamed in (("{id: akut, ", "{id: baru, "), ("lama: akut", "lama: baru"), ("rank: akut", "rank: baru")):
        text = text.replace(old, renamed)
    path.write_text(text, encoding="utf-8")
    new = load_protocol(folder)
    (change,) = compare_versions(PROTOCOL, new, [acute(60)])
    assert (change.after, change.lowered) == (None, True)
    assert "tidak terbaca lagi" in change.words.id
    with pytest.raises(TriageInputError):
        compare_versions(new, PROTOCOL, [acute(60)])
