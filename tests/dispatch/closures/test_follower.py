"""Rows as the router takes them: one that cannot be used opens no other."""

from datetime import UTC, datetime
from typing import Any

from dispatch.closures.follower import set_closures
from routing import Router
from tests.routing.worlds import PLAIN, ferry_service, line_network

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
ROUTER = Router(line_network(), speeds=PLAIN, boats=ferry_service())


def row(id_: str, *, edges: tuple[int, ...] = (), legs: tuple[str, ...] = (), **changed: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "kind": "jalan" if edges else "kapal",
        "source": "edges",
        "edges": list(edges),
        "network_hash": ROUTER.network.hash,
        "boat_legs": list(legs),
        "lines": None,
        "from_at": "2026-11-22T04:00:00.000000Z",
        "until_at": None,
        **changed,
    }


def test_a_row_that_cannot_be_used_opens_no_other() -> None:
    over_before_it_begins = row("c", edges=(2,), until_at="2026-11-22T03:00:00.000000Z")
    set_closures(ROUTER, [row("a", edges=(1,)), over_before_it_begins], NOW)
    assert ROUTER.schedule.at(NOW).edges == {1}


def test_a_crossing_that_the_city_has_no_more_closes_nothing_and_its_neighbour_stays_closed() -> None:
    leg = ROUTER.boats.legs[0].id
    set_closures(ROUTER, [row("a", legs=(leg, "lama"))], NOW)
    assert ROUTER.schedule.at(NOW).boat_legs == {leg}
