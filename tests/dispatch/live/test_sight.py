"""Who sees what, and behind which mask."""

from dataclasses import dataclass
from typing import Any

import pytest

from dispatch.domain.words import Role
from dispatch.live.mask import VEIL
from dispatch.live.sight import Rows, Sight, cut, sight_of, visible_units

OPERATOR = Sight(opened=True)
SUPERVISOR = Sight(masked=True)
CREW = Sight(units=frozenset({"psc-1"}))
OTHER_CREW = Sight(units=frozenset({"amb-sei-jang"}))
HOSPITAL = Sight(hospitals=frozenset({"rsud-kota"}))
OTHER_HOSPITAL = Sight(hospitals=frozenset({"rsal"}))
COORDINATOR = Sight(facilities=frozenset({"psc119"}))


@dataclass(frozen=True)
class Grant:
    psc: str
    role: str
    scope: str


def board(**changes: dict[str, Any]) -> Rows:
    """One case with everything: a call, a patient, PSC 1 on its way to RSUD Kota."""
    rows = Rows()
    found: dict[str, dict[str, Any]] = {
        "incident": {
            "id": "i1",
            "state": "in_response",
            "closed_at": None,
            "address": "Jl. Sei Jang 5",
            "patokan": "dekat masjid",
            "complaint_text": "sesak",
            "place": {"kind": "point", "lat": 0.899712, "lon": 104.475044, "radius_m": None, "source": "peta"},
            "notes": [{"id": "n1", "text": "pintu belakang"}],
            "call_ids": ["c1"],
            "priority": "merah",
        },
        "call": {
            "id": "c1",
            "incident_id": "i1",
            "state": "answered",
            "phone": "+6281234567890",
            "caller_name": "Ani",
            "note": None,
            "callback": None,
        },
        "patient": {
            "id": "p1",
            "incident_id": "i1",
            "name": "Budi",
            "answers": {"a": "b"},
            "gate": {},
            "vitals": [{"id": "v1", "values": {"pulse": 118}, "findings": {"raises": [], "scores": []}}],
            "priority": "merah",
        },
        "task": {
            "id": "t1",
            "incident_id": "i1",
            "unit_id": "psc-1",
            "state": "transporting",
            "active": True,
            "cancel_acknowledged_at": None,
        },
        "handover": {
            "id": "h1",
            "incident_id": "i1",
            "patient_id": "p1",
            "task_id": "t1",
            "hospital_id": "rsud-kota",
            "state": "announced",
            "summary": "nyeri dada",
            "redirect_acknowledged_at": None,
        },
        "unit": {"id": "psc-1", "facility_id": "psc119"},
    }
    for kind, row in found.items():
        changed = row | changes.get(kind, {})
        rows.put(kind, str(changed["id"]), changed)
    return rows


def seen(sight: Sight, rows: Rows) -> dict[str, Any]:
    return {key[0]: cut(sight, key[0], row, rows) for key, row in rows.by_key.items()}


def test_an_operator_sees_an_open_case_as_it_is() -> None:
    rows = board()
    assert all(view is rows.by_key[kind, view["id"]] for kind, view in seen(OPERATOR, rows).items())


def test_once_closed_names_numbers_and_places_are_masked_for_operators_too() -> None:
    view = seen(OPERATOR, board(incident={"state": "closed"}, call={"state": "closed"}))
    assert view["incident"]["address"] == view["incident"]["patokan"] == VEIL
    assert view["call"]["phone"].endswith("7890")
    assert "123456" not in view["call"]["phone"]
    assert view["patient"]["name"] == VEIL
    assert view["patient"]["answers"] is None
    assert view["incident"]["priority"] == "merah"


def test_a_caller_to_be_called_back_keeps_their_number() -> None:
    waiting = {"state": "unanswered", "incident_id": None, "callback": {"open": True}}
    assert seen(OPERATOR, board(call=waiting))["call"]["phone"] == "+6281234567890"
    done = {**waiting, "callback": {"open": False}}
    assert VEIL in seen(OPERATOR, board(call=done))["call"]["phone"]


def test_a_supervisor_sees_everything_behind_the_mask() -> None:
    view = seen(SUPERVISOR, board())
    assert all(row is not None for row in view.values())
    assert view["incident"]["address"] == VEIL
    assert view["incident"]["place"]["lat"] == pytest.approx(0.9)
    assert view["incident"]["place"]["radius_m"] == 100
    assert view["incident"]["notes"][0]["text"] == VEIL
    assert view["patient"]["vitals"] == [{"id": "v1", "values": None, "findings": None}]


def test_a_crew_sees_its_own_case_and_no_other() -> None:
    rows = board()
    own = seen(CREW, rows)
    assert own["incident"]["address"] == "Jl. Sei Jang 5"
    assert own["call"]["phone"] == "+6281234567890"
    assert all(view is None for view in seen(OTHER_CREW, rows).values())


@pytest.mark.parametrize(
    ("task", "present"),
    [
        ({"active": False, "state": "clear"}, False),
        ({"active": False, "state": "cancelled"}, True),
        ({"active": False, "state": "cancelled", "cancel_acknowledged_at": "2026-01-01T00:00:00.000000Z"}, False),
        ({"active": False, "state": "declined"}, False),
    ],
)
def test_a_crew_loses_the_case_with_its_task_but_sees_batal_until_acknowledged(
    task: dict[str, Any], present: bool
) -> None:
    assert (seen(CREW, board(task=task))["incident"] is not None) is present


def test_a_hospital_sees_who_comes_to_it_and_not_the_callers_house() -> None:
    view = seen(HOSPITAL, board())
    assert view["handover"]["summary"] == "nyeri dada"
    assert view["incident"]["address"] is None
    assert view["incident"]["notes"] == []
    assert view["patient"]["name"] is None
    assert view["patient"]["vitals"][0]["values"] == {"pulse": 118}
    assert view["call"] is None
    assert all(row is None for row in seen(OTHER_HOSPITAL, board()).values())


def test_a_hospital_that_redirected_keeps_the_row_until_the_crew_acknowledged() -> None:
    redirected = {"state": "redirected"}
    assert seen(HOSPITAL, board(handover=redirected))["handover"] is not None
    gone = {"state": "redirected", "redirect_acknowledged_at": "2026-01-01T00:00:00.000000Z"}
    assert seen(HOSPITAL, board(handover=gone))["handover"] is None


def test_a_coordinator_sees_own_units_tasks_and_their_cases_masked() -> None:
    view = seen(COORDINATOR, board())
    assert view["unit"] is not None
    assert view["task"] is not None
    assert view["incident"]["address"] == VEIL
    assert view["call"] is None


def test_an_erased_subject_stays_erased_behind_the_mask() -> None:
    gone = {"erased": True}
    view = seen(SUPERVISOR, board(incident={"address": gone}, call={"phone": gone}))
    assert view["incident"]["address"] == gone
    assert view["call"]["phone"] == gone


def test_sight_follows_from_the_grants_of_that_psc_only() -> None:
    grants = [Grant("a", Role.OPERATOR, "a"), Grant("b", Role.HOSPITAL, "rsal"), Grant("b", Role.CREW, "b")]
    assert sight_of(grants, psc="a", units=frozenset()) == Sight(opened=True)
    assert sight_of(grants, psc="b", units=frozenset({"psc-1"})) == Sight(
        units=frozenset({"psc-1"}), hospitals=frozenset({"rsal"})
    )
    assert sight_of(grants, psc="c", units=frozenset({"psc-1"})).is_blind


def test_positions_follow_the_same_rules() -> None:
    rows = board()
    assert visible_units(OPERATOR, rows) is None
    assert set(visible_units(CREW, rows) or ()) == {"psc-1"}
    assert set(visible_units(HOSPITAL, rows) or ()) == {"psc-1"}
    assert set(visible_units(OTHER_HOSPITAL, rows) or ()) == set()


def test_a_closed_street_is_seen_by_all_staff_of_the_psc_and_by_nobody_else() -> None:
    rows, row = (
        board(),
        {"id": "k1", "status": "active", "note": "air setinggi lutut", "by": {"id": "1", "name": "Sari"}},
    )
    for sight in (OPERATOR, SUPERVISOR, CREW, HOSPITAL, COORDINATOR):
        assert cut(sight, "closure", row, rows) == row
    assert cut(Sight(), "closure", row, rows) is None
