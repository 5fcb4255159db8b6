"""Positions in words."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import Addresses, AreaName, NamedPlace, Network, PlaceHitKind, Point, RoutingInputError
from routing.places.wording import round_distance, spoken
from tests.routing.places.test_gazetteer import METRE_DEG, build

SEI_JANG = AreaName("Sei Jang", approximate=False)
TOWN = build(
    [
        ("Jalan Ahmad Yani", [(-900, 0), (-500, 0), (0, 0), (300, 0), (2600, 0), (5000, 0)]),
        ("Jalan Basuki Rahmat", [(0, -500), (0, 0), (0, 500)]),
        ("Jl. Kota Piring", [(-900, 0), (-900, 900)]),
        ("", [(300, 0), (300, 100)]),
        ("", [(0, 500), (0, 1500)]),
    ]
)
PUSKESMAS = NamedPlace(PlaceHitKind.FASILITAS, "pkm", "Puskesmas Sei Jang", (), 1500 * METRE_DEG, 104, True)


def place(east_m: float, north_m: float) -> Point:
    return Point(north_m * METRE_DEG, 104 + east_m * METRE_DEG)


@pytest.fixture(scope="module")
def town() -> Addresses:
    return Addresses(TOWN, places=[PUSKESMAS], find_area=lambda _: SEI_JANG)


def test_street_junction_and_kelurahan(town: Addresses) -> None:
    address = town.describe(place(-121, 6))
    assert address.text == "Jl. Ahmad Yani, ± 120 m dari simpang Jl. Basuki Rahmat, Kel. Sei Jang"
    assert (address.street, address.on_street, address.estimate) == ("Jalan Ahmad Yani", True, False)
    assert address.junction is not None
    assert address.junction.distance_m == pytest.approx(121, abs=0.5)


def test_the_distance_is_along_the_street_over_its_nodes_to_the_nearest_junction(town: Addresses) -> None:
    assert "± 400 m dari simpang Jl. Kota Piring" in town.describe(place(-505, 0)).text
    assert "± 700 m dari simpang Jl. Basuki Rahmat" in town.describe(place(700, 3)).text


def test_at_a_junction_one_is_at_it(town: Addresses) -> None:
    assert town.describe(place(8, 2)).text == "Jl. Ahmad Yani, di simpang Jl. Basuki Rahmat, Kel. Sei Jang"


def test_a_road_without_a_name_is_told_by_the_street_it_is_near(town: Addresses) -> None:
    address = town.describe(place(302, 90))
    assert (address.street, address.on_street, address.estimate) == ("Jalan Ahmad Yani", False, True)
    assert address.text == "dekat Jl. Ahmad Yani, ± 300 m dari simpang Jl. Basuki Rahmat, Kel. Sei Jang"


def test_without_names_by_the_nearest_landmark(town: Addresses) -> None:
    address = town.describe(place(2, 1420))
    assert not address.estimate
    assert address.text == "± 80 m dari Puskesmas Sei Jang, Kel. Sei Jang"
    assert (address.street, address.junction) == (None, None)
    assert town.describe(place(0, 1495)).text == "di Puskesmas Sei Jang, Kel. Sei Jang"


def test_a_street_far_from_any_junction_is_told_by_its_name_alone(town: Addresses) -> None:
    assert town.describe(place(4000, 0)).text == "Jl. Ahmad Yani, Kel. Sei Jang"


def test_in_the_sea_the_road_is_said_to_be_far() -> None:
    sea = Addresses(TOWN, find_area=lambda _: AreaName("Sei Jang", approximate=True))
    address = sea.describe(place(1500, -1230))
    assert address.text == "± 1,2 km dari jalan terdekat (Jl. Ahmad Yani), sekitar Kel. Sei Jang"
    assert address.estimate
    unnamed = Addresses(build([("", [(0, 0), (100, 0)])]), find_area=lambda _: None)
    assert unnamed.describe(place(50, 20_000)).text == "± 20 km dari jalan terdekat"


def test_where_nothing_is_known_the_coordinate_stands() -> None:
    bare = Addresses(build([("", [(0, 0), (100, 0)])]), find_area=lambda _: None)
    assert bare.describe(Point(0.0, 104.0003)).text == "0.00000, 104.00030"


def test_what_is_drawn_or_unverified_is_an_estimate() -> None:
    drawn = build([("Jalan Raya", [(0, 0), (100, 0)]), ("Jalan Dua", [(100, 0), (100, 90)])], schematic=True)
    town = Addresses(drawn, find_area=lambda _: SEI_JANG)
    assert town.describe(place(50, 0)).estimate
    assert town.describe(place(50, -240)).text == "± 240 m dari jalan utama terdekat (Jl. Raya), Kel. Sei Jang"
    unsure = NamedPlace(PlaceHitKind.FASILITAS, "x", "Pustu", (), 0.0, 104.0, False)
    bare = build([("", [(0, 0), (100, 0)])])
    address = Addresses(bare, places=[unsure], find_area=lambda _: SEI_JANG).describe(place(90, 0))
    assert (address.text, address.estimate) == ("± 90 m dari Pustu, Kel. Sei Jang", True)


def test_no_coordinate_is_refused(town: Addresses) -> None:
    with pytest.raises(RoutingInputError):
        town.describe(Point(104.0, 0.9))


@pytest.mark.parametrize(
    ("metres", "told"),
    [(3, "10 m"), (84, "80 m"), (121, "120 m"), (296, "300 m"), (330, "350 m"), (974, "950 m"), (980, "1,0 km"),
     (1234, "1,2 km"), (12_400, "12 km")],
)  # fmt: skip
def test_distances_are_as_round_as_they_are_sure(metres: float, told: str) -> None:
    assert round_distance(metres) == told


def test_a_street_is_written_as_on_its_sign() -> None:
    assert spoken("Jalan Ahmad Yani") == "Jl. Ahmad Yani"
    assert spoken("JLN. Merdeka") == "Jl. Merdeka"
    assert spoken("Gang Melati") == "Gang Melati"
    assert spoken("Jalanan Tua") == "Jalanan Tua"


@given(st.floats(-0.05, 0.05), st.floats(103.95, 104.09))
def test_every_position_has_words_and_true_distances(lat: float, lon: float) -> None:
    town = Addresses(TOWN, places=[PUSKESMAS], find_area=lambda _: SEI_JANG)
    address = town.describe(Point(lat, lon))
    assert address.text.endswith("Kel. Sei Jang")
    assert math.isfinite(address.road_m)
    if address.junction is not None:
        assert address.street is not None
        assert address.junction.name != address.street
        assert 0 <= address.junction.distance_m <= 1500


@pytest.mark.data
def test_a_real_city_without_street_names_is_told_by_its_landmarks(tanjungpinang: Network) -> None:
    pkm = NamedPlace(PlaceHitKind.FASILITAS, "pkm", "Puskesmas Sei Jang", (), 0.8985, 104.476, False)
    address = Addresses(tanjungpinang, places=[pkm], find_area=lambda _: SEI_JANG).describe(Point(0.8992, 104.476))
    assert address.text == "± 80 m dari Puskesmas Sei Jang, Kel. Sei Jang"
    assert address.estimate
