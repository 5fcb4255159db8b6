"""Patients: the machine only raises, a person lowers for a reason, and a case is as bad as its worst patient."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain import patient
from dispatch.domain.closing import close
from dispatch.domain.priority import is_worse
from dispatch.domain.words import Disposition, Grade, Outcome, Priority, TaskState
from tests.builders import CREW, Decision, Given, Story, assessed, at, id_of

FIRST = id_of("case/patient")
COLOURS = (Priority.HIJAU, Priority.KUNING, Priority.MERAH)


def triage(story: Story, incident_id: str, colour: Priority | None, patient_id: str = FIRST, **about: object) -> None:
    given: Given = {"summary": assessed(colour), "gate": "enc:g", "answers": "enc:a", "about": about}
    story.do(patient.triage, incident_id=incident_id, patient_id=patient_id, **given)


def lowering(colour: Priority, **changed: object) -> Given:
    given: Given = {
        "patient_id": FIRST,
        "priority": colour,
        "reason": "sadar penuh",
        "grade": None,
        "crew_of_unit": None,
    }
    return {**given, **changed}


def colour_of(story: Story, incident_id: str) -> str | None:
    colour: str | None = story.row("incident", incident_id)["priority"]
    return colour


@given(st.lists(st.sampled_from(COLOURS) | st.none(), min_size=1, max_size=8))
def test_triage_never_lowers(colours: list[Priority | None]) -> None:
    story = Story()
    incident_id = story.open_case()
    for colour in colours:
        before = colour_of(story, incident_id)
        triage(story, incident_id, colour)
        after = colour_of(story, incident_id)
        assert after == before or is_worse(after, before)
        assert not is_worse(colour, after)
    assert story.rebuilt() == story.board.rows


def test_triage_keeps_answers_what_is_known_and_what_follows(story: Story) -> None:
    incident_id = story.open_case()
    summary: Given = {**assessed(Priority.KUNING), "disposition": Disposition.DI_TEMPAT}
    given: Given = {"summary": summary, "gate": "enc:g", "answers": "enc:a", "about": {"age_years": "enc:60"}}
    story.do(patient.triage, incident_id=incident_id, patient_id=FIRST, **given)
    row = story.row("patient", FIRST)
    assert (row["priority"], row["gate"], row["answers"], row["age_years"]) == ("kuning", "enc:g", "enc:a", "enc:60")
    case = story.row("incident", incident_id)
    assert (case["priority"], case["disposition"], case["triage"]) == ("kuning", "di_tempat", summary)


def test_merah_is_stamped_when_it_is_first_reached(story: Story) -> None:
    incident_id = story.open_case()
    triage(story, incident_id, Priority.HIJAU)
    assert story.row("incident", incident_id)["merah_at"] is None
    story.now_s = 99
    triage(story, incident_id, Priority.MERAH)
    triage(story, incident_id, Priority.MERAH)
    assert story.row("incident", incident_id)["merah_at"] == at(100)


def test_a_case_is_as_bad_as_its_worst_living_patient(story: Story) -> None:
    incident_id = story.open_case()
    for name, colour in (("second", Priority.MERAH), ("third", Priority.KUNING)):
        story.do(patient.describe, incident_id=incident_id, patient_id=id_of(name), name=f"enc:{name}")
        triage(story, incident_id, colour, id_of(name))
    assert story.row("incident", incident_id)["patient_ids"] == [FIRST, id_of("second"), id_of("third")]
    assert [story.row("patient", id_of(name))["number"] for name in ("second", "third")] == [2, 3]
    assert colour_of(story, incident_id) == Priority.MERAH
    dies_on_scene(story, incident_id, id_of("second"))
    assert colour_of(story, incident_id) == Priority.KUNING


def dies_on_scene(story: Story, incident_id: str, patient_id: str) -> None:
    story.on_duty("psc-1")
    task_id = story.assign(incident_id, "psc-1")
    given = lowering(Priority.HITAM, patient_id=patient_id, crew_of_unit="psc-1")
    for elsewhere in (lowering(Priority.HITAM, patient_id=patient_id, grade=Grade.DOKTER), given):
        refused = story.refused(patient.lower, incident_id=incident_id, **elsewhere)
        assert refused.code == "hitam_only_on_scene"
    story.report(task_id, TaskState.ON_SCENE)
    story.do(patient.lower, by=CREW, incident_id=incident_id, **given)


def test_lowering_from_merah_takes_a_clinical_grade(story: Story) -> None:
    incident_id = story.open_case()
    triage(story, incident_id, Priority.MERAH)
    refused = story.refused(patient.lower, incident_id=incident_id, **lowering(Priority.KUNING))
    assert (refused.code, refused.current) == ("grade_needed", "merah")
    story.do(patient.lower, incident_id=incident_id, **lowering(Priority.KUNING, grade=Grade.PERAWAT))
    assert colour_of(story, incident_id) == Priority.KUNING
    # Also from kuning: nobody without a clinical role lowers anything by telephone.
    refused = story.refused(patient.lower, incident_id=incident_id, **lowering(Priority.HIJAU))
    assert (refused.code, refused.current) == ("grade_needed", "kuning")
    story.do(patient.lower, incident_id=incident_id, **lowering(Priority.HIJAU, grade=Grade.BIDAN))
    assert colour_of(story, incident_id) == Priority.HIJAU


@given(
    st.sampled_from(COLOURS),
    st.lists(st.tuples(st.sampled_from(COLOURS), st.booleans(), st.sampled_from([None, "psc-1"])), max_size=6),
)
def test_without_a_clinical_role_no_path_lowers(
    first: Priority, steps: list[tuple[Priority, bool, str | None]]
) -> None:
    """Triage again, or an operator without a grade lowering: the colour of a case nobody is sent to never falls."""
    story = Story()
    incident_id = story.open_case()
    triage(story, incident_id, first)
    for colour, lowers, unit_id in steps:
        before = colour_of(story, incident_id)
        if lowers:
            given = lowering(colour, crew_of_unit=None if before != Priority.MERAH else unit_id)
            story.refused(patient.lower, incident_id=incident_id, **given)
        else:
            triage(story, incident_id, colour)
        assert not is_worse(before, colour_of(story, incident_id))


@pytest.mark.parametrize(
    ("old", "new"), [(old, new) for old in COLOURS for new in COLOURS if not is_worse(old, new)] + [(None, "hijau")]
)
def test_lowering_lowers(story: Story, old: Priority | None, new: Priority) -> None:
    incident_id = story.open_case()
    triage(story, incident_id, old)
    refused = story.refused(
        patient.lower, incident_id=incident_id, **lowering(Priority(new), grade=Grade.DOKTER, crew_of_unit="psc-1")
    )
    assert (refused.code, refused.current, refused.allowed) == ("not_lower", old, ("triage",))


def test_after_assignment_only_the_crew_on_scene_lowers(story: Story) -> None:
    incident_id = story.open_case()
    triage(story, incident_id, Priority.KUNING)
    story.on_duty("psc-1")
    story.on_duty("trc-1")
    task_id = story.assign(incident_id, "psc-1")
    story.report(task_id, TaskState.EN_ROUTE)
    for crew_of_unit in (None, "psc-1", "trc-1"):
        given = lowering(Priority.HIJAU, grade=Grade.DOKTER, crew_of_unit=crew_of_unit)
        assert story.refused(patient.lower, incident_id=incident_id, **given).code == "only_crew_on_scene"
    story.report(task_id, TaskState.WITH_PATIENT)
    another = lowering(Priority.HIJAU, crew_of_unit="trc-1")
    assert story.refused(patient.lower, incident_id=incident_id, **another).code == "only_crew_on_scene"
    story.do(patient.lower, by=CREW, incident_id=incident_id, **lowering(Priority.HIJAU, crew_of_unit="psc-1"))
    assert colour_of(story, incident_id) == Priority.HIJAU


def test_a_patient_belongs_to_one_case(story: Story) -> None:
    story.open_case()
    other = story.open_case("other")
    triaged: Given = {"summary": assessed(None), "gate": "enc:g", "answers": "enc:a", "about": {}}
    cases: list[tuple[Decision, Given]] = [
        (patient.describe, {"name": "enc:x"}),
        (patient.triage, triaged),
        (patient.lower, {k: v for k, v in lowering(Priority.HIJAU).items() if k != "patient_id"}),
    ]
    for decision, rest in cases:
        refused = story.refused(decision, incident_id=other, patient_id=FIRST, **rest)
        assert refused.code == "patient_of_other_incident"


def test_only_what_is_said_of_a_patient_changes(story: Story) -> None:
    incident_id = story.open_case()
    story.do(patient.describe, incident_id=incident_id, patient_id=FIRST, name="enc:Ani", sex="enc:P")
    story.do(patient.describe, incident_id=incident_id, patient_id=FIRST, sex=None)
    row = story.row("patient", FIRST)
    assert (row["name"], row["sex"], row["number"]) == ("enc:Ani", None, 1)


def test_a_closed_case_takes_no_triage(story: Story) -> None:
    incident_id = story.open_case()
    story.do(close, incident_id=incident_id, outcome=Outcome.DIBATALKAN, note=None, grade=None)
    triaged: Given = {"summary": assessed(Priority.MERAH), "gate": "enc:g", "answers": "enc:a", "about": {}}
    assert story.refused(patient.triage, incident_id=incident_id, patient_id=FIRST, **triaged).code == "incident_closed"


def test_no_rule_takes_hitam_back_only_a_crew_on_scene(story: Story) -> None:
    incident_id = story.open_case()
    dies_on_scene(story, incident_id, FIRST)
    triage(story, incident_id, Priority.MERAH)
    assert colour_of(story, incident_id) == Priority.HITAM
    refused = story.refused(patient.lower, incident_id=incident_id, **lowering(Priority.MERAH, grade=Grade.DOKTER))
    assert refused.code == "hitam_only_on_scene"
    story.do(patient.lower, by=CREW, incident_id=incident_id, **lowering(Priority.MERAH, crew_of_unit="psc-1"))
    assert colour_of(story, incident_id) == Priority.MERAH
