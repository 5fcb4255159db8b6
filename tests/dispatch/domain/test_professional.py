"""A report is a floor under the colour, whatever stood before; only what a person on scene decided stands above it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain import patient, professional
from dispatch.domain.priority import is_worse, worst
from dispatch.domain.words import Disposition, Grade, Priority, Stable, Transport
from tests.builders import Given, Story, assessed, id_of

FIRST = id_of("case/patient")
COLOURS = (Priority.HIJAU, Priority.KUNING, Priority.MERAH)


def report(
    story: Story,
    incident_id: str,
    declared: Priority,
    raises_to: Priority | None = None,
    *,
    told_at: str = "2026-01-01T00:00:00Z",
    **how: Any,
) -> dict[str, Any]:
    summary = assessed(declared) | {"disposition": Disposition.EVAKUASI, "transport": Transport.YA}
    told: Given = {
        "id": id_of("report"),
        "at": told_at,
        "words": "enc:w",
        "declared": declared,
        "raises_to": raises_to,
        "asks_gate": False,
        "from_facility_id": "pkm-sei-jang",
        "hospital_id": None,
        "escort": [],
        "equipment": ["oksigen"],
        "stable": Stable.YA,
    }
    facts: Given = {"told": told, "summary": summary | {"capabilities": ["oksigen"]}, "about": {}}
    events = story.do(professional.report, incident_id=incident_id, patient_id=FIRST, **facts, **how)
    return events[0].data


@given(st.sampled_from((None, *COLOURS)), st.sampled_from(COLOURS), st.sampled_from((None, *COLOURS)))
def test_never_below_declared_measured_or_what_stood_before(
    before: Priority | None, declared: Priority, raises_to: Priority | None
) -> None:
    story = Story()
    incident_id = story.open_case()
    if before is not None:
        given: Given = {"summary": assessed(before), "gate": "enc:g", "answers": "enc:a", "about": {}}
        story.do(patient.triage, incident_id=incident_id, patient_id=FIRST, **given)
    report(story, incident_id, declared, raises_to)
    row = story.row("patient", FIRST)
    assert row["priority"] == worst((before, declared, raises_to))
    assert not is_worse(declared, row["priority"])
    assert row["sbar"]["declared"] == declared
    incident = story.row("incident", incident_id)
    assert (incident["priority"], incident["disposition"]) == (row["priority"], Disposition.EVAKUASI)
    assert "oksigen" in incident["triage"]["capabilities"]
    assert story.rebuilt() == story.board.rows


def test_a_report_from_before_does_not_undo_a_persons_lower_colour(story: Story) -> None:
    incident_id = story.open_case()
    report(story, incident_id, Priority.MERAH)
    lowered: Given = {"priority": Priority.KUNING, "reason": "enc:r", "grade": Grade.DOKTER, "crew_of_unit": None}
    story.do(patient.lower, incident_id=incident_id, patient_id=FIRST, **lowered)
    report(story, incident_id, Priority.MERAH, at_s=0)
    assert story.row("patient", FIRST)["priority"] == Priority.KUNING
    report(story, incident_id, Priority.MERAH)
    assert story.row("patient", FIRST)["priority"] == Priority.MERAH


def test_what_was_asked_for_stays_asked_for_after_a_lay_interview(story: Story) -> None:
    incident_id = story.open_case()
    report(story, incident_id, Priority.KUNING)
    summary = assessed(None) | {"disposition": None, "capabilities": ["trc"], "transport": None}
    given: Given = {"summary": summary, "gate": "enc:g", "answers": "enc:a", "about": {}}
    story.do(patient.triage, incident_id=incident_id, patient_id=FIRST, **given)
    incident = story.row("incident", incident_id)
    assert incident["triage"]["capabilities"] == ["oksigen", "trc"]
    assert (incident["triage"]["transport"], incident["disposition"]) == (Transport.YA, Disposition.EVAKUASI)
    assert incident["priority"] == Priority.KUNING


def test_earlier_reports_stay_beside_the_newest_also_when_one_comes_late(story: Story) -> None:
    incident_id = story.open_case()
    for told_at in ("2026-01-01T00:00:02Z", "2026-01-01T00:00:03Z", "2026-01-01T00:00:01Z"):
        report(story, incident_id, Priority.KUNING, told_at=told_at)
    row = story.row("patient", FIRST)
    assert row["sbar"]["at"].endswith("03Z")
    assert [before["at"][-3:] for before in row["sbar_before"]] == ["01Z", "02Z"]
    assert story.rebuilt() == story.board.rows
