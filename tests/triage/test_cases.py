"""The worked cases beside each card: they come out, and a file that says something impossible is refused."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from tests.triage.interviews import PROTOCOL
from triage import ProtocolError, load_cases, load_protocol, run_cases, verify
from triage.cases import LEAST_CASES
from triage.load import PACKAGED

CASES = load_cases(PROTOCOL)
FILE = "cards/nyeri_dada.cases.yaml"
SHOWN = 'shows: "Akut tepat 35 tahun"'


@pytest.mark.parametrize("subject", CASES)
def test_every_case_comes_out_as_its_source_expects(subject: str) -> None:
    results = run_cases(PROTOCOL, {subject: CASES[subject]})
    assert [f"{one.where}: {fault}" for one in results for fault in one.faults] == []
    assert len(results) >= LEAST_CASES


def test_every_card_has_a_case_of_each_colour_it_can_give() -> None:
    for card in PROTOCOL.cards.values():
        least = max(row.priority.severity for row in card.determinants if row.when.is_always)
        can = {row.priority for row in card.determinants if row.priority.severity >= least}
        assert {case.expect.priority for case in CASES[card.id]} == can, card.id


def test_every_case_is_a_whole_interview() -> None:
    for one in run_cases(PROTOCOL, CASES):
        if one.case.card_id is not None:
            assert one.assessment.complete, one.where


def test_every_correction_and_every_confirmed_source_of_a_card_is_tried() -> None:
    tried = {case.source for group in CASES.values() for case in group}
    assert {"koreksi", "iitt", "etat", "aha", "nj", "uva", "ohca_2011", "kspr", "skilas"} <= tried


def copy_with(tmp_path: Path, old: str, new: str, file: str = FILE) -> Path:
    folder = Path(copytree(PACKAGED, tmp_path / "protocol"))
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def line_of(folder: Path, words: str) -> int:
    lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_the_version_does_not_depend_on_the_cases(tmp_path: Path) -> None:
    folder = copy_with(tmp_path, "Akut tepat 35 tahun", "Batas umur")
    assert load_protocol(folder).version == PROTOCOL.version


def test_a_case_that_does_not_come_out_is_told_with_its_place_and_by_the_verifier(tmp_path: Path) -> None:
    expected = "priority: merah, disposition: evakuasi, angkut: ya, instructions: [nyeri_dada], needs: [aed"
    wrong = "priority: kuning, disposition: saran, angkut: tidak, instructions: [stroke, nyeri_dada], needs: [pln"
    folder = copy_with(tmp_path, expected, wrong)
    cases = load_cases(PROTOCOL, folder)
    line = line_of(folder, SHOWN)
    faults = {one.where: one.faults for one in run_cases(PROTOCOL, cases) if one.faults}
    assert list(faults) == [f"{FILE}:{line} (Akut tepat 35 tahun)"]
    (told,) = faults.values()
    assert [fault.split(":")[0] for fault in told] == [
        "priority",
        "disposition",
        "transport",
        "instructions",
        "needs",
    ]
    small = {name: PROTOCOL.cards[name] for name in ("henti_jantung", "nyeri_dada", "tidak_diketahui")}
    report = verify(replace(PROTOCOL, cards=small), {"nyeri_dada": cases["nyeri_dada"]})
    (check,) = (one for one in report.checks if one.property_id == "T15")
    assert (check.subject, check.count, len(check.violations)) == ("nyeri_dada", len(cases["nyeri_dada"]), 5)


def test_what_must_not_be_given_is_missed_when_it_is(tmp_path: Path) -> None:
    folder = copy_with(tmp_path, "without: [als]", "without: [trc]")
    (missed,) = [one for one in run_cases(PROTOCOL, load_cases(PROTOCOL, folder)) if one.faults]
    assert missed.faults == ("without: expects no trc",)
    assert [text.id for text in missed.in_words] == ["yang tidak boleh: mengharapkan tanpa trc"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("answers: {lama: akut}", "answers: {lamma: akut}", "did you mean 'lama'?"),
        ("answers: {lama: akut}", "answers: {lama: akutt}", "did you mean 'akut'?"),
        ("source: koreksi", "source: koreksii", "did you mean 'koreksi'?"),
        ("priority: kuning", "priority: hitam", "'hitam' is unknown"),
        ("needs: [trc]", "needs: [tcr]", "did you mean 'trc'?"),
        ("instructions: [nyeri_dada]", "instructions: [nyeri]", "unknown 'nyeri'"),
        ("instructions: [nyeri_dada], ", "", "'instructions' is missing"),
        ("angkut: mungkin, ", "", "'angkut' is missing"),
        ("usia: 34.99", "usia: muda", "usia must be an age"),
        ("usia: 34.99", "umur: 34.99", "unknown name 'umur'"),
        ("card: nyeri_dada", "card: stroke", "card must be 'nyeri_dada'"),
        ("    expect:", "    expects:", "'expect' is missing"),
        (SHOWN, "source: iitt", "written twice"),
        ("usia: 34.99", "usia: 35", "the same patient as in line"),
    ],
)
def test_a_case_that_cannot_be_is_refused_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = copy_with(tmp_path, old, new)
    with pytest.raises(ProtocolError, match=rf"^{FILE}:\d+: ") as refused:
        load_cases(PROTOCOL, folder)
    assert says in str(refused.value)
    assert refused.value.line > 1 or "card" in old


def test_a_card_without_enough_cases_and_cases_without_a_card_are_refused(tmp_path: Path) -> None:
    folder = Path(copytree(PACKAGED, tmp_path / "protocol"))
    path = folder / FILE
    text = path.read_text(encoding="utf-8")
    path.write_text("  - shows:".join(text.split("  - shows:")[:LEAST_CASES]), encoding="utf-8")
    with pytest.raises(ProtocolError, match="5 cases; a card needs at least 6"):
        load_cases(PROTOCOL, folder)
    path.rename(folder / "cards" / "nyeri_dad.cases.yaml")
    with pytest.raises(ProtocolError, match="no card has this name; did you mean 'nyeri_dada'"):
        load_cases(PROTOCOL, folder)
    (folder / "cards" / "nyeri_dad.cases.yaml").unlink()
    with pytest.raises(ProtocolError, match=f"{FILE}:1: the file is missing"):
        load_cases(PROTOCOL, folder)
