"""A core over a real database, a second one beside it, and a town with one unit on duty."""

from collections.abc import AsyncIterator

import pytest

from dispatch.core import Core
from dispatch.domain.words import Duty
from tests.dispatch.store.town import Town
from tests.dispatch.timekeeping.world import Clock, open_core


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def core(database_url: str, clock: Clock) -> AsyncIterator[Core]:
    async with open_core(database_url, clock) as core:
        yield core


@pytest.fixture
async def other(database_url: str, clock: Clock) -> AsyncIterator[Core]:
    """A second process: its own pool, its own ledger, its own keys in memory."""
    async with open_core(database_url, clock) as core:
        yield core


@pytest.fixture
async def town(core: Core) -> Town:
    """PSC-1 is available, with Budi."""
    town = await Town.found(core)
    await town.duty("psc-1", Duty.AVAILABLE, "budi")
    return town
