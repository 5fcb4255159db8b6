"""How a reviewed call is scored: a rule that fits on one line, so that nobody has to trust a number."""

from collections.abc import Iterable

RULE = "rata-1"
"""Percent of the points that could be had: every criterion weighs the same, one that does not apply counts on neither
side. The weights are ours and equal because no source gives others; another rule gets another name, and scores that
were given keep theirs."""

MOST_POINTS = 2


def total_percent(points: Iterable[int | None]) -> float | None:
    """The total of a review in percent, with one decimal.

    Args:
        points: for each criterion 0, 1 or 2, or None where it does not apply.

    Returns:
        100 × points had / (2 × criteria that apply); None when none applies.

    Raises:
        ValueError: points that are not 0, 1 or 2.
    """
    given = [value for value in points if value is not None]
    wrong = [value for value in given if not 0 <= value <= MOST_POINTS]
    if wrong:
        raise ValueError(f"points are 0 to {MOST_POINTS}, not {wrong[0]}")
    return round(100 * sum(given) / (MOST_POINTS * len(given)), 1) if given else None
