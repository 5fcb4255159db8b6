"""The range about a time: quantiles of a lognormal, wider for short trips and rough estimates, or as measured."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import Speeds, TimeSpread, TravelKind
from routing.speeds.spread import ASSUMED_SIGMA, Measured

kinds = st.sampled_from(sorted(ASSUMED_SIGMA))
durations = st.lists(st.floats(0, 20_000), min_size=2, max_size=20).map(lambda values: np.array(sorted(values)))


def test_every_kind_of_estimate_has_a_spread() -> None:
    assert set(ASSUMED_SIGMA) == set(TravelKind)


def test_p10_and_p90_hold_eight_tenths_of_a_lognormal() -> None:
    spread = TimeSpread(sigma=dict.fromkeys(ASSUMED_SIGMA, 0.3), short_sigma=0.0)
    low, high = spread.factors("jalan", np.array([600.0]), period_sigma=0.4)
    truth = 600 * np.exp(0.5 * np.random.default_rng(1).standard_normal(200_000))  # 0.3² + 0.4² = 0.5²
    assert np.quantile(truth, [0.1, 0.9]) == pytest.approx([600 * low[0], 600 * high[0]], rel=0.01)


@given(kinds, durations, st.floats(0, 0.5))
def test_longer_is_never_sooner_and_never_relatively_wider(kind: str, p50: np.ndarray, period_sigma: float) -> None:
    low, high = TimeSpread().factors(kind, p50, period_sigma=period_sigma)
    assert (low <= 1).all()
    assert (high >= 1).all()
    assert (np.diff(low) >= -1e-12).all()
    assert (np.diff(high) <= 1e-12).all()
    assert (np.diff(p50 * low) >= -1e-9).all()
    assert (np.diff(p50 * high) >= -1e-9).all()


@given(kinds, st.floats(0, 20_000), st.floats(-1, 0), st.floats(0, 1.5), st.floats(30, 3000))
def test_measured_quantiles_are_met_at_the_typical_trip(
    kind: str, p50: float, log_p10: float, log_p90: float, typical_s: float
) -> None:
    spread = TimeSpread()
    measured = Measured(log_p10, log_p90, typical_s, 100)
    low, high = spread.factors(kind, np.array([typical_s, p50]), period_sigma=0.2, measured=measured)
    least = 1.2816 * math.sqrt(0.35**2 * 120 / (typical_s + 120))  # a short trip's own spread is never measured away
    assert math.log(low[0]) == pytest.approx(-max(-log_p10, least), abs=1e-4)
    assert math.log(high[0]) == pytest.approx(max(log_p90, least), abs=1e-4)
    assert low[1] <= 1 <= high[1]


def test_rush_is_wider_than_night_and_a_straight_line_wider_than_a_road() -> None:
    p50 = np.array([600.0])

    def width(kind: str, period: str) -> float:
        low, high = Speeds().time_range(kind, p50, period)
        return float(high[0] - low[0])

    assert width("jalan", "malam") < width("jalan", "biasa") < width("jalan", "sibuk_pagi")
    assert width("jalan", "biasa") < width("jalan_laut", "biasa") < width("skematik", "biasa")
    assert width("skematik", "biasa") < width("garis_lurus", "biasa")


@pytest.mark.parametrize(
    "wrong", [{"sigma": {"jalan": 0.2}}, {"short_sigma": -0.1}, {"short_s": 0.0}, {"short_s": float("nan")}]
)
def test_impossible_spreads_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        TimeSpread(**wrong)  # type: ignore[arg-type]  # one case gives a mapping
