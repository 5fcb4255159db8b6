"""A screen as the interface has it: a pure reducer over the messages of the live stream, here over a real websocket."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.serving import Person

Key = tuple[str, str]
WITHIN_S = 15


class Gap(AssertionError):  # noqa: N818 - what it is, not a fault of the test
    """A change does not follow on what the screen has."""


class Board:
    """What one screen holds of one stream. The rules of the contract, and nothing besides."""

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.epoch: str | None = None
        self.seq: int | None = None
        self.rows: dict[Key, dict[str, Any]] = {}
        self.notices: list[dict[str, Any]] = []
        self.positions: dict[str, dict[str, Any]] = {}
        self.snapshots = 0

    def apply(self, message: dict[str, Any]) -> None:
        """Take one message in. Raises `Gap` for a change that a screen would have to ask for again."""
        if message.get("stream") != self.stream:
            return
        match message["type"]:
            case "snapshot":
                self.snapshots += 1
                self.epoch, self.seq = message["epoch"], message["seq"]
                self.rows = {(kind, row["id"]): row for kind, rows in message["rows"].items() for row in rows}
            case "changes":
                if (message["epoch"], message["prev"]) != (self.epoch, self.seq):
                    raise Gap(f"has {self.seq} of {self.epoch}, was sent {message['prev']} of {message['epoch']}")
                self.seq = message["seq"]
                self.notices += message["notices"]
                for change in message["changes"]:
                    key = change["kind"], change["id"]
                    if change["row"] is None:
                        self.rows.pop(key, None)
                    else:
                        self.rows[key] = change["row"]
            case "positions":
                self.positions.update({fix["unit_id"]: fix for fix in message["positions"]})

    def row(self, kind: str, id_: str) -> dict[str, Any] | None:
        return self.rows.get((kind, id_))

    def list_kind(self, kind: str) -> list[dict[str, Any]]:
        return [row for (row_kind, _), row in self.rows.items() if row_kind == kind]


class Screen(Board):
    """A board fed by a websocket."""

    def __init__(self, socket: ClientConnection, stream: str) -> None:
        super().__init__(stream)
        self.socket = socket
        self.messages: list[dict[str, Any]] = []
        self.status: dict[str, Any] = {}
        self.close_code: int | None = None
        self._told = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None

    async def open(self, had: Board | None = None) -> None:
        """Begin to follow the stream, from what the screen `had` of it before the link broke."""
        if had is not None:
            self.epoch, self.seq, self.rows = had.epoch, had.seq, dict(had.rows)
        await self.say(type="open", streams={self.stream: {"epoch": self.epoch, "seq": self.seq}})
        self._reading = asyncio.create_task(self._read_for_ever())

    async def say(self, **message: Any) -> None:
        await self.socket.send(json.dumps(message))

    async def until(self, true: Callable[["Screen"], Any], *, within_s: float = WITHIN_S) -> Any:
        """Wait until `true(screen)` holds, judged anew after each message."""
        async with asyncio.timeout(within_s):
            while not (found := true(self)):
                if self._reading is not None and self._reading.done():
                    self._reading.result()
                    raise AssertionError(f"the socket closed with {self.close_code} before it came true")
                self._told.clear()
                await self._told.wait()
        return found

    async def until_seq(self, seq: int) -> None:
        """Wait until the screen shows what a command's answer has told the sequence number of."""
        await self.until(lambda screen: screen.seq is not None and screen.seq >= seq)

    async def until_closed(self) -> int | None:
        """Wait until the server has closed the socket, and say with which code."""
        assert self._reading is not None
        async with asyncio.timeout(WITHIN_S):
            await self._reading
        return self.close_code

    async def drop(self) -> None:
        """The link breaks: no goodbye."""
        self.socket.transport.abort()
        assert self._reading is not None
        await self._reading

    async def _read_for_ever(self) -> None:
        try:
            async for text in self.socket:
                message = json.loads(text)
                self.messages.append(message)
                if message["type"] == "status":
                    self.status = message
                self.apply(message)
                self._told.set()
        except ConnectionClosed:
            pass
        finally:
            self.close_code = self.socket.close_code
            self._told.set()


@asynccontextmanager
async def open_socket(url: str, person: Person, *, origin: str | None = None) -> AsyncIterator[ClientConnection]:
    """A websocket with the person's cookies, as their browser opens it."""
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in person.http.cookies.jar)
    headers = {"Cookie": cookies}
    async with connect(
        f"{url.replace('http', 'ws', 1)}/api/live",
        origin=origin or url,  # type: ignore[arg-type]  # a plain string is an Origin to websockets at run time
        additional_headers=headers,
        max_queue=None,
        max_size=None,
        compression=None,
    ) as socket:
        yield socket


@asynccontextmanager
async def open_screen(url: str, person: Person, *, had: Board | None = None) -> AsyncIterator[Screen]:
    """A screen that follows its person's PSC, and has heard of it; `had` is what it kept of an earlier link."""
    async with open_socket(url, person) as socket:
        screen = Screen(socket, f"psc:{person.psc}")
        await screen.open(had)
        await screen.until(lambda s: s.messages)
        yield screen
        if screen._reading is not None:
            screen._reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await screen._reading
