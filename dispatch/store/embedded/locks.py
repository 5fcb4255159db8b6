"""Who uses a data folder: two file locks that the kernel drops when their holder dies, however it dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dispatch.store.embedded.errors import EmbeddedServerError

_POLL_S = 0.02


class FolderLocks:
    """The locks of one server's data folder.

    *Transition* is held by one process while it starts or stops the server. *Use* is shared by every process that
    uses the server, so that the last one to leave can tell, and stops it.
    """

    def __init__(self, data_dir: Path, name: str) -> None:
        self._transition_path = data_dir / f"{name}.lock"
        self._use_path = data_dir / f"{name}.users"
        self._use: int | None = None

    @contextmanager
    def transition(self, *, patience_s: float) -> Iterator[None]:
        """Alone with the folder; EmbeddedServerError when another process keeps it longer than `patience_s`."""
        descriptor = os.open(self._transition_path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._wait_for(descriptor, patience_s)
            os.truncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            yield
        finally:
            os.close(descriptor)

    def join(self) -> None:
        """Count this process among the users. Call it inside a transition."""
        if self._use is None:
            self._use = os.open(self._use_path, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._use, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """No longer count this process; True when it was the last user. Call it inside a transition."""
        if self._use is None:
            return False
        try:
            fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(self._use)
            self._use = None

    def _wait_for(self, descriptor: int, patience_s: float) -> None:
        deadline = time.monotonic() + patience_s
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    holder = os.pread(descriptor, 32, 0).decode(errors="replace") or "?"
                    folder = self._transition_path.parent
                    raise EmbeddedServerError(
                        f"Proses {holder} sedang memulai atau menghentikan PostgreSQL di {folder}: "
                        "tunggu sampai selesai, atau hentikan proses itu.",
                        f"Process {holder} is starting or stopping PostgreSQL in {folder}: wait for it, or end it.",
                    ) from None
                time.sleep(_POLL_S)
            else:
                return
