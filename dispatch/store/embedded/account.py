"""Whom PostgreSQL runs as: it refuses root, so root drops to another account."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from dispatch.store.embedded.errors import EmbeddedServerError
from dispatch.store.embedded.programs import RunAs, run

_CANDIDATES = ("psc119", "postgres", "nobody")


@dataclass(frozen=True)
class ServerAccount:
    """The account that owns the server's files and processes."""

    name: str
    uid: int
    gid: int
    drops: bool
    """Whether we are root and drop to it."""

    @classmethod
    def for_data(cls, pgdata: Path) -> Self:
        """The account for a data folder: its owner if there is one, else ourselves, or as root the first known one.

        Raises:
            EmbeddedServerError: the folder belongs to another user, or to root.
        """
        owner = pgdata.stat() if pgdata.exists() else None
        own_uid = os.geteuid()
        if own_uid != 0:
            if owner is not None and owner.st_uid != own_uid:
                name = _name(owner.st_uid)
                raise EmbeddedServerError(
                    f"Folder {pgdata} milik pengguna {name}: jalankan sebagai {name} atau root, "
                    "atau pilih --data-dir lain.",
                    f"{pgdata} belongs to {name}: run as {name} or root, or choose another --data-dir.",
                )
            return cls(_name(own_uid), own_uid, os.getegid(), drops=False)
        if owner is not None and owner.st_uid != 0:
            return cls(_name(owner.st_uid), owner.st_uid, owner.st_gid, drops=True)
        account = cls._first_known()
        if owner is not None and any(pgdata.iterdir()):
            raise EmbeddedServerError(
                f"Folder {pgdata} milik root, padahal PostgreSQL tidak boleh berjalan sebagai root: "
                f"chown -R {account.name} {pgdata}",
                f"{pgdata} belongs to root, as whom PostgreSQL refuses to run: chown -R {account.name} {pgdata}",
            )
        return account

    @classmethod
    def _first_known(cls) -> Self:
        for name in _CANDIDATES:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(name, entry.pw_uid, entry.pw_gid, drops=True)
        known = ", ".join(_CANDIDATES)
        raise EmbeddedServerError(
            f"Tidak ada pengguna untuk menjalankan PostgreSQL (dicari: {known}): "
            "buat dengan `useradd --system psc119`.",
            f"No user to run PostgreSQL as (looked for {known}): make one with `useradd --system psc119`.",
        )

    @property
    def run_as(self) -> RunAs:
        """By which a program is run as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.drops else {}

    def can_enter(self, folder: Path) -> bool:
        """Whether the account reaches what is in `folder`, asked of the system: modes, ACLs and mounts count."""
        return run(["/bin/sh", "-c", '[ -x "$1" ]', "sh", folder], self.run_as).returncode == 0


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
