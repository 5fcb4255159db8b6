"""How far the truth may lie from an estimate: the P10 and P90 about the P50 that every time is.

Travel times are taken to be lognormal about their median T, as is usual for road travel times:

    P10 = T · exp(−z · σ(T)),   P90 = T · exp(+z · σ(T)),   z = 1.2816 (the normal 90 % quantile)
    σ(T)² = σ_kind² + σ_period² + σ_short² · T₀ / (T + T₀)

The last term makes short trips relatively wider: a trip is a sum of stretches and junctions, and the relative spread
of a sum of independent parts falls with the root of its length; one red light doubles a minute and is nothing to
twenty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from routing.geo import FloatArray

Z90 = 1.2815515655446004
"""The 90 % quantile of the standard normal distribution."""

ROADS = "jalan"
"""The kind of estimate that measured trips speak of."""

ASSUMED_SIGMA: Mapping[str, float] = {
    ROADS: 0.20,
    "jalan_laut": 0.25,
    "skematik": 0.35,
    "garis_lurus": 0.45,
}
"""Assumption: spread on the logarithm by the kind of estimate, until the units' own trips give the true one."""


class Measured(NamedTuple):
    """What held-out trips showed: quantiles of log(true / estimated time), and the trips they are of.

    Args:
        log_p10, log_p90: of the log ratio.
        typical_s: the median duration of those trips; the short-trip term carries the spread to other durations.
        trips: how many.
    """

    log_p10: float
    log_p90: float
    typical_s: float
    trips: int


@dataclass(frozen=True)
class TimeSpread:
    """The spread of travel times; every default is an assumption.

    Args:
        sigma: σ_kind by kind of estimate.
        short_sigma: σ_short, what a trip of no length has more than a very long one.
        short_s: T₀, the duration at which half of that is left.
    """

    sigma: Mapping[str, float] = field(default_factory=lambda: dict(ASSUMED_SIGMA))
    short_sigma: float = 0.35
    short_s: float = 120.0

    def __post_init__(self) -> None:
        for kind in ASSUMED_SIGMA:
            if not 0 <= self.sigma.get(kind, -1.0) <= 1:
                raise ValueError(f"sigma[{kind}] = {self.sigma.get(kind)} is no spread between 0 and 1")
        if not 0 <= self.short_sigma <= 1:
            raise ValueError(f"short_sigma = {self.short_sigma} is no spread between 0 and 1")
        if not 0 < self.short_s <= 3600:
            raise ValueError(f"short_s = {self.short_s} is no duration of a short trip")

    def factors(
        self, kind: str, duration_s: FloatArray, *, period_sigma: float, measured: Measured | None = None
    ) -> tuple[FloatArray, FloatArray]:
        """What multiplies each P50 to give its P10 and P90.

        Args:
            period_sigma: σ_period; measured quantiles have it in them already.
            measured: replaces σ_kind and σ_period, on either side by its own quantile.
        """
        short = self._short_variance(duration_s)
        if measured is None:
            below = above = self.sigma[kind] ** 2 + period_sigma**2
        else:
            at_typical = float(self._short_variance(np.array(measured.typical_s)))
            below = max((min(measured.log_p10, 0.0) / Z90) ** 2 - at_typical, 0.0)
            above = max((max(measured.log_p90, 0.0) / Z90) ** 2 - at_typical, 0.0)
        return np.exp(-Z90 * np.sqrt(below + short)), np.exp(Z90 * np.sqrt(above + short))

    def _short_variance(self, duration_s: FloatArray) -> FloatArray:
        return np.asarray(self.short_sigma**2 * self.short_s / (duration_s + self.short_s))
