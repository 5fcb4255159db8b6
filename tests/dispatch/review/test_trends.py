"""Weekly means: by the city's week, by name, and silent where there are few."""

from datetime import date
from zoneinfo import ZoneInfo

from dispatch.domain.rows import Row
from dispatch.review.trends import ASSUMED_LEAST_CASES, case_percent, list_weeks

WIB = ZoneInfo("Asia/Jakarta")


def reviewed(operator: str, taken_at: str, *totals: float | None) -> Row:
    reviews = [{"reviewer": {"id": str(n)}, "versions": [{"total_percent": total}]} for n, total in enumerate(totals)]
    return {"operator": {"id": operator, "name": operator.title()}, "taken_at": taken_at, "reviews": reviews}


def test_few_cases_give_a_count_and_no_number() -> None:
    rows = [reviewed("sari", "2026-11-24T02:00:00.000000Z", 50.0)] * (ASSUMED_LEAST_CASES - 1)
    assert [(week.cases, week.mean_percent) for week in list_weeks(rows, WIB)] == [(4, None)]
    rows.append(reviewed("sari", "2026-11-25T02:00:00.000000Z", 100.0))
    assert [(week.cases, week.mean_percent) for week in list_weeks(rows, WIB)] == [(5, 60.0)]


def test_the_week_is_the_citys() -> None:
    late_on_sunday = "2026-11-22T18:30:00.000000Z"  # Monday 01:30 in the city
    assert [week.monday for week in list_weeks([reviewed("sari", late_on_sunday, 100.0)], WIB)] == [date(2026, 11, 23)]


def test_operators_stand_by_name_never_by_result() -> None:
    rows = [reviewed(name, "2026-11-24T02:00:00.000000Z", total) for name, total in (("rina", 100.0), ("budi", 0.0))]
    assert [week.operator["id"] for week in list_weeks(rows, WIB)] == ["budi", "rina"]
    assert [week.operator["id"] for week in list_weeks(rows[::-1], WIB)] == ["budi", "rina"]


def test_a_case_counts_once_however_many_reviewed_it_and_by_their_last_word() -> None:
    row = reviewed("sari", "2026-11-24T02:00:00.000000Z", 50.0, 100.0, None)
    row["reviews"][0]["versions"].append({"total_percent": 0.0})
    assert case_percent(row) == 50.0
    assert case_percent(reviewed("sari", "2026-11-24T02:00:00.000000Z", None)) is None
    assert [week.cases for week in list_weeks([row], WIB)] == [1]
