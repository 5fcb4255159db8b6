"""The server's process, as its `postmaster.pid` and the system tell of it."""

from dataclasses import dataclass
from pathlib import Path

from dispatch.store.embedded.address import ServerAddress
from dispatch.store.embedded.programs import run


@dataclass(frozen=True)
class Postmaster:
    """What a server wrote into its data folder when it started; it may be long dead."""

    pid: int
    address: ServerAddress | None
    """None while the server is still starting and has not written it."""


def find_postmaster(pgdata: Path) -> Postmaster | None:
    """The server that last marked this data folder, None when the last one left in order."""
    try:
        lines = _pid_file(pgdata).read_text().splitlines()
    except FileNotFoundError:
        return None
    # PostgreSQL's miscadmin.h: 1 pid, 2 data folder, 3 start time, 4 port, 5 socket folder.
    if not lines or not lines[0].strip().isdigit():
        return None
    address = None
    if len(lines) >= 5 and lines[3].strip().isdigit() and lines[4].strip():
        address = ServerAddress(Path(lines[4].strip()), int(lines[3]))
    return Postmaster(int(lines[0]), address)


def is_running(pid: int, pgdata: Path) -> bool:
    """Whether `pid` is a living server of this data folder.

    A number alone proves nothing: the process may be a zombie nobody reaped, or an unrelated one that was given the
    same number (common after a container's restart). PostgreSQL itself falls for both.
    """
    proc = Path("/proc")
    if (proc / "self").exists():
        try:
            status = (proc / str(pid) / "stat").read_text(errors="replace")
            command = (proc / str(pid) / "cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        state = status.rpartition(")")[2].split()[0]
        return state not in "ZX" and bytes(pgdata) in command
    shown = run(["/bin/ps", "-o", "stat=,command=", "-p", str(pid)]).stdout
    return not shown.lstrip().startswith("Z") and str(pgdata) in shown


def clear_marks(pgdata: Path, address: ServerAddress) -> None:
    """Remove what a dead server left behind, because PostgreSQL trusts the process numbers in it.

    Safe even if the judgement was wrong: a server that still runs is also found by its shared memory, whose key comes
    from the data folder's inode.
    """
    _pid_file(pgdata).unlink(missing_ok=True)
    address.socket.with_name(f"{address.socket.name}.lock").unlink(missing_ok=True)


def _pid_file(pgdata: Path) -> Path:
    return pgdata / "postmaster.pid"
