"""One installation a test, with servers of their own processes, or one house in this process."""

from collections.abc import Iterator

import pytest

from tests.dispatch.live.house import house
from tests.fixtures_postgres import open_folder
from tests.serving import Installation

__all__ = ["house", "installation"]


@pytest.fixture
def installation(database_url: str) -> Iterator[Installation]:
    with open_folder() as folder:
        yield Installation(database_url, folder)
