"""The packaged cards: every row's own case. What the sources expect of a patient is in the cards' worked cases."""

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
