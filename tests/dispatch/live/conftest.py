"""One house a test: the program in this process, on a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.dispatch.live.house import House, open_house


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(database_url, tmp_path) as running:
        yield running
