"""Trips against the class table: what each stretch took, and what it should have taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from routing.engine.metric import CLOSED_MS
from routing.geo import BoolArray, FloatArray, IntArray
from routing.network.network import Network
from routing.speeds.calibration import VEHICLE_OF
from routing.speeds.profiles import Profile
from routing.speeds.speeds import Speeds
from routing.speeds.trips import Trip
from routing.speeds.turns import turn_ms
from routing.speeds.weights import Weights, arc_weights

PROFILES: tuple[Profile, ...] = tuple(Profile)
VEHICLES: tuple[str, ...] = tuple(dict.fromkeys(VEHICLE_OF.values()))

BELIEVED_RATIO = (1 / 5, 8.0)
"""A stretch that took less or more than so many times what it should is no travel: a break, a jump of the position,
a wrong match. What lies within is left to the robust estimate."""


@dataclass(frozen=True, eq=False)
class Observations:
    """One row for each believed stretch of the trips.

    Args:
        trip: the number of its trip.
        took_s: what it took.
        edge_s: what it should have taken along the edge and at its end; calibration scales this.
        turn_s: the delay of the turn into the next stretch; calibration leaves it.
        dropped: stretches that were not believed.
    """

    trip: IntArray
    profile: IntArray
    period: IntArray
    road_class: IntArray
    edge: IntArray
    took_s: FloatArray
    edge_s: FloatArray
    turn_s: FloatArray
    dropped: int

    def __len__(self) -> int:
        return len(self.trip)

    @property
    def should_s(self) -> FloatArray:
        return self.edge_s + self.turn_s

    @property
    def vehicle(self) -> IntArray:
        """Per row the number of its vehicle in `VEHICLES`."""
        return np.array([VEHICLES.index(VEHICLE_OF[profile]) for profile in PROFILES])[self.profile]

    def of_trips(self, chosen: BoolArray) -> Observations:
        """The rows of some trips."""
        rows = chosen[self.trip]
        arrays = {name: value[rows] for name, value in vars(self).items() if isinstance(value, np.ndarray)}
        return Observations(**arrays, dropped=0)


def observe(network: Network, speeds: Speeds, trips: Sequence[Trip]) -> Observations:
    """The believed stretches of trips beside what the speeds foretell for them.

    Steps over an edge that the network does not have, or that the profile cannot pass, are dropped like those that
    cannot be travel.
    """
    table = _Table(network, speeds)
    parts = [_rows(table, number, trip) for number, trip in enumerate(trips) if trip.steps]
    if parts:
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    else:
        columns = [np.zeros(0) for _ in range(8)]
    trip, profile, period, edge, known, took_s, edge_s, turn_s = columns
    ratio = np.divide(took_s, edge_s + turn_s, out=np.zeros(len(took_s)), where=known.astype(bool))
    believed = (ratio > BELIEVED_RATIO[0]) & (ratio < BELIEVED_RATIO[1])
    trip, profile, period, edge = (c[believed].astype(np.int64) for c in (trip, profile, period, edge))
    return Observations(
        trip=trip,
        profile=profile,
        period=period,
        road_class=network.edge_class[edge].astype(np.int64),
        edge=edge,
        took_s=took_s[believed],
        edge_s=edge_s[believed],
        turn_s=turn_s[believed],
        dropped=int((~believed).sum()),
    )


class _Table:
    """The weights of the profiles and periods that trips have, made once each."""

    def __init__(self, network: Network, speeds: Speeds) -> None:
        self.network, self.speeds = network, speeds
        self._weights: dict[tuple[Profile, str], Weights] = {}

    def weights(self, profile: Profile, period: str) -> Weights:
        key = (profile, period)
        if key not in self._weights:
            self._weights[key] = arc_weights(self.network, self.speeds, profile, period)
        return self._weights[key]


def _rows(table: _Table, number: int, trip: Trip) -> tuple[FloatArray, ...]:
    """A trip's columns; the fifth is 1 where the class table knows the stretch."""
    network, arcs = table.network, table.network.arcs
    edge, reverse, took_s, share = (np.array(column) for column in zip(*((*step,) for step in trip.steps), strict=True))
    known = (edge >= 0) & (edge < network.edge_count) & (share > 0) & (share <= 1) & np.isfinite(took_s)
    edge = np.where(known, edge, 0)
    arc = np.where(reverse.astype(bool), arcs.reverse_of_edge[edge], edge)
    known &= arc >= 0
    arc = np.maximum(arc, 0)
    weights = table.weights(trip.profile, trip.period)
    known &= weights.travel_ms[arc] < CLOSED_MS
    edge_s = (weights.travel_ms[arc] + weights.crossing_ms[arc]) * share / 1000
    turn_s = np.zeros(len(arc))
    meets = np.flatnonzero(known[:-1] & known[1:] & (arcs.head[arc[:-1]] == arcs.tail[arc[1:]]))
    turn_s[meets] = turn_ms(network, table.speeds, trip.profile, arc[meets], arc[meets + 1]) / 1000
    count = len(arc)
    return (
        np.full(count, number, dtype=np.float64),
        np.full(count, PROFILES.index(trip.profile), dtype=np.float64),
        np.full(count, table.speeds.hours.names.index(trip.period), dtype=np.float64),
        edge.astype(np.float64),
        known.astype(np.float64),
        took_s.astype(np.float64),
        edge_s,
        turn_s,
    )
