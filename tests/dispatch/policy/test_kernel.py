"""The numeric part against a search through every possibility, and its freedom from objects."""

import ast
from itertools import product
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dispatch.policy import kernel, policy_version
from dispatch.policy.kernel import choose, ranking, tiers, widened

bits = st.integers(0, 15)


def ints(values: list[int]) -> kernel.Ints:
    return np.array(values, dtype=np.int64)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.booleans(), bits), min_size=1, max_size=5),
    st.lists(st.sampled_from([1, 2, 4]), min_size=1, max_size=2, unique=True),
    bits,
)
def test_no_other_choice_fills_the_roles_sooner(
    units: list[tuple[int, bool, int]], roles: list[int], extras: int
) -> None:
    eta_s = np.array([float(eta) for eta, _, _ in units])
    free = np.array([is_free for _, is_free, _ in units])
    skills = ints([skill for _, _, skill in units])
    required = np.ones(len(roles), dtype=np.bool_)
    chosen, _, missing = choose(eta_s, free, skills, ints(roles), ints([0] * len(roles)), required, extras, True)
    for role, asked in enumerate(roles):
        takers = np.flatnonzero(chosen == role)
        assert len(takers) <= 1
        assert all(free[taker] and skills[taker] & asked == asked for taker in takers)
    first = [eta for eta, is_free, skill in units if is_free and skill & roles[0] == roles[0]]
    assert bool(first) is bool((chosen == 0).any())
    if first:
        assert eta_s[chosen == 0][0] == min(first)
    carried = int(np.bitwise_or.reduce(skills[chosen >= 0], initial=0))
    reachable = int(np.bitwise_or.reduce(skills[free], initial=0))
    assert extras & reachable & ~carried == 0
    assert missing & carried == 0
    assert (extras & ~carried) & ~missing == 0


@given(st.lists(bits, min_size=1, max_size=4), st.sampled_from([0, 1, 2]), bits)
def test_widening_asks_only_what_one_unit_can_cover(skills: list[int], needs: int, extras: int) -> None:
    everybody = np.ones(len(skills), dtype=np.bool_)
    asked = widened(ints(skills), everybody, needs, extras)
    assert asked & needs == needs
    assert asked & ~(needs | extras) == 0
    covering = [skill for skill in skills if skill & asked == asked]
    if any(skill & needs == needs for skill in skills):
        assert covering
        assert not any(skill & extras & ~asked for skill in covering)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=8))
def test_ranking_is_by_tier_then_time_then_place(units: list[tuple[int, int]]) -> None:
    eta_s = np.array([float(eta) for _, eta in units])
    order = ranking(eta_s, ints([tier for tier, _ in units])).tolist()
    assert order == sorted(range(len(units)), key=lambda index: (*units[index], index))


def test_tiers() -> None:
    cases = list(product([kernel.FREE, kernel.BUSY, kernel.OFF_DUTY, kernel.OUT_OF_SERVICE], [1, 2, 4, 8]))
    tier = tiers(
        ints([duty for duty, _ in cases]),
        ints([skill for _, skill in cases]),
        ints([1, 2, 8]),
        np.array([True, False]),
    )
    assert tier.tolist() == [0, 1, 2, 0] + [3] * 4 + [4] * 4 + [5] * 4


def test_the_kernel_can_be_compiled() -> None:
    """Only numpy, plain functions and plain numbers: nothing that a compiler of array code refuses."""
    tree = ast.parse(Path(kernel.__file__).read_text(encoding="utf-8"))
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert imported == ["numpy", "numpy.typing"]
    refused = (ast.ClassDef, ast.Dict, ast.Set, ast.Lambda, ast.Try, ast.With, ast.JoinedStr, ast.GeneratorExp)
    assert not [node for node in ast.walk(tree) if isinstance(node, refused)]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value is None]


def test_policy_version_is_stable_within_a_run() -> None:
    assert policy_version() == policy_version()
    assert len(policy_version()) == 16
