"""How long a road waits at its end for the roads that it meets there."""

from __future__ import annotations

import numpy as np

from routing.geo import BoolArray, FloatArray, IntArray
from routing.network.junctions import LEAST_DRIVEN, LEAST_MAIN, arms, main_junctions
from routing.network.network import Network
from routing.network.roads import CLASSES
from routing.speeds.delays import Delays

EQUALS_FROM = 2
"""Other roads of one's own class that lead into a junction, from which on two main roads cross. With one, the road
only goes on, bends, or splits into its two carriageways."""


STOP_LINE_M = 40.0
"""Traffic lights mapped at a stop line this near to a junction govern the junction."""


def crossing_s(network: Network, delays: Delays) -> FloatArray:
    """Seconds that a car without lights waits at the head of each arc; 0 but at main junctions and traffic lights.

    A road yields to the greatest class that leads into the junction, if that is above its own. At a junction where
    main roads of the same class cross, each waits for the others. Traffic lights replace both.
    """
    return np.where(network.node_signal[network.arcs.head], _signal_s(network, delays), _gap_s(network, delays))


def _signal_s(network: Network, delays: Delays) -> FloatArray:
    """Per arc the wait at lights at its head. Lights at the stop lines of a two-way road are passed on the way into
    the junction and again on the way out of it, so each time counts half."""
    arcs = network.arcs
    at_junction = arms(network, network.edge_class <= LEAST_DRIVEN)[arcs.head] >= 3
    return np.where(at_junction | network.edge_oneway[arcs.edge], delays.signal_s, delays.signal_s / 2)


def _gap_s(network: Network, delays: Delays) -> FloatArray:
    """Per arc the wait for a gap at its head, where no lights say who goes."""
    arcs = network.arcs
    own = network.edge_class[arcs.edge].astype(np.int64)
    greatest = np.full(network.node_count, len(CLASSES), dtype=np.int64)
    np.minimum.at(greatest, arcs.head, own)
    there = greatest[arcs.head]
    yield_s = np.array([delays.yield_s.get(c, 0.0) for c in CLASSES] + [0.0])
    yields = own > there
    crosses = (own <= LEAST_MAIN) & (own == there) & (_others_alike(network, own, greatest) >= EQUALS_FROM)
    wait_s = np.where(yields, yield_s[there], np.where(crosses, delays.equals_s, 0.0))
    return np.where((main_junctions(network) & ~_signalled(network))[arcs.head], wait_s, 0.0)


def _signalled(network: Network) -> BoolArray:
    """Per node: traffic lights stand there, or at a stop line before it."""
    arcs = network.arcs
    signalled = network.node_signal.copy()
    signalled[arcs.head[network.node_signal[arcs.tail] & (network.edge_length_m[arcs.edge] <= STOP_LINE_M)]] = True
    return signalled


def _others_alike(network: Network, own: IntArray, greatest: IntArray) -> IntArray:
    """Per arc: how many arcs of the greatest class lead into its head besides itself."""
    head = network.arcs.head
    alike = np.bincount(head[own == greatest[head]], minlength=network.node_count)
    return np.asarray(alike[head] - 1)
