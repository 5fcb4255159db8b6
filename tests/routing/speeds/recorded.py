"""Synthetic truth for calibration: a town, factors planted in it, and trips driven by them."""

from __future__ import annotations

import numpy as np

from routing import Network, Profile, RoadClass, Speeds
from routing.engine.metric import CLOSED_MS
from routing.geo import FloatArray
from routing.network.building import NetworkBuilder
from routing.speeds.trips import Trip, TripStep
from routing.speeds.turns import turn_ms
from routing.speeds.weights import arc_weights

SIDE = 8
CLASS_OF_LINE = (RoadClass.PRIMARY, RoadClass.RESIDENTIAL, RoadClass.TERTIARY, RoadClass.RESIDENTIAL)


def town() -> Network:
    """A grid of 8 × 8 junctions, 300 m apart; every fourth street is primary, every fourth tertiary."""
    builder = NetworkBuilder()
    for row in range(SIDE):
        for column in range(SIDE):
            builder.add_node(0.9 + 0.0027 * row, 104.4 + 0.0027 * column, where="uji")
    for row in range(SIDE):
        for column in range(SIDE):
            node = row * SIDE + column
            if column + 1 < SIDE:
                builder.add_edge(node, node + 1, CLASS_OF_LINE[row % 4], where="uji")
            if row + 1 < SIDE:
                builder.add_edge(node, node + SIDE, CLASS_OF_LINE[column % 4], where="uji")
    return builder.build(label="uji", schematic=False, attribution="uji", where="uji")


def drive(
    network: Network,
    speeds: Speeds,
    factor: FloatArray,
    *,
    trips: int,
    seed: int,
    profile: Profile = Profile.AMBULANS,
    period: str = "biasa",
    noise: float = 0.2,
) -> list[Trip]:
    """Random trips of up to 30 edges; each edge takes its time by the class table, times its factor, times noise."""
    random = np.random.default_rng(seed)
    arcs = network.arcs
    weights = arc_weights(network, speeds, profile, period)
    passable = np.flatnonzero(weights.travel_ms < CLOSED_MS)
    out = [passable[arcs.tail[passable] == node] for node in range(network.node_count)]
    driven = []
    for _ in range(trips):
        walk = [int(random.choice(passable))]
        for _ in range(int(random.integers(8, 30))):
            onward = [a for a in out[arcs.head[walk[-1]]] if arcs.edge[a] != arcs.edge[walk[-1]]]
            if not onward:
                break
            walk.append(int(random.choice(onward)))
        arc = np.array(walk)
        turn_s = np.append(turn_ms(network, speeds, profile, arc[:-1], arc[1:]), 0) / 1000
        should_s = (weights.travel_ms[arc] + weights.crossing_ms[arc]) / 1000 * factor[arcs.edge[arc]]
        took_s = (should_s + turn_s) * np.exp(noise * random.standard_normal(len(arc)))
        took_s *= np.exp(noise / 2 * random.standard_normal())
        steps = zip(arcs.edge[arc].tolist(), arcs.is_reverse[arc].tolist(), took_s.tolist(), strict=True)
        driven.append(Trip(profile, period, tuple(TripStep(*step) for step in steps)))
    return driven


def spoil(trips: list[Trip], *, seed: int) -> list[Trip]:
    """The same trips with what recordings have: a break of 20 minutes in every fifth trip, positions that jump (a
    stretch in half a second), stretches matched to a neighbouring road, and clocks that stood still."""
    random = np.random.default_rng(seed)
    spoilt = []
    for number, trip in enumerate(trips):
        steps = list(trip.steps)
        if number % 5 == 0:
            at = int(random.integers(len(steps)))
            steps[at] = steps[at]._replace(seconds=steps[at].seconds + 1200)
        for at in np.flatnonzero(random.random(len(steps)) < 0.04).tolist():
            wrong = [0.5, steps[at].seconds * 4, 0.0, float("nan"), -3.0][int(random.integers(5))]
            steps[at] = steps[at]._replace(seconds=wrong)
        spoilt.append(trip._replace(steps=tuple(steps)))
    return spoilt
