"""The folders of an embedded server: data, socket; who may enter which."""

import hashlib
import os
import stat
import sys
import tempfile
from pathlib import Path

import platformdirs

from dispatch.store.embedded.account import ServerAccount
from dispatch.store.embedded.address import ServerAddress
from dispatch.store.embedded.errors import EmbeddedServerError

_SOCKET_PATH_BYTES = 103 if sys.platform == "darwin" else 107
"""`sun_path` less its closing zero byte."""


def default_data_dir() -> Path:
    """Where data are kept when no folder is given: the user's own; for root one that others can enter."""
    if os.geteuid() == 0:
        return Path("/var/lib/psc119")
    return platformdirs.user_data_path("psc119", appauthor=False)


def open_data_dir(data_dir: Path, account: ServerAccount) -> None:
    """Make the data folder, or, when root drops to `account`, let that account pass through a closed one.

    Only the given folder's mode changes (0700 becomes 0711: passing through, not listing), its existing parents' never.

    Raises:
        EmbeddedServerError: the account cannot enter because a parent is closed.
    """
    mode = 0o711 if account.drops else 0o700
    missing = [folder for folder in (data_dir, *data_dir.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        # Set apart from mkdir, because a strict umask would close the new parents.
        folder.chmod(mode if folder == data_dir else 0o755)
    if not account.drops:
        return
    current = stat.S_IMODE(data_dir.stat().st_mode)
    if not account.can_enter(data_dir) and current & 0o011 != 0o011:
        data_dir.chmod(current | 0o011)
    if not account.can_enter(data_dir):
        raise EmbeddedServerError(
            f"Pengguna {account.name} tidak dapat masuk ke {data_dir} karena salah satu folder induknya tertutup: "
            f"pilih --data-dir lain, misalnya {default_data_dir()}.",
            f"User {account.name} cannot enter {data_dir}, a parent folder is closed: choose another --data-dir.",
        )


def make_private_folder(folder: Path, account: ServerAccount) -> None:
    """A folder that only `account` (and root) can enter.

    Raises:
        EmbeddedServerError: something else stands there, or another user's folder (in a shared place such as /tmp
            anybody may have made it first).
    """
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        found = folder.lstat()
        ours = (account.uid, os.geteuid())
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
            raise EmbeddedServerError(
                f"{folder} sudah ada dan bukan folder milik {account.name}: hapus atau pindahkan.",
                f"{folder} exists and is not a folder of {account.name}: remove it or move it away.",
            ) from None
        folder.chmod(0o700)
        os.chown(folder, account.uid, account.gid)


def make_socket_folder(data_dir: Path, name: str, account: ServerAccount) -> Path:
    """The folder for the server's socket: beside the data, or where that path is too long a short runtime folder.

    Raises:
        EmbeddedServerError: no place could be made.
    """
    refused: EmbeddedServerError | OSError | None = None
    for folder in _socket_folders(data_dir, name, account):
        if not _holds_a_socket(folder):
            continue
        try:
            make_private_folder(folder, account)
        except (OSError, EmbeddedServerError) as error:
            refused = error
            continue
        return folder
    raise EmbeddedServerError(
        f"Tidak ada folder untuk soket PostgreSQL ({data_dir} terlalu panjang atau tertutup): "
        "pilih --data-dir yang lebih pendek.",
        f"No folder for PostgreSQL's socket ({data_dir} is too long or closed): choose a shorter --data-dir.",
    ) from refused


def _socket_folders(data_dir: Path, name: str, account: ServerAccount) -> list[Path]:
    digest = hashlib.sha256(os.fsencode(data_dir / name)).hexdigest()[:12]
    temporary = "/tmp"  # noqa: S108  # a private folder in it, refused when another user made it first
    if account.drops:
        runtime = ["/run", temporary]
    else:
        runtime = [os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir(), tempfile.gettempdir(), temporary]
    return [data_dir / f"{name}-socket", *(Path(base) / f"psc119-{account.uid}-{digest}" for base in runtime)]


def _holds_a_socket(folder: Path) -> bool:
    # A comma or a quote would split the path: in asyncpg's list of hosts, in PostgreSQL's list of socket folders.
    socket = ServerAddress(folder).socket
    return len(os.fsencode(socket)) <= _SOCKET_PATH_BYTES and not set(',"') & set(str(folder))
