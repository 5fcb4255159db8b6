"""Vital signs: they raise at once, never lower, and never undo what a person decided after they were taken."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain import patient
from dispatch.domain.closing import close
from dispatch.domain.priority import is_worse
from dispatch.domain.words import Disposition, Grade, Outcome, Priority, TaskState
from tests.builders import CREW, Given, Story, assessed, at, id_of

FIRST = id_of("case/patient")
COLOURS = (Priority.HIJAU, Priority.KUNING, Priority.MERAH)
RAISES = (None, Priority.KUNING, Priority.MERAH)


def take(story: Story, incident_id: str, raises_to: Priority | None, **how: Any) -> dict[str, Any]:
    given: Given = {"values": "enc:v", "findings": "enc:f", "raises_to": raises_to, "confirmed": []}
    events = story.do(
        patient.take_vitals, by=CREW, is_report=True, incident_id=incident_id, patient_id=FIRST, **given, **how
    )
    return events[0].data


def triage(story: Story, incident_id: str, colour: Priority | None) -> None:
    given: Given = {"summary": assessed(colour), "gate": "enc:g", "answers": "enc:a", "about": {}}
    story.do(patient.triage, incident_id=incident_id, patient_id=FIRST, **given)


def lower(story: Story, incident_id: str, colour: Priority) -> None:
    given: Given = {"priority": colour, "reason": "enc:r", "grade": Grade.PERAWAT, "crew_of_unit": None}
    story.do(patient.lower, incident_id=incident_id, patient_id=FIRST, **given)


@given(st.sampled_from((None, *COLOURS)), st.lists(st.sampled_from(RAISES), min_size=1, max_size=6))
def test_vital_signs_only_raise(first: Priority | None, sets: list[Priority | None]) -> None:
    story = Story()
    incident_id = story.open_case()
    if first is not None:
        triage(story, incident_id, first)
    for raises_to in sets:
        before = story.row("patient", FIRST)["priority"]
        told = take(story, incident_id, raises_to)
        after = story.row("patient", FIRST)["priority"]
        assert told["raised"] == is_worse(after, before) == (after != before)
        assert not is_worse(raises_to, after)
        assert story.row("incident", incident_id)["priority"] == after
    assert len(story.row("patient", FIRST)["vitals"]) == len(sets)
    assert story.rebuilt() == story.board.rows


def test_merah_by_vital_signs_is_stamped_and_reaches_the_hospital(story: Story) -> None:
    incident_id = story.open_case()
    triage(story, incident_id, Priority.KUNING)
    story.on_duty("psc-1")
    task_id = story.assign(incident_id, "psc-1")
    story.report(task_id, TaskState.ON_SCENE)
    handover_id = story.announce(task_id, "rsud-kota")
    assert story.row("handover", handover_id)["priority"] == "kuning"
    take(story, incident_id, Priority.MERAH, at_s=500)
    assert story.row("handover", handover_id)["priority"] == "merah"
    assert story.row("incident", incident_id)["merah_at"] == at(500)


def test_what_was_measured_before_a_person_lowered_does_not_undo_it(story: Story) -> None:
    incident_id = story.open_case()
    triage(story, incident_id, Priority.MERAH)
    story.now_s = 100
    lower(story, incident_id, Priority.KUNING)
    late = take(story, incident_id, Priority.MERAH, at_s=50)
    assert (late["raised"], late["raises_to"], late["priority"]) == (False, "merah", "kuning")
    again = take(story, incident_id, Priority.MERAH, at_s=200)
    assert (again["raised"], story.row("patient", FIRST)["priority"]) == (True, "merah")


def test_a_raised_colour_is_no_longer_for_advice_alone(story: Story) -> None:
    incident_id = story.open_case()
    advised: Given = {**assessed(Priority.HIJAU), "disposition": Disposition.SARAN}
    told: Given = {"summary": advised, "gate": "enc:g", "answers": "enc:a", "about": {}}
    story.do(patient.triage, incident_id=incident_id, patient_id=FIRST, **told)
    assert story.row("incident", incident_id)["disposition"] == "saran"
    take(story, incident_id, Priority.KUNING)
    assert story.row("incident", incident_id)["disposition"] == "di_tempat"
    # The same answers again leave the colour, and what it needs.
    story.do(patient.triage, incident_id=incident_id, patient_id=FIRST, **told)
    case = story.row("incident", incident_id)
    assert (case["priority"], case["disposition"]) == ("kuning", "di_tempat")


def test_late_sets_stand_where_they_belong_in_time(story: Story) -> None:
    incident_id = story.open_case()
    for second in (300, 100, 200):
        take(story, incident_id, None, at_s=second)
    assert [one["at"] for one in story.row("patient", FIRST)["vitals"]] == [at(100), at(200), at(300)]


def test_a_closed_case_keeps_what_was_measured(story: Story) -> None:
    incident_id = story.open_case()
    story.do(close, incident_id=incident_id, outcome=Outcome.DIBAWA, note=None, grade=None)
    take(story, incident_id, Priority.MERAH)
    assert story.row("incident", incident_id)["state"] == "closed"
    assert len(story.row("patient", FIRST)["vitals"]) == 1


def test_vital_signs_do_not_take_hitam_back(story: Story) -> None:
    incident_id = story.open_case()
    story.on_duty("psc-1")
    task_id = story.assign(incident_id, "psc-1")
    story.report(task_id, TaskState.ON_SCENE)
    given: Given = {"priority": Priority.HITAM, "reason": "enc:r", "grade": None, "crew_of_unit": "psc-1"}
    story.do(patient.lower, by=CREW, incident_id=incident_id, patient_id=FIRST, **given)
    assert take(story, incident_id, Priority.MERAH)["priority"] == "hitam"


def test_vital_signs_belong_to_a_patient_of_the_case(story: Story) -> None:
    story.open_case()
    other = story.open_case("other")
    given: Given = {"values": "enc:v", "findings": "enc:f", "raises_to": None, "confirmed": []}
    refused = story.refused(patient.take_vitals, incident_id=other, patient_id=FIRST, **given)
    assert refused.code == "patient_of_other_incident"
