"""A light websocket client: hundreds of screens in one process, each noting when a message came."""

import asyncio
import base64
import os
import time
from typing import Self, cast

import orjson

_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_FINAL, _MASKED = 0x80, 0x80
# A mask of zeros is legal and leaves the payload as it is.
_MASK = b"\0\0\0\0"


class Screen(asyncio.Protocol):
    """One connected screen. `received` holds each text message with the monotonic second it came in."""

    def __init__(self) -> None:
        self.received: list[tuple[float, bytes]] = []
        self.opened = asyncio.get_running_loop().create_future()
        self.lost = False
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()

    @classmethod
    async def open(cls, port: int, path: str, headers: dict[str, str]) -> Self:
        """Connect, and wait until the server has accepted the websocket."""
        loop = asyncio.get_running_loop()
        transport, screen = await loop.create_connection(cls, "localhost", port)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {path} HTTP/1.1", f"host: localhost:{port}", "upgrade: websocket", "connection: Upgrade"]
        lines += [f"sec-websocket-key: {key}", "sec-websocket-version: 13"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        await screen.opened
        return screen

    def say(self, message: object) -> None:
        """Send a JSON message."""
        self._send(_TEXT, orjson.dumps(message))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclass of asyncio's, only alike.
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.lost = True
        if not self.opened.done():
            self.opened.set_exception(error or ConnectionResetError("the server refused the websocket"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self.opened.done() and not self._take_handshake():
            return
        while self._take_frame():
            pass

    def _take_handshake(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        status = bytes(self._buffer[9:12])
        del self._buffer[: end + 4]
        if status == b"101":
            self.opened.set_result(None)
        else:
            self.opened.set_exception(ConnectionRefusedError(f"websocket answered {status.decode()}"))
        return status == b"101"

    def _take_frame(self) -> bool:
        buffer = self._buffer
        if len(buffer) < 2:
            return False
        length, start = buffer[1] & 0x7F, 2
        if length >= 126:
            start = 4 if length == 126 else 10
            if len(buffer) < start:
                return False
            length = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + length:
            return False
        opcode, payload = buffer[0] & 0x0F, bytes(buffer[start : start + length])
        del buffer[: start + length]
        if opcode == _TEXT:
            self.received.append((time.perf_counter(), payload))
        elif opcode == _PING:
            self._send(_PONG, payload)
        elif opcode == _CLOSE:
            self.close()
        return True

    def _send(self, opcode: int, payload: bytes) -> None:
        assert self._transport is not None
        length = len(payload)
        short = bytes((_FINAL | opcode, _MASKED | length)) if length < 126 else b""
        head = short or bytes((_FINAL | opcode, _MASKED | 126)) + length.to_bytes(2, "big")
        self._transport.write(head + _MASK + payload)
