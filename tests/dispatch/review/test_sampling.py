"""Draws: repeatable anywhere, fair to everybody, and nobody twice for the same."""

from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain.words import DrawReason
from dispatch.review.sampling import Candidate, draw_random, draw_targeted

REASONS = st.frozensets(st.sampled_from([reason for reason in DrawReason if reason is not DrawReason.ACAK]))
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        incident_id=st.uuids().map(str),
        operator_id=st.sampled_from(("sari", "rina", "budi")),
        reasons=REASONS,
        drawn_for=REASONS,
        reviewed=st.booleans(),
    ),
    max_size=30,
    unique_by=lambda each: each.incident_id,
)


@given(CANDIDATES, st.randoms(), st.integers(1, 5), st.text())
def test_the_same_seed_draws_the_same_in_whatever_order_cases_are_read(
    candidates: list[Candidate], chance: object, per_operator: int, seed: str
) -> None:
    other = list(candidates)
    chance.shuffle(other)  # type: ignore[attr-defined]  # hypothesis's own Random
    drawn = draw_random(candidates, per_operator=per_operator, seed=seed)
    assert drawn == draw_random(other, per_operator=per_operator, seed=seed)


@given(CANDIDATES, st.integers(1, 5))
def test_every_operator_gets_as_many_as_asked_or_all_there_are(candidates: list[Candidate], per_operator: int) -> None:
    drawn = draw_random(candidates, per_operator=per_operator, seed="s")
    fresh = [each for each in candidates if not each.drawn_for and not each.reviewed]
    for operator_id in {each.operator_id for each in candidates}:
        mine = sum(each.operator_id == operator_id for each in fresh)
        assert sum(each.operator_id == operator_id for each in drawn) == min(per_operator, mine)
    assert {each.incident_id for each in drawn} <= {each.incident_id for each in fresh}


def test_another_seed_draws_others() -> None:
    candidates = [Candidate(f"case-{number}", "sari") for number in range(50)]
    draws = {
        tuple(each.incident_id for each in draw_random(candidates, per_operator=3, seed=seed)) for seed in "abcdefgh"
    }
    assert len(draws) > 1


@given(CANDIDATES, REASONS)
def test_aimed_draws_take_every_case_of_the_kind_once(
    candidates: list[Candidate], asked: frozenset[DrawReason]
) -> None:
    drawn, left_off = draw_targeted(candidates, reasons=asked, most=1000, seed="s")
    expected = {each.incident_id for each in candidates if each.reasons & asked - each.drawn_for}
    assert ({each.incident_id for each in drawn}, left_off) == (expected, 0)


@given(CANDIDATES, st.integers(0, 5))
def test_what_is_left_off_is_counted(candidates: list[Candidate], most: int) -> None:
    every, _ = draw_targeted(candidates, reasons=list(DrawReason), most=1000, seed="s")
    some, left_off = draw_targeted(candidates, reasons=list(DrawReason), most=most, seed="s")
    assert (some, left_off) == (every[:most], len(every) - len(some))
