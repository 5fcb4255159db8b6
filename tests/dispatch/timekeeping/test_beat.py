"""The loop outlives what goes wrong in it."""

import asyncio

from dispatch.store.pool import DatabaseAway
from dispatch.timekeeping import Beat


async def test_it_goes_on_after_the_database_was_away_and_after_a_fault() -> None:
    looks = 0
    enough = asyncio.Event()

    async def look() -> int:
        nonlocal looks
        looks += 1
        if looks <= 2:
            raise DatabaseAway("gone")
        if looks == 3:
            raise ValueError("a fault of the program")
        enough.set()
        return 0

    beat = Beat("test", look, every_s=0)
    beat.start()
    await asyncio.wait_for(enough.wait(), timeout=5)
    await beat.stop()
    assert looks >= 4


async def test_it_looks_again_at_once_while_there_is_work() -> None:
    left = 5
    done = asyncio.Event()

    async def look() -> int:
        nonlocal left
        left -= 1
        if left == 0:
            done.set()
        return left

    beat = Beat("test", look, every_s=3600)
    beat.start()
    await asyncio.wait_for(done.wait(), timeout=5)
    await beat.stop()


async def test_a_stopped_beat_stays_stopped() -> None:
    beat = Beat("test", lambda: asyncio.sleep(0, 0), every_s=0)
    await beat.stop()
    beat.start()
    await beat.stop()
    await beat.stop()
