"""The graph that searches run on: states, and steps between them.

A plain junction is one *state*. Where turns cost time or are forbidden, a junction has one state for each arc that
leads into it, so that a step out of it knows where it comes from (an edge-expanded graph at those junctions only: a
network without such junctions keeps one state a node, and its speed). A *step* turns into one arc of the network and
goes to its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from routing.geo import BoolArray, FloatArray, IntArray
from routing.network.junctions import turning_nodes
from routing.network.network import Network

NO_ARC = -1

BACK_SHARE = 0.05
"""How far back along its arc a state is drawn for the contraction order, which wants no two states in one place."""


@dataclass(frozen=True, eq=False)
class TurnGraph:
    """States and steps of one network; holds no weights.

    Args:
        tail, head: per step the states it joins.
        arc: per step the network arc that it goes along; steps are in the order of their arcs.
        from_arc: per step the arc that it turns from, `NO_ARC` at a plain junction.
        state_node: per state its node.
        state_arc: per state the arc that it was reached by, `NO_ARC` at a plain junction.
        arrival: per arc the state at its end.
        first_step: the steps along arc `e` are `first_step[e]:first_step[e + 1]`.
    """

    network: Network
    tail: IntArray
    head: IntArray
    arc: IntArray
    from_arc: IntArray
    state_node: IntArray
    state_arc: IntArray
    arrival: IntArray
    first_step: IntArray

    @classmethod
    def of(cls, network: Network, turning: BoolArray) -> TurnGraph:
        """The graph of a network.

        Args:
            turning: (nodes,) the junctions whose turns are told apart.
        """
        arcs = network.arcs
        plain_nodes = np.flatnonzero(~turning)
        state_of_node = np.full(network.node_count, NO_ARC, dtype=np.int64)
        state_of_node[plain_nodes] = np.arange(len(plain_nodes))
        told_apart = np.flatnonzero(turning[arcs.head])
        arrival = state_of_node[arcs.head]
        arrival[told_apart] = len(plain_nodes) + np.arange(len(told_apart))
        arc, from_arc = _steps(network, turning)
        return cls(
            network=network,
            tail=np.where(from_arc == NO_ARC, state_of_node[arcs.tail[arc]], arrival[from_arc]),
            head=arrival[arc],
            arc=arc,
            from_arc=from_arc,
            state_node=np.concatenate((plain_nodes, arcs.head[told_apart])),
            state_arc=np.concatenate((np.full(len(plain_nodes), NO_ARC, dtype=np.int64), told_apart)),
            arrival=arrival,
            first_step=np.searchsorted(arc, np.arange(len(arcs) + 1)),
        )

    @property
    def state_count(self) -> int:
        return len(self.state_node)

    @cached_property
    def states_by_node(self) -> list[list[int]]:
        """Per node its states."""
        states: list[list[int]] = [[] for _ in range(self.network.node_count)]
        for state, node in enumerate(self.state_node.tolist()):
            states[node].append(state)
        return states

    @cached_property
    def banned_for(self) -> IntArray:
        """Per step the vehicles that may not make its turn, as `routing.network.facts.Access`."""
        network, arcs = self.network, self.network.arcs
        banned = np.zeros(len(self.arc), dtype=np.int64)
        if len(network.ban_for) == 0:
            return banned

        def key(from_edge: IntArray, node: IntArray, to_edge: IntArray) -> IntArray:
            return (from_edge * network.node_count + node) * network.edge_count + to_edge

        told = np.flatnonzero(self.from_arc != NO_ARC)
        step_key = key(arcs.edge[self.from_arc[told]], arcs.tail[self.arc[told]], arcs.edge[self.arc[told]])
        ban_key = key(network.ban_from_edge, network.ban_via_node, network.ban_to_edge)
        by_key = np.argsort(ban_key, kind="stable")
        place = np.minimum(np.searchsorted(ban_key[by_key], step_key), len(by_key) - 1)
        ban = by_key[place]
        hit = ban_key[ban] == step_key
        banned[told[hit]] = network.ban_for[ban[hit]]
        return banned

    @cached_property
    def coordinates(self) -> tuple[FloatArray, FloatArray]:
        """Latitude and longitude per state, for the contraction order alone."""
        network = self.network
        came_from = network.arcs.tail[self.state_arc]
        share = np.where(self.state_arc == NO_ARC, 0.0, BACK_SHARE)
        lat = (1 - share) * network.node_lat[self.state_node] + share * network.node_lat[came_from]
        lon = (1 - share) * network.node_lon[self.state_node] + share * network.node_lon[came_from]
        return lat, lon


def graph_of(network: Network) -> TurnGraph:
    """The graph that the program routes on: turns are told apart where they cost time or are forbidden."""
    return TurnGraph.of(network, turning_nodes(network))


def _steps(network: Network, turning: BoolArray) -> tuple[IntArray, IntArray]:
    """Per step its arc and the arc it turns from: one step an arc, or one for each arc into a turning junction."""
    arcs = network.arcs
    into = np.argsort(arcs.head, kind="stable")
    ways_in = np.bincount(arcs.head, minlength=network.node_count)
    first_in = np.concatenate(([0], np.cumsum(ways_in)))
    is_told = turning[arcs.tail]
    count = np.where(is_told, ways_in[arcs.tail], 1)
    arc = np.repeat(np.arange(len(arcs)), count)
    place = np.arange(len(arc)) - np.repeat(np.cumsum(count) - count, count)
    told = is_told[arc]
    from_arc = np.full(len(arc), NO_ARC, dtype=np.int64)
    from_arc[told] = into[first_in[arcs.tail[arc[told]]] + place[told]]
    return arc, from_arc
