"""Properties of the engine over random interviews on the packaged protocol."""

import copy
from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import TypeVar

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.triage.interviews import PROTOCOL, Interview, interviews, is_red, list_questions, severity
from triage import Context, Priority, TriageInputError, evaluate, list_unasked
from triage.model import UNKNOWN_ANSWER

Item = TypeVar("Item")


@given(interviews(full=True))
def test_every_whole_interview_has_a_colour_and_a_disposition(interview: Interview) -> None:
    result = interview.assess()
    assert result.priority is not None
    assert result.disposition is not None
    assert result.determinants
    assert result.dispatch_now == is_red(result)


@given(interviews(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_answers_changes_nothing(interview: Interview, random: Random) -> None:
    def shuffled(items: Iterable[Item]) -> list[Item]:
        mixed = list(items)
        random.shuffle(mixed)
        return mixed

    card = PROTOCOL.cards[interview.card_id]
    mixed_card = replace(card, determinants=tuple(shuffled(card.determinants)))
    mixed_gate = replace(PROTOCOL.gate, determinants=tuple(shuffled(PROTOCOL.gate.determinants)))
    mixed = replace(PROTOCOL, gate=mixed_gate, cards={**PROTOCOL.cards, card.id: mixed_card})
    reordered = replace(
        interview,
        gate=dict(shuffled(interview.gate.items())),
        answers=dict(shuffled(interview.answers.items())),
    )
    assert reordered.assess(mixed) == interview.assess()


@given(interviews(full=True), st.data())
def test_a_worse_answer_never_lowers(interview: Interview, data: st.DataObject) -> None:
    questions = list_questions(interview.card_id)
    key = data.draw(st.sampled_from(sorted(questions)))
    given_answers = {f"gate.{name}": value for name, value in interview.gate.items()} | interview.answers
    now = questions[key].find_option(given_answers[key])
    assert now is not None
    worse = data.draw(st.sampled_from([one for one in questions[key].options if one.rank >= now.rank]))
    assert severity(interview.with_answer(key, worse.id).assess()) >= severity(interview.assess())


@given(interviews(), st.data())
def test_another_answer_never_lowers_a_colour_already_shown(interview: Interview, data: st.DataObject) -> None:
    before = interview.assess()
    open_questions = {
        key: question
        for key, question in list_questions(interview.card_id).items()
        if key not in interview.answers and key.removeprefix("gate.") not in interview.gate
    }
    if not open_questions:
        return
    key = data.draw(st.sampled_from(sorted(open_questions)))
    option = data.draw(st.sampled_from(open_questions[key].options))
    after = interview.with_answer(key, option.id).assess()
    if before.priority is not None and severity(before) > 0:
        assert severity(after) >= severity(before)
    assert set(after.capabilities) >= set(before.capabilities)


@given(interviews(full=True), st.data())
def test_not_knowing_is_never_the_better_answer(interview: Interview, data: st.DataObject) -> None:
    questions = list_questions(interview.card_id)
    key = data.draw(st.sampled_from(sorted(questions)))
    best = questions[key].options[0].id
    unknown = interview.with_answer(key, UNKNOWN_ANSWER).assess()
    assert severity(unknown) >= severity(interview.with_answer(key, best).assess())


@given(interviews(full=True), st.sampled_from(["age_years", "sex", "pregnant"]))
def test_an_unknown_patient_is_never_better_off(interview: Interview, forgotten: str) -> None:
    # Pregnancy is not asked at a known age outside 12 to 55, nor of men: there it cannot be forgotten.
    assume(forgotten != "pregnant" or replace(interview.context, pregnant=None).may_be_pregnant)
    unknown = replace(interview, context=replace(interview.context, **{forgotten: None}))
    assert severity(unknown.assess()) >= severity(interview.assess())


@given(interviews(full=True))
def test_stopping_at_merah_gives_the_colour_of_the_whole_interview(interview: Interview) -> None:
    asked = replace(interview, gate={}, answers={})
    for _ in range(len(interview.gate) + len(interview.answers) + 1):
        now = asked.assess()
        if now.dispatch_now:
            assert is_red(interview.assess())
        if now.next_gate_question is not None:
            key = f"gate.{now.next_gate_question}"
            asked = asked.with_answer(key, interview.gate[now.next_gate_question])
        elif now.next_question is not None:
            asked = asked.with_answer(now.next_question, interview.answers[now.next_question])
        else:
            break
    else:
        pytest.fail("the interview never ends")
    assert asked.assess().complete or asked.assess().ask_gate_again
    assert is_red(asked.assess()) or not is_red(replace(asked, gate=interview.gate).assess())


@given(interviews())
def test_evaluation_is_pure(interview: Interview) -> None:
    kept = copy.deepcopy(interview)
    assert interview.assess() == interview.assess()
    assert interview == kept


MERAH_AT_ONCE = {
    card.id
    for card in PROTOCOL.cards.values()
    if any(row.when.is_always and row.priority is Priority.MERAH for row in card.determinants)
}


def test_only_complaints_that_are_always_merah_need_no_answer() -> None:
    assert {"henti_jantung", "gigitan_ular"} <= MERAH_AT_ONCE
    for card_id in MERAH_AT_ONCE:
        result = evaluate(PROTOCOL, card_id=card_id, gate={}, answers={}, context=Context())
        assert result.dispatch_now
        assert not result.complete


def test_nothing_answered_is_untriaged_and_the_gate_comes_first() -> None:
    for card_id in [None, *PROTOCOL.cards]:
        if card_id in MERAH_AT_ONCE:
            continue
        result = evaluate(PROTOCOL, card_id=card_id, gate={}, answers={}, context=Context())
        assert result.priority is None
        assert result.disposition is None
        assert result.determinants == ()
        assert result.next_gate_question == "sadar"
        assert not result.complete


def test_hijau_waits_for_the_last_answer() -> None:
    answers = {
        "mulai": "biasa",
        "waspada": "tidak",
        "lemah_sesisi": "tidak",
        "leher": "tidak",
        "penglihatan": "tidak",
    }
    calm = {"sadar": "sadar", "napas": "normal"}
    young = Context(age_years=22, sex="L")
    before = evaluate(PROTOCOL, card_id="sakit_kepala", gate=calm, answers=answers, context=young)
    assert (before.priority, before.next_question) == (None, "benturan")
    after = evaluate(
        PROTOCOL, card_id="sakit_kepala", gate=calm, answers=answers | {"benturan": "tidak"}, context=young
    )
    assert (after.priority, after.disposition, after.complete) == ("hijau", "saran", True)
    assert after.determinants == ("SKP-H0",)
    assert "saran_pantau" in after.instructions


def test_after_merah_only_safety_and_victims_are_asked() -> None:
    result = evaluate(
        PROTOCOL,
        card_id="kecelakaan_lalu_lintas",
        gate={"sadar": "tidak_sadar", "napas": "normal", "hitung_napas": "teratur"},
        answers={"bahaya": "aman"},
        context=Context(),
    )
    assert result.dispatch_now
    assert result.next_question == "jumlah"
    rest = evaluate(
        PROTOCOL,
        card_id="kecelakaan_lalu_lintas",
        gate={"sadar": "tidak_sadar", "napas": "normal", "hitung_napas": "teratur"},
        answers={"bahaya": "aman", "jumlah": "tiga_lebih", "terjepit": "ya"},
        context=Context(),
    )
    assert rest.next_question is None
    assert rest.complete
    assert rest.alerts == ("korban_massal",)
    assert set(rest.safety_needs) == {"polisi", "damkar"}
    assert "alat_ekstrikasi" in rest.lifting_needs


def test_green_rows_do_not_speak_beside_a_worse_one() -> None:
    result = evaluate(PROTOCOL, card_id="persalinan", gate={}, answers={"tahap": "kepala_terlihat"}, context=Context())
    assert result.determinants == ("PS-M1",)
    assert result.icd10_suggestion == "O80.9"
    assert result.instructions[0] == "persalinan"
    assert "saran_pantau" not in result.instructions


@pytest.mark.parametrize(
    ("card_id", "gate", "answers", "what", "where", "allowed"),
    [
        ("nyeri_dad", {}, {}, "card", "protocol", "nyeri_dada"),
        ("nyeri_dada", {"sadr": "sadar"}, {}, "question", "gate", "sadar"),
        ("nyeri_dada", {"sadar": "ya"}, {}, "option", "gate, question sadar", "tidak_sadar"),
        ("nyeri_dada", {}, {"lam": "akut"}, "question", "card nyeri_dada", "lama"),
        ("nyeri_dada", {}, {"lama": "akutt"}, "option", "card nyeri_dada, question lama", "akut"),
        (None, {}, {"lama": "akut"}, "question", "no card chosen", None),
    ],
)
def test_an_unknown_name_is_refused_with_what_where_and_the_allowed_ones(
    card_id: str | None,
    gate: dict[str, str],
    answers: dict[str, str],
    what: str,
    where: str,
    allowed: str | None,
) -> None:
    with pytest.raises(TriageInputError) as caught:
        evaluate(PROTOCOL, card_id=card_id, gate=gate, answers=answers, context=Context())
    assert (caught.value.what, caught.value.where) == (what, where)
    assert allowed is None or allowed in caught.value.allowed
    assert caught.value.given in str(caught.value)


@pytest.mark.parametrize("age_years", [-1.0, 130.5, float("nan"), float("inf")])
def test_an_impossible_age_is_refused(age_years: float) -> None:
    with pytest.raises(TriageInputError):
        Context(age_years=age_years)


@given(interviews())
def test_what_was_not_asked_is_what_applies_without_an_answer(interview: Interview) -> None:
    result = interview.assess()
    unasked = list_unasked(
        PROTOCOL,
        card_id=interview.card_id,
        gate=interview.gate,
        answers=interview.answers,
        context=interview.context,
    )
    leading = result.force_card or interview.card_id
    given_answers = interview.answers if leading == interview.card_id else {}
    assert not set(unasked) & set(given_answers)
    assert [key for key in PROTOCOL.cards[leading].by_id if key in unasked] == list(unasked)
    if result.next_question is not None:
        assert result.next_question in unasked
    elif leading == interview.card_id and not is_red(result):
        assert unasked == ()


def test_at_merah_what_the_interview_leaves_out_is_named() -> None:
    gate = {"sadar": "tidak_sadar", "napas": "normal", "hitung_napas": "teratur"}

    def unasked(answers: dict[str, str]) -> set[str]:
        card_id = "kecelakaan_lalu_lintas"
        return set(list_unasked(PROTOCOL, card_id=card_id, gate=gate, answers=answers, context=Context()))

    before = unasked({})
    assert {"bahaya", "jumlah"} < before
    assert before - unasked({"jumlah": "dua"}) == {"jumlah"}
    assert list_unasked(PROTOCOL, card_id=None, gate={}, answers={}, context=Context()) == ()
    arrest = {"sadar": "tidak_sadar", "napas": "tidak_bernapas"}
    forced = list_unasked(PROTOCOL, card_id="nyeri_dada", gate=arrest, answers={}, context=Context())
    assert forced
    assert set(forced) <= set(PROTOCOL.cards["henti_jantung"].by_id)
