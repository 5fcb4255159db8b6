"""Streets, junctions and named places by what callers say of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import Gazetteer, HitNote, NamedPlace, Network, PlaceHitKind, Point, RoadClass, import_network
from routing.network.building import NetworkBuilder
from routing.places.names import THRESHOLD, NameTable

METRE_DEG = 1 / 111_195
MIDDLE = Point(0.0, 104.0)


def build(streets: list[tuple[str, list[tuple[float, float]]]], *, schematic: bool = False) -> Network:
    """A network of named streets given as corners in metres (east, north); equal corners are one junction."""
    builder = NetworkBuilder()
    nodes: dict[tuple[float, float], int] = {}
    for name, corners in streets:
        for east, north in corners:
            if (east, north) not in nodes:
                node = builder.add_node(north * METRE_DEG, 104 + east * METRE_DEG, where="test")
                nodes[east, north] = node
        for a, b in pairwise(corners):
            builder.add_edge(nodes[a], nodes[b], RoadClass.RESIDENTIAL, name=name, where="test")
    return builder.build(label="uji", schematic=schematic, attribution="uji", where="test")


def metres(point: Point) -> tuple[float, float]:
    return (point.lon - 104) / METRE_DEG, point.lat / METRE_DEG


TOWN = build(
    [
        ("Jalan Ahmad Yani", [(-900, 0), (0, 0), (300, 0)]),
        ("Jl. Ahmad Yani", [(5000, 0), (5100, 0)]),
        ("Jalan Basuki Rahmat", [(0, -500), (0, 0), (0, 500)]),
        ("Jalan Jenderal Sudirman", [(300, 40), (300, 700)]),
        ("Jalan Mawar", [(-300, 300), (-200, 300)]),
        ("Jalan Mawar", [(3000, 3000), (3400, 3000)]),
        ("Jalan Lingkar", [(1000, 0), (1100, 100), (1000, 200), (900, 100), (1000, 0)]),
        ("Jalan Lingkar", [(1100, 100), (1300, 100)]),
        ("", [(0, 500), (100, 900)]),
    ]
)
MASJID = NamedPlace(PlaceHitKind.TEMPAT, "masjid", "Masjid Raya Sultan Riau", ("Masjid Penyengat",), 0.01, 104, True)
SEI_JANG = NamedPlace(PlaceHitKind.KELURAHAN, "21.72.04.1004", "Sei Jang", (), 0.01, 104.01, False)
PKM = NamedPlace(PlaceHitKind.FASILITAS, "pkm-sei-jang", "Puskesmas Sei Jang", (), 0.011, 104.01, False)


@pytest.fixture(scope="module")
def town() -> Gazetteer:
    drawn = build([("Jalan Mawar", [(0, 0), (10, 0)]), ("Jalan Tepi Laut", [(0, 0), (0, 1000)])], schematic=True)
    return Gazetteer(
        [MASJID, SEI_JANG, PKM], networks=[TOWN, drawn], middle=MIDDLE, is_in_city=lambda p: abs(p.lat) < 1
    )


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("jl a yani", "Jalan Ahmad Yani"),
        ("a. yani", "Jalan Ahmad Yani"),
        ("jln ahmat yani", "Jalan Ahmad Yani"),
        ("Jl Jend. Soedirman", "Jalan Jenderal Sudirman"),
        ("jalan basuki", "Jalan Basuki Rahmat"),
        ("dekat masjid raya penyengat", "Masjid Raya Sultan Riau"),
        ("di belakang mesjid raya", "Masjid Raya Sultan Riau"),
        ("sungai jang", "Sei Jang"),
        ("pkm sei jang", "Puskesmas Sei Jang"),
        ("jalan tepi laut", "Jalan Tepi Laut"),
    ],
)
def test_what_callers_say(town: Gazetteer, said: str, meant: str) -> None:
    assert town.search(said)[0].name == meant


def test_an_initial_alone_finds_nothing(town: Gazetteer) -> None:
    assert town.search("a") == []
    assert town.search("a ketapang") == []


def test_a_street_lies_on_the_road_half_way_along_its_longest_piece(town: Gazetteer) -> None:
    hit = town.search("ahmad yani")[0]
    assert metres(Point(hit.lat, hit.lon)) == pytest.approx((-300, 0), abs=0.2)
    assert (hit.kind, hit.verified, hit.note_code) == (PlaceHitKind.JALAN, True, HitNote.TITIK_TENGAH)
    assert hit.radius_m == pytest.approx(600, abs=1)
    ring = town.search("lingkar")[0]
    east, north = metres(Point(ring.lat, ring.lon))
    assert 900 <= east <= 1300
    assert 0 <= north <= 200


def test_one_name_in_two_neighbourhoods_is_two_streets_the_longer_first(town: Gazetteer) -> None:
    first, second = (hit for hit in town.search("jalan mawar") if hit.name == "Jalan Mawar")
    assert metres(Point(first.lat, first.lon)) == pytest.approx((3200, 3000), abs=0.5)
    assert metres(Point(second.lat, second.lon)) == pytest.approx((-250, 300), abs=0.5)
    assert first.id != second.id


def test_a_drawn_street_counts_only_where_the_map_has_none(town: Gazetteer) -> None:
    drawn = town.search("jalan tepi laut")[0]
    assert (drawn.verified, drawn.kind) == (False, PlaceHitKind.JALAN)
    assert all(hit.verified for hit in town.search("jalan mawar"))


@pytest.mark.parametrize(
    "said",
    [
        "simpang Ahmad Yani dan Basuki Rahmat",
        "Simpang empat a yani / basuki rahmat",
        "basuki rahmat simpang ahmad yani",
        "perempatan ahmad yani basuki rahmat",
        "di simpang jl basuki rahmat jl ahmad yani",
        "Jl. Basuki Rahmat Jl. Ahmad Yani",
        "simpang basuki rahmad & ahmat yani",
    ],
)
def test_a_junction_is_where_two_streets_meet(town: Gazetteer, said: str) -> None:
    hit = town.search(said)[0]
    assert hit.kind is PlaceHitKind.SIMPANG
    assert metres(Point(hit.lat, hit.lon)) == pytest.approx((0, 0), abs=0.2)
    assert (hit.verified, hit.note_code) == (True, None)


def test_streets_that_only_come_near_are_said_not_to_meet(town: Gazetteer) -> None:
    hit = town.search("simpang ahmad yani dan sudirman")[0]
    assert (hit.kind, hit.verified, hit.note_code) == (PlaceHitKind.SIMPANG, False, HitNote.TIDAK_BERTEMU)
    assert metres(Point(hit.lat, hit.lon)) == pytest.approx((300, 20), abs=0.2)
    hits = town.search("simpang basuki rahmat dan mawar")
    assert all(hit.kind is not PlaceHitKind.SIMPANG for hit in hits)


def test_equal_scores_are_ordered_by_kind_and_a_street_word_puts_streets_first() -> None:
    both = Gazetteer(
        [SEI_JANG], networks=[build([("Sei Jang", [(0, 0), (9, 0)])])], middle=MIDDLE, is_in_city=lambda _: True
    )
    assert [hit.kind for hit in both.search("sei jang")] == [PlaceHitKind.KELURAHAN, PlaceHitKind.JALAN]
    assert [hit.kind for hit in both.search("jl sei jang")] == [PlaceHitKind.JALAN, PlaceHitKind.KELURAHAN]


def test_positions_come_before_names(town: Gazetteer) -> None:
    (hit,) = town.search("https://www.google.com/maps/place/X/@0.5,104.5,17z")
    assert (hit.kind, hit.lat, hit.lon, hit.id) == (PlaceHitKind.KOORDINAT, 0.5, 104.5, "0.5_104.5")
    (code,) = town.search("6PH5XXXX+XX") or [None]
    assert code is not None
    assert (code.kind, code.id, code.note_code) == (PlaceHitKind.KODE_PLUS, "6PH5XXXX-XX", HitNote.DI_LUAR_KOTA)
    assert town.search("https://maps.app.goo.gl/AhmadYani") == []


def test_a_city_without_names_is_searched_too() -> None:
    empty = Gazetteer([], networks=[build([("", [(0, 0), (9, 0)])])], middle=MIDDLE, is_in_city=lambda _: True)
    assert len(empty) == 0
    assert empty.search("jalan ahmad yani simpang basuki") == []


@given(st.text(max_size=80))
def test_any_text_is_answered_in_order(text: str) -> None:
    city = Gazetteer([MASJID, SEI_JANG, PKM], networks=[TOWN], middle=MIDDLE, is_in_city=lambda _: True)
    hits = city.search(text, limit=5)
    assert len(hits) <= 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(THRESHOLD <= hit.score <= 1 for hit in hits)
    assert len({(hit.kind, hit.id) for hit in hits}) == len(hits)


@given(
    st.lists(st.sampled_from(["ahmad", "yani", "sei", "jang", "batu", "9", "ix", "raya", "a"]), min_size=1, max_size=4)
)
def test_a_name_is_worth_most_to_itself(words: list[str]) -> None:
    name = " ".join(words)
    table = NameTable([[name], ["jalan lain"]])
    assert table.scores(name)[0] == pytest.approx(1)
    assert (table.scores(name) <= 1).all()


@pytest.mark.data
def test_a_junction_is_found_among_five_thousand_names(shared_data) -> None:  # type: ignore[no-untyped-def]  # the shared fixture
    network = import_network(shared_data / "bench" / "coquimbo_roads.geojson.gz")
    places = [
        NamedPlace(PlaceHitKind.TEMPAT, f"t{n}", f"Warung {n % 97} Blok {n % 89} Nomor {n}", (), -29.9, -71.2, True)
        for n in range(3000)
    ]
    city = Gazetteer(places, networks=[network], middle=Point(-29.95, -71.3), is_in_city=lambda _: True)
    assert len(city) >= 5000
    junction = "simpang Balmaceda dan Francisco de Aguirre"
    assert city.search(junction)[0].kind is PlaceHitKind.SIMPANG
