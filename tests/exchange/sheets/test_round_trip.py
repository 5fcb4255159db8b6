"""From files to a workbook and back: the same version, whatever the files hold."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.content import load_content, read_content, write_content
from exchange.sheets.cells import flatten, from_cell, to_cell, unflatten
from exchange.sheets.checking import import_workbook
from exchange.sheets.columns import Column, Kind
from exchange.sheets.export import export_workbook
from exchange.sheets.reading import read_workbook
from exchange.yaml_text import to_yaml
from tests.exchange.sheets.workbooks import CARD, changed, exported, packaged, place, small, write
from triage.reader import read_file

SOFFICE = shutil.which("soffice")
WORDS = st.text("abz_ÅÉ,:'\"#>=- \n", min_size=1).map(str.strip).filter(bool)
NAMES = st.text("abcxyz_", min_size=1)
PLAIN = st.recursive(WORDS, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner), max_leaves=12)


def test_every_file_comes_back_with_the_same_version() -> None:
    protocol, content = packaged()
    there = read_workbook(export_workbook(content, protocol.version))
    assert dict(there.content.files) == dict(content.files)
    assert dict(there.content.comments) == dict(content.comments)
    assert load_content(there.content).version == there.made_from == protocol.version
    assert len(protocol.cards) == 36


def test_a_name_that_has_no_column_yet_is_kept() -> None:
    protocol, content = small()
    files: dict[str, Any] = dict(content.files)
    card = files["cards/nyeri_dada.yaml"]
    rows = [dict(row) for row in card["determinants"]]
    rows[0] |= {"selimut": "ya", "bekal": ["infus", "oksigen"], "sasaran": {"darat": "10", "laut": "30"}}
    files |= {"cards/nyeri_dada.yaml": {**card, "determinants": rows, "batas": {"a": ["1", "2"]}}}
    files["waktu.yaml"] = {"sasaran": [{"merah": "10"}, {}], "catatan": "satu, dua"}
    more = type(content)(files, content.comments)
    assert dict(read_workbook(export_workbook(more, protocol.version)).content.files) == files


def test_files_that_say_the_same_are_left_as_they_are(tmp_path: Path) -> None:
    protocol, content = small()
    write_content(content, tmp_path)
    cases = tmp_path / "cards" / "nyeri_dada.cases.yaml"
    cases.write_text("cases: []\n")
    other_form = tmp_path / "cards" / "kejang.yaml"
    comment = "".join(f"# {line}\n" for line in content.comments.get("cards/kejang.yaml", "").splitlines())
    other_form.write_text(comment + to_yaml(content.files["cards/kejang.yaml"], by_line=True))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    imported = import_workbook(changed(write("ND-M1", "reason", "Nyeri dada akut pada umur 35 ke atas")))
    assert write_content(imported.content, tmp_path) == ["cards/nyeri_dada.yaml"]
    assert [path.name for path, was in before.items() if path.read_bytes() != was] == ["nyeri_dada.yaml"]
    there, _ = read_content(tmp_path)
    assert there.version == imported.protocol.version != protocol.version
    rows = {row.id: row for row in there.cards[CARD].determinants}
    assert rows["ND-M1"].reason.id == "Nyeri dada akut pada umur 35 ke atas"


def test_numbers_and_truth_typed_by_hand_are_read_as_words() -> None:
    imported = import_workbook(changed(write("ND-M6", "perlu_tanda_tangan", True)))
    assert imported.protocol.version == small()[0].version


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: its round trip was not tried")
def test_a_card_edited_in_libreoffice_comes_back_without_loss(tmp_path: Path) -> None:
    assert SOFFICE is not None
    book = tmp_path / "protokol.xlsx"
    book.write_bytes(changed(write("ND-M1", "reason", "Umur 35 ke atas, = nyeri akut")))
    command = [
        SOFFICE,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "saved"),
        str(book),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    saved = import_workbook((tmp_path / "saved" / "protokol.xlsx").read_bytes())
    assert saved.protocol.version == import_workbook(book.read_bytes()).protocol.version
    assert saved.content == import_workbook(book.read_bytes()).content


def test_the_cell_of_a_condition_holds_the_least_bad_answer_that_counts() -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(exported()))[CARD]
    assert sheet[place(sheet, "ND-M1", "when.lama")].value == "akut"
    assert sheet[place(sheet, "ND-M4", "when.gate.napas")].value == "tidak_normal"
    assert sheet[place(sheet, "ND-K0", "when")].value == "ya"
    where = place(sheet, "ND-M1", "when.lama")
    rule = next(one for one in sheet.data_validations.dataValidation if where in one.sqref)
    offered = [cell[0].value for cell in sheet[rule.formula1.split("!")[1].replace("$", "")]]
    assert offered == ["akut", "tidak_tahu"]


@given(PLAIN)
def test_flattened_content_comes_back(plain: object) -> None:
    assert unflatten(dict(flatten(plain))) == plain  # type: ignore[arg-type]


@given(st.lists(NAMES), st.dictionaries(NAMES, NAMES))
def test_lists_and_pairs_come_back_from_a_cell(names: list[str], pairs: dict[str, str]) -> None:
    for value, kind in ((names, Kind.LIST), (pairs, Kind.PAIRS)):
        column = Column("x", "x", kind)
        assert from_cell(column, to_cell(column, value)) == value  # type: ignore[arg-type]


@given(st.dictionaries(NAMES, PLAIN, min_size=1), st.booleans())
def test_yaml_says_what_the_content_says(
    tmp_path_factory: pytest.TempPathFactory, plain: object, by_line: bool
) -> None:
    folder = tmp_path_factory.mktemp("yaml")
    (folder / "a.yaml").write_text(to_yaml(plain, by_line=by_line), encoding="utf-8")  # type: ignore[arg-type]
    assert read_file(folder, folder / "a.yaml")[1] == plain


def test_a_sentence_of_a_language_is_changed_beside_its_indonesian_and_nothing_else_with_it() -> None:
    protocol, content = small()

    def translate(book: Any) -> None:
        sheet = book["bahasa"]
        row = _row_of_sentence(sheet, "/nodes/rjp_dewasa.tekan/said")
        assert sheet.cell(row, 4).value == protocol.instructions["rjp_dewasa"].by_id["tekan"].say.id
        sheet.cell(row, 3).value = "Yònglì àn!"
        sheet.cell(row, 4).value = "apa pun yang ditulis di sini"

    imported = import_workbook(changed(translate))
    assert imported.protocol.languages["zh-latn"].nodes["rjp_dewasa.tekan"].said == "Yònglì àn!"
    there = dict(imported.content.files)
    assert there.pop("languages/zh-latn.yaml") != content.files["languages/zh-latn.yaml"]
    assert there == {path: plain for path, plain in content.files.items() if path != "languages/zh-latn.yaml"}
    assert dict(imported.content.comments) == dict(content.comments)


def test_a_changed_card_leaves_every_language_as_it_was(tmp_path: Path) -> None:
    protocol, content = small()
    write_content(content, tmp_path)
    before = {path.name: path.read_bytes() for path in (tmp_path / "languages").iterdir()}
    imported = import_workbook(changed(write("ND-M1", "reason", "Nyeri dada akut pada umur 35 ke atas")))
    write_content(imported.content, tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / "languages").iterdir()} == before
    assert imported.protocol.languages == protocol.languages


def test_a_version_without_languages_has_no_sheet_of_them() -> None:
    _, content = small()
    head = {key: value for key, value in dict(content.files["protocol.yaml"]).items() if key != "languages"}  # type: ignore[arg-type]
    files = {path: plain for path, plain in content.files.items() if not path.startswith("languages/")}
    comments = {path: text for path, text in content.comments.items() if path in files}
    silent = type(content)({**files, "protocol.yaml": head}, comments)
    there = read_workbook(export_workbook(silent, load_content(silent).version))
    assert dict(there.content.files) == dict(silent.files)


def _row_of_sentence(sheet: Any, place_: str, *, file: str = "languages/zh-latn.yaml") -> int:
    rows = range(1, sheet.max_row + 1)
    return next(n for n in rows if (sheet.cell(n, 1).value, sheet.cell(n, 2).value) == (file, place_))
