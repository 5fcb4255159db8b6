"""Instruction graphs: the faults that would leave a caller alone in the middle of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from triage.model import Instruction, Node, Text


class GraphFault(NamedTuple):
    """A fault and the node it is at."""

    node_id: str
    message: Text


def find_faults(graph: Instruction, known_graphs: Mapping[str, object]) -> Iterator[GraphFault]:
    """Yield what is wrong: unknown targets, unreachable nodes, nodes with no way to an end.

    A reply that opens another graph or goes back to the gate counts as a way on: those are checked themselves.
    Since every node must reach an end, every loop has an exit.
    """
    broken = False
    for node in graph.nodes:
        for message in _node_faults(node, graph, known_graphs):
            broken = True
            yield GraphFault(node.id, message)
    if broken:
        return
    reached = _closure({graph.start}, {node.id: _targets(node) for node in graph.nodes})
    backwards: dict[str, set[str]] = {node.id: set() for node in graph.nodes}
    for node in graph.nodes:
        for target in _targets(node):
            backwards[target].add(node.id)
    leaving = {node.id for node in graph.nodes if node.end or any(r.next is None for r in node.replies)}
    finishing = _closure(leaving, backwards)
    for node in graph.nodes:
        if node.id not in reached:
            yield GraphFault(
                node.id,
                Text(
                    f"tidak ada balasan menuju {node.id!r}; sambungkan atau hapus",
                    f"no reply leads to {node.id!r}; link it or remove it",
                ),
            )
        if node.id not in finishing:
            yield GraphFault(
                node.id,
                Text(
                    f"{node.id!r} tidak pernah sampai akhir; beri balasan yang keluar dari putaran",
                    f"{node.id!r} never reaches an end; give it a reply that leaves the loop",
                ),
            )


def replies_to_compressions(graph: Instruction) -> int | None:
    """How many replies stand before the first node with a metronome, along the first reply of each node.

    The first reply is the one that is pressed when all goes as usual. None where that way has no compressions.
    """
    node, passed = graph.by_id[graph.start], set[str]()
    while node.metronome_bpm is None:
        passed.add(node.id)
        following = node.replies[0].next if node.replies else None
        if following is None or following in passed:
            return None
        node = graph.by_id[following]
    return len(passed)


def _node_faults(node: Node, graph: Instruction, known_graphs: Mapping[str, object]) -> Iterator[Text]:
    if node.end and node.replies:
        yield Text(
            f"{node.id!r} adalah akhir tetapi punya balasan; hapus salah satu",
            f"{node.id!r} is an end and has replies; remove one of the two",
        )
    if not node.end and not node.replies:
        yield Text(
            f"{node.id!r} buntu; tambah balasan, atau `end: true`",
            f"{node.id!r} is a dead end; add a reply, or `end: true`",
        )
    for reply in node.replies:
        if reply.next is not None and reply.next not in graph.by_id:
            yield Text(
                f"balasan {reply.id!r} menuju langkah {reply.next!r} yang tidak ada",
                f"reply {reply.id!r} leads to the unknown node {reply.next!r}",
            )
        if reply.graph is not None and reply.graph not in known_graphs:
            yield Text(
                f"balasan {reply.id!r} menuju panduan {reply.graph!r} yang tidak ada",
                f"reply {reply.id!r} leads to the unknown instruction {reply.graph!r}",
            )


def _targets(node: Node) -> set[str]:
    return {reply.next for reply in node.replies if reply.next is not None}


def _closure(start: set[str], edges: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set(start), list(start)
    while waiting:
        for target in edges[waiting.pop()] - reached:
            reached.add(target)
            waiting.append(target)
    return reached
