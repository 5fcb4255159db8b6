"""How an operator's reviews went, week by week. Nobody is ranked, and few reviews give no number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from statistics import fmean

from dispatch.domain.rows import Actor, Row
from dispatch.domain.time import moment

ASSUMED_LEAST_CASES = 5
"""Below so many cases a week a mean says more about chance than about a person. Ours; no source gives a number."""


@dataclass(frozen=True, slots=True)
class Week:
    """One operator's week by the day the call was taken. `mean_percent` is None below `ASSUMED_LEAST_CASES` cases."""

    operator: Actor
    monday: date
    cases: int
    mean_percent: float | None


def list_weeks(reviews: Iterable[Row], zone: tzinfo) -> list[Week]:
    """The weeks of every operator with reviewed cases, by name and then by time."""
    operators: dict[str, Actor] = {}
    totals: Mapping[tuple[str, date], list[float]] = defaultdict(list)
    for row in reviews:
        total = case_percent(row)
        if total is None:
            continue
        day = moment(row["taken_at"]).astimezone(zone).date()
        operators[row["operator"]["id"]] = row["operator"]
        totals[row["operator"]["id"], day - timedelta(days=day.weekday())].append(total)
    weeks = [
        Week(operators[operator_id], monday, len(given), _mean(given))
        for (operator_id, monday), given in totals.items()
    ]
    return sorted(weeks, key=lambda week: (week.operator["name"], week.operator["id"], week.monday))


def case_percent(row: Row) -> float | None:
    """The total of a case: the mean of its reviewers' last word. None while nobody has given a number."""
    last = [review["versions"][-1]["total_percent"] for review in row["reviews"]]
    given = [total for total in last if total is not None]
    return fmean(given) if given else None


def _mean(totals: list[float]) -> float | None:
    return round(fmean(totals), 1) if len(totals) >= ASSUMED_LEAST_CASES else None
