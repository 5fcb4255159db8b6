"""The OSRM client against answers recorded from a real `osrm-routed` over the main roads of Tanjungpinang."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import pytest

from routing.errors import RoutingInputError, ServerRefusedError
from routing.geo import Point, straight_m
from routing.remote.clock import Deadline
from routing.remote.osrm import MOST_PLACES, Osrm
from routing.remote.profiles import ServerProfile
from routing.travel.steps import Turn
from tests.routing.remote.serving import LocalServer, local_server, replay

CENTRE, EAST, PIER, ISLAND = (
    Point(0.9083, 104.4508),
    Point(0.9171, 104.4930),
    Point(0.9325, 104.4425),
    Point(0.9294, 104.4205),
)
HANG_TUAH = Point(0.925986, 104.438159)
CAR, FOOT = ServerProfile("driving", exclude=("ferry",)), ServerProfile("foot")

Connect = Callable[[str], Osrm]
"""A client of one set of data: "car", "foot" (its map has ferries) or "foot_without_ferries"."""


def soon() -> Deadline:
    return Deadline.after(5.0)


@pytest.fixture(scope="module")
def server() -> Iterator[LocalServer]:
    with local_server(replay("osrm")) as server:
        yield server


@pytest.fixture
def connect(server: LocalServer) -> Iterator[Connect]:
    clients: list[Osrm] = []

    def make(data: str) -> Osrm:
        clients.append(Osrm(f"{server.url}/{data}"))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def test_a_table_has_times_lengths_and_snaps(connect: Connect) -> None:
    table = connect("car").table(CAR, [CENTRE, EAST], [EAST, CENTRE], (), soon())
    assert table.seconds.tolist() == [[279.4, 0.0], [0.0, 279.7]]
    assert table.length_m.tolist() == [[5025.3, 0.0], [0.0, 5025.3]]
    assert table.origin_snaps.tolist() == [list(CENTRE), list(EAST)]
    assert table.destination_snaps.tolist() == [list(EAST), list(CENTRE)]


def test_where_no_way_leads_the_table_has_no_number(connect: Connect) -> None:
    table = connect("foot_without_ferries").table(FOOT, [PIER, CENTRE], [ISLAND], (), soon())
    assert table.seconds.tolist() == table.length_m.tolist() == [[math.inf], [math.inf]]


def test_a_place_far_from_every_road_is_told_by_its_snap(connect: Connect) -> None:
    table = connect("car").table(CAR, [CENTRE], [ISLAND], (), soon())
    assert straight_m(ISLAND, Point(*table.destination_snaps[0])) == pytest.approx(2_000, abs=5)


def test_routes_with_an_alternative(connect: Connect) -> None:
    first, other = connect("car").routes(CAR, CENTRE, HANG_TUAH, (), soon(), count=3)
    assert not first.sails
    assert (first.coordinates[0], first.coordinates[-1]) == ((CENTRE.lon, CENTRE.lat), (HANG_TUAH.lon, HANG_TUAH.lat))
    assert (first.seconds, first.length_m) == (214.0, 2817.8)
    assert (other.seconds, other.length_m) == (233.0, 3559.3)
    assert (first.steps[0].street, first.steps[0].turn) == ("Jl. Sudirman", Turn.MULAI)
    for route in (first, other):
        assert sum(step.length_m for step in route.steps) == pytest.approx(route.length_m, abs=1)
        assert sum(step.duration_s for step in route.steps) == pytest.approx(route.seconds, abs=1)


def test_a_way_with_a_ferry_says_so(connect: Connect) -> None:
    assert connect("foot").routes(FOOT, PIER, ISLAND, (), soon())[0].sails


def test_no_way_is_no_route(connect: Connect) -> None:
    assert connect("foot_without_ferries").routes(FOOT, PIER, ISLAND, (), soon()) == []


def test_nearest_has_the_road_and_its_name(connect: Connect) -> None:
    located = connect("car").locate(CAR, [Point(0.91, 104.45)], soon())[0]
    assert located is not None
    assert (located.point, located.road_name) == (Point(0.909573, 104.449561), "Jl. Sudirman")


def test_many_places_are_located_by_one_table(connect: Connect, server: LocalServer) -> None:
    asked = len(server.asked)
    places = [Point(0.9083 + n / 1000, 104.4508) for n in range(6)]
    located = connect("car").locate(CAR, places, soon())
    assert len(server.asked) == asked + 1
    assert all(at is not None and straight_m(at.point, place) < 500 for at, place in zip(located, places, strict=True))


def test_what_the_data_cannot_exclude_is_refused_and_not_left_out(connect: Connect) -> None:
    with pytest.raises(ServerRefusedError, match="InvalidValue") as refused:
        connect("foot").table(ServerProfile("foot", exclude=("ferry",)), [CENTRE], [EAST], (), soon())
    assert refused.value.code == "InvalidValue"


def test_a_closed_road_is_refused_unasked(connect: Connect) -> None:
    client = connect("nowhere")
    assert client.closable == 0
    with pytest.raises(ServerRefusedError, match="cannot close"):
        client.table(CAR, [CENTRE], [EAST], [CENTRE], soon())
    with pytest.raises(ServerRefusedError, match="cannot close"):
        client.routes(CAR, CENTRE, EAST, [CENTRE], soon())


def test_no_area_and_no_data_version(connect: Connect) -> None:
    client = connect("car")
    assert client.reach(CAR, CENTRE, 600, (), soon()) is None
    assert client.data_version(soon()) == ""  # this data was cut without one


def test_a_large_table_comes_in_parts_and_is_whole(connect: Connect, server: LocalServer) -> None:
    origins = [Point(0.9083 + n / 20_000, 104.4508) for n in range(120)]
    asked = len(server.asked)
    table = connect("car").table(CAR, origins, [EAST, PIER], (), soon())
    parts = [len(target.target.split("?")[0].split(";")) for target in server.asked[asked:]]
    assert len(parts) == 2
    assert max(parts) <= MOST_PLACES
    single = connect("car").table(CAR, origins[110:111], [EAST, PIER], (), soon())
    assert table.seconds[110].tolist() == single.seconds[0].tolist()


def test_each_profile_has_the_address_it_is_named_in(server: LocalServer) -> None:
    client = Osrm(server.url + "/{profile}")
    client.locate(ServerProfile("car"), [CENTRE], soon())
    assert server.asked[-1].target.startswith("/car/nearest/v1/car/")


@pytest.mark.parametrize("wrong", ["", "localhost:5000", "ftp://host", "http://", "5000"])
def test_an_address_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(RoutingInputError, match="address"):
        Osrm(wrong)
