"""Running PostgreSQL's programs: as whom, and with nothing of the caller's environment."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
"""PGDATA, PGOPTIONS or the terminal's locale must not reach the server."""


class RunAs(TypedDict, total=False):
    """Keyword arguments of `subprocess` by which root drops to another account; empty to stay who we are."""

    user: int
    group: int
    extra_groups: list[int]


def run(arguments: Sequence[str | Path], run_as: RunAs | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and keep what it says; its exit code is the caller's to judge."""
    return subprocess.run(  # noqa: S603  # a list of our own making, no shell
        arguments, capture_output=True, text=True, check=False, cwd="/", env=_ENVIRONMENT, **(run_as or {})
    )


def launch(arguments: Sequence[str | Path], run_as: RunAs, *, log: Path) -> subprocess.Popen[bytes]:
    """Start a program that stays, its output appended to `log`."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(  # noqa: S603  # a list of our own making, no shell
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=descriptor,
            cwd="/",
            env=_ENVIRONMENT,
            # Ctrl-C is for the program in front, which stops the server when it has finished with it.
            start_new_session=True,
            **run_as,
        )
    finally:
        os.close(descriptor)
