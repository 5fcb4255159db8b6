"""Advice alone: no part of its safety net may be missing when a case closes on it."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain import advice, call, patient, task
from dispatch.domain.closing import close
from dispatch.domain.incident import reopen
from dispatch.domain.words import (
    CallbackOutcome,
    CallDisposition,
    CallState,
    Disposition,
    FragileReason,
    Grade,
    Outcome,
    Priority,
    TaskState,
)
from tests.builders import DOCTOR, RINA, SARI, Given, Story, advice_facts, assessed, at, id_of

FIRST = id_of("case/patient")
NOBODY_WENT = (Outcome.DITANGANI, Outcome.DIBAWA_SENDIRI)


def triaged(story: Story, incident_id: str, priority: Priority, disposition: Disposition | None) -> None:
    summary = {**assessed(priority), "disposition": disposition}
    given: Given = {"summary": summary, "gate": "enc:g", "answers": "enc:a", "about": {}}
    story.do(patient.triage, incident_id=incident_id, patient_id=FIRST, **given)


def green(story: Story, **call_facts: object) -> tuple[str, str]:
    """A case that was judged HIJAU, advice only, and its call, still on the line."""
    call_id = story.ring(**call_facts)
    incident_id = story.open_case(call_id=call_id)
    triaged(story, incident_id, Priority.HIJAU, Disposition.SARAN)
    return incident_id, call_id


def closing(outcome: Outcome = Outcome.SARAN, grade: Grade | None = Grade.PERAWAT) -> Given:
    return {"outcome": outcome, "note": None, "grade": grade}


def lowered(story: Story, incident_id: str) -> None:
    given: Given = {"priority": Priority.HIJAU, "reason": "enc:r", "grade": Grade.DOKTER, "crew_of_unit": None}
    story.do(patient.lower, incident_id=incident_id, patient_id=FIRST, **given)


def test_what_was_said_is_kept_and_the_call_promised(story: Story) -> None:
    incident_id, call_id = green(story)
    story.do(advice.give, at_s=100, incident_id=incident_id, **advice_facts(fragile=[FragileReason.LANSIA]))
    kept = story.row("incident", incident_id)["advice"]
    assert (kept["at"], kept["by"], kept["priority"], kept["holds"]) == (at(100), SARI, Priority.HIJAU, True)
    assert [sign["id"] for sign in kept["danger_signs"]] == ["sesak", "memburuk"]
    assert (kept["call_id"], kept["callback_due_at"], kept["fragile"]) == (call_id, at(14_400), ["lansia"])
    promised = story.row("call", call_id)["callback"]
    assert (promised["open"], promised["due_at"], promised["overdue"]) == (True, at(14_400), False)
    assert story.row("deadline", f"callback:{call_id}")["due_at"] == at(14_400)


def test_the_promise_outlives_the_call_and_the_case(story: Story) -> None:
    incident_id, call_id = green(story)
    story.do(advice.give, incident_id=incident_id, **advice_facts())
    story.do(close, incident_id=incident_id, **closing())
    ended: Given = {"disposition": CallDisposition.KASUS, "note": None, "callback_due_at": at(300)}
    story.do(call.close, call_id=call_id, **ended)
    assert story.row("call", call_id)["callback"]["due_at"] == at(14_400)
    story.do(call.callback_overdue, call_id=call_id)
    assert story.row("call", call_id)["callback"]["overdue"]
    story.do(call.call_back, call_id=call_id, outcome=CallbackOutcome.TERSAMBUNG, give_up=False, note=None)
    assert not story.row("call", call_id)["callback"]["open"]


@pytest.mark.parametrize(("promised_s", "kept_s"), [(200, 200), (14_400, 300)])
def test_of_two_promises_the_earlier_holds(story: Story, promised_s: int, kept_s: int) -> None:
    incident_id, call_id = green(story)
    story.do(advice.give, incident_id=incident_id, **advice_facts(callback_due_at=at(promised_s)))
    ended: Given = {"disposition": CallDisposition.TERPUTUS, "note": None, "callback_due_at": at(300)}
    story.do(call.close, call_id=call_id, **ended)
    assert story.row("call", call_id)["callback"]["due_at"] == at(kept_s)
    assert story.row("deadline", f"callback:{call_id}")["due_at"] == at(kept_s)
    again = advice_facts(callback_due_at=at(20_000))
    story.do(advice.give, incident_id=incident_id, **again)
    assert story.row("call", call_id)["callback"]["due_at"] == at(kept_s)


def test_every_danger_sign_has_to_be_said_back(story: Story) -> None:
    incident_id, _ = green(story)
    refused = story.refused(advice.give, incident_id=incident_id, **advice_facts(read=["sesak"]))
    assert (refused.code, refused.facts["signs"]) == ("danger_signs_unread", ["memburuk"])
    assert refused.facts["words"] == "makin berat"


@pytest.mark.parametrize("priority", [Priority.MERAH, Priority.KUNING, None])
def test_only_green_is_advised(story: Story, priority: Priority | None) -> None:
    incident_id = story.open_case(call_id=story.ring())
    if priority is not None:
        triaged(story, incident_id, priority, Disposition.DI_TEMPAT)
    assert story.refused(advice.give, incident_id=incident_id, **advice_facts()).code == "advice_only_green"
    assert story.refused(close, incident_id=incident_id, **closing()).code == "advice_only_green"


def test_nobody_is_advised_while_a_unit_goes(story: Story) -> None:
    incident_id, _ = green(story)
    story.on_duty("psc-1", "budi")
    story.assign(incident_id, "psc-1")
    assert story.refused(advice.give, incident_id=incident_id, **advice_facts()).code == "advice_while_units_go"


def test_a_callback_needs_a_call_and_a_number(story: Story) -> None:
    alone = story.open_case("alone")
    given: Given = {"summary": assessed(Priority.HIJAU), "gate": "enc:g", "answers": "enc:a", "about": {}}
    story.do(patient.triage, incident_id=alone, patient_id=id_of("alone/patient"), **given)
    assert story.refused(advice.give, incident_id=alone, **advice_facts()).code == "advice_without_call"
    incident_id, call_id = green(story, phone=None, phone_hmac=None)
    assert story.refused(advice.give, incident_id=incident_id, **advice_facts()).code == "advice_without_phone"
    story.do(advice.give, incident_id=incident_id, **advice_facts(phone="enc:0812", phone_hmac="mark-2"))
    row = story.row("call", call_id)
    assert (row["phone"], row["phone_hmac"]) == ("enc:0812", "mark-2")


def test_who_is_on_the_line_is_called_back_rather_than_who_was(story: Story) -> None:
    incident_id, first = green(story)
    second = story.ring("second", phone="enc:other")
    story.do(call.link, call_id=second, incident_id=incident_id)
    ended: Given = {"disposition": CallDisposition.KASUS, "note": None, "callback_due_at": at(300)}
    story.do(call.close, call_id=second, **ended)
    story.do(advice.give, incident_id=incident_id, **advice_facts())
    assert story.row("call", first)["callback"]["open"]
    assert story.row("call", second)["callback"] is None


@pytest.mark.parametrize(
    ("outcome", "told", "grade", "doctor"),
    list(product((Outcome.SARAN, *NOBODY_WENT), (False, True), (None, *Grade), (False, True))),
)
def test_it_closes_with_the_whole_net_and_only_then(
    story: Story, outcome: Outcome, told: bool, grade: Grade | None, doctor: bool
) -> None:
    incident_id, call_id = green(story)
    if doctor:
        story.do(call.join_doctor, call_id=call_id, doctor=DOCTOR)
    if told:
        story.do(advice.give, incident_id=incident_id, **advice_facts())
    if told and (doctor or grade in advice.CLINICIANS):
        story.do(close, incident_id=incident_id, **closing(outcome, grade))
        return
    refused = story.refused(close, incident_id=incident_id, **closing(outcome, grade))
    assert refused.code == ("advice_needs_clinician" if told else "advice_not_given")


def test_a_doctor_who_heard_the_advice_counts_after_the_call(story: Story) -> None:
    incident_id, call_id = green(story)
    story.do(call.join_doctor, at_s=50, call_id=call_id, doctor=DOCTOR)
    assert story.row("call", call_id)["doctor"] == {**DOCTOR, "at": at(50), "by": SARI}
    story.do(advice.give, incident_id=incident_id, **advice_facts())
    ended: Given = {"disposition": CallDisposition.KASUS, "note": None, "callback_due_at": at(300)}
    story.do(call.close, call_id=call_id, **ended)
    assert advice.find_doctor(story.board, incident_id) is None
    story.do(close, incident_id=incident_id, **closing(grade=None))


def test_a_doctor_joins_only_a_call_that_is_on_the_line(story: Story) -> None:
    call_id = story.ring(answered=False)
    assert story.refused(call.join_doctor, call_id=call_id, doctor=DOCTOR).code == "call_state"


def test_a_doctor_on_the_line_lowers_what_an_operator_may_not(story: Story) -> None:
    call_id = story.ring()
    incident_id = story.open_case(call_id=call_id)
    triaged(story, incident_id, Priority.MERAH, Disposition.EVAKUASI)
    given: Given = {"patient_id": FIRST, "priority": Priority.KUNING, "reason": "enc:r", "crew_of_unit": None}
    assert story.refused(patient.lower, incident_id=incident_id, grade=None, **given).code == "grade_needed"
    story.do(call.join_doctor, by=RINA, call_id=call_id, doctor=DOCTOR)
    lowered_by = story.do(patient.lower, incident_id=incident_id, grade=None, **given)
    assert lowered_by[0].data["doctor"] == "dr. Lina"
    assert story.row("patient", FIRST)["priority"] == Priority.KUNING


@pytest.mark.parametrize(("came", "is_free"), [(False, False), (True, True)])
def test_a_unit_that_was_called_back_did_not_come(story: Story, came: bool, is_free: bool) -> None:
    incident_id, _ = green(story)
    story.on_duty("psc-1", "budi")
    task_id = story.assign(incident_id, "psc-1")
    if came:
        story.report(task_id, TaskState.ON_SCENE)
        story.report(task_id, TaskState.CLEAR)
    else:
        story.do(task.cancel, task_id=task_id, reason="enc:cukup saran")
    if is_free:
        story.do(close, incident_id=incident_id, **closing(Outcome.DITANGANI, None))
        return
    for outcome in NOBODY_WENT:
        refused = story.refused(close, incident_id=incident_id, **closing(outcome, Grade.DOKTER))
        assert refused.code == "advice_not_given"


def test_a_served_case_and_one_that_nobody_advised_close_as_before(story: Story) -> None:
    incident_id = story.open_case(call_id=story.ring())
    triaged(story, incident_id, Priority.KUNING, Disposition.DI_TEMPAT)
    story.do(close, incident_id=incident_id, **closing(Outcome.DITANGANI, None))


def test_what_gets_worse_voids_the_advice(story: Story) -> None:
    incident_id, _ = green(story)
    story.do(advice.give, incident_id=incident_id, **advice_facts())
    triaged(story, incident_id, Priority.KUNING, Disposition.DI_TEMPAT)
    assert not story.row("incident", incident_id)["advice"]["holds"]
    lowered(story, incident_id)
    assert story.refused(close, incident_id=incident_id, **closing()).code == "advice_not_given"


def test_what_is_taken_up_again_needs_new_advice(story: Story) -> None:
    incident_id, _ = green(story)
    story.do(advice.give, incident_id=incident_id, **advice_facts())
    story.do(close, incident_id=incident_id, **closing())
    story.do(reopen, incident_id=incident_id, reason="enc:memburuk")
    assert not story.row("incident", incident_id)["advice"]["holds"]


@pytest.mark.parametrize(("direction", "colour"), [("masuk", Priority.KUNING), ("keluar", Priority.HIJAU)])
def test_who_was_advised_and_calls_again_is_kuning_at_once(story: Story, direction: str, colour: Priority) -> None:
    incident_id, _ = green(story)
    story.do(advice.give, at_s=60, incident_id=incident_id, **advice_facts())
    second = story.ring("second", direction=direction)
    story.do(call.link, call_id=second, incident_id=incident_id)
    row = story.row("incident", incident_id)
    assert row["priority"] == colour
    assert row["disposition"] == (Disposition.DI_TEMPAT if direction == "masuk" else Disposition.SARAN)
    earlier = story.row("patient", FIRST)["called_again"]
    assert (earlier and earlier["closed_at"]) == (at(60) if direction == "masuk" else None)


@given(
    steps=st.lists(st.sampled_from(["advise", "join", "worse", "lower", "end", "again"]), max_size=8),
    outcome=st.sampled_from([Outcome.SARAN, *NOBODY_WENT]),
    grade=st.sampled_from([None, *Grade]),
)
def test_no_way_leads_past_the_net(steps: list[str], outcome: Outcome, grade: Grade | None) -> None:
    """Whatever happens before: closed on advice means green, told since the last change, and a clinician's word."""
    story = Story()
    incident_id, call_id = green(story)
    told = doctor_told = on_line = False
    for step in steps:
        active = story.row("call", call_id)["state"] in (CallState.ANSWERED, CallState.HELD)
        is_green = story.row("incident", incident_id)["priority"] == Priority.HIJAU
        if step == "advise" and is_green:
            story.do(advice.give, incident_id=incident_id, **advice_facts())
            told, doctor_told = True, on_line
        elif step == "join" and active:
            story.do(call.join_doctor, call_id=call_id, doctor=DOCTOR)
            on_line = True
        elif step == "worse" and is_green:
            triaged(story, incident_id, Priority.KUNING, Disposition.DI_TEMPAT)
            told = False
        elif step == "lower" and not is_green:
            lowered(story, incident_id)
        elif step == "end" and active:
            ended: Given = {"disposition": CallDisposition.KASUS, "note": None, "callback_due_at": at(300)}
            story.do(call.close, call_id=call_id, **ended)
            on_line = False
        elif step == "again":
            again = story.ring(f"again-{len(story.events)}")
            story.do(call.link, call_id=again, incident_id=incident_id)
            if story.row("incident", incident_id)["priority"] != Priority.HIJAU:
                told = False
    row = story.row("incident", incident_id)
    covered = outcome is Outcome.SARAN or row["disposition"] == Disposition.SARAN
    is_safe = row["priority"] == Priority.HIJAU and told and (grade in advice.CLINICIANS or doctor_told or on_line)
    if is_safe or not covered:
        story.do(close, incident_id=incident_id, **closing(outcome, grade))
    else:
        story.refused(close, incident_id=incident_id, **closing(outcome, grade))
