"""Where log lines go."""

import io
from collections.abc import Iterator

import pytest
import structlog

from psc119.logs import log_plainly


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Other tests keep their own logging."""
    yield
    structlog.reset_defaults()


def test_a_captured_standard_error_that_was_closed_stops_no_later_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A console command run inside another program logs to what captured it; afterwards that is closed."""
    captured, log = io.StringIO(), structlog.get_logger()
    with monkeypatch.context() as patch:
        patch.setattr("sys.stderr", captured)
        log_plainly()
        log.info("inside")
        assert "event=inside" in captured.getvalue()
    captured.close()
    after = io.StringIO()
    monkeypatch.setattr("sys.stderr", after)
    log.info("after")
    assert "event=after" in after.getvalue()
