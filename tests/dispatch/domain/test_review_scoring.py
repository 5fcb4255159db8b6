"""The rule a review's total follows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain.review_scoring import total_percent

POINTS = st.lists(st.sampled_from((0, 1, 2, None)), max_size=8)


@pytest.mark.parametrize(
    ("points", "percent"),
    [
        ([2, 2, 2, 2, 2, 2], 100.0),
        ([0, 0], 0.0),
        ([2, 1, None, 0], 50.0),
        ([1, 2, 2], 83.3),
        ([None], None),
        ([], None),
    ],
)
def test_every_criterion_that_applies_weighs_the_same(points: list[int | None], percent: float | None) -> None:
    assert total_percent(points) == percent


@given(POINTS)
def test_what_does_not_apply_counts_on_neither_side(points: list[int | None]) -> None:
    assert total_percent([*points, None]) == total_percent(points)


@given(POINTS)
def test_order_is_nothing_and_the_total_stays_within_its_bounds(points: list[int | None]) -> None:
    total = total_percent(points)
    assert total == total_percent(points[::-1])
    assert total is None or 0 <= total <= 100


@pytest.mark.parametrize("points", [[3], [2, -1]])
def test_other_points_are_refused(points: list[int | None]) -> None:
    with pytest.raises(ValueError, match="points are 0 to 2"):
        total_percent(points)
