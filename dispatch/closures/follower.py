"""Every process's routers know the closures of their stream: a follower of the live feed gives them on.

Planned begins and ends need nobody: a query's departure decides. What a follower does ahead of time is only to have
the weights ready.
"""

import asyncio
import contextlib
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

import routing
from dispatch.closures import service
from dispatch.closures.extent import closure_of
from dispatch.core import Core, Psc
from dispatch.domain.rows import Row
from dispatch.live.feed import Feed
from dispatch.live.progress import Progress
from dispatch.live.sight import Key
from dispatch.store.ledger import TooContended
from dispatch.store.pool import DatabaseAway

log = structlog.get_logger()

AHEAD = timedelta(minutes=2)
LOOK_EVERY_S = 60.0
SETTLED_WITHIN_S = 5.0
KIND = "closure"


class Follower:
    """Keeps one stream's router at the closures of its feed."""

    def __init__(self, core: Core, psc: Psc, feed: Feed) -> None:
        self._core, self._psc, self._feed = core, psc, feed
        self._applying = asyncio.Lock()
        self._changed = asyncio.Event()
        self._progress = Progress()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Give the router what is closed, and follow."""
        self._feed.listen(self._hear)
        await self._apply()
        await self._settle()
        self._task = asyncio.create_task(self._follow(), name=f"closures {self._psc.key}")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def settled(self, seq: int) -> None:
        """Wait until the router follows the log as far as `seq`; not for ever, because an answer is owed."""
        if not await self._progress.wait(seq, within_s=SETTLED_WITHIN_S):
            log.warning("closures.slow", psc=self._psc.key, seq=seq, applied=self._progress.seq)

    async def adopt(self, router: routing.TravelTimes) -> None:
        """Change over to other roads, their closures already on them."""
        async with self._applying:
            await asyncio.to_thread(set_closures, router, self._rows(), self._core.clock())
            self._psc.roads.router, self._psc.roads.network = router, router.own.network
        self._changed.set()  # whatever was closed meanwhile
        await self._settle()

    def _hear(self, keys: list[Key] | None) -> None:
        if keys is None or any(kind == KIND for kind, _ in keys):
            self._changed.set()
        elif not (self._changed.is_set() or self._applying.locked()):
            self._progress.reach(self._feed.seq)

    async def _follow(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):  # nothing changed: have the weights of the next minutes ready
                await asyncio.wait_for(self._changed.wait(), timeout=LOOK_EVERY_S)
            self._changed.clear()
            try:
                await self._apply()
            except Exception:
                log.exception("closures.failed", psc=self._psc.key)

    async def _apply(self) -> None:
        async with self._applying:
            seq, rows = self._feed.seq, self._rows()
            await asyncio.to_thread(set_closures, self._psc.roads.router, rows, self._core.clock())
        self._progress.reach(seq if self._changed.is_set() else self._feed.seq)

    async def _settle(self) -> None:
        """Bring over to these roads, in the log, what was closed on others."""
        for row in self._rows():
            if row["network_hash"] != self._psc.roads.network.hash:
                try:
                    await service.settle(self._core, self._psc, row, self._feed.seq)
                except (DatabaseAway, TooContended) as error:  # the router has it; the row is said at the next start
                    log.warning("closures.unsettled", psc=self._psc.key, closure=row["id"], reason=str(error))

    def _rows(self) -> list[Row]:
        """The closures that are not over."""
        found = ((kind, row) for (kind, _), row in self._feed.rows.by_key.items())
        return [row for kind, row in found if kind == KIND and row["ended_at"] is None]


class Followers:
    """A follower for each stream of a core."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._by_stream: dict[str, Follower] = {}

    async def start(self) -> None:
        """Every router knows its closures when this returns. Raises `DatabaseAway` when they cannot be read."""
        for psc in self._core.streams.values():
            follower = Follower(self._core, psc, await self._core.hub.feed(psc.stream))
            self._by_stream[psc.stream] = follower
            await follower.start()

    async def stop(self) -> None:
        for follower in self._by_stream.values():
            await follower.stop()

    async def settled(self, stream: str, seq: int) -> None:
        """Wait until this process's router of `stream` follows the log as far as `seq`."""
        await self._by_stream[stream].settled(seq)

    async def adopt(self, router: routing.TravelTimes) -> None:
        """Change every stream over to other roads."""
        for follower in self._by_stream.values():
            await follower.adopt(router.twin())


def set_closures(router: routing.TravelTimes, rows: list[Row], now: datetime) -> None:
    """Give a router the closures of these rows, with the weights of now and of the next minutes ready."""
    legs = {leg.id for leg in router.own.boats.legs}
    closures = []
    for row in rows:
        try:
            closure = closure_of(row, router.own.network)
        except routing.RoutingError:  # one row that cannot be read must not open the others
            log.exception("closure.unusable", closure=row["id"])
            continue
        if not closure.boat_legs <= legs:  # a crossing that the city's profile has no more
            log.error("closure.unknown_legs", closure=row["id"], legs=sorted(closure.boat_legs - legs))
            closure = replace(closure, boat_legs=closure.boat_legs & legs)
        closures.append(closure)
    router.set_closures(closures, warm_at=(now, now + AHEAD))
