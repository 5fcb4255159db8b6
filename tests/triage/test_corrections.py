"""The corrections that outrank the sources until a medical director signs; patients are in the cards' cases."""

from collections.abc import Mapping
from itertools import product

import pytest

from tests.triage.interviews import PROTOCOL, assess
from triage import Context, Priority, evaluate
from triage.vocabulary import Destination, Safety

MAN = Context(30, "L", False)
YOUNG = Context(22, "L", False)
MOTHER = Context(28, "P", True)
WOMAN = Context(28, "P", False)
UNASKED = Context(28, "P")
CHILD = Context(3)
NEWBORN = Context(0.02)
NOT_BREATHING = {"sadar": "tidak_sadar", "napas": "tidak_bernapas"}


def test_no_card_asks_for_a_place_that_a_city_may_not_have() -> None:
    """A destination is a need; whether a hospital removes clots is for the city's facilities to say."""
    assert not [word for word in Destination if "trombektomi" in word]


def test_every_correction_waits_for_a_signature() -> None:
    rows = [row for card in PROTOCOL.cards.values() for row in card.determinants if "koreksi" in row.sources]
    assert len({row.id for row in rows}) > 30
    assert all(row.needs_signature for row in rows)


@pytest.mark.parametrize("age_years", [11.9, 12, 55.9, 56])
def test_pregnancy_is_asked_of_women_from_12_to_55(age_years: float) -> None:
    asked = 12 <= age_years < 56
    gate = {"sadar": "sadar", "napas": "normal"}
    for card_id, expected in (("nyeri_perut", asked), ("gigitan_ular", False)):
        result = evaluate(PROTOCOL, card_id=card_id, gate=gate, answers={}, context=Context(age_years, "P"))
        assert result.ask_pregnancy == expected
    unasked = assess("jatuh", {}, Context(age_years, "P"))
    assert unasked.priority == ("kuning" if asked else "hijau")
    stated = assess("jatuh", {}, Context(age_years, "P", True))
    assert stated.priority == "kuning"


@pytest.mark.parametrize("context", [Context(28, "L"), Context(28, "P", False), MOTHER])
def test_pregnancy_is_not_asked_of_men_nor_twice(context: Context) -> None:
    gate = {"sadar": "sadar", "napas": "normal"}
    assert not evaluate(PROTOCOL, card_id="jatuh", gate=gate, answers={}, context=context).ask_pregnancy


@pytest.mark.parametrize(
    ("answers", "prompted"),
    [
        ({}, True),
        ({"tanda_pasti": "kata_awam"}, True),
        ({"tanda_pasti": "tidak_tahu"}, True),
        ({"tanda_pasti": "tepercaya"}, False),
    ],
)
def test_only_a_trusted_word_on_sure_signs_of_death_spares_the_caller_compressions(
    answers: Mapping[str, str], prompted: bool
) -> None:
    result = evaluate(PROTOCOL, card_id="henti_jantung", gate=NOT_BREATHING, answers=answers, context=MAN)
    assert (result.resuscitation_script is not None) == prompted
    assert result.dispatch_now
    assert result.priority is Priority.MERAH
    assert {"trc", "ambulans"} <= set(result.capabilities)
    assert (Safety.POLISI in result.safety_needs) == (not prompted)
    assert (result.instructions[0] == "tanda_kematian") == (not prompted)


def test_no_kuning_answer_on_the_psychiatric_card_sends_a_team_alone() -> None:
    card = PROTOCOL.cards["psikiatri"]
    for chosen in product(*(question.options for question in card.questions)):
        answers = {question.id: option.id for question, option in zip(card.questions, chosen, strict=True)}
        if sum(option.rank > 0 for option in chosen) <= 2:
            result = assess("psikiatri", answers, MAN)
            if result.priority is Priority.KUNING:
                assert "ambulans" in result.capabilities, answers
