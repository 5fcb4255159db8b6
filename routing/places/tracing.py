"""From the place of each fix to the stretches of road between them, and the time that each took."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from routing.network.network import Network
from routing.places.matched import MatchedFix, MatchedPart, MatchedStep
from routing.places.nearby import NearbyWays
from routing.places.recording import Track

SAME_PLACE_M = 0.01


class Place(NamedTuple):
    """Where a fix is: on an edge, in a direction, so many metres along in that direction."""

    row: int
    edge: int
    forward: bool
    along_m: float
    distance_m: float


class _Stretch(NamedTuple):
    """A part of an edge that was travelled, in metres along its direction, and the time it took."""

    edge: int
    forward: bool
    begin_m: float
    end_m: float
    seconds: float


def trace(network: Network, ways: NearbyWays, track: Track, places: list[Place]) -> MatchedPart:
    """The way through places, the shortest between each two; time is spread along it evenly between fixes.

    Args:
        places: of at least two fixes, in order, such that a way leads from each to the next.
    """
    settled = _settled(track, places)
    stretches = list(_merged(_timed(network, ways, track, settled)))
    steps, spent_s = [], 0.0
    for stretch in stretches:
        length_m = float(network.edge_length_m[stretch.edge])
        begin, end = (metres / length_m if length_m else 0.0 for metres in (stretch.begin_m, stretch.end_m))
        if not stretch.forward:
            begin, end = 1 - begin, 1 - end
        entered_at = track.at(settled[0].row, spent_s)
        steps.append(MatchedStep(stretch.edge, stretch.forward, stretch.seconds, entered_at, begin, end))
        spent_s += stretch.seconds
    fixes = tuple(_matched_fix(network, track, place) for place in settled)
    return MatchedPart(fixes, tuple(steps))


def _settled(track: Track, places: list[Place]) -> list[Place]:
    """Places that do not go back on their edge by as little as noise: there the unit stood."""
    settled = places[:1]
    for last, place in pairwise(places):
        so_far = settled[-1]
        same = (place.edge, place.forward) == (so_far.edge, so_far.forward)
        noise = last.along_m - place.along_m <= track.noise_m(last.row, place.row)
        stands = same and noise and place.along_m < so_far.along_m
        settled.append(place._replace(along_m=so_far.along_m) if stands else place)
    return settled


def _timed(network: Network, ways: NearbyWays, track: Track, places: list[Place]) -> Iterator[_Stretch]:
    for last, place in pairwise(places):
        spans = _spans(network, ways, last, place)
        total_m = sum(end - begin for _, _, begin, end in spans)
        still_s = float(track.still_s[last.row])
        moving_s = float(track.at_s[place.row] - track.at_s[last.row]) - still_s
        yield _Stretch(last.edge, last.forward, last.along_m, last.along_m, still_s)
        for edge, forward, begin, end in spans:
            share = (end - begin) / total_m if total_m else 1 / len(spans)
            yield _Stretch(edge, forward, begin, end, moving_s * share)


def _merged(stretches: Iterator[_Stretch]) -> Iterator[_Stretch]:
    """Stretches of one edge in one direction as one; those of no length and no time left out."""
    current: _Stretch | None = None
    for stretch in stretches:
        if stretch.begin_m == stretch.end_m and stretch.seconds == 0:
            continue
        if current is not None and _goes_on(current, stretch):
            current = current._replace(end_m=stretch.end_m, seconds=current.seconds + stretch.seconds)
            continue
        if current is not None:
            yield current
        current = stretch
    if current is not None:
        yield current


def _goes_on(current: _Stretch, stretch: _Stretch) -> bool:
    same = (current.edge, current.forward) == (stretch.edge, stretch.forward)
    return same and abs(current.end_m - stretch.begin_m) < SAME_PLACE_M


def _matched_fix(network: Network, track: Track, place: Place) -> MatchedFix:
    length_m = float(network.edge_length_m[place.edge])
    along = place.along_m / length_m if length_m else 0.0
    fraction = along if place.forward else 1 - along
    return MatchedFix(track.at(place.row), place.edge, place.forward, fraction, place.distance_m)


Span = tuple[int, bool, float, float]


def _spans(network: Network, ways: NearbyWays, last: Place, place: Place) -> list[Span]:
    """The shortest way between two places as parts of edges."""
    length_m = float(network.edge_length_m[last.edge])
    if last.edge == place.edge and last.forward == place.forward and place.along_m >= last.along_m:
        return [(last.edge, last.forward, last.along_m, place.along_m)]
    if last.edge == place.edge and last.forward != place.forward:
        turned_m = length_m - place.along_m
        if turned_m >= last.along_m:  # on to where it turned, and no farther back than the fix
            return [(last.edge, last.forward, last.along_m, turned_m)]
        return [(place.edge, place.forward, length_m - last.along_m, place.along_m)]
    arcs = network.arcs
    tail = int(network.edge_a[place.edge] if place.forward else network.edge_b[place.edge])
    between = [
        (int(arcs.edge[arc]), not bool(arcs.is_reverse[arc]), 0.0, float(network.edge_length_m[arcs.edge[arc]]))
        for arc in ways.get_path(last.edge, tail, forward=last.forward)
    ]
    return [
        (last.edge, last.forward, last.along_m, length_m),
        *between,
        (place.edge, place.forward, 0.0, place.along_m),
    ]
