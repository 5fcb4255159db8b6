"""`psc119 triage` in a terminal and for programs."""

import json
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from psc119.console.triage import app
from triage.load import PACKAGED

RUN = CliRunner()


def test_run_answers_a_program_in_json() -> None:
    result = RUN.invoke(
        app,
        ["run", "nyeri_dada", "--gate", "sadar=sadar,napas=normal", "--answers", "lama=akut", "--age", "60", "--json"],
    )
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert (document["priority"], document["dispatch_now"]) == ("merah", True)
    assert document["determinants"][0] == "ND-M1"


def test_run_shows_colour_reason_and_words_to_say() -> None:
    result = RUN.invoke(app, ["run", "persalinan", "--answers", "tahap=kepala_terlihat"])
    assert result.exit_code == 0
    assert "Merah" in result.stdout
    assert "Bayi segera lahir" in result.stdout
    assert "Ucapkan:" in result.stdout
    assert "Belum disahkan" in result.stdout


def test_run_asks_one_by_one_and_says_merah_at_once() -> None:
    # gate: not awake, breathing normal, counted regular; then the one question that still matters after MERAH.
    result = RUN.invoke(app, ["run", "tidak_sadar"], input="3\n1\n1\n1\n")
    assert result.exit_code == 0
    assert "kirim sekarang" in result.stdout
    assert "Posisi pemulihan" in result.stdout


def test_run_asks_the_gate_again_after_a_seizure() -> None:
    result = RUN.invoke(app, ["run", "henti_jantung"], input="2\nya\n3\n4\n1\n1\n1\n1\n")
    assert result.exit_code == 0
    assert "ditanya ulang" in result.stdout
    assert "RJP dewasa" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "nyeri_dad", "--json"], "nyeri_dada"),
        (["run", "nyeri_dada", "--answers", "lama=akutt"], "berhari_hari"),
        (["run", "nyeri_dada", "--answers", "lama"], "pertanyaan=jawaban"),
        (["run", "nyeri_dada", "--answers", "lama=akut,lama=akut"], "masing-masing sekali"),
        (["run", "nyeri_dada", "--sex", "X", "--json"], "L atau P"),
    ],
)
def test_bad_input_names_what_is_allowed(arguments: list[str], says: str) -> None:
    result = RUN.invoke(app, arguments)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())


def test_verify_reports_and_succeeds() -> None:
    result = RUN.invoke(app, ["verify", "--json"])
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["ok"]
    assert {"cards", "scripts", "properties", "answer_sets", "violations", "seconds"} <= set(report)
    assert (report["cards"], report["properties"], report["violations"]) == (36, 15, [])
    assert report["signed"] is False
    assert {"property_id", "title", "subject", "method", "count", "violations"} == set(report["checks"][0])
    assert sum(check["count"] for check in report["checks"] if check["property_id"] == "T15") > 36 * 6


def test_cases_are_run_and_told_to_a_program() -> None:
    result = RUN.invoke(app, ["cases", "--json"])
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert (report["ok"], report["violations"], report["count"]) == (True, [], len(report["cases"]))
    one = next(case for case in report["cases"] if case["card"] == "nyeri_dada")
    assert one["file"] == "cards/nyeri_dada.cases.yaml"
    assert one["expected"]["priority"] == one["got"]["priority"]
    shown = RUN.invoke(app, ["cases", "gate"])
    assert shown.exit_code == 0
    assert "0 tidak sesuai" in shown.stdout


def test_cases_fail_when_the_card_says_otherwise_and_refuse_what_they_cannot_read(tmp_path: Path) -> None:
    folder = Path(copytree(PACKAGED, tmp_path / "protocol"))
    path = folder / "cards" / "gigitan_ular.cases.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("priority: merah", "priority: kuning", 1), encoding="utf-8")
    wrong = RUN.invoke(app, ["cases", "gigitan_ular", "--protocol", str(folder)])
    assert wrong.exit_code == 1
    assert "priority: expects kuning, gets merah" in wrong.stdout
    path.write_text(text.replace("priority: merah", "priority: ungu", 1), encoding="utf-8")
    unreadable = RUN.invoke(app, ["cases", "--protocol", str(folder)])
    assert unreadable.exit_code == 2
    assert "cards/gigitan_ular.cases.yaml:" in unreadable.stderr
    unknown = RUN.invoke(app, ["cases", "nyeri_dad"])
    assert unknown.exit_code == 2
    assert "nyeri_dada" in unknown.stderr


def test_verify_fails_on_a_violation_and_on_an_unreadable_protocol(tmp_path: Path) -> None:
    folder = Path(copytree(PACKAGED, tmp_path / "protocol"))
    gate = folder / "gate.yaml"
    text = gate.read_text(encoding="utf-8")
    gate.write_text(text.replace("rank: tidak_normal", "rank: normal"), encoding="utf-8")
    violated = RUN.invoke(app, ["verify", "--protocol", str(folder)])
    assert violated.exit_code == 1
    assert "T4 gate" in violated.stdout
    gate.write_text(text.replace("rank: tidak_normal", "rank: tidak_norml"), encoding="utf-8")
    unreadable = RUN.invoke(app, ["verify", "--protocol", str(folder)])
    assert unreadable.exit_code == 2
    assert "gate.yaml:" in unreadable.stderr


def test_export_writes_fhir_for_other_programs(tmp_path: Path) -> None:
    file = tmp_path / "protokol.json"
    result = RUN.invoke(app, ["export", str(file), "--fhir"])
    assert result.exit_code == 0, result.output
    assert len(json.loads(file.read_text())["entry"]) == 36
    result = RUN.invoke(app, ["export", str(file), "--fhir", "--card", "nyeri_dada"])
    assert result.exit_code == 0, result.output
    assert json.loads(file.read_text())["url"] == "urn:psc119:tanjungpinang:kuesioner:nyeri_dada"
    assert RUN.invoke(app, ["export", str(file), "--fhir", "--card", "tak_ada"]).exit_code == 2
    assert RUN.invoke(app, ["export", str(file), "--card", "nyeri_dada"]).exit_code == 2
