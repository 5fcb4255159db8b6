"""One installation a test, and servers on it."""

from collections.abc import Iterator

import pytest

from tests.fixtures_postgres import open_folder
from tests.serving import Installation


@pytest.fixture
def installation(database_url: str) -> Iterator[Installation]:
    with open_folder() as folder:
        yield Installation(database_url, folder)
