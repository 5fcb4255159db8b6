"""How far something that follows a log has come, for those who owe an answer that depends on it."""

import asyncio


class Progress:
    """The sequence number that a follower has taken in, and who waits for a later one."""

    def __init__(self) -> None:
        self.seq = -1
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []

    async def wait(self, seq: int, *, within_s: float) -> bool:
        """Wait until the follower has come as far as `seq`; False when it did not within `within_s` seconds."""
        if self.seq >= seq:
            return True
        reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((seq, reached))
        try:
            await asyncio.wait_for(reached, timeout=within_s)
        except TimeoutError:
            return False
        return True

    def reach(self, seq: int) -> None:
        """The follower has come as far as `seq`: tell who waits for that."""
        self.seq = seq
        for wanted, reached in self._waiting:
            if wanted <= seq and not reached.done():
                reached.set_result(None)
        self._waiting = [(wanted, reached) for wanted, reached in self._waiting if not reached.done()]
