"""Victims: nobody is lost, counted twice or made black by a rule, whatever comes late, twice or in another order."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain import handover, mass_casualty, patient, victim
from dispatch.domain.priority import worst
from dispatch.domain.refusal import Missing
from dispatch.domain.rows import Row, VictimCounts
from dispatch.domain.task import cancel
from dispatch.domain.victim_counts import count_victims
from dispatch.domain.victim_fold import CORRECTED_S
from dispatch.domain.words import Grade, Priority, TagMethod, TaskState, Whereabouts
from tests.builders import CREW, IGD, RINA, Given, Story, announcement, assessed, id_of

FIRST = id_of("case/patient")
HOSPITALS = ("rs-a", "rs-b", "rs-c")
COLOURS = st.sampled_from(Priority)


def on_scene(story: Story, *units: str) -> tuple[str, list[str]]:
    """A case with these units at the scene; its id and their tasks."""
    incident_id = story.open_case()
    tasks = []
    for unit_id in units or ("psc-1",):
        story.on_duty(unit_id)
        tasks.append(story.assign(incident_id, unit_id))
        story.report(tasks[-1], TaskState.ON_SCENE)
    return incident_id, tasks


def word(number: str, colour: Priority, **changed: Any) -> Given:
    said: Given = {
        "victim_id": id_of(f"victim/{number}"),
        "patient_id": None,
        "number": number,
        "colour": colour,
        "method": TagMethod.START,
        "proposed": None if colour is Priority.HITAM else colour,
        "findings": "enc:f",
        "reason": "enc:r",
        "counter": None,
        "grade": None,
        "unit_id": "psc-1",
    }
    return {**said, **changed}


def tag(story: Story, incident_id: str, number: str, colour: Priority, at_s: float | None = None, **more: Any) -> Row:
    by = more.pop("by", CREW)
    events = story.do(
        victim.tag, by=by, at_s=at_s, is_report=True, incident_id=incident_id, **word(number, colour, **more)
    )
    return story.row("patient", events[-1].subjects[0])


def counts(story: Story, incident_id: str) -> VictimCounts:
    found: VictimCounts = story.row("incident", incident_id)["mass_casualty"]["counts"]
    return found


def test_a_tag_adds_a_victim_and_the_case_has_the_colour_of_its_worst(story: Story) -> None:
    incident_id, _ = on_scene(story)
    for number, colour in (("A01", Priority.KUNING), ("A02", Priority.MERAH), ("A03", Priority.HITAM)):
        assert tag(story, incident_id, number, colour)["priority"] == colour
    case = story.row("incident", incident_id)
    assert (case["priority"], len(case["patient_ids"])) == (Priority.MERAH, 4)
    assert counts(story, incident_id)["colours"] == {"merah": 1, "kuning": 1, "hijau": 0, "hitam": 1, "belum": 1}


def test_the_patient_known_by_telephone_is_tagged_only_where_a_person_says_it_is_them(story: Story) -> None:
    incident_id, _ = on_scene(story)
    found = tag(story, incident_id, "A01", Priority.MERAH, patient_id=FIRST)
    assert (found["id"], found["tag"]["victim_id"]) == (FIRST, id_of("victim/A01"))
    # Another tablet, without signal, took the same one for somebody else: that victim is not lost.
    other = tag(story, incident_id, "B01", Priority.KUNING, patient_id=FIRST)
    assert other["id"] == id_of("victim/B01")
    # The device goes on calling the first by its own name.
    assert tag(story, incident_id, "A01", Priority.MERAH)["id"] == FIRST
    assert counts(story, incident_id)["total"] == 2


def test_one_number_on_two_victims_gets_a_sign_behind_it(story: Story) -> None:
    incident_id, _ = on_scene(story)
    tag(story, incident_id, "A01", Priority.HIJAU)
    for count in (2, 3):
        twin = tag(story, incident_id, "A01", Priority.MERAH, victim_id=id_of(f"twin {count}"))
        assert twin["tag"]["number"] == f"A01-{count}"
    assert counts(story, incident_id)["total"] == 4


def test_black_is_given_by_a_person_on_scene_and_by_nobody_else(story: Story) -> None:
    incident_id, _ = on_scene(story)
    by_radio = {**word("A01", Priority.HITAM), "unit_id": None}
    assert story.refused(victim.tag, incident_id=incident_id, **by_radio).code == "hitam_only_on_scene"
    story.on_duty("trc-1")
    story.assign(incident_id, "trc-1")
    away = tag(story, incident_id, "B01", Priority.HITAM, unit_id="trc-1")
    assert (away["priority"], away["tag"]["held"]["reason"]) == (Priority.MERAH, "hitam_only_on_scene")
    here = tag(story, incident_id, "A01", Priority.HITAM)
    assert (here["priority"], here["tag"]["held"], here["tag"]["tagged_by"]) == (Priority.HITAM, None, CREW)
    # Found alive when hands were free: the worst of the living counts at once.
    assert tag(story, incident_id, "A01", Priority.MERAH, at_s=story.now_s + 60)["priority"] == Priority.MERAH


def test_lowering_from_red_takes_a_grade_and_a_slip_of_the_finger_does_not(story: Story) -> None:
    incident_id, _ = on_scene(story)
    tag(story, incident_id, "A01", Priority.MERAH)
    slip = tag(story, incident_id, "A01", Priority.KUNING, at_s=story.now_s + CORRECTED_S)
    assert (slip["priority"], slip["tag"]["held"]) == (Priority.KUNING, None)
    tag(story, incident_id, "A02", Priority.MERAH)
    late = tag(story, incident_id, "A02", Priority.KUNING, at_s=story.now_s + CORRECTED_S + 1)
    assert (late["priority"], late["tag"]["held"]["reason"]) == (Priority.MERAH, "grade_needed")
    nurse = tag(story, incident_id, "A02", Priority.KUNING, at_s=story.now_s + 60, by=RINA, grade=Grade.PERAWAT)
    assert (nurse["priority"], nurse["tag"]["held"]) == (Priority.KUNING, None)


def test_the_colour_that_the_telephone_gave_is_lowered_like_any_other(story: Story) -> None:
    incident_id = story.open_case()
    triaged: Given = {"summary": assessed(Priority.MERAH), "gate": "enc:g", "answers": "enc:a", "about": {}}
    story.do(patient.triage, incident_id=incident_id, patient_id=FIRST, **triaged)
    story.on_duty("psc-1")
    story.report(story.assign(incident_id, "psc-1"), TaskState.ON_SCENE)
    found = tag(story, incident_id, "A01", Priority.HIJAU, patient_id=FIRST)
    assert (found["priority"], found["tag"]["held"]["colour"]) == (Priority.MERAH, Priority.HIJAU)


def test_telephone_triage_raises_a_tagged_victim_and_a_late_tag_does_not_undo_it(story: Story) -> None:
    incident_id, _ = on_scene(story)
    found = tag(story, incident_id, "A01", Priority.HIJAU, at_s=100)
    triaged: Given = {"summary": assessed(Priority.MERAH), "gate": "enc:g", "answers": "enc:a", "about": {}}
    story.do(patient.triage, at_s=200, incident_id=incident_id, patient_id=found["id"], **triaged)
    assert tag(story, incident_id, "A01", Priority.KUNING, at_s=150)["priority"] == Priority.MERAH
    assert counts(story, incident_id)["colours"]["merah"] == 1


def test_black_stays_black_under_the_telephone(story: Story) -> None:
    incident_id, _ = on_scene(story)
    found = tag(story, incident_id, "A01", Priority.HITAM, at_s=100)
    triaged: Given = {"summary": assessed(Priority.MERAH), "gate": "enc:g", "answers": "enc:a", "about": {}}
    story.do(patient.triage, at_s=200, incident_id=incident_id, patient_id=found["id"], **triaged)
    assert story.row("patient", found["id"])["priority"] == Priority.HITAM
    assert tag(story, incident_id, "A01", Priority.MERAH, at_s=150)["priority"] == Priority.MERAH


@given(
    st.lists(st.tuples(st.integers(0, 60), COLOURS, st.sampled_from((None, Grade.DOKTER))), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_words_about_a_victim_mean_the_same_in_whatever_order_they_come(words: list[Any], random: Any) -> None:
    rows = []
    for shuffled in (False, True):
        story = Story()
        incident_id, _ = on_scene(story)
        said = [(100 + at_s, colour, grade, counter) for counter, (at_s, colour, grade) in enumerate(words)]
        if shuffled:
            random.shuffle(said)
        for at_s, colour, grade, counter in said:
            row = tag(story, incident_id, "A01", colour, at_s=at_s, grade=grade, counter=counter)
        rows.append((row["priority"], row["tag"]["held"], row["tag"]["tagged_at"], counts(story, incident_id)))
        assert story.rebuilt() == story.board.rows
    assert rows[0] == rows[1]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("tag", "again", "destine", "load", "depart", "transport", "arrive", "redirect", "triage")),
        st.integers(0, 7),
        COLOURS,
        st.sampled_from(HOSPITALS),
    ),
    max_size=25,
)


@given(STEPS)
def test_counts_are_the_victims_and_none_is_lost(steps: list[tuple[str, int, Priority, str]]) -> None:
    story = Story()
    incident_id, tasks = on_scene(story, "psc-1", "psc-2")
    tagged: set[str] = set()
    for kind, which, colour, hospital_id in steps:
        _try(story, incident_id, tasks, kind, which, colour, hospital_id, tagged)
        case = story.row("incident", incident_id)
        victims = [story.row("patient", patient_id) for patient_id in case["patient_ids"]]
        assert {v["tag"]["victim_id"] for v in victims if v["tag"]} == tagged
        assert case["priority"] == worst(v["priority"] for v in victims)
        if case["mass_casualty"] is not None:
            said = case["mass_casualty"]["counts"]
            assert said == count_victims(victims)
            assert said["total"] == len(victims) == sum(said["colours"].values())  # type: ignore[call-overload]
            assert said["total"] == said["at_scene"] + said["on_the_way"] + said["arrived"]
    assert story.rebuilt() == story.board.rows


def _try(
    story: Story,
    incident_id: str,
    tasks: list[str],
    kind: str,
    which: int,
    colour: Priority,
    hospital_id: str,
    tagged: set[str],
) -> None:
    """One thing that somebody does; what is refused or not there changes nothing."""
    number, victim_id = f"A{which:02d}", id_of(f"victim/A{which:02d}")
    if kind in ("tag", "again"):
        tag(story, incident_id, number, colour, victim_id=victim_id, patient_id=FIRST if which == 0 else None)
        tagged.add(victim_id)
        return
    found = victim.find_victim(story.board, story.row("incident", incident_id), victim_id)
    if found is None:
        return
    at_scene = found["whereabouts"] == Whereabouts.AT_SCENE
    coming = [
        h for h in story.board.list_kind("handover") if h["patient_id"] == found["id"] and h["state"] in handover.COMING
    ]
    if kind == "destine" and at_scene:
        story.do(victim.destine, incident_id=incident_id, chosen={found["id"]: hospital_id}, recommended={})
    elif kind == "load" and at_scene:
        given = {"victim_id": victim_id, "task_id": tasks[which % 2], "unit_id": f"psc-{which % 2 + 1}"}
        story.do(victim.load, by=CREW, is_report=True, incident_id=incident_id, **given)
    elif kind == "depart" and at_scene:
        given = {"victim_id": victim_id, "hospital_id": hospital_id, "unit_id": "psc-1"}
        story.do(victim.depart, by=CREW, is_report=True, incident_id=incident_id, **given)
    elif kind == "transport" and at_scene and not coming:
        handover_id = id_of(f"{found['id']}/{len(list(story.board.list_kind('handover')))}")
        given = {"patient_id": found["id"], "hospital_id": hospital_id, **announcement()}
        story.do(handover.announce, by=CREW, handover_id=handover_id, task_id=tasks[0], **given)
    elif kind == "redirect" and coming and coming[0]["hospital_id"] != hospital_id:
        given = {"doctor": "dr. A", "reason": "penuh", "redirected_to": hospital_id}
        story.do(handover.redirect, by=IGD, handover_id=coming[0]["id"], **given)
    elif kind == "arrive" and coming:
        story.do(handover.arrive, by=IGD, handover_id=coming[0]["id"])
    elif kind == "arrive" and found["whereabouts"] != Whereabouts.ARRIVED:
        story.do(victim.arrive, by=IGD, incident_id=incident_id, victim_id=victim_id, hospital_id=hospital_id)
    elif kind == "triage":
        given = {"summary": assessed(colour), "gate": "enc:g", "answers": "enc:a", "about": {}}
        if colour is not Priority.HITAM:
            story.do(patient.triage, incident_id=incident_id, patient_id=found["id"], **given)


def test_who_has_left_is_not_sent_elsewhere_and_nobody_of_that_plan_is(story: Story) -> None:
    incident_id, _ = on_scene(story)
    gone, here = (tag(story, incident_id, number, Priority.KUNING) for number in ("A01", "A02"))
    given = {"victim_id": gone["id"], "hospital_id": "rs-a", "unit_id": "psc-1"}
    story.do(victim.depart, by=CREW, is_report=True, incident_id=incident_id, **given)
    chosen = {here["id"]: "rs-b", gone["id"]: "rs-b"}
    refused = story.refused(victim.destine, incident_id=incident_id, chosen=chosen, recommended={})
    assert (refused.code, refused.facts["victims"]) == ("victim_gone", "A01")


def test_a_tag_that_comes_after_the_unit_was_called_back_still_counts(story: Story) -> None:
    incident_id, tasks = on_scene(story)
    story.do(cancel, task_id=tasks[0], reason="cukup", at_s=50)
    before = tag(story, incident_id, "A01", Priority.HITAM, at_s=40)
    after = tag(story, incident_id, "A02", Priority.HITAM, at_s=60)
    assert (before["priority"], after["priority"]) == (Priority.HITAM, Priority.MERAH)


def test_a_crew_that_was_never_sent_has_no_word(story: Story) -> None:
    incident_id, _ = on_scene(story)
    with pytest.raises(Missing):
        tag(story, incident_id, "C01", Priority.MERAH, unit_id="trc-9")


def test_who_is_aboard_is_who_was_loaded_and_has_not_left(story: Story) -> None:
    incident_id, tasks = on_scene(story)
    case = story.row("incident", incident_id)
    for number in ("A01", "A02"):
        row = tag(story, incident_id, number, Priority.KUNING)
        given = {"victim_id": row["id"], "task_id": tasks[0], "unit_id": "psc-1"}
        story.do(victim.load, by=CREW, is_report=True, incident_id=incident_id, **given)
    story.do(
        victim.load,
        by=CREW,
        is_report=True,
        incident_id=incident_id,
        victim_id=id_of("victim/A02"),
        task_id=None,
        unit_id="psc-1",
    )
    case = story.row("incident", incident_id)
    assert [row["tag"]["number"] for row in victim.aboard(story.board, case, tasks[0])] == ["A01"]


def test_mass_casualty_is_declared_once_and_stood_down(story: Story) -> None:
    incident_id, _ = on_scene(story)
    assert not mass_casualty.is_declared(story.row("incident", incident_id))
    given: Given = {"incident_id": incident_id, "reason": "enc:bus terguling"}
    story.do(mass_casualty.declare, at_s=100, victims_told=20, unit_id=None, **given)
    again = {**given, "victims_told": None, "unit_id": None}
    assert story.refused(mass_casualty.declare, **again).code == "mass_casualty_declared"
    state = story.row("incident", incident_id)["mass_casualty"]
    assert (state["active"], state["victims_told"], state["counts"]["total"]) == (True, 20, 1)
    story.do(mass_casualty.stand_down, at_s=200, **given)
    assert story.refused(mass_casualty.stand_down, **given).code == "mass_casualty_not_declared"
    # A tablet's word from before that comes now and does not bring it back; one from afterwards does.
    for at_s, active in ((150, False), (250, True)):
        from_road = {**given, "victims_told": None, "unit_id": "psc-1"}
        story.do(mass_casualty.declare, by=CREW, is_report=True, at_s=at_s, **from_road)
        assert mass_casualty.is_declared(story.row("incident", incident_id)) is active


def test_the_latest_methane_by_time_stands(story: Story) -> None:
    incident_id, _ = on_scene(story)
    told: Given = {
        "incident_id": incident_id,
        "unit_id": "psc-1",
        "major": True,
        "location": "enc:l",
        "type": "kecelakaan",
        "hazards": ["api"],
        "access": None,
        "services": ["polisi"],
    }
    for at_s, casualties in ((100, 12), (90, 3)):
        story.do(mass_casualty.report_methane, by=CREW, is_report=True, at_s=at_s, casualties=casualties, **told)
    assert story.row("incident", incident_id)["mass_casualty"]["methane"]["casualties"] == 12


def test_a_sector_is_named_and_named_again_and_victims_lie_in_it(story: Story) -> None:
    incident_id, _ = on_scene(story)
    row = tag(story, incident_id, "A01", Priority.KUNING)
    given: Given = {"incident_id": incident_id, "unit_id": "psc-1"}
    placed = {**given, "victim_id": row["id"], "sector_id": "s1"}
    assert story.refused(victim.place, **placed).code == "sector_unknown"
    for name in ("Timur", "Timur, sisi laut"):
        story.do(mass_casualty.name_sector, sector_id="s1", name=name, lead="Amb Sei Jang", **given)
    story.do(victim.place, **placed)
    sectors = story.row("incident", incident_id)["mass_casualty"]["sectors"]
    assert [sector["name"] for sector in sectors] == ["Timur, sisi laut"]
    assert story.row("patient", row["id"])["sector_id"] == "s1"


def test_vital_signs_raise_a_tagged_victim_and_take_no_black_back(story: Story) -> None:
    incident_id, _ = on_scene(story)
    patient_id = tag(story, incident_id, "1", Priority.HIJAU, at_s=100)["id"]
    given: Given = {"values": "enc:v", "findings": "enc:f", "raises_to": Priority.MERAH, "confirmed": []}
    story.do(patient.take_vitals, by=CREW, at_s=200, incident_id=incident_id, patient_id=patient_id, **given)
    assert story.row("patient", patient_id)["priority"] == "merah"
    # An older word that comes late does not lower it, and black from the scene outranks what was measured.
    assert tag(story, incident_id, "1", Priority.KUNING, at_s=150, by=RINA)["priority"] == "merah"
    assert tag(story, incident_id, "1", Priority.HITAM, at_s=190, by=RINA)["priority"] == "hitam"
