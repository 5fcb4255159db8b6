"""A light HTTP/1.1 client for load: it shares the cores with the server it measures, so it must cost little."""

import asyncio
from collections.abc import Mapping
from typing import cast

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length:"


class HttpAnswer:
    """Status, head (lower case is not assured) and body of one answer."""

    __slots__ = ("body", "head", "status")

    def __init__(self, status: int, head: bytes, body: bytes) -> None:
        self.status, self.head, self.body = status, head, body

    def cookies(self) -> dict[str, str]:
        """The cookies that the answer sets."""
        lines = self.head.split(b"\r\n")
        set_ = (line.split(b":", 1)[1].decode() for line in lines if line.lower().startswith(b"set-cookie:"))
        return dict(pair.split(";", 1)[0].strip().split("=", 1) for pair in set_)


class HttpConnection(asyncio.Protocol):
    """One kept-alive connection to `localhost:port`, made at the first question and again when the server closed it.

    One question at a time; understands answers with a Content-Length only.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._waiting: asyncio.Future[HttpAnswer] | None = None

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    async def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> HttpAnswer:
        """Send a question and wait for its answer."""
        assert self._waiting is None, "one question at a time"
        # The server closes what has been idle for some seconds.
        if self._transport is None or self._transport.is_closing():
            await asyncio.get_running_loop().create_connection(lambda: self, "localhost", self._port)
        assert self._transport is not None
        lines = [f"{method} {path} HTTP/1.1", f"host: localhost:{self._port}", f"content-length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write("\r\n".join(lines).encode() + _END_OF_HEAD + body)
        return await self._waiting

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclass of asyncio's, only alike.
        self._transport = cast(asyncio.Transport, transport)
        self._buffer.clear()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(_END_OF_HEAD)
        if end < 0 or self._waiting is None:
            return
        head = bytes(self._buffer[:end])
        start = end + len(_END_OF_HEAD)
        length = _content_length(head)
        if len(self._buffer) - start < length:
            return
        body = bytes(self._buffer[start : start + length])
        del self._buffer[: start + length]
        waiting, self._waiting = self._waiting, None
        if not waiting.done():
            waiting.set_result(HttpAnswer(int(head[9:12]), head, body))

    def connection_lost(self, error: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(error or ConnectionResetError("the server closed the connection"))


def _content_length(head: bytes) -> int:
    at = head.lower().find(_LENGTH)
    return int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
