"""Turn restrictions: OpenStreetMap's relations, resolved to the edges that meet at a node.

Kept are rules that always hold between two ways over one node. Rules with hours or conditions, and rules over a
chain of ways, are not: half of a rule is a wrong rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from routing.network.facts import Access

_VEHICLES = Access.AMBULANCE | Access.MOTORCYCLE
_EXCEPTED = {
    "emergency": Access.AMBULANCE,
    "motorcar": Access.AMBULANCE,
    "motorcycle": Access.MOTORCYCLE,
    "motor_vehicle": _VEHICLES,
}
_SOMETIMES = frozenset({"time", "hour_on", "hour_off", "day_on", "day_off", "restriction:conditional"})


class TurnRule(NamedTuple):
    """A rule in OpenStreetMap's ids; `only` commands the turn, otherwise it forbids it."""

    from_way: int
    via: int
    to_way: int
    only: bool
    bound: Access


class TurnBan(NamedTuple):
    """A turn in the network's ids that `bound` may not make."""

    from_edge: int
    via_node: int
    to_edge: int
    bound: Access


class EdgeEnd(NamedTuple):
    """An edge where it meets a node that a rule speaks of."""

    way: int
    edge: int
    node: int
    arrives: bool
    leaves: bool


def find_turn_rule(tags: Mapping[str, str], members: Iterable[tuple[str, int, str]]) -> TurnRule | None:
    """The rule of a relation, given its members as (type, id, role); None where it is none we can keep."""
    kind = tags.get("restriction") or tags.get("restriction:motorcar") or ""
    if not kind.startswith(("no_", "only_")) or _SOMETIMES & tags.keys():
        return None
    bound = _VEHICLES if "restriction" in tags else Access.AMBULANCE
    for excepted in tags.get("except", "").split(";"):
        bound &= ~_EXCEPTED.get(excepted.strip(), Access.NONE)
    by_role: dict[str, list[tuple[str, int]]] = {}
    for member_type, ref, role in members:
        by_role.setdefault(role, []).append((member_type, ref))
    match by_role:
        case {"from": [("w", from_way)], "via": [("n", via)], "to": [("w", to_way)]} if bound:
            return TurnRule(from_way, via, to_way, kind.startswith("only_"), bound)
    return None


def list_bans(rules: Iterable[TurnRule], ends: Mapping[int, list[EdgeEnd]]) -> list[TurnBan]:
    """The rules as forbidden turns, each once.

    Args:
        ends: per OpenStreetMap node the edges that meet there.
    """
    bans: dict[tuple[int, int, int], Access] = {}
    for rule in rules:
        for ban in _bans_of(rule, ends.get(rule.via, [])):
            key = ban.from_edge, ban.via_node, ban.to_edge
            bans[key] = bans.get(key, Access.NONE) | ban.bound
    return [TurnBan(*key, bound) for key, bound in sorted(bans.items())]


def _bans_of(rule: TurnRule, ends: list[EdgeEnd]) -> Iterator[TurnBan]:
    comes = [end for end in ends if end.way == rule.from_way and end.arrives]
    goes = [end for end in ends if end.way == rule.to_way and end.leaves]
    # A way that runs on through the node could be meant on either side; at a barrier the ways do not meet.
    if len(comes) != 1 or len(goes) != 1 or comes[0].node != goes[0].node:
        return
    node = comes[0].node
    for end in ends:
        if end.leaves and end.node == node and (end.edge == goes[0].edge) is not rule.only:
            yield TurnBan(comes[0].edge, node, end.edge, rule.bound)
