"""Closures: made, changed, reopened, begun and ended, in whatever order people and deadlines come."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain import closure
from dispatch.domain.board import Board
from dispatch.domain.event import SYSTEM
from dispatch.domain.refusal import Missing, Refused
from dispatch.domain.rows import Extent
from dispatch.domain.words import ClosureKind, ClosureReason, ClosureSource, ClosureStatus
from tests.builders import RINA, SARI, Story, at, command

ID = "k1"


def extent(*edges: int, legs: tuple[str, ...] = (), network: str = "n1") -> Extent:
    return {
        "edges": list(edges),
        "network_hash": network,
        "boat_legs": list(legs),
        "lines": {"type": "MultiLineString", "coordinates": [[[104.0, 0.0], [104.1, 0.0]] for _ in edges]},
        "length_m": 100.0 * len(edges),
        "streets": [],
        "cuts_off": [],
        "unmatched": False,
    }


def facts(**changed: Any) -> dict[str, Any]:
    return {
        "closure_id": ID,
        "kind": ClosureKind.JALAN,
        "reason": ClosureReason.BANJIR,
        "note": None,
        "source": ClosureSource.EDGES,
        "shape": None,
        "street": None,
        "extent": extent(1),
        "from_at": None,
        "until_at": None,
        **changed,
    }


def due(story: Story) -> str | None:
    row = story.board.find("deadline", f"closure_border:{ID}")
    return None if row is None else row["due_at"]


def pass_border(story: Story, at_s: float) -> None:
    """As the timekeeper does it, late or not."""
    story.do(closure.border_passed, by=SYSTEM, at_s=at_s, closure_id=ID)


def test_a_closure_for_now_is_active_and_stays_until_somebody_reopens_it() -> None:
    story = Story()
    story.do(closure.close, at_s=10, **facts())
    row = story.row("closure", ID)
    assert (row["status"], row["from_at"], row["until_at"], row["by"]) == (ClosureStatus.ACTIVE, at(10), None, SARI)
    assert due(story) is None
    story.do(closure.reopen, by=RINA, at_s=20, closure_id=ID, reason="air surut")
    row = story.row("closure", ID)
    assert (row["status"], row["ended_at"], row["ended_by"], row["end_reason"]) == ("ended", at(20), RINA, "air surut")


def test_a_planned_closure_begins_and_ends_by_its_deadlines() -> None:
    story = Story()
    story.do(closure.close, at_s=0, **facts(from_at=at(100), until_at=at(200)))
    assert (story.row("closure", ID)["status"], due(story)) == (ClosureStatus.PLANNED, at(100))
    pass_border(story, 100)
    assert (story.row("closure", ID)["status"], due(story)) == (ClosureStatus.ACTIVE, at(200))
    pass_border(story, 200)
    assert (story.row("closure", ID)["status"], due(story)) == (ClosureStatus.ENDED, None)
    assert [event.type for event in story.events] == ["closure.made", "closure.began", "closure.ended"]


def test_its_end_can_be_moved_and_taken_away() -> None:
    story = Story()
    story.do(closure.close, at_s=0, **facts(until_at=at(200)))
    story.do(closure.change_end, at_s=1, closure_id=ID, until_at=at(300), reason="masih tergenang")
    assert (due(story), story.row("closure", ID)["change_reason"]) == (at(300), "masih tergenang")
    story.do(closure.change_end, at_s=2, closure_id=ID, until_at=None, reason=None)
    assert due(story) is None
    assert story.do(closure.change_end, at_s=3, closure_id=ID, until_at=None, reason="lagi") == []


def test_moving_the_end_of_a_planned_one_leaves_its_begin_due() -> None:
    story = Story()
    story.do(closure.close, at_s=0, **facts(from_at=at(100), until_at=at(200)))
    story.do(closure.change_end, at_s=1, closure_id=ID, until_at=at(150), reason=None)
    assert due(story) == at(100)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("closure_over", {"until_at": at(10)}),
        ("closure_over", {"from_at": at(100), "until_at": at(100)}),
        ("closure_over", {"from_at": at(-100), "until_at": at(5)}),
        ("closure_empty", {"extent": extent()}),
        ("closure_reason", {"reason": ClosureReason.GELOMBANG}),
        ("closure_reason", {"kind": ClosureKind.KAPAL, "extent": extent(legs=("a",)), "reason": ClosureReason.BANJIR}),
    ],
)
def test_what_makes_no_sense_is_refused(code: str, changed: dict[str, Any]) -> None:
    assert Story().refused(closure.close, at_s=10, **facts(**changed)).code == code


def test_other_is_a_reason_on_land_and_at_sea() -> None:
    assert {ClosureReason.LAIN} == closure.AT_SEA & closure.ON_LAND
    assert set(ClosureReason) == closure.AT_SEA | closure.ON_LAND


def test_what_is_over_is_left_alone() -> None:
    story = Story()
    story.do(closure.close, at_s=0, **facts(until_at=at(50)))
    for when in ({"at_s": 50}, {"at_s": 60}):  # before anybody has said that it ended
        assert story.refused(closure.reopen, closure_id=ID, reason=None, **when).code == "closure_ended"
        assert story.refused(closure.change_end, closure_id=ID, until_at=at(90), reason=None, **when).current == "ended"
    pass_border(story, 60)
    assert story.refused(closure.reopen, closure_id=ID, reason=None).code == "closure_ended"
    assert story.refused(closure.close, **facts()).code == "closure_exists"
    assert story.do(closure.settle, closure_id=ID, extent=extent(9, network="n2")) == []
    assert closure.border_passed(story.board, command(SYSTEM), closure_id=ID) == []


def test_other_roads_move_what_it_closes_and_nothing_else() -> None:
    story = Story()
    story.do(closure.close, **facts(note="jalur truk", until_at=at(500)))
    before = story.row("closure", ID)
    assert story.do(closure.settle, closure_id=ID, extent=extent(7)) == [], "the same roads"
    new = extent(4, 5, network="n2")
    story.do(closure.settle, by=SYSTEM, closure_id=ID, extent=new)
    assert story.row("closure", ID) == {**before, **new}
    assert due(story) == at(500)


def test_nobody_changes_what_does_not_exist() -> None:
    for decision, more in (
        (closure.reopen, {"reason": None}),
        (closure.change_end, {"until_at": None, "reason": None}),
        (closure.border_passed, {}),
        (closure.settle, {"extent": extent()}),
    ):
        with pytest.raises(Missing):
            decision(Board(), command(), closure_id="x", **more)


ACTS = st.sampled_from(["close", "change", "reopen", "border", "settle"])
SECONDS = st.integers(-50, 400)


@given(st.lists(st.tuples(ACTS, st.integers(1, 60), st.none() | SECONDS, st.none() | SECONDS), max_size=14))
def test_whatever_comes_the_row_its_deadline_and_the_log_agree(
    acts: list[tuple[str, int, int | None, int | None]],
) -> None:
    """People and deadlines in any order: a deadline stands for the next border and for nothing else."""
    story, now_s = Story(), 0.0
    for act, wait_s, one, other in acts:
        now_s += wait_s
        border = due(story)
        try:
            match act:
                case "close":
                    begin, end = (None if s is None else at(s) for s in (one, other))
                    story.do(closure.close, at_s=now_s, **facts(from_at=begin, until_at=end))
                case "change":
                    end = None if one is None else at(one)
                    story.do(closure.change_end, at_s=now_s, closure_id=ID, until_at=end, reason=None)
                case "reopen":
                    story.do(closure.reopen, at_s=now_s, closure_id=ID, reason=None)
                case "settle":
                    story.do(closure.settle, at_s=now_s, closure_id=ID, extent=extent(2, network=str(one)))
                case "border" if border is not None and border <= at(now_s):
                    pass_border(story, now_s)
        except (Refused, Missing):
            pass
        row = story.board.find("closure", ID)
        if row is None:
            continue
        expected = {"planned": row["from_at"], "active": row["until_at"], "ended": None}[row["status"]]
        assert due(story) == expected
        assert (row["ended_at"] is not None) == (row["status"] == "ended")
        assert row["until_at"] is None or row["from_at"] < row["until_at"]
    assert story.rebuilt() == story.board.rows
