"""A mistake in a protocol file stops the load, with file, line and what to do."""

import shutil
from pathlib import Path

import pytest

from triage import ProtocolError, load_protocol
from triage.load import PACKAGED

CHEST = "cards/nyeri_dada.yaml"
CHEST_ROW = "when: {lama: akut, riwayat: ya}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGED, tmp_path / "protocol"))


def edit(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old`; the line it was on, from 1."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def fail(folder: Path) -> ProtocolError:
    with pytest.raises(ProtocolError) as caught:
        load_protocol(folder)
    assert str(caught.value) == f"{caught.value.file}:{caught.value.line}: {caught.value.message}"
    return caught.value


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (CHEST, CHEST_ROW, "when: {lama: akutt}", "did you mean 'akut'?"),
        (CHEST, CHEST_ROW, "when: {lamaa: akut}", "did you mean 'lama'?"),
        (CHEST, CHEST_ROW, "when: {gate.napass: tidak_normal}", "did you mean 'gate.napas'?"),
        (CHEST, CHEST_ROW, "when: {lama: berhari_hari}", "always true"),
        (CHEST, CHEST_ROW, "whenn: {lama: akut}", "did you mean 'when'?"),
        (CHEST, CHEST_ROW, "when: {lama: akut, lama: akut}", "written twice"),
        (CHEST, CHEST_ROW, "when: [lama]", "must be a mapping"),
        (CHEST, 'usia: ">=35"', 'usia: "lima"', "is no bound"),
        (CHEST, 'usia: ">=35"', 'usia: ">50 <40"', "nobody has this age"),
        (CHEST, 'usia: ">=35"', "hamil: tidak", "can only be 'ya'"),
        (CHEST, "sources: [uva]", "sources: [uvaa]", "did you mean 'uva'?"),
        (CHEST, "sources: [uva]", "sources: [usulan]", "perlu_tanda_tangan"),
        (CHEST, "sources: [uva]", "sources: []", "name at least one"),
        (CHEST, "instructions: [nyeri_dada]", "instructions: [nyeri_dda]", "did you mean 'nyeri_dada'?"),
        (CHEST, "destinations: [pci]", "destinations: [pcii]", "did you mean 'pci'?"),
        (CHEST, "- id: ND-K2", "- id: ND-K1", "is taken"),
        (CHEST, "- id: ND-K2", "- id: U-M1", "is taken (common.yaml:"),
        (CHEST, "- use: bicara", "- use: bicaraa", "did you mean 'bicara'?"),
        (CHEST, "  - id: menjalar", "  - id: lama", "is there twice"),
        (CHEST, "- {id: akut, label", "- {id: berhari_hari, label", "is there twice"),
        (CHEST, ", rank: akut}", "}", "tidak_tahu needs `rank"),
        (CHEST, ", rank: akut}", ", rank: akutt}", "no earlier option"),
        (CHEST, "answers: {lama: akut}", "answers: {lama: akutt}", "unknown option 'akutt'"),
        (CHEST, "expect: {priority: merah}", "expect: {warna: merah}", "unknown 'warna'"),
        (CHEST, "number: 5", "number: lima", "whole number"),
        (CHEST, "priority: kuning", "priority: hitam", "'hitam' is unknown"),
        ("gate.yaml", "opens_card: sesak_napas", "opens_card: sesak", "unknown card 'sesak'"),
        ("gate.yaml", "silence: tidak_tahu", "silence: tak_tahu", "unknown option 'tak_tahu'"),
        ("protocol.yaml", "{script: rjp_anak, ", "{script: rjp_ank, ", "did you mean 'rjp_anak'?"),
        ("instructions/rjp_dewasa.yaml", "next: di_kasur", "next: di_lantai", "unknown node 'di_lantai'"),
        ("instructions/rjp_dewasa.yaml", "graph: rjp_anak", "graph: rjp_ank", "unknown instruction 'rjp_ank'"),
        ("instructions/kejang.yaml", "ask_gate: true", "ask_gate: true, next: tunggu", "exactly one of"),
    ],
)
def test_a_mistake_is_reported_with_its_line(folder: Path, name: str, old: str, new: str, says: str) -> None:
    line = edit(folder, name, old, new)
    error = fail(folder)
    assert says in error.message
    assert error.file == name
    # A row is reported at its first line, a name inside it at its own.
    assert 0 <= line - error.line <= 12


def test_a_misspelt_option_is_reported_on_the_very_line(folder: Path) -> None:
    line = edit(folder, CHEST, CHEST_ROW, "when: {lama: akutt}")
    assert fail(folder).line == line


def test_a_missing_catch_all_is_reported(folder: Path) -> None:
    edit(folder, CHEST, "    when: {}\n", "    when: {riwayat: ya}\n")
    error = fail(folder)
    assert error.file == CHEST
    assert "no catch-all" in error.message


def test_a_catch_all_for_some_people_only_is_none(folder: Path) -> None:
    edit(folder, CHEST, "    when: {}\n", '    when: {}\n    context: {usia: "<50"}\n')
    assert "no catch-all" in fail(folder).message


def test_a_graph_with_a_dead_end_is_reported_at_its_node(folder: Path) -> None:
    path = folder / "instructions/kejang.yaml"
    text = path.read_text(encoding="utf-8").removesuffix("    end: true\n")
    path.write_text(text, encoding="utf-8")
    error = fail(folder)
    assert (error.file, error.line) == ("instructions/kejang.yaml", text.count("\n", 0, text.rindex("- id:")) + 1)
    assert "'petugas_tiba' is a dead end" in error.message


def test_a_loop_without_exit_is_reported(folder: Path) -> None:
    edit(folder, "instructions/tunggu_petugas.yaml", "next: kumpulkan", "next: siapkan")
    assert "never reaches an end" in fail(folder).message


def test_a_node_nobody_reaches_is_reported(folder: Path) -> None:
    edit(folder, "instructions/duduk_tegak.yaml", "next: semprot", "next: pantau")
    assert "no reply leads to 'semprot'" in fail(folder).message


def test_a_reply_with_an_unknown_gate_answer_is_reported(folder: Path) -> None:
    edit(folder, "instructions/pantau_napas.yaml", "napas: tidak_normal", "napas: aneh")
    error = fail(folder)
    assert error.file == "instructions/pantau_napas.yaml"
    assert "'aneh'" in error.message


@pytest.mark.parametrize(
    ("content", "says"),
    [("id: [", "not valid YAML"), ("", "is empty"), ("- a\n", "must be a mapping"), (b"\xff\xfe\xfa", "UTF-8")],
)
def test_a_file_that_is_no_protocol_is_reported(folder: Path, content: str | bytes, says: str) -> None:
    (folder / CHEST).write_bytes(content.encode() if isinstance(content, str) else content)
    error = fail(folder)
    assert (error.file, says in error.message) == (CHEST, True)


def test_a_missing_file_or_folder_is_reported(folder: Path, tmp_path: Path) -> None:
    (folder / "gate.yaml").unlink()
    assert fail(folder).file == "gate.yaml"
    with pytest.raises(ProtocolError):
        load_protocol(tmp_path / "nowhere")


def test_a_second_card_of_the_same_name_cannot_exist(folder: Path) -> None:
    shutil.copy(folder / CHEST, folder / "cards/salinan.yaml")
    error = fail(folder)
    assert error.file == "cards/salinan.yaml"
    assert "nyeri_dada.yaml" in error.message


def test_the_version_follows_the_content_not_the_layout(folder: Path) -> None:
    first = load_protocol(folder).version
    path = folder / CHEST
    path.write_text("# a comment\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_protocol(folder).version == first
    edit(folder, CHEST, 'usia: ">=35"', 'usia: ">=36"')
    assert load_protocol(folder).version != first


def test_a_signature_holds_for_its_own_version_only(folder: Path) -> None:
    version = load_protocol(folder).version
    signature = f'name: "dr. Contoh"\nsigned_at: "2026-01-05T08:00:00Z"\nversion: {version}\n'
    (folder / "signature.yaml").write_text(signature, encoding="utf-8")
    signed = load_protocol(folder)
    assert signed.signed
    assert signed.version == version
    edit(folder, CHEST, 'usia: ">=35"', 'usia: ">=36"')
    assert not load_protocol(folder).signed
