"""Complaints 19 to 35: form, safety and instructions. What comes out is in the cards' worked cases."""

import pytest

from tests.triage.interviews import PROTOCOL, assess
from triage import Context, evaluate
from triage.vocabulary import Capability, Priority, Safety

MAN = Context(30, "L", False)
ELDER = Context(75, "P", False)
MOTHER = Context(28, "P", True)
CHILD = Context(3)
BABY = Context(0.15)
NEWBORN = Context(0.02)

# Childbirth (25) and traffic accidents (30) have more to ask.
FAMILY = [card.id for card in PROTOCOL.cards.values() if 19 <= card.number <= 35 and card.number not in (25, 30)]


@pytest.mark.parametrize("card_id", FAMILY)
def test_each_card_is_short_enough_to_ask(card_id: str) -> None:
    assert len(FAMILY) == 15
    card = PROTOCOL.cards[card_id]
    assert len(card.questions) <= 7
    assert all(len(question.options) <= 5 for question in card.questions)


def test_a_team_never_goes_alone_to_a_mental_crisis() -> None:
    for row in PROTOCOL.cards["psikiatri"].determinants:
        if row.priority is Priority.KUNING and row.id.startswith("PJ-"):
            assert Capability.AMBULANS in row.effects.capabilities, row.id
    assert Safety.POLISI in assess("psikiatri", {"ancaman": "ya"}, MAN).safety_needs
    assert Safety.POLISI in assess("psikiatri", {"rencana": "rencana"}, MAN).safety_needs


def test_being_bed_bound_changes_how_one_is_carried_and_not_the_colour() -> None:
    alone, total = (assess("lansia_lemah", {"aktivitas": one}, ELDER) for one in ("mandiri", "total"))
    assert alone.priority == total.priority
    assert (alone.lifting_needs, total.lifting_needs) == ((), ("tandu",))


@pytest.mark.parametrize("age", [0.5, 4.0, 40.0])
def test_a_drowned_patient_in_arrest_gets_the_script_of_the_age_and_breaths(age: float) -> None:
    gate = {"sadar": "tidak_sadar", "napas": "tidak_bernapas"}
    card = "tenggelam_listrik_panas"
    result = evaluate(PROTOCOL, card_id=card, gate=gate, answers={"kejadian": "tenggelam"}, context=Context(age))
    assert result.instructions == (result.resuscitation_script, "tenggelam")


def test_who_calls_in_despair_is_kept_on_the_line_and_never_left_in_danger() -> None:
    graph = PROTOCOL.instructions["tetap_di_telepon"]
    assert assess("psikiatri", {"rencana": "ide"}, MAN).instructions[0] == graph.id
    assert {reply.graph for reply in graph.by_id["aman"].replies} >= {"aman_dulu"}
    assert all(not node.end or node.id == "petugas_tiba" for node in graph.nodes)
