"""Twilio's REST interface on loopback: remembers what it was asked, and answers or fails as told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

ACCOUNT, TOKEN, FROM = "AC" + "0" * 32, "a-secret-of-the-account", "+6277100119"


@dataclass
class FakeTwilio:
    """
    Attributes:
        asked: path below the account and form of each request, in order.
        failures: status and Twilio's error code for the next requests.
        gate: while not set, requests wait.
    """

    url: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    failures: list[tuple[int, int]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def take(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        self.gate.wait(timeout=10)
        self.asked.append((path.partition(f"{ACCOUNT}/")[2], form))
        if self.failures:
            status, code = self.failures.pop(0)
            return status, {"code": code, "message": f"refused: {form.get('To')}", "status": status}
        return 201, {"sid": "CA" + "9" * 32, "status": "queued"}


@contextmanager
def serve_fake_twilio() -> Iterator[FakeTwilio]:
    fake = FakeTwilio()
    fake.gate.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            status, answer = fake.take(self.path, dict(parse_qsl(self.rfile.read(length).decode())))
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.gate.set()
        server.shutdown()
        server.server_close()
        thread.join()
