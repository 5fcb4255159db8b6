"""The gate before every card: cardiac arrest dominates, a seizure is asked again, one key starts RJP."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.interviews import PROTOCOL, contexts
from triage import Assessment, Context, evaluate

NOT_NORMAL = ["tidak_normal", "tidak_bernapas", "tidak_tahu"]
BAD_COUNTS = ["mengorok_megap", "jeda_6_detik", "tidak_ada_jawaban_10_detik", "tidak_tahu"]


UNKNOWN_PATIENT = Context()


def assess(gate: Mapping[str, str], *, card_id: str | None = None, context: Context = UNKNOWN_PATIENT) -> Assessment:
    return evaluate(PROTOCOL, card_id=card_id, gate=gate, answers={}, context=context)


def at_gate(**gate: str) -> Assessment:
    return assess(gate)


@given(
    st.sampled_from([None, *PROTOCOL.cards]),
    st.sampled_from(["tidak_sadar", "tidak_tahu"]),
    st.one_of(
        st.fixed_dictionaries({"napas": st.sampled_from(NOT_NORMAL)}),
        st.fixed_dictionaries({"napas": st.just("normal"), "hitung_napas": st.sampled_from(BAD_COUNTS)}),
    ),
    contexts,
)
def test_arrest_dominates_every_card(
    card_id: str | None, sadar: str, breathing: dict[str, str], context: Context
) -> None:
    result = assess({"sadar": sadar, **breathing}, card_id=card_id, context=context)
    age = context.age_years
    expected = "rjp_dewasa" if age is None or age >= 8 else "rjp_anak" if age >= 1 else "rjp_bayi"
    assert result.dispatch_now
    assert result.force_card == "henti_jantung"
    assert result.resuscitation_script == expected
    assert result.instructions == (expected,)
    assert result.category is not None
    assert result.category.spesifikasi == "Henti Jantung"
    assert {"ambulans", "als", "aed", "trc"} <= set(result.capabilities)
    assert result.next_gate_question is None


def test_not_conscious_alone_sends_before_the_breathing_answer() -> None:
    result = at_gate(sadar="tidak_sadar")
    assert result.dispatch_now
    assert result.force_card is None
    assert result.next_gate_question == "napas"
    assert not result.complete


def test_normal_breathing_while_not_conscious_is_counted() -> None:
    assert at_gate(sadar="tidak_sadar", napas="normal").next_gate_question == "hitung_napas"
    counted = at_gate(sadar="tidak_sadar", napas="normal", hitung_napas="teratur")
    assert counted.next_gate_question is None
    assert (counted.force_card, counted.suggested_card) == (None, "tidak_sadar")
    assert counted.instructions[:2] == ("posisi_pemulihan", "pantau_napas")


def test_a_conscious_caller_is_not_asked_to_count_breaths() -> None:
    assert at_gate(sadar="sadar", napas="normal").next_gate_question is None


@pytest.mark.parametrize("napas", ["tidak_normal", "tidak_tahu"])
def test_conscious_with_doubtful_breathing_opens_the_breathing_card(napas: str) -> None:
    result = at_gate(sadar="sadar", napas=napas)
    assert (result.priority, result.suggested_card) == ("kuning", "sesak_napas")


def test_conscious_but_not_breathing_is_merah_and_asks_for_choking() -> None:
    result = at_gate(sadar="sadar", napas="tidak_bernapas")
    assert result.dispatch_now
    assert result.resuscitation_script is None
    assert result.instructions[0] == "tersedak"


def test_a_normal_gate_without_a_complaint_stays_untriaged() -> None:
    result = at_gate(sadar="sadar", napas="normal")
    assert result.priority is None
    assert not result.complete


def test_a_seizure_is_merah_protected_and_asked_again() -> None:
    result = at_gate(sadar="kejang")
    assert result.dispatch_now
    assert result.ask_gate_again
    assert result.next_gate_question is None
    assert result.instructions[0] == "kejang"
    assert not result.complete
    assert at_gate(sadar="kejang", napas="tidak_tahu").resuscitation_script is None
    stopped = at_gate(sadar="kejang", napas="tidak_bernapas")
    assert stopped.resuscitation_script == "rjp_dewasa"
    assert not stopped.ask_gate_again


def test_one_key_starts_resuscitation_with_nothing_known() -> None:
    result = assess({}, card_id="henti_jantung")
    assert result.dispatch_now
    assert result.resuscitation_script == "rjp_dewasa"
    assert result.instructions == ("rjp_dewasa",)


@pytest.mark.parametrize(
    ("gate", "still"),
    [
        ({"sadar": "tidak_sadar"}, True),
        ({"sadar": "tidak_sadar", "napas": "normal"}, True),
        ({"sadar": "tidak_sadar", "napas": "normal", "hitung_napas": "teratur"}, False),
        ({"sadar": "sadar"}, False),
    ],
)
def test_the_one_key_resuscitation_ends_only_when_the_gate_excludes_arrest(gate: dict[str, str], still: bool) -> None:
    result = assess(gate, card_id="henti_jantung")
    assert result.dispatch_now
    assert (result.resuscitation_script is not None) == still


def test_silence_counts_as_abnormal() -> None:
    for question in PROTOCOL.gate.questions:
        assert question.answer_within_s == 10
        assert question.silence is not None
    silent_gate = {one.id: one.silence for one in PROTOCOL.gate.questions if one.silence}
    assert assess(silent_gate).force_card == "henti_jantung"
