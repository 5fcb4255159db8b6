"""Which road a moving unit is on: the distance to it weighed against the way it runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routing.geo import BoolArray, FloatArray
from routing.places.near import FIRST_LOOKS_M, Near

ASSUMED_ACCURACY_M = 8.0
"""Assumption: the standard deviation of a phone's fix among houses, where the fix does not say its own."""

ASSUMED_HEADING_SIN = 0.35
"""Assumption: the standard deviation of a heading while driving, as a sine: about 20°, for it lags in bends."""

ASSUMED_LOOK_M = (40.0, 100.0)
"""Assumption: how far a road may lie from a fix to be chosen for its direction, at good and at poor accuracy."""


ASSUMED_DRIVING_KMH = 5.0
"""Assumption: slower than this a receiver's heading is noise."""


def believed_heading_deg(heading_deg: float | None, speed_kmh: float | None) -> float | None:
    """The heading of a fix, or None where it says nothing: none was given, or the unit hardly moves."""
    if speed_kmh is not None and speed_kmh < ASSUMED_DRIVING_KMH:
        return None
    return heading_deg


@dataclass(frozen=True, slots=True, eq=False)
class Moving:
    """The headings of some positions, NaN where unknown, and the standard deviations of the positions."""

    heading_deg: FloatArray
    accuracy_m: FloatArray

    @classmethod
    def of(cls, count: int, headings_deg: FloatArray | None, accuracy_m: FloatArray | None) -> Moving:
        """What is known of `count` positions, the rest assumed."""
        heading_deg = np.full(count, np.nan) if headings_deg is None else headings_deg
        given_m = np.zeros(count) if accuracy_m is None else accuracy_m
        return cls(heading_deg, np.where(given_m > 0, given_m, ASSUMED_ACCURACY_M))

    @property
    def any(self) -> bool:
        """Whether any heading is known."""
        return not bool(np.isnan(self.heading_deg).all())

    @property
    def look_m(self) -> FloatArray:
        """(n,) how far to look: for roads that run as the unit does three deviations, within the assumed bounds."""
        wide_m = np.clip(3 * self.accuracy_m, *ASSUMED_LOOK_M)
        return np.where(np.isnan(self.heading_deg), FIRST_LOOKS_M[0], wide_m)

    def cost(self, near: Near, oneway: BoolArray) -> FloatArray:
        """How badly each pair fits, in squared deviations: inf against a one-way street, NaN without a heading.

        The distance and the sine of the angle between road and heading are taken as independent and normal, so
        that the sum is, up to a constant, twice the negative log of the likelihood.

        Args:
            near: pairs of a position and an edge.
            oneway: (pairs,) the edge is one-way from its a-end to its b-end.
        """
        turn = np.radians(self.heading_deg[near.row] - near.bearing_deg)
        # Which way an edge of no length runs nobody can say: it fits as badly as a road across.
        across = np.where(np.isnan(near.bearing_deg), 1.0, np.abs(np.sin(turn)))
        badness: FloatArray = (near.distance_m / self.accuracy_m[near.row]) ** 2 + (across / ASSUMED_HEADING_SIN) ** 2
        badness[oneway & (np.cos(turn) < 0)] = np.inf
        badness[np.isnan(self.heading_deg[near.row])] = np.nan
        return badness

    def best_of_each(self, near: Near, oneway: BoolArray) -> Near:
        """For each position with a heading the edge that fits best; none where only one-way streets against it do."""
        badness = self.cost(near, oneway)
        order = np.lexsort((near.edge, badness, near.row))
        return near.part(order[np.isfinite(badness[order])]).first_of_each()
