"""Questions to a server over HTTP, with an end that holds whatever the server does."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import httpx
import orjson

from routing.errors import RoutingInputError, ServerDownError
from routing.remote.clock import Deadline

T = TypeVar("T")

CONNECTIONS = 8
"""How many requests are under way at once; a server of two cores gains nothing by more."""

KEPT_ALIVE_S = 3.0
"""An idle connection is dropped before the server drops it (OSRM after 5 s), so that no question finds it dead."""

MOST_BYTES = 32 * 2**20
"""More than any answer that is asked for."""


class Request(NamedTuple):
    """One request: GET `path`, or POST `body` to it."""

    path: str
    body: dict[str, Any] | None = None


class Reply(NamedTuple):
    """A status and the JSON object or array that came with it."""

    status: int
    document: Any


class Wire:
    """Connections to one server, kept and used again; from any thread.

    Args:
        url: where the server is, `http://host:port` with a path where it has one.

    Raises:
        RoutingInputError: the address is none.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise RoutingInputError(f"{url!r} is not the address of a routing server: http://host:port")
        self._url = url.rstrip("/")
        limits = httpx.Limits(max_connections=CONNECTIONS, keepalive_expiry=KEPT_ALIVE_S)
        # Reading the list of certificates takes longer than many an answer; who speaks no TLS needs none.
        verify = parts.scheme == "https"
        self._client = httpx.Client(limits=limits, trust_env=False, verify=verify)

    def ask(self, requests: Sequence[Request], deadline: Deadline) -> list[Reply]:
        """All replies, in order, before the deadline. Nothing is tried twice.

        Raises:
            ServerDownError: one of them did not come in time, or is no JSON, or a failure of the server.
        """
        return side_by_side([partial(self._ask, request, deadline) for request in requests], deadline)

    def close(self) -> None:
        self._client.close()

    def _ask(self, request: Request, deadline: Deadline) -> Reply:
        body = None if request.body is None else orjson.dumps(request.body)
        try:
            with self._client.stream(
                "GET" if body is None else "POST",
                self._url + request.path,
                content=body,
                headers=None if body is None else {"Content-Type": "application/json"},
                timeout=httpx.Timeout(max(deadline.left_s, 0.001)),
            ) as response:
                content = _read(response, deadline)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise ServerDownError(f"{type(error).__name__}: {error}") from error
        if response.is_server_error or response.is_redirect or response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise ServerDownError(f"status {response.status_code}")
        try:
            document = orjson.loads(content)  # it knows neither NaN nor Infinity
        except orjson.JSONDecodeError as error:
            raise ServerDownError(f"status {response.status_code} with what is no JSON: {content[:60]!r}") from error
        return Reply(response.status_code, document)


def _read(response: httpx.Response, deadline: Deadline) -> bytes:
    """The body; httpx's own limit counts from byte to byte, so one that drips would never end."""
    parts, size = [], 0
    for part in response.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise ServerDownError(f"an answer of more than {MOST_BYTES} bytes")
        if deadline.left_s == 0:
            raise ServerDownError("the answer did not end in time")
    return b"".join(parts)


def side_by_side(jobs: Sequence[Callable[[], T]], deadline: Deadline) -> list[T]:
    """The results of jobs that may hang, in order, each in a thread of its own that is left behind at the deadline.

    Looking up a host's name knows no time limit of its own, so limits of the client alone are not enough.

    Raises:
        ServerDownError: time is up.
        BaseException: whatever the first failing job raised.
    """
    numbers, lock = itertools.count(), threading.Lock()
    done: queue.SimpleQueue[tuple[int, T | None, BaseException | None]] = queue.SimpleQueue()

    def work() -> None:
        while True:
            with lock:
                number = next(numbers)
            if number >= len(jobs) or deadline.left_s == 0:
                return
            try:
                done.put((number, jobs[number](), None))
            except BaseException as error:
                done.put((number, None, error))
                return

    for _ in range(min(len(jobs), CONNECTIONS)):
        threading.Thread(target=work, name="routing-server", daemon=True).start()
    results: dict[int, Any] = {}
    while len(results) < len(jobs):
        try:
            number, result, error = done.get(timeout=deadline.left_s)
        except queue.Empty:
            raise ServerDownError("no answer in time") from None
        if error is not None:
            raise error
        results[number] = result
    return [results[number] for number in range(len(jobs))]
