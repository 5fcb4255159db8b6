"""Calibration: what the units' own trips say about the class table, and whether it is worth believing.

On the logarithm of (took / should have taken), robustly and each shrunk to 0 as far as trips are few:

1. per profile and class of road, from each trip's total on that class;
2. per profile and period, from what is left of each trip's total;
3. per vehicle and edge, from what is left of each passage; then classes again so that whole trips are right.

Errors are those of trips that the factors were not made from (k-fold over trips), before and after.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from routing.geo import FloatArray, IntArray
from routing.network.network import Network
from routing.network.roads import CLASSES
from routing.speeds.calibration import ALL_PERIODS, MAX_FACTOR, Calibration, Errors, Report
from routing.speeds.observing import PROFILES, VEHICLES, Observations, observe
from routing.speeds.robust import group_locations, shrink
from routing.speeds.speeds import Speeds
from routing.speeds.spread import Measured
from routing.speeds.trips import Trip

FOLDS = 5

LEAST_TRIPS = 20
"""With fewer trips none are held out, and no error is told."""

LEAST_MEASURED = 30
"""Trips of a period from which on their own quantiles are told."""

TIMING_S = 5.0
"""Assumption: how far off a stretch's time is for the coarse clock of positions; short stretches weigh less for it."""

ASSUMED_PRIOR = 10.0
"""Assumption: how many trips (passages, for an edge) the class table is worth where the data cannot say."""

PRIOR_RANGE = (3.0, 50.0)

Row = TypeVar("Row")
Column = TypeVar("Column")

SWEEPS = 3
"""Classes and periods are fitted in turn, each to what the other leaves."""


@dataclass(frozen=True, eq=False)
class _Terms:
    """Factors on the logarithm: (profiles, classes), (profiles, periods), (vehicles, edges)."""

    by_class: FloatArray
    by_period: FloatArray
    by_edge: FloatArray

    def predicted_s(self, rows: Observations) -> FloatArray:
        """What each row should take by these factors."""
        return rows.edge_s * np.exp(self.log_factor(rows)) + rows.turn_s

    def log_factor(self, rows: Observations) -> FloatArray:
        log = self.by_class[rows.profile, rows.road_class] + self.by_period[rows.profile, rows.period]
        log += self.by_edge[rows.vehicle, rows.edge]
        return np.asarray(np.clip(log, -math.log(MAX_FACTOR), math.log(MAX_FACTOR)))


def calibrate(network: Network, speeds: Speeds, trips: Sequence[Trip]) -> Calibration:
    """The calibration of a network from trips over it.

    Args:
        speeds: the class table that factors are relative to; a calibration it has is left aside.

    Raises:
        RoutingInputError: a trip in a period that `speeds.hours` does not have.
    """
    speeds = replace(speeds, calibration=None)
    for trip in trips:
        speeds.hours.get(trip.period)
    rows = observe(network, speeds, trips)
    terms = _fit(network, speeds, rows)
    calibration = Calibration(
        network_hash=network.hash,
        speeds_fingerprint=speeds.fingerprint,
        by_class=_named(terms.by_class, lambda p: PROFILES[p], lambda c: CLASSES[c]),
        by_period=_named(terms.by_period, lambda p: PROFILES[p], lambda n: speeds.hours.names[n]),
        by_edge=_named(terms.by_edge, lambda v: VEHICLES[v], int),
    )
    return _with_report(calibration, network, speeds, rows)


def _fit(network: Network, speeds: Speeds, rows: Observations) -> _Terms:
    terms = _Terms(
        by_class=np.zeros((len(PROFILES), len(CLASSES))),
        by_period=np.zeros((len(PROFILES), len(speeds.hours.names))),
        by_edge=np.zeros((len(VEHICLES), network.edge_count)),
    )
    if len(rows) == 0:
        return terms
    for _ in range(SWEEPS):
        without = replace(terms, by_class=np.zeros_like(terms.by_class))
        terms = replace(terms, by_class=_by_trip(rows, without, rows.road_class, len(CLASSES)))
        if len(np.unique(rows.period)) == 1:
            break  # of one period alone nothing tells its traffic from the classes' speeds
        without = replace(terms, by_period=np.zeros_like(terms.by_period))
        terms = replace(terms, by_period=_by_trip(rows, without, rows.period, len(speeds.hours.names)))
    return _centred(rows, replace(terms, by_edge=_by_passage(network, rows, terms)))


def _by_trip(rows: Observations, others: _Terms, kind: IntArray, kinds: int) -> FloatArray:
    """Per profile and kind of row the shrunk location over trips; one value a trip, so that long trips do not vote
    many times."""
    keys, member = np.unique(np.stack((rows.trip, rows.profile, kind)), axis=1, return_inverse=True)
    member = member.ravel()
    took_s = _sums(member, rows.took_s)
    should_s = _sums(member, others.predicted_s(rows))
    group = keys[1] * kinds + keys[2]
    return _shrunk(took_s, should_s, group, len(PROFILES) * kinds).reshape(len(PROFILES), kinds)


def _centred(rows: Observations, terms: _Terms) -> _Terms:
    """The terms with whole trips in their middle: the median of a sum is more than the sum of the medians."""
    offset = _by_trip(rows, terms, np.zeros_like(rows.trip), 1)
    return replace(terms, by_class=np.where(terms.by_class == 0, 0.0, terms.by_class + offset))


def _sums(member: IntArray, values: FloatArray) -> FloatArray:
    return np.asarray(np.bincount(member, values), dtype=np.float64)


def _by_passage(network: Network, rows: Observations, others: _Terms) -> FloatArray:
    """Per vehicle and edge the shrunk location over passages."""
    count = network.edge_count
    used, group = np.unique(rows.vehicle * count + rows.edge, return_inverse=True)
    by_edge = np.zeros(len(VEHICLES) * count)
    by_edge[used] = _shrunk(rows.took_s, others.predicted_s(rows), group.ravel(), len(used))
    return by_edge.reshape(len(VEHICLES), count)


def _shrunk(took_s: FloatArray, should_s: FloatArray, group: IntArray, groups: int) -> FloatArray:
    values = np.log(took_s / should_s)
    weights = 1 / (1 + (TIMING_S / should_s) ** 2)
    location, mass, scale = group_locations(values, weights, group, groups)
    shrunk = shrink(location, mass, scale, prior=ASSUMED_PRIOR, prior_range=PRIOR_RANGE)
    return np.asarray(np.clip(shrunk, -math.log(MAX_FACTOR), math.log(MAX_FACTOR)))


def _named(
    table: FloatArray, row_name: Callable[[int], Row], column_name: Callable[[int], Column]
) -> dict[Row, dict[Column, float]]:
    """The terms that are not 0, by name."""
    named: dict[Row, dict[Column, float]] = {}
    for row, column in np.argwhere(table != 0).tolist():
        named.setdefault(row_name(row), {})[column_name(column)] = float(table[row, column])
    return named


def _with_report(calibration: Calibration, network: Network, speeds: Speeds, rows: Observations) -> Calibration:
    trips = np.unique(rows.trip)
    report = Report(
        trips=len(trips),
        steps=len(rows),
        dropped=rows.dropped,
        edges=sum(len(own) for own in calibration.by_edge.values()),
        before=None,
        after=None,
    )
    if len(trips) < LEAST_TRIPS:
        return replace(calibration, report=report)
    took_s, before_s, after_s, period = _held_out(network, speeds, rows, trips)
    report = report._replace(before=_errors(took_s, before_s), after=_errors(took_s, after_s))
    measured = _measured(took_s, after_s, period, speeds.hours.names)
    return replace(calibration, report=report, measured=measured)


def _held_out(
    network: Network, speeds: Speeds, rows: Observations, trips: IntArray
) -> tuple[FloatArray, FloatArray, FloatArray, IntArray]:
    """Per trip what it took, what the class table foretold, what factors without it foretold, and its period."""
    count = int(trips.max()) + 1
    fold = np.full(count, -1, dtype=np.int64)
    fold[trips] = np.random.default_rng(0).permutation(len(trips)) % FOLDS
    took_s, before_s, after_s = (np.zeros(count) for _ in range(3))
    period = np.zeros(count, dtype=np.int64)
    for number in range(FOLDS):
        terms = _fit(network, speeds, rows.of_trips(fold != number))
        test = rows.of_trips(fold == number)
        took_s += np.bincount(test.trip, test.took_s, count)
        before_s += np.bincount(test.trip, test.should_s, count)
        after_s += np.bincount(test.trip, terms.predicted_s(test), count)
        period[test.trip] = test.period
    return took_s[trips], before_s[trips], after_s[trips], period[trips]


def _errors(took_s: FloatArray, predicted_s: FloatArray) -> Errors:
    off_s = predicted_s - took_s
    return Errors(
        mae_s=float(np.abs(off_s).mean()),
        median_ape=float(np.median(np.abs(off_s) / took_s)),
        bias=float(np.median(predicted_s / took_s)) - 1,
    )


def _measured(
    took_s: FloatArray, predicted_s: FloatArray, period: IntArray, names: Sequence[str]
) -> dict[str, Measured]:
    """Quantiles of log(took / foretold) over all trips and in the periods with enough of them."""
    groups = {ALL_PERIODS: np.ones(len(took_s), dtype=np.bool_)}
    groups |= {name: period == number for number, name in enumerate(names)}
    measured = {}
    for name, rows in groups.items():
        if rows.sum() >= LEAST_MEASURED:
            low, high = np.quantile(np.log(took_s[rows] / predicted_s[rows]), [0.1, 0.9])
            measured[name] = Measured(float(low), float(high), float(np.median(took_s[rows])), int(rows.sum()))
    return measured
