"""Robust locations of groups: medians as they are defined, outliers without a voice, small groups near 0."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.geo import FloatArray, IntArray
from routing.speeds.robust import group_locations, group_medians, scale_of, shrink

GROUPS = 5
Rows = tuple[FloatArray, FloatArray, IntArray]

rows = st.lists(
    st.tuples(st.floats(-2, 2), st.floats(0.01, 1), st.integers(0, GROUPS - 1)), min_size=1, max_size=60
).map(lambda found: (np.array([r[0] for r in found]), np.array([r[1] for r in found]), np.array([r[2] for r in found])))


@given(rows)
def test_half_of_a_groups_weight_lies_on_either_side_of_its_median(data: Rows) -> None:
    values, weights, group = data
    medians = group_medians(values, weights, group, GROUPS)
    for number in range(GROUPS):
        own, weight = values[group == number], weights[group == number]
        if len(own) == 0:
            assert medians[number] == 0
            continue
        assert medians[number] in own
        half = weight.sum() / 2 * (1 + 1e-6)
        assert weight[own < medians[number]].sum() <= half
        assert weight[own > medians[number]].sum() <= half


@given(rows)
def test_a_location_lies_among_its_values_and_shrinks_towards_nothing(data: Rows) -> None:
    values, weights, group = data
    location, mass, scale = group_locations(values, weights, group, GROUPS)
    shrunk = shrink(location, mass, scale, prior=10, prior_range=(3, 50))
    for number in range(GROUPS):
        own = values[group == number]
        if len(own) == 0:
            assert location[number] == mass[number] == shrunk[number] == 0
            continue
        assert own.min() - 1e-9 <= location[number] <= own.max() + 1e-9
        assert 0 < mass[number] <= weights[group == number].sum() * (1 + 1e-9)
    assert (np.abs(shrunk) <= np.abs(location)).all()
    assert (shrunk * location >= 0).all()


def test_a_tenth_of_nonsense_moves_the_mean_and_not_the_location() -> None:
    random = np.random.default_rng(3)
    values = 0.3 + 0.1 * random.standard_normal(400)
    values[::10] = 2.0
    alone = np.zeros(400, dtype=np.int64)
    location, mass, scale = group_locations(values, np.ones(400), alone, 1)
    assert location[0] == pytest.approx(0.3, abs=0.04)
    assert values.mean() > 0.45
    assert scale == pytest.approx(0.1, rel=0.3)
    assert mass[0] < 370  # what is not believed counts for little


def test_the_prior_is_worth_what_the_groups_say() -> None:
    mass = np.full(50, 8.0)
    random = np.random.default_rng(4)
    alike, unlike = 0.02 * random.standard_normal(50), 0.5 * random.standard_normal(50)
    little = shrink(alike, mass, 0.2, prior=10, prior_range=(3, 50))
    much = shrink(unlike, mass, 0.2, prior=10, prior_range=(3, 50))
    assert little == pytest.approx(alike * 8 / 58)  # no more than noise: the strongest prior
    assert much == pytest.approx(unlike * 8 / 11)  # plainly different: the weakest
    assert shrink(np.array([1.0]), np.array([10.0]), 0.2, prior=10, prior_range=(3, 50)) == pytest.approx([0.5])


def test_the_scale_of_a_normal_is_its_deviation_and_never_nothing() -> None:
    values = 0.25 * np.random.default_rng(5).standard_normal(20_000)
    assert scale_of(values, np.ones(20_000)) == pytest.approx(0.25, rel=0.03)
    assert scale_of(np.zeros(5), np.ones(5)) > 0
