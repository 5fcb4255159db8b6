"""How long a question may take, and how long a server that failed is left alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]
"""Seconds that never go back."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment after which nobody waits any more."""

    ends_s: float
    clock: Clock = time.monotonic

    @classmethod
    def after(cls, seconds: float, clock: Clock = time.monotonic) -> Deadline:
        return cls(clock() + seconds, clock)

    @property
    def left_s(self) -> float:
        return max(0.0, self.ends_s - self.clock())


class Breaker:
    """Keeps a dead server from costing every question a timeout: after a failure it is asked once in `rest_s` seconds.

    Safe between threads; of those who come when the rest is over, one asks.
    """

    def __init__(self, rest_s: float, clock: Clock = time.monotonic) -> None:
        self._rest_s, self._clock = rest_s, clock
        self._lock = threading.Lock()
        self._again_s: float | None = None

    @property
    def is_open(self) -> bool:
        """The server failed when it was asked last."""
        return self._again_s is not None

    def allows(self) -> bool:
        """Whether to ask the server; a yes while it is thought dead is given once in `rest_s`."""
        with self._lock:
            if self._again_s is None:
                return True
            now = self._clock()
            if now < self._again_s:
                return False
            self._again_s = now + self._rest_s
            return True

    def failed(self) -> bool:
        """Note a failure; True if the server was thought well until now."""
        with self._lock:
            was_well = self._again_s is None
            self._again_s = self._clock() + self._rest_s
            return was_well

    def succeeded(self) -> bool:
        """Note an answer; True if the server was thought dead until now."""
        with self._lock:
            was_dead = self._again_s is not None
            self._again_s = None
            return was_dead
