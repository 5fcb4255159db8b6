"""Names as callers say them find the place they mean, in a real city."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import load_city
from dispatch.places import make_gazetteer
from routing import Gazetteer, HitNote, PlaceHitKind, import_network


@pytest.fixture(scope="module")
def city() -> Gazetteer:
    """The names of the first city, streets of its hand-drawn main roads among them."""
    profile = load_city("tanjungpinang")
    return make_gazetteer(profile, [import_network(profile.main_roads_file)])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Batu 9", "Batu IX"),
        ("Batu IX", "Batu IX"),
        ("Km 9", "Batu IX"),
        ("km9", "Batu IX"),
        ("kilometer 9", "Batu IX"),
        ("km.5", "PSC 119 Tanjungpinang"),
        ("Sungai Jang", "Sei Jang"),
        ("seijang", "Sei Jang"),
        ("Kp Bugis", "Kampung Bugis"),
        ("kpg. baru", "Kampung Baru"),
        ("Tanjungpinang Barat", "Tanjung Pinang Barat"),
        ("TG PINANG KOTA", "Tanjung Pinang Kota"),
        ("kamboja", "Kemboja"),
        ("puskesmas batu 10", "Puskesmas Batu 10"),
        ("pkm pancur", "Puskesmas Tanjungpinang"),
        ("RAT", "RSUD Raja Ahmad Tabib"),
        ("rumkital midiyato", "RSAL Dr. Midiyato Suratani"),
        ("pelantar 2", "Dermaga Pelantar II"),
        ("pulau penyengat", "Penyengat"),
        ("senggarng", "Senggarang"),
        ("kelurahan dompak", "Dompak"),
    ],
)
def test_spellings(city: Gazetteer, said: str, meant: str) -> None:
    assert city.search(said)[0].name == meant


def test_a_kelurahan_stands_before_its_puskesmas(city: Gazetteer) -> None:
    kinds = [hit.kind for hit in city.search("kampung bugis")]
    assert kinds[0] is PlaceHitKind.KELURAHAN
    assert PlaceHitKind.FASILITAS in kinds
    assert PlaceHitKind.DERMAGA in kinds


@pytest.mark.parametrize("said", ["", "   ", "?!", "zzzzqq", "Batu 99"])
def test_nothing_alike_finds_nothing(city: Gazetteer, said: str) -> None:
    assert city.search(said) == []


def test_numbers_are_never_guessed(city: Gazetteer) -> None:
    assert all("IX" not in hit.name for hit in city.search("Batu 8"))


def test_hits_say_whether_their_coordinate_is_verified(city: Gazetteer) -> None:
    hospital = city.search("rsud kota")[0]
    assert not hospital.verified
    assert city.search("polresta")[0].verified


@given(st.text(max_size=60))
def test_any_text_is_answered_in_order(city: Gazetteer, text: str) -> None:
    hits = city.search(text, limit=5)
    assert len(hits) <= 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0.6 <= hit.score <= 1 for hit in hits)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("jl a yani", "Jl. Ahmad Yani"),
        ("Jalan Achmad Yani", "Jl. Ahmad Yani"),
        ("jln jend sudirman", "Jl. Sudirman"),
        ("basuki rahmad", "Jl. Basuki Rahmat"),
        ("jalan w.r. supratman", "Jl. WR Supratman"),
        ("jl sei jang", "Jl. Sei Jang"),
        ("di depan polresta", "Polresta Tanjungpinang"),
        ("simpang ahmad yani dan basuki rahmat", "Simpang Jl. Ahmad Yani – Jl. Basuki Rahmat"),
        ("a yani simpang basuki rahmat", "Simpang Jl. Ahmad Yani – Jl. Basuki Rahmat"),
        ("simpang a yani basuki rahmat", "Simpang Jl. Ahmad Yani – Jl. Basuki Rahmat"),
    ],
)
def test_streets_and_junctions(city: Gazetteer, said: str, meant: str) -> None:
    assert city.search(said)[0].name == meant


def test_a_street_of_the_skeleton_is_not_verified(city: Gazetteer) -> None:
    street = city.search("jalan ahmad yani")[0]
    assert (street.kind, street.verified, street.note_code) == (PlaceHitKind.JALAN, False, HitNote.TITIK_TENGAH)


@pytest.mark.parametrize("typed", ["0.9181, 104.4700", "104.47 0.9181", "https://maps.google.com/?q=0.9181,104.47"])
def test_coordinates_are_put_right_by_the_citys_box(city: Gazetteer, typed: str) -> None:
    (hit,) = city.search(typed)
    assert (hit.kind, hit.lat, hit.lon) == (PlaceHitKind.KOORDINAT, 0.9181, 104.47)
    assert (hit.note_code is HitNote.TERTUKAR) == typed.startswith("104")
