"""A task: orders are checked, a crew's word is always taken, and nothing that ended starts again."""

import pytest

from dispatch.domain import task, unit
from dispatch.domain.task_fold import ENDED, SEA, STEPS
from dispatch.domain.words import Duty, IncidentState, Outcome, TaskState
from tests.builders import CREW, RINA, SARI, Given, Story, at, id_of, member

S = TaskState


@pytest.fixture
def task_id(story: Story) -> str:
    """PSC-1 with Budi aboard, sent at second 10."""
    story.on_duty("psc-1", "budi")
    return story.assign(story.open_case(), "psc-1", at_s=10)


def active(story: Story, task_id: str) -> tuple[bool, bool, bool, bool]:
    """Whether the task, its unit, its seat and its case say that somebody is at work: they must agree."""
    row = story.row("task", task_id)
    busy = story.row("unit", row["unit_id"])
    return (
        row["active"],
        busy["task_id"] == task_id and busy["busy_since"] is not None,
        all(story.row("seat", f"{task_id}:{member['person_id']}")["active"] for member in row["crew"]),
        task_id in story.row("incident", row["incident_id"])["active_task_ids"],
    )


def test_an_assignment_takes_unit_people_and_case(story: Story, task_id: str) -> None:
    row = story.row("task", task_id)
    assert (row["state"], row["crew"], row["assigned_by"]) == (S.ASSIGNED, [member("budi")], SARI)
    assert (row["undo_until"], row["ack_due_at"]) == (at(20), at(70))
    assert active(story, task_id) == (True, True, True, True)
    case = story.row("incident", row["incident_id"])
    assert (case["state"], case["task_ids"]) == (IncidentState.IN_RESPONSE, [task_id])
    assert story.row("unit", "psc-1")["incident_code"] == case["code"]
    assert story.row("deadline", f"acknowledge:{task_id}")["due_at"] == at(70)


def send(*unit_ids: str, incident_id: str) -> Given:
    chosen = [task.Assignment(id_of(f"again/{unit_id}"), unit_id, None, True) for unit_id in unit_ids]
    given: Given = {"acknowledge_s": 60, "decision_id": None, "override_reason": None}
    return {"incident_id": incident_id, "assignments": chosen, **given}


def test_a_busy_unit_is_refused_with_who_has_it_since_when(story: Story, task_id: str) -> None:
    refused = story.refused(task.assign, by=RINA, **send("psc-1", incident_id=story.open_case("other")))
    assert (refused.code, refused.current) == ("unit_busy", "on_task")
    assert refused.facts == {
        "unit_id": "psc-1",
        "unit_name": "PSC-1",
        "holder": {"incident_code": "M-0001", "by": "Sari", "since": at(10)},
    }


def test_a_busy_person_is_refused_with_the_unit_they_are_with(story: Story, task_id: str) -> None:
    story.on_duty("trc-1", "sinta", "budi")
    refused = story.refused(task.assign, **send("trc-1", incident_id=story.open_case("other")))
    assert (refused.code, refused.facts["person"], refused.facts["with_unit"]) == ("person_busy", "Budi", "PSC-1")


def test_a_person_in_two_crews_goes_with_one_of_them(story: Story) -> None:
    story.on_duty("psc-1", "budi")
    story.on_duty("trc-1", "budi")
    refused = story.refused(task.assign, **send("psc-1", "trc-1", incident_id=story.open_case()))
    assert (refused.code, refused.facts) == (
        "person_busy",
        {"unit_id": "trc-1", "person": "Budi", "with_unit": "PSC-1"},
    )


def test_units_are_sent_all_or_none(story: Story, task_id: str) -> None:
    story.on_duty("trc-1")
    other = story.open_case("other")
    assert story.refused(task.assign, **send("trc-1", "psc-1", incident_id=other)).code == "unit_busy"
    assert story.row("unit", "trc-1")["task_id"] is None
    story.on_duty("trc-2")
    story.do(task.assign, **send("trc-1", "trc-2", incident_id=other))
    assert len(story.row("incident", other)["active_task_ids"]) == 2


@pytest.mark.parametrize("duty", Duty)
def test_only_who_is_on_duty_or_on_call_is_sent(story: Story, duty: Duty) -> None:
    story.on_duty("psc-1", duty=duty)
    given = send("psc-1", incident_id=story.open_case())
    if duty in task.SENDABLE:
        story.do(task.assign, **given)
        return
    refused = story.refused(task.assign, **given)
    assert (refused.code, refused.current, refused.allowed) == ("unit_off_duty", duty, task.SENDABLE)


def test_dispatch_before_triage_is_legal_and_to_a_closed_case_is_not(story: Story, task_id: str) -> None:
    incident_id = story.row("task", task_id)["incident_id"]
    assert story.row("incident", incident_id)["triage"] is None
    story.report(task_id, S.CLEAR, outcome=Outcome.DITANGANI)
    assert story.refused(task.assign, **send("psc-1", incident_id=incident_id)).code == "incident_closed"


def test_the_whole_way_leaves_a_stamp_of_each_step(story: Story, task_id: str) -> None:
    way = [*STEPS[1:3], *SEA, *STEPS[3:]]
    for number, state in enumerate(way):
        story.report(task_id, state, at_s=100 + number, destination_id="rsud-a" if state is S.TRANSPORTING else None)
    row = story.row("task", task_id)
    named = {f"en_route.{state}" if state in SEA else state.value for state in way}
    assert row["stamps"].keys() == {"assigned", *named}
    assert [row["stamps"][state]["at"] for state in ("acknowledged", "en_route.landed", "clear")] == [
        at(100),
        at(104),
        at(110),
    ]
    assert row["stamps"]["clear"]["by"] == CREW
    assert (row["set_aside"], row["destination_id"], row["ended_at"]) == ([], "rsud-a", at(110))
    assert active(story, task_id) == (False, False, False, False)


@pytest.mark.parametrize("state", [*STEPS[1:], *SEA])
def test_any_step_may_come_first_from_the_road(story: Story, task_id: str, state: TaskState) -> None:
    story.report(task_id, state)
    row = story.row("task", task_id)
    if state in SEA:
        assert (row["state"], row["set_aside"][0]["reason"]) == (S.ASSIGNED, "urutan_waktu")
    else:
        assert (row["state"], row["set_aside"]) == (state, [])
        assert "en_route" not in row["stamps"] or state is S.EN_ROUTE, "a skipped step is not invented"


@pytest.mark.parametrize("reached", STEPS[:-1])
def test_an_order_is_a_step_forward_or_refused(story: Story, task_id: str, reached: TaskState) -> None:
    if reached is not S.ASSIGNED:
        story.order(task_id, reached)
    allowed = task.next_states(story.row("task", task_id))
    ahead = STEPS[STEPS.index(reached) + 1 :]
    under_way = SEA if reached in (S.EN_ROUTE, S.TRANSPORTING) else ()
    assert allowed == under_way + ahead
    for state in {*STEPS, *SEA} - {*allowed}:
        refused = story.refused(task.report, task_id=task_id, state=state)
        assert (refused.code, refused.current, refused.allowed) == ("task_state", reached, allowed)
    story.order(task_id, allowed[0])
    row = story.row("task", task_id)
    assert (row["sea"] or row["state"], row["set_aside"]) == (allowed[0], [])


def test_over_the_water_only_further(story: Story, task_id: str) -> None:
    for state in (S.EN_ROUTE, S.ABOARD):
        story.order(task_id, state)
    assert task.next_states(story.row("task", task_id))[:2] == (S.LANDED, S.STAGED)
    story.order(task_id, S.STAGED)
    assert story.row("task", task_id)["sea"] is None


def test_acknowledging_keeps_the_promise(story: Story, task_id: str) -> None:
    story.report(task_id, S.ACKNOWLEDGED)
    assert story.board.find("deadline", f"acknowledge:{task_id}") is None
    assert story.do(task.acknowledge_overdue, task_id=task_id) == []


def test_silence_is_said_and_the_task_goes_on(story: Story, task_id: str) -> None:
    story.do(task.acknowledge_overdue, task_id=task_id)
    row = story.row("task", task_id)
    assert (row["ack_overdue"], row["state"], row["active"]) == (True, S.ASSIGNED, True)
    assert story.board.find("deadline", f"acknowledge:{task_id}") is None


# ── undo ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def undo(undone: str, task_id: str) -> Given:
    return {"task_id": task_id, "undone_command_id": undone}


@pytest.mark.parametrize("after_s", [0, 10])
def test_a_wrong_tap_is_taken_back_within_ten_seconds(story: Story, task_id: str, after_s: float) -> None:
    story.report(task_id, S.EN_ROUTE, at_s=50)
    tapped = story.report(task_id, S.ON_SCENE, at_s=100)
    story.do(task.undo_report, by=CREW, at_s=100 + after_s, **undo(tapped, task_id))
    row = story.row("task", task_id)
    assert (row["state"], len(row["reports"])) == (S.EN_ROUTE, 1)
    assert "on_scene" not in row["stamps"]


def test_after_ten_seconds_it_stands(story: Story, task_id: str) -> None:
    tapped = story.report(task_id, S.ON_SCENE, at_s=100)
    refused = story.refused(task.undo_report, by=CREW, at_s=110.001, **undo(tapped, task_id))
    assert (refused.code, refused.current) == ("undo_too_late", "on_scene")
    assert refused.allowed[0] is S.WITH_PATIENT


def test_nobody_takes_back_anothers_word(story: Story, task_id: str) -> None:
    tapped = story.report(task_id, S.ON_SCENE)
    assert story.refused(task.undo_report, by=RINA, **undo(tapped, task_id)).code == "nothing_to_undo"
    assert story.refused(task.undo_report, by=CREW, **undo(id_of("never"), task_id)).code == "nothing_to_undo"


def test_a_finished_task_is_not_undone(story: Story, task_id: str) -> None:
    tapped = story.report(task_id, S.CLEAR)
    refused = story.refused(task.undo_report, by=CREW, **undo(tapped, task_id))
    assert (refused.code, refused.current) == ("task_ended", "clear")


def test_taking_the_acknowledgement_back_asks_for_one_again(story: Story, task_id: str) -> None:
    tapped = story.report(task_id, S.ACKNOWLEDGED, at_s=20)
    story.do(task.undo_report, by=CREW, at_s=22, **undo(tapped, task_id))
    assert story.row("deadline", f"acknowledge:{task_id}")["due_at"] == at(70)


def test_an_overdue_acknowledgement_is_not_asked_for_twice(story: Story, task_id: str) -> None:
    story.do(task.acknowledge_overdue, task_id=task_id)
    tapped = story.report(task_id, S.ACKNOWLEDGED, at_s=90)
    story.do(task.undo_report, by=CREW, at_s=92, **undo(tapped, task_id))
    assert story.board.find("deadline", f"acknowledge:{task_id}") is None


def test_a_clear_that_only_an_undone_order_overruled_ends_the_task(story: Story, task_id: str) -> None:
    ordered = story.order(task_id, S.ON_SCENE, at_s=200)
    story.report(task_id, S.CLEAR, at_s=150, outcome=Outcome.DITANGANI)
    row = story.row("task", task_id)
    assert (row["state"], row["active"], row["set_aside"][0]["reason"]) == (S.ON_SCENE, True, "diputuskan_operator")
    story.do(task.undo_report, at_s=205, **undo(ordered, task_id))
    row = story.row("task", task_id)
    assert (row["state"], row["ended_at"]) == (S.CLEAR, at(150))
    assert active(story, task_id) == (False, False, False, False)


# ── the end ───────────────────────────────────────────────────────────────────────────────────────────────────────


def end(story: Story, task_id: str, how: TaskState, *, at_s: float) -> None:
    if how is S.CLEAR:
        story.report(task_id, S.CLEAR, at_s=at_s)
    elif how is S.DECLINED:
        story.do(task.decline, by=CREW, at_s=at_s, task_id=task_id, reason="ban pecah")
    else:
        story.do(task.cancel, at_s=at_s, task_id=task_id, reason="dibatalkan penelepon")


ENDS = [state for state in ENDED if state is not S.PREEMPTED]


@pytest.mark.parametrize("how", ENDS)
def test_every_end_frees_unit_people_and_case(story: Story, task_id: str, how: TaskState) -> None:
    end(story, task_id, how, at_s=100)
    row = story.row("task", task_id)
    assert (row["state"], row["ended_at"]) == (how, at(100))
    assert active(story, task_id) == (False, False, False, False)
    assert story.board.find("deadline", f"acknowledge:{task_id}") is None
    story.assign(story.open_case("next"), "psc-1")


@pytest.mark.parametrize("how", ENDS)
@pytest.mark.parametrize("at_s", [50, 150])
@pytest.mark.parametrize("state", STEPS[1:])
def test_a_late_report_never_starts_a_finished_task_again(
    story: Story, task_id: str, how: TaskState, at_s: float, state: TaskState
) -> None:
    end(story, task_id, how, at_s=100)
    next_task = story.assign(story.open_case("next"), "psc-1", at_s=160)
    story.report(task_id, state, at_s=at_s)
    row = story.row("task", task_id)
    assert (row["state"], row["active"]) == (how, False)
    assert len(row["reports"]) == (2 if how is S.CLEAR else 1)
    seen = {report["command_id"] for report in row["set_aside"]}
    again = how is S.CLEAR and state is S.CLEAR
    assert (row["reports"][-1]["command_id"] in seen) != (again and at_s == 150), "a second CLEAR says nothing new"
    assert active(story, next_task) == (True, True, True, True)


def test_a_report_from_before_the_end_completes_the_stamps(story: Story, task_id: str) -> None:
    end(story, task_id, S.CANCELLED, at_s=100)
    story.report(task_id, S.EN_ROUTE, at_s=60)
    row = story.row("task", task_id)
    assert row["stamps"]["en_route"]["at"] == at(60)
    assert [report["reason"] for report in row["set_aside"]] == ["terlambat"]


def test_an_earlier_clear_that_comes_late_is_when_it_ended(story: Story, task_id: str) -> None:
    end(story, task_id, S.CLEAR, at_s=100)
    story.report(task_id, S.CLEAR, at_s=80)
    row = story.row("task", task_id)
    assert (row["ended_at"], row["stamps"]["clear"]["at"]) == (at(80), at(80))


@pytest.mark.parametrize("how", ENDS)
def test_a_person_moves_no_finished_task(story: Story, task_id: str, how: TaskState) -> None:
    end(story, task_id, how, at_s=100)
    refused = story.refused(task.report, task_id=task_id, state=S.ON_SCENE)
    assert (refused.code, refused.current, refused.allowed) == ("task_state", how, ())
    for decision in (task.decline, task.cancel):
        assert story.refused(decision, task_id=task_id, reason="x").code == "task_ended"


@pytest.mark.parametrize("reached", STEPS[1:-1])
def test_how_far_a_task_can_be_declined_and_cancelled(story: Story, task_id: str, reached: TaskState) -> None:
    story.report(task_id, reached)
    if STEPS.index(reached) >= STEPS.index(S.ON_SCENE):
        assert story.refused(task.decline, task_id=task_id, reason="x").code == "task_state"
    if STEPS.index(reached) >= STEPS.index(S.TRANSPORTING):
        refused = story.refused(task.cancel, task_id=task_id, reason="x")
        assert (refused.code, refused.current) == ("patient_aboard", reached)
    else:
        story.do(task.cancel, task_id=task_id, reason="x")


def test_the_crew_sees_batal_and_says_so_once(story: Story, task_id: str) -> None:
    assert story.refused(task.acknowledge_cancel, by=CREW, task_id=task_id).code == "task_not_cancelled"
    end(story, task_id, S.CANCELLED, at_s=100)
    story.do(task.acknowledge_cancel, by=CREW, at_s=130, task_id=task_id)
    assert story.row("task", task_id)["cancel_acknowledged_at"] == at(130)
    assert story.do(task.acknowledge_cancel, by=CREW, task_id=task_id) == []


# ── what follows for the case ─────────────────────────────────────────────────────────────────────────────────────


def test_the_last_unit_to_clear_with_an_outcome_closes_the_case(story: Story, task_id: str) -> None:
    incident_id = story.row("task", task_id)["incident_id"]
    story.on_duty("trc-1")
    second = story.assign(incident_id, "trc-1")
    story.report(second, S.CLEAR, outcome=Outcome.DITANGANI)
    assert story.row("incident", incident_id)["state"] == IncidentState.IN_RESPONSE
    story.report(task_id, S.CLEAR, outcome=Outcome.DIBAWA)
    case = story.row("incident", incident_id)
    assert (case["state"], case["outcome"]) == (IncidentState.CLOSED, Outcome.DIBAWA)
    assert [story.row("task", id_)["outcome"] for id_ in (second, task_id)] == [Outcome.DITANGANI, Outcome.DIBAWA]


def test_without_an_outcome_the_case_stays_open(story: Story, task_id: str) -> None:
    story.report(task_id, S.CLEAR)
    assert story.row("incident", story.row("task", task_id)["incident_id"])["state"] == IncidentState.IN_RESPONSE


def test_a_clear_that_is_set_aside_closes_no_case(story: Story, task_id: str) -> None:
    story.order(task_id, S.WITH_PATIENT, at_s=200)
    story.report(task_id, S.CLEAR, at_s=150, outcome=Outcome.DITANGANI)
    row = story.row("task", task_id)
    assert (row["state"], row["active"]) == (S.WITH_PATIENT, True)
    assert story.row("incident", row["incident_id"])["state"] == IncidentState.IN_RESPONSE


def test_a_step_that_is_set_aside_changes_no_destination(story: Story, task_id: str) -> None:
    story.order(task_id, S.TRANSPORTING, at_s=200, destination_id="rsud-a")
    story.report(task_id, S.TRANSPORTING, at_s=210, destination_id="rsud-b")
    assert story.row("task", task_id)["destination_id"] == "rsud-a"


def test_a_unit_that_went_out_of_service_at_work_is_not_sent_again(story: Story, task_id: str) -> None:
    story.do(unit.set_duty, unit_id="psc-1", duty=Duty.OUT_OF_SERVICE, reason="rem", crew=None)
    story.report(task_id, S.CLEAR)
    assert story.refused(task.assign, **send("psc-1", incident_id=story.open_case("next"))).code == "unit_off_duty"
