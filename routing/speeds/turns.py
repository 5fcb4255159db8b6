"""What it costs to turn from one road into another, from the directions in which they meet."""

from __future__ import annotations

import numpy as np
import shapely

from routing.geo import BoolArray, FloatArray, IntArray
from routing.network.junctions import main_junctions
from routing.network.network import Network
from routing.speeds.profiles import Profile
from routing.speeds.speeds import Speeds

SIGHT_M = 20.0
"""How far from the junction a road's direction is taken, past the mapper's last small kink."""

STRAIGHT_WITHIN_DEG = 35.0
"""A smaller change of direction is going on ahead."""

U_TURN_FROM_DEG = 155.0
"""A greater change of direction is turning round."""


def turn_ms(network: Network, speeds: Speeds, profile: Profile, from_arc: IntArray, to_arc: IntArray) -> IntArray:
    """Whole milliseconds lost by each turn; 0 on foot, and at all but main junctions, where only turning round costs.

    Args:
        from_arc, to_arc: pairs of arcs of the network, the first ending where the second begins.

    Raises:
        ValueError: a pair that does not meet.
    """
    arcs = network.arcs
    from_arc, to_arc = np.asarray(from_arc, dtype=np.int64), np.asarray(to_arc, dtype=np.int64)
    if from_arc.shape != to_arc.shape or not np.array_equal(arcs.head[from_arc], arcs.tail[to_arc]):
        raise ValueError("a turn leads from an arc into one that begins where it ends")
    cost_ms = np.zeros(len(from_arc), dtype=np.int64)
    share = speeds.delays.share(profile)
    if share == 0:
        return cost_ms
    turns_round = _is_same_road(network, from_arc, to_arc)
    cost_ms[turns_round] = round(speeds.delays.u_turn_s * share * 1000)
    turns = np.flatnonzero(main_junctions(network)[arcs.head[from_arc]] & ~turns_round)
    if len(turns):
        delay_s = _delay_s(network, speeds, from_arc[turns], to_arc[turns])
        cost_ms[turns] = np.rint(delay_s * (share * 1000))
    return cost_ms


def turn_deg(network: Network, from_arc: IntArray, to_arc: IntArray) -> FloatArray:
    """Change of direction of each turn in degrees, -180 to 180; to the right is positive."""
    change = _bearing_deg(network, to_arc, at_end=False) - _bearing_deg(network, from_arc, at_end=True)
    return np.asarray((change + 180) % 360 - 180)


def _is_same_road(network: Network, from_arc: IntArray, to_arc: IntArray) -> BoolArray:
    arcs = network.arcs
    turned = arcs.is_reverse[from_arc] != arcs.is_reverse[to_arc]
    return np.asarray((arcs.edge[from_arc] == arcs.edge[to_arc]) & turned)


def _delay_s(network: Network, speeds: Speeds, from_arc: IntArray, to_arc: IntArray) -> FloatArray:
    delays = speeds.delays
    change = turn_deg(network, from_arc, to_arc)
    back = np.abs(change) > U_TURN_FROM_DEG
    # Traffic keeps left: the right turn crosses the way of those who come against one.
    return np.select(
        [back, change > STRAIGHT_WITHIN_DEG, change < -STRAIGHT_WITHIN_DEG],
        [delays.u_turn_s, delays.right_turn_s, delays.left_turn_s],
        default=delays.straight_s,
    )


def _bearing_deg(network: Network, arc: IntArray, *, at_end: bool) -> FloatArray:
    """Direction of travel at the begin or the end of each arc, degrees clockwise from north."""
    reverse = network.arcs.is_reverse[arc]
    lines = network.lines[network.arcs.edge[arc]]
    near_b = reverse != at_end
    # Negative distances count from the line's end.
    sight_m = np.minimum(SIGHT_M, shapely.length(lines))
    junction = shapely.get_coordinates(shapely.get_point(lines, np.where(near_b, -1, 0)))
    away = shapely.get_coordinates(shapely.line_interpolate_point(lines, np.where(near_b, -sight_m, sight_m)))
    step = junction - away if at_end else away - junction
    return np.asarray(np.degrees(np.arctan2(step[:, 0], step[:, 1])))
