"""What callers say is in the words of the protocol and the city."""

import random

import pytest

import triage
from cities import load_city
from dispatch.http.fields import phone_number
from psc119.demo.callers import OPENING
from psc119.demo.places import STREETS, draw_spot, spot_in
from psc119.demo.script import COMPLAINTS, NUISANCE, NUISANCE_MIX, PRANK_PHONES, Complaint
from psc119.demo.training import LESSONS

PROTOCOL = triage.load_protocol()
CITY = load_city("tanjungpinang")


def interview(complaint: Complaint) -> triage.Assessment:
    """Ask everything the protocol asks, with the script's answers and the mildest for the rest."""
    gate: dict[str, str] = {}
    answers: dict[str, str] = {}
    card: str | None = None
    context = triage.Context(age_years=complaint.age_years, sex=complaint.sex, pregnant=complaint.pregnant)
    while True:
        found = triage.evaluate(PROTOCOL, card_id=card, gate=gate, answers=answers, context=context)
        if (question := found.next_gate_question) is not None:
            gate[question] = complaint.gate.get(question, PROTOCOL.gate.by_id[question].options[0].id)
        elif card is None:
            card = found.force_card or complaint.card
        elif (question := found.next_question) is not None:
            answers[question] = complaint.answers.get(question, PROTOCOL.get_card(card).by_id[question].options[0].id)
        else:
            return found


@pytest.mark.parametrize("complaint", COMPLAINTS, ids=lambda complaint: complaint.key)
def test_a_complaint_gets_its_colour(complaint: Complaint) -> None:
    found = interview(complaint)
    assert found.complete
    assert str(found.priority) == complaint.colour


@pytest.mark.parametrize("complaint", COMPLAINTS, ids=lambda complaint: complaint.key)
def test_every_answer_is_one_of_the_question(complaint: Complaint) -> None:
    card = PROTOCOL.get_card(complaint.card)
    for questions, answers in ((PROTOCOL.gate.by_id, complaint.gate), (card.by_id, complaint.answers)):
        for question, option in answers.items():
            assert questions[question].find_option(option) is not None, (question, option)


def test_complaints_are_named_once_and_show_every_colour() -> None:
    keys = [complaint.key for complaint in COMPLAINTS]
    assert len(set(keys)) == len(keys)
    assert {complaint.colour for complaint in COMPLAINTS} == {"merah", "kuning", "hijau"}


def test_the_opening_shows_every_colour() -> None:
    by_key = {complaint.key: complaint for complaint in COMPLAINTS}
    assert {by_key[key].colour for key in OPENING} == {"merah", "kuning", "hijau"}
    assert len(OPENING) >= 6


def test_every_kind_of_nuisance_has_a_call() -> None:
    assert {call.kind for call in NUISANCE} == set(NUISANCE_MIX)


@pytest.mark.parametrize("phone", [*PRANK_PHONES, "0811-0000-000", "0811-0000-899"])
def test_telephones_are_ones_the_server_takes(phone: str) -> None:
    assert phone_number(phone).startswith("+628110000")


def test_every_kelurahan_has_streets() -> None:
    assert set(STREETS) == {area.code for area in CITY.kelurahan}


def test_a_spot_lies_in_its_kelurahan() -> None:
    draw = random.Random(5)
    for area in CITY.kelurahan:
        spots = [spot_in(CITY, area, draw) for _ in range(20)]
        assert all(CITY.contains(spot.lat, spot.lon) for spot in spots)
        found = [CITY.area_at(spot.lat, spot.lon) for spot in spots]
        assert {one.kelurahan.code for one in found if one is not None} == {area.code}
        assert len({(spot.lat, spot.lon) for spot in spots}) > 10, area.name


def test_the_same_seed_draws_the_same_places() -> None:
    first, second = random.Random(7), random.Random(7)
    assert [draw_spot(CITY, first) for _ in range(30)] == [draw_spot(CITY, second) for _ in range(30)]


def test_ten_lessons_each_with_a_goal_in_the_city() -> None:
    assert len(LESSONS) == 10
    assert len({lesson.goal for lesson in LESSONS}) == 10
    assert all(CITY.find_kelurahan(lesson.kelurahan_code) for lesson in LESSONS)
