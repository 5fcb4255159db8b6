"""Units and people: taken from the profile once, on and off duty, and not off while at work."""

import pytest

from dispatch.domain import unit
from dispatch.domain.words import Duty, TaskState
from tests.builders import RINA, SARI, Given, Story, at, member, unit_facts


def duty(word: Duty, **changed: object) -> Given:
    return {"unit_id": "psc-1", "duty": word, "reason": None, "crew": None, **changed}


def test_a_new_unit_is_off_duty(story: Story) -> None:
    story.do(unit.register, unit_id="psc-1", **unit_facts("PSC 1"))
    row = story.row("unit", "psc-1")
    assert (row["name"], row["duty"], row["crew"], row["task_id"]) == ("PSC 1", Duty.OFF_DUTY, [], None)


def test_the_profile_is_taken_in_only_where_it_changed(story: Story) -> None:
    story.on_duty("psc-1", "budi")
    assert story.do(unit.register, unit_id="psc-1", **unit_facts("PSC-1")) == []
    story.do(unit.register, unit_id="psc-1", **unit_facts("PSC-1", capabilities=["als"]))
    row = story.row("unit", "psc-1")
    assert (row["capabilities"], row["duty"], row["crew"]) == (["als"], Duty.AVAILABLE, [member("budi")])


def test_a_person_is_taken_in_only_where_they_changed(story: Story) -> None:
    facts: Given = {"name": "Budi", "grade": None, "facility_id": "psc", "skills": []}
    story.do(unit.register_person, person_id="budi", **facts)
    assert story.do(unit.register_person, person_id="budi", **facts) == []
    story.do(unit.register_person, person_id="budi", **{**facts, "skills": ["bhd"]})
    assert story.row("person", "budi") == {"id": "budi", **facts, "skills": ["bhd"]}


def test_duty_is_said_with_who_when_and_whom(story: Story) -> None:
    story.do(unit.register, unit_id="psc-1", **unit_facts("PSC 1"))
    story.do(unit.set_duty, by=RINA, at_s=7, **duty(Duty.AVAILABLE, crew=[member("budi")]))
    row = story.row("unit", "psc-1")
    assert (row["duty"], row["duty_by"], row["duty_since"], row["crew"]) == (
        Duty.AVAILABLE,
        RINA,
        at(7),
        [member("budi")],
    )
    story.do(unit.set_duty, **duty(Duty.ON_CALL))
    assert story.row("unit", "psc-1")["crew"] == [member("budi")], "who is not named stays"
    story.do(unit.set_duty, by=SARI, **duty(Duty.OFF_DUTY))
    assert story.row("unit", "psc-1")["crew"] == []


def test_out_of_service_takes_a_reason(story: Story) -> None:
    story.on_duty("psc-1")
    refused = story.refused(unit.set_duty, **duty(Duty.OUT_OF_SERVICE))
    assert (refused.code, refused.current) == ("reason_needed", Duty.AVAILABLE)
    story.do(unit.set_duty, **duty(Duty.OUT_OF_SERVICE, reason="ban pecah"))
    assert story.row("unit", "psc-1")["duty_reason"] == "ban pecah"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (duty(Duty.OFF_DUTY), "unit_on_task"),
        (duty(Duty.AVAILABLE, crew=[member("sinta")]), "crew_on_task"),
        (duty(Duty.AVAILABLE, crew=[]), "crew_on_task"),
    ],
)
def test_a_unit_at_work_neither_goes_home_nor_changes_its_crew(story: Story, given: Given, code: str) -> None:
    story.on_duty("psc-1", "budi")
    task_id = story.assign(story.open_case(), "psc-1")
    refused = story.refused(unit.set_duty, **given)
    assert (refused.code, refused.current, refused.facts) == (code, "on_task", {"incident_code": "M-0001"})
    story.report(task_id, TaskState.CLEAR)
    story.do(unit.set_duty, **given)


def test_a_unit_at_work_may_say_it_will_be_out_of_service(story: Story) -> None:
    story.on_duty("psc-1", "budi")
    story.assign(story.open_case(), "psc-1")
    story.do(unit.set_duty, **duty(Duty.OUT_OF_SERVICE, reason="rem", crew=[member("budi")]))
    assert story.row("unit", "psc-1")["duty"] == Duty.OUT_OF_SERVICE
