"""Real HTTP servers on loopback that stand for a routing server."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

RECORDED = Path(__file__).parent / "recorded"


class Asked(NamedTuple):
    """A request as it came over the wire."""

    method: str
    target: str
    body: Any


class Answer(NamedTuple):
    """What is sent back."""

    status: int
    body: bytes
    content_type: str = "application/json;charset=utf-8"

    @classmethod
    def of(cls, document: Any, status: int = 200) -> Answer:
        return cls(status, json.dumps(document, ensure_ascii=False).encode())


Answering = Callable[[Asked], Answer]


class LocalServer(ThreadingHTTPServer):
    """Answers by a function, which may be changed while it runs, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self, answering: Answering) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answering = answering
        self.asked: list[Asked] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet, so that nobody waits for a delayed acknowledgement
    disable_nagle_algorithm = True
    server: LocalServer

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: Any) -> None:
        asked = Asked(self.command, self.path, body)
        self.server.asked.append(asked)
        status, content, content_type = self.server.answering(asked)
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def local_server(answering: Answering) -> Iterator[LocalServer]:
    """A server on a free loopback port for the length of the block."""
    server = LocalServer(answering)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def replay(name: str) -> Answering:
    """Answers as recorded from the real program; a request that was not recorded is an error of the test."""
    exchanges = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))["exchanges"]

    def answer(asked: Asked) -> Answer:
        for exchange in exchanges:
            if Asked(exchange["method"], exchange["target"], exchange["body"]) == asked:
                return Answer.of(exchange["answer"], exchange["status"])
        return Answer(500, f"not recorded: {asked}".encode())

    return answer
