"""An incident: opened with a patient, placed, described, closed and opened again."""

import pytest

from dispatch.domain import closing, incident, patient
from dispatch.domain.command import Command
from dispatch.domain.refusal import Missing
from dispatch.domain.words import IncidentState, Outcome, PlaceKind, Priority, TaskState
from tests.builders import SARI, Decision, Given, Story, assessed, at, id_of, incident_facts

CLOSE: Given = {"outcome": Outcome.DIBATALKAN, "note": None, "grade": None}
PLACE = {"kind": PlaceKind.ESTIMATE, "lat": 0.9, "lon": 104.4, "radius_m": 300.0, "source": "peta"}


def test_a_case_opens_with_its_first_patient_and_its_call(story: Story) -> None:
    call_id = story.ring()
    incident_id = story.open_case(call_id=call_id)
    row = story.row("incident", incident_id)
    assert (row["state"], row["code"], row["priority"]) == (IncidentState.OPEN, "M-0001", None)
    assert (row["call_ids"], row["patient_ids"]) == ([call_id], [id_of("case/patient")])
    assert (row["opened_by"], row["opened_at"]) == (SARI, at(2))
    assert story.row("call", call_id)["incident_id"] == incident_id
    patient = story.row("patient", id_of("case/patient"))
    assert (patient["number"], patient["incident_id"], patient["key_id"]) == (1, incident_id, "key")


def test_a_case_needs_no_call_and_no_place(story: Story) -> None:
    row = story.row("incident", story.open_case())
    assert (row["call_ids"], row["place"], row["kelurahan_code"]) == ([], None, None)
    assert row["patokan"] == "enc:dekat masjid"


def open_again(story: Story, incident_id: str, call_id: str | None) -> tuple[str, Given]:
    refused = story.refused(
        incident.open_incident,
        incident_id=incident_id,
        call_id=call_id,
        patient_id=id_of("p"),
        number=9,
        **incident_facts(),
    )
    return refused.code, refused.facts


def test_a_case_opens_once_and_a_call_opens_one(story: Story) -> None:
    incident_id = story.open_case(call_id=story.ring())
    assert open_again(story, incident_id, None) == ("incident_exists", {"incident_id": incident_id})
    assert open_again(story, id_of("other"), id_of("call")) == ("call_has_incident", {"incident_code": "M-0001"})
    with pytest.raises(Missing):
        open_again(story, id_of("other"), id_of("nobody rang"))


def test_only_the_given_words_of_a_place_change(story: Story) -> None:
    incident_id = story.open_case()
    story.do(incident.set_place, incident_id=incident_id, place=PLACE, kelurahan_code="21.72.01.1001")
    row = story.row("incident", incident_id)
    assert (row["place"], row["kelurahan_code"], row["patokan"]) == (PLACE, "21.72.01.1001", "enc:dekat masjid")
    story.do(incident.set_place, incident_id=incident_id, address="enc:Jl. Merdeka 1")
    row = story.row("incident", incident_id)
    assert (row["place"], row["address"], row["place_revision"]) == (PLACE, "enc:Jl. Merdeka 1", 2)


def test_descriptions_and_notes(story: Story) -> None:
    incident_id = story.open_case()
    story.do(incident.describe, incident_id=incident_id, complaint_text="enc:jatuh")
    story.do(incident.note, id_=id_of("n1"), at_s=8, incident_id=incident_id, text="enc:anjing")
    story.do(incident.note, id_=id_of("n2"), incident_id=incident_id, text="enc:gang sempit")
    row = story.row("incident", incident_id)
    assert row["complaint_text"] == "enc:jatuh"
    assert row["notes"][0] == {"id": id_of("n1"), "at": at(8), "by": SARI, "text": "enc:anjing"}
    assert [note["id"] for note in row["notes"]] == [id_of("n1"), id_of("n2")]


def test_the_two_clocks_of_telephone_cpr(story: Story) -> None:
    incident_id = story.open_case()
    early = story.refused(incident.first_compression, incident_id=incident_id)
    assert (early.code, early.allowed) == ("arrest_not_recognised", ("recognised",))
    story.do(incident.recognise_arrest, at_s=60, incident_id=incident_id, script="rjp_dewasa")
    again = story.refused(incident.recognise_arrest, incident_id=incident_id, script="rjp_dewasa")
    assert (again.code, again.facts) == ("arrest_already_recognised", {"since": at(60)})
    story.do(incident.first_compression, at_s=75, incident_id=incident_id)
    assert story.row("incident", incident_id)["resuscitation"] == {
        "script": "rjp_dewasa",
        "recognised_at": at(60),
        "first_compression_at": at(75),
    }
    twice = story.refused(incident.first_compression, incident_id=incident_id)
    assert (twice.code, twice.facts) == ("compressions_already_started", {"since": at(75)})


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.SARAN])
def test_a_case_closes_with_its_outcome_and_opens_again(story: Story, outcome: Outcome) -> None:
    incident_id = story.open_case()
    story.do(closing.close, at_s=50, incident_id=incident_id, outcome=outcome, note=None, grade=None)
    row = story.row("incident", incident_id)
    assert (row["state"], row["outcome"], row["closed_at"]) == (IncidentState.CLOSED, outcome, at(50))
    story.do(incident.reopen, incident_id=incident_id, reason="menelepon lagi")
    row = story.row("incident", incident_id)
    assert (row["state"], row["outcome"], row["closed_at"]) == (IncidentState.OPEN, None, None)
    refused = story.refused(incident.reopen, incident_id=incident_id, reason="lagi")
    assert (refused.code, refused.current) == ("incident_not_closed", "open")


def test_a_case_that_was_worked_on_opens_again_as_such(story: Story) -> None:
    story.on_duty("psc-1")
    incident_id = story.open_case()
    task_id = story.assign(incident_id, "psc-1")
    refused = story.refused(closing.close, incident_id=incident_id, **CLOSE)
    assert (refused.code, refused.allowed, refused.facts) == ("tasks_active", ("clear", "cancel"), {"units": ["PSC-1"]})
    story.report(task_id, TaskState.CLEAR)
    story.do(closing.close, incident_id=incident_id, **CLOSE)
    story.do(incident.reopen, incident_id=incident_id, reason="ada korban lain")
    assert story.row("incident", incident_id)["state"] == IncidentState.IN_RESPONSE


@pytest.mark.parametrize(
    ("decision", "given"),
    [
        (incident.set_place, {"address": "enc:x"}),
        (incident.describe, {"complaint_text": "enc:x"}),
        (incident.recognise_arrest, {"script": "rjp_dewasa"}),
        (incident.first_compression, {}),
        (closing.close, CLOSE),
    ],
)
def test_a_closed_case_says_how_to_go_on(story: Story, decision: Decision, given: Given) -> None:
    incident_id = story.open_case()
    story.do(closing.close, incident_id=incident_id, **CLOSE)
    refused = story.refused(decision, incident_id=incident_id, **given)
    assert (refused.code, refused.current) == ("incident_closed", "closed")
    assert (refused.allowed, refused.facts) == (("reopen", "notes"), {"outcome": Outcome.DIBATALKAN})


def test_what_is_learnt_later_still_belongs_to_the_case(story: Story) -> None:
    incident_id = story.open_case()
    story.do(closing.close, incident_id=incident_id, **CLOSE)
    story.do(incident.note, incident_id=incident_id, text="enc:keluarga menelepon")
    assert len(story.row("incident", incident_id)["notes"]) == 1


def test_what_a_decision_saw_changes_no_row(story: Story) -> None:
    def record(_board: object, command: Command, *, incident_id: str) -> list[object]:
        return [command.event("incident.decision_recorded", incident_id, saw={"network": "x"})]

    incident_id = story.open_case()
    before = dict(story.board.rows)
    story.do(record, incident_id=incident_id)  # type: ignore[arg-type]  # a decision written here
    assert story.board.rows == before


CLOSED_AT = 50.0
DAY_S = 24 * 3600.0


def reopened_after(story: Story, seconds: float, *, colour: Priority | None = Priority.HIJAU) -> str:
    """A case with one patient of this colour, closed and taken up again; returns the patient's id."""
    incident_id, patient_id = story.open_case(), id_of("case/patient")
    if colour is not None:
        told: Given = {"summary": assessed(colour), "gate": "enc:gate", "answers": "enc:answers", "about": {}}
        story.do(patient.triage, incident_id=incident_id, patient_id=patient_id, **told)
    story.do(closing.close, at_s=CLOSED_AT, incident_id=incident_id, outcome=Outcome.DITANGANI, note=None, grade=None)
    story.do(incident.reopen, at_s=CLOSED_AT + seconds, incident_id=incident_id, reason="menelepon lagi")
    return patient_id


def test_a_case_taken_up_again_within_a_day_is_at_least_kuning(story: Story) -> None:
    patient_id = reopened_after(story, DAY_S)
    row = story.row("patient", patient_id)
    assert (row["priority"], row["called_again"]["code"]) == (Priority.KUNING, "M-0001")
    assert story.row("incident", id_of("case"))["priority"] == Priority.KUNING


def test_after_a_day_the_colour_stays(story: Story) -> None:
    row = story.row("patient", reopened_after(story, DAY_S + 1))
    assert (row["priority"], row["called_again"]) == (Priority.HIJAU, None)


@pytest.mark.parametrize("colour", [None, Priority.KUNING, Priority.MERAH])
def test_no_other_colour_is_touched_and_new_answers_are_floored(story: Story, colour: Priority | None) -> None:
    patient_id = reopened_after(story, 60, colour=colour)
    assert story.row("patient", patient_id)["priority"] == colour
    told: Given = {"summary": assessed(Priority.HIJAU), "gate": "enc:gate", "answers": "enc:answers", "about": {}}
    story.do(patient.triage, incident_id=id_of("case"), patient_id=patient_id, **told)
    assert story.row("patient", patient_id)["priority"] == (colour or Priority.KUNING)
