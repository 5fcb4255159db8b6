"""The packaged cards: every row's own case, and what clinicians expect of the six complaints."""

import pytest

from tests.triage.interviews import PROTOCOL
from triage import Context, evaluate
from triage.model import Determinant

ROWS: dict[str, tuple[str | None, Determinant]] = {row.id: (None, row) for row in PROTOCOL.gate.determinants}
for _card in PROTOCOL.cards.values():
    ROWS |= {row.id: (_card.id, row) for row in _card.determinants}

CALM = {"sadar": "sadar", "napas": "normal"}


@pytest.mark.parametrize("row_id", sorted(ROWS))
def test_the_row_own_case(row_id: str) -> None:
    card_id, row = ROWS[row_id]
    example = row.example
    assert example is not None
    assert row.sources
    result = evaluate(
        PROTOCOL,
        card_id=example.card_id or card_id,
        gate=example.gate,
        answers=example.answers,
        context=example.context,
    )
    assert row_id in result.determinants
    assert example.expect["priority"] == result.priority
    for name, wanted in example.expect.items():
        assert getattr(result, name) == wanted


def test_the_cards_have_a_number_each_and_the_fallback_comes_last() -> None:
    numbers = [card.number for card in PROTOCOL.cards.values()]
    assert numbers == sorted(set(numbers))
    assert set(numbers) <= set(range(1, 37))
    assert list(PROTOCOL.cards)[-1] == "tidak_diketahui"


def test_unconfirmed_content_is_marked_and_nothing_is_signed_yet() -> None:
    for _, row in ROWS.values():
        confirmed = all(PROTOCOL.sources[name].confirmed for name in row.sources)
        assert confirmed or row.needs_signature, row.id
    assert not PROTOCOL.signed


@pytest.mark.parametrize(
    ("card_id", "answers", "context", "priority"),
    [
        ("nyeri_dada", {"lama": "akut", "menjalar": "tidak"}, Context(35), "merah"),
        ("nyeri_dada", {"lama": "akut", "menjalar": "tidak"}, Context(34.9), "kuning"),
        ("nyeri_dada", {"lama": "akut", "menjalar": "tidak"}, Context(), "merah"),
        ("sesak_napas", {"bicara": "kalimat_pendek", "asma": "ya", "nyeri_dada": "tidak"}, Context(40, "L"), "kuning"),
        ("sesak_napas", {"bicara": "kalimat_pendek", "asma": "tidak"}, Context(40), "merah"),
        ("sesak_napas", {"bicara": "kalimat_pendek", "asma": "tidak"}, Context(30, "L"), "kuning"),
        ("sesak_napas", {"bicara": "tidak_tahu"}, Context(30), "merah"),
        ("tidak_sadar", {"kejang": "berhenti"}, Context(24, "P", True), "merah"),
        ("tidak_sadar", {"kejang": "berhenti"}, Context(24, "P", None), "merah"),
        ("tidak_sadar", {"kejang": "berhenti"}, Context(24, "P", False), "kuning"),
        ("tidak_sadar", {"lemah_sesisi": "ya"}, Context(60), "merah"),
        ("kecelakaan_lalu_lintas", {"jumlah": "tiga_lebih"}, Context(), "merah"),
        ("kecelakaan_lalu_lintas", {"perdarahan": "deras"}, Context(), "merah"),
        ("persalinan", {"his": "kurang_lima"}, Context(28, "P", True), "merah"),
        ("persalinan", {"kspr": "sangat_tinggi", "his": "jarang"}, Context(28, "P", True), "kuning"),
        ("persalinan", {"kspr": "sangat_tinggi", "his": "lima_sepuluh"}, Context(28, "P", True), "merah"),
        ("tidak_diketahui", {"nyeri": "berat"}, Context(28, "P", True), "merah"),
    ],
)
def test_what_clinicians_expect(card_id: str, answers: dict[str, str], context: Context, priority: str) -> None:
    result = evaluate(PROTOCOL, card_id=card_id, gate=CALM, answers=answers, context=context)
    assert result.priority == priority


def test_a_breathless_call_on_the_chest_pain_card_is_merah_over_35() -> None:
    gate = {"sadar": "sadar", "napas": "tidak_normal"}
    over = evaluate(PROTOCOL, card_id="nyeri_dada", gate=gate, answers={}, context=Context(36))
    assert over.priority == "merah"
    assert "pci" in over.destination_needs


def test_each_birth_stage_gets_its_own_instructions_first() -> None:
    first = {
        stage: evaluate(
            PROTOCOL, card_id="persalinan", gate=CALM, answers={"tahap": stage}, context=Context(28, "P", True)
        ).instructions[0]
        for stage in ("ingin_mengejan", "kepala_terlihat", "sudah_lahir", "sungsang_tali_pusat")
    }
    assert first == {
        "ingin_mengejan": "persalinan",
        "kepala_terlihat": "persalinan",
        "sudah_lahir": "bayi_baru_lahir",
        "sungsang_tali_pusat": "sungsang",
    }
