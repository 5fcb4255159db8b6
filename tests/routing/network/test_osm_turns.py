"""Turn restrictions: which rules are kept, and the pairs of edges they come to."""

from __future__ import annotations

from pathlib import Path

import osmium
import pytest

from routing import Network, import_network, load_network, save_network
from routing.network.facts import Access
from routing.network.importing.osm_turns import TurnRule, find_turn_rule
from tests.routing.network.test_osm_file import osm_text, read

VEHICLES = Access.AMBULANCE | Access.MOTORCYCLE
MEMBERS = [("w", 1, "from"), ("n", 5, "via"), ("w", 2, "to")]


@pytest.mark.parametrize(
    ("tags", "bound"),
    [
        ({"restriction": "no_left_turn"}, VEHICLES),
        ({"restriction": "no_left_turn", "except": "bicycle; emergency"}, Access.MOTORCYCLE),
        ({"restriction": "no_left_turn", "except": "motorcycle"}, Access.AMBULANCE),
        ({"restriction:motorcar": "no_u_turn"}, Access.AMBULANCE),
        ({"restriction": "no_left_turn", "except": "motor_vehicle"}, None),
        ({"restriction": "no_left_turn", "hour_on": "07:00"}, None),
        ({"restriction:conditional": "no_left_turn @ (07:00-09:00)"}, None),
        ({"restriction": "give_way"}, None),
        ({}, None),
    ],
)
def test_whom_a_rule_binds(tags: dict[str, str], bound: Access | None) -> None:
    rule = find_turn_rule(tags, MEMBERS)
    assert rule == (None if bound is None else TurnRule(1, 5, 2, only=False, bound=bound))


@pytest.mark.parametrize(
    "members",
    [
        [("w", 1, "from"), ("w", 5, "via"), ("w", 2, "to")],
        [("w", 1, "from"), ("n", 5, "via")],
        [*MEMBERS, ("w", 3, "to")],
        [("w", 1, "from"), ("n", 5, "via"), ("n", 6, "via"), ("w", 2, "to")],
    ],
)
def test_a_rule_over_anything_but_two_ways_and_a_node_is_left_out(members: list[tuple[str, int, str]]) -> None:
    assert find_turn_rule({"restriction": "only_straight_on"}, members) is None


WAYS = {
    "highway=primary name=1": [1, 5],
    "highway=primary name=2": [5, 2],
    "highway=primary name=3": [5, 3],
    "highway=primary name=4 oneway=-1": [5, 4],  # leads to node 5 and never away from it
    "highway=primary name=5": [6, 5, 7],
}


def with_rule(kind: str, start: int, end: int) -> str:
    relation = (
        f"<relation id='1'><member type='way' ref='{start}' role='from'/><member type='node' ref='5' role='via'/>"
        f"<member type='way' ref='{end}' role='to'/><tag k='type' v='restriction'/>"
        f"<tag k='restriction' v='{kind}'/></relation>"
    )
    return osm_text(WAYS).replace("</osm>", relation + "</osm>")


def bans(network: Network) -> set[tuple[str, str]]:
    """The forbidden turns by the names of the roads."""
    pairs = zip(network.ban_from_edge.tolist(), network.ban_to_edge.tolist(), strict=True)
    return {(network.name_of(a), network.name_of(b)) for a, b in pairs}


@pytest.mark.parametrize(
    ("kind", "start", "end", "expected"),
    [
        ("no_left_turn", 1, 2, {("1", "2")}),
        ("no_u_turn", 1, 1, {("1", "1")}),
        ("no_left_turn", 4, 3, {("4", "3")}),
        ("only_straight_on", 1, 3, {("1", "1"), ("1", "2"), ("1", "5")}),
        ("no_left_turn", 1, 4, set()),  # nobody may enter road 4 here anyway
        ("no_left_turn", 1, 5, set()),  # road 5 runs on through the node: which half is meant?
        ("no_left_turn", 1, 99, set()),  # cut off with the extract
    ],
)
def test_rules_become_pairs_of_edges(
    tmp_path: Path, kind: str, start: int, end: int, expected: set[tuple[str, str]]
) -> None:
    network = read(tmp_path, with_rule(kind, start, end))
    assert bans(network) == expected
    assert set(network.ban_for.tolist()) <= {int(VEHICLES)}
    for edge, node in zip(network.ban_from_edge, network.ban_via_node, strict=True):
        assert node in {network.edge_a[edge], network.edge_b[edge]}
        assert network.node_lon[node] == 104.005
    loaded = load_network(save_network(network, tmp_path / "kota.npz"))
    assert (loaded.hash, bans(loaded)) == (network.hash, expected)
    assert network.hash != read(tmp_path, osm_text(WAYS)).hash or not expected


@pytest.mark.data
def test_the_rules_of_a_real_extract(shared_data: Path) -> None:
    path = shared_data / "bench" / "Helsinki.osm.pbf"
    network = import_network(path)
    pairs = {
        (int(network.edge_way[a]), int(network.edge_way[b]))
        for a, b in zip(network.ban_from_edge, network.ban_to_edge, strict=True)
    }
    in_extract = set(network.edge_way.tolist())
    kept = 0
    for relation in osmium.FileProcessor(str(path), osmium.osm.RELATION):
        assert isinstance(relation, osmium.osm.Relation)
        if relation.tags.get("type") != "restriction" or {"time", "hour_on"} & dict(relation.tags).keys():
            continue
        role = {member.role: member.ref for member in relation.members}
        if not {role["from"], role["to"]} <= in_extract:
            continue
        forbidden = (role["from"], role["to"]) in pairs
        assert forbidden is relation.tags["restriction"].startswith("no_"), relation.id
        kept += forbidden
    assert (kept, network.summary()["turn_bans"]) == (13, 47)
