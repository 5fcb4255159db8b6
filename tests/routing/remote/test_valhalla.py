"""The Valhalla client against answers recorded from a real `valhalla_service` over the main roads of Tanjungpinang."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
import shapely
from shapely.geometry import shape

from routing.errors import ServerRefusedError
from routing.geo import Point
from routing.remote.clock import Deadline
from routing.remote.profiles import ServerProfile
from routing.remote.valhalla import MOST_CLOSED, Valhalla
from routing.travel.steps import Turn
from tests.routing.remote.serving import LocalServer, local_server, replay
from tests.routing.remote.test_osrm import CENTRE, EAST, ISLAND, PIER

CAR, FOOT = ServerProfile("auto"), ServerProfile("pedestrian")
OUT_AT_SEA = Point(3.9, 104.42)
ON_THE_WAY = Point(0.9129, 104.4753)


def soon() -> Deadline:
    return Deadline.after(5.0)


@pytest.fixture(scope="module")
def server() -> Iterator[LocalServer]:
    with local_server(replay("valhalla")) as server:
        yield server


@pytest.fixture
def client(server: LocalServer) -> Iterator[Valhalla]:
    """Over a map without ferries."""
    client = Valhalla(f"{server.url}/land")
    yield client
    client.close()


@pytest.fixture
def sailing(server: LocalServer) -> Iterator[Valhalla]:
    """Over a map with ferries."""
    client = Valhalla(f"{server.url}/ferries")
    yield client
    client.close()


def test_a_table_has_times_lengths_and_snaps(client: Valhalla) -> None:
    table = client.table(CAR, [CENTRE, EAST], [EAST, CENTRE], (), soon())
    assert table.seconds.tolist() == [[241.0, 0.0], [0.0, 241.0]]
    assert table.length_m.tolist() == [[5030.0, 0.0], [0.0, 5030.0]]
    assert table.origin_snaps[1] == pytest.approx(EAST, abs=2e-6)


def test_a_place_without_a_road_spoils_nothing(client: Valhalla) -> None:
    table = client.table(CAR, [OUT_AT_SEA, CENTRE], [EAST], (), soon())
    assert table.seconds[:, 0].tolist() == [math.inf, 241.0]
    assert all(map(math.isnan, table.origin_snaps[0]))


def test_only_places_without_roads(client: Valhalla) -> None:
    assert client.table(CAR, [OUT_AT_SEA], [EAST], (), soon()).seconds.tolist() == [[math.inf]]


def test_where_no_way_leads_the_table_has_no_number(client: Valhalla) -> None:
    table = client.table(FOOT, [PIER, CENTRE], [ISLAND, PIER], (), soon())
    assert table.seconds[:, 0].tolist() == table.length_m[:, 0].tolist() == [math.inf, math.inf]
    assert table.seconds[0, 1] == 0
    assert 1000 < table.seconds[1, 1] < 3000


def test_a_closed_road_is_gone_around(client: Valhalla) -> None:
    open_s, closed_s = (
        client.table(CAR, [CENTRE], [EAST], closed, soon()).seconds[0, 0] for closed in ((), (ON_THE_WAY,))
    )
    assert closed_s > open_s
    open_way, closed_way = (client.routes(CAR, CENTRE, EAST, closed, soon())[0] for closed in ((), (ON_THE_WAY,)))
    assert closed_way.length_m > open_way.length_m


def test_more_closed_roads_than_it_takes_are_refused_unasked(client: Valhalla, server: LocalServer) -> None:
    asked = len(server.asked)
    with pytest.raises(ServerRefusedError, match="TooManyClosures"):
        client.routes(CAR, CENTRE, EAST, [ON_THE_WAY] * (MOST_CLOSED + 1), soon())
    assert len(server.asked) == asked


def test_routes_with_an_alternative(client: Valhalla) -> None:
    first, *others = client.routes(CAR, CENTRE, PIER, (), soon(), count=3)
    assert not first.sails
    assert first.coordinates[0] == pytest.approx((CENTRE.lon, CENTRE.lat), abs=2e-6)
    assert first.coordinates[-1] == pytest.approx((PIER.lon, PIER.lat), abs=2e-6)
    assert first.length_m == pytest.approx(3139, abs=20)
    assert len(others) <= 2
    assert [(step.street, step.turn) for step in first.steps] == [
        ("Jl. Sudirman", Turn.MULAI),
        ("Jl. Merdeka", Turn.AGAK_KIRI),
        ("Jl. Pelantar II", Turn.KANAN),
    ]
    for route in (first, *others):
        assert sum(step.length_m for step in route.steps) == pytest.approx(route.length_m, abs=5)
        assert sum(step.duration_s for step in route.steps) == pytest.approx(route.seconds, abs=1)


def test_a_way_with_a_ferry_says_so(sailing: Valhalla) -> None:
    assert sailing.routes(FOOT, PIER, ISLAND, (), soon())[0].sails


def test_no_way_is_no_route(client: Valhalla) -> None:
    assert client.routes(FOOT, PIER, ISLAND, (), soon()) == []
    assert client.routes(CAR, CENTRE, OUT_AT_SEA, (), soon()) == []


def test_places_are_located_once(client: Valhalla, server: LocalServer) -> None:
    places = [Point(0.909, 104.4508), OUT_AT_SEA]
    found = client.locate(CAR, places, soon())
    assert found[1] is None
    assert found[0] is not None
    assert found[0].point == Point(0.908659, 104.45045)
    asked = len(server.asked)
    assert client.locate(CAR, places, soon()) == found
    assert len(server.asked) == asked
    client.data_version(soon())  # other data may have other roads
    client.locate(CAR, places, soon())
    assert len(server.asked) == asked + 2


def test_an_area_holds_where_one_starts(client: Valhalla) -> None:
    area = client.reach(CAR, CENTRE, 300, (), soon())
    assert area is not None
    assert shape(area).covers(shapely.Point(CENTRE.lon, CENTRE.lat))
    assert client.reach(CAR, CENTRE, 3 * 3600, (), soon()) is None


def test_a_costing_that_is_none_is_refused(client: Valhalla) -> None:
    with pytest.raises(ServerRefusedError, match="125"):
        client.routes(ServerProfile("flying"), CENTRE, EAST, (), soon())


def test_the_data_has_a_version(client: Valhalla) -> None:
    assert client.data_version(soon()).startswith("3.")
