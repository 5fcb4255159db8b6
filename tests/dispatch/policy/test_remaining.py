"""What a case still needs once somebody is on it."""

from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain.words import Disposition, Priority
from dispatch.policy import Candidate, Request, needs_for, recommend, remaining

AMBULANCE = ("ambulans", "oksigen")
ALS = ("ambulans", "als", "oksigen")
TRC = ("trc",)


def required(needs) -> list[str]:  # type: ignore[no-untyped-def]  # reads roles only
    return [need.capability for need in needs.roles if need.required]


MERAH = needs_for(priority=Priority.MERAH, disposition=Disposition.EVAKUASI, capabilities=("ambulans", "als", "trc"))


def test_nobody_on_it_leaves_everything() -> None:
    assert remaining(MERAH, ()) == MERAH


def test_each_unit_fills_one_role_and_brings_its_skills() -> None:
    left = remaining(MERAH, (TRC,))
    assert required(left) == ["ambulans"]
    assert left.capabilities == ("als", "ambulans")
    assert required(remaining(MERAH, (TRC, ALS))) == []
    assert remaining(MERAH, (TRC, ALS)).capabilities == ()


def test_one_ambulance_is_not_two() -> None:
    assert required(remaining(MERAH, (ALS,))) == ["trc"]


def test_who_stands_in_for_a_role_fills_it() -> None:
    kuning = needs_for(priority=Priority.KUNING, disposition=Disposition.DI_TEMPAT)
    assert required(kuning) == ["trc"]
    assert required(remaining(kuning, (AMBULANCE,))) == []


def test_what_was_sent_is_not_proposed_again_but_the_list_is_full() -> None:
    fleet = [
        Candidate(unit_id="a2", kind="ambulans", capabilities=ALS, travel_s=60.0),
        Candidate(unit_id="t2", kind="trc", capabilities=TRC, travel_s=30.0),
    ]
    request = Request(priority=Priority.MERAH, disposition=Disposition.EVAKUASI, capabilities=("als",), sent=(ALS, TRC))
    answer = recommend(request, fleet)
    assert answer.proposal == ()
    assert answer.shortfalls == ()
    assert {line.unit_id for line in answer.ranked} == {"a2", "t2"}


@given(st.lists(st.sampled_from([AMBULANCE, ALS, TRC]), max_size=5))
def test_more_units_never_leave_more_to_do(sent: list[tuple[str, ...]]) -> None:
    for number in range(len(sent)):
        fewer, more = remaining(MERAH, sent[:number]), remaining(MERAH, sent[: number + 1])
        assert set(required(more)) <= set(required(fewer))
        assert set(more.capabilities) <= set(fewer.capabilities)
