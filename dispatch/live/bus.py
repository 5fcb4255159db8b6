"""Wake-ups between processes. The log is the truth; a bus only says that there is something to read."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Protocol

import redis.asyncio
import structlog
from redis.exceptions import RedisError

log = structlog.get_logger()

CHANNEL = "psc119:wake"
RETRY_S = 1.0


class Bus(Protocol):
    """Tells other processes of a change in a stream, and is told of theirs."""

    name: str

    def wake(self, stream: str) -> None:
        """Tell the others. Never blocks and never fails: a lost wake-up is made good within a second by the tail."""

    async def start(self, woken: Callable[[str], None]) -> None: ...
    async def stop(self) -> None: ...


class InProcessBus:
    """One process: whoever commits tells its own feeds directly, so there is nobody else to wake."""

    name = "in-process"

    def wake(self, stream: str) -> None:
        """Nobody else to tell."""

    async def start(self, woken: Callable[[str], None]) -> None:
        """Nothing to listen to."""

    async def stop(self) -> None:
        """Nothing to end."""


class RedisBus:
    """Several processes: a publish after each commit, a subscription in each; both mend when Redis returns."""

    name = "redis"

    def __init__(self, url: str) -> None:
        self._redis = redis.asyncio.from_url(url, socket_connect_timeout=2, socket_timeout=None)
        self._pending: asyncio.Queue[str] = asyncio.Queue(maxsize=10_000)
        self._tasks: list[asyncio.Task[None]] = []

    def wake(self, stream: str) -> None:
        with contextlib.suppress(asyncio.QueueFull):
            self._pending.put_nowait(stream)

    async def start(self, woken: Callable[[str], None]) -> None:
        self._tasks = [asyncio.create_task(self._publish()), asyncio.create_task(self._listen(woken))]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(RedisError, OSError):
            await self._redis.aclose()

    async def _publish(self) -> None:
        while True:
            stream = await self._pending.get()
            try:
                await self._redis.publish(CHANNEL, stream)
            except (RedisError, OSError) as error:
                log.warning("bus.publish_failed", reason=str(error))

    async def _listen(self, woken: Callable[[str], None]) -> None:
        while True:
            try:
                async with self._redis.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    async for message in channel.listen():
                        if message["type"] == "message":
                            woken(message["data"].decode())
            except (RedisError, OSError) as error:
                log.warning("bus.lost", reason=str(error))
                await asyncio.sleep(RETRY_S)  # pacing of a reconnection; the tail keeps boards going meanwhile
