"""Map matching: the roads that a recorded trip took.

A hidden Markov model after Newson and Krumm, "Hidden Markov map matching through noise and sparseness" (2009): a
state is a place on an edge with a direction; the distance of a fix to it is normal, the difference between the way
along roads and the straight line from fix to fix exponential; Viterbi finds the likeliest sequence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from routing.geo import BoolArray, FloatArray, IntArray
from routing.network.network import Network
from routing.places.matched import MatchedPart, MatchedTrip
from routing.places.near import EdgeTree
from routing.places.nearby import NearbyWays
from routing.places.recording import RecordedFix, Track, track_of
from routing.places.tracing import Place, trace

ASSUMED_DETOUR_M = 8.0
ASSUMED_DETOUR_MPS = 1.6
"""Assumption: mean difference between way and straight line, for fixes close together, and by seconds between them."""

ASSUMED_U_TURN_M = 40.0
"""Assumption: turning round on the road is as unlikely as a detour of this length."""

ASSUMED_TOP_SPEED_MPS = 150 / 3.6
"""Assumption: no ambulance of a city drives faster; a fix that says so is wrong."""

UNLIKELY = 12.0
"""A step whose likelihood falls by more than exp(-12), as by a fix five deviations off, is an outlier or a gap."""

OUTLIERS_IN_A_ROW = 4
"""So many fixes off the way are no outliers: the way itself is lost, and matching begins anew at the first."""

LONGEST_GAP_S = 180.0
"""Between fixes farther apart in time nothing is claimed about the way (Newson and Krumm)."""

CANDIDATES = 10
"""The nearest edges that are considered for a fix."""

LOOK_DEVIATIONS, LEAST_LOOK_M = 4.0, 30.0


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """The candidates of one fix and the likeliest way to each of them.

    Args:
        row: of the fix in the track.
        along_m: how far along its edge each candidate is, in its direction.
        score: log likelihood of the best sequence that ends there.
        before: which candidate of the layer before it comes from; -1 at the beginning.
    """

    row: int
    edge: IntArray
    forward: BoolArray
    along_m: FloatArray
    length_m: FloatArray
    tail: IntArray
    distance_m: FloatArray
    emission: FloatArray
    score: FloatArray
    before: IntArray

    def __len__(self) -> int:
        return len(self.edge)

    def place(self, candidate: int) -> Place:
        return Place(
            row=self.row,
            edge=int(self.edge[candidate]),
            forward=bool(self.forward[candidate]),
            along_m=float(self.along_m[candidate]),
            distance_m=float(self.distance_m[candidate]),
        )


class Matcher:
    """Matches trips to the edges of a network that a kind of vehicle can use.

    Args:
        usable: per edge; None takes all roads and paths.
    """

    def __init__(self, network: Network, usable: BoolArray | None = None) -> None:
        self._network = network
        on_land = ~network.is_sea if usable is None else usable & ~network.is_sea
        self._tree = EdgeTree(network, on_land)
        self._ways = NearbyWays(network, on_land)

    def match(self, fixes: Sequence[RecordedFix]) -> MatchedTrip:
        """The roads of a trip. Fixes may be out of order, doubled, or wrong; gaps end a part and begin another.

        Raises:
            RoutingInputError: a coordinate that is none, or a time without a zone.
        """
        track = track_of(fixes, self._network.plane)
        layers = self._layers(track)
        parts: list[MatchedPart] = []
        begin = 0
        while begin < len(layers):
            chain, begin = self._follow(track, layers, begin)
            if len(chain) > 1:
                parts.append(trace(self._network, self._ways, track, _backwards(chain)))
        return MatchedTrip(tuple(parts), len(fixes), len(track), sum(len(part.fixes) for part in parts))

    def _follow(self, track: Track, layers: list[_Layer], begin: int) -> tuple[list[_Layer], int]:
        """The chain of layers from one on, as far as a way leads; and where to begin the next."""
        chain, skipped = [layers[begin]], list[int]()
        for number in range(begin + 1, len(layers)):
            last, layer = chain[-1], layers[number]
            # Fixes off the map have no layer; they count as outliers all the same.
            lost = layer.row - last.row > OUTLIERS_IN_A_ROW + 1
            if lost or track.at_s[layer.row] - track.left_s(last.row) > LONGEST_GAP_S:
                return chain, skipped[0] if skipped else number
            step = self._step(track, last, layer)
            if step is not None:
                chain.append(step)
                skipped = []
                continue
            skipped.append(number)
            if len(chain) == 1 and len(skipped) > 1:  # the first was the outlier
                return chain, skipped[0]
        # Whoever comes after the last good fix may have begun a way of their own.
        return chain, skipped[0] if len(skipped) > 1 else len(layers)

    def _step(self, track: Track, last: _Layer, layer: _Layer) -> _Layer | None:
        """A layer reached from another, or None where no likely way leads."""
        elapsed_s = max(float(track.at_s[layer.row] - track.left_s(last.row)), 1.0)
        straight_m = float(np.hypot(*(track.xy[layer.row] - track.xy[last.row])))
        slack_m = track.noise_m(last.row, layer.row)
        fastest_m = ASSUMED_TOP_SPEED_MPS * elapsed_s + slack_m
        detour_m = max(ASSUMED_DETOUR_M, ASSUMED_DETOUR_MPS * elapsed_s)
        limit_m = min(straight_m + UNLIKELY * detour_m, fastest_m)
        way_m = self._way_m(last, layer, limit_m=limit_m, slip_m=slack_m)
        transition = np.where(way_m <= limit_m, -np.abs(way_m - straight_m) / detour_m, -np.inf)
        through = last.score[:, None] + transition
        before = np.argmax(through, axis=0)
        score = through[before, np.arange(len(layer))] + layer.emission
        if not score.max() - last.score.max() > -UNLIKELY:
            return None
        return replace(layer, score=score, before=before)

    def _way_m(self, last: _Layer, layer: _Layer, *, limit_m: float, slip_m: float) -> FloatArray:
        """(last, layer) metres along roads from candidate to candidate; inf beyond the limit."""
        tails = layer.tail.tolist()
        ends = zip(last.edge.tolist(), last.forward.tolist(), strict=True)
        reached = [self._ways.reach(edge, forward=forward, limit_m=limit_m).metres for edge, forward in ends]
        between = np.array([[metres.get(tail, np.inf) for tail in tails] for metres in reached])
        way_m = (last.length_m - last.along_m)[:, None] + between + layer.along_m[None, :]
        same = last.edge[:, None] == layer.edge[None, :]
        ahead_m = layer.along_m[None, :] - last.along_m[:, None]
        straight_on = same & (last.forward[:, None] == layer.forward[None, :])
        way_m = np.where(straight_on & (ahead_m >= 0), np.minimum(way_m, np.abs(ahead_m)), way_m)
        # Noise moves a unit back on its road: it stands.
        way_m = np.where(straight_on & (ahead_m < 0) & (ahead_m >= -slip_m), 0.0, way_m)
        turned = same & (last.forward[:, None] != layer.forward[None, :])
        back_m = np.abs(last.along_m[:, None] - (layer.length_m - layer.along_m)[None, :])
        return np.where(turned, back_m + ASSUMED_U_TURN_M, way_m)

    def _layers(self, track: Track) -> list[_Layer]:
        """The candidates of each fix, both directions of two-way streets; fixes off the map have none."""
        if len(track) == 0:
            return []
        network = self._network
        near = self._tree.within(track.xy, np.maximum(LOOK_DEVIATIONS * track.accuracy_m, LEAST_LOOK_M))
        first = np.searchsorted(near.row, np.arange(len(track) + 1))
        layers = []
        for row in range(len(track)):
            part = slice(first[row], min(first[row + 1], first[row] + CANDIDATES))
            edge, fraction, distance_m = near.edge[part], near.fraction[part], near.distance_m[part]
            if len(edge) == 0:
                continue
            back = np.flatnonzero(~network.edge_oneway[edge])
            both = np.concatenate((np.arange(len(edge)), back))
            forward = np.arange(len(both)) < len(edge)
            edge, fraction, distance_m = edge[both], fraction[both], distance_m[both]
            length_m = network.edge_length_m[edge]
            a, b = network.edge_a[edge], network.edge_b[edge]
            emission = -0.5 * (distance_m / track.accuracy_m[row]) ** 2
            layers.append(
                _Layer(
                    row=row,
                    edge=edge,
                    forward=forward,
                    along_m=np.where(forward, fraction, 1 - fraction) * length_m,
                    length_m=length_m,
                    tail=np.where(forward, a, b),
                    distance_m=distance_m,
                    emission=emission,
                    score=emission,
                    before=np.full(len(edge), -1),
                )
            )
        return layers


def _backwards(chain: list[_Layer]) -> list[Place]:
    """The likeliest place of each fix, from the end to the beginning and turned round."""
    candidate = int(np.argmax(chain[-1].score))
    places = []
    for layer in reversed(chain):
        places.append(layer.place(candidate))
        candidate = int(layer.before[candidate])
    return places[::-1]
