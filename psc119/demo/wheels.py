"""A simulated unit on the road: it rolls along journeys, tells where it is in batches, and knows its way home."""

import asyncio
from collections.abc import AsyncGenerator, Callable

from psc119.demo.board import LiveBoard
from psc119.demo.drive import Journey, Moment
from psc119.demo.tablet import Tablet
from psc119.demo.tempo import Tempo

FIX_EVERY_S = 1.0
FIXES_A_BATCH = 3

HEARTBEAT_S = 45.0
"""Between two positions of a unit that stands."""


class Wheels:
    """Where the unit is, and the way it came from its post."""

    def __init__(self, tablet: Tablet, board: LiveBoard, tempo: Tempo, post: Moment) -> None:
        self.tablet, self.board, self.tempo = tablet, board, tempo
        self.here = post
        self._way_out: Journey | None = None

    @property
    def is_home(self) -> bool:
        return self._way_out is None

    async def stand(self, holds: Callable[[], bool]) -> None:
        """Wait where it is, telling so now and then, until `holds()` or for one heartbeat."""
        self.tablet.fix(Moment(self.here.lat, self.here.lon, 0.0))
        await self.tablet.send_fixes()
        await self.board.until(holds, timeout_s=HEARTBEAT_S)

    async def drive(
        self, journey: Journey, stop: Callable[[], bool], *, within_s: float | None = None
    ) -> AsyncGenerator[float, None]:
        """Roll to the end or until `stop()`, yielding the seconds gone; `within_s` of ours at the latest."""
        road = self.tempo.road if within_s is None else max(self.tempo.road, journey.duration_s / within_s)
        gone_s = 0.0
        try:
            async for gone_s in self._roll(journey, stop, road):
                yield gone_s
        finally:
            gone = journey.before(gone_s)
            self._way_out = gone if self._way_out is None else self._way_out.then(gone)

    async def go_home(self, stop: Callable[[], bool]) -> None:
        """Drive back the way it came, until `stop()` calls it away."""
        if self._way_out is None:
            return
        out = self._way_out
        async for gone_s in self._roll(out.back(), stop, self.tempo.road):
            left_s = out.duration_s - gone_s
            self._way_out = out.before(left_s) if left_s > 0 else None

    async def _roll(self, journey: Journey, stop: Callable[[], bool], road: float) -> AsyncGenerator[float, None]:
        loop = asyncio.get_running_loop()
        began, fixes = loop.time(), 0
        while True:
            gone_s = min((loop.time() - began) * road, journey.duration_s)
            ends = gone_s >= journey.duration_s or stop()
            self.here = journey.at(gone_s)
            self.tablet.fix(self.here)
            fixes += 1
            if ends or fixes % FIXES_A_BATCH == 0:
                await self.tablet.send_fixes()
            yield gone_s
            if ends:
                return
            left_s = (journey.duration_s - gone_s) / road
            await self.board.until(stop, timeout_s=min(FIX_EVERY_S, left_s))
