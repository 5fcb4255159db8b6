"""Starting, sharing and stopping the embedded server."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg
import structlog

from dispatch.store.embedded import cluster, probe
from dispatch.store.embedded.account import ServerAccount
from dispatch.store.embedded.address import ServerAddress
from dispatch.store.embedded.binaries import Binaries, opened_to
from dispatch.store.embedded.errors import EmbeddedServerError
from dispatch.store.embedded.folders import make_socket_folder, open_data_dir
from dispatch.store.embedded.locks import FolderLocks
from dispatch.store.embedded.postmaster import clear_marks, find_postmaster, is_running
from dispatch.store.embedded.programs import launch
from dispatch.store.embedded.settings import command_line

_log = structlog.get_logger(__name__)

_READY_S = 120.0
"""Recovery after a crash replays the log since the last checkpoint; on a slow disk that takes minutes."""
_ORPHANS_S = 10.0
"""How long a killed server's orphans may take to leave (1.5 to 2 s measured)."""
_FAST_STOP_S = 30.0
_HARD_STOP_S = 10.0
_POLL_S = 0.02
_LOG_BYTES = 10_000_000


class EmbeddedServer:
    """One PostgreSQL in a data folder, shared by the processes that use that folder.

    The first to `start` launches it, later ones attach to it, the last to `stop` stops it; a process that was killed
    no longer counts. So a console command may end before `serve` or after it, and neither takes the database from the
    other. All methods block; call them in a thread from asynchronous code.

    Args:
        data_dir: holds the database in `<name>/`, its log, locks and socket beside it.
        binaries: PostgreSQL's programs; by default the best installed ones of the data's major version.
        name: tells several servers in one data folder apart.
        settings: PostgreSQL settings beside or over our own; only tests may give up durability.
        patience_s: how long to wait for another process that is starting or stopping the server.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        binaries: Binaries | None = None,
        name: str = "postgres",
        settings: Mapping[str, str] | None = None,
        patience_s: float = 60.0,
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.pgdata = self.data_dir / name
        self._name = name
        self._binaries = binaries
        self._settings = dict(settings or {})
        self._patience_s = patience_s
        self._locks = FolderLocks(self.data_dir, name)
        self._address: ServerAddress | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.owner = False
        """Whether this object launched the server, rather than attached to a running one."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def address(self) -> ServerAddress:
        """Where the started server is reached."""
        if self._address is None:
            raise RuntimeError("the embedded server was not started")
        return self._address

    @property
    def version_major(self) -> int:
        """PostgreSQL's major version of the data."""
        return cluster.version_major(self.pgdata)

    @property
    def log_path(self) -> Path:
        """The server's own log."""
        return self.data_dir / f"{self._name}.log"

    def is_alive(self) -> bool:
        """Whether the started server answers. If not, `start` brings it back."""
        return self._address is not None and self._answers(self._address)

    def start(self) -> ServerAddress:
        """Launch the server, or attach to the one that runs, and make sure of its database.

        Returns when it accepts connections. Calling it again is harmless, and relaunches a server that died.

        Raises:
            EmbeddedServerError: with what happened, where, and what to do.
        """
        try:
            account = ServerAccount.for_data(self.pgdata)
            open_data_dir(self.data_dir, account)
            with self._locks.transition(patience_s=self._patience_s):
                self._locks.join()
                try:
                    self._address = self._attach() or self._launch(account)
                    probe.ensure_database(self._address)
                except BaseException:
                    self._address = None
                    if self._locks.leave():
                        self._halt()
                    raise
        except (OSError, asyncpg.PostgresError) as error:
            raise EmbeddedServerError(
                f"PostgreSQL tidak dapat disiapkan di {self.data_dir}: {error}. "
                "Periksa izin dan ruang disk, atau pilih --data-dir lain.",
                f"PostgreSQL cannot be prepared in {self.data_dir}: {error}.",
            ) from error
        return self._address

    def stop(self) -> None:
        """Leave the server; the last user stops it, in order. Does nothing when it was not started."""
        if self._address is None:
            return
        with self._locks.transition(patience_s=self._patience_s):
            self._address = None
            self.owner = False
            if self._locks.leave():
                self._halt()
            else:
                _log.info("embedded_postgres_left_running", data_dir=str(self.data_dir))

    def _answers(self, address: ServerAddress) -> bool:
        # A socket folder may be left over from data that were moved: the server must say that it serves these.
        served = probe.find_served_data(address)
        return served is not None and served.samefile(self.pgdata)

    def _attach(self) -> ServerAddress | None:
        """The server that already runs here, waited for if it is starting; None when there is none."""
        deadline = time.monotonic() + _READY_S
        while (found := find_postmaster(self.pgdata)) is not None:
            if found.address is not None and self._answers(found.address):
                if self._address is None:
                    _log.info("embedded_postgres_attached", data_dir=str(self.data_dir), version=self.version_major)
                return found.address
            if not self._lives(found.pid):
                return None
            if time.monotonic() >= deadline:
                raise self._failure("tidak menjawab", "does not answer")
            time.sleep(_POLL_S)
        return None

    def _launch(self, account: ServerAccount) -> ServerAddress:
        began = time.monotonic()
        binaries = opened_to(cluster.choose_binaries(self.pgdata, self._binaries), account, self.data_dir)
        if not cluster.has_data(self.pgdata):
            durable = self._settings.get("fsync") != "off"
            cluster.create_data(self.pgdata, binaries, account, durable=durable)
        address = ServerAddress(make_socket_folder(self.data_dir, self._name, account))
        leftover = find_postmaster(self.pgdata) is not None
        while not self._try_launch(binaries, account, address):
            # The orphans of a killed server hold its memory until they notice; nothing else is worth a second try.
            if not leftover or time.monotonic() - began > _ORPHANS_S:
                raise self._failure("tidak dapat dimulai", "cannot be started")
            time.sleep(10 * _POLL_S)
        self.owner = True
        _log.info(
            "embedded_postgres_started",
            data_dir=str(self.data_dir),
            version=binaries.version,
            source=binaries.source.value,
            user=account.name,
            took_s=round(time.monotonic() - began, 2),
        )
        return address

    def _try_launch(self, binaries: Binaries, account: ServerAccount, address: ServerAddress) -> bool:
        """Start the process and wait until it answers; False when it ended instead."""
        dead = find_postmaster(self.pgdata)
        if dead is not None and not self._lives(dead.pid):
            clear_marks(self.pgdata, address)
        self._turn_log_over()
        settings = command_line(address.host, address.port, self._settings)
        self._process = launch(
            [binaries.path / "postgres", "-D", self.pgdata, *settings], account.run_as, log=self.log_path
        )
        deadline = time.monotonic() + _READY_S
        while not self._answers(address):
            if self._process.poll() is not None:
                return False
            if time.monotonic() >= deadline:
                self._process.send_signal(signal.SIGQUIT)
                raise self._failure("tidak menjawab", "does not answer")
            time.sleep(_POLL_S)
        return True

    def _halt(self) -> None:
        found = find_postmaster(self.pgdata)
        if found is None or not self._lives(found.pid):
            return
        # Fast: sessions end, a checkpoint is written. If it hangs, immediate: the next start recovers.
        for stop_signal, wait_s in ((signal.SIGINT, _FAST_STOP_S), (signal.SIGQUIT, _HARD_STOP_S)):
            os.kill(found.pid, stop_signal)
            deadline = time.monotonic() + wait_s
            while time.monotonic() < deadline:
                if not self._lives(found.pid):
                    _log.info("embedded_postgres_stopped", data_dir=str(self.data_dir), how=stop_signal.name)
                    return
                time.sleep(_POLL_S)
        raise self._failure("tidak mau berhenti", "does not stop")

    def _lives(self, pid: int) -> bool:
        if self._process is not None and self._process.pid == pid and self._process.poll() is not None:
            return False
        return is_running(pid, self.pgdata)

    def _turn_log_over(self) -> None:
        if self.log_path.exists() and self.log_path.stat().st_size > _LOG_BYTES:
            self.log_path.replace(self.log_path.with_suffix(".log.1"))

    def _failure(self, indonesian: str, english: str) -> EmbeddedServerError:
        try:
            last = "\n".join(self.log_path.read_text(errors="replace").splitlines()[-4:])
        except OSError:
            last = ""
        return EmbeddedServerError(
            f"PostgreSQL di {self.data_dir} {indonesian}. Baris terakhir {self.log_path}:\n{last}",
            f"PostgreSQL in {self.data_dir} {english}; the last lines of its log are above.",
        )
