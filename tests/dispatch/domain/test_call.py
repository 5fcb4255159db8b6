"""A call: each step where it is possible, and a refusal with the way on where it is not."""

import pytest

from dispatch.domain import call, patient
from dispatch.domain.closing import close as close_incident
from dispatch.domain.words import CallbackOutcome, CallDisposition, CallState, Channel, Outcome, Priority
from tests.builders import RINA, SARI, Given, Story, assessed, at, call_facts, id_of

DUE = at(300)
CLOSE: Given = {"disposition": CallDisposition.INFORMASI, "note": None, "callback_due_at": DUE}
DEADLINE = "callback"


def in_state(story: Story, state: CallState) -> str:
    """A call that is in `state`."""
    call_id = story.ring(answered=False)
    if state is CallState.UNANSWERED:
        story.do(call.abandon, call_id=call_id, callback_due_at=DUE)
    elif state is not CallState.RINGING:
        story.do(call.answer, call_id=call_id)
    if state is CallState.HELD:
        story.do(call.hold, call_id=call_id)
    if state is CallState.CLOSED:
        story.do(call.close, call_id=call_id, **CLOSE)
    assert story.row("call", call_id)["state"] == state
    return call_id


def test_a_ringing_call_waits_for_somebody(story: Story) -> None:
    row = story.row("call", story.ring(answered=False, channel=Channel.RADIO))
    assert (row["state"], row["channel"], row["rang_at"]) == (CallState.RINGING, Channel.RADIO, at(1))
    assert (row["operator"], row["answered_at"], row["incident_id"], row["callback"]) == (None, None, None, None)


def test_one_who_walks_in_is_already_answered(story: Story) -> None:
    row = story.row("call", story.ring(answered=True))
    assert (row["state"], row["operator"], row["answered_at"]) == (CallState.ANSWERED, SARI, at(1))


def test_a_call_rings_once(story: Story) -> None:
    call_id = story.ring()
    again = story.refused(call.ring, call_id=call_id, answered=False, **call_facts())
    assert (again.code, again.facts) == ("call_exists", {"call_id": call_id})


def test_the_second_hand_is_told_who_has_it(story: Story) -> None:
    call_id = story.ring(answered=False)
    story.do(call.answer, call_id=call_id, at_s=5)
    refused = story.refused(call.answer, by=RINA, call_id=call_id)
    assert (refused.code, refused.current, refused.allowed) == ("call_state", "answered", (CallState.RINGING,))
    assert refused.facts == {"holder": {"by": "Sari", "since": at(5)}}


def test_holding_and_resuming(story: Story) -> None:
    call_id = story.ring()
    story.do(call.hold, call_id=call_id)
    assert story.row("call", call_id)["state"] == CallState.HELD
    story.do(call.resume, by=RINA, call_id=call_id)
    row = story.row("call", call_id)
    assert (row["state"], row["operator"]) == (CallState.ANSWERED, RINA)


def test_handing_over_to_a_colleague_keeps_the_line(story: Story) -> None:
    call_id = story.ring()
    story.do(call.hand_over, call_id=call_id, to=RINA)
    row = story.row("call", call_id)
    assert (row["state"], row["operator"]) == (CallState.ANSWERED, RINA)


ALLOWED = {
    "answer": {CallState.RINGING},
    "hold": {CallState.ANSWERED},
    "resume": {CallState.HELD},
    "hand_over": {CallState.ANSWERED, CallState.HELD},
    "abandon": {CallState.RINGING, CallState.ANSWERED, CallState.HELD},
    "close": {CallState.ANSWERED, CallState.HELD},
    "choose_language": {CallState.RINGING, CallState.ANSWERED, CallState.HELD},
}
MANDARIN = {"code": "zh-latn", "name": "Mandarin", "name_en": "Mandarin", "perlu_tanda_tangan": True}
GIVEN: dict[str, Given] = {
    "hand_over": {"to": RINA},
    "abandon": {"callback_due_at": DUE},
    "close": CLOSE,
    "choose_language": {"language": MANDARIN},
}


@pytest.mark.parametrize("state", CallState)
@pytest.mark.parametrize("name", ALLOWED)
def test_a_step_is_possible_exactly_where_the_design_says(story: Story, name: str, state: CallState) -> None:
    call_id = in_state(story, state)
    given: Given = {"call_id": call_id, **GIVEN.get(name, {})}
    if state in ALLOWED[name]:
        assert story.do(getattr(call, name), **given)
        return
    refused = story.refused(getattr(call, name), **given)
    assert (refused.code, refused.current) == ("call_state", state)
    assert set(refused.allowed) == ALLOWED[name]


def test_a_call_nobody_answered_is_a_promise_to_call_back(story: Story) -> None:
    call_id = in_state(story, CallState.UNANSWERED)
    row = story.row("call", call_id)
    assert row["callback"] == {"open": True, "due_at": DUE, "overdue": False, "attempts": []}
    assert story.row("deadline", f"{DEADLINE}:{call_id}")["due_at"] == DUE


def test_a_line_that_drops_after_the_answer_stays_the_operators(story: Story) -> None:
    call_id = story.ring()
    story.do(call.abandon, call_id=call_id, callback_due_at=DUE)
    row = story.row("call", call_id)
    assert (row["state"], row["callback"], row["operator"]) == (CallState.HELD, None, SARI)


@pytest.mark.parametrize("disposition", [each for each in CallDisposition if each is not CallDisposition.KASUS])
def test_a_call_is_closed_with_what_it_was(story: Story, disposition: CallDisposition) -> None:
    call_id = story.ring()
    story.do(call.close, at_s=9, call_id=call_id, disposition=disposition, note="enc:n", callback_due_at=DUE)
    row = story.row("call", call_id)
    assert (row["state"], row["disposition"], row["note"]) == (CallState.CLOSED, disposition, "enc:n")
    assert row["closed_at"] == at(9)
    owed = disposition in (CallDisposition.TERPUTUS, CallDisposition.HANTU)
    assert (row["callback"] is not None) == owed
    assert (story.board.find("deadline", f"{DEADLINE}:{call_id}") is not None) == owed


def test_a_case_is_closed_only_with_its_incident(story: Story) -> None:
    call_id = story.ring()
    kasus: Given = {"disposition": CallDisposition.KASUS, "note": None, "callback_due_at": DUE}
    refused = story.refused(call.close, call_id=call_id, **kasus)
    assert (refused.code, refused.current) == ("call_without_incident", "answered")
    assert "terputus" in refused.allowed
    story.open_case(call_id=call_id)
    story.do(call.close, call_id=call_id, **kasus)
    assert story.row("call", call_id)["disposition"] == CallDisposition.KASUS


def attempt(story: Story, call_id: str, outcome: CallbackOutcome, *, give_up: bool = False) -> None:
    story.do(call.call_back, by=RINA, call_id=call_id, outcome=outcome, give_up=give_up, note=None)


def test_an_attempt_that_reaches_nobody_keeps_the_promise_open(story: Story) -> None:
    call_id = in_state(story, CallState.UNANSWERED)
    attempt(story, call_id, CallbackOutcome.TIDAK_DIANGKAT)
    attempt(story, call_id, CallbackOutcome.NOMOR_MATI)
    callback = story.row("call", call_id)["callback"]
    assert callback["open"]
    assert [tried["outcome"] for tried in callback["attempts"]] == ["tidak_diangkat", "nomor_mati"]
    assert story.board.find("deadline", f"{DEADLINE}:{call_id}")


def test_reaching_the_caller_puts_the_call_back_on_the_line(story: Story) -> None:
    call_id = in_state(story, CallState.UNANSWERED)
    attempt(story, call_id, CallbackOutcome.TERSAMBUNG)
    row = story.row("call", call_id)
    assert (row["state"], row["operator"], row["closed_at"]) == (CallState.ANSWERED, RINA, None)
    assert not row["callback"]["open"]
    assert story.board.find("deadline", f"{DEADLINE}:{call_id}") is None
    refused = story.refused(
        call.call_back, call_id=call_id, outcome=CallbackOutcome.TERSAMBUNG, give_up=False, note=None
    )
    assert (refused.code, refused.current) == ("no_callback_open", "answered")


def test_giving_up_ends_the_promise_and_says_so(story: Story) -> None:
    call_id = in_state(story, CallState.UNANSWERED)
    attempt(story, call_id, CallbackOutcome.NOMOR_MATI, give_up=True)
    row = story.row("call", call_id)
    assert (row["state"], row["callback"]["open"]) == (CallState.UNANSWERED, False)
    assert story.board.find("deadline", f"{DEADLINE}:{call_id}") is None


def test_a_promise_that_passed_is_overdue_and_still_open(story: Story) -> None:
    call_id = in_state(story, CallState.UNANSWERED)
    story.do(call.callback_overdue, call_id=call_id)
    callback = story.row("call", call_id)["callback"]
    assert (callback["open"], callback["overdue"]) == (True, True)
    assert story.board.find("deadline", f"{DEADLINE}:{call_id}") is None


def test_a_kept_promise_is_never_overdue(story: Story) -> None:
    call_id = in_state(story, CallState.UNANSWERED)
    attempt(story, call_id, CallbackOutcome.TERSAMBUNG)
    assert story.do(call.callback_overdue, call_id=call_id) == []
    assert story.do(call.callback_overdue, call_id=story.ring("other")) == []


def test_a_second_call_is_linked_to_the_open_case(story: Story) -> None:
    incident_id = story.open_case(call_id=story.ring("first"))
    second = story.ring("second")
    story.do(call.link, call_id=second, incident_id=incident_id)
    assert story.row("call", second)["incident_id"] == incident_id
    assert story.row("incident", incident_id)["call_ids"] == [id_of("first"), second]
    refused = story.refused(call.link, call_id=second, incident_id=incident_id)
    assert (refused.code, refused.facts) == ("call_already_linked", {"incident_code": "M-0001"})


def test_no_call_is_linked_to_a_closed_case(story: Story) -> None:
    incident_id, call_id = story.open_case(), story.ring()
    story.do(close_incident, incident_id=incident_id, outcome=Outcome.DIBATALKAN, note=None, grade=None)
    refused = story.refused(call.link, call_id=call_id, incident_id=incident_id)
    assert (refused.code, refused.allowed) == ("incident_closed", ("reopen",))


def test_a_message_needs_a_number(story: Story) -> None:
    assert story.do(call.send_sms, call_id=story.ring("known"), text="enc:t")[0].type == "call.sms_queued"
    refused = story.refused(call.send_sms, call_id=story.ring("unknown", phone=None), text="enc:t")
    assert refused.code == "no_phone_number"


def test_a_call_that_is_linked_elsewhere_leaves_its_former_case(story: Story) -> None:
    call_id = story.ring()
    first = story.open_case(call_id=call_id)
    second = story.open_case("other")
    story.do(call.link, call_id=call_id, incident_id=second)
    assert story.row("incident", first)["call_ids"] == []
    assert call_id in story.row("incident", second)["call_ids"]
    assert story.rebuilt() == story.board.rows


def test_the_language_of_a_call_is_the_one_chosen_last(story: Story) -> None:
    call_id = story.ring()
    assert "language" not in story.row("call", call_id)
    assert story.do(call.choose_language, call_id=call_id, language=MANDARIN)[0].type == "call.language_chosen"
    assert story.row("call", call_id)["language"] == MANDARIN
    assert story.do(call.choose_language, by=RINA, call_id=call_id, language=MANDARIN) == []
    indonesian = {**MANDARIN, "code": "id", "name": "Indonesia"}
    story.do(call.choose_language, call_id=call_id, language=indonesian)
    story.do(call.hand_over, call_id=call_id, to=RINA)
    row = story.row("call", call_id)
    assert (row["language"], row["operator"]) == (indonesian, RINA)


def merah_case(story: Story, call_id: str) -> str:
    """A case of this call that somebody judged MERAH."""
    incident_id = story.open_case(call_id=call_id)
    triaged: Given = {"summary": assessed(Priority.MERAH), "gate": "enc:g", "answers": "enc:a", "about": {}}
    story.do(patient.triage, incident_id=incident_id, patient_id=id_of("case/patient"), **triaged)
    return incident_id


@pytest.mark.parametrize("disposition", [CallDisposition.ISENG, CallDisposition.HANTU])
def test_what_was_merah_is_no_prank_and_no_ghost_by_one_person(story: Story, disposition: CallDisposition) -> None:
    call_id = story.ring()
    merah_case(story, call_id)
    ended: Given = {**CLOSE, "disposition": disposition}
    refused = story.refused(call.close, call_id=call_id, **ended)
    assert (refused.code, refused.allowed) == ("merah_needs_second_person", ("hand_over",))
    story.do(call.hand_over, call_id=call_id, to=RINA)
    story.do(call.close, by=RINA, call_id=call_id, **ended)
    assert story.row("call", call_id)["disposition"] == disposition


def test_a_wrong_number_and_a_case_that_was_never_merah_need_nobody_else(story: Story) -> None:
    first, second = story.ring("first"), story.ring("second")
    merah_case(story, first)
    story.do(call.close, call_id=first, **{**CLOSE, "disposition": CallDisposition.SALAH_SAMBUNG})
    story.open_case("other", call_id=second)
    story.do(call.close, call_id=second, **{**CLOSE, "disposition": CallDisposition.ISENG})


def test_a_silent_call_is_called_back_once(story: Story) -> None:
    call_id = story.ring()
    ghost: Given = {**CLOSE, "disposition": CallDisposition.HANTU}
    story.do(call.close, call_id=call_id, **ghost)
    assert story.row("call", call_id)["callback"]["due_at"] == DUE
    story.do(call.call_back, call_id=call_id, outcome=CallbackOutcome.TERSAMBUNG, give_up=False, note=None)
    story.do(call.close, call_id=call_id, **ghost)
    assert not story.row("call", call_id)["callback"]["open"]
    unanswered = story.ring("unanswered")
    story.do(call.close, call_id=unanswered, **ghost)
    missed: Given = {"outcome": CallbackOutcome.TIDAK_DIANGKAT, "give_up": False, "note": None}
    story.do(call.call_back, call_id=unanswered, **missed)
    assert not story.row("call", unanswered)["callback"]["open"]  # one attempt is owed, no more
    hidden = story.ring("hidden", phone=None, phone_hmac=None)
    story.do(call.close, call_id=hidden, **ghost)
    assert story.row("call", hidden)["callback"] is None
