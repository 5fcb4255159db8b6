"""Names have one spelling, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placenames import normalised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Batu 9", "Km IX"),
        ("Sei Jang", "Sungai Jang"),
        ("Kp. Bugis", "kampung bugis"),
        ("Jln. Jend. Sudirman", "Jalan Soedirman"),
        ("Jl. Ir. H. Djuanda", "jl h juanda"),
        ("W.R. Supratman", "Jl WR Supratman"),
        ("W R Supratman", "wr supratman"),
        ("Rumah Sakit Umum Daerah Kota", "RSUD Kota"),
        ("Mesjid Raya", "masjid raya"),
        ("Gang Melati", "Gg. Melati"),
        ("Perumahan Griya", "perum griya"),
    ],
)
def test_the_same_name(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(("one", "other"), [("Batu 9", "Batu 8"), ("Jl. A. Yani", "Jl. B. Yani"), ("Sei Jang", "Jang")])
def test_not_the_same_name(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_a_word_that_is_mostly_left_out_is_kept_where_it_is_all_there_is() -> None:
    assert normalised("Jalan") == ("jl",)
    assert normalised("!?") == ()


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalised(text)
    assert normalised(" ".join(once)) == once


CHANGED = ["a", "d", "i", "j", "l", "oe", "km", "dj", "no", "batu", "sungai", "jl", "ix", "jend", "rumah", "sakit"]


@given(st.lists(st.sampled_from(CHANGED), max_size=8))
def test_normalising_twice_changes_nothing_of_what_it_changes(words: list[str]) -> None:
    once = normalised(" ".join(words))
    assert normalised(" ".join(once)) == once
