"""Who goes to which hospital: worst first, no announced place used twice, and what nobody knows said so."""

from collections import Counter
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain.words import Priority
from dispatch.policy.distribution import ORDER, Capacity, Hospital, Known, Patient, Proposal, Why, distribute, known_of

FRESH_S = 1800.0
MERAH, KUNING, HIJAU, HITAM = Priority.MERAH, Priority.KUNING, Priority.HIJAU, Priority.HITAM


def announced(merah: int, kuning: int = 0, hijau: int = 0, age_s: float = 60) -> Capacity:
    return Capacity(merah=merah, kuning=kuning, hijau=hijau, age_s=age_s)


def victims(colour: Priority, count: int, *needs: str) -> list[Patient]:
    return [
        Patient(id=f"{colour}-{'-'.join(needs)}{n}", number=f"A{n:02d}", colour=colour, needs=needs)
        for n in range(count)
    ]


def chosen(proposals: list[Proposal]) -> list[str | None]:
    return [proposal.hospital_id for proposal in proposals]


def test_the_nearest_fills_up_to_what_it_announced_and_no_further() -> None:
    near = Hospital(id="near", travel_s=300, capacity=announced(2))
    far = Hospital(id="far", travel_s=900, capacity=announced(3))
    proposals = distribute(victims(MERAH, 6), [far, near], fresh_s=FRESH_S)
    assert chosen(proposals) == ["near", "near", "far", "far", "far", None]
    assert Why.NEARER_FULL in [reason.code for reason in proposals[2].reasons]
    assert [(r.code, r.hospital_id) for r in proposals[5].reasons] == [(Why.ALL_FULL, "near"), (Why.ALL_FULL, "far")]


def test_red_is_placed_before_yellow_and_black_is_not_sent() -> None:
    hospital = Hospital(id="a", travel_s=300, capacity=announced(1, 1))
    mixed = [*victims(KUNING, 1), *victims(HITAM, 1), *victims(MERAH, 1)]
    assert [proposal.patient_id for proposal in distribute(mixed, [hospital], fresh_s=FRESH_S)] == [
        "merah-0",
        "kuning-0",
    ]


def test_who_needs_something_goes_where_it_is_and_before_who_does_not() -> None:
    near = Hospital(id="near", travel_s=100, capacity=announced(5), offers=("igd",), offers_all=True)
    trauma = Hospital(id="trauma", travel_s=900, capacity=announced(1), offers=("igd", "trauma"))
    proposals = distribute([*victims(MERAH, 2), *victims(MERAH, 1, "trauma")], [near, trauma], fresh_s=FRESH_S)
    assert proposals[0].patient_id == "merah-trauma0"
    assert chosen(proposals) == ["trauma", "near", "near"]
    assert proposals[0].reasons[0].code is Why.HAS_NEEDS


def test_what_is_not_known_of_a_service_is_better_than_what_is_known_to_be_missing() -> None:
    without = Hospital(id="without", travel_s=100, capacity=announced(5), offers=("igd",), offers_all=True)
    unknown = Hospital(id="unknown", travel_s=900, capacity=announced(5), offers=("igd",))
    found = distribute(victims(MERAH, 1, "picu"), [without, unknown], fresh_s=FRESH_S)[0]
    assert (found.hospital_id, found.reasons[0].code) == ("unknown", Why.NEEDS_UNKNOWN)


def test_a_stale_zero_is_neither_zero_nor_endless() -> None:
    stale = Hospital(id="stale", travel_s=100, capacity=announced(0, age_s=FRESH_S + 1))
    silent = Hospital(id="silent", travel_s=200)
    proposals = distribute(victims(MERAH, 6), [stale, silent], fresh_s=FRESH_S)
    assert Counter(chosen(proposals)) == {"stale": 3, "silent": 3}
    assert {p.known for p in proposals} == {Known.STALE, Known.UNKNOWN}
    codes = {p.hospital_id: {reason.code for reason in p.reasons} for p in proposals}
    assert Why.CAPACITY_STALE in codes["stale"]
    assert Why.CAPACITY_UNKNOWN in codes["silent"]


def test_what_is_on_its_way_there_counts() -> None:
    hospital = Hospital(id="a", travel_s=100, capacity=announced(2), taken=(2, 0, 0))
    assert chosen(distribute(victims(MERAH, 1), [hospital], fresh_s=FRESH_S)) == [None]


def test_a_twin_is_a_fault_of_the_caller() -> None:
    hospital = Hospital(id="a", travel_s=1)
    with pytest.raises(ValueError, match="once"):
        distribute([*victims(MERAH, 1), *victims(MERAH, 1)], [hospital], fresh_s=FRESH_S)


def test_without_a_hospital_nobody_is_forgotten() -> None:
    assert distribute(victims(MERAH, 1), [], fresh_s=FRESH_S) == [Proposal("merah-0", None, None, ())]


CAPACITIES = st.none() | st.builds(
    Capacity,
    merah=st.integers(0, 6),
    kuning=st.integers(0, 6),
    hijau=st.integers(0, 12),
    age_s=st.sampled_from((0.0, FRESH_S, FRESH_S + 1)),
)
HOSPITALS = st.lists(
    st.builds(
        Hospital,
        id=st.sampled_from("abcde"),
        travel_s=st.none() | st.floats(1, 5_000),
        capacity=CAPACITIES,
        offers=st.sampled_from(((), ("trauma",), ("trauma", "picu"))),
        offers_all=st.booleans(),
        taken=st.tuples(*[st.integers(0, 3)] * 3),
    ),
    max_size=4,
    unique_by=lambda hospital: hospital.id,
)
PATIENTS = st.lists(
    st.builds(
        Patient,
        id=st.uuids().map(str),
        number=st.integers(1, 40).map(str),
        colour=st.sampled_from(Priority),
        needs=st.sampled_from(((), ("trauma",), ("picu",))),
    ),
    max_size=25,
    unique_by=lambda patient: patient.id,
)


@given(PATIENTS, HOSPITALS, st.randoms(use_true_random=False))
def test_everybody_is_answered_once_and_no_place_is_given_twice(
    patients: list[Patient], hospitals: list[Hospital], random: object
) -> None:
    proposals = distribute(patients, hospitals, fresh_s=FRESH_S)
    by_id = {patient.id: patient for patient in patients}
    sent = [patient for patient in patients if patient.colour is not HITAM]
    assert sorted(p.patient_id for p in proposals) == sorted(p.id for p in sent)
    ranks = [ORDER.index(by_id[p.patient_id].colour) for p in proposals]
    assert ranks == sorted(ranks)
    given_to = Counter((p.hospital_id, by_id[p.patient_id].colour) for p in proposals if p.hospital_id)
    for hospital in hospitals:
        for colour, taken in zip(ORDER, hospital.taken, strict=True):
            count = given_to[hospital.id, colour]
            if count and known_of(hospital, FRESH_S) is Known.FRESH and hospital.capacity is not None:
                assert count + taken <= hospital.capacity.of(colour)
            elif count:
                everybody = sum(p.colour is colour for p in sent) + sum(h.taken[ORDER.index(colour)] for h in hospitals)
                assert count + taken <= ceil(everybody / len(hospitals))
    for proposal in proposals:
        assert proposal.reasons or not hospitals
    shuffled, others = list(patients), list(hospitals)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(others)  # type: ignore[attr-defined]
    assert distribute(shuffled, others, fresh_s=FRESH_S) == proposals


@given(PATIENTS, HOSPITALS)
def test_nobody_waits_while_an_announced_place_of_their_colour_is_free(
    patients: list[Patient], hospitals: list[Hospital]
) -> None:
    proposals = distribute(patients, hospitals, fresh_s=FRESH_S)
    by_id = {patient.id: patient for patient in patients}
    given_to = Counter((p.hospital_id, by_id[p.patient_id].colour) for p in proposals if p.hospital_id)
    waiting = {by_id[p.patient_id].colour for p in proposals if p.hospital_id is None}
    for hospital in hospitals:
        if known_of(hospital, FRESH_S) is not Known.FRESH or hospital.capacity is None:
            continue
        for colour in waiting:
            taken = hospital.taken[ORDER.index(colour)]
            assert given_to[hospital.id, colour] + taken >= hospital.capacity.of(colour)
