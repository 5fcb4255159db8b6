import pytest

from dispatch.http.language import Language, preferred_language


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "id"),
        ("", "id"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("id-ID,id;q=0.9,en;q=0.8", "id"),
        ("en;q=0.5, id;q=0.9", "id"),
        ("id;q=0.1,en;q=0.2", "en"),
        ("fr,de", "id"),
        ("fr, en;q=0.3", "en"),
        ("en;q=nonsense", "id"),
        ("en;q=0", "id"),
    ],
)
def test_the_language_a_header_asks_for(header: str | None, expected: str) -> None:
    assert preferred_language(header) is Language(expected)
