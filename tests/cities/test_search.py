"""Names as callers say them find the place they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import City, PlaceHitKind, load_city
from cities.search import normalised


@pytest.fixture(scope="module")
def city() -> City:
    return load_city("tanjungpinang")


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
def test_spellings(city: City, said: str, meant: str) -> None:
    assert city.search_places(said)[0].name == meant


def test_a_kelurahan_stands_before_its_puskesmas(city: City) -> None:
    kinds = [hit.kind for hit in city.search_places("kampung bugis")]
    assert kinds[0] is PlaceHitKind.KELURAHAN
    assert PlaceHitKind.FACILITY in kinds
    assert PlaceHitKind.PIER in kinds


@pytest.mark.parametrize("said", ["", "   ", "?!", "zzzzqq", "Batu 99"])
def test_nothing_alike_finds_nothing(city: City, said: str) -> None:
    assert city.search_places(said) == []


def test_numbers_are_never_guessed(city: City) -> None:
    assert all("IX" not in hit.name for hit in city.search_places("Batu 8"))


def test_hits_say_whether_their_coordinate_is_verified(city: City) -> None:
    hospital = city.search_places("rsud kota")[0]
    assert not hospital.verified
    assert city.search_places("polresta")[0].verified


@given(st.text(max_size=60))
def test_any_text_is_answered_in_order(city: City, text: str) -> None:
    hits = city.search_places(text, limit=5)
    assert len(hits) <= 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0.6 <= hit.score <= 1 for hit in hits)


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalised(text)
    assert normalised(" ".join(once)) == once
