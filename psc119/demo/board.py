"""The live board as one person's screen holds it: rows by kind and id, followed over the websocket."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import orjson
import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, WebSocketException

from psc119.demo.client import Away, Person, Refused

log = structlog.get_logger()

PING_EVERY_S = 20.0
RECONNECT_S = 1.0

Row = dict[str, Any]


class LiveBoard:
    """A reducer over the live stream of one PSC. All actors of a demo read this one board."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.stream = f"psc:{person.psc}"
        self.rows: dict[str, dict[str, Row]] = {}
        self.positions: dict[str, Row] = {}
        self.epoch: str | None = None
        self.seq: int | None = None
        self.is_live = False
        self._changed = asyncio.Event()

    def find(self, kind: str, id_: str | None) -> Row | None:
        return self.rows.get(kind, {}).get(id_ or "")

    def list_kind(self, kind: str) -> list[Row]:
        return list(self.rows.get(kind, {}).values())

    async def until(self, holds: Callable[[], object], *, timeout_s: float | None = None) -> bool:
        """Wait until `holds()` is true of the board; False when `timeout_s` passed first."""
        try:
            async with asyncio.timeout(timeout_s):
                while not holds():
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True

    async def follow(self) -> None:
        """Follow for ever; reconnects by itself and resumes where it was."""
        while True:
            try:
                if not self.person.account_id:
                    await self.person.sign_in()
                await self._follow_once()
            except (OSError, WebSocketException, TimeoutError, Away) as error:
                log.info("demo.board_away", reason=type(error).__name__)
                if isinstance(error, InvalidHandshake):
                    with contextlib.suppress(Refused, Away):
                        await self.person.sign_in()
            self.is_live = False
            await asyncio.sleep(RECONNECT_S)

    async def _follow_once(self) -> None:
        address = self.person.url.replace("http", "ws", 1) + "/api/live"
        cookies = {"Cookie": self.person.cookie_header}
        async with connect(address, additional_headers=cookies, proxy=None, compression=None, max_size=None) as socket:
            known = {"epoch": self.epoch, "seq": self.seq}
            await socket.send(orjson.dumps({"type": "open", "streams": {self.stream: known}}).decode())
            pinging = asyncio.create_task(_ping_for_ever(socket))
            try:
                async for text in socket:
                    await self._take(socket, orjson.loads(text))
            finally:
                pinging.cancel()

    async def _take(self, socket: ClientConnection, message: Row) -> None:
        match message["type"]:
            case "snapshot":
                self.rows = {kind: {row["id"]: row for row in rows} for kind, rows in message["rows"].items()}
                self.epoch, self.seq = message["epoch"], message["seq"]
                self._place(message.get("positions", []))
            case "changes":
                if message["epoch"] != self.epoch or message["prev"] != self.seq:
                    await socket.send(orjson.dumps({"type": "resync", "stream": self.stream}).decode())
                    return
                for change in message["changes"]:
                    self._apply(change["kind"], change["id"], change["row"])
                self.seq = message["seq"]
            case "positions":
                self._place(message["positions"])
                return
            case _:
                return
        self.is_live = True
        self.nudge()

    def nudge(self) -> None:
        """Let everyone who waits look again, also when what changed is not on the board."""
        self._changed.set()
        self._changed = asyncio.Event()

    def _place(self, positions: list[Row]) -> None:
        self.positions.update({position["unit_id"]: position for position in positions})

    def _apply(self, kind: str, id_: str, row: Row | None) -> None:
        rows = self.rows.setdefault(kind, {})
        if row is None:
            rows.pop(id_, None)
        else:
            rows[id_] = row


async def _ping_for_ever(socket: ClientConnection) -> None:
    while True:
        await asyncio.sleep(PING_EVERY_S)
        await socket.send('{"type":"ping"}')
