"""A handover: from announced to acknowledged; silence stops no ambulance, a redirection names who accepted."""

import pytest

from dispatch.domain import handover
from dispatch.domain.words import HandoverState, Priority
from tests.builders import CREW, IGD, Given, Story, announcement, assessed, at, id_of

REDIRECT: Given = {"doctor": "dr. Ratna", "reason": "IGD penuh", "redirected_to": "rsud-b"}
COMING = set(handover.COMING)
STEPS = {
    "accept": {HandoverState.ANNOUNCED, HandoverState.UNANSWERED},
    "redirect": COMING,
    "acknowledge_redirect": {HandoverState.REDIRECTED},
    "arrive": COMING,
    "offload": {*COMING, HandoverState.ARRIVED},
    "acknowledge": {*COMING, HandoverState.ARRIVED, HandoverState.OFFLOADED},
}
REACHED_BY = {
    HandoverState.ANNOUNCED: (),
    HandoverState.ACCEPTED: ("accept",),
    HandoverState.UNANSWERED: ("unanswered",),
    HandoverState.REDIRECTED: ("redirect",),
    HandoverState.ARRIVED: ("arrive",),
    HandoverState.OFFLOADED: ("arrive", "offload"),
    HandoverState.ACKNOWLEDGED: ("acknowledge",),
}


def on_the_way(story: Story) -> str:
    """A task whose crew has a patient."""
    story.on_duty("psc-1")
    return story.assign(story.open_case(), "psc-1")


def step(story: Story, name: str, handover_id: str) -> None:
    given: Given = REDIRECT if name == "redirect" else {}
    story.do(getattr(handover, name), by=IGD, handover_id=handover_id, **given)


def in_state(story: Story, state: HandoverState) -> str:
    handover_id = story.announce(on_the_way(story), "rsud-a")
    for name in REACHED_BY[state]:
        step(story, name, handover_id)
    assert story.row("handover", handover_id)["state"] == state
    return handover_id


def test_an_announcement_tells_what_the_hospital_must_know(story: Story) -> None:
    task_id = on_the_way(story)
    incident_id = story.row("task", task_id)["incident_id"]
    handover_id = story.announce(task_id, "rsud-a", needs=["cath_lab"], summary="enc:s", answer_due_at=at(90))
    row = story.row("handover", handover_id)
    assert (row["state"], row["incident_code"], row["unit_name"]) == (HandoverState.ANNOUNCED, "M-0001", "PSC-1")
    assert (row["needs"], row["summary"], row["announced_by"]) == (["cath_lab"], "enc:s", CREW)
    assert story.row("incident", incident_id)["handover_ids"] == [handover_id]
    assert story.row("deadline", f"handover_answer:{handover_id}")["due_at"] == at(90)


def test_it_carries_the_patients_colour(story: Story) -> None:
    from dispatch.domain import patient

    task_id = on_the_way(story)
    case: Given = {"incident_id": story.row("task", task_id)["incident_id"], "patient_id": id_of("case/patient")}
    triaged: Given = {"summary": assessed(Priority.MERAH), "gate": "enc:g", "answers": "enc:a", "about": {}}
    story.do(patient.triage, **case, **triaged)
    assert story.row("handover", story.announce(task_id, "rsud-a"))["priority"] == Priority.MERAH


@pytest.mark.parametrize("state", HandoverState)
@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_possible_exactly_where_the_design_says(story: Story, name: str, state: HandoverState) -> None:
    handover_id = in_state(story, state)
    if state in STEPS[name]:
        step(story, name, handover_id)
        return
    given: Given = REDIRECT if name == "redirect" else {}
    refused = story.refused(getattr(handover, name), handover_id=handover_id, **given)
    assert (refused.code, refused.current) == ("handover_state", state)
    assert set(refused.allowed) == STEPS[name]


@pytest.mark.parametrize("name", ["accept", "redirect", "arrive", "offload", "acknowledge", "unanswered"])
def test_any_answer_ends_the_wait_for_one(story: Story, name: str) -> None:
    handover_id = in_state(story, HandoverState.ANNOUNCED)
    step(story, name, handover_id)
    assert story.board.find("deadline", f"handover_answer:{handover_id}") is None


def test_silence_is_said_once_and_only_while_it_lasts(story: Story) -> None:
    handover_id = in_state(story, HandoverState.UNANSWERED)
    assert story.do(handover.unanswered, handover_id=handover_id) == []
    story.do(handover.accept, by=IGD, handover_id=handover_id)
    row = story.row("handover", handover_id)
    assert (row["state"], row["answered_by"]) == (HandoverState.ACCEPTED, IGD), "a late yes is still a yes"


def test_a_redirection_names_doctor_reason_and_where_and_is_seen_once(story: Story) -> None:
    handover_id = in_state(story, HandoverState.REDIRECTED)
    row = story.row("handover", handover_id)
    assert {name: row[name] for name in REDIRECT} == REDIRECT
    story.do(handover.acknowledge_redirect, by=CREW, at_s=500, handover_id=handover_id)
    assert story.row("handover", handover_id)["redirect_acknowledged_at"] == at(500)
    again = story.refused(handover.acknowledge_redirect, handover_id=handover_id)
    assert (again.code, again.current) == ("already_acknowledged", "redirected")


def test_a_hospital_does_not_redirect_to_itself(story: Story) -> None:
    handover_id = in_state(story, HandoverState.ANNOUNCED)
    refused = story.refused(
        handover.redirect, handover_id=handover_id, doctor="dr. Ratna", reason="penuh", redirected_to="rsud-a"
    )
    assert refused.code == "redirect_to_itself"


def test_a_patient_is_announced_at_one_hospital_at_a_time(story: Story) -> None:
    handover_id = in_state(story, HandoverState.ANNOUNCED)
    task_id = story.row("handover", handover_id)["task_id"]
    given: Given = {
        "handover_id": id_of("h2"),
        "task_id": task_id,
        "patient_id": id_of("case/patient"),
        **announcement(),
    }
    same = story.refused(handover.announce, hospital_id="rsud-a", **given)
    assert (same.code, same.facts) == ("already_announced", {"handover_id": handover_id})
    other = story.refused(handover.announce, hospital_id="rsud-b", **given)
    assert (other.code, other.allowed, other.facts) == ("announced_elsewhere", ("redirect",), {"hospital_id": "rsud-a"})
    step(story, "redirect", handover_id)
    story.do(handover.announce, hospital_id="rsud-b", **given)


def test_the_stamps_of_an_arrival(story: Story) -> None:
    handover_id = in_state(story, HandoverState.ANNOUNCED)
    for name, at_s in (("arrive", 600), ("offload", 660), ("acknowledge", 720)):
        story.do(getattr(handover, name), by=IGD, at_s=at_s, handover_id=handover_id)
    row = story.row("handover", handover_id)
    assert (row["arrived_at"], row["offloaded_at"], row["acknowledged_at"]) == (at(600), at(660), at(720))
    assert row["acknowledged_by"] == IGD
