"""The live stream of one screen over a websocket."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

import orjson
import structlog
from fastapi import APIRouter, Depends, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from dispatch.accounts import Viewer, viewer_of_websocket
from dispatch.core import Core, core_of_websocket
from dispatch.domain.time import instant
from dispatch.guards import sight_in
from dispatch.http.problems import Problem
from dispatch.live.sight import Sight
from dispatch.store.pool import DatabaseAway

log = structlog.get_logger()
router = APIRouter()

# A screen this far behind is cut off; it resumes by its sequence numbers, or with a fresh board.
QUEUE_LIMIT = 500
RETRY_S = 1.0
CLOSED_BY_FAULT = 1011
CLOSED_NOT_SIGNED_IN = 4401
CLOSED_TOO_SLOW = 4408


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


@dataclass(frozen=True, slots=True)
class Following:
    """One stream on one screen: what it may see of it, how it is told, and the joining that may still go on."""

    sight: Sight
    send: Callable[[bytes], None]
    joining: asyncio.Task[None]


class Screen:
    """One connected screen: its queue of messages, and the streams it follows."""

    def __init__(self, core: Core, viewer: Viewer, websocket: WebSocket) -> None:
        self.core, self.viewer, self.websocket = core, viewer, websocket
        self.following: dict[str, Following] = {}
        self._queue: asyncio.Queue[bytes | int] = asyncio.Queue(maxsize=QUEUE_LIMIT)

    def put(self, message: bytes) -> None:
        """Queue a message; a screen that does not keep up is cut off rather than served old news."""
        try:
            self._queue.put_nowait(message)
        except asyncio.QueueFull:
            log.warning("screen.too_slow", account=self.viewer.account_id)
            while not self._queue.empty():
                self._queue.get_nowait()
            self.end(CLOSED_TOO_SLOW)

    def end(self, code: int) -> None:
        """Tell nothing more: what is queued is sent, then the socket is closed with `code`."""
        self.leave()
        if self._queue.full():
            self._queue.get_nowait()
        self._queue.put_nowait(code)

    async def send_for_ever(self) -> None:
        while not isinstance(message := await self._queue.get(), int):
            await self.websocket.send_text(message.decode())
        with contextlib.suppress(RuntimeError):
            await self.websocket.close(message)

    def follow(self, stream: str, known: Known) -> None:
        """Follow a stream from what the screen has of it. While the database is away the wait is apart: pings go on."""
        self._unfollow(stream)
        sight = self._sight(stream)
        if sight is None or sight.is_blind:
            self.put(orjson.dumps({"type": "refused", "code": "forbidden", "stream": stream}))
            return

        def send(message: bytes) -> None:
            self.put(message)

        joining = asyncio.create_task(self._join(stream, sight, send, known))
        self.following[stream] = Following(sight, send, joining)

    def look_again(self, viewer: Viewer) -> None:
        """Roles change while a screen is open: what it may see otherwise now, it receives anew."""
        self.viewer = viewer
        changed = [stream for stream, following in self.following.items() if self._sight(stream) != following.sight]
        for stream in changed:
            self.follow(stream, Known())

    def leave(self) -> None:
        for stream in tuple(self.following):
            self._unfollow(stream)

    async def _join(self, stream: str, sight: Sight, send: Callable[[bytes], None], known: Known) -> None:
        while True:
            try:
                await self.core.hub.join(stream, sight, send, epoch=known.epoch, seq=known.seq)
                return
            except DatabaseAway:
                self.put(orjson.dumps({"type": "status", **self.core.hub.links, "database": "away"}))
                await asyncio.sleep(RETRY_S)  # pacing while the database is away
            except Exception:
                log.exception("screen.cannot_join", stream=stream)
                self.end(CLOSED_BY_FAULT)
                return

    def _unfollow(self, stream: str) -> None:
        following = self.following.pop(stream, None)
        if following is not None:
            if following.joining is not asyncio.current_task():
                following.joining.cancel()
            self.core.hub.leave(following.send)

    def _sight(self, stream: str) -> Sight | None:
        psc = next((psc for psc in self.core.streams.values() if psc.stream == stream), None)
        return None if psc is None else sight_in(self.viewer, psc)


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
                for stream, known in spoken.streams.items():
                    screen.follow(stream, known)
            case Resync():
                if spoken.stream in screen.following:
                    screen.follow(spoken.stream, Known())
            case Ping():
                await _ping(websocket, screen)


async def _ping(websocket: WebSocket, screen: Screen) -> None:
    try:
        screen.look_again(await viewer_of_websocket(websocket))
    except Problem as problem:
        screen.put(orjson.dumps({"type": "refused", "code": problem.code}))
        screen.end(CLOSED_NOT_SIGNED_IN)
        return
    except DatabaseAway:
        pass  # the status message tells; the session is checked again at the next ping
    screen.put(orjson.dumps({"type": "pong", "server_time": instant(screen.core.clock())}))
