"""The live stream of one screen over a websocket."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Annotated, Literal

import orjson
import structlog
from fastapi import APIRouter, Depends, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from dispatch.accounts import Viewer, viewer_of_websocket
from dispatch.core import Core, core_of_websocket
from dispatch.domain.time import instant
from dispatch.http.problems import Problem
from dispatch.live.sight import Sight, sight_of
from dispatch.store.pool import DatabaseAway

log = structlog.get_logger()
router = APIRouter()

# A screen this far behind is cut off; it resumes by its sequence numbers, or with a fresh board.
QUEUE_LIMIT = 500
RETRY_S = 1.0


class Known(BaseModel):
    """What a screen already has of a stream."""

    epoch: str | None = None
    seq: int | None = None


class Open(BaseModel):
    type: Literal["open"]
    streams: dict[str, Known] = Field(max_length=8)


class Ping(BaseModel):
    type: Literal["ping"]


class Resync(BaseModel):
    type: Literal["resync"]
    stream: str


Spoken = TypeAdapter[Open | Ping | Resync](Annotated[Open | Ping | Resync, Field(discriminator="type")])


class Screen:
    """One connected screen: its queue of messages, and the streams it follows."""

    def __init__(self, core: Core, viewer: Viewer, websocket: WebSocket) -> None:
        self.core, self.viewer, self.websocket = core, viewer, websocket
        self.queue: asyncio.Queue[bytes | None] = asyncio.Queue(maxsize=QUEUE_LIMIT)
        self.joined: dict[str, Callable[[bytes], None]] = {}

    def put(self, message: bytes) -> None:
        """Queue a message; a screen that does not keep up is cut off rather than served old news."""
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self._cut_off()

    async def send_for_ever(self) -> None:
        while (message := await self.queue.get()) is not None:
            await self.websocket.send_text(message.decode())
        with contextlib.suppress(RuntimeError):
            await self.websocket.close(4408)

    async def open(self, streams: dict[str, Known]) -> None:
        for stream, known in streams.items():
            sight = self._sight(stream)
            if sight is None or sight.is_blind:
                self.put(orjson.dumps({"type": "refused", "code": "forbidden", "stream": stream}))
                continue
            await self._join(stream, sight, known)

    async def resync(self, stream: str) -> None:
        sight = self._sight(stream)
        if stream in self.joined and sight is not None:
            self.core.hub.leave(self.joined.pop(stream))
            await self._join(stream, sight, Known())

    def leave(self) -> None:
        for send in self.joined.values():
            self.core.hub.leave(send)
        self.joined.clear()

    async def _join(self, stream: str, sight: Sight, known: Known) -> None:
        if stream in self.joined:
            self.core.hub.leave(self.joined.pop(stream))

        def send(message: bytes) -> None:
            self.put(message)

        while True:
            try:
                await self.core.hub.join(stream, sight, send, epoch=known.epoch, seq=known.seq)
            except DatabaseAway:
                self.put(orjson.dumps({"type": "status", **self.core.hub.links, "database": "away"}))
                await asyncio.sleep(RETRY_S)  # pacing while the database is away
                continue
            self.joined[stream] = send
            return

    def _sight(self, stream: str) -> Sight | None:
        psc = next((psc for psc in self.core.streams.values() if psc.stream == stream), None)
        if psc is None:
            return None
        units = self.viewer.crew_units(psc.key)
        return sight_of(self.viewer.grants(psc.key), psc=psc.key, units=units)

    def _cut_off(self) -> None:
        log.warning("screen.too_slow", account=self.viewer.account_id)
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


@router.websocket("/api/live")
async def live(websocket: WebSocket, viewer: Annotated[Viewer, Depends(viewer_of_websocket)]) -> None:
    """Follow streams. The first message opens them; a ping keeps the session's life checked."""
    await websocket.accept()
    screen = Screen(core_of_websocket(websocket), viewer, websocket)
    sender = asyncio.create_task(screen.send_for_ever())
    try:
        await _listen(websocket, screen)
    except (WebSocketDisconnect, RuntimeError):
        pass
    finally:
        screen.leave()
        sender.cancel()
        with contextlib.suppress(asyncio.CancelledError, RuntimeError, WebSocketDisconnect):
            await sender


async def _listen(websocket: WebSocket, screen: Screen) -> None:
    while True:
        text = await websocket.receive_text()
        try:
            spoken = Spoken.validate_json(text)
        except ValidationError:
            screen.put(orjson.dumps({"type": "refused", "code": "invalid"}))
            continue
        match spoken:
            case Open():
                await screen.open(spoken.streams)
            case Resync():
                await screen.resync(spoken.stream)
            case Ping():
                try:
                    screen.viewer = await viewer_of_websocket(websocket)
                except Problem as problem:
                    screen.put(orjson.dumps({"type": "refused", "code": problem.code}))
                    await websocket.close(4401)
                    return
                except DatabaseAway:
                    pass  # the status message tells; the session is checked again at the next ping
                screen.put(orjson.dumps({"type": "pong", "server_time": instant(screen.core.clock())}))
