"""A story to tell; when it ends, the log that it left must rebuild its rows."""

from collections.abc import Iterator

import pytest

from tests.builders import Story


@pytest.fixture
def story() -> Iterator[Story]:
    told = Story()
    yield told
    assert told.rebuilt() == told.board.rows
