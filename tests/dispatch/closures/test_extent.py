"""What is closed on which roads, and never silently lost when the roads are replaced."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

import routing
from cities import load_city
from dispatch.closures.extent import (
    MAX_EDGES,
    PIER,
    closure_of,
    edges_now,
    extent_of,
    list_cuttable,
    settled_extent,
    source_of,
    warning_of,
)
from dispatch.domain.event import canonical
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import Row
from dispatch.domain.time import instant
from dispatch.domain.words import ClosureKind, ClosureSource
from psc119.roads import boats_of, skeleton_of
from routing import RoadClass
from tests.dispatch.closures.streets import box
from tests.routing.places.test_selecting import town
from tests.routing.worlds import line_network

CITY = load_city("tanjungpinang")
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
OLD = routing.Router(town(("Jl. Wiratno", RoadClass.PRIMARY), ("Jl. Sumatera", RoadClass.RESIDENTIAL)))
LONGER = town(("Jalan Wiratno", RoadClass.PRIMARY), ("Jl. Baru", RoadClass.RESIDENTIAL), parts=4)
"""The same streets, mapped farther, the second under another name."""
ELSEWHERE = line_network(3)


@dataclass
class Asked:
    kind: ClosureKind = ClosureKind.JALAN
    edges: list[int] | None = None
    network_hash: str | None = None
    street: str | None = None
    boat_legs: list[str] = field(default_factory=list)


def row_of(asked: Asked, shape: dict[str, Any] | None = None) -> Row:
    """The row that a closure on the old roads becomes."""
    extent = extent_of(asked, shape, CITY, OLD, NOON)
    told = {"kind": asked.kind, "source": source_of(asked), "shape": shape, "street": asked.street}
    return {"id": "k", **told, "from_at": instant(NOON), "until_at": None, **extent}


def test_each_way_of_saying_it_closes_what_it_says() -> None:
    area = box(104.002, -0.0001, 104.003, 0.0001)
    by_edges = Asked(edges=[1, 0, 1], network_hash=OLD.network.hash)
    cases = (
        (by_edges, None, ClosureSource.EDGES, [0, 1]),
        (Asked(), area, ClosureSource.POLYGON, [0]),
        (Asked(street="jalan wiratno"), None, ClosureSource.STREET, [0, 1]),
        (Asked(street="jalan wiratno"), area, ClosureSource.STREET, [0]),
    )
    for asked, shape, source, edges in cases:
        row = row_of(asked, shape)
        assert (row["source"], row["edges"]) == (source, edges)
        assert len(row["lines"]["coordinates"]) == len(edges)
        assert row["length_m"] == pytest.approx(1112 * len(edges), rel=0.01)
        assert (row["streets"], row["unmatched"]) == (["Jl. Wiratno"], False)


def test_what_closes_nothing_too_much_or_other_roads_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for asked, shape, code in (
        (Asked(), box(10, 10, 11, 11), "closure_empty"),
        (Asked(street="Jl. Tidak Ada"), None, "closure_empty"),
        (Asked(edges=[99], network_hash=OLD.network.hash), None, "closure_empty"),
        (Asked(edges=[0], network_hash="0" * 64), None, "network_changed"),
    ):
        with pytest.raises(Refused) as caught:
            extent_of(asked, shape, CITY, OLD, NOON)
        assert caught.value.code == code
    monkeypatch.setattr("dispatch.closures.extent.MAX_EDGES", 1)
    with pytest.raises(Refused) as caught:
        extent_of(Asked(street="Wiratno"), None, CITY, OLD, NOON)
    assert caught.value.facts == {"edges": 2, "most": 1}
    assert MAX_EDGES > 1_000


def test_other_roads_are_asked_again_for_area_and_street_and_by_place_for_edges() -> None:
    area = row_of(Asked(), box(104.002, -0.0001, 104.003, 0.0001))
    street = row_of(Asked(street="Wiratno"))
    renamed = row_of(Asked(street="Sumatera"))
    edges = row_of(Asked(edges=[0], network_hash=OLD.network.hash))
    assert [edges_now(row, LONGER) for row in (area, street, renamed, edges)] == [
        [0],
        [0, 1, 2, 3],
        [4, 5],
        [0],
    ]
    assert edges_now(edges, OLD.network) == [0]


def test_roads_that_have_nothing_there_keep_the_closure_in_sight() -> None:
    row = row_of(Asked(street="Wiratno"))
    there = routing.Router(replace(ELSEWHERE, node_lat=ELSEWHERE.node_lat + 5, geometry_lat=ELSEWHERE.geometry_lat + 5))
    extent = settled_extent(row, CITY, there, NOON)
    assert (extent["edges"], extent["unmatched"], extent["network_hash"]) == ([], True, there.network.hash)
    assert (extent["lines"], extent["length_m"], extent["streets"]) == (row["lines"], row["length_m"], row["streets"])
    back = settled_extent({**row, **extent}, CITY, OLD, NOON)
    assert (back["edges"], back["unmatched"]) == (row["edges"], False)


def test_a_row_as_the_router_takes_it() -> None:
    row = {**row_of(Asked(street="Wiratno")), "until_at": "2026-11-23T00:00:00.000000Z"}
    closure = closure_of(row, OLD.network)
    assert closure == routing.Closure("k", frozenset({0, 1}), frozenset(), NOON, datetime(2026, 11, 23, tzinfo=UTC))


def test_boats_are_the_same_on_all_roads() -> None:
    row = row_of(Asked(kind=ClosureKind.KAPAL, boat_legs=["pompong-penyengat"]))
    assert (row["source"], row["edges"], row["lines"], row["length_m"]) == (ClosureSource.LEGS, [], None, 0.0)
    assert closure_of(row, ELSEWHERE).boat_legs == {"pompong-penyengat"}
    extent = settled_extent(row, CITY, routing.Router(ELSEWHERE), NOON)
    assert (extent["boat_legs"], extent["unmatched"]) == (["pompong-penyengat"], False)


def test_closing_every_boat_to_penyengat_says_that_it_cuts_penyengat_off() -> None:
    router = routing.Router(skeleton_of(CITY), boats=boats_of(CITY))
    to_penyengat = [leg.id for leg in CITY.boat_legs if "dermaga-penyengat" in (leg.from_pier, leg.to_pier)]
    extent = extent_of(Asked(kind=ClosureKind.KAPAL, boat_legs=to_penyengat), None, CITY, router, NOON)
    cut = {place["id"] for place in extent["cuts_off"]}
    assert "dermaga-penyengat" in cut
    assert not cut & {facility.id for facility in CITY.facilities if facility.hospital is not None}
    pier = next(pier for pier in CITY.piers if pier.id == "dermaga-penyengat")
    assert pier.name in (warning_of(extent) or "")
    assert warning_of({"cuts_off": []}) is None


def test_posts_health_facilities_and_piers_can_be_cut_off_and_banks_cannot() -> None:
    assert {place.kind for place in list_cuttable(CITY)} <= {"psc", "puskesmas", "pustu", "rs", PIER}
    assert {facility.id for facility in CITY.facilities if facility.kind == "puskesmas"} <= {
        p.id for p in list_cuttable(CITY)
    }


def test_an_extent_is_written_as_a_database_gives_it_back() -> None:
    """A database knows no minus zero, and the log is compared with it."""
    on_the_line = town(("Khatulistiwa", RoadClass.PRIMARY))
    lat = on_the_line.geometry_lat - 1e-9
    router = routing.Router(replace(on_the_line, geometry_lat=lat))
    extent = extent_of(Asked(street="Khatulistiwa"), None, CITY, router, NOON)
    assert "-0.0" not in canonical(extent)
