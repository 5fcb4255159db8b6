"""Starts the program in a container: refuses settings that were never filled in, then becomes the given command.

PSC119_UPGRADE=1 brings the schema to this program's revision first. It is a setting, because upgrading somebody's
database is their decision.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import NoReturn

PLACEHOLDER = "GANTI"
WATCHED = ("PSC119_", "POSTGRES_", "REDIS_")
PROGRAM = "/opt/psc119/bin/psc119"


def list_unfilled(environment: Mapping[str, str]) -> list[str]:
    """The settings that still hold the example's placeholder."""
    return sorted(name for name, value in environment.items() if name.startswith(WATCHED) and PLACEHOLDER in value)


def main(command: list[str]) -> NoReturn:
    """Check, upgrade if asked, and run `command` in place of this process."""
    unfilled = list_unfilled(os.environ)
    if unfilled:
        sys.exit(f"Belum diisi: {', '.join(unfilled)}. Lihat docker/env.example.")
    if os.environ.get("PSC119_UPGRADE") == "1":
        upgraded = subprocess.run([PROGRAM, "db", "upgrade"], check=False)  # noqa: S603 - our own program
        if upgraded.returncode != 0:
            sys.exit(upgraded.returncode)
    os.execvp(command[0], command)  # noqa: S606 - becoming it, so that signals reach it


if __name__ == "__main__":
    main(sys.argv[1:])
