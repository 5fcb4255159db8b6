"""A team goes first and the ambulance is only named: no patient waits for two in series without a clock."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain import task, unit
from dispatch.domain.rows import Eta
from dispatch.domain.task_fold import rank
from dispatch.domain.words import AmbulanceReason, Duty, TaskState, TransportReason
from tests.builders import CREW, Story, at, command, id_of, unit_facts

S = TaskState
ACCEPT_S, ARRIVE_S = 180, 900


def eta(travel_s: float) -> Eta:
    parts: dict[str, Any] = {"low_s": travel_s, "high_s": travel_s, "kind": "jalan", "from_post": True}
    return {"turnout_s": 60, "travel_s": travel_s, **parts}  # type: ignore[typeddict-item] # the tests' few facts


def send_team(story: Story, *, travel_s: float = 300, at_s: float = 10) -> str:
    """A TRC team on its way at second 10, with the ambulance named as next."""
    story.do(register_unit, unit_id="trc-1")
    clock = task.ambulance_clock(command(at_s=at_s), eta=eta(travel_s), accept_s=ACCEPT_S, arrive_s=ARRIVE_S)
    return send(story, "trc-1", at_s=at_s, clock=clock)


def register_unit(board: Any, asked: Any, *, unit_id: str) -> list[Any]:
    """Register a unit of the kind that its name says, on duty."""
    kind = "trc" if unit_id.startswith("trc") else "ambulans"
    return unit.register(board, asked, unit_id=unit_id, **unit_facts(unit_id.upper(), kind=kind))


def send(story: Story, unit_id: str, *, at_s: float | None = None, clock: Any = None) -> str:
    if story.board.find("unit", unit_id) is None:
        story.do(register_unit, unit_id=unit_id)
    story.do(unit.set_duty, unit_id=unit_id, duty=Duty.AVAILABLE, reason=None, crew=[])
    incident_id = id_of("case")
    if story.board.find("incident", incident_id) is None:
        story.open_case()
    chosen = [task.Assignment(id_of(unit_id), unit_id, None, True, clock)]
    story.do(
        task.assign,
        at_s=at_s,
        incident_id=incident_id,
        assignments=chosen,
        acknowledge_s=60,
        decision_id=None,
        override_reason=None,
    )
    return chosen[0].task_id


def due(story: Story, task_id: str) -> str | None:
    row = story.board.find("deadline", f"ambulance:{task_id}")
    return row["due_at"] if row else None


def test_a_team_has_three_minutes_to_accept_and_fifteen_to_be_there(story: Story) -> None:
    task_id = send_team(story)
    assert due(story, task_id) == at(10 + ACCEPT_S)
    story.report(task_id, S.ACKNOWLEDGED, at_s=100)
    assert due(story, task_id) == at(10 + ARRIVE_S)
    assert story.row("task", task_id)["ambulance"]["reason"] == AmbulanceReason.BELUM_TIBA
    story.report(task_id, S.ON_SCENE, at_s=500)
    assert due(story, task_id) is None
    assert story.row("task", task_id)["ambulance"] is None
    assert story.do(task.ambulance_due, task_id=task_id) == []


def test_a_team_that_is_too_far_offers_the_ambulance_at_once(story: Story) -> None:
    task_id = send_team(story, travel_s=ARRIVE_S - 59)
    assert due(story, task_id) == at(10)
    assert story.row("task", task_id)["ambulance"]["reason"] == AmbulanceReason.JAUH


def test_the_offer_stands_until_an_ambulance_goes(story: Story) -> None:
    task_id = send_team(story)
    [event] = story.do(task.ambulance_due, at_s=190, task_id=task_id)
    assert (event.type, event.data["reason"]) == ("task.ambulance_offered", "belum_diterima")
    case = story.row("task", task_id)["incident_id"]
    assert story.row("incident", case)["ambulance_offered_at"] == at(190)
    assert due(story, task_id) is None
    story.report(task_id, S.ACKNOWLEDGED, at_s=200)
    assert story.do(task.ambulance_due, task_id=task_id) == []
    assert story.row("incident", case)["ambulance_offered_at"] == at(190)
    send(story, "psc-1")
    assert story.row("incident", case)["ambulance_offered_at"] is None
    assert story.row("task", task_id)["ambulance"] is None
    assert story.rebuilt() == story.board.rows


def test_a_team_that_cannot_go_asks_for_the_ambulance_at_once(story: Story) -> None:
    task_id = send_team(story)
    story.do(task.decline, by=CREW, at_s=60, task_id=task_id, reason="ban pecah")
    assert due(story, task_id) is None
    case = story.row("incident", id_of("case"))
    assert (case["active_task_ids"], case["ambulance_offered_at"]) == ([], at(60))
    send(story, "psc-1")
    assert story.row("incident", id_of("case"))["ambulance_offered_at"] is None


def test_an_ambulance_that_cannot_go_is_asked_for_again(story: Story) -> None:
    send_team(story)
    ambulance = send(story, "psc-1", at_s=30)
    story.do(task.decline, by=CREW, at_s=50, task_id=ambulance, reason="ban pecah")
    assert story.row("incident", id_of("case"))["ambulance_offered_at"] == at(50)
    assert story.rebuilt() == story.board.rows


def test_a_team_that_is_done_asks_for_nobody(story: Story) -> None:
    task_id = send_team(story)
    story.report(task_id, S.ON_SCENE, at_s=100)
    story.report(task_id, S.CLEAR, at_s=900)
    assert story.row("incident", id_of("case"))["ambulance_offered_at"] is None


@given(
    st.lists(
        st.sampled_from([S.ACKNOWLEDGED, S.EN_ROUTE, S.STAGED, S.ON_SCENE, "ambulance", "due", "decline"]), max_size=8
    )
)
def test_while_nobody_is_there_a_clock_runs_or_has_run_out(steps: list[Any]) -> None:
    story = Story()
    task_id = send_team(story)
    for number, step in enumerate(steps):
        row = story.row("task", task_id)
        if step == "ambulance":
            if story.board.find("unit", "psc-1") is None:
                send(story, "psc-1")
        elif step == "due":
            story.do(task.ambulance_due, task_id=task_id)
        elif step == "decline":
            if row["active"] and rank(row["state"]) < rank(S.ON_SCENE):
                story.do(task.decline, by=CREW, task_id=task_id, reason="ban pecah")
        else:
            story.report(task_id, step, at_s=30 + number * 20)
        row = story.row("task", task_id)
        waits = row["active"] and rank(row["state"]) < rank(S.ON_SCENE) and story.board.find("unit", "psc-1") is None
        running = due(story, task_id) is not None
        offered = (row["ambulance"] or {}).get("offered_at") is not None
        assert waits == (running or offered)
        assert not (running and offered)


def test_a_team_that_will_be_late_after_all_offers_the_ambulance_once(story: Story) -> None:
    task_id = send_team(story)
    story.report(task_id, S.EN_ROUTE, at_s=100)
    in_time, late = at(10 + ARRIVE_S), at(10 + ARRIVE_S + 1)
    assert story.do(task.ambulance_too_late, task_id=task_id, arrives_at=in_time) == []
    [event] = story.do(task.ambulance_too_late, at_s=200, task_id=task_id, arrives_at=late)
    assert (event.type, event.data) == ("task.ambulance_offered", {"reason": "jauh", "arrives_at": late})
    clock = story.row("task", task_id)["ambulance"]
    assert (clock["reason"], clock["offered_at"]) == (AmbulanceReason.JAUH, at(200))
    assert due(story, task_id) is None
    assert story.do(task.ambulance_too_late, task_id=task_id, arrives_at=late) == []
    story.report(task_id, S.ON_SCENE, at_s=300)
    assert story.do(task.ambulance_too_late, task_id=task_id, arrives_at=late) == []


def ask(story: Story, task_id: str, *, at_s: float, comes: bool = False) -> None:
    given: dict[str, Any] = {"reason": TransportReason.MEMBURUK, "ambulance_comes": comes}
    story.do(task.ask_transport, by=CREW, at_s=at_s, is_report=True, task_id=task_id, **given)


def test_a_crew_on_scene_that_asks_is_heard_until_an_ambulance_goes(story: Story) -> None:
    task_id = send_team(story)
    story.report(task_id, S.ON_SCENE, at_s=100)
    ask(story, task_id, at_s=130)
    row = story.row("task", task_id)
    assert (row["transport_asked"]["reason"], row["transport_asked"]["at"]) == ("memburuk", at(130))
    assert (row["ambulance"]["reason"], row["ambulance"]["offered_at"]) == (AmbulanceReason.DIMINTA, at(130))
    story.report(task_id, S.WITH_PATIENT, at_s=150)
    assert story.row("incident", id_of("case"))["ambulance_offered_at"] == at(130)
    send(story, "psc-1")
    assert story.row("incident", id_of("case"))["ambulance_offered_at"] is None
    assert story.row("task", task_id)["ambulance"] is None


def test_what_one_team_asks_for_another_does_not_take_back(story: Story) -> None:
    first = send_team(story)
    story.report(first, S.ON_SCENE, at_s=100)
    clock = task.ambulance_clock(command(at_s=110), eta=eta(300), accept_s=ACCEPT_S, arrive_s=ARRIVE_S)
    second = send(story, "trc-2", at_s=110, clock=clock)
    ask(story, first, at_s=130)
    story.report(second, S.ON_SCENE, at_s=200)
    assert story.row("incident", id_of("case"))["ambulance_offered_at"] == at(130)
    story.report(first, S.CLEAR, at_s=300)
    assert story.row("incident", id_of("case"))["ambulance_offered_at"] == at(300)


def test_an_ambulance_that_comes_is_not_offered_again(story: Story) -> None:
    task_id = send_team(story)
    story.report(task_id, S.ON_SCENE, at_s=100)
    send(story, "psc-1")
    ask(story, task_id, at_s=130, comes=True)
    assert story.row("task", task_id)["transport_asked"]["at"] == at(130)
    assert story.row("task", task_id)["ambulance"] is None
    assert story.row("incident", id_of("case"))["ambulance_offered_at"] is None


def test_a_word_that_comes_after_the_end_is_kept_and_offers_nothing(story: Story) -> None:
    task_id = send_team(story)
    story.report(task_id, S.ON_SCENE, at_s=100)
    story.report(task_id, S.CLEAR, at_s=200)
    ask(story, task_id, at_s=250)
    assert story.row("task", task_id)["transport_asked"]["at"] == at(250)
    assert story.row("incident", id_of("case"))["ambulance_offered_at"] is None
    by_radio: dict[str, Any] = {"reason": TransportReason.MEMBURUK, "ambulance_comes": False}
    assert story.refused(task.ask_transport, task_id=task_id, **by_radio).code == "task_ended"
