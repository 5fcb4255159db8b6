import pytest

from dispatch.accounts.origin import is_own_origin


@pytest.mark.parametrize(
    ("headers", "secure", "expected"),
    [
        ({"host": "psc.test"}, False, True),
        ({"host": "psc.test", "origin": "http://psc.test"}, False, True),
        ({"host": "psc.test:8119", "origin": "http://psc.test:8119"}, False, True),
        ({"host": "psc.test:80", "origin": "http://psc.test"}, False, True),
        ({"host": "psc.test", "origin": "https://psc.test"}, False, True),
        ({"host": "[::1]:8119", "origin": "http://[::1]:8119"}, False, True),
        ({"host": "psc.test", "origin": "https://psc.test"}, True, True),
        ({"host": "psc.test", "origin": "http://psc.test"}, True, False),
        ({"host": "psc.test", "origin": "https://evil.test"}, True, False),
        ({"host": "psc.test", "origin": "http://psc.test.evil.test"}, False, False),
        ({"host": "psc.test", "origin": "http://psc.test:8120"}, False, False),
        ({"host": "psc.test", "origin": "null"}, False, False),
        ({"host": "psc.test", "origin": "http://psc.test:port"}, False, False),
        ({"origin": "http://psc.test"}, False, False),
        ({"host": "psc.test", "sec-fetch-site": "cross-site"}, False, False),
        ({"host": "psc.test", "sec-fetch-site": "same-site"}, False, False),
        ({"host": "psc.test", "origin": "http://psc.test", "sec-fetch-site": "same-origin"}, False, True),
    ],
)
def test_only_our_own_page_passes(headers: dict[str, str], secure: bool, expected: bool) -> None:
    assert is_own_origin(headers, secure=secure) is expected
