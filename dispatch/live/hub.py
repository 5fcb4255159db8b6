"""All feeds of this process: they follow the log on a wake-up and at least once a second."""

import asyncio
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import structlog

from dispatch.live import positions
from dispatch.live.bus import Bus
from dispatch.live.feed import Feed
from dispatch.live.sight import Sight, visible_units
from dispatch.store.keys import KeyRing
from dispatch.store.ledger import Appended, Ledger
from dispatch.store.pool import Database, DatabaseAway

log = structlog.get_logger()

BEAT_S = 1.0
AWAY_AFTER_S = 3.0
EXPIRE_EVERY_BEATS = 30
# A batch of positions gets its time when its transaction begins, and is seen when it ends: look that far back again.
OVERLAP = timedelta(seconds=5)
Send = Callable[[bytes], None]


class Hub:
    """Gives screens their feeds, positions, and the state of the links they depend on."""

    def __init__(
        self, database: Database, keys: KeyRing, ledger: Ledger, bus: Bus, clock: Callable[[], datetime]
    ) -> None:
        self._database, self._keys, self._clock = database, keys, clock
        self.bus = bus
        self.links: dict[str, str] = {"database": "ok", "bus": bus.name}
        self._feeds: dict[str, Feed] = {}
        self._followers: dict[str, asyncio.Task[None]] = {}
        self._watchers: dict[Send, tuple[str, Sight]] = {}
        self._last_fixes: dict[str, dict[str, dict[str, Any]]] = {}
        self._fixes_since = datetime(2000, 1, 1, tzinfo=UTC)
        self._beat: asyncio.Task[None] | None = None
        ledger.listen(self._appended)

    async def start(self) -> None:
        await self.bus.start(self._woken)
        self._beat = asyncio.create_task(self._beat_for_ever())

    async def stop(self) -> None:
        tasks = [task for task in (self._beat, *self._followers.values()) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.bus.stop()

    async def feed(self, stream: str) -> Feed:
        """The feed of `stream`, loaded. Raises `DatabaseAway` when it cannot be."""
        feed = self._feeds.get(stream)
        if feed is None:
            feed = self._feeds[stream] = Feed(self._database, self._keys, stream, self._clock)
            self._followers[stream] = asyncio.create_task(self._follow(feed))
            feed.wake()
        try:
            await asyncio.wait_for(feed.ready.wait(), timeout=10)
        except TimeoutError as error:
            raise DatabaseAway(stream) from error
        return feed

    async def join(
        self, stream: str, sight: Sight, send: Send, *, epoch: str | None = None, seq: int | None = None
    ) -> None:
        """Let a screen follow a stream."""
        feed = await self.feed(stream)
        feed.join(sight, send, epoch=epoch, seq=seq)
        self._watchers[send] = (stream, sight)
        fixes = self._last_fixes.get(stream) or await positions.list_last(self._database, stream)
        self._last_fixes.setdefault(stream, fixes)
        self._send_fixes(send, stream, sight, list(self._last_fixes[stream].values()))
        send(self._status())

    def leave(self, send: Send) -> None:
        if send in self._watchers:
            stream, sight = self._watchers.pop(send)
            self._feeds[stream].leave(sight, send)

    def last_fix(self, stream: str, unit_id: str) -> dict[str, Any] | None:
        """The newest known position of a unit."""
        return self._last_fixes.get(stream, {}).get(unit_id)

    def set_link(self, name: str, state: str) -> None:
        """Tell the screens how a link to the world is."""
        if self.links.get(name) != state:
            self.links[name] = state
            for send in tuple(self._watchers):
                send(self._status())

    def expire(self) -> None:
        """Let every board drop what was closed too long ago."""
        for feed in self._feeds.values():
            feed.expire()

    def _appended(self, appended: Appended) -> None:
        feed = self._feeds.get(appended.stream)
        if feed is not None:
            feed.offer(appended)
        self.bus.wake(appended.stream)

    def _woken(self, stream: str) -> None:
        if stream in self._feeds:
            self._feeds[stream].wake()

    async def _follow(self, feed: Feed) -> None:
        while True:
            try:
                await feed.follow()
            except DatabaseAway:
                self.set_link("database", "away")
                await asyncio.sleep(BEAT_S)  # pacing only: the beat wakes the feed again
            except Exception:
                log.exception("feed.failed", stream=feed.stream)
                feed.epoch = ""

    async def _beat_for_ever(self) -> None:
        """Once a second: read what no wake-up told of, and the newest positions."""
        for beat in itertools.count():
            await asyncio.sleep(BEAT_S)
            try:
                async with asyncio.timeout(AWAY_AFTER_S):  # a server that hangs is away too
                    await self._tail()
                    await self._spread_fixes()
                self.set_link("database", "ok")
                if beat % EXPIRE_EVERY_BEATS == 0:
                    self.expire()
            except (DatabaseAway, TimeoutError):
                self.set_link("database", "away")
            except Exception:
                log.exception("beat.failed")

    async def _tail(self) -> None:
        heads = await self._database.fetch(
            "SELECT stream, seq, epoch FROM stream WHERE stream = ANY($1::text[])", list(self._feeds)
        )
        for head in heads:
            feed = self._feeds[head["stream"]]
            if feed.epoch and feed.epoch != str(head["epoch"]):
                feed.epoch = ""
            if feed.seq != head["seq"] or not feed.epoch:
                feed.wake()

    async def _spread_fixes(self) -> None:
        recent = await positions.list_recorded_since(self._database, self._fixes_since - OVERLAP)
        moved: dict[str, list[dict[str, Any]]] = {}
        for row in recent:
            fix, last = positions.document(row), self._last_fixes.setdefault(row["stream"], {})
            self._fixes_since = row["recorded_at"]
            if last.get(row["unit_id"]) != fix:
                last[row["unit_id"]] = fix
                moved.setdefault(row["stream"], []).append(fix)
        for send, (stream, sight) in tuple(self._watchers.items()):
            if stream in moved:
                self._send_fixes(send, stream, sight, moved[stream])

    def _send_fixes(self, send: Send, stream: str, sight: Sight, fixes: list[dict[str, Any]]) -> None:
        units = visible_units(sight, self._feeds[stream].rows)
        seen = positions.seen_by(fixes, units)
        if seen:
            send(orjson.dumps({"type": "positions", "stream": stream, "positions": seen}))

    def _status(self) -> bytes:
        return orjson.dumps({"type": "status", **self.links})
