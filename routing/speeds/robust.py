"""Locations of many groups at once that a few wrong values do not move, and how far to believe them."""

from __future__ import annotations

import numpy as np

from routing.geo import FloatArray, IntArray

HUBER_K = 1.345
"""Huber's constant: 95 % efficiency on normal data."""

MAD_TO_SIGMA = 1.4826
"""Normal data: the median absolute deviation times this is the standard deviation."""

LEAST_SCALE = 0.02
"""Residuals closer together than this on the logarithm (2 %) are rounding."""

ROUNDS = 15


def group_medians(values: FloatArray, weights: FloatArray, group: IntArray, groups: int) -> FloatArray:
    """Weighted median of each group, 0 where it is empty."""
    order = np.lexsort((values, group))
    cumulated = np.cumsum(weights[order])
    total = np.bincount(group, weights, groups)
    before = np.cumsum(total) - total
    place = np.searchsorted(cumulated, before + total / 2 * (1 - 1e-9))
    medians = np.zeros(groups)
    filled = total > 0
    medians[filled] = values[order][place[filled]]
    return medians


def scale_of(residuals: FloatArray, weights: FloatArray) -> float:
    """Robust standard deviation of residuals about 0."""
    one = np.zeros(len(residuals), dtype=np.int64)
    return max(LEAST_SCALE, MAD_TO_SIGMA * float(group_medians(np.abs(residuals), weights, one, 1)[0]))


def group_locations(
    values: FloatArray, weights: FloatArray, group: IntArray, groups: int
) -> tuple[FloatArray, FloatArray, float]:
    """Huber's location of each group, how many whole observations stand behind it, and the scale within groups.

    Huber, Robust Statistics (1981): iteratively reweighted means from the medians, one scale for all groups.
    """
    location = group_medians(values, weights, group, groups)
    scale = scale_of(values - location[group], weights)
    believed = weights
    for _ in range(ROUNDS):
        off = np.abs(values - location[group]) / scale
        believed = weights * np.minimum(1.0, HUBER_K / np.maximum(off, 1e-12))
        mass = np.bincount(group, believed, groups)
        location = np.divide(np.bincount(group, believed * values, groups), mass, out=np.zeros(groups), where=mass > 0)
    return location, np.asarray(np.bincount(group, believed, groups), dtype=np.float64), scale


def shrink(
    location: FloatArray, mass: FloatArray, scale: float, *, prior: float, prior_range: tuple[float, float]
) -> FloatArray:
    """Locations drawn to 0 as far as their groups are small: empirical Bayes with a normal prior about 0.

    The posterior mean is m · n / (n + κ), κ = σ² / τ² being how many observations the prior is worth; τ² is
    estimated by moments from Σ n m² = J σ² + τ² Σ n over the J groups.

    Args:
        prior: κ where there are fewer than three groups to estimate it from.
        prior_range: between which κ is kept, so that neither luck nor a homogeneous town removes the prior.
    """
    filled = mass > 0
    if filled.sum() < 3:
        kappa = prior
    else:
        spread = float((mass[filled] * location[filled] ** 2).sum()) - int(filled.sum()) * scale**2
        tau2 = spread / float(mass[filled].sum())
        kappa = float(np.clip(scale**2 / tau2, *prior_range)) if tau2 > 0 else prior_range[1]
    return np.asarray(location * mass / (mass + kappa))
