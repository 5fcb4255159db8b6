"""What holds of every recommendation, whatever the fleet and the case."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from dispatch.domain.words import Priority
from dispatch.policy import Candidate, Exclusion, NearerCode, Request, Status, recommend
from tests.dispatch.policy.fleets import (
    EXTRAS,
    eta_s,
    fleets,
    fleets_or_none,
    is_free,
    requests,
    skills,
    travel_s,
    urgent_requests,
)


@given(requests, fleets)
def test_every_unit_is_in_the_list_once(request: Request, fleet: list[Candidate]) -> None:
    listed = [line.unit_id for line in recommend(request, fleet).ranked]
    assert sorted(listed) == [candidate.unit_id for candidate in fleet]


@given(requests, fleets, st.randoms(use_true_random=False))
def test_the_order_of_the_fleet_makes_no_difference(request: Request, fleet: list[Candidate], random) -> None:  # type: ignore[no-untyped-def]  # hypothesis hands out its own Random
    shuffled = list(fleet)
    random.shuffle(shuffled)
    assert recommend(request, shuffled) == recommend(request, fleet)


@given(requests, fleets_or_none)
def test_only_units_that_may_go_are_proposed(request: Request, fleet: list[Candidate]) -> None:
    answer = recommend(request, fleet)
    by_id = {candidate.unit_id: candidate for candidate in fleet}
    assert answer.proposal == tuple(line.unit_id for line in answer.ranked if line.chosen)
    for line in answer.ranked:
        assert not (line.chosen and line.exclusions)
        assert not (line.chosen and not is_free(by_id[line.unit_id]))
        duty = {excluded.code for excluded in line.exclusions} - {Exclusion.LACKS_CAPABILITY}
        assert bool(duty) is not is_free(by_id[line.unit_id])
        assert (line.role is None) is any(excluded.code is Exclusion.LACKS_CAPABILITY for excluded in line.exclusions)


@given(requests, fleets)
def test_those_who_cannot_go_stand_below_those_who_can(request: Request, fleet: list[Candidate]) -> None:
    excluded = [bool(line.exclusions) for line in recommend(request, fleet).ranked]
    assert excluded == sorted(excluded)


@given(urgent_requests, fleets)
def test_on_merah_nobody_who_can_respond_is_sooner_than_the_first(request: Request, fleet: list[Candidate]) -> None:
    responders = [unit for unit in fleet if is_free(unit) and skills(unit) & {"ambulans", "trc"}]
    assume(responders)
    answer = recommend(request, fleet)
    first = answer.ranked[0]
    by_id = {unit.unit_id: unit for unit in fleet}
    assert eta_s(by_id[first.unit_id]) <= min(eta_s(unit) for unit in responders)
    assert first.chosen


@given(urgent_requests, fleets)
def test_on_merah_the_soonest_ambulance_and_the_soonest_team_go(request: Request, fleet: list[Candidate]) -> None:
    proposal = recommend(request, fleet).proposal
    for kind in ("ambulans", "trc"):
        able = [unit for unit in fleet if is_free(unit) and unit.kind == kind]
        if able:
            soonest = min(able, key=lambda unit: (eta_s(unit), unit.unit_id))
            assert soonest.unit_id in proposal


@given(requests, fleets, times_and_skills := st.tuples(st.floats(0.1, 1.0), st.sampled_from(["ambulans", "trc"])))
def test_a_sooner_capable_unit_never_delays_the_first(
    request: Request, fleet: list[Candidate], times_and_skills: tuple[float, str]
) -> None:
    by_id = {unit.unit_id: unit for unit in fleet}
    before = recommend(request, fleet).ranked[0]
    assume(is_free(by_id[before.unit_id]) and eta_s(by_id[before.unit_id]) < 1e6)
    share, kind = times_and_skills
    sooner = Candidate(
        unit_id="baru",
        kind=kind,
        capabilities=("ambulans", "trc", "kapal", *EXTRAS),
        travel_s=eta_s(by_id[before.unit_id]) * share,
    )
    after = recommend(request, [*fleet, sooner]).ranked[0]
    assert after.eta_s is not None
    assert before.eta_s is not None
    assert after.eta_s <= before.eta_s


@given(urgent_requests, fleets, st.integers(0, 9))
def test_on_merah_a_unit_more_never_delays_the_first(request: Request, fleet: list[Candidate], which: int) -> None:
    assume(which < len(fleet) and len(fleet) > 1)
    fewer = [unit for index, unit in enumerate(fleet) if index != which]
    responders = [unit for unit in fewer if is_free(unit) and skills(unit) & {"ambulans", "trc"}]
    assume(responders)
    by_id = {unit.unit_id: unit for unit in fleet}
    soonest_s = min(eta_s(unit) for unit in responders)
    assert eta_s(by_id[recommend(request, fleet).ranked[0].unit_id]) <= soonest_s


@given(requests, fleets_or_none)
def test_every_nearer_unit_is_explained_truly(request: Request, fleet: list[Candidate]) -> None:
    answer = recommend(request, fleet)
    by_id = {unit.unit_id: unit for unit in fleet}
    for line in answer.ranked:
        if not line.chosen:
            assert line.why_not_nearer == ()
            continue
        unit = by_id[line.unit_id]
        nearer = {other.unit_id for other in fleet if eta_s(other) < eta_s(unit) or travel_s(other) < travel_s(unit)}
        assert {reason.unit_id for reason in line.why_not_nearer} == nearer
        for reason in line.why_not_nearer:
            other = by_id[reason.unit_id]
            match reason.code:
                case NearerCode.ALSO_SENT:
                    assert other.unit_id in answer.proposal
                case NearerCode.SLOWER_TURNOUT:
                    assert eta_s(other) >= eta_s(unit)
                    assert reason.seconds is not None
                    assert reason.seconds > 0
                case Exclusion.LACKS_CAPABILITY:
                    assert is_free(other)
                    assert reason.capabilities
                    assert not set(reason.capabilities) & skills(other)
                    assert set(reason.capabilities) <= skills(unit)
                case Exclusion.BUSY:
                    assert other.status is Status.ON_TASK
                    assert reason.incident == "M-0007"
                case Exclusion.OFF_DUTY:
                    assert other.status is Status.OFF_DUTY
                case Exclusion.OUT_OF_SERVICE:
                    assert other.status is Status.OUT_OF_SERVICE


@given(requests, fleets_or_none)
def test_what_is_needed_is_sent_or_named_as_missing(request: Request, fleet: list[Candidate]) -> None:
    answer = recommend(request, fleet)
    by_id = {unit.unit_id: unit for unit in fleet}
    carried = set().union(*(skills(by_id[unit_id]) for unit_id in answer.proposal))
    missing = {shortfall.capability for shortfall in answer.shortfalls}
    assert not carried & missing
    assert all(shortfall.partners for shortfall in answer.shortfalls)
    if request.priority in (None, Priority.MERAH):
        boat = {"kapal"} if request.needs_boat else set()
        assert {"ambulans", "trc", *request.capabilities, *boat} <= carried | missing
    left = [unit for unit in fleet if is_free(unit) and unit.unit_id not in answer.proposal]
    for capability in missing & set(EXTRAS):
        assert all(capability not in skills(unit) for unit in left)


@given(requests, fleets)
def test_times_add_up_and_lie_in_their_range(request: Request, fleet: list[Candidate]) -> None:
    for line in recommend(request, fleet).ranked:
        if line.travel_s is None:
            assert line.eta_s is line.eta_low_s is line.eta_high_s is None
            continue
        assert line.eta_s is not None
        assert line.eta_low_s is not None
        assert line.eta_high_s is not None
        assert line.eta_s == line.turnout_s + line.travel_s
        assert line.turnout_s <= line.eta_low_s <= line.eta_s <= line.eta_high_s


@given(requests, fleets)
def test_a_position_that_is_not_live_widens_the_range_and_moves_nobody(
    request: Request, fleet: list[Candidate]
) -> None:
    live = [replace(unit, position_age_s=1.0, position_is_post=False) for unit in fleet]
    post = [replace(unit, position_age_s=None, position_is_post=True) for unit in fleet]
    for near, far in zip(recommend(request, live).ranked, recommend(request, post).ranked, strict=True):
        assert near.unit_id == far.unit_id
        if near.travel_s:
            assert near.eta_low_s is not None
            assert far.eta_low_s is not None
            assert near.eta_high_s is not None
            assert far.eta_high_s is not None
            assert far.eta_low_s <= near.eta_low_s
            assert far.eta_high_s > near.eta_high_s
