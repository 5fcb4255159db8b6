"""Where a turn costs time or is forbidden: the junctions that a search has to know the way in of."""

from __future__ import annotations

import numpy as np

from routing.geo import BoolArray, IntArray
from routing.network.network import Network
from routing.network.roads import CODE_OF, RoadClass

LEAST_MAIN = CODE_OF[RoadClass.TERTIARY]
LEAST_DRIVEN = CODE_OF[RoadClass.TRACK]
"""Classes are ordered from the greatest: codes up to these are main roads, and roads that vehicles use."""


def main_junctions(network: Network) -> BoolArray:
    """Per node: at least three driven roads meet there, one of them tertiary or greater.

    Elsewhere (housing roads, alleys, bends) a turn is taken to cost no time worth counting.
    """
    driven = network.edge_class <= LEAST_DRIVEN
    main = network.edge_class <= LEAST_MAIN
    return np.asarray((arms(network, driven) >= 3) & (arms(network, main) >= 1))


def turning_nodes(network: Network) -> BoolArray:
    """Per node: main junctions, ends of turn bans, and the nodes next to a ban.

    A ban means little if one may turn round for nothing at the next corner, so the neighbours count too.
    """
    banned = np.zeros(network.node_count, dtype=np.bool_)
    banned[network.ban_via_node] = True
    turning = main_junctions(network) | banned
    turning[network.edge_a[banned[network.edge_b]]] = True
    turning[network.edge_b[banned[network.edge_a]]] = True
    return np.asarray(turning)


def arms(network: Network, which: BoolArray) -> IntArray:
    """Per node how many of some edges meet there."""
    ends = np.concatenate((network.edge_a[which], network.edge_b[which]))
    return np.bincount(ends, minlength=network.node_count)
