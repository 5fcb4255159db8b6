"""A short memory in front of the database."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """What was looked up in the last few seconds.

    Args:
        age_s: how long a value is good for.
        size: how many values at most; a full memory starts anew.
        monotonic: seconds of a clock that never jumps.
    """

    def __init__(self, *, age_s: float, size: int = 10_000, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._age_s = age_s
        self._size = size
        self._monotonic = monotonic
        self._values: dict[bytes, tuple[float, T]] = {}

    def find(self, key: bytes) -> T | None:
        """The value, if it is not too old."""
        found = self._values.get(key)
        return found[1] if found is not None and self._monotonic() - found[0] < self._age_s else None

    def remember(self, key: bytes, value: T) -> None:
        if len(self._values) >= self._size:
            self._values.clear()
        self._values[key] = (self._monotonic(), value)

    def forget(self, key: bytes) -> None:
        self._values.pop(key, None)
