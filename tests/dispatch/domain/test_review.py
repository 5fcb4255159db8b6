"""Reviews: of closed cases, by somebody else, appended to and never replaced."""

from typing import Any

from dispatch.domain import closing, review
from dispatch.domain.review import review_id
from dispatch.domain.rows import Actor
from dispatch.domain.words import Channel, DrawMethod, DrawReason, Outcome, ReviewCriterion
from tests.builders import RINA, SARI, Story

BUDI: Actor = {"id": "budi", "name": "Budi"}


def closed_case(story: Story) -> str:
    case = story.open_case()
    story.do(closing.close, incident_id=case, outcome=Outcome.DITANGANI, note=None, grade=None)
    return case


def scores(points: int | None = 2) -> dict[str, Any]:
    return {criterion.value: {"points": points, "note": "enc:catatan"} for criterion in ReviewCriterion}


def given(case: str, **changed: Any) -> dict[str, Any]:
    return {"incident_id": case, "scores": scores(), "comment": None, "amended_because": None, **changed}


def test_a_score_is_kept_with_the_rule_it_was_counted_by(story: Story) -> None:
    case = closed_case(story)
    story.do(review.score, by=RINA, **given(case))
    row = story.row("review", review_id(case))
    version = row["reviews"][0]["versions"][0]
    assert (version["total_percent"], version["rule"]) == (100.0, "rata-1")
    assert (row["operator"], row["incident_id"]) == (SARI, case)


def test_one_review_a_reviewer_and_an_amendment_stands_beside_what_it_amends(story: Story) -> None:
    case = closed_case(story)
    story.do(review.score, by=RINA, **given(case))
    assert story.refused(review.score, by=RINA, **given(case)).code == "review_amend_reason"
    story.do(review.score, by=RINA, **given(case, scores=scores(1), amended_because="enc:rekaman"))
    story.do(review.score, by=BUDI, **given(case, scores=scores(0)))
    reviews = story.row("review", review_id(case))["reviews"]
    said = {one["reviewer"]["id"]: [version["total_percent"] for version in one["versions"]] for one in reviews}
    assert said == {"rina": [100.0, 50.0], "budi": [0.0]}


def test_nobody_reviews_their_own_call(story: Story) -> None:
    assert story.refused(review.score, by=SARI, **given(closed_case(story))).code == "review_own_case"


def test_an_open_case_is_not_reviewed_but_may_be_complained_of(story: Story) -> None:
    case = story.open_case()
    assert story.refused(review.score, by=RINA, **given(case)).code == "review_case_open"
    story.do(review.complain, by=RINA, incident_id=case, channel=Channel.WHATSAPP, text="enc:lama")
    assert [c["channel"] for c in story.row("review", review_id(case))["complaints"]] == [Channel.WHATSAPP]


def test_a_draw_keeps_who_was_drawn_and_why_even_when_nobody_was(story: Story) -> None:
    case = closed_case(story)
    reasons = [DrawReason.PENGADUAN, DrawReason.MERAH_LAMA]
    events = story.do(review.draw, by=RINA, method=DrawMethod.TERARAH, drawn={case: reasons}, seed="s")
    assert [event.type for event in events] == ["review.draw_made", "review.drawn"]
    drawn = story.row("review", review_id(case))["drawn"]
    assert [(d["by"], d["reasons"]) for d in drawn] == [(RINA, ["merah_lama", "pengaduan"])]
    assert [e.type for e in story.do(review.draw, by=RINA, method=DrawMethod.ACAK, drawn={})] == ["review.draw_made"]


def test_what_is_said_of_colleagues_is_not_in_the_log_of_the_case(story: Story) -> None:
    case = closed_case(story)
    events = story.do(review.score, by=RINA, **given(case))
    events += story.do(review.draw, by=RINA, method=DrawMethod.ACAK, drawn={case: [DrawReason.ACAK]})
    assert all(case not in event.subjects for event in events)
