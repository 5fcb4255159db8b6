"""A loop that looks at a table again and again, and outlives whatever goes wrong in one look."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from dispatch.store.pool import DatabaseAway

log = structlog.get_logger()

BEAT_S = 1.0


class Beat:
    """Calls `work` at once while it finds something to do, and else every `every_s` seconds.

    The pause decides nothing: what is due is said by the rows, and a beat that is missed is made good by the next.
    """

    def __init__(self, name: str, work: Callable[[], Awaitable[int]], *, every_s: float = BEAT_S) -> None:
        """
        Args:
            name: for the log.
            work: one look; returns how many things it found to do.
            every_s: pause after a look that found nothing, or that failed.
        """
        self._name, self._work, self._every_s = name, work, every_s
        self._task: asyncio.Task[None] | None = None
        self._away = False

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name=self._name)

    async def stop(self) -> None:
        """End the loop; a look that is under way is broken off."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _run(self) -> None:
        while True:
            if not await self._look():
                await asyncio.sleep(self._every_s)

    async def _look(self) -> int:
        try:
            found = await self._work()
        except DatabaseAway as error:
            if not self._away:
                log.warning("beat.database_away", beat=self._name, reason=str(error))
            self._away = True
            return 0
        except Exception:
            log.exception("beat.failed", beat=self._name)
            return 0
        self._away = False
        return found
