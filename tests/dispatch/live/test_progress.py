"""Whoever waits for a follower is told once it is there, and does not wait for ever."""

import asyncio

from dispatch.live.progress import Progress


async def test_who_waits_for_what_is_there_already_goes_on_at_once() -> None:
    progress = Progress()
    progress.reach(7)
    assert await progress.wait(7, within_s=0)
    assert await progress.wait(3, within_s=0)


async def test_each_is_told_when_their_own_number_is_reached() -> None:
    progress = Progress()
    early, late = (asyncio.create_task(progress.wait(seq, within_s=60)) for seq in (3, 9))
    await asyncio.sleep(0)
    progress.reach(5)
    assert await early
    assert not late.done()
    progress.reach(9)
    assert await late


async def test_a_follower_that_does_not_come_is_not_waited_for() -> None:
    progress = Progress()
    assert not await progress.wait(1, within_s=0)
    progress.reach(1)
    assert await progress.wait(1, within_s=0)
